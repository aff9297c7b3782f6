"""Time is a value: the only module that reads the wall clock.

Times on the wire and in the code are Unix seconds (float, UTC). They are shown in the center's zone, Asia/Almaty
(UTC+5 since 2024-03-01, so the time-zone data must be 2024a or newer).
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")


class Clock(Protocol):
    """What tells the time: the wall, a center's clock that may run at any rate, or a test's."""

    def now(self) -> float:
        """Unix seconds."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Unix seconds."""
        return time.time()


class SteadyClock:
    """The clock of a center: reads the wall once, then runs on, never back.

    A center whose time steps back would take each new position of a unit for older than the last, and old ones for
    fresh. So neither a wall clock that is set back while it runs, nor one that is wrong at its start, may lead it
    before ``not_before`` (Unix seconds): the last time that its log knows of.
    """

    def __init__(self, not_before: float = 0.0) -> None:
        wall = time.time()
        self._began = max(wall, not_before)
        self._at = _elapsed()
        self.ahead_s = self._began - wall
        """How far ahead of the machine's clock it began, seconds."""

    def now(self) -> float:
        """Unix seconds."""
        return self._began + _elapsed() - self._at


class CenterClock:
    """The center's time as the console sees it: follows the last time told, at the rate told.

    Between two tellings it runs on the monotonic clock, so a wrong or jumping wall clock of the console's machine is
    never shown to an operator.
    """

    def __init__(self) -> None:
        self._told = time.time()
        self._at = time.monotonic()
        self.rate = 1.0

    def tell(self, server_time: float, rate: float = 1.0) -> None:
        """Set the center's time (Unix seconds) and how fast it runs (1.0 live, 0.0 paused)."""
        self._told, self._at, self.rate = server_time, time.monotonic(), rate

    def now(self) -> float:
        """The center's Unix seconds."""
        return self._told + (time.monotonic() - self._at) * self.rate


def monotonic() -> float:
    """Seconds of a clock that never jumps; for ages and time-outs."""
    return time.monotonic()


def _elapsed() -> float:
    """The monotonic clock, through a machine's sleep as well where the system counts that apart (Linux)."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def local(seconds: float) -> datetime:
    """Unix seconds as a date and time in the center's zone."""
    return datetime.fromtimestamp(seconds, ALMATY)


def process_age() -> float:
    """Seconds since the operating system started this process (resolution 10 ms on Linux).

    On Linux both times are of the clock that began with the machine: psutil's start time is of the wall clock and may
    be off by half a second, because the kernel tells the machine's own start in whole seconds.
    """
    if sys.platform == "linux":
        started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started
    import psutil

    return time.time() - psutil.Process().create_time()
