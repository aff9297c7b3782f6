"""Our console with 2,000 units that move: ``python -m tests.bench.units_ours --url URL``."""

import argparse
import asyncio
import time

from tests.bench.desks import working_desk
from tests.bench.driven import CITY, tell
from tests.bench.harness import Sample
from tests.bench.windows import in_process

SECONDS = 20.0
ZOOM = 12


async def measure(url: str) -> Sample:
    """The gap of the loop, the pictures that reach the window, and this process's share of a core."""
    async with working_desk(url) as desk:
        desk.console.map.views.fly_to(CITY[1], CITY[0], ZOOM)
        await asyncio.sleep(3)
        desk.gap.restart()
        began, pictures = time.process_time(), desk.map.presented.count
        await asyncio.sleep(SECONDS)
        return {
            "units": len(desk.console.store.picture.units),
            "gap_p50_ms": desk.gap.percentile(0.5) or 0.0,
            "gap_p99_ms": desk.gap.percentile(0.99) or 0.0,
            "gap_worst_ms": desk.gap.percentile(1.0) or 0.0,
            "pictures_per_s": (desk.map.presented.count - pictures) / SECONDS,
            "window_cpu": (time.process_time() - began) / SECONDS,
        }


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    asked = parser.parse_args()
    tell(in_process(lambda: measure(asked.url)))


if __name__ == "__main__":
    main()
