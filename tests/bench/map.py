"""The map: first paint of 150,000 cameras, panning, zoom steps, changes; and their cost at 10,000 and at 1,000,000.

Each side of each round is a process of its own. Ours is the real pane on a real center; the peer is folium's
FastMarkerCluster with the very same points; the floor a page with Leaflet and nothing on it. First paint is timed from
points in memory to all points on the screen; ours with the caches of an ordinary start, and (``first_ever``) without.
The names of places, which the peer has not, come after the points (``first_paint_with_names``).
How a change reaches the screen is measured in the whole console (``map_changes``).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import psutil

from tests.bench.busy_city import ROOT, busy_city
from tests.bench.harness import Bench, Goal, Sample, in_turn, machine, median_ratio
from tests.bench.map_others import INSTALL, plug_in

CAMERAS = 150_000
SIZES = (10_000, 1_000_000)
FASTER, FRAMES, LATE_MS = 10.0, 0.9, 150.0


def run(rounds: int) -> Bench:
    """Measure it; the large and the small city once."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures = _at_full_size(rounds, home)
        for count in SIZES:
            desk = home / f"desk-{count}"  # a console of its own: the registry that another has kept is of another city
            desk.mkdir()
            with busy_city(home / f"city-{count}", count) as city:
                _ours(city.url, desk)  # fills the caches
                sample = _ours(city.url, desk) | _changes(city.url, desk, home / f"city-{count}")
                figures |= {f"{name} at {count:,}": {"ours": [value]} for name, value in sample.items()}
    return Bench("map", machine(), rounds, figures, _goals(figures))


def _at_full_size(rounds: int, home: Path) -> dict[str, dict[str, list[float]]]:
    points = home / "points.npy"
    with busy_city(home / "city", CAMERAS) as city:
        _ours(city.url, home, points)  # fills the caches
        sides = {"ours": lambda: _ours(city.url, home), "floor": lambda: child(home, "map_others", "floor")}
        if plug_in() is None:
            print(f"peer: not measured, {INSTALL}")
        else:
            sides["peer"] = lambda: child(home, "map_others", "peer", "--points", str(points))
        figures = in_turn(rounds, sides)
        figures |= in_turn(rounds, {"ours": lambda: _changes(city.url, home, home / "city")})
        shutil.rmtree(home / "cache" / "map")
        figures["first_paint_first_ever_s"] = {"ours": [_ours(city.url, home)["first_paint_s"]]}
    return figures


def _ours(url: str, home: Path, points: Path | None = None) -> Sample:
    return child(home, "map_ours", "--url", url, *(("--points", str(points)) if points else ()))


def _changes(url: str, home: Path, folder: Path) -> Sample:
    sample = child(home, "map_changes", "--url", url, "--folder", str(folder))
    return {name: value for name, value in sample.items() if "change" in name or "wrong" in name}


def child(home: Path, module: str, *arguments: str) -> Sample:
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
    late = median(figures["change_p99_ms"]["ours"])
    goals.append(Goal("change_p99_ms", late, f"<= {LATE_MS:g} ms", late <= LATE_MS))
    wrong = max(figures["wrong_marks"]["ours"])
    return [*goals, Goal("wrong_marks, worst round", wrong, "0", wrong == 0)]
