from console.domain.alarms import AlarmKind
from console.domain.incidents import IncidentStatus
from console.insight.duplicates import NEAR_M, WITHIN_S, alike
from tests.desk import NOW, incident

ONE = incident("I1", lon=76.93, lat=43.25, opened_at=NOW)


def test_incidents_near_in_place_and_time_may_be_the_same_and_the_likeliest_is_first() -> None:
    other_kind = incident("I2", kind=AlarmKind.FIRE, lon=76.93, lat=43.25, opened_at=NOW)
    farther = incident("I3", lon=76.933, lat=43.25, opened_at=NOW + 60)
    nearer = incident("I4", lon=76.931, lat=43.25, opened_at=NOW - 600)

    found = alike(ONE, [ONE, other_kind, farther, nearer])

    assert [near.incident.id for near in found] == ["I4", "I3", "I2"]
    assert round(found[0].distance_m) == 81
    assert found[0].later_s == -600


def test_what_is_too_far_too_late_closed_or_linked_already_is_not_offered() -> None:
    north = ONE.lat + (NEAR_M + 1) / 111_195
    others = [
        incident("far", lat=north, opened_at=NOW),
        incident("late", opened_at=NOW + WITHIN_S + 1),
        incident("closed", status=IncidentStatus.CLOSED, opened_at=NOW),
        incident("linked", opened_at=NOW),
    ]

    assert alike(incident("I1", opened_at=NOW, links=("linked",)), others) == []
