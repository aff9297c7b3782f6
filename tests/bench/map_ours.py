"""Our map in a process of its own, on a running center: ``python -m tests.bench.map_ours --url URL [--points FILE]``.

The real link fills a real store; only then the map is made, so that what is timed is the way from points in memory to
points on the screen: index, clusters, page, tiles. The ground and the names follow them two frames later and are timed
apart. Prints its figures as one line of JSON.
"""

import argparse
import asyncio
from pathlib import Path

import numpy as np

from console import paths
from console.clock import WallClock, monotonic
from console.domain.changes import Changes
from console.domain.session import DEMO_PASSWORD, Role
from console.link.link import Link
from console.mapping.source import MapFiles
from console.notices import Notices
from console.state.points import Layer
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels.city_map import CityMap
from console.viewmodels.tick import Tick
from tests.bench.driven import Driven, tell
from tests.bench.harness import Sample
from tests.bench.windows import FULL_HD, MapWindow, in_window
from ui.map.pane import MapPane

CAMERAS = (Layer.CAMERAS, Layer.PLANNED)


async def known(url: str, store: Store, tasks: Tasks) -> Link:
    """A link that has told the store registry and picture."""
    link = Link(url, store, Notices(), tasks, WallClock(), paths.data(), paths.cache())
    await link.log_in(Role.DUTY_OFFICER, DEMO_PASSWORD)
    told = asyncio.Event()
    store.on_change = told.set
    link.start()
    while store.registry is None or not store.picture.seq:
        told.clear()
        store.take()  # it tells again when something comes after this
        await told.wait()
    return link


async def first_paint(store: Store, window: MapWindow) -> tuple[CityMap, MapPane, Sample]:
    """Make the map of a store; seconds until all its cameras are on the screen, and until the names are too."""
    painted = asyncio.Event()
    began = monotonic()
    city_map = CityMap(store, MapFiles())
    city_map.layers.set_layer_visible(Layer.PLANNED, True)
    city_map.layers.page_painted.connect(painted.set)
    pane = MapPane(city_map)
    window.fill(pane, pane.web)
    city_map.refresh(Changes(whole=True, registry=True))
    while not city_map.layers.points_drawn:
        await painted.wait()
        painted.clear()
    sample = {"first_paint_s": monotonic() - began, "points_drawn": city_map.layers.points_drawn}
    await painted.wait()
    return city_map, pane, sample | {"first_paint_with_names_s": monotonic() - began}


async def measure(url: str, points: Path | None, window: MapWindow) -> Sample:
    """All that is measured of our map."""
    store, tasks = Store(), Tasks()
    link = await known(url, store, tasks)
    city_map, pane, sample = await first_paint(store, window)
    tick = Tick(store)
    tick.read_by(city_map)
    tick.beat.connect(city_map.beat)
    if points is not None:
        columns = [city_map.layers.points[layer] for layer in CAMERAS]
        np.save(points, [column.position(row) for column in columns for row in range(len(column))])
    page = Driven(pane.web)
    await page.begin()
    sample |= await page.zoom()
    sample |= await page.pan()
    await window.grow(FULL_HD)
    await page.ask("rest")
    sample |= {f"full_hd_{name}": value for name, value in (await page.pan()).items()}
    sample["full_hd_zoom_step_ms"] = (await page.zoom())["zoom_step_ms"]
    await link.stop()
    await tasks.close()
    city_map.close()
    return sample


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--points", type=Path, help="write longitudes and latitudes of the cameras (NPY)")
    asked = parser.parse_args()
    tell(in_window(lambda window: measure(asked.url, asked.points, window)))


if __name__ == "__main__":
    main()
