"""One playhead for the tiles that play their records in step.

Each tile's stream is a little ahead of the playhead, and a picture is shown when its moment is due: that is what keeps
tiles together, whatever each stream took to begin. Before it runs, the playhead waits until all have their first
picture; while it runs, it never goes past what the slowest of them can show.
"""

from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from console.domain.playhead import Playhead

BEGIN_WITHIN_S = 4.0
"""Longest wait for the first pictures of all; who has none then comes in later."""

HEADROOM_S = 0.12
"""How much later than their coming pictures are shown: what the network and the loop's turns vary by."""


class Member(Protocol):
    """A tile that plays by a deck."""

    @property
    def has_begun(self) -> bool:
        """Whether it has a picture of the moment asked for, or will not get one."""
        ...

    def collect(self, now: float) -> None:
        """Take what has come; nothing is shown yet."""
        ...

    def lasts_until(self, now: float) -> float | None:
        """The moment up to which its pictures that are there will do; None where it is not to be waited for."""
        ...

    def begin(self, now: float) -> None:
        """Play from the playhead on: it was set to another moment or rate, or runs again."""
        ...

    def halt(self) -> None:
        """Play no further; the picture stays."""
        ...


class Deck:
    """The playhead and who follows it."""

    def __init__(self, time: float, now: float) -> None:
        self.playhead = Playhead(time, now, is_held=True)
        self.moment = time
        """What all show until the next turn: one moment, however long the turn takes from the first to the last."""
        self.members: list[Member] = []
        self.is_paused = False
        self.stops_at_end = False
        """What the end of a record brings: a stop, or the live picture."""
        self._waits_since: float | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether first pictures are awaited."""
        return self._waits_since is not None

    @property
    def rate(self) -> float:
        """Seconds of the record in a second."""
        return self.playhead.rate

    def seek(self, time: float, now: float) -> None:
        """Go to a moment, playing or paused as before."""
        self.playhead = Playhead(time, now, self.rate, is_held=True)
        self._begin(now, self.members)

    def play(self, now: float) -> None:
        """Run on from where it stands."""
        if self.is_paused:
            self.is_paused = False
            self._begin(now, self.members)

    def pause(self, now: float, at: float | None = None) -> None:
        """Stand still, at the moment of the picture that is shown where that is known."""
        was_waiting = self.is_waiting
        self.playhead = self.playhead.held(now)
        self.is_paused, self._waits_since = True, None
        if was_waiting:  # no picture of this moment is there yet: a single frame will be
            self._begin(now, self.members)
            return
        if at is not None:
            self.playhead = replace(self.playhead, time=at)
        for member in self.members:
            member.halt()

    def run_at(self, rate: float, now: float) -> None:
        """Another rate from here on."""
        if rate != self.rate:
            self.playhead = replace(self.playhead.held(now), rate=rate)
            if not self.is_paused:
                self._begin(now, self.members)

    def join(self, member: Member, now: float) -> None:
        """One more follows: all wait until it has its picture, too."""
        self.members.append(member)
        if not self.is_paused:
            self.playhead = self.playhead.held(now)
        self._begin(now, [member])

    def leave(self, member: Member) -> None:
        """It follows no longer."""
        self.members.remove(member)

    def twin(self, now: float) -> "Deck":
        """Another one that stands or runs where this one does, for who leaves it."""
        twin = Deck(self.playhead.at(now), now)
        twin.playhead = replace(twin.playhead, rate=self.rate)
        twin.is_paused, twin.stops_at_end = self.is_paused, self.stops_at_end
        return twin

    def turn(self, now: float) -> None:
        """Let the playhead run when all are ready, and wait for who is behind; called many times a second.

        What has come is taken first, of all: a window that was busy for a second has not starved anybody.
        """
        for member in self.members:
            member.collect(now)
        self._run(now)
        self.moment = self.playhead.at(now)

    def _run(self, now: float) -> None:
        if self._waits_since is not None:
            if all(member.has_begun for member in self.members) or now - self._waits_since > BEGIN_WITHIN_S:
                self._waits_since = None
                if not self.is_paused:
                    self.playhead = self.playhead.going(now + HEADROOM_S)
            return
        ends = [end for member in self.members if (end := member.lasts_until(now)) is not None]
        if ends and not self.is_paused and (ahead := self.playhead.at(now) - min(ends)) > 0:
            self.playhead = self.playhead.later(ahead / self.rate)

    def _begin(self, now: float, members: Sequence[Member]) -> None:
        self._waits_since, self.moment = now, self.playhead.at(now)
        for member in members:
            member.begin(now)
