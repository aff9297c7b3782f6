"""Where a record is played and what there is of it: pure values. Times are Unix seconds, ``now`` is monotonic."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from console.domain.streams import AlarmMark

PACES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""The rates an operator steps through; the center plays any between the first and the last."""

Spans = Sequence[tuple[float, float]]
"""What was recorded, in order; the parts do not touch."""


class Playhead(Struct, frozen=True):
    """The moment that is played: ``time`` when a clock that never jumps said ``since``."""

    time: float
    since: float
    rate: float = 1.0
    is_held: bool = False

    def at(self, now: float) -> float:
        """The moment that is due now."""
        return self.time if self.is_held else self.time + max(0.0, now - self.since) * self.rate

    def held(self, now: float) -> "Playhead":
        """Standing where it is."""
        return replace(self, time=self.at(now), since=now, is_held=True)

    def going(self, now: float) -> "Playhead":
        """Running on from where it stands; from ``now`` on, which may lie ahead."""
        return replace(self, since=now, is_held=False) if self.is_held else self

    def later(self, seconds: float) -> "Playhead":
        """Everything so many seconds later: it waits for who cannot keep up."""
        return replace(self, since=self.since + seconds)


def faster(rate: float) -> float:
    """The next rate up; the fastest stays."""
    return next((pace for pace in PACES if pace > rate), PACES[-1])


def slower(rate: float) -> float:
    """The next rate down; the slowest stays."""
    return next((pace for pace in reversed(PACES) if pace < rate), PACES[0])


def span_at(spans: Spans, time: float) -> tuple[float, float] | None:
    """The part of a record that holds a moment; None in a gap."""
    return next(((begin, end) for begin, end in spans if begin <= time < end), None)


def recorded_from(spans: Spans, time: float) -> float | None:
    """The first recorded moment that is not before ``time``; None where the record ends before."""
    return next((max(begin, time) for begin, end in spans if end > time), None)


def gaps(spans: Spans, since: float, until: float) -> list[tuple[float, float]]:
    """What is missing between two moments."""
    found, at = [], since
    for begin, end in spans:
        if begin > at:
            found.append((at, min(begin, until)))
        at = max(at, end)
    if at < until:
        found.append((at, until))
    return [(begin, end) for begin, end in found if begin < end]


def mark_before(marks: Sequence[AlarmMark], time: float) -> AlarmMark | None:
    """The latest alarm before a moment."""
    return max((mark for mark in marks if mark.time < time), key=lambda mark: mark.time, default=None)


def mark_after(marks: Sequence[AlarmMark], time: float) -> AlarmMark | None:
    """The first alarm after a moment."""
    return min((mark for mark in marks if mark.time > time), key=lambda mark: mark.time, default=None)
