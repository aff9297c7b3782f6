"""Tools, measurements and selection by area, without a page."""

import json
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.events import AlarmRaised, ConsentChanged, LogEntry
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.mapping.source import MapFiles
from console.state.store import Store
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_places import Spot
from console.viewmodels.map_selection import CHOSEN_AT_MOST, LISTED_AT_MOST, Inside
from console.viewmodels.map_tools import FIGURES_AT_MOST, HINTS, TITLES, Tool

RING = [(76.90, 43.20), (76.95, 43.20), (76.95, 43.25), (76.90, 43.25)]


def camera(number: int, lon: float, consent: Consent = Consent.GIVEN, kind: str = "integrated") -> Camera:
    return Camera(
        f"C{number}", lon, 43.22, "", CameraOwner.CITY, Integration(kind), consent, PlaceKind.STREET,
        0, 60, 30, "", "", "",
    )  # fmt: skip


class Page:
    def __init__(self, qtbot: QtBot) -> None:
        self.store = Store()
        self.city = CityMap(self.store, MapFiles())
        self.told: list[dict[str, Any]] = []
        self.city.page.told.connect(lambda text: self.told.append(json.loads(text)))
        self.city.page.hello()
        now = self.store.clock.now()
        far = Unit("U2", "M22", Agency.POLICE, 2, "", UnitStatus.ON_PATROL, now, fix=Fix("U2", 77.0, 43.2, 0, 0, now))
        near = replace(far, id="U1", callsign="M21", fix=Fix("U1", 76.92, 43.21, 0, 0, now))
        alarm = Alarm("A1", AlarmKind.FIRE, Priority.P3, AlarmState.UNACKNOWLEDGED, "C1", 76.92, 43.21, "", now, now)
        worse = replace(alarm, id="A2", priority=Priority.P1)
        away = replace(alarm, id="A3", lon=77.0)
        self.store.load(Snapshot("e", 0, now, (alarm, worse, away), (), (near, far), {}))
        cameras = [camera(n, 76.901 + n * 0.001) for n in range(20)]
        cameras += [camera(90, 76.91, Consent.WITHHELD), camera(91, 76.99), camera(92, 76.92, kind="planned")]
        self.store.enroll(Registry("almaty", 1, 0, cameras, [], [], [], []))
        with qtbot.waitSignal(self.city.layers.points_came):
            self.city.refresh(self.store.take())
        self.told.clear()

    def inside(self) -> Inside:
        assert self.city.selection.inside is not None
        return self.city.selection.inside


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_what_lies_inside_is_found_by_layer(page: Page) -> None:
    page.city.tools.use(Tool.LASSO)
    page.city.tools.drawn("lasso", [list(place) for place in RING])
    inside = page.inside()
    assert inside.alarms == ("A2", "A1"), "the most urgent first"
    assert [(unit.title, unit.note) for unit in inside.units] == [("M21", "On patrol")]
    assert {layer: n for layer, _words, n in inside.counts} == {"cameras": 21}
    assert inside.count == 2 + 1 + 21
    assert page.city.tools.tool is Tool.HAND


def test_cameras_to_open_are_the_nearest_to_the_middle_that_may_be_opened(page: Page) -> None:
    page.city.tools.drawn("box", [list(place) for place in RING])
    cameras = [camera.id for camera in page.inside().cameras]
    assert len(cameras) == LISTED_AT_MOST
    assert cameras[0] in ("C9", "C10")
    assert "C90" not in cameras


def say(page: Page, number: int, consent: Consent) -> None:
    event = ConsentChanged(f"C{number}", consent, "")
    page.store.apply([LogEntry(page.store.picture.seq + 1, 0.0, "center", event)])
    page.city.refresh(page.store.take())
    page.city.beat()


def test_cameras_to_open_are_those_whose_owners_agree_now(page: Page) -> None:
    page.city.tools.drawn("box", [[76.9095, 43.2], [76.9105, 43.2], [76.9105, 43.25], [76.9095, 43.25]])
    assert [camera.id for camera in page.inside().cameras] == ["C9"]
    say(page, 9, Consent.WITHHELD)
    assert page.inside().cameras == ()
    say(page, 90, Consent.GIVEN)
    assert [camera.id for camera in page.inside().cameras] == ["C90"]


def test_who_sees_a_point_is_told_of_cameras_whose_owners_agree_now(page: Page, qtbot: QtBot) -> None:
    onlookers, spot = page.city.onlookers, Spot(76.91, 43.2201)

    def seen() -> list[str]:
        qtbot.waitUntil(lambda: onlookers.is_ready)
        return sorted(row.camera for row in onlookers.rows)

    onlookers.look(spot)
    assert seen() == ["C9"]
    say(page, 90, Consent.WITH_REASON)
    assert seen() == ["C9", "C90"]
    say(page, 9, Consent.WITHHELD)
    assert seen() == ["C90"]


def test_more_alarms_than_can_be_chosen_are_all_counted(page: Page) -> None:
    first = page.store.picture.alarms["A1"]
    more = [replace(first, id=f"B{n}", source=f"S{n}") for n in range(CHOSEN_AT_MOST)]
    page.store.apply([LogEntry(n, 0.0, "c", AlarmRaised(one)) for n, one in enumerate(more, start=1)])
    page.city.refresh(page.store.take())
    page.city.tools.drawn("box", [list(place) for place in RING])
    assert (len(page.inside().alarms), page.inside().alarms_count) == (CHOSEN_AT_MOST, CHOSEN_AT_MOST + 2)


def test_a_selection_keeps_up_with_what_moves(page: Page) -> None:
    page.city.tools.drawn("box", [list(place) for place in RING])
    fix = page.store.picture.units["U2"].fix
    assert fix is not None
    page.store.place([replace(fix, lon=76.93, lat=43.21, time=fix.time + 1)])
    page.city.refresh(page.store.take())
    page.city.beat()
    assert [unit.title for unit in page.inside().units] == ["M21", "M22"]


def test_only_what_is_shown_is_taken(page: Page) -> None:
    layers = page.city.layers
    layers.show(MapFilter(frozenset({"alarms/priority/p3", "units/agency/police", "cameras/owner/city"})))
    layers.set_layer_visible("planned", True)
    page.city.tools.drawn("box", [list(place) for place in RING])
    inside = page.inside()
    assert (inside.alarms, inside.units_count) == (("A2",), 0)
    assert {layer: n for layer, _words, n in inside.counts} == {"planned": 1}
    layers.set_layer_visible("alarms", False)
    page.city.tools.drawn("box", [list(place) for place in RING])
    assert page.inside().alarms == ()


def test_a_page_that_comes_back_is_told_the_ring_again(page: Page) -> None:
    page.city.tools.drawn("box", [list(place) for place in RING])
    page.city.page.load_starts()
    known = json.loads(page.city.page.hello())["known"]
    assert known["ring"]["places"] == [list(place) for place in RING]


@pytest.mark.parametrize("tool", [Tool.BOX, Tool.LASSO, Tool.AREA, Tool.CORDON, Tool.GEOFENCE])
def test_what_has_no_land_is_nothing(page: Page, tool: Tool) -> None:
    page.city.tools.drawn(tool, [[76.9, 43.2], [76.95, 43.2]])
    page.city.tools.drawn(tool, [])
    assert page.city.selection.inside is None
    assert page.city.tools.measurements == []


def test_a_ring_around_nothing_says_so_and_ends(page: Page) -> None:
    page.city.tools.drawn("box", [[77.1, 43.3], [77.2, 43.3], [77.2, 43.4]])
    assert page.inside().count == 0
    page.city.selection.clear()
    assert page.city.selection.inside is None
    assert page.told[-1] == {"ring": {"places": []}}


def test_measurements_stay_until_dismissed_and_are_bounded(page: Page) -> None:
    tools = page.city.tools
    for n in range(FIGURES_AT_MOST + 5):
        tools.drawn("distance", [[76.9, 43.2], [76.9 + n / 1000, 43.21]])
    assert len(tools.measurements) == FIGURES_AT_MOST
    tools.dismiss(0)
    assert len(tools.measurements) == FIGURES_AT_MOST - 1
    assert len(tools.known()["figures"]["all"]) == FIGURES_AT_MOST - 1
    tools.clear()
    assert page.told[-1] == {"figures": {"all": []}}


def test_places_off_the_earth_are_left_out(page: Page) -> None:
    page.city.tools.drawn("area", [[76.9, 43.2], [float("nan"), 43.2], [200, 43.2], [76.9, 43.3], [77.0, 43.3]])
    assert len(page.city.tools.measurements[0].places) == 3


def test_every_tool_says_what_a_click_does() -> None:
    assert set(HINTS) == set(Tool) - {Tool.HAND}
    assert set(TITLES) == set(Tool) - {Tool.EDIT}


def test_what_enters_leaves_or_ends_is_kept_up_with(page: Page) -> None:
    page.city.tools.drawn("box", [list(place) for place in RING])
    picture = page.store.picture
    alarm = picture.alarms["A1"]
    entries = [
        LogEntry(
            1, 0.0, "c", AlarmRaised(replace(alarm, id="A4", priority=Priority.P1, raised_at=alarm.raised_at + 9))
        ),
        LogEntry(2, 0.0, "c", AlarmRaised(replace(alarm, id="A5", lon=77.3))),
    ]
    page.store.apply(entries)
    page.city.refresh(page.store.take())
    page.city.beat()
    assert page.inside().alarms == ("A4", "A2", "A1")
    page.store.load(Snapshot("e", 9, 0.0, (picture.alarms["A1"],), (), (), {}))
    page.city.refresh(page.store.take())
    assert page.city.selection.inside is None, "after a break nothing is selected"
