"""How a hand moves the real page, and what moves it besides."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.viewmodels.map_follow import Followed
from tests.ui.map.test_pane import HERE, PAINTED_MS, Bench
from ui import theme


@pytest.fixture
def bench(qtbot: QtBot, qapp: Any) -> Iterator[Bench]:
    theme.apply(qapp, "dark")
    made = Bench(qtbot)
    made.paint()
    yield made
    made.layers.close()


def centre(bench: Bench) -> tuple[float, float]:
    at = bench.run("kuzet_map.getCenter()")
    return at["lng"], at["lat"]


def drag(bench: Bench, right: int) -> None:
    page, start = bench.page, QPoint(300, 300)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(page, start + QPoint(right * step // 5, 0))
        bench.run("1")
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, pos=start + QPoint(right, 0))


def wheel(bench: Bench) -> None:
    page = bench.page
    at = QPointF(300, 300)
    QApplication.sendEvent(
        page,
        QWheelEvent(
            at, QPointF(page.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def drive(bench: Bench, lon: float) -> None:
    fix = bench.store.picture.units["U1"].fix
    assert fix is not None
    bench.store.place([replace(fix, lon=lon, time=fix.time + 1)])
    bench.map.refresh(bench.store.take())


def follow(bench: Bench) -> None:
    bench.map.follow.follow(Followed.UNIT, "U1")
    bench.qtbot.waitUntil(lambda: centre(bench)[0] == pytest.approx(76.935, abs=1e-4), timeout=PAINTED_MS)


def test_the_view_goes_with_a_unit_only_when_it_leaves_the_middle(bench: Bench) -> None:
    follow(bench)
    drive(bench, 76.9351)
    bench.run("1")
    assert centre(bench)[0] == pytest.approx(76.935, abs=1e-4)
    drive(bench, 76.945)
    bench.qtbot.waitUntil(lambda: centre(bench)[0] == pytest.approx(76.945, abs=1e-4), timeout=PAINTED_MS)
    assert bench.map.follow.is_on


@pytest.mark.parametrize("gesture", ["drag", "wheel", "key"])
def test_a_gesture_pauses_following_and_the_sign_says_so(bench: Bench, gesture: str) -> None:
    follow(bench)
    if gesture == "drag":
        drag(bench, 120)
    elif gesture == "wheel":
        wheel(bench)
    else:
        bench.pane.activateWindow()
        bench.pane.setFocus()
        bench.run("window.dispatchEvent(new Event('focus'))")
        QTest.keyClick(bench.page, Qt.Key.Key_Right)
    bench.qtbot.waitUntil(lambda: bench.map.follow.is_paused, timeout=PAINTED_MS)
    sign = bench.pane._follow_sign
    assert sign.isVisible()
    assert "paused" in sign.words.text()
    before = centre(bench)
    drive(bench, 76.99)
    bench.run("1")
    assert centre(bench) == pytest.approx(before, abs=0.01)
    sign.resume.click()
    bench.qtbot.waitUntil(lambda: centre(bench)[0] == pytest.approx(76.99, abs=1e-3), timeout=PAINTED_MS)


def test_a_press_of_the_hand_ends_a_flight_where_it_is(bench: Bench) -> None:
    bench.map.views.fly_to(77.1, 43.3, 12)
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom() % 1 !== 0"), timeout=PAINTED_MS)
    page = bench.page
    QTest.mousePress(page, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom() % 1 === 0"), timeout=PAINTED_MS)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert centre(bench)[0] != pytest.approx(77.1, abs=1e-3)


def test_mouse_buttons_go_back_and_forward(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.viewmodels.view_history.GLANCE_S", 0.0)
    bench.map.views.fly_to(76.96, 43.26, 16)
    bench.qtbot.waitUntil(lambda: _at(bench, 76.96), timeout=PAINTED_MS)
    QTest.mouseClick(bench.page, Qt.MouseButton.BackButton, pos=QPoint(300, 300))
    bench.qtbot.waitUntil(lambda: _at(bench, HERE[0]), timeout=PAINTED_MS)
    QTest.mouseClick(bench.page, Qt.MouseButton.ForwardButton, pos=QPoint(300, 300))
    bench.qtbot.waitUntil(lambda: _at(bench, 76.96), timeout=PAINTED_MS)
    assert bench.errors == []


def test_a_window_resized_in_mid_flight_is_no_view_to_come_back_to(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.viewmodels.view_history.GLANCE_S", 0.0)
    seen = []
    bench.map.views.changed.connect(lambda: seen.append(bench.map.views.view))
    bench.map.views.fly_to(77.1, 43.3, 12)
    bench.qtbot.waitUntil(lambda: bench.run("kuzet_map.getZoom() % 1 !== 0"), timeout=PAINTED_MS)
    bench.run("{ kuzet_map.fire('moveend'); }")  # as Leaflet says it in mid-flight once the window has another size
    bench.qtbot.waitUntil(lambda: _at(bench, 77.1), timeout=PAINTED_MS)
    assert len(seen) == 1
    bench.map.views.back()
    bench.qtbot.waitUntil(lambda: _at(bench, HERE[0]), timeout=PAINTED_MS)


def _at(bench: Bench, lon: float) -> bool:
    view = bench.map.views.view
    return view is not None and abs(view.lon - lon) < 1e-3
