"""Records on a wall: tiles go back in time, move about in it alone or in step, and come back to the live picture."""

from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.errors import Refused
from console.domain.playhead import faster, mark_after, mark_before, slower
from console.domain.streams import ArchiveRanges
from console.language import _
from console.viewmodels.deck import Deck
from console.viewmodels.tile import Tile
from console.viewmodels.tile_archive import AT_END_S, TileArchive, asked

if TYPE_CHECKING:  # a wall has one of these
    from console.viewmodels.tiles import VideoWall

TURN_MS = 15
"""How exactly a picture is shown at its moment: a quarter of a frame at 15 frames/s."""

LEAD_S = 5.0
"""So much before an alarm its record is begun: what led to it is what matters."""


class WallArchive(QObject):
    """What an operator does with the records of a wall's tiles; everything acts on a tile by its index."""

    changed = Signal()
    """Other tiles show records, or another rate, pause or mark."""
    said = Signal(str)
    """A sentence for the operator: why there is nothing to go back to."""

    def __init__(self, wall: "VideoWall") -> None:
        super().__init__(wall)
        self._wall = wall
        self._timer = QTimer(self, interval=TURN_MS)
        self._timer.timeout.connect(self.turn)

    @property
    def decks(self) -> list[Deck]:
        """Every playhead of the wall, once."""
        return list({id(past.deck): past.deck for _tile, past in self._playing()}.values())

    def can_look_back(self, index: int) -> bool:
        """Whether there is a record to go to."""
        opening = self._wall.all_tiles[index].opening
        return self._wall.around.footage is not None and opening is not None and bool(opening.archive)

    def past(self, index: int) -> TileArchive | None:
        """The record that a tile shows; None for a live one."""
        return self._wall.all_tiles[index].past

    def back(self, index: int, seconds: float) -> None:
        """Go so many seconds back from the picture that is shown (on, where they are negative)."""
        past, now = self.past(index), self._wall.around.now()
        moment = self._wall.clock.now() if past is None else past.deck.playhead.at(now)
        self.seek(index, moment - seconds)

    def seek(self, index: int, moment: float) -> None:
        """Go to a moment; one that has not been recorded yet is the live picture."""
        past = self.past(index)
        if moment > self._wall.clock.now() - AT_END_S / 2:
            self.live(index)
        elif past is not None and not past.is_leaving:
            past.deck.seek(moment, self._wall.around.now())
            self._tell()
        elif self.can_look_back(index):
            self._spawn(self._go(self._wall.all_tiles[index], moment))

    def to_alarm(self, index: int) -> None:
        """Go to the latest alarm near the camera, or to the one before the moment that is played."""
        past = self.past(index)
        if past is None:
            if self.can_look_back(index):
                self._spawn(self._go(self._wall.all_tiles[index], None))
            return
        mark = mark_before(past.known.marks, past.deck.playhead.at(self._wall.around.now()) + LEAD_S - AT_END_S)
        if mark is None:
            self.said.emit(_("No earlier alarm near this camera in the last 24 hours."))
        else:
            self.seek(index, mark.time - LEAD_S)

    def to_next_alarm(self, index: int) -> None:
        """Go to the first alarm after the moment that is played."""
        past = self.past(index)
        if past is not None:
            mark = mark_after(past.known.marks, past.deck.playhead.at(self._wall.around.now()) + LEAD_S + AT_END_S)
            if mark is None:
                self.said.emit(_("No later alarm near this camera."))
            else:
                self.seek(index, mark.time - LEAD_S)

    def turn_pause(self, index: int) -> None:
        """Stand, or run on. A live tile stands at the picture it shows."""
        past, now = self.past(index), self._wall.around.now()
        if past is None:
            if self.can_look_back(index):
                moment = self._wall.all_tiles[index].picture_time or self._wall.clock.now()
                self._spawn(self._go(self._wall.all_tiles[index], moment, is_paused=True))
        elif past.deck.is_paused:
            past.deck.play(now)
        else:
            past.deck.pause(now, past.time)
        self._tell()

    def step(self, index: int, frames: int) -> None:
        """So many frames on, or back; the tile stands then."""
        past, now = self.past(index), self._wall.around.now()
        if past is None or past.is_leaving:
            return
        if not past.deck.is_paused:
            past.deck.pause(now, past.time)
        if (moment := past.stepped(frames)) is not None:
            past.deck.seek(moment, now)
        self._tell()

    def run_at(self, index: int, rate: float) -> None:
        """Play at a rate (0.25 to 16)."""
        past = self.past(index)
        if past is not None:
            past.deck.run_at(rate, self._wall.around.now())
            self._tell()

    def faster(self, index: int) -> None:
        """The next rate up."""
        if (past := self.past(index)) is not None:
            self.run_at(index, faster(past.deck.rate))

    def slower(self, index: int) -> None:
        """The next rate down."""
        if (past := self.past(index)) is not None:
            self.run_at(index, slower(past.deck.rate))

    def live(self, index: int) -> None:
        """Back to the live picture; tiles in step stay where they are."""
        tile = self._wall.all_tiles[index]
        if tile.past is not None:
            tile.look_live()
            self._tell()

    def all_live(self) -> None:
        """Every tile back to its live picture."""
        for tile, _past in list(self._playing()):
            self.live(tile.index)

    def in_step(self, index: int) -> bool:
        """Whether other tiles follow the same playhead."""
        past = self.past(index)
        return past is not None and len(past.deck.members) > 1

    def turn_step(self, index: int) -> None:
        """Let every other tile show the same moment, in step; or let each go its own way from here on."""
        past = self.past(index)
        if past is None:
            return
        if self.in_step(index):
            self._part(past.deck)
        else:
            self._gather(past.deck)
        self._tell()

    def turn_stop_at_end(self, index: int) -> None:
        """At the end of the record: stop, or go back to live."""
        if (past := self.past(index)) is not None:
            past.deck.stops_at_end = not past.deck.stops_at_end
            self._tell()

    def turn(self) -> None:
        """Let the playheads run and show what is due; many times a second while there is a record on the wall."""
        now = self._wall.around.now()
        decks = self.decks
        for deck in decks:
            deck.turn(now)
            self._pass_gaps(deck, now)
        self._wall.take_frames()
        if not decks:
            self._timer.stop()
            self.changed.emit()

    def _pass_gaps(self, deck: Deck, now: float) -> None:
        """Where nobody has anything at the playhead it goes on to what was recorded next; at the end it stops."""
        members = [past for _tile, past in self._playing() if past.deck is deck and not past.is_leaving]
        if deck.is_waiting or not members or not all(past.is_idle for past in members):
            return
        coming = [past.goes_on_at for past in members if past.goes_on_at is not None]
        if coming:
            if min(coming) > deck.playhead.at(now) and not (deck.is_paused and deck.playhead.time >= min(coming)):
                deck.seek(min(coming), now)
        elif all(past.is_at_end for past in members):
            if deck.stops_at_end:
                if not deck.is_paused:
                    deck.pause(now, members[0].time)
                    self._tell()
            else:
                for tile, past in list(self._playing()):
                    if past.deck is deck:
                        self.live(tile.index)

    def _gather(self, deck: Deck) -> None:
        for tile in self._wall.tiles:
            if tile.past is not None and tile.past.deck is not deck and not tile.past.is_leaving:
                tile.past.move_to(deck, self._wall.around.now())
            elif tile.past is None and self.can_look_back(tile.index):
                self._spawn(self._join(tile, deck))

    def _part(self, deck: Deck) -> None:
        now = self._wall.around.now()
        for _tile, past in list(self._playing()):
            if past.deck is deck and len(deck.members) > 1:
                past.move_to(deck.twin(now), now)

    def _playing(self) -> Iterator[tuple[Tile, TileArchive]]:
        return ((tile, tile.past) for tile in self._wall.all_tiles if tile.past is not None)

    async def _go(self, tile: Tile, moment: float | None, *, is_paused: bool = False) -> None:
        """To a moment of a live tile's record; None: to the latest alarm."""
        known = await self._asked(tile, moment or self._wall.clock.now())
        if known is None or tile.past is not None:
            return
        if moment is None:
            mark = mark_before(known.marks, self._wall.clock.now())
            if mark is None:
                self.said.emit(_("No alarm near this camera in the last 24 hours."))
                return
            moment = mark.time - LEAD_S
        deck = Deck(moment, self._wall.around.now())
        deck.is_paused = is_paused
        self._enter(tile, deck, known)

    async def _join(self, tile: Tile, deck: Deck) -> None:
        known = await self._asked(tile, deck.playhead.at(self._wall.around.now()))
        if known is not None and tile.past is None and deck.members:
            self._enter(tile, deck, known)

    async def _asked(self, tile: Tile, moment: float) -> ArchiveRanges | None:
        footage, camera = self._wall.around.footage, tile.camera
        if footage is None:
            return None
        try:
            known = await asked(footage, camera, moment, self._wall.clock.now())
        except Refused as refused:
            self.said.emit(f"{tile.code}: {refused}")
        except OSError:
            self.said.emit(_("The center cannot be reached."))
        else:
            return known if tile.camera == camera else None
        return None

    def _enter(self, tile: Tile, deck: Deck, known: ArchiveRanges) -> None:
        if not known.ranges:
            self.said.emit(_("{camera}: nothing was recorded.").format(camera=tile.code))
        elif tile.look_back(deck, known) is not None:
            self._timer.start()
            self._wall.say_changed(tile.index)
            self._tell()

    def _tell(self) -> None:
        for tile, _past in self._playing():
            self._wall.say_changed(tile.index)
        self.changed.emit()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._wall.around.spawn(work, "go to a record")
