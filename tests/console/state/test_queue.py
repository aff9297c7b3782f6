from collections import Counter

from console.domain.alarm_filter import AlarmFilter, Standing
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.state.queue import AlarmQueue
from tests.console.state.test_rows import Mirror
from tests.desk import NOW, alarm


def queue() -> tuple[AlarmQueue, Mirror]:
    mirror = Mirror()
    made = AlarmQueue(mirror, lambda a: f"{a.kind} {a.district}")
    mirror.rows = made.rows  # type: ignore[assignment]  # only ids are read
    return made, mirror


def test_unacknowledged_first_by_priority_then_longest_waiting_then_faults() -> None:
    made, mirror = queue()
    alarms = [
        alarm("acknowledged-p1", AlarmKind.HOLD_UP, state=AlarmState.ACKNOWLEDGED),
        alarm("fault", AlarmKind.CAMERA_OFFLINE, raised_at=NOW - 9000),
        alarm("young-p3", raised_at=NOW - 5),
        alarm("old-p3", raised_at=NOW - 500),
        alarm("shelved", state=AlarmState.SHELVED),
        alarm("returned-p2", AlarmKind.FIRE, state=AlarmState.RETURNED_UNACKNOWLEDGED),
        alarm("p1", AlarmKind.PANIC_BUTTON, raised_at=NOW - 1),
        alarm("acknowledged-fault", AlarmKind.LAMP_OUTAGE, state=AlarmState.ACKNOWLEDGED),
        alarm("over", state=AlarmState.NORMAL),
    ]

    made.update({a.id: a for a in alarms})

    assert mirror.ids == [
        "p1",
        "returned-p2",
        "old-p3",
        "young-p3",
        "fault",
        "acknowledged-p1",
        "acknowledged-fault",
        "shelved",
    ]


def test_a_filter_hides_rows_and_says_what_waits_behind_it() -> None:
    made, mirror = queue()
    made.update({a.id: a for a in (alarm("panic", AlarmKind.PANIC_BUTTON), alarm("fire", AlarmKind.FIRE), alarm("t"))})

    made.show(AlarmFilter(priorities=frozenset({Priority.P2, Priority.P3}), text="FIRE"))

    assert mirror.ids == ["fire"]
    assert made.hidden() == Counter({Priority.P1: 1, Priority.P3: 1})
    assert made.waiting() == Counter({Priority.P1: 1, Priority.P2: 1, Priority.P3: 1})


def test_acknowledged_and_gone_alarms_no_longer_wait() -> None:
    made, _mirror = queue()
    made.update({"a": alarm("a"), "b": alarm("b")})

    made.update({"a": alarm("a", state=AlarmState.ACKNOWLEDGED), "b": None})

    assert made.waiting() == Counter()


def test_a_whole_new_set_replaces_the_old_one() -> None:
    made, mirror = queue()
    made.replace({"a": alarm("a"), "b": alarm("b")})

    made.replace({"b": alarm("b"), "c": alarm("c", AlarmKind.FIRE)})

    assert mirror.ids == ["c", "b"]
    assert sum(made.waiting().values()) == 2


def test_the_filter_looks_at_district_and_state() -> None:
    made, mirror = queue()
    made.update({"here": alarm("here"), "there": alarm("there", district="751910000")})

    made.show(AlarmFilter(districts=frozenset({"751910000"})))
    assert mirror.ids == ["there"]

    made.show(AlarmFilter(standings=frozenset({Standing.NEW})))
    made.update({"here": alarm("here", state=AlarmState.ACKNOWLEDGED)})
    assert mirror.ids == ["there"]
