"""2,000 units that report once a second, on the map and on the patrol board: how long the window's loop stands still.

Ours is the whole console in its window. The peer is what one would write instead: a folium page whose markers are moved
by one ``runJavaScript`` each, beside a ``QStandardItemModel`` in a table, fed by the same link from the same center.
"""

import tempfile
from pathlib import Path

from tests.bench.busy_city import busy_city
from tests.bench.harness import Bench, Goal, in_turn, machine
from tests.bench.map import child

UNITS = 2000
CAMERAS = 20_000
GAP_MS = 33.0


def run(rounds: int) -> Bench:
    """Measure it."""
    with tempfile.TemporaryDirectory() as folder, busy_city(Path(folder) / "city", CAMERAS, UNITS) as city:
        home = Path(folder)
        child(home, "units_ours", "--url", city.url)  # fills the caches
        figures = in_turn(
            rounds,
            {
                "ours": lambda: child(home, "units_ours", "--url", city.url),
                "peer": lambda: child(home, "units_peer", "--url", city.url),
            },
        )
    worst = max(figures["gap_p99_ms"]["ours"])
    goal = Goal("gap_p99_ms, worst round", worst, f"<= {GAP_MS:g} ms", worst <= GAP_MS)
    return Bench("units", machine(), rounds, figures, [goal])
