"""Opening and closing again and again leaves nothing behind: no thread, no file, no memory.

The long version has a command of its own: ``installer/test -m soak tests/console/video``.
"""

import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from console.video.pool import PlayerPool
from tests.console.video.rtsp_camera import RtspCamera, units
from tests.live_streams import Camera, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and asks glibc")

Make = Callable[..., RtspCamera]

BOX = (640, 360)
"""Each player has three pictures of this size, 2.8 MB: what is left behind is soon seen."""

SLACK_MB = 32
"""What the allocator cannot give back for a few bytes on each page. libvlc's many threads make it grow over the first
100 cycles by 20 MB or so, and then no more; three pictures left behind by 36 players would be 100 MB."""


def memory_mb() -> float:
    """Memory that no file stands behind, without what the allocator of C merely keeps for the next one.

    Pages of libraries are no measure: whether they count as our own depends on who else has them loaded.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


class Cycles:
    """Opens and closes streams, each in another way than the one before."""

    def __init__(self, pool: PlayerPool, addresses: list[str]) -> None:
        self._pool = pool
        self._addresses = addresses
        self._done = 0

    def run(self, cycles: int) -> None:
        for _ in range(cycles):
            playing = self._pool.play(self._addresses[self._done % len(self._addresses)], *BOX, lambda: None)
            wanted = self._done // len(self._addresses) % 3
            if wanted == 1:
                wait_until(lambda: playing.state != "opening")  # noqa: B023
            elif wanted == 2:
                wait_until(lambda: playing.frames > 2 or playing.state in ("refused", "failed"))  # noqa: B023
            playing.stop()
            assert playing.wait(5)
            self._done += 1
        wait_until(lambda: self._pool.running == 0)
        wait_until(lambda: not any(thread.name == "rtsp-feed" for thread in threading.enumerate()))


@pytest.fixture
def cycles(pool: PlayerPool, camera: Camera, rtsp: Make, tmp_path: Path) -> Cycles:
    """Streams over HTTP and RTSP, a file, one that refuses and one that is not there."""
    quick = units(gop=3)
    by_tcp = rtsp(quick, user="duty", password="x")
    by_udp = rtsp(quick, transport="udp")
    camera.burst = 15
    clip = tmp_path / "clip.ts"
    clip.write_bytes(b"".join(camera.pieces))
    return Cycles(
        pool,
        [
            camera.address,
            by_tcp.address("duty", "x"),
            by_udp.address(),
            str(clip),
            by_tcp.address("duty", "wrong"),
            "rtsp://127.0.0.1:9/",
        ],
    )


def grown_mb(cycles: Cycles, first: int, then: int) -> float:
    """Growth of memory over ``then`` cycles that follow the ``first``; no thread and no file may be left at all."""
    cycles.run(first)
    process = psutil.Process()
    threads, files, memory = process.num_threads(), process.num_fds(), memory_mb()
    cycles.run(then)
    wait_until(lambda: process.num_threads() <= threads)
    wait_until(lambda: process.num_fds() <= files)
    return memory_mb() - memory


def test_sixty_openings_leave_nothing_behind(cycles: Cycles) -> None:
    assert grown_mb(cycles, 24, 36) < SLACK_MB


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_openings_leave_nothing_behind(cycles: Cycles) -> None:
    assert grown_mb(cycles, 200, 800) < SLACK_MB
