"""A change of a device, from the center's publishing to the frame that shows it: ``python -m tests.bench.map_changes``.

The center's own log entries are told apart by their seq: the console notes with which revision of the points each was
taken in, the page when the frame after the one that shows a revision began (two animation frames after it was painted).
All three read the machine's one clock. In the end every mark on the screen is compared with what the console knows.
"""

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from console.domain.changes import Changes
from console.domain.events import DeviceChanged, LogEntry
from console.mapping.cluster_level import STATES
from console.state.points import Layer
from tests.bench.busy_city import City
from tests.bench.desks import Desk, working_desk
from tests.bench.driven import tell
from tests.bench.harness import Sample, quantile
from tests.bench.windows import in_process

PER_S = 1000
SECONDS = 15.0
SETTLE_S = 2.0

WATCH = """
window.seen = [];
kuzet_map.eachLayer((layer) => layer.on("mended", ({ revisions }) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.seen.push([performance.timeOrigin + performance.now(), revisions]);
  }));
}));
"""

MARKS = """
(() => {
  const shown = [];
  kuzet_map.eachLayer((layer) => {
    if (!layer.labels) return;
    for (const { el, coords } of Object.values(layer._tiles)) {
      const marks = el.data.get("cameras");
      if (coords.z !== kuzet_map.getZoom() || !marks) continue;
      shown.push([coords.x, coords.y, marks.map(({ id, counts }) => [id, ...counts])]);
    }
  });
  return JSON.stringify(shown);
})()
"""


class Watch:
    """Notes when the entries of changes were published, and in which revision of the points they are."""

    def __init__(self, desk: Desk) -> None:
        self._points = desk.console.map.layers._points
        self._store = desk.console.store
        self._arrived: list[tuple[float, str]] = []
        self.taken: list[tuple[float, int]] = []
        self.ticked: list[float] = []
        """Milliseconds from publishing to the tick that took it in."""
        apply, refresh = self._store.apply, desk.console.map.layers.refresh

        def applied(entries: list[LogEntry]) -> None:
            apply(entries)
            self._arrived += [(e.time, e.event.device) for e in entries if isinstance(e.event, DeviceChanged)]

        def refreshed(changes: Changes) -> None:
            refresh(changes)
            revision = self._points._tiles[Layer.CAMERAS]._revision
            points = self._points.layers[Layer.CAMERAS]
            told = [at for at, device in self._arrived if points.row_of(device) is not None]
            self.taken += [(at, revision) for at in told]
            self.ticked += [1000 * (time.time() - at) for at in told]  # noqa: TID251 - as the center's clock began
            self._arrived.clear()

        self._store.apply = applied  # type: ignore[method-assign]
        desk.console.map.layers.refresh = refreshed  # type: ignore[method-assign]


async def measure(url: str, folder: Path) -> Sample:
    """Run the changes and reckon."""
    city = City(url, folder)
    async with working_desk(url) as desk:
        watch = Watch(desk)
        await script(desk, WATCH)
        city.change(PER_S)
        await asyncio.sleep(SETTLE_S)
        watch.taken.clear()
        watch.ticked.clear()
        desk.gap.restart()
        began = time.process_time()
        await asyncio.sleep(SECONDS)
        busy = (time.process_time() - began) / SECONDS
        gap = desk.gap.percentile(0.99)
        taken = list(watch.taken)
        city.change(0)
        await asyncio.sleep(SETTLE_S)
        seen = json.loads(await script(desk, "JSON.stringify(window.seen)"))
        wrong = wrong_marks(desk, json.loads(await script(desk, MARKS)))
    frames = [(at / 1000, revision) for at, revisions in seen for layer, revision in revisions if layer == "cameras"]
    revisions = np.array([revision for _at, revision in frames])
    late = []
    for at, revision in taken:
        first = int(np.searchsorted(revisions, revision))
        late.append(1000 * (frames[first][0] - at) if first < len(frames) else float("inf"))
    return {
        "changes_per_s": len(taken) / SECONDS,
        "change_ticked_p50_ms": quantile(watch.ticked, 0.5),
        "change_ticked_p99_ms": quantile(watch.ticked, 0.99),
        "change_p50_ms": quantile(late, 0.5),
        "change_p99_ms": quantile(late, 0.99),
        "change_gap_p99_ms": gap or 0.0,
        "change_console_cpu": busy,
        "wrong_marks": wrong,
    }


def wrong_marks(desk: Desk, shown: list[Any]) -> int:
    """How many marks of the page do not show what the console knows."""
    view = desk.console.map.views.view
    assert view is not None
    wrong = 0
    for column, row, marks in shown:
        body = desk.console.map.layers.tile("cameras", view.zoom, column, row)[4:]
        n = int(np.frombuffer(body, "<u4", 1)[0])
        columns = np.frombuffer(body, "<u4", n * (4 + STATES), 16)
        ids, counts = columns[2 * n : 3 * n].tolist(), columns[4 * n :].reshape(n, STATES).tolist()
        known = dict(zip(ids, counts, strict=True))
        wrong += sum(known.get(id_) != count for id_, *count in marks) + abs(len(marks) - n)
    return wrong


async def script(desk: Desk, text: str) -> Any:
    """Run a script in the map's page; its value."""
    value: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    desk.pane.web.page().runJavaScript(text, 0, value.set_result)
    return await asyncio.wait_for(value, 20)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--folder", type=Path, required=True, help="of the busy city")
    asked = parser.parse_args()
    tell(in_process(lambda: measure(asked.url, asked.folder)))


if __name__ == "__main__":
    main()
