"""``python -m tests.bench NAME [--json FILE] [--rounds N]``: the benchmarks of the project."""

import argparse
import importlib
import os
from pathlib import Path

NAMES = ("startup", "two_consoles", "map", "units", "flood", "wall")


def main() -> None:
    """Run one benchmark and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every raw sample")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bench = importlib.import_module(f"tests.bench.{options.name}").run(options.rounds)
    bench.show()
    if options.json:
        bench.write(options.json)


if __name__ == "__main__":
    main()
