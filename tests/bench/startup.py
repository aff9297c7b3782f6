"""Start of the console: process start to all panes filled from a running center, 150,000 cameras, warm disk cache.

The floor is a bare window with a blank web page in a process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.harness import Bench, Goal, Sample, in_turn, machine, median_ratio

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running_center(home: Path, kuzet_home: Path | None = None) -> Iterator[str]:
    """A center process of its own on loopback; yields its address, ends it by its own handle.

    Its log is new, its caches (city, pictures) are the user's: let ``main.py center`` run once before, until its
    pictures are drawn, or the drawing is measured with it. With ``kuzet_home`` its caches are there.
    """
    environment = os.environ if kuzet_home is None else {**os.environ, "KUZET_HOME": str(kuzet_home)}
    center = subprocess.Popen(
        [sys.executable, "main.py", "center", "--end-with-parent", "--data", str(home / "center")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert center.stdout is not None
    try:
        for line in center.stdout:
            word = json.loads(line)
            if word.get("ready"):
                yield word["url"]
                return
        raise RuntimeError("the center did not start")
    finally:
        center.terminate()
        center.wait(20)


def run(rounds: int) -> Bench:
    """Measure it."""
    with tempfile.TemporaryDirectory() as folder, running_center(Path(folder)) as url:
        home = Path(folder)
        _console(url, home)  # warms the disk cache
        figures = in_turn(rounds, {"ours": lambda: _console(url, home), "floor": _floor})
    ratio = median_ratio(figures["start_to_ready_s"], "ours", "floor")
    goal = Goal("start_to_ready_s ours / floor", ratio, "<= 3", ratio <= 3)
    return Bench("startup", machine(), rounds, figures, [goal])


def _console(url: str, home: Path) -> Sample:
    report = home / "report.json"
    command = [sys.executable, "main.py", "--center", url, "--role", "duty_officer", "--report", str(report)]
    subprocess.run(
        [*command, "--after", "1"], cwd=ROOT, env={**os.environ, "KUZET_HOME": str(home)}, check=True, timeout=120
    )
    return {"start_to_ready_s": json.loads(report.read_text())["ui"]["start_to_ready_s"]}


def _floor() -> Sample:
    command = [sys.executable, "-m", "tests.bench.floor_window"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    return {"start_to_ready_s": float(done.stdout.split()[-1])}
