"""Tiles are marked by the alarms at what they show, whatever else stands in the city."""

from typing import Any, cast

import pytest
from msgspec.structs import replace

from console.domain import events as e
from console.domain.alarms import AlarmKind, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.geo import METRES_PER_DEGREE_LAT
from console.domain.registry import Registry
from console.state.store import Store
from console.viewmodels.tile_alarms import TileAlarms
from console.viewmodels.walls import Walls
from tests.desk import alarm, store, tell


class _Wall:
    """A wall of which only what it shows matters."""

    def __init__(self, *cameras: str) -> None:
        self.cameras = list(cameras)
        self.marks: dict[str, Priority] = {}
        self.times = 0

    def mark_alarms(self, marks: dict[str, Priority]) -> None:
        """As a real wall."""
        self.marks = dict(marks)
        self.times += 1


class _Walls:
    def __init__(self, *walls: _Wall) -> None:
        self.all = walls


def _camera(id_: str, site: str = "") -> Camera:
    owned = CameraOwner.CITY, Integration.INTEGRATED, Consent.NOT_NEEDED, PlaceKind.SHOP
    return Camera(id_, 76.93, 43.24, "751310000", *owned, 0, 90, 30, "", "", site)


def _city(*alarms: Any) -> Store:
    made = store(alarms)
    made.enroll(Registry("almaty", 1, 0, [_camera("C1"), _camera("C2", "SITE")], [], [], [], []))
    return made


def _marked(of: Store, wall: _Wall) -> TileAlarms:
    marking = TileAlarms(of, cast(Walls, _Walls(wall)))
    marking.refresh(of.take())
    return marking


def test_the_worst_alarm_at_a_camera_or_at_its_site_marks_its_tile() -> None:
    of = _city(
        alarm("a", source="C1"),
        alarm("b", AlarmKind.PANIC_BUTTON, source="C1"),
        alarm("c", AlarmKind.FIRE, source="elsewhere", site="SITE"),
        alarm("d", AlarmKind.FIRE, source="elsewhere"),
    )
    wall = _Wall("C1", "C2", "")
    _marked(of, wall)
    assert wall.marks == {"C1": Priority.P1, "C2": of.picture.alarms["c"].priority}


def test_the_mark_goes_when_the_alarm_is_over_and_answered() -> None:
    of = _city(alarm("a", source="C1"))
    wall = _Wall("C1")
    marking = _marked(of, wall)
    tell(of, e.AlarmCleared("a"))
    marking.refresh(of.take())
    assert "C1" in wall.marks
    tell(of, e.AlarmAcknowledged("a"), actor="serikova")
    marking.refresh(of.take())
    assert wall.marks == {}


def test_what_happens_elsewhere_costs_no_marking() -> None:
    of = _city(alarm("a", source="C1"))
    wall = _Wall("C1")
    marking = _marked(of, wall)
    times = wall.times
    tell(of, *(e.AlarmRaised(alarm(f"x{n}", source=f"X{n}")) for n in range(50)))
    marking.refresh(of.take())
    assert wall.times == times


def test_a_camera_that_is_opened_later_is_marked_by_what_already_stands() -> None:
    of = _city(alarm("a", source="C2"))
    wall = _Wall("C1")
    marking = _marked(of, wall)
    assert wall.marks == {}
    wall.cameras.append("C2")
    marking.refresh(of.take())
    assert wall.marks == {"C2": of.picture.alarms["a"].priority}


@pytest.mark.parametrize(
    ("north_m", "kind", "is_marked"),
    [
        (60, AlarmKind.PANIC_BUTTON, True),
        (-60, AlarmKind.PANIC_BUTTON, True),
        (140, AlarmKind.PANIC_BUTTON, True),
        (-140, AlarmKind.PANIC_BUTTON, False),
        (190, AlarmKind.PANIC_BUTTON, False),
        (60, AlarmKind.LAMP_OUTAGE, False),
    ],
)
def test_a_panic_button_of_the_street_marks_the_tiles_that_see_it(
    north_m: float, kind: AlarmKind, is_marked: bool
) -> None:
    to_the_north = replace(_camera("C1"), heading=0, view_angle=90, reach=150)
    made = store([alarm("a", kind, lon=to_the_north.lon, lat=to_the_north.lat + north_m / METRES_PER_DEGREE_LAT)])
    made.enroll(Registry("almaty", 1, 0, [to_the_north], [], [], [], []))
    wall = _Wall("C1")
    _marked(made, wall)
    assert (wall.marks == {"C1": Priority.P1}) is is_marked


def test_an_alarm_without_a_place_marks_nothing_and_stops_nothing() -> None:
    of = _city(alarm("a", lon=1e300, lat=-1e300), alarm("b", lon=0.0, lat=0.0))
    wall = _Wall("C1")
    _marked(of, wall)
    assert wall.marks == {}


def test_a_register_that_says_an_endless_reach_makes_no_endless_search() -> None:
    far = replace(_camera("C1"), heading=0, view_angle=90, reach=10**9)
    made = store([alarm("a", AlarmKind.PANIC_BUTTON, lon=far.lon, lat=far.lat + 1000 / METRES_PER_DEGREE_LAT)])
    made.enroll(Registry("almaty", 1, 0, [far], [], [], [], []))
    wall = _Wall("C1")
    _marked(made, wall)
    assert wall.marks == {"C1": Priority.P1}
