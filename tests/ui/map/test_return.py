"""A page that dies in the middle of everything: it comes back looking as it did."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, AlarmState
from console.domain.events import LogEntry, ZoneDrawn
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.units import Fix
from console.domain.zones import Drawing, Zone, ZoneKind
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_places import Spot
from console.viewmodels.map_tools import Tool
from tests.archives_at_hand import mbtiles, vector_tile
from tests.console.viewmodels.test_surfaces import record
from tests.desk import alarm, incident, unit
from tests.ui.map.test_bases import Ground, around, maps as maps
from tests.ui.map.test_pane import HERE, PAINTED_MS, cameras
from ui import theme

EAST, NORTH = 0.004, 0.003


def place(east: int, north: int) -> tuple[float, float]:
    """So many steps from the middle of the view."""
    return HERE[0] + east * EAST, HERE[1] + north * NORTH


def ring(east: int, north: int) -> tuple[tuple[float, float], ...]:
    """A square of one step."""
    return tuple(place(east + dx, north + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1)))


class Busy(Ground):
    """A map on which all is shown and done that can be."""

    def paint(self) -> None:
        now = self.store.clock.now()
        seen = alarm("A1", AlarmKind.FIRE, state=AlarmState.ACKNOWLEDGED, lon=place(-1, 0)[0], lat=HERE[1])
        units = [unit(id_, fix=Fix(id_, *at, 0, 45, now)) for id_, at in (("U1", place(0, 1)), ("U2", place(1, 1)))]
        opened = incident("INC-1", lon=place(0, -1)[0], lat=place(0, -1)[1])
        self.store.load(Snapshot("e", 0, now, (seen,), (opened,), tuple(units), {}))
        self.store.enroll(Registry("almaty", 1, 0, cameras(), [], [], [], []))
        self.map.refresh(self.store.take())
        self.qtbot.waitUntil(lambda: self.layers.points_drawn > 0, timeout=PAINTED_MS)

    def do_everything(self) -> None:
        now = self.store.clock.now()
        for n, kind in enumerate(ZoneKind):
            zone = Zone(f"Z{n}", Drawing(kind, f"Zone {n}", ring(-2 + n, 1)), "ops", now)
            self.store.apply([LogEntry(n + 1, now, "ops", ZoneDrawn(zone))])
        self.map.refresh(self.store.take())
        self.map.zones.choose("Z0")
        self.map.zones.show_draft(Drawing(ZoneKind.CORDON, "Draft", ring(1, -2)))
        self.layers.show(MapFilter(frozenset({"units/agency/fire", "cameras/owner/business"})))
        self.layers.set_layer_visible("incidents", False)
        for layer in ("hot_spots", "gaps"):
            self.layers.set_layer_visible(layer, True)
        offences = record()
        offences.lon, offences.lat = offences.lon - 0.001, offences.lat - 0.015  # into the view, beside the cameras
        self.map.take_record(offences)
        self.map.tools.drawn("area", [list(corner) for corner in ring(-2, -2)])
        self.map.tools.drawn("lasso", [list(corner) for corner in ring(0, -2)])
        self.map.trails.toggle("U1")
        self.map.trails.take("U1", [(now - 600 + 60 * n, *place(n // 3 - 2, n % 3 - 1)) for n in range(9)])
        self.map.onlookers.look(Spot(*place(0, 0)))
        self.map.reach.of_units(["U1"])
        self.layers.select("unit", "U2")
        self.map.tools.use(Tool.DISTANCE)
        ready = (
            lambda: bool(self.map.reach.title),
            lambda: self.map.onlookers.is_ready,
            lambda: bool(self.map.gaps.gaps),
            lambda: bool(self.map.hot_spots.rows()),
        )
        self.qtbot.waitUntil(lambda: all(is_ready() for is_ready in ready), timeout=PAINTED_MS)
        for card in (self.pane.hot_spots, self.pane.gaps):
            card.hide()

    def seen(self) -> NDArray[np.uint8]:
        picture = self.picture().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
        return lines[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3).copy()

    def rests(self) -> NDArray[np.uint8]:
        """What is seen once nothing changes any more."""
        last = [self.seen()]

        def is_same() -> bool:
            self.run("new Promise((done) => setTimeout(done, 400))")
            before, last[0] = last[0], self.seen()
            return np.array_equal(before, last[0])

        self.qtbot.waitUntil(is_same, timeout=PAINTED_MS)
        return last[0]


@pytest.fixture
def busy(qtbot: QtBot, qapp: Any, maps: Path) -> Iterator[Busy]:
    mbtiles(maps / "streets.mbtiles", [(at, vector_tile()) for at in around(13)], name="Streets")
    theme.apply(qapp, "dark")
    made = Busy(qtbot)
    made.paint()
    made.use("Streets")
    yield made
    made.map.close()
    with pytest.raises(StopIteration):
        made.bases.close().send(None)


def other(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> float:
    """Share of the pixels that are plainly different."""
    return float((np.abs(one.astype(int) - two).max(axis=2) > 24).mean())


def test_it_looks_as_it_did(busy: Busy) -> None:
    bare = busy.rests()
    busy.do_everything()
    before = busy.rests()
    assert other(bare, before) > 0.1
    busy.kill()
    busy.qtbot.waitUntil(lambda: other(before, busy.seen()) < 0.001, timeout=PAINTED_MS)
    assert busy.map.tools.tool is Tool.DISTANCE
    assert busy.run("document.querySelector('.tool-hint').hidden") is False
    assert busy.errors == []


FORGETTING: dict[str, Callable[[Busy], object]] = {
    "zones": lambda busy: busy.layers.set_layer_visible("zones", False),
    "draft": lambda busy: busy.map.zones.show_draft(None),
    "trails": lambda busy: busy.map.trails.clear(),
    "reach": lambda busy: busy.map.reach.clear(),
    "sight": lambda busy: busy.map.onlookers.clear(),
    "measurements": lambda busy: busy.map.tools.clear(),
    "selection": lambda busy: busy.map.selection.clear(),
    "base": lambda busy: busy.bases.use("schematic"),
    "hot_spots": lambda busy: busy.layers.set_layer_visible("hot_spots", False),
    "gaps": lambda busy: busy.layers.set_layer_visible("gaps", False),
}


def test_each_of_it_would_be_missed(busy: Busy) -> None:
    busy.do_everything()
    before = busy.rests()
    missed = {}
    for name, forget in FORGETTING.items():
        forget(busy)
        after = busy.rests()
        missed[name] = other(before, after)
        before = after
    assert {name for name, share in missed.items() if share < 0.001} == set(), missed
