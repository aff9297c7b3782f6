"""The whole console in a flood: ``python -m tests.bench.flood_ours --url URL --folder DIR``."""

import argparse
import asyncio
from pathlib import Path

from PySide6.QtGui import QPaintEvent

from console.domain.cameras import Consent
from console.domain.changes import Changes
from console.domain.devices import Health
from tests.bench.desks import Desk, until, working_desk
from tests.bench.driven import tell
from tests.bench.flood_watch import SECONDS, Rain, pour
from tests.bench.harness import Sample
from tests.bench.windows import in_process
from ui.alarms.table import QueueTable

TILES = 9
PAINTED: list[object] = []
"""Told after each paint event of the queue."""


_paint = QueueTable.paintEvent


def _painted(self: QueueTable, event: QPaintEvent) -> None:
    _paint(self, event)
    for told in PAINTED:
        told()  # type: ignore[operator]


QueueTable.paintEvent = _painted  # type: ignore[method-assign]


async def measure(url: str, folder: Path, seconds: float) -> Sample:
    """All that is measured."""
    async with working_desk(url) as desk:
        await _show_pictures(desk)
        rain = Rain(desk.console.store)
        _watch(desk, rain)
        sample = await pour(desk.console.store, folder, rain, desk.console.acting.want, desk.gap, seconds)
        return sample | {"playing": float(desk.console.wall.figures.playing), "lost": float(_lost(desk))}


async def _show_pictures(desk: Desk) -> None:
    """Nine cameras play."""
    console = desk.console
    ill = console.store.picture.devices
    free = [
        camera.id
        for camera in console.store.cameras.values()
        if camera.can_be_opened and camera.consent is not Consent.WITH_REASON and ill.get(camera.id, Health.OK) == "ok"
    ]
    console.wall.use_layout(str(TILES))
    console.wall.open_many(sorted(free)[:TILES])
    await until(lambda: all(tile.shown for tile in console.wall.tiles[:TILES]))
    await asyncio.sleep(2)


def _watch(desk: Desk, rain: Rain) -> None:
    model, table = desk.console.desk.alarms, desk.window.alarms.table
    refresh = model.refresh

    def refreshed(changes: Changes) -> None:
        refresh(changes)
        rain.taken(None if changes.whole else changes.alarms)

    def is_in_view(alarm: str) -> bool:
        row = model.row_of(alarm)
        return row is not None and 0 <= table.rowViewportPosition(row) < table.viewport().height()

    readers = desk.console.desk.tick._readers
    readers[readers.index(refresh)] = refreshed
    PAINTED.append(lambda: rain.painted(is_in_view))


def _lost(desk: Desk) -> int:
    """Alarms that the queue does not show as the store knows them."""
    store, model = desk.console.store, desk.console.desk.alarms
    shown = [alarm.id for row in range(model.rowCount()) for alarm in model.alarms_at(row)]
    known = {alarm.id for alarm in store.picture.alarms.values() if alarm.state != "normal"}
    return len(known ^ set(shown))


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--folder", type=Path, required=True, help="of the flooded city")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of flood that are measured")
    asked = parser.parse_args()
    tell(in_process(lambda: measure(asked.url, asked.folder, asked.seconds)))


if __name__ == "__main__":
    main()
