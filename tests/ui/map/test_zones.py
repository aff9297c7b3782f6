"""Cordons and geofences by hand, in the real page."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind
from console.domain.events import AlarmRaised, IncidentOpened, LogEntry, ZoneChanged, ZoneDrawn, ZoneRemoved
from console.domain.intents import DrawZone, RemoveZone
from console.domain.session import Operator, Role
from console.domain.units import Agency
from console.domain.zones import Drawing, Watch, Way, Zone, ZoneKind
from console.notices import Notices
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_places import Spot
from console.viewmodels.map_tools import Tool
from tests.desk import Asked, alarm, incident
from tests.ui.map.test_pane import HOSTILE, PAINTED_MS
from tests.ui.map.test_tools_in_page import Drawing as Hand
from ui import theme
from ui.dialogs.zone import ZoneDialog
from ui.map.handling import MapHandling

RING = ((76.925, 43.242), (76.935, 43.242), (76.935, 43.248), (76.925, 43.248))
CORDON = Drawing(ZoneKind.CORDON, HOSTILE[:60], RING, Watch(Way.ENTER, agencies=(Agency.POLICE,)))


class Zones(Hand):
    """A map with a desk beside it."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.asked, self.notices = Asked(), Notices()
        self.told: list[str] = []
        self.notices.listen(lambda notice, _key: self.told.append(notice.text) if notice else None)
        desk = Desk(self.store)
        self.handling = MapHandling(self.map, desk, cast(Actions, self.asked), self.pane, self.notices)

    def draw(self, drawing: Drawing, id_: str = "Z1") -> None:
        zone = Zone(id_, drawing, "ops", self.store.clock.now())
        self.store.apply([LogEntry(self.store.picture.seq + 1, 0.0, "ops", ZoneDrawn(zone))])
        self.store.operator = Operator("ops", "Ops", Role.DUTY_OFFICER)
        self.map.refresh(self.store.take())

    def sent(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for called, arguments in self.asked.calls if called == name]

    def dialog(self) -> ZoneDialog:
        (dialog,) = self.pane.window().findChildren(ZoneDialog)
        return dialog


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Zones]:
    theme.apply(qapp, "dark")
    made = Zones(qtbot)
    made.paint()
    for layer in ("units", "alarms", "cameras"):
        made.layers.set_layer_visible(layer, False)
    yield made
    assert made.errors == []
    made.layers.close()


def test_an_outline_is_named_and_sent(bench: Zones) -> None:
    bench.map.tools.drawn("geofence", [list(place) for place in RING])
    dialog = bench.dialog()
    assert "Geofence, " in dialog.name_field.text()
    dialog.name_field.setText("  Green \n bazaar ")
    dialog.whom.setCurrentIndex(2)
    dialog.ends.setCurrentIndex(1)
    dialog.accept()
    ((sent,),) = bench.sent("want")
    drawing = sent.drawing
    assert (drawing.name, drawing.kind, drawing.ring) == ("Green bazaar", ZoneKind.GEOFENCE, RING)
    assert drawing.watch == Watch(Way.BOTH, agencies=(Agency.POLICE,))
    assert drawing.expires_at == pytest.approx(bench.store.clock.now() + 3600, abs=30)


def test_a_cordon_around_an_incident_is_drawn_for_it(bench: Zones) -> None:
    bench.store.apply([LogEntry(bench.store.picture.seq + 1, 0.0, "ops", IncidentOpened(incident("I1", lon=76.93)))])
    for kind, of in (("geofence", ""), ("cordon", "I1")):
        bench.map.tools.drawn(kind, [[lon, lat + 0.005] for lon, lat in RING])
        dialog = bench.dialog()
        dialog.accept()
        assert bench.sent("want")[-1][0].drawing.incident == of
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def test_an_outline_that_crosses_itself_is_refused_in_words(bench: Zones) -> None:
    a, b, c, d = RING
    bench.map.tools.drawn("cordon", [list(place) for place in (a, c, b, d)])
    bench.dialog().accept()
    assert "crosses itself" in bench.dialog().problem.text()
    assert bench.sent("want") == []
    bench.dialog().reject()


def test_a_zone_is_chosen_by_its_edge_and_its_name_is_text(bench: Zones) -> None:
    bench.draw(CORDON)
    edge = bench.pixel(76.935, 43.245)
    bench.run("new Promise((done) => setTimeout(done, 200))")
    bench.click(edge.x(), edge.y())
    bench.qtbot.waitUntil(lambda: bench.map.zones.chosen == "Z1", timeout=PAINTED_MS)
    card = bench.handling.zones.card
    assert card.isVisible()
    assert card.title.text() == CORDON.name
    assert bench.run("typeof window.broken") == "undefined"
    inside = bench.pixel(76.9305, 43.2465)
    bench.click(inside.x(), inside.y())
    bench.qtbot.waitUntil(lambda: bench.map.zones.chosen == "", timeout=PAINTED_MS)
    assert not card.isVisible()


def test_a_cordon_and_a_geofence_differ_in_more_than_colour(bench: Zones) -> None:
    def painted(kind: ZoneKind) -> bytes:
        bench.draw(replace(CORDON, kind=kind, name="same"))
        bench.run("new Promise((done) => setTimeout(done, 300))")
        grey = bench.picture().convertToFormat(bench.picture().Format.Format_Grayscale8)
        return bytes(grey.constBits())

    assert painted(ZoneKind.CORDON) != painted(ZoneKind.GEOFENCE)


def test_corners_are_moved_by_hand_and_the_change_is_sent(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.map.zones.edit("Z1")
    bench.qtbot.waitUntil(
        lambda: bench.run("document.querySelectorAll('.zone-corner').length") == 4, timeout=PAINTED_MS
    )
    corner = bench.pixel(*RING[2])
    bench.drag((corner.x(), corner.y()), (corner.x() + 20, corner.y() - 20), (corner.x() + 40, corner.y() - 30))
    bench.hold_keyboard()
    bench.key(Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.map.tools.tool is Tool.HAND, timeout=PAINTED_MS)
    ((sent, version),) = bench.sent("want")
    drawing = sent.drawing
    assert (sent.zone, version) == ("Z1", bench.store.picture.zones["Z1"].version)
    assert drawing.ring[2][0] > RING[2][0] + 0.0005
    assert drawing.ring[0] == pytest.approx(RING[0])


def test_a_removed_zone_comes_back_by_undo(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.handling.zones.remove("Z1")
    assert bench.sent("want") == [(RemoveZone("Z1"),)]
    bench.store.apply([LogEntry(bench.store.picture.seq + 1, 0.0, "ops", ZoneRemoved("Z1"))])
    assert any("Ctrl+Z" in text for text in bench.told)
    (undo,) = [command for command in bench.handling.commands if command.id == "map.undo"]
    undo.run()
    assert bench.sent("want")[-1] == (DrawZone(CORDON),)
    assert not undo.enabled()


def test_a_zone_that_the_center_has_not_let_go_is_not_drawn_twice(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.handling.zones.remove("Z1")
    (undo,) = [command for command in bench.handling.commands if command.id == "map.undo"]
    undo.run()
    assert bench.sent("want") == [(RemoveZone("Z1"),)], "it is still there: the center has refused"
    bench.handling.zones.remove("Z1")
    bench.store.await_answer("key", RemoveZone("Z1"))
    undo.run()
    assert bench.sent("want")[-1] == (DrawZone(CORDON),), "the answer is still to come"


def test_corners_are_moved_of_the_version_that_was_seen(bench: Zones) -> None:
    bench.draw(CORDON)
    seen = bench.store.picture.zones["Z1"].version
    bench.map.zones.edit("Z1")
    entry = LogEntry(bench.store.picture.seq + 1, 0.0, "boss", ZoneChanged("Z1", replace(CORDON, name="Other")))
    bench.store.apply([entry])
    bench.map.refresh(bench.store.take())
    bench.map.zones.edited([[76.92, 43.242], *(list(place) for place in RING[1:])])
    ((_changed, version),) = bench.sent("want")
    assert version == seen < bench.store.picture.zones["Z1"].version


def test_what_is_being_named_stays_on_the_map(bench: Zones) -> None:
    line = QColor(bench.run("(await import('kuzet://map/themes.js')).THEMES.dark.line")).rgb()

    def shown() -> bool:
        edge, picture = bench.pixel(76.93, 43.242), bench.picture()
        near = [picture.pixel(edge.x() + x, edge.y() + y) for x in range(-60, 60) for y in range(-4, 5)]
        return near.count(line) > 10

    bench.map.zones.show_draft(replace(CORDON, name="New"))
    bench.qtbot.waitUntil(shown, timeout=PAINTED_MS)
    bench.layers.show(MapFilter(frozenset({"units/agency/fire"})))
    assert shown(), "a filter tells all that moves anew"
    bench.kill()
    bench.qtbot.waitUntil(shown, timeout=PAINTED_MS)
    bench.map.zones.show_draft(None)
    bench.qtbot.waitUntil(lambda: not shown(), timeout=PAINTED_MS)


def test_the_zone_of_another_can_be_looked_at_only(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.store.operator = Operator("else", "Else", Role.DUTY_OFFICER)
    assert not bench.map.zones.rows()[0].can_change
    bench.store.operator = Operator("boss", "Boss", Role.SUPERVISOR)
    assert bench.map.zones.rows()[0].can_change


def test_who_may_not_draw_is_not_offered_it(bench: Zones) -> None:
    def offered() -> set[str]:
        menu = bench.handling.menu.menu(Spot(*RING[0]))
        around = {action.text() for action in menu.actions() if "around here" in action.text()}
        role = bench.store.operator.role if bench.store.operator else None
        tools = [c for c in bench.pane.commands if not c.roles or role in c.roles]
        return around | {command.id for command in tools if command.id in ("map.tool_cordon", "map.tool_geofence")}

    bench.store.operator = Operator("ops", "Ops", Role.DUTY_OFFICER)
    assert len(offered()) == 4
    bench.store.operator = Operator("coach", "Coach", Role.TRAINER)
    assert offered() == set()


def test_the_list_shows_all_zones_and_flies_to_one(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.draw(replace(CORDON, kind=ZoneKind.GEOFENCE, name="Other"), "Z2")
    bench.handling.zones.list.show_all()
    bench.handling.zones.list.asked_to_show.emit("Z2")
    assert bench.map.zones.chosen == "Z2"


def test_what_is_drawn_over_the_map_leaves_the_rest_of_the_screen_alone(bench: Zones) -> None:
    bench.draw(CORDON)
    bench.layers.set_layer_visible("units", True)
    bench.map.trails.toggle("U1")
    bench.map.trails.take("U1", [(1.0, 76.925, 43.247), (400.0, 76.93, 43.2475)])
    bench.handling.places.sight(Spot(76.9251, 43.2401))
    bench.qtbot.waitUntil(lambda: bench.map.onlookers.is_ready, timeout=PAINTED_MS)
    bench.run("new Promise((done) => setTimeout(done, 300))")
    live = "let live; kuzet_map.eachLayer((layer) => { if (layer.painters) live = layer; });"
    assert bench.run(f"(() => {{ {live} return [live.isWhole, live.painted.size > 20]; }})()") == [False, True]


def test_the_name_of_a_zone_hides_no_emergency(bench: Zones) -> None:
    lon, lat = RING[2]
    bench.draw(CORDON)
    at = bench.pixel(lon, lat) - QPoint(0, 7)  # the plate with the name covers it
    plate = QColor(bench.run("(await import('kuzet://map/themes.js')).THEMES.dark.page.tooltip")).lightness()
    bench.qtbot.waitUntil(lambda: abs(bench.picture().pixelColor(at).lightness() - plate) < 12, timeout=PAINTED_MS)
    pressed = alarm("A9", AlarmKind.PANIC_BUTTON, lon=lon, lat=lat)
    bench.store.apply([LogEntry(bench.store.picture.seq + 1, 0.0, "c", AlarmRaised(pressed))])
    bench.map.refresh(bench.store.take())
    bench.layers.set_layer_visible("alarms", True)
    red = QColor(theme.current().p1)
    bench.qtbot.waitUntil(lambda: bench.picture().pixelColor(at) == red, timeout=PAINTED_MS)
