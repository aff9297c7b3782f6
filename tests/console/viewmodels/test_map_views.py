"""How the map's view moves, is followed, remembered and comes back; no page, no Qt loop."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import Incident, IncidentStatus
from console.domain.picture import Snapshot
from console.domain.text import LocalText
from console.domain.units import Agency, Assignment, AssignmentState, Fix, Unit, UnitStatus
from console.mapping.source import MapFiles
from console.settings import Bookmark, MapView
from console.state.store import Store
from console.viewmodels import map_views
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_follow import Followed
from console.viewmodels.view_history import GLANCE_S, STEPS_AT_MOST, View, ViewHistory

LONG = GLANCE_S + 1
HERE, THERE, FAR = View(76.90, 43.24, 14), View(76.95, 43.24, 14), View(77.0, 43.3, 16)


class Looked:
    """A history whose looks each last long enough."""

    def __init__(self, *views: View) -> None:
        self.history, self.at = ViewHistory(), 100.0
        for view in views:
            self.look(view)

    def look(self, view: View, seconds: float = LONG) -> None:
        self.at += seconds
        self.history.note(view, self.at)

    def step(self, steps: int) -> View | None:
        self.at += LONG
        return self.history.step(steps, self.at)


def test_back_and_forward_go_through_the_looks() -> None:
    looked = Looked(HERE, THERE, FAR)
    assert looked.step(-1) == THERE
    assert looked.step(-1) == HERE
    assert looked.step(-1) is None
    assert looked.step(1) == THERE
    assert looked.history.can_go_forward


def test_a_small_move_is_no_look_of_its_own_but_is_come_back_to() -> None:
    nudged = View(HERE.lon + 0.001, HERE.lat, 14)
    looked = Looked(HERE, nudged, THERE)
    assert looked.step(-1) == nudged
    assert not looked.history.can_go_back


def test_small_moves_that_lead_far_are_looks() -> None:
    looked = Looked(*(View(HERE.lon + n * 0.008, HERE.lat, 14) for n in range(6)))
    assert looked.history.can_go_back


def test_steps_of_the_wheel_are_one_look() -> None:
    looked = Looked(HERE)
    for zoom in (15, 16, 17, 18):
        looked.look(View(HERE.lon, HERE.lat, zoom), LONG if zoom == 15 else 0.2)
    assert looked.step(-1) == HERE


def test_a_new_look_ends_the_way_forward() -> None:
    looked = Looked(HERE, THERE)
    looked.step(-1)
    looked.look(FAR)
    assert not looked.history.can_go_forward
    assert looked.step(-1) == HERE


def test_arriving_after_a_step_back_is_no_new_look() -> None:
    looked = Looked(HERE, THERE, FAR)
    view = looked.step(-1)
    assert view is not None
    looked.look(view, 0.6)
    assert looked.history.can_go_forward


@given(st.lists(st.tuples(st.sampled_from("nbf"), st.integers(0, 400)), max_size=300))
def test_the_history_is_bounded_and_never_lost(steps: list[tuple[str, int]]) -> None:
    looked = Looked(HERE)
    for what, number in steps:
        if what == "n":
            looked.look(View(76 + number / 100, 43.2, 14))
        else:
            looked.step(-1 if what == "b" else 1)
    back = 0
    while looked.step(-1):
        back += 1
    assert back < STEPS_AT_MOST


# The city's map


class Page:
    """A map with one unit on its way to an incident, and what it told the page."""

    def __init__(self) -> None:
        self.store = Store()
        self.city = CityMap(self.store, MapFiles())
        self.told: list[dict[str, Any]] = []
        self.city.page.told.connect(lambda text: self.told.append(json.loads(text)))
        self.city.page.hello()
        now = self.store.clock.now()
        sent = Assignment("I1", AssignmentState.ACCEPTED, "ops", now)
        unit = Unit(
            "U1", "M21", Agency.POLICE, 2, "", UnitStatus.EN_ROUTE, now,
            fix=Fix("U1", 76.9, 43.2, 9, 0, now), assignment=sent,
        )  # fmt: skip
        place = LocalText("Абая", "Абай", "Abay")
        incident = _incident(now, place)
        self.store.load(Snapshot("e", 0, now, (), (incident,), (unit,), {}))
        self.city.refresh(self.store.take())
        self.told.clear()

    def drive(self, lon: float) -> None:
        fix = self.store.picture.units["U1"].fix
        assert fix is not None
        self.store.place([replace(fix, lon=lon, time=fix.time + 1)])
        self.city.refresh(self.store.take())

    def kept(self) -> list[Any]:
        return [message["keep"] for message in self.told if "keep" in message]


def _incident(now: float, place: LocalText) -> Incident:
    return Incident(
        "I1", AlarmKind.FIRE, Priority.P2, IncidentStatus.IN_PROGRESS, 76.95, 43.25, "", now, "ops", place,
        units=("U1",),
    )  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page()


def test_a_unit_is_kept_in_view_as_it_drives(page: Page) -> None:
    page.city.follow.follow(Followed.UNIT, "U1")
    assert page.kept() == [{"places": [[76.9, 43.2]], "is_first": True, "is_one": True}]
    page.drive(76.91)
    assert page.kept()[-1] == {"places": [[76.91, 43.2]], "is_first": False, "is_one": True}


def test_an_incident_is_kept_in_view_with_its_units(page: Page) -> None:
    page.city.follow.follow(Followed.INCIDENT, "I1")
    assert page.kept()[-1]["places"] == [[76.95, 43.25], [76.9, 43.2]]


@pytest.mark.parametrize("move", ["hand", "home", "back"])
def test_a_hand_on_the_map_pauses_following_visibly_and_one_key_resumes(page: Page, move: str) -> None:
    follow = page.city.follow
    page.city.views.viewed(76.9, 43.2, 14)
    page.city.views._history.note(FAR, 1e9)
    follow.follow(Followed.UNIT, "U1")
    getattr(page.city.views, move)()
    assert follow.words() == "Following paused: M21"
    page.told.clear()
    page.drive(76.92)
    assert page.kept() == []
    follow.resume()
    assert follow.words() == "Following: M21"
    assert page.kept()[-1]["is_first"]


def test_what_is_followed_and_goes_is_followed_no_longer(page: Page) -> None:
    page.city.follow.follow(Followed.UNIT, "U1")
    page.store.load(Snapshot("e", 1, page.store.clock.now(), (), (), (), {}))
    page.city.refresh(page.store.take())
    assert page.city.follow.what is Followed.NOTHING
    assert page.city.follow.words() == ""


def test_going_with_a_unit_leaves_nothing_to_come_back_to(page: Page) -> None:
    page.city.views.viewed(76.9, 43.2, 14)
    page.city.views.carried(76.99, 43.2, 14)
    assert page.city.views.view == View(76.99, 43.2, 14)
    assert not page.city.views.can_go_back


def test_back_flies_to_the_view_before(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(0, 1000, 10))
    monkeypatch.setattr(map_views, "monotonic", lambda: float(next(times)))
    page.city.views.viewed(HERE.lon, HERE.lat, HERE.zoom)
    page.city.views.viewed(FAR.lon, FAR.lat, FAR.zoom)
    page.city.views.back()
    assert page.told[-1] == {"fly": {"lon": HERE.lon, "lat": HERE.lat, "zoom": HERE.zoom}}
    page.city.views.forward()
    assert page.told[-1]["fly"]["zoom"] == FAR.zoom


# Bookmarks


def test_a_bookmark_keeps_view_and_layers(page: Page) -> None:
    views, layers, marks = page.city.views, page.city.layers, page.city.bookmarks
    marks.add("too early")
    assert marks.items == ()
    views.viewed(76.9, 43.2, 14)
    layers.set_layer_visible("lighting", True)
    marks.add("  the\n market ")
    assert [mark.name for mark in marks.items] == ["the market"]
    layers.set_layer_visible("lighting", False)
    layers.set_layer_visible("planned", True)
    page.told.clear()
    marks.go(0)
    assert "lighting" in layers.visible
    assert "planned" not in layers.visible
    assert page.told[-1] == {"fly": {"lon": 76.9, "lat": 43.2, "zoom": 14}}


def test_a_bookmark_that_was_removed_can_be_brought_back_to_its_place(page: Page, qtbot: QtBot) -> None:
    marks = page.city.bookmarks
    marks.restore([Bookmark(name, MapView(76.9, 43.2, 14)) for name in ("a", "b", "c")])
    with qtbot.waitSignal(marks.removed) as told:
        marks.remove(1)
    assert told.args == ["b"]
    marks.bring_back()
    marks.bring_back()
    assert [mark.name for mark in marks.items] == ["a", "b", "c"]


def test_a_name_is_text_whatever_it_says(page: Page) -> None:
    page.city.views.viewed(76.9, 43.2, 14)
    page.city.bookmarks.add("<script>" + "x" * 10_000)
    told: list[int] = []
    page.city.bookmarks.changed.connect(lambda: told.append(1))
    page.city.bookmarks.rename(0, "\n \t")
    assert told, "a list shows the old name again"
    (mark,) = page.city.bookmarks.items
    assert mark.name.startswith("<script>xxx")
    assert len(mark.name) == 80


# What is asked for at odd times


def test_what_is_asked_for_while_the_page_is_loaded_is_where_it_begins(page: Page) -> None:
    page.city.views.viewed(HERE.lon, HERE.lat, HERE.zoom)
    page.city.page.load_starts()
    page.city.views.fly_to(76.99, 43.31)
    known = json.loads(page.city.page.hello())["known"]
    assert known["view"] == {"lon": 76.99, "lat": 43.31, "zoom": HERE.zoom}


def test_the_view_stays_for_what_is_no_place(page: Page) -> None:
    page.city.views.viewed(HERE.lon, HERE.lat, HERE.zoom)
    page.told.clear()
    page.city.views.fly_to(float("nan"), 43.2)
    page.city.views.fly_to(1e300, 91.0, 16)
    page.city.views.show_all([(999.0, 43.2)])
    assert page.told == []


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (43.24, 76.93), (76.93, -43.24), (float("nan"), 43.2)])
def test_a_place_off_the_map_is_told_and_the_view_stays(page: Page, lon: float, lat: float) -> None:
    page.city.views.viewed(HERE.lon, HERE.lat, HERE.zoom)
    page.told.clear()
    astray: list[tuple[float, float]] = []
    page.city.views.astray.connect(lambda *at: astray.append(at))
    page.city.views.fly_to(lon, lat, 16)
    assert page.told == []
    assert len(astray) == 1
    page.city.views.fly_to(77.4, 43.6)
    assert "fly" in page.told[-1]
    assert len(astray) == 1, "what lies around the city is on the map"


def test_an_incident_is_followed_without_a_unit_whose_position_is_nonsense(page: Page) -> None:
    page.city.follow.follow(Followed.INCIDENT, "I1")
    page.told.clear()
    page.drive(0.0)
    assert [kept["places"] for kept in page.kept()] == [[[76.95, 43.25]]]


def test_following_what_is_chosen_flies_once_for_each_choice(page: Page) -> None:
    page.city.follow.follow(Followed.CHOSEN)
    page.told.clear()
    for thing in ("U1", "U1", "I1"):  # what is chosen is told again whenever it has changed
        page.city.layers.select("unit" if thing == "U1" else "incident", thing)
    assert len([message for message in page.told if "fly" in message]) == 2
