from console.domain.alarms import AlarmState
from console.insight.load import Load, loads
from tests.desk import NOW, alarm

HELD = AlarmState.ACKNOWLEDGED


def test_who_has_least_stands_first_and_what_is_over_is_no_load() -> None:
    alarms = [
        *(alarm(f"a{n}", state=HELD, owner="kim", acknowledged_at=NOW - 30) for n in range(11)),
        alarm("old", state=HELD, owner="omarov", acknowledged_at=NOW - 700),
        alarm("over", state=AlarmState.NORMAL, owner="omarov", acknowledged_at=NOW - 5),
        alarm("new"),
        alarm("gone", state=HELD, owner="who left", acknowledged_at=NOW),
    ]

    found = loads(alarms, ["kim", "omarov", "free"], NOW)

    assert found == [Load("free", 0, 0), Load("omarov", 1, 0), Load("kim", 11, 11)]
    assert [load.is_flooded for load in found] == [False, False, True]
