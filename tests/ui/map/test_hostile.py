"""Names and places that mean harm, in every label of the real page and of the cards, menus and dialogs around it."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from console.domain.devices import Health
from console.domain.events import LogEntry, ZoneDrawn
from console.domain.lighting import LightingSegment
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.domain.sites import PanicButton, ProtectionSystem, ServiceCenter, Site, SiteKind, SystemKind
from console.domain.text import LocalText
from console.domain.units import Fix
from console.domain.zones import Drawing, Watch, Zone, ZoneKind
from console.viewmodels.map_follow import Followed
from console.viewmodels.map_places import Spot
from console.viewmodels.map_views import View
from tests.desk import alarm, incident, unit
from tests.ui.map.test_pane import HERE, PAINTED_MS, cameras
from tests.ui.map.test_zones import RING, Zones
from ui import theme
from ui.dialogs.zone import ZoneDialog
from ui.map.bookmarks import BookmarkList, BookmarkNameDialog, open_menu
from ui.map.passport import PassportCard
from ui.notice_bar import NoticeBar

TAGS = '<img src="x" onerror="window.broken=1"><script>window.broken=1</script>'
EVIL = f"{TAGS}\u202e&a\tb\n" + "Н" * 10_000
NAME = LocalText(EVIL, EVIL, EVIL)
SHORT = f"<img src=x onerror=window.broken=1>\u202e{'Н' * 40}"

PLACES = {
    "alarm": (76.925, 43.241),
    "incident": (76.927, 43.241),
    "unit": (76.929, 43.241),
    "camera": (76.931, 43.241),
    "button": (76.933, 43.241),
    "site": (76.925, 43.243),
    "center": (76.927, 43.243),
    "lighting": (76.929, 43.243),
}
NOWHERE = ((999.0, 43.2), (76.9, 91.0), (43.2, 76.9), (1e300, -1e300), (-180.0, -90.0))


class Hostile(Zones):
    """A city in which every name is hostile, over the same map."""

    def paint(self) -> None:
        now = self.store.clock.now()
        self.store.operator = Operator("ops", EVIL, Role.SUPERVISOR)
        health = {name: Health.OFFLINE for name in ("SYS", EVIL)}
        snapshot = Snapshot(
            EVIL,
            0,
            now,
            (self._alarm("A1", PLACES["alarm"]), *(self._alarm(f"X{n}", at) for n, at in enumerate(NOWHERE))),
            (self._incident(EVIL, PLACES["incident"]), *(self._incident(f"I{n}", at) for n, at in enumerate(NOWHERE))),
            (self._unit("U1", PLACES["unit"]), *(self._unit(f"W{n}", at) for n, at in enumerate(NOWHERE))),
            health,
        )
        self.store.load(snapshot)
        self.store.enroll(self._registry())
        self.map.refresh(self.store.take())
        self.qtbot.waitUntil(lambda: self.layers.points_drawn > 0, timeout=PAINTED_MS)

    def _alarm(self, id_: str, at: tuple[float, float]) -> Any:
        return alarm(id_, lon=at[0], lat=at[1], place=NAME, source=EVIL, site="S1", raised_at=self.store.clock.now())

    def _incident(self, id_: str, at: tuple[float, float]) -> Any:
        return incident(id_, lon=at[0], lat=at[1], place=NAME, units=("U1",), district=EVIL)

    def _unit(self, id_: str, at: tuple[float, float]) -> Any:
        now = self.store.clock.now()
        return unit(id_, callsign=EVIL, home="K1", fix=Fix(id_, *at, 9, 45, now), status_since=now)

    def _registry(self) -> Registry:
        lon, lat = PLACES["camera"]
        evil = replace(cameras()[0], id=EVIL, lon=lon, lat=lat, street=EVIL, cross=EVIL, site="S1", district=EVIL)
        astray = [replace(evil, id=f"C{n}", lon=x, lat=y) for n, (x, y) in enumerate(NOWHERE)]
        systems = (ProtectionSystem("SYS", SystemKind.FIRE_ALARM, 0.0),)
        return Registry(
            "almaty",
            1,
            0,
            [evil, *astray],
            [PanicButton(EVIL, *PLACES["button"], EVIL, EVIL, EVIL, "S1")],
            [Site("S1", SiteKind.SCHOOL, NAME, *PLACES["site"], EVIL, systems)],
            [LightingSegment(EVIL, *PLACES["lighting"], PLACES["lighting"][0] + 0.001, 43.243, EVIL, EVIL, True)],
            [ServiceCenter("K1", NAME, *PLACES["center"], "751110000")],
        )

    def zone(self) -> Zone:
        zone = Zone("Z1", Drawing(ZoneKind.CORDON, SHORT, RING, Watch(units=(EVIL,)), None, EVIL), EVIL, 0.0)
        self.store.apply([LogEntry(self.store.picture.seq + 1, 0.0, EVIL, ZoneDrawn(zone))])
        self.map.refresh(self.store.take())
        return self.store.picture.zones["Z1"]

    def tooltip(self, lon: float, lat: float) -> str:
        box = "document.querySelector('.tooltip')"
        self.point(QPoint(5, 590))
        self.qtbot.waitUntil(lambda: self.run(f"{box}.hidden"), timeout=PAINTED_MS)
        self.point(self.pixel(lon, lat))
        self.qtbot.waitUntil(lambda: not self.run(f"{box}.hidden"), timeout=PAINTED_MS)
        size = self.run(f"(() => {{ const b = {box}.getBoundingClientRect(); return [b.width, b.height]; }})()")
        assert size[0] <= 340
        assert size[1] <= 400, "a tooltip covers no more than a corner"
        return str(self.run(f"{box}.textContent"))

    def check(self) -> None:
        """The page runs, nothing of a name has run in it, and nobody outside was asked."""
        assert self.run("typeof window.broken") == "undefined"
        assert self.run("document.querySelectorAll('img, [onerror]').length") == 0
        assert self.errors == []
        assert self.pane.requests_outside == 0


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Hostile]:
    theme.apply(qapp, "dark")
    made = Hostile(qtbot)
    made.map.views.restore(View(76.929, 43.243, 16))
    made.layers.set_layer_visible("lighting", True)
    made.layers.set_layer_visible("buttons", True)
    made.paint()
    yield made
    made.map.close()


def is_plain(widget: QWidget) -> None:
    """Nothing in it is read as markup, and no tooltip is."""
    for one in (widget, *widget.findChildren(QWidget)):
        assert "<img" not in one.toolTip(), f"{type(one).__name__} shows markup in its tooltip"
        assert len(one.toolTip()) < 3_000
        if isinstance(one, QLabel) and "<" in one.text():
            assert one.textFormat() is Qt.TextFormat.PlainText, f"{one.text()[:60]!r} is read as markup"
    for action in widget.findChildren(QAction):
        assert len(action.text()) < 200
        assert "&a" not in action.text().replace("&&", ""), "an ampersand became a key"


@pytest.mark.parametrize("kind", ["alarm", "unit", "camera", "site"])
def test_a_tooltip_of_the_page_says_a_name_as_it_is(bench: Hostile, kind: str) -> None:
    assert "<img" in bench.tooltip(*PLACES[kind])
    bench.check()


@pytest.mark.parametrize("kind", PLACES)
def test_every_kind_of_mark_is_described_and_chosen_as_text(bench: Hostile, kind: str) -> None:
    key = {"unit": "U1", "alarm": "A1", "site": "S1", "center": "K1"}.get(kind, EVIL)
    bench.layers.select(kind, key)
    bench.layers.selected.emit(kind, key)
    menu = bench.handling.menu.menu(Spot(*PLACES[kind], 100, 100, kind, key))
    is_plain(menu)
    is_plain(bench.pane)
    menu.close()
    bench.check()


def test_cards_of_the_map_say_names_as_they_are(bench: Hostile) -> None:
    zone = bench.zone()
    for kind, thing in (("site", "S1"), ("center", "K1")):
        bench.map.passports.choose(kind, thing)
        assert isinstance(bench.pane.corner.card, PassportCard), "it is made when first wanted"
        assert bench.pane.passport.isVisible()
        is_plain(bench.pane)
    bench.map.zones.choose(zone.id)
    assert bench.handling.zones.card.isVisible()
    is_plain(bench.pane)
    bench.handling.zones.list.show_all()
    is_plain(bench.pane)
    bench.map.selection.take([(76.92, 43.235), (76.94, 43.235), (76.94, 43.25), (76.92, 43.25)])
    assert bench.map.selection.inside is not None
    assert bench.map.selection.inside.cameras
    is_plain(bench.pane)
    bench.map.onlookers.look(Spot(*PLACES["camera"]))
    bench.qtbot.waitUntil(lambda: bench.map.onlookers.is_ready, timeout=PAINTED_MS)
    is_plain(bench.pane)
    with bench.qtbot.waitSignal(bench.map.reach.came, timeout=PAINTED_MS) as came:
        bench.map.reach.nearest(Spot(*HERE))
    assert [arrival.unit for arrival in came.args[0]] == ["U1"], "units that are nowhere do not hide those that are"
    is_plain(bench.pane)
    bench.check()


def test_signs_and_legends_on_the_page_are_text(bench: Hostile) -> None:
    bench.map.follow.follow(Followed.UNIT, "U1")
    is_plain(bench.pane)
    bench.map.trails.toggle("U1")
    with bench.qtbot.waitSignal(bench.map.reach.changed, timeout=PAINTED_MS):
        bench.map.reach.of_units(["U1"])
    legend = "document.querySelector('.reach-legend')"
    bench.qtbot.waitUntil(lambda: bench.run(f"{legend} && !{legend}.hidden"), timeout=PAINTED_MS)
    assert "<img" in bench.run(f"{legend}.textContent")
    assert bench.run(f"{legend}.getBoundingClientRect().width") <= 400
    bench.map.zones.show_draft(Drawing(ZoneKind.GEOFENCE, SHORT, RING))
    bench.check()


def test_dialogs_and_notices_show_names_as_they_are(bench: Hostile) -> None:
    zone = bench.zone()
    bench.map.bookmarks.add(EVIL)
    bar = NoticeBar(bench.notices)
    bench.qtbot.addWidget(bar)
    bench.handling.zones.remove(zone.id)
    is_plain(bar)
    open_menu(bench.map.bookmarks, bench.pane.bookmarks_button, lambda: None)
    menu = bench.pane.bookmarks_button.findChild(QMenu)
    assert isinstance(menu, QObject)
    is_plain(menu)
    menu.close()
    dialogs = [
        ZoneDialog(zone.drawing, 0.0, bench.pane),
        BookmarkNameDialog(bench.map.bookmarks, bench.pane, suggested=EVIL),
        BookmarkList(bench.map.bookmarks, bench.pane),
    ]
    for dialog in dialogs:
        dialog.tell_problem(EVIL)
        is_plain(dialog)
        dialog.close()
    bench.check()


def test_what_is_nowhere_on_earth_stops_nothing(bench: Hostile) -> None:
    bench.store.place([Fix("U1", *NOWHERE[0], 9, 45, bench.store.clock.now() + 1)])
    bench.map.refresh(bench.store.take())
    for kind, thing in (("alarm", "X3"), ("incident", "I3"), ("unit", "W3"), ("camera", "C3")):
        bench.layers.select(kind, thing)
        bench.layers.describe_thing(kind, thing)
    bench.map.follow.follow(Followed.INCIDENT, "I3")
    bench.map.beat()
    bench.map.ways.close()
    bench.run("1")
    fix = bench.store.picture.units["U1"].fix
    assert fix is not None
    assert (fix.lon, fix.lat) == PLACES["unit"], "a unit is where it was last"
    bench.check()
