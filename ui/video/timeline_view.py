"""Which part of a record a scrub bar shows, and what lies where on it: pure reckoning, no painting."""

from msgspec import Struct

from console.clock import local

SPANS = (120.0, 600.0, 1_800.0, 3_600.0, 10_800.0, 21_600.0, 86_400.0)
"""Seconds that the bar can show."""

TICKS = (10.0, 30.0, 60.0, 300.0, 600.0, 1_800.0, 3_600.0, 10_800.0, 21_600.0)
"""Seconds between its figures."""

MARGIN = 0.06
"""Share of the bar at each end that the playhead does not enter: the bar moves on before."""

AFTER_NOW = 0.03
"""Share of the bar that may lie beyond now."""


class Shown(Struct, frozen=True):
    """From when on, and how many seconds."""

    since: float
    span: float = 3_600.0

    @property
    def until(self) -> float:
        """Where it ends."""
        return self.since + self.span

    def share(self, time: float) -> float:
        """Where a moment lies, 0..1 of the width within the bar."""
        return (time - self.since) / self.span

    def time(self, share: float) -> float:
        """The moment at a share of the width."""
        return self.since + share * self.span

    def following(self, time: float, now: float) -> "Shown":
        """The same part while ``time`` is well inside it, else one with it in the middle; never far beyond now."""
        since = self.since
        if not MARGIN <= self.share(time) <= 1 - MARGIN:
            since = time - self.span / 2
        return Shown(min(since, now - self.span * (1 - AFTER_NOW)), self.span)

    def zoomed(self, steps: int, around: float, now: float) -> "Shown":
        """More or less time; ``around`` stays where it is."""
        at = min(range(len(SPANS)), key=lambda index: abs(SPANS[index] - self.span))
        span = SPANS[min(max(at - steps, 0), len(SPANS) - 1)]
        since = around - self.share(around) * span
        return Shown(min(since, now - span * (1 - AFTER_NOW)), span)

    def ticks(self, most: int) -> list[float]:
        """Round moments to write figures at, at most so many; round by the clock on the wall."""
        step = next((tick for tick in TICKS if self.span / tick <= max(1, most)), TICKS[-1])
        offset = (local(self.since).utcoffset() or local(0).resolution * 0).total_seconds()
        first = (self.since + offset) // step * step + step - offset
        return [first + n * step for n in range(int((self.until - first) / step) + 1) if first + n * step <= self.until]
