"""A camera's mark dragged out of the map, in the real page: it is carried, the map stays; from the ground it pans."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.map.test_pane import PAINTED_MS, Bench
from ui import theme
from ui.map.carrying import Carrying
from ui.video import dragging

ALONE = (76.96, 43.25)
"""Where camera C0 stands by itself."""


class Hand(Bench):
    """A page with a hand, which holds what it has taken until the drag begins."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.is_pressed = True
        self.carrying = Carrying(self.map.carrying, self.pane.web, lambda: self.is_pressed)
        self.begun: list[str] = []
        self.map.carrying.begun.connect(self.begun.append)

    def look_at(self, lon: float, lat: float) -> QPoint:
        """Where it then is in the view."""
        self.run(f"{{ kuzet_map.setView([{lat}, {lon}], 17, {{animate: false}}); }}")
        self.qtbot.waitUntil(lambda: self.run("kuzet_map.getZoom()") == 17 and self.layers.points_drawn > 0)
        at = self.pixel(lon, lat)
        self.qtbot.waitUntil(lambda: self.is_over_mark(at), timeout=PAINTED_MS)
        return at

    def is_over_mark(self, at: QPoint) -> bool:
        self.move(at)
        return bool(self.run("kuzet_map.getContainer().classList.contains('over-mark')"))

    def move(self, at: QPoint) -> None:
        self.point(at)
        self.run("new Promise((done) => requestAnimationFrame(done))")

    def drag(self, start: QPoint, by: QPoint) -> None:
        """Press, and move in steps; the hand stays down."""
        self.move(start)
        QTest.mousePress(self.page, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 5):
            self.move(start + by * step / 4)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.page, Qt.MouseButton.LeftButton, pos=at)
        self.run("1")

    @property
    def middle(self) -> tuple[float, float]:
        lon, lat = self.run("(() => { const c = kuzet_map.getCenter(); return [c.lng, c.lat]; })()")
        return round(lon, 6), round(lat, 6)


@pytest.fixture
def hand(qtbot: QtBot, qapp: Any) -> Iterator[Hand]:
    theme.apply(qapp, "dark")
    made = Hand(qtbot)
    made.paint()
    yield made
    assert made.errors == []
    made.layers.close()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Cameras of the drags that were begun."""
    found: list[str] = []

    def drag(_source: QWidget, data: QMimeData, _label: str) -> None:
        found.append(dragging.camera_of(data))

    monkeypatch.setattr(dragging, "drag", drag)
    return found


def test_a_mark_is_carried_as_its_camera_and_the_map_stays(hand: Hand, carried: list[str]) -> None:
    at = hand.look_at(*ALONE)
    middle, chosen = hand.middle, []
    hand.layers.selected.connect(lambda *one: chosen.append(one))
    hand.drag(at, QPoint(60, 20))
    hand.qtbot.waitUntil(lambda: carried == ["C0"], timeout=PAINTED_MS)
    hand.release(at + QPoint(60, 20))
    assert hand.middle == middle
    assert chosen == [], "letting go is no click"
    hand.drag(QPoint(200, 400), QPoint(60, 20))  # the map is in the hand again
    hand.release(QPoint(260, 420))
    assert hand.middle != middle
    assert carried == ["C0"]


def test_from_the_ground_the_map_pans_as_ever(hand: Hand, carried: list[str]) -> None:
    at = hand.look_at(*ALONE)
    middle = hand.middle
    hand.drag(at + QPoint(90, 90), QPoint(60, 20))
    hand.release(at + QPoint(150, 110))
    assert hand.middle != middle
    assert carried == []


def test_a_click_on_a_mark_is_a_click(hand: Hand, carried: list[str]) -> None:
    at = hand.look_at(*ALONE)
    with hand.qtbot.waitSignal(hand.layers.selected, timeout=PAINTED_MS) as chosen:
        QTest.mouseClick(hand.page, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["camera", "C0"]
    assert carried == []


def test_what_was_let_go_of_meanwhile_is_not_carried(hand: Hand, carried: list[str]) -> None:
    hand.is_pressed = False
    at = hand.look_at(*ALONE)
    hand.drag(at, QPoint(60, 20))
    hand.qtbot.waitUntil(lambda: hand.begun == ["C0"], timeout=PAINTED_MS)
    hand.release(at)
    assert carried == []
