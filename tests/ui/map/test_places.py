"""What can be done at a place of the real page: the menu, who sees it, what is reached from it."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from console.commands import Command
from console.domain.coordinates import Notation
from console.domain.intents import Acknowledge
from console.domain.zones import ZoneKind
from console.insight.sight import Sight
from console.viewmodels.map_follow import Followed
from console.viewmodels.map_places import Spot
from console.viewmodels.map_tools import Tool
from tests.ui.map.test_pane import HERE, PAINTED_MS
from tests.ui.map.test_zones import Zones
from ui import theme
from ui.map.bookmarks import BookmarkNameDialog


class Places(Zones):
    """A map whose menu is looked at, not opened."""

    def ask(self, lon: float, lat: float) -> tuple[Spot, QMenu]:
        spots: list[Spot] = []
        self.map.places.pointed.disconnect()
        self.map.places.pointed.connect(spots.append)
        at = self.pixel(lon, lat)
        QTest.mouseClick(self.page, Qt.MouseButton.RightButton, pos=at)
        self.qtbot.waitUntil(lambda: bool(spots), timeout=PAINTED_MS)
        return spots[0], self.handling.menu.menu(spots[0])

    def command(self, command_id: str) -> Command:
        (found,) = [command for command in self.handling.commands if command.id == command_id]
        return found


def titles(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def press(menu: QMenu, title: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == title]
    action.trigger()


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Places]:
    theme.apply(qapp, "dark")
    made = Places(qtbot)
    made.paint()
    yield made
    assert made.errors == []
    made.map.close()


def test_a_right_click_names_the_place_and_writes_its_coordinates(bench: Places) -> None:
    spot, menu = bench.ask(76.9225, 43.2415)
    assert (spot.lon, spot.lat) == pytest.approx((76.9225, 43.2415), abs=1e-4)
    assert spot.kind == ""
    assert spot.address() in titles(menu)
    bench.handling.places.copy(spot, Notation.GEO)
    assert QGuiApplication.clipboard().text().startswith("geo:43.24")
    bench.handling.places.copy(spot, Notation.SECONDS)
    assert "″" in QGuiApplication.clipboard().text()


def test_a_mark_comes_first_with_what_it_can_do_and_its_name_is_text(bench: Places) -> None:
    _spot, menu = bench.ask(*HERE)
    press(menu, "Acknowledge")
    assert bench.sent("want") == [(Acknowledge("A1"),)]
    spot, menu = bench.ask(76.935, 43.247)
    assert (spot.kind, spot.thing) == ("unit", "U1")
    assert titles(menu)[0].startswith("<img")
    press(menu, "Follow the unit")
    assert bench.map.follow.what is Followed.UNIT


def test_the_menu_key_asks_about_the_middle(bench: Places, qtbot: QtBot) -> None:
    bench.map.places.pointed.disconnect()
    with qtbot.waitSignal(bench.map.places.pointed, timeout=PAINTED_MS) as pointed:
        bench.command("map.point").run()
    (spot,) = pointed.args
    assert (spot.lon, spot.lat) == pytest.approx(HERE, abs=1e-4)
    assert (spot.kind, spot.thing) == ("alarm", "A1"), "the mark that lies there"


def test_who_sees_a_point_is_listed_by_sharpness_and_opened(bench: Places) -> None:
    spot = Spot(76.9251, 43.2401)
    bench.handling.places.sight(spot)
    bench.qtbot.waitUntil(lambda: bench.map.onlookers.is_ready, timeout=PAINTED_MS)
    expected = [one.camera for one in Sight(bench.store.cameras.values()).of(spot.lon, spot.lat)]
    rows = bench.map.onlookers.rows
    assert expected
    assert [row.camera for row in rows] == expected
    assert "px/m" in rows[0].note
    card = bench.handling.places.onlookers
    assert card.isVisible()
    card.open_all.click()
    assert bench.sent("open_many") == [(expected,)]
    card.hide()
    assert bench.map.onlookers.spot is None
    assert bench.map.onlookers.known()["sight_lines"]["at"] is None


def test_what_is_reached_is_painted_with_a_legend_and_taken_away(bench: Places, qtbot: QtBot) -> None:
    before = bench.picture()
    with qtbot.waitSignal(bench.map.reach.changed, timeout=PAINTED_MS):
        bench.map.reach.of_place(Spot(*HERE))
    bands = bench.map.reach.known()["reach"]["bands"]
    assert [band["label"] for band in bands] == ["8 min", "4 min", "2 min"]
    legend = "document.querySelector('.reach-legend')"
    bench.qtbot.waitUntil(lambda: not bench.run(f"{legend}.hidden"), timeout=PAINTED_MS)
    bench.qtbot.waitUntil(lambda: bench.picture() != before, timeout=PAINTED_MS)
    bench.run(f"{legend}.querySelectorAll('button')[1].click()")
    bench.qtbot.waitUntil(lambda: "12 min" in bench.run(f"{legend}.textContent"), timeout=PAINTED_MS)
    bench.command("map.reach_less").run()
    bench.qtbot.waitUntil(lambda: "12 min" not in bench.run(f"{legend}.textContent"), timeout=PAINTED_MS)
    bench.run(f"{legend}.querySelectorAll('button')[2].click()")
    bench.qtbot.waitUntil(lambda: bench.run(f"{legend}.hidden"), timeout=PAINTED_MS)
    assert bench.map.reach.title == ""


def test_pieces_of_land_that_are_reached_apart_stay_apart(bench: Places) -> None:
    for layer in bench.layers.visible:
        bench.layers.set_layer_visible(layer, False)

    def square(lon: float) -> list[list[tuple[float, float]]]:
        return [[(lon + dx, 43.2448 + dy) for dx, dy in ((0, 0), (0.002, 0), (0.002, 0.002), (0, 0.002), (0, 0))]]

    middle, inside = bench.pixel(76.931, 43.2448), bench.pixel(76.921, 43.2458)
    bench.run("new Promise((done) => setTimeout(done, 300))")
    before = [bench.picture().pixel(middle.x(), middle.y() + dy) for dy in range(-6, 7)]
    ground = bench.picture().pixel(inside)
    bands = [{"label": "2 min", "polygons": [square(76.92), square(76.94)]}]
    bench.map.page.tell(reach={"title": "x", "bands": bands, "starts": []})
    bench.qtbot.waitUntil(lambda: bench.picture().pixel(inside) != ground, timeout=PAINTED_MS)
    assert [bench.picture().pixel(middle.x(), middle.y() + dy) for dy in range(-6, 7)] == before


def test_far_from_any_street_nothing_is_reached_and_it_is_said(bench: Places, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.map.reach.failed, timeout=PAINTED_MS):
        bench.map.reach.of_place(Spot(0.0, 0.0))


def test_the_nearest_units_come_with_their_time(bench: Places, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.map.reach.came, timeout=PAINTED_MS) as came:
        bench.handling.places.units(Spot(*HERE))
    assert came.args == [[]], "the only unit is on its way already"
    assert bench.handling.places.arrivals.isVisible()


def test_a_circle_becomes_a_zone_of_its_size(bench: Places) -> None:
    bench.handling.places.circle(Spot(*HERE), ZoneKind.CORDON, 200)
    dialog = bench.dialog()
    dialog.accept()
    ((sent,),) = bench.sent("want")
    lons = [lon for lon, _lat in sent.drawing.ring]
    assert (max(lons) - min(lons)) * 81_000 == pytest.approx(400, rel=0.01)


def test_measuring_from_here_begins_with_this_point(bench: Places) -> None:
    bench.map.places.measure_from(Spot(*HERE))
    bench.qtbot.waitUntil(
        lambda: bench.run("document.querySelectorAll('.figure-corner').length") == 1, timeout=PAINTED_MS
    )
    assert bench.map.tools.tool is Tool.DISTANCE
    bench.click(500, 200)
    bench.click(500, 200)
    bench.qtbot.waitUntil(lambda: len(bench.map.tools.measurements) == 1, timeout=PAINTED_MS)
    assert bench.map.tools.measurements[0].places[0] == pytest.approx(HERE, abs=1e-6)


def test_a_bookmark_is_set_where_one_points(bench: Places) -> None:
    bench.handling.places.bookmark(Spot(76.96, 43.26))
    (dialog,) = bench.pane.window().findChildren(BookmarkNameDialog)
    dialog.name_field.setText("<b>here</b> & there")
    dialog.accept()
    (mark,) = bench.map.bookmarks.items
    assert (mark.name, mark.view.lon, mark.view.lat) == ("<b>here</b> & there", 76.96, 43.26)


def test_a_place_off_the_map_is_told_with_its_coordinates(bench: Places) -> None:
    told: list[str] = []
    bench.notices.listen(lambda notice, _key: told.append(notice.text) if notice else None)
    bench.map.views.fly_to(0.0, 0.0)
    assert told[-1].startswith("0.000000, 0.000000 lies off the city's map")
