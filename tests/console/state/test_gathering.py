from typing import Any

from hypothesis import given, strategies as st

from console.domain.alarm_filter import AlarmFilter, Standing
from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.state.gathering import MARK, Group
from console.state.queue import AlarmQueue, place_in_queue
from tests.console.state.test_rows import Mirror
from tests.desk import NOW, alarm


def queue(*alarms: Alarm) -> tuple[AlarmQueue, Mirror]:
    mirror = Mirror()
    made = AlarmQueue(mirror, lambda a: str(a.kind))
    mirror.rows = made.rows  # type: ignore[assignment]  # only ids are read
    made.update({a.id: a for a in alarms})
    return made, mirror


def by_source(found: Alarm) -> str:
    return found.source


def faults() -> list[Alarm]:
    return [
        alarm("panic", AlarmKind.PANIC_BUTTON, source="B"),
        alarm("one", source="S", raised_at=NOW - 50),
        alarm("two", source="S", raised_at=NOW - 40, state=AlarmState.ACKNOWLEDGED),
        alarm("alone", source="A", raised_at=NOW - 45),
    ]


def test_a_group_stands_where_its_most_urgent_member_would_and_its_members_under_it() -> None:
    made, mirror = queue(*faults())

    made.group(by_source)

    assert mirror.ids == ["panic", MARK + "S", "one", "two", "alone"]
    assert made.rows[1] == Group(MARK + "S", "S", "one", 2, 1, is_open=True)
    assert [a.id for a in made.members(MARK + "S")] == ["one", "two"]


def test_a_closed_group_is_one_row_and_nothing_of_it_counts_as_hidden() -> None:
    made, mirror = queue(*faults())

    made.group(by_source, opened=False)

    assert mirror.ids == ["panic", MARK + "S", "alone"]
    assert made.row_of("two") == 1, "it is found where its group stands"
    made.show(AlarmFilter(standings=frozenset({Standing.NEW})))
    assert mirror.ids == ["panic", "one", "alone"], "who is left alone is no group"
    assert sum(made.hidden().values()) == 0


def test_who_is_chosen_is_shown_though_the_group_is_closed() -> None:
    made, mirror = queue(*faults())
    made.group(by_source, opened=False)

    made.hold(["two"])
    assert mirror.ids == ["panic", MARK + "S", "two", "alone"]

    made.hold([])
    assert mirror.ids == ["panic", MARK + "S", "alone"]


def test_a_group_is_opened_and_closed_and_goes_when_too_few_are_left() -> None:
    made, mirror = queue(*faults())
    made.group(by_source, opened=False)
    made.turn(MARK + "S")
    assert mirror.ids == ["panic", MARK + "S", "one", "two", "alone"]

    made.update({"one": None})
    assert mirror.ids == ["panic", "alone", "two"]


def test_a_member_that_becomes_urgent_takes_its_group_along() -> None:
    made, mirror = queue(*faults())
    made.group(by_source, opened=False)

    made.update({"two": alarm("two", source="S", priority=Priority.P1, raised_at=NOW - 99)})

    assert mirror.ids == [MARK + "S", "panic", "alone"]
    assert isinstance(made.rows[0], Group)
    assert (made.rows[0].head, made.rows[0].waiting) == ("two", 2)


STATES = [AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED, AlarmState.SHELVED, AlarmState.NORMAL]
ALARM = st.builds(
    lambda source, priority, state, age: {
        "source": source,
        "priority": priority,
        "state": state,
        "raised_at": NOW - age,
    },
    st.sampled_from("ABC"),
    st.sampled_from(Priority),
    st.sampled_from(STATES),
    st.integers(0, 5),
)
CHANGE = st.dictionaries(st.integers(0, 25).map(str), st.none() | ALARM, max_size=25)
STEP = st.one_of(
    CHANGE,
    st.sampled_from(["group", "closed", "none", "turn A", "turn B", "hold", "release", "new", "all"]),
)


@given(st.lists(STEP, max_size=12))
def test_after_anything_the_rows_are_what_plain_sorting_and_grouping_give(steps: list[Any]) -> None:
    made, mirror = queue()
    plain: dict[str, Alarm] = {}
    common, least_open = None, True
    turned: set[str] = set()
    held: set[str] = set()
    for step in steps:
        match step:
            case dict():
                changed = {i: None if f is None else alarm(i, **f) for i, f in step.items()}
                made.update(changed)
                plain = {i: a for i, a in (plain | changed).items() if a is not None}
            case "group" | "closed":
                common, least_open, turned = by_source, step == "group", set()
                made.group(by_source, opened=least_open)
            case "none":
                common, turned = None, set()
                made.group(lambda _alarm: "")
            case "turn A" | "turn B" if common:
                turned ^= {step[-1]}
                made.turn(MARK + step[-1])
            case "hold":
                held = {"1", "2"}
                made.hold(held)
            case "release":
                held = set()
                made.hold(held)
            case "new":
                made.show(AlarmFilter(standings=frozenset({Standing.NEW})))
            case "all":
                made.show(AlarmFilter())
        assert mirror.ids == expected(made, plain, common, least_open, turned, held)


def expected(made: AlarmQueue, plain: dict[str, Alarm], common: Any, opened: bool, turned: set, held: set) -> list[str]:
    shown = [a for a in plain.values() if place_in_queue(a) and made.filter.admits(a, str)]
    shown.sort(key=lambda a: place_in_queue(a) or ())
    groups: dict[str, list[str]] = {}
    for one in shown:
        groups.setdefault(common(one) if common else one.id, []).append(one.id)
    rows: list[str] = []
    for about, members in groups.items():
        if common is None or len(members) < 2:
            rows += members
        else:
            is_open = opened is not (about in turned)
            rows += [MARK + about, *(i for i in members if is_open or i in held)]
    return rows
