"""The video wall: 9, 16 and 25 tiles of 640x360 at 15 frames a second, H.264, from a real center over HTTP.

The streams are as heavy as real cameras send them (``wall_clips``: Main profile, 768 kbit/s, a key frame every 2 s,
noise of a sensor). ``calm at 16`` is the same with the demo's own streams, which decode in half the time: whatever is
not decoding weighs more there. No goal is set for it.

Each side of each round is a process of its own, on a display of its own (Xvfb, 1920 x 1080) that is full of tiles.

* ours: the real pane with the real players (``wall_ours``), the quality policy kept from thinning out;
* libvlc: the same with ``video_engine`` set to libvlc;
* peer: libvlc drawing by itself into native windows (``wall_others peer``);
* floor: the same streams decoded by ffmpeg, one thread each, and thrown away (``wall_others floor``).

``cpu_beside`` is ours and the floor at the same time, each on a core: the goal's figure. In turn the same side takes a
fifth more or less from one minute to the next, as the machine's neighbours let it; side by side both have the same
minute, and the ratio of four rounds differs by 2 %.

``cpu`` is per cent of a core: the process with its children, and for ours and peer what their X server took besides
(alone it is ``cpu_display``). The center's part is in none of them. ``unseen`` frames were decoded, but a newer one
came before the window's thread had painted them. ``first_picture_p95_s`` runs from the wish to open all cameras to the
picture's painting, ``first_picture_after_key_p95_s`` from the coming of the first key frame. ``behind_ms`` is the age
of the clock burnt into the picture when it is read back from the tile ten times a second: center, socket, decoder,
tile.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from statistics import median

from tests.bench.harness import Bench, Goal, Sample, in_turn, machine, median_ratio
from tests.bench.map import child
from tests.bench.startup import running_center
from tests.bench.wall_clips import home_with_them
from tests.bench.wall_others import can_draw_by_itself

SIZES = (9, 16, 25)
CALM = 16
CPU_RATIO, FIRST_PICTURE_S = 1.4, 1.0


def run(rounds: int) -> Bench:
    """Measure all three sizes, and one of them calm."""
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, own_display() as server:
        home = Path(folder)
        if server is None:
            print("peer: not measured, there is no Xvfb (apt: xvfb)")
        elif not can_draw_by_itself():
            print("peer: not measured, libvlc cannot draw into X11 windows (apt: vlc-plugin-video-output)")
        with running_center(home, home_with_them(home / "heavy")) as url:
            for tiles in SIZES:
                figures |= _in_turn(rounds, _sides(home, url, tiles, server), f"at {tiles}")
                figures[f"cpu_beside at {tiles}"] = _side_by_side(rounds, home, url, tiles, server)
        with running_center(home / "calm") as url:
            figures |= _in_turn(rounds, _sides(home, url, CALM, server), f"calm at {CALM}")
    return Bench("wall", machine(), rounds, figures, [goal for tiles in SIZES for goal in _goals(figures, tiles)])


def _sides(home: Path, url: str, tiles: int, server: int | None) -> dict[str, Callable[[], Sample]]:
    measured = partial(_child, home, url, tiles, server)
    sides: dict[str, Callable[[], Sample]] = {
        "ours": partial(measured, "wall_ours"),
        "libvlc": partial(measured, "wall_ours", "--libvlc"),
        "floor": partial(measured, "wall_others", "floor"),
    }
    if server is not None and can_draw_by_itself():
        sides["peer"] = partial(measured, "wall_others", "peer")
    return sides


def _side_by_side(rounds: int, home: Path, url: str, tiles: int, server: int | None) -> dict[str, list[float]]:
    """CPU of ours and of the floor, round by round, each with a home of its own."""
    cpu: dict[str, list[float]] = {"ours": [], "floor": []}
    modules: dict[str, tuple[str, ...]] = {"ours": ("wall_ours",), "floor": ("wall_others", "floor")}
    with ThreadPoolExecutor(len(modules)) as pool:
        for round_ in range(rounds):
            running = {
                side: pool.submit(_child, home / f"beside-{side}", url, tiles, server, *module)
                for side, module in modules.items()
            }
            for side, measured in running.items():
                cpu[side].append(measured.result()["cpu"])
            told = ", ".join(f"{side} {values[-1]:.3g}" for side, values in cpu.items())
            print(f"  round {round_ + 1}/{rounds} side by side: cpu {told}")
    return cpu


def _in_turn(rounds: int, sides: dict[str, Callable[[], Sample]], where: str) -> dict[str, dict[str, list[float]]]:
    return {f"{figure} {where}": by_side for figure, by_side in in_turn(rounds, sides).items()}


@contextmanager
def own_display() -> Iterator[int | None]:
    """An X server for whoever is started meanwhile, by its process id; None where there is none to be had."""
    if which("Xvfb") is None:
        yield None
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    before = {name: os.environ.get(name) for name in ("DISPLAY", "QT_QPA_PLATFORM")}
    os.environ |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    try:
        yield server.pid
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ |= {} if value is None else {name: value}
        server.terminate()
        server.wait(10)


def _child(home: Path, url: str, tiles: int, server: int | None, module: str, *side: str) -> Sample:
    asked = ["--url", url, "--tiles", str(tiles), *(() if server is None else ("--server", str(server)))]
    return child(home, module, *side, *asked)


def _goals(figures: dict[str, dict[str, list[float]]], tiles: int) -> list[Goal]:
    goals = []
    for side in ("ours", "libvlc"):
        cpu = figures[f"cpu_beside at {tiles}" if side == "ours" else f"cpu at {tiles}"]
        ratio = median_ratio(cpu, side, "floor")
        lost = max(figures[f"lost at {tiles}"][side])
        first = median(figures[f"first_picture_after_key_p95_s at {tiles}"][side])
        what = f"at {tiles}, {side}"
        goals += [
            Goal(f"cpu {what} / floor", ratio, f"<= {CPU_RATIO}", ratio <= CPU_RATIO),
            Goal(f"lost {what}, worst round", lost, "0", lost == 0),
            Goal(f"first_picture_after_key_p95_s {what}", first, f"<= {FIRST_PICTURE_S:g} s", first <= FIRST_PICTURE_S),
        ]
    return goals
