"""500 alarms a second for 60 s into a queue of 10,000 active ones, with 9 video tiles and 1,000 units.

Ours is the whole console in its window: center process, socket, store, queue, map, wall. The operator acknowledges
once a second what is over, so that as many rows go as come. The peer is what one would write instead, a
``QStandardItemModel`` behind a ``QSortFilterProxyModel`` in a table, and nothing else in its window. The floor takes
the same entries in and shows nothing.

``paint_*_ms`` is the time from the center's word (the entry's own) to the end of the paint event that first shows the
alarm, its own row or that of the group it stands in, of alarms that are in view; ``known_*_ms`` is that until the queue
has taken it in, of all alarms. ``turn_cpu_*_ms`` is the CPU time of the window's thread between two turns of its loop:
on a machine with other work the gap is longer than that, and not by us. ``later_mb`` is by how much memory grows in
the 20 s after the flood.
"""

import math
import tempfile
from pathlib import Path

from tests.bench.busy_city import busy_city
from tests.bench.harness import Bench, Goal, in_turn, machine
from tests.bench.map import child

CAMERAS, UNITS = 20_000, 1000
PAINT_MS, GAP_MS, LATER_MB = 200.0, 50.0, 10.0


def run(rounds: int) -> Bench:
    """Measure it; each side of each round on a city of its own."""
    figures = in_turn(rounds, {side: lambda side=side: _side(side) for side in ("ours", "peer", "floor")})  # type: ignore[misc]
    goals = [
        _goal("paint_p99_ms", figures["paint_p99_ms"].get("ours", [math.inf]), PAINT_MS, "ms"),
        _goal("gap_p99_ms", figures["gap_p99_ms"]["ours"], GAP_MS, "ms"),
        _goal("later_mb", figures["later_mb"]["ours"], LATER_MB, "MB"),
        _goal("lost", figures["lost"]["ours"], 0.0, "alarms"),
    ]
    return Bench("flood", machine(), rounds, figures, goals)


def _side(side: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "city"
        with busy_city(data, CAMERAS, UNITS, "tests.bench.flooded_city") as city:
            module = "flood_ours" if side == "ours" else "flood_others"
            return child(
                Path(folder), module, *([] if side == "ours" else [side]), "--url", city.url, "--folder", str(data)
            )


def _goal(figure: str, samples: list[float], most: float, unit: str) -> Goal:
    worst = max(samples)
    return Goal(f"{figure}, worst round", worst, f"<= {most:g} {unit}", worst <= most)
