import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console import language
from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.events import AlarmAcknowledged, AlarmCleared, AlarmRaised, DeviceChanged, LogEntry
from console.domain.freshness import LinkState, LinkStatus, Source
from console.domain.incidents import IncidentStatus
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.domain.text import LocalText
from console.domain.units import OFFLINE_AFTER_S, Agency, Fix, Unit, UnitStatus
from console.state.points import Layer, Points
from console.state.store import Store
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_follow import Followed
from console.viewmodels.map_layers import MANY_ALARMS, MapLayers
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_views import MapViews, View
from console.viewmodels.search import Street
from tests.desk import incident

NOW = 1_760_000_000.0


@dataclass
class FakeTiles:
    """Tiles that remember which rows were counted anew."""

    points: Points
    updated: list[list[int]] = field(default_factory=list)
    mask: list[bool] | None = None
    states: tuple[int, ...] | None = None

    def filter(self, mask: np.ndarray | None, states: tuple[int, ...] | None = None) -> None:
        self.mask, self.states = None if mask is None else mask.tolist(), states

    @property
    def shown(self) -> np.ndarray:
        return np.ones(len(self.points), np.bool_)

    def counts(self) -> list[int]:
        return self.points.counts()

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        return f"{zoom}/{column}/{row}".encode()

    def update(self, rows: np.ndarray) -> None:
        self.updated.append(rows.tolist())

    def changed(self, rows: np.ndarray, zoom: int) -> None:
        return None

    def touched(self, rows: np.ndarray, zoom: int) -> set[tuple[int, int]]:
        return {(zoom, row) for row in rows.tolist()}


class FakeSource:
    """A source of pages and tiles."""

    def file(self, name: str) -> tuple[str, bytes] | None:
        return ("text/html", b"<p>") if name == "index.html" else None

    def point_tiles(self, points: Points, single_from: int) -> FakeTiles:
        return FakeTiles(points)

    def write_gaps(self, target: Path, gaps: object, districts: object) -> None:
        target.write_text("gaps")


@dataclass
class Map:
    """The view model with what it told the page."""

    city: CityMap
    store: Store
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def layers(self) -> MapLayers:
        return self.city.layers

    @property
    def views(self) -> MapViews:
        return self.city.views

    @property
    def page(self) -> MapPage:
        return self.city.page

    def tick(self) -> dict[str, Any]:
        self.told.clear()
        self.city.refresh(self.store.take())
        return {name: part for message in self.told for name, part in message.items()}


def camera(id_: str, integration: Integration = Integration.INTEGRATED) -> Camera:
    return Camera(
        id_,
        76.9 + int(id_[1:]) / 100,
        43.2,
        "751110000",
        CameraOwner.CITY,
        integration,
        Consent.GIVEN,
        PlaceKind.CROSSING,
        90,
        60,
        30,
        "abay",
        "",
        "",
    )


ALARM = Alarm(
    "A1",
    AlarmKind.PANIC_BUTTON,
    Priority.P1,
    AlarmState.UNACKNOWLEDGED,
    "B1",
    76.91,
    43.21,
    "751110000",
    NOW,
    NOW,
    LocalText("Абая", "Абай", "Abay"),
)
UNIT = Unit("U1", "M21", Agency.POLICE, 2, "", UnitStatus.ON_PATROL, NOW, fix=Fix("U1", 76.9, 43.2, 10.0, 90.0, NOW))
REGISTRY = Registry(
    "almaty", 1, 0, [camera("C1"), camera("C2")], [PanicButton("B1", 76.91, 43.21, "", "abay", "", "")], [], [], []
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Map]:
    """A map whose page is up, with one alarm, one unit, two cameras and a button."""
    store = Store()
    store.clock.tell(NOW, rate=0.0)
    city = CityMap(store, FakeSource(), streets=lambda: {"abay": Street(LocalText("Абая", "Абай", "Abay"), 76.9, 43.2)})
    layers = city.layers
    made = Map(city, store)
    city.page.told.connect(lambda message: made.told.append(json.loads(message)))
    city.page.load_starts()
    city.page.hello()
    city.views.viewed(76.9, 43.2, 14)
    store.load(Snapshot("e", 0, NOW, (ALARM,), (), (UNIT,), {}))
    store.enroll(REGISTRY)
    with qtbot.waitSignal(layers.counted, check_params_cb=lambda: bool(layers.points)):
        layers.refresh(store.take())
    yield made
    layers.close()


def log(page: Map, *events: Any) -> None:
    seq = page.store.picture.seq
    page.store.apply([LogEntry(seq + 1 + n, NOW, "op", event) for n, event in enumerate(events)])


def test_a_page_that_says_hello_is_told_everything(page: Map) -> None:
    page.page.set_theme("light")
    page.layers.select("alarm", "A1")
    hello = json.loads(page.page.hello())
    assert hello["look"]["theme"] == "light"
    assert hello["language"] == "en"
    assert hello["known"]["view"] == {"lon": 76.9, "lat": 43.2, "zoom": 14}
    assert [unit["callsign"] for unit in hello["known"]["units"]] == ["M21"]
    assert [alarm["id"] for alarm in hello["known"]["alarms"]] == ["A1"]
    assert hello["known"]["select"]["id"] == "A1"


def test_a_page_that_is_being_loaded_is_told_nothing(page: Map) -> None:
    page.page.load_starts()
    log(page, AlarmAcknowledged("A1"))
    assert page.tick() == {}


def test_when_the_points_are_there_the_page_is_told_to_fetch_them(page: Map) -> None:
    assert {"points": ["cameras", "sites", "centers"]} in page.told
    assert page.layers.tile("cameras", 14, 1, 2) == b"\x06\0\0\x0014/1/2"


def test_a_layer_that_is_not_there_gives_an_empty_tile(page: Map) -> None:
    both = page.layers.tile("cameras,centers", 14, 1, 2)
    assert both == b"\x06\0\0\x0014/1/2" * 2
    assert page.layers.tile("nonsense", 14, 1, 2) == b"\x10\0\0\0" + bytes(16)


def test_a_tick_tells_the_alarms_that_changed_and_those_that_are_gone(page: Map) -> None:
    log(page, AlarmAcknowledged("A1"))
    told = page.tick()
    assert [(alarm["id"], alarm["state"]) for alarm in told["alarms"]] == [("A1", "acknowledged")]
    log(page, AlarmCleared("A1"))
    assert page.tick()["gone"] == {"alarm": ["A1"]}


def test_a_fix_tells_no_more_than_where_the_unit_is(page: Map) -> None:
    page.store.place([Fix("U1", 76.95, 43.25, 12.34, 181.6, NOW + 1)])
    assert page.tick() == {"fixes": [["U1", 76.95, 43.25, 12.3, 182]]}


def test_a_tick_without_changes_tells_nothing(page: Map) -> None:
    assert page.tick() == {}


def test_a_device_tells_the_tiles_that_show_it(page: Map) -> None:
    log(page, DeviceChanged("C2", Health.OFFLINE))
    row = page.layers.points[Layer.CAMERAS].row_of("C2")
    assert page.tick()["touched"] == [{"layer": "cameras", "zoom": 14, "tiles": [[14, row]]}]


def test_a_page_that_comes_to_another_zoom_hears_of_late_changes_there(page: Map) -> None:
    log(page, DeviceChanged("C2", Health.OFFLINE))
    page.tick()
    page.told.clear()
    page.views.viewed(76.9, 43.2, 15)
    row = page.layers.points[Layer.CAMERAS].row_of("C2")
    assert page.told == [{"touched": [{"layer": "cameras", "zoom": 15, "tiles": [[15, row]]}]}]
    page.told.clear()
    page.views.viewed(76.95, 43.2, 15)
    assert page.told == []


def test_a_layer_that_is_hidden_needs_no_tiles(page: Map) -> None:
    page.layers.set_layer_visible("cameras", False)
    log(page, DeviceChanged("C2", Health.OFFLINE))
    assert "touched" not in page.tick()
    cameras = next(row for row in page.layers.rows() if row.id == "cameras")
    assert cameras.states[2] == ("cameras/state/offline", "Offline", 1)


def test_a_click_on_a_point_selects_it_by_id(page: Map, qtbot: QtBot) -> None:
    row = page.layers.points[Layer.CAMERAS].row_of("C2")
    with qtbot.waitSignal(page.layers.selected) as clicked:
        page.layers.clicked("cameras", str(row))
    assert clicked.args == ["camera", "C2"]


@pytest.mark.parametrize(("kind", "key"), [("cameras", "99"), ("cameras", "x"), ("nonsense", "1"), ("", "")])
def test_a_click_on_nothing_known_lets_the_selection_go(page: Map, qtbot: QtBot, kind: str, key: str) -> None:
    with qtbot.waitSignal(page.layers.selected) as clicked:
        page.layers.clicked(kind, key)
    assert clicked.args == ["", ""]


def test_a_selected_point_is_ringed_where_it_stands(page: Map) -> None:
    page.layers.select("camera", "C1")
    ring = page.told[-1]["select"]
    assert (ring["lon"], ring["lat"]) == pytest.approx((76.91, 43.2))
    page.layers.select("", "")
    assert page.told[-1] == {"select": None}


def test_the_view_follows_the_selection_only_when_asked_to(page: Map) -> None:
    page.layers.select("alarm", "A1")
    assert not any("fly" in message for message in page.told)
    page.city.follow.follow(Followed.CHOSEN)
    page.layers.select("camera", "C1")
    assert "fly" in page.told[-1]


def test_a_unit_that_goes_silent_is_told_as_offline(page: Map) -> None:
    page.store.clock.tell(NOW + OFFLINE_AFTER_S + 1, rate=0.0)
    page.told.clear()
    page.layers.beat()
    assert [unit["status"] for unit in page.told[0]["units"]] == ["offline"]
    page.told.clear()
    page.layers.beat()
    assert page.told == []


def test_a_unit_that_was_silent_and_reports_again_is_told_with_its_status(page: Map) -> None:
    page.store.clock.tell(NOW + OFFLINE_AFTER_S + 1, rate=0.0)
    page.layers.beat()
    page.store.place([replace(UNIT.fix, time=NOW + OFFLINE_AFTER_S + 1)])
    page.tick()
    page.told.clear()
    page.layers.beat()
    assert [unit["status"] for unit in page.told[0]["units"]] == ["on_patrol"]


def test_the_age_of_what_is_old_is_said_and_taken_back(page: Map, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.layers.stale_changed):
        page.layers.beat()
    assert page.layers.stale
    page.store.link(LinkStatus(LinkState.LIVE))
    page.store.heard(Source.POSITIONS)
    page.store.heard(Source.EVENTS)
    with qtbot.waitSignal(page.layers.stale_changed):
        page.layers.beat()
    assert page.layers.stale == ""


def test_first_paint_counts_from_when_points_were_there(page: Map) -> None:
    page.layers.painted(0)
    assert page.layers.first_paint_s is None
    page.layers.painted(2)
    assert page.layers.first_paint_s is not None
    assert 0 <= page.layers.first_paint_s < 5
    assert page.layers.points_drawn == 2


def test_a_mark_is_described_in_the_operators_language(page: Map) -> None:
    row = str(page.layers.points[Layer.CAMERAS].row_of("C1"))
    assert page.layers.describe("cameras", row) == ["C1 · Crossing", "Abay", "City · In order", "The owner has agreed"]
    assert page.layers.describe("alarm", "A1") == ["P1 · Panic button", "Abay", "New · 0 s"]
    assert page.layers.describe("unit", "U1")[0] == "M21 · Police"
    assert page.layers.describe("unit", "gone") == []
    language.use("kk")
    assert page.layers.describe("alarm", "A1")[1] == "Абай"


def test_a_cluster_is_described_by_its_states(page: Map) -> None:
    assert page.layers.describe_cluster("cameras", [1200, 0, 3, 0]) == [
        "Cameras: 1\u202f203",
        "Integrated: 1\u202f200",
        "Offline: 3",
    ]


def test_layers_tell_their_counts(page: Map) -> None:
    counts = {row.id: row.count for row in page.layers.rows()}
    assert (counts["cameras"], counts["buttons"], counts["units"], counts["alarms"]) == (2, 1, 1, 1)


def test_a_restored_view_is_where_the_page_begins(page: Map) -> None:
    page.views.restore(View(77.0, 43.3, 16))
    assert json.loads(page.page.hello())["known"]["view"] == {"lon": 77.0, "lat": 43.3, "zoom": 16}
    page.layers.set_layer_visible("a layer of another version", True)
    assert page.layers.visible == {row.id for row in page.layers.rows() if row.is_visible}


def test_what_follows_many_alarms_is_gathered_and_nothing_of_it_is_lost(page: Map, qtbot: QtBot) -> None:
    def raise_alarms(*ids: str) -> list[str]:
        seq = page.store.picture.seq
        page.store.apply(
            LogEntry(seq + n, NOW, "center", AlarmRaised(replace(ALARM, id=i, source=i))) for n, i in enumerate(ids, 1)
        )
        return [alarm["id"] for alarm in page.tick().get("alarms", [])]

    many = [f"X{n}" for n in range(MANY_ALARMS)]
    assert raise_alarms("A2") == ["A2"], "a single one is told at once"
    assert sorted(raise_alarms(*many)) == sorted(many)
    assert raise_alarms("A3") == []
    page.store.apply([LogEntry(page.store.picture.seq + 1, NOW, "center", AlarmCleared("X1"))])
    page.store.apply([LogEntry(page.store.picture.seq + 1, NOW, "x", AlarmAcknowledged("X1"))])
    assert "gone" not in page.tick()
    page.told.clear()
    qtbot.waitUntil(lambda: bool(page.told))
    assert [alarm["id"] for alarm in page.told[0]["alarms"]] == ["A3"]
    assert page.told[0]["gone"] == {"alarm": ["X1"]}
    assert raise_alarms("A4") == ["A4"], "the flood is over"


def test_incidents_are_counted_hidden_and_told_again(page: Map) -> None:
    sent = incident("INC-1", units=("U1",))
    alone, closed = incident("INC-2"), incident("INC-3", status=IncidentStatus.CLOSED)
    page.store.load(Snapshot("e", 0, NOW, (ALARM,), (sent, alone, closed), (UNIT,), {}))
    page.tick()

    def row() -> tuple[int, int, list[int]]:
        found = next(row for row in page.layers.rows() if row.id == "incidents")
        return found.count, found.shown, [value.count for value in found.facets[1].values]

    assert row() == (2, 2, [1, 1])
    page.told.clear()
    page.layers.show(MapFilter(frozenset({"incidents/help/none"})))
    assert [one["id"] for one in page.told[0]["incidents"]] == ["INC-1"]
    assert row() == (2, 1, [1, 1])
    page.store.load(Snapshot("e", 0, NOW, (ALARM,), (replace(sent, units=()), alone), (UNIT,), {}))
    told = page.tick()
    assert (told.get("incidents", []), sorted(told["gone"]["incident"])) == ([], ["INC-1", "INC-2"])


def test_a_layer_that_draws_nothing_from_so_far_away_says_so(page: Map, qtbot: QtBot) -> None:
    def notes() -> dict[str, str]:
        return {row.id: row.note for row in page.layers.rows() if row.id in ("sites", "lighting", "sight")}

    page.layers.set_layer_visible("lighting", True)
    with qtbot.waitSignal(page.layers.counted):
        page.views.viewed(76.9, 43.2, 12)
    far = "zoom in to see"
    assert notes() == {"sites": far, "lighting": "zoom in for lamps", "sight": far}
    page.views.viewed(76.9, 43.2, 15)
    assert notes() == {"sites": "", "lighting": "", "sight": far}
    page.views.viewed(76.9, 43.2, 11)
    page.layers.set_layer_visible("sites", False)
    assert notes()["sites"] == "", "it is not asked for"
