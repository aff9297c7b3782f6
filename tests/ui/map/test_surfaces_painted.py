"""Surfaces on the real page: where they are dense they tint the ground, and come back with a page that died."""

import os
import signal

import pytest
from PySide6.QtCore import QPoint

from console.viewmodels.map_views import View
from tests.console.viewmodels.test_surfaces import MARKET, record
from tests.ui.map.test_pane import PAINTED_MS, Bench, bench as bench


def violet(bench: Bench, at: QPoint) -> int:
    """How much redder and bluer than green the ground is there: the dark ground itself is not."""
    picture = bench.picture()
    colours = [picture.pixelColor(at.x() + dx, at.y() + dy) for dx in range(-12, 13, 4) for dy in range(-12, 13, 4)]
    return sorted(min(c.red(), c.blue()) - c.green() for c in colours)[len(colours) // 2]


@pytest.fixture
def hot(bench: Bench) -> Bench:
    for layer in bench.layers.visible:
        bench.layers.set_layer_visible(layer, False)
    bench.map.views.restore(View(*MARKET, 15))
    bench.layers.set_layer_visible("hot_spots", True)
    bench.map.take_record(record())
    bench.qtbot.waitUntil(lambda: bool(bench.map.hot_spots.rows()), timeout=PAINTED_MS)
    bench.pane.hot_spots.hide()
    return bench


def test_a_hot_spot_tints_the_ground_and_goes_with_its_layer(hot: Bench) -> None:
    at = hot.pixel(*MARKET)
    hot.qtbot.waitUntil(lambda: violet(hot, at) > 2, timeout=PAINTED_MS)
    hot.layers.set_layer_visible("hot_spots", False)
    hot.qtbot.waitUntil(lambda: violet(hot, at) < -3, timeout=PAINTED_MS)


def test_a_hot_spot_is_there_again_when_the_page_has_died(hot: Bench) -> None:
    at = hot.pixel(*MARKET)
    hot.qtbot.waitUntil(lambda: violet(hot, at) > 2, timeout=PAINTED_MS)
    os.kill(hot.pane.web.map_page.renderProcessPid(), signal.SIGKILL)
    hot.qtbot.waitUntil(lambda: violet(hot, at) < -3, timeout=PAINTED_MS)
    hot.qtbot.waitUntil(lambda: violet(hot, at) > 2, timeout=PAINTED_MS)
    assert hot.errors == []
