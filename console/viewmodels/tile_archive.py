"""A tile's record: its streams from the center, the pictures that wait for their moment, and what is told of it.

A stream is opened a little before its pictures are due. Each picture is kept with its moment until the deck's playhead
is there; so tiles of one deck show the same moment although their streams began at different times. While the deck
stands, single frames are asked for instead: a picture that stands costs nothing.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from math import floor
from typing import Protocol

import numpy as np
from msgspec import Struct
from PySide6.QtGui import QImage

from console.domain import masking
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.masking import Masks
from console.domain.playhead import recorded_from
from console.domain.playing import Frame, Pixels, Player, PlayerState
from console.domain.protocol import Opening, Quality
from console.domain.streams import ArchiveRanges, StreamFacts
from console.viewmodels.deck import Deck

LOOKED_BACK_S = 86_400.0
"""How much of a record is asked for around the moment that is played, to each side."""

KNOWN_FOR_S = 20.0
"""After so long the record is asked for anew: it grows, and alarms come."""

AHEAD_AT_MOST = 30
"""Pictures that wait for their moment; a stream that is further ahead is broken off and opened again later."""

COME_BACK_S = 0.8
"""How long before its moment a stream is opened: to connect, to decode and to be a little ahead."""

NEAR_S = 0.5
"""What begins so soon after the moment asked for is no gap worth a word."""

AT_END_S = 3.0
"""A record that ends so shortly before now has been played to its end."""

STARVED_S = 1.5
"""A tile that gets no picture for so long is not waited for any longer."""

LATE_S = 2.0
"""One that comes back so late is opened anew at the playhead, and no sooner than this after the last time."""

TOLD_FOR_S = 10.0
"""A gap that was left out is told of for so long."""

TRIES = 3
"""A stream of a record that breaks off is opened again so often before it is given up."""

FRAME_RATE = 15.0
"""Frames a second of a record of which it is not known: how far a step goes."""


class Footage(Protocol):
    """What a tile asks the center about its camera. Each raises Refused, or OSError without a center."""

    async def ranges(self, camera: str, since: float, until: float) -> ArchiveRanges:
        """What was recorded between two moments."""
        ...

    async def still(self, opening: Opening, at: float, quality: Quality, width: int) -> tuple[bytes, float]:
        """The frame shown at a moment as JPEG, and when it was taken."""
        ...

    async def renew(self, opening: Opening) -> None:
        """Keep a lease that nobody watches."""
        ...

    async def close(self, opening: Opening) -> None:
        """End a lease, which the journal then tells."""
        ...


class Gap(Struct, frozen=True):
    """Nothing was recorded between two moments; ``is_over`` where the playhead went on to the end of it."""

    since: float
    until: float
    is_over: bool = False


@dataclass(frozen=True)
class Projector:
    """How a tile's record reaches its pictures.

    Attributes:
        footage: the center.
        opening: the tile's lease.
        start: a player, of the tile's size, for an address.
        quality: which stream suits the tile now.
        width: of the tile's picture, device pixels.
        spawn: starts a named task.
        now: seconds of a clock that never jumps.
        time: the center's time.
    """

    footage: Footage
    opening: Opening
    start: Callable[[str], Player]
    quality: Callable[[], Quality]
    width: Callable[[], int]
    spawn: Callable[..., "asyncio.Task[None]"]
    now: Callable[[], float]
    time: Callable[[], float]


class _Picture(Struct, frozen=True):
    time: float
    frame: Frame


class TileArchive:
    """The record of one tile's camera; a ``Member`` of its deck."""

    def __init__(self, deck: Deck, projector: Projector, known: ArchiveRanges) -> None:
        self.deck = deck
        self.known = known
        """What was recorded, as last asked."""
        self.frame: Frame | None = None
        self.time: float | None = None
        """When the picture that is shown was taken."""
        self.gap: Gap | None = None
        self.trouble: Problem | None = None
        self.is_leaving = False
        """Whether the live picture is awaited."""
        self.is_at_end = False
        self._projector = projector
        self._player: Player | None = None
        self._next: Player | None = None
        self._from = self._next_from = self._began_at = self._newest = self._again_at = 0.0
        self._seen = 0
        self._waiting: deque[_Picture] = deque()
        self._came_at, self._beat = float("-inf"), 0.0
        self._after = float("inf")
        """Seconds of the record between its last two pictures."""
        self._come_back: float | None = None
        self._has_begun = False
        self._tries = 0
        self._has_still = False
        self._asking: asyncio.Task[None] | None = None
        self._learning: asyncio.Task[None] | None = None
        self._known_at = self._renewed_at = projector.now()

    @property
    def center_time(self) -> float:
        """The center's time now."""
        return self._projector.time()

    @property
    def has_stream(self) -> bool:
        """Whether a stream plays or begins."""
        return self._player is not None or self._next is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing comes and nothing waits: it stands in a gap, or at the end."""
        return not (self.has_stream or self._waiting or self._asking)

    @property
    def is_going(self) -> bool:
        """Whether the picture shown is not yet that of the moment asked for."""
        return not self._has_begun

    @property
    def goes_on_at(self) -> float | None:
        """The moment from which there is more of the record; None where nothing is awaited."""
        return self._come_back

    @property
    def has_begun(self) -> bool:
        """See ``Member``."""
        return self._has_begun

    def collect(self, now: float) -> None:
        """See ``Member``."""
        if self._next is not None and self._next.frames:
            self._promote(self._next, now)
        player = self._player
        if player is not None and player.frames != self._seen:
            self._seen = player.frames
            newest = player.position
            for frame in player.take_all():
                position = newest if frame.position is None else frame.position
                played = (now - self._began_at if position is None else position) * self.deck.rate
                self._keep(_Picture(self._from + played, _lasting(frame)), now)
        if _is_over(self._next):
            self._next = self._stopped(self._next)
            if self._player is None:
                self._ended(now)
        if _is_over(self._player):
            self._player = self._stopped(self._player)
            if self._next is None:
                self._ended(now)

    def lasts_until(self, now: float) -> float | None:
        """See ``Member``."""
        if self._player is None or now - self._came_at > STARVED_S:
            return None
        return self._newest + self._beat

    def begin(self, now: float) -> None:
        """See ``Member``."""
        self.halt()
        moment = self.deck.playhead.at(now)
        self._has_begun, self._tries, self._again_at = False, 0, now
        self.is_at_end, self.trouble = False, None
        if self.gap is not None and not self.gap.since - NEAR_S <= moment <= self.gap.until + NEAR_S:
            self.gap = None
        at = recorded_from(self.known.ranges, moment)
        if at is None and moment > self.known.until - AT_END_S and self._projector.time() - moment > AT_END_S:
            at = moment  # recorded since we asked
        if at is None:
            self.is_at_end = self._has_begun = True
        elif at - moment > NEAR_S:
            self.gap = Gap(moment, at)
            self._come_back, self._has_begun = at, True
        elif self.deck.is_paused:
            self._ask_for(at)
        else:
            self._open(at)

    def halt(self) -> None:
        """See ``Member``."""
        for player in (self._player, self._next):
            if player is not None:
                player.stop()
        if self._asking is not None:
            self._asking.cancel()
        self._player = self._next = self._asking = self._come_back = None
        self._waiting.clear()

    def close(self) -> None:
        """End everything; the picture is forgotten."""
        self.halt()
        if self._learning is not None:
            self._learning.cancel()
        self.frame = None

    def lend(self, opening: Opening) -> None:
        """Play on by another lease."""
        self._projector = replace(self._projector, opening=opening)
        self.begin(self._projector.now())

    def move_to(self, deck: Deck, now: float) -> None:
        """Follow another playhead."""
        self.deck.leave(self)
        self.deck = deck
        deck.join(self, now)

    def fit(self) -> None:
        """The tile has another size: play on in pictures that suit it, without a gap."""
        if self.deck.is_paused and self.time is not None:
            self._ask_for(self.time)
        elif self._player is not None and self._next is None:
            self._open(self.deck.playhead.at(self._projector.now() + COME_BACK_S))

    def stepped(self, frames: int) -> float | None:
        """The moment so many frames on, or back: a little after the frame begins; None before the first picture."""
        beat = 1 / (self._facts.frame_rate or FRAME_RATE)
        if self._asking is not None:
            return self.deck.playhead.time + frames * beat
        return None if self.time is None else self.time + (frames + 0.4) * beat

    def turn(self, now: float) -> bool:
        """Open what is needed, show what is due; whether there is another picture."""
        self._go_on(now)
        return self._show()

    def watch(self, now: float) -> None:
        """Keep the lease and what is known of the record; a few times a second."""
        opening = self._projector.opening
        if self.has_stream:
            self._renewed_at = now
        elif now - self._renewed_at > opening.expires_in / 3:
            self._renewed_at = now
            self._projector.spawn(self._renew(), f"renew {opening.camera}")
        if now - self._known_at > KNOWN_FOR_S:
            self.learn()

    def learn(self) -> None:
        """Ask anew what was recorded."""
        self._known_at = self._projector.now()
        if self._learning is None:
            self._learning = self._projector.spawn(self._learn(), f"record of {self.known.camera}")

    @property
    def _facts(self) -> StreamFacts:
        opening = self._projector.opening
        return opening.main_facts if self._projector.quality() == "main" else opening.sub_facts

    def _open(self, at: float) -> None:
        """A stream from ``at`` on; its first picture is the one that was shown at that moment."""
        rate = self._facts.frame_rate
        begin = floor(at * rate + 1e-3) / rate if rate else at
        start = begin + 0.002  # an address has milliseconds: they must not fall short of the frame
        address = self._projector.opening.archive_at(start, self.deck.rate, self._projector.quality())
        self._next, self._next_from, self._come_back = self._projector.start(address), begin, None
        if self._player is None:
            self._newest = begin

    def _promote(self, player: Player, now: float) -> None:
        self._stopped(self._player)
        self._player, self._from, self._began_at, self._seen = player, self._next_from, now, 0
        self._next, self._after = None, float("inf")
        while self._waiting and self._waiting[-1].time >= self._from:
            self._waiting.pop()
        self._newest = self._waiting[-1].time if self._waiting else self._from - 1.0

    def _keep(self, picture: _Picture, now: float) -> None:
        if picture.time <= self._newest or self._player is None:
            return
        self._waiting.append(picture)
        if self._came_at > self._began_at:
            after = picture.time - self._newest
            self._beat, self._after = min(after, self._after), after  # one that is missing does not make a longer beat
        self._newest, self._came_at, self._tries, self._has_begun = picture.time, now, 0, True
        due = self.deck.playhead.at(now)
        late = (due - picture.time) / self.deck.rate
        if len(self._waiting) > AHEAD_AT_MOST and self._waiting[-AHEAD_AT_MOST].time > due:
            self._player, self._come_back = self._stopped(self._player), picture.time
        elif late > LATE_S and now > self._again_at:
            self._player, self._come_back = self._stopped(self._player), self.deck.playhead.at(now)
            self._again_at = now + LATE_S

    def _ended(self, now: float) -> None:
        """There is no stream any more: a gap, the end of the record, or it broke off."""
        last = self._newest
        self._has_begun = True
        self.learn()
        following = recorded_from(self.known.ranges, last + NEAR_S)
        if self._projector.time() - last < AT_END_S:
            self.is_at_end = True
        elif following is not None and following > last + NEAR_S:
            self.gap, self._come_back = Gap(last, following), following
        elif self._tries < TRIES:
            self._tries += 1
            self._come_back, self._again_at = max(last, self.deck.playhead.at(now)), now + self._tries
        else:
            self.trouble = Problem(ProblemType.UNAVAILABLE, "", 503)

    def _go_on(self, now: float) -> None:
        at, deck = self._come_back, self.deck
        if at is None or self.has_stream or deck.is_paused or deck.is_waiting or now < self._again_at:
            return
        if (soon := deck.playhead.at(now + COME_BACK_S)) >= at:
            self._open(soon if soon - at > deck.rate else at)

    def _show(self) -> bool:
        at, shown = self.deck.moment, None
        while self._waiting and self._waiting[0].time <= at + 0.5 / FRAME_RATE:
            shown = self._waiting.popleft()
        if shown is None:
            is_other, self._has_still = self._has_still, False
            return is_other
        self._set(shown)
        return True

    def _set(self, shown: _Picture) -> None:
        self.frame, self.time = shown.frame, shown.time
        if self.gap is None:
            return
        if shown.time > self.gap.until + TOLD_FOR_S * self.deck.rate:
            self.gap = None
        elif shown.time >= self.gap.until - NEAR_S:
            self.gap = Gap(self.gap.since, self.gap.until, is_over=True)

    def _ask_for(self, at: float) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._projector.spawn(self._ask(at), f"frame of {self.known.camera}")

    async def _ask(self, at: float) -> None:
        shown, opening = self._projector, self._projector.opening
        try:
            jpeg, time = await shown.footage.still(opening, at, shown.quality(), shown.width())
        except Refused as refused:
            self.trouble = refused.problem
        except OSError:
            self.trouble = Problem(ProblemType.UNAVAILABLE, "", 503)
        else:
            self.trouble = None
            if (frame := decoded(jpeg, opening.masks)) is not None:
                self._set(_Picture(time, frame))
                self._has_still = True
        self._asking, self._has_begun = None, True

    @staticmethod
    def _stopped(player: Player | None) -> None:
        if player is not None:
            player.stop()

    async def _renew(self) -> None:
        with suppress(Refused, OSError):  # the next stream or frame will tell
            await self._projector.footage.renew(self._projector.opening)

    async def _learn(self) -> None:
        now, at = self._projector.time(), self.deck.playhead.at(self._projector.now())
        with suppress(Refused, OSError):  # what is known stays, and is asked again
            self.known = await asked(self._projector.footage, self.known.camera, at, now)
        self._learning = None


async def asked(footage: Footage, camera: str, at: float, now: float) -> ArchiveRanges:
    """What was recorded around a moment, up to now. Raises Refused or OSError."""
    return await footage.ranges(camera, min(at, now) - LOOKED_BACK_S, min(at + LOOKED_BACK_S, now))


def decoded(jpeg: bytes, masks: Masks) -> Pixels | None:
    """A single frame with its masks painted in; None for what is no picture."""
    image = QImage.fromData(jpeg).convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull():
        return None
    pixels = np.frombuffer(image.constBits(), np.uint8).copy()
    masking.paint(pixels, image.width(), image.height(), image.bytesPerLine(), masks)
    return Pixels(pixels.data, image.width(), image.height(), image.bytesPerLine())


def _lasting(frame: Frame) -> Frame:
    """One that stays: that of a timed player does, any other is valid until the next one only."""
    return frame if frame.position is not None else frame.pixels().copied()


def _is_over(player: Player | None) -> bool:
    return player is not None and player.state not in (PlayerState.OPENING, PlayerState.PLAYING)
