"""Listening to the camera of the focused tile: only that one is heard, and only while the operator wants it.

To listen is an act on the record: the center is told before any sound is read, and told when it ends. So a focus that
only passes over tiles opens nothing, and where there is nothing to hear it from, nobody listens.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer

from console.clock import monotonic
from console.domain.errors import Refused
from console.domain.protocol import Opening
from console.domain.session import Operator
from console.domain.sound import Loudspeaker, Sound, Sounds, SoundState
from console.settings import Ear
from console.tasks import Tasks
from console.viewmodels.surroundings import Hearing, Listened
from console.viewmodels.tile import Tile
from console.viewmodels.tiles import VideoWall
from console.viewmodels.walls import Walls

LOOK_MS = 200

SETTLE_S = 0.6
"""A tile is heard when it has had the focus for so long."""

AGAIN_S = 5.0
"""A sound that broke is tried again after so long."""

GIVES_WAY_S = 3.0
"""So long an alarm's sound, which is shorter, makes the camera softer."""

SOFTER = 4
"""By which the volume is divided meanwhile."""

STEP = 10
"""Of the volume, which is 0 to 100."""

ENDED_WITHIN_S = 2.0
"""Time for the center to take note of the end when the console goes."""


class Microphones(Protocol):
    """What is asked of the center. Each raises Refused, or OSError without a center."""

    async def listen(self, opening: Opening) -> None:
        """Hear a camera from now on."""
        ...

    async def stop_listening(self, opening: Opening) -> None:
        """Hear it no longer."""
        ...


class _Heard(Struct):
    """A camera that is listened to, or about to be."""

    tile: Tile
    opening: Opening
    since: float
    asking: "asyncio.Task[None] | None" = None
    sound: Sound | None = None
    is_told: bool = False
    """Whether the center knows."""
    broke_at: float | None = None
    note: str = ""
    has_none: bool = False


class Listening(QObject):
    """The ear of the operator on all walls.

    Args:
        walls: whose active one's focused tile is heard.
        microphones: the center.
        sounds: reads the sound.
        operator: who listens; None before the log in.
        ears: what each operator wants, by id; kept up to date here.
        now: monotonic seconds; a seam for tests.
    """

    def __init__(
        self,
        walls: Walls,
        microphones: Microphones,
        sounds: Sounds,
        operator: Callable[[], Operator | None],
        ears: dict[str, Ear],
        *,
        now: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._walls, self._microphones, self._sounds = walls, microphones, sounds
        self._operator, self._ears, self._now = operator, ears, now
        self._loudspeaker: Loudspeaker | None = None
        self._heard: _Heard | None = None
        self._marked: Tile | None = None
        self._ducked_until = float("-inf")
        self._ends: set[asyncio.Task[None]] = set()
        self.tasks = Tasks()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_on(self) -> bool:
        """Whether the operator wants to hear the focused tile."""
        return self._ear.is_on

    @property
    def volume(self) -> int:
        """0 to 100."""
        return self._ear.volume

    @property
    def has_device(self) -> bool:
        """Whether there is anything to hear it from."""
        return self._loudspeaker is not None and self._loudspeaker.has_device

    def hear_with(self, loudspeaker: Loudspeaker) -> None:
        """Take this loudspeaker; without one nothing is heard, and the tile says so."""
        self._loudspeaker = loudspeaker
        loudspeaker.on_device = self.look

    def begin(self) -> None:
        """An operator is there: go on as they left it."""
        if self.is_on:
            self._timer.start()
            self.look()

    def turn(self) -> None:
        """Listen to the focused tile, or no longer."""
        self._ear.is_on = not self._ear.is_on
        self._timer.start()
        self.look()

    def set_volume(self, volume: int) -> None:
        """Louder or softer."""
        self._ear.volume = min(100, max(0, volume))
        self._ducked_until = self._now()
        self.look()

    def give_way(self) -> None:
        """An alarm sounds: nothing else is louder."""
        self._ducked_until = self._now() + GIVES_WAY_S
        if self._heard is not None:
            self.look()

    def look(self) -> None:
        """Begin, go on or end; by timer, and by tests."""
        tile, opening = self._wanted()
        heard = self._heard
        if heard is not None and (heard.tile is not tile or heard.opening is not opening):
            self._heard = None
            self._break_off(heard)
            heard = None
        if heard is None and tile is not None and opening is not None:
            heard = self._heard = _Heard(tile, opening, self._now())
        if heard is not None:
            self._go_on(heard)
        self._mark(heard)
        if self._loudspeaker is not None and heard is not None and heard.sound is not None:
            self._loudspeaker.set_volume(self._loudness)
        if heard is None and not self.is_on:
            self._timer.stop()

    async def close(self) -> None:
        """End it; the center has been told when this returns, if it answers."""
        self._timer.stop()
        if self._heard is not None:
            heard, self._heard = self._heard, None
            self._break_off(heard)
            self._mark(None)
        if self._ends:
            await asyncio.wait(self._ends, timeout=ENDED_WITHIN_S)
        await self.tasks.close()

    @property
    def _loudness(self) -> int:
        return self.volume // SOFTER if self._now() < self._ducked_until else self.volume

    @property
    def _ear(self) -> Ear:
        operator = self._operator()
        return self._ears.setdefault(operator.id, Ear()) if operator is not None else Ear()

    def _wanted(self) -> tuple[Tile | None, Opening | None]:
        tile = self._walls.active.focused_tile
        return (tile, tile.opening) if self.is_on and tile.can_be_heard else (None, None)

    def _go_on(self, heard: _Heard) -> None:
        now = self._now()
        if not self.has_device:
            self._break_off(heard)
            heard.broke_at = None
        elif heard.sound is not None:
            self._watch(heard, heard.sound, now)
        elif heard.broke_at is not None and now - heard.broke_at < AGAIN_S:
            return
        elif heard.asking is None and not heard.has_none and now - heard.since >= SETTLE_S:
            heard.is_told = True  # from the asking on: its end is told whatever becomes of the answer
            heard.asking = self.tasks.spawn(self._begin(heard), f"listen to {heard.opening.camera}")

    async def _begin(self, heard: _Heard) -> None:
        try:
            await self._microphones.listen(heard.opening)
        except (Refused, OSError) as error:
            heard.is_told = False
            heard.broke_at, heard.note = self._now(), str(error)
        else:
            heard.note, heard.broke_at = "", None
            if heard is self._heard and self._loudspeaker is not None:
                heard.sound = self._sounds.listen(heard.opening.entered(heard.opening.sound))
                self._loudspeaker.play(heard.sound, self._loudness)
        finally:
            heard.asking = None

    def _watch(self, heard: _Heard, sound: Sound, now: float) -> None:
        if sound.state in (SoundState.ENDED, SoundState.NO_SOUND):
            heard.has_none = sound.state is SoundState.NO_SOUND
            self._break_off(heard)
            heard.broke_at = now

    def _break_off(self, heard: _Heard) -> None:
        """Nothing is heard now: neither here, nor by what the journal says."""
        self._silence(heard)
        heard.note = ""
        if heard.is_told:
            heard.is_told = False
            self._tell_end(heard.opening, heard.asking)

    def _silence(self, heard: _Heard) -> None:
        sound, heard.sound = heard.sound, None
        if sound is not None:
            sound.stop()
            if self._loudspeaker is not None:
                self._loudspeaker.stop()

    def _tell_end(self, opening: Opening, asking: "asyncio.Task[None] | None") -> None:
        end = self.tasks.spawn(self._told_end(opening, asking), f"listened to {opening.camera}")
        self._ends.add(end)
        end.add_done_callback(self._ends.discard)

    async def _told_end(self, opening: Opening, asking: "asyncio.Task[None] | None") -> None:
        if asking is not None:
            await asyncio.wait({asking})
        with suppress(Refused, OSError):  # the lease ends by itself, and this with it
            await self._microphones.stop_listening(opening)

    def _mark(self, heard: _Heard | None) -> None:
        """Say on the tile how its sound stands; on no other."""
        tile = None if heard is None else heard.tile
        if self._marked is not None and self._marked is not tile:
            self._say(self._marked, None)
        if heard is not None:
            self._say(heard.tile, Listened(self._hearing(heard), self.volume, heard.note))
        self._marked = tile

    def _hearing(self, heard: _Heard) -> Hearing:
        if not self.has_device:
            return Hearing.NO_DEVICE
        if heard.has_none:
            return Hearing.NO_SOUND
        if heard.broke_at is not None:
            return Hearing.BROKEN
        is_heard = heard.sound is not None and heard.sound.state is SoundState.HEARD
        return Hearing.HEARD if is_heard else Hearing.OPENING

    def _say(self, tile: Tile, listened: Listened | None) -> None:
        if tile.listened != listened:
            tile.listened = listened
            for wall in self._walls.all:
                if _stands_on(tile, wall):
                    wall.tile_changed.emit(tile.index)


def _stands_on(tile: Tile, wall: VideoWall) -> bool:
    return tile.index < len(wall.all_tiles) and wall.all_tiles[tile.index] is tile
