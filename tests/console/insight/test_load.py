from console.domain.alarms import AlarmState
from console.domain.incidents import IncidentStatus
from console.domain.units import UnitStatus
from console.insight.load import CenterLoad, Load, center_loads, loads
from tests.desk import NOW, alarm, incident

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


def test_a_service_center_s_load_counts_its_own_units_and_the_open_incidents_of_its_district() -> None:
    homes = [("d1", UnitStatus.ON_PATROL), ("d1", UnitStatus.ON_SCENE), ("d1", UnitStatus.OUT_OF_SERVICE)]
    open_, closed = incident("I1", district="d1"), incident("I2", district="d1", status=IncidentStatus.CLOSED)
    alone = incident("I3", district="d2")

    loads = center_loads(homes, [open_, closed, alone], ["d1", "d2", "d3"])

    assert loads["d1"] == CenterLoad(2, 1, 1)
    assert loads["d2"] == CenterLoad(0, 0, 1)
    assert loads["d3"] == CenterLoad(0, 0, 0)
