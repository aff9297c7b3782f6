from enum import StrEnum

import pytest

from console import language
from console.domain import alarms, cameras, freshness, incidents, protocol, repairs, session, sites, units, zones
from console.viewmodels import words
from tests.desk import NOW

VOCABULARY = [
    alarms.AlarmKind,
    alarms.AlarmState,
    units.UnitStatus,
    units.Agency,
    units.AssignmentState,
    incidents.IncidentStatus,
    incidents.Disposition,
    incidents.CallLine,
    incidents.RequestState,
    repairs.RepairState,
    freshness.LinkState,
    freshness.Source,
    protocol.Mode,
    session.Role,
    cameras.CameraOwner,
    cameras.PlaceKind,
    sites.SiteKind,
    zones.ZoneKind,
    zones.Way,
]


@pytest.mark.parametrize("vocabulary", VOCABULARY)
def test_every_value_has_a_word_of_its_own(vocabulary: type[StrEnum]) -> None:
    said = [words.word(value) for value in vocabulary]

    assert all(said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (-3, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (172799, "47 h"),
        (172800, "2 d"),
    ],
)
def test_ages_are_said_in_their_largest_unit(seconds: float | None, said: str) -> None:
    assert words.age(seconds) == said


def test_times_stand_in_the_centers_zone() -> None:
    assert words.time_of_day(NOW) == "11:03:22"
    assert words.day(NOW) == "2025-11-22"


def test_places_follow_the_language() -> None:
    assert words.district("751410000") == "Bostandyk"
    language.use("kk")
    assert words.district("751410000") == "Бостандық"
    assert words.district("unknown") == "unknown"
    assert words.distance(2449) in ("2,4 km", "2,4 км")


def test_directions_are_eight() -> None:
    assert [words.direction(d) for d in (0, 44, 180, 337, 359)] == [
        "north",
        "north-east",
        "south",
        "north-west",
        "north",
    ]
