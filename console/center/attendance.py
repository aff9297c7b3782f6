"""Who is connected and what they look at: told to all consoles, kept in no log.

An operator may sit at several consoles: they are one, there since the first of them came, and look where they looked
last. Choosing row after row would tell the room each of them, so what is new waits for a moment and goes together.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from console.center.fan_out import FanOut
from console.clock import Clock
from console.domain.presence import Gaze, Present
from console.domain.session import Operator

TELL_AFTER_S = 0.1
"""So long what is new waits for more of it."""


class Seat:
    """One console of an operator."""

    def __init__(self, operator: Operator, since: float, changed: Callable[[], None]) -> None:
        self.operator = operator
        self.since = since
        self.gaze: Gaze | None = None
        self.looked_at = since
        self._changed = changed

    def look(self, gaze: Gaze | None, now: float) -> None:
        """Its operator has chosen something else."""
        self.gaze, self.looked_at = gaze, now
        self._changed()


class Attendance:
    """All seats that are taken."""

    def __init__(self, fan_out: FanOut, clock: Clock) -> None:
        self._fan_out = fan_out
        self._clock = clock
        self._seats: list[Seat] = []
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def seated(self, operator: Operator) -> Iterator[Seat]:
        """A console of the operator is connected for as long as this lasts."""
        seat = Seat(operator, self._clock.now(), self._change)
        self._seats.append(seat)
        self._change()
        try:
            yield seat
        finally:
            self._seats.remove(seat)
            self._change()

    def everybody(self) -> tuple[Present, ...]:
        """Each operator who is connected, those who came first in front."""
        seats: dict[str, list[Seat]] = {}
        for seat in self._seats:
            seats.setdefault(seat.operator.id, []).append(seat)
        return tuple(_present(taken) for taken in seats.values())

    def _change(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TELL_AFTER_S, self._tell)

    def _tell(self) -> None:
        self._timer = None
        self._fan_out.attend(self.everybody())


def _present(seats: Sequence[Seat]) -> Present:
    first, latest = seats[0], max(seats, key=lambda seat: seat.looked_at)
    return Present(first.operator.id, first.operator.name, first.operator.role, first.since, latest.gaze)
