"""Alarm flood (ISA-18.2): more new alarms than one person can answer."""

from bisect import bisect_right
from collections.abc import Iterable

WINDOW_S = 600.0
BEGINS_ABOVE = 10
ENDS_BELOW = 5
"""A flood begins with more than 10 new alarms in 10 minutes per operator and ends with fewer than 5 (ISA-18.2)."""


class FloodWatch:
    """Counts new alarms of one operator in the last 10 minutes and knows whether it is a flood, with hysteresis."""

    def __init__(self) -> None:
        self.is_flood = False
        self.recent = 0
        self._times: list[float] = []

    def add(self, raised_at: Iterable[float]) -> None:
        """Take in the times of new alarms, Unix seconds."""
        self._times.extend(raised_at)
        self._times.sort()

    def clear(self) -> None:
        """Forget all: a new epoch."""
        self._times.clear()
        self.is_flood = False

    def look(self, now: float) -> None:
        """Count anew at ``now``; old times are forgotten."""
        del self._times[: bisect_right(self._times, now - WINDOW_S)]
        self.recent = bisect_right(self._times, now)
        if self.recent > BEGINS_ABOVE:
            self.is_flood = True
        elif self.recent < ENDS_BELOW:
            self.is_flood = False
