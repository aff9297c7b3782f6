"""The tools in the real page, by mouse and by keys."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.geo import distance_m
from console.viewmodels.map_tools import Tool
from tests.ui.map.test_pane import PAINTED_MS, Bench
from ui import theme


class Drawing(Bench):
    """A page in which a hand draws."""

    def take(self, tool: Tool) -> None:
        self.map.tools.use(tool)
        self.qtbot.waitUntil(lambda: self.run(f"kuzet_map.getContainer().classList.contains('tool-{tool}')"))

    def move(self, x: int, y: int) -> None:
        self.point(QPoint(x, y))
        self.run("new Promise((done) => requestAnimationFrame(done))")

    def click(self, x: int, y: int) -> None:
        self.move(x, y)
        QTest.mouseClick(self.page, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        self.run("1")

    def drag(self, *way: tuple[int, int]) -> None:
        self.move(*way[0])
        QTest.mousePress(self.page, Qt.MouseButton.LeftButton, pos=QPoint(*way[0]))
        for point in way[1:]:
            self.move(*point)
        QTest.mouseRelease(self.page, Qt.MouseButton.LeftButton, pos=QPoint(*way[-1]))

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.page, key)
            self.run("new Promise((done) => setTimeout(done, 50))")

    def hold_keyboard(self) -> None:
        self.pane.activateWindow()
        self.pane.setFocus()
        self.run("window.dispatchEvent(new Event('focus'))")

    def shown(self, selector: str) -> list[str]:
        texts: list[str] = self.run(f"[...document.querySelectorAll('{selector}')].map((e) => e.textContent)")
        return texts


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Drawing]:
    theme.apply(qapp, "dark")
    made = Drawing(qtbot)
    made.paint()
    yield made
    assert made.errors == []
    made.layers.close()


def test_a_distance_is_measured_by_clicks_and_stays(bench: Drawing) -> None:
    bench.take(Tool.DISTANCE)
    for x, y in ((200, 200), (400, 200), (400, 350)):
        bench.click(x, y)
    bench.move(500, 350)
    assert len(bench.shown(".figure-tag")) == 4, "three legs, the one under the hand among them, and the sum"
    bench.click(400, 350)
    bench.qtbot.waitUntil(lambda: len(bench.map.tools.measurements) == 1, timeout=PAINTED_MS)
    (a, b, c) = bench.map.tools.measurements[0].places
    metres = distance_m(*a, *b) + distance_m(*b, *c)
    (told,) = bench.shown(".figure-sum")
    assert told.startswith(f"{metres / 1000:.2f}".rstrip("0"))
    bench.map.tools.use(Tool.HAND)
    assert len(bench.shown(".figure-sum")) == 1
    bench.run("document.querySelector('.figure-close').click()")
    bench.qtbot.waitUntil(lambda: bench.map.tools.measurements == [], timeout=PAINTED_MS)
    assert bench.shown(".figure-tag") == []


def test_an_area_closes_on_its_first_corner_and_backspace_takes_a_corner_back(bench: Drawing) -> None:
    bench.hold_keyboard()
    bench.take(Tool.AREA)
    for x, y in ((200, 200), (400, 200), (480, 300), (400, 400)):
        bench.click(x, y)
    bench.key(Qt.Key.Key_Backspace)
    bench.click(300, 420)
    bench.click(204, 203)
    bench.qtbot.waitUntil(lambda: len(bench.map.tools.measurements) == 1, timeout=PAINTED_MS)
    made = bench.map.tools.measurements[0]
    assert made.is_ring
    assert len(made.places) == 4
    assert "ha" in bench.shown(".figure-sum")[0]


def test_escape_leaves_the_tool_and_what_was_begun(bench: Drawing) -> None:
    bench.hold_keyboard()
    bench.take(Tool.AREA)
    bench.click(200, 200)
    bench.click(300, 200)
    assert bench.shown(".tool-hint") == [bench.map.tools.known()["tool_words"]["hints"][Tool.AREA]]
    bench.key(Qt.Key.Key_Escape)
    bench.qtbot.waitUntil(lambda: bench.map.tools.tool is Tool.HAND, timeout=PAINTED_MS)
    bench.qtbot.waitUntil(lambda: bench.run("document.querySelector('.tool-hint').hidden"), timeout=PAINTED_MS)
    assert bench.run("document.querySelectorAll('.figure-corner').length") == 0
    assert bench.map.tools.measurements == []


def test_it_is_measured_by_keys_alone(bench: Drawing) -> None:
    bench.hold_keyboard()
    bench.take(Tool.DISTANCE)
    bench.key(Qt.Key.Key_Right)
    assert not bench.run("document.querySelector('.crosshair').hidden")
    settled = "!kuzet_map._panAnim?._inProgress"
    bench.qtbot.waitUntil(lambda: bench.run(settled), timeout=PAINTED_MS)
    bench.key(Qt.Key.Key_Return, Qt.Key.Key_Right)
    bench.qtbot.waitUntil(lambda: bench.run(settled), timeout=PAINTED_MS)
    bench.key(Qt.Key.Key_Return, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: len(bench.map.tools.measurements) == 1, timeout=PAINTED_MS)
    (a, b) = bench.map.tools.measurements[0].places
    assert a[1] == pytest.approx(b[1])
    assert 200 < distance_m(*a, *b) < 400, "80 pixels at zoom 15"


def test_a_box_is_drawn_by_one_stroke(bench: Drawing) -> None:
    bench.take(Tool.BOX)
    before = bench.run("kuzet_map.getCenter().lng")
    with bench.qtbot.waitSignal(bench.map.tools.ringed, timeout=PAINTED_MS) as ringed:
        bench.drag((200, 200), (300, 260), (420, 330))
    (ring,) = ringed.args
    assert len(ring) == 4
    assert len({lon for lon, _lat in ring}) == 2
    assert bench.run("kuzet_map.getCenter().lng") == before, "the map has not moved"
    assert bench.map.tools.tool is Tool.HAND
    bench.drag((200, 200), (260, 200), (400, 200))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getCenter().lng") != before, timeout=PAINTED_MS)


def test_a_box_is_drawn_by_keys_alone(bench: Drawing) -> None:
    bench.hold_keyboard()
    bench.take(Tool.BOX)
    settled = "!kuzet_map._panAnim?._inProgress"
    bench.key(Qt.Key.Key_Left)
    bench.qtbot.waitUntil(lambda: bench.run(settled), timeout=PAINTED_MS)
    bench.key(Qt.Key.Key_Return)
    for arrow in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        bench.key(arrow)
        bench.qtbot.waitUntil(lambda: bench.run(settled), timeout=PAINTED_MS)
    with bench.qtbot.waitSignal(bench.map.tools.ringed, timeout=PAINTED_MS) as ringed:
        bench.key(Qt.Key.Key_Return)
    (ring,) = ringed.args
    assert len({lon for lon, _lat in ring}) == len({lat for _lon, lat in ring}) == 2


def test_a_lasso_is_a_ring_of_the_stroke(bench: Drawing) -> None:
    bench.take(Tool.LASSO)
    with bench.qtbot.waitSignal(bench.map.tools.ringed, timeout=PAINTED_MS) as ringed:
        bench.drag((200, 200), (300, 180), (420, 250), (380, 400), (220, 380), (205, 220))
    assert len(ringed.args[0]) >= 6


def test_a_zone_is_outlined_with_its_kind(bench: Drawing) -> None:
    bench.take(Tool.CORDON)
    with bench.qtbot.waitSignal(bench.map.tools.outlined, timeout=PAINTED_MS) as outlined:
        for x, y in ((200, 200), (400, 200), (400, 350), (201, 201)):
            bench.click(x, y)
    kind, ring = outlined.args
    assert kind == "cordon"
    assert len(ring) == 3


def test_marks_take_no_click_while_a_tool_is_in_hand(bench: Drawing) -> None:
    clicked: list[tuple[str, str]] = []
    bench.layers.selected.connect(lambda kind, thing: clicked.append((kind, thing)))
    bench.take(Tool.DISTANCE)
    at = bench.pixel(76.93, 43.245)
    bench.click(at.x(), at.y())
    assert clicked == []


def test_measurements_come_back_with_a_page_that_died(bench: Drawing) -> None:
    bench.map.tools.drawn("distance", [[76.93, 43.24], [76.94, 43.24]])
    bench.run("document.title = 'before'")
    bench.pane.web.load_map()
    bench.qtbot.waitUntil(
        lambda: bench.run("document.title") != "before" and len(bench.shown(".figure-sum")) == 1, timeout=PAINTED_MS
    )
