"""Alarm flood (ISA-18.2): more new alarms than the people on duty can answer."""

from collections import Counter
from collections.abc import Iterable

WINDOW_S = 600
BEGINS_ABOVE = 10
ENDS_BELOW = 5
"""A flood begins with more than 10 new alarms in 10 minutes per operator and ends with fewer than 5 (ISA-18.2)."""


class FloodWatch:
    """Counts new alarms in the last 10 minutes, to the second, and knows whether it is a flood, with hysteresis."""

    def __init__(self) -> None:
        self.is_flood = False
        self.recent = 0
        """New alarms in the window."""
        self._in_second: Counter[int] = Counter()

    def add(self, raised_at: Iterable[float]) -> None:
        """Take in the times of new alarms, Unix seconds."""
        self._in_second.update(map(int, raised_at))

    def clear(self) -> None:
        """Forget all: a new epoch."""
        self._in_second.clear()
        self.is_flood = False

    def look(self, now: float, operators: int = 1) -> None:
        """Count anew at ``now`` for so many who answer (one at least); old times are forgotten."""
        for second in [second for second in self._in_second if second <= now - WINDOW_S]:
            del self._in_second[second]
        self.recent = sum(n for second, n in self._in_second.items() if second <= now)
        each = self.recent / max(1, operators)
        if each > BEGINS_ABOVE:
            self.is_flood = True
        elif each < ENDS_BELOW:
            self.is_flood = False
