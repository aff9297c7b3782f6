"""The map: first paint of 150,000 cameras, panning, zoom steps; and what they cost at 10,000, 150,000 and 1,000,000.

Each side of each round is a process of its own. Ours is the real pane on a real center; the peer is folium's
FastMarkerCluster with the very same points; the floor a page with Leaflet and nothing on it. First paint is timed from
points in memory to points on the screen; ours with the caches of an ordinary start, and (``first_ever``) without.
How a change reaches the screen is measured by ``map_changes``.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.bench.busy_city import ROOT, busy_city
from tests.bench.harness import Bench, Goal, Sample, in_turn, machine, median_ratio
from tests.bench.map_others import INSTALL, plug_in

CAMERAS = 150_000
SIZES = (10_000, 1_000_000)
FASTER, FRAMES = 10.0, 0.9


def run(rounds: int) -> Bench:
    """Measure it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures = _at_full_size(rounds, home)
        for count in SIZES:
            with busy_city(home / f"city-{count}", count) as city:
                _ours(city.url, home)  # fills the caches
                for name, value in _ours(city.url, home).items():
                    figures[f"{name} at {count:,}"] = {"ours": [value]}
    return Bench("map", machine(), rounds, figures, _goals(figures))


def _at_full_size(rounds: int, home: Path) -> dict[str, dict[str, list[float]]]:
    points = home / "points.npy"
    with busy_city(home / "city", CAMERAS) as city:
        _ours(city.url, home, points)  # fills the caches
        sides = {"ours": lambda: _ours(city.url, home), "floor": lambda: _child(home, "map_others", "floor")}
        if plug_in() is None:
            print(f"peer: not measured, {INSTALL}")
        else:
            sides["peer"] = lambda: _child(home, "map_others", "peer", "--points", str(points))
        figures = in_turn(rounds, sides)
        shutil.rmtree(home / "cache" / "map")
        figures["first_paint_first_ever_s"] = {"ours": [_ours(city.url, home)["first_paint_s"]]}
    return figures


def _ours(url: str, home: Path, points: Path | None = None) -> Sample:
    return _child(home, "map_ours", "--url", url, *(("--points", str(points)) if points else ()))


def _child(home: Path, module: str, *arguments: str) -> Sample:
    """What a process has measured, and how busy the machine was before it."""
    load = psutil.getloadavg()[0]
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        cwd=ROOT,
        env={**os.environ, "KUZET_HOME": str(home)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
    )
    return json.loads(done.stdout.splitlines()[-1]) | {"load": load}


def _goals(figures: dict[str, dict[str, list[float]]]) -> list[Goal]:
    goals = []
    if "peer" in figures["first_paint_s"]:
        ratio = median_ratio(figures["first_paint_s"], "peer", "ours")
        goals.append(Goal("first_paint_s peer / ours", ratio, f">= {FASTER:g}", ratio >= FASTER))
    for figure in ("pan_fps", "full_hd_pan_fps"):
        ratio = median_ratio(figures[figure], "ours", "floor")
        goals.append(Goal(f"{figure} ours / floor", ratio, f">= {FRAMES}", ratio >= FRAMES))
    return goals
