"""Time is a value: the only module that reads the wall clock.

Times on the wire and in the code are Unix seconds (float, UTC). They are shown in the center's zone, Asia/Almaty
(UTC+5 since 2024-03-01, so the time-zone data must be 2024a or newer).
"""

import time
from datetime import datetime
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


def local(seconds: float) -> datetime:
    """Unix seconds as a date and time in the center's zone."""
    return datetime.fromtimestamp(seconds, ALMATY)


def process_age() -> float:
    """Seconds since the operating system started this process (resolution 10 ms on Linux)."""
    import psutil

    return time.time() - psutil.Process().create_time()
