"""The tiles of a wall and their streams: one turn that looks after all of them, at a quality the machine can afford.

Frames never travel through here as objects. A player's thread calls ``_frame_came``; any number of frames until the GUI
thread's next turn are one queued signal; soon after it each tile takes its newest frame, and all are painted at once.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from random import random

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.clock import Clock, monotonic
from console.domain.alarms import Priority
from console.domain.errors import Problem, Refused
from console.domain.playing import Players
from console.domain.protocol import Opening
from console.tasks import Tasks
from console.viewmodels.judge import Judge
from console.viewmodels.layouts import DEFAULT_LAYOUT, LAYOUTS, MOST_TILES
from console.viewmodels.ptz import Ptz
from console.viewmodels.quality import Importance, Load, Viewed
from console.viewmodels.surroundings import OpenCamera, Surroundings
from console.viewmodels.tile import Tile
from console.viewmodels.tile_archive import Footage
from console.viewmodels.tile_rules import TileState
from console.viewmodels.zooming import Zoom

CLOSED_WITHIN_S = 2.0
"""Time for the center to take note of what is closed when a wall ends; it finds out by itself later."""

GATHER_MS = 20
"""From the coming of a frame to its taking: cameras send at the same moments, and what comes meanwhile is painted in
the same turn. Nobody sees 20 ms."""

LOOK_MS = 250
"""How often tiles are looked after; also the pace at which waiting tiles start again, one at a time."""

Describe = Callable[[str], tuple[str, str]]
"""A camera's id to its code and its place (street names) in the operator's language."""


class WallFigures(Struct, frozen=True):
    """What the wall does now; measured, for report and status bar.

    ``frames_per_second`` is of new frames that came to live tiles, over the last seconds, all tiles together.
    """

    tiles: int
    playing: int
    frames_per_second: float


class WallTiles(QObject):
    """What plays on a wall: its tiles in the order of their places. Where those are is the matter of ``VideoWall``.

    Args:
        players: the video engine's players.
        open_camera: asks the center for a lease; see ``OpenCamera``.
        describe: gives a camera its name line; asked again by ``retranslate``.
        clock: the center's time.
        footage: what is asked of the center about records; None: there are none.
        judge: of all walls on this machine; None: one of its own.
        now: monotonic seconds; chance: 0..1; load: of the machine since it was last asked. Seams for tests.
    """

    frames_shown = Signal(tuple)
    """Indices of tiles that have a new frame each: paint them at once."""
    tile_changed = Signal(int)
    """Index of a tile whose text, state or camera is another."""
    _frames_came = Signal()

    def __init__(
        self,
        players: Players,
        open_camera: OpenCamera,
        describe: Describe,
        clock: Clock,
        *,
        now: Callable[[], float] = monotonic,
        chance: Callable[[], float] = random,
        load: Callable[[], Load] | None = None,
        judge: Judge | None = None,
        footage: Footage | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = Tasks()
        self._describe = describe
        self._told = False
        self._footage = footage
        self._closings: set[asyncio.Task[None]] = set()
        around = Surroundings(
            players, open_camera, self._tasks.spawn, self._frame_came, clock, now, chance, footage, self._give_back
        )
        self.around = around
        """What its tiles share; for what prepares a tile's next picture."""
        self._all = [Tile(index, around) for index in range(MOST_TILES)]
        self._players = players
        self.judge = judge or Judge(load, now)
        """Says how good the streams may be."""
        self.clock = clock
        self.ptz: Ptz | None = None
        """Cameras that turn; None where there is no way to turn any."""
        self._layout = LAYOUTS[DEFAULT_LAYOUT]
        self._focused = 0
        self._maximised: int | None = None
        self._is_visible = False
        self._size = (16, 9)
        self._boxes = [tile.box for tile in self._all]
        self._openings = 0
        self._alarms: Mapping[str, Priority] = {}
        self._seen_states: list[TileState] = [tile.state for tile in self._all]
        self._gathering = QTimer(self, interval=GATHER_MS, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._gathering.timeout.connect(self._take_frames)
        self._frames_came.connect(self._gathering.start, Qt.ConnectionType.QueuedConnection)
        self._all[0].is_focused = True
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._hide_and_show()

    @property
    def tiles(self) -> Sequence[Tile]:
        """The tiles of the present layout."""
        return self._all[: self._layout.tiles]

    @property
    def all_tiles(self) -> Sequence[Tile]:
        """Every tile there is, those beyond the present layout too."""
        return self._all

    @property
    def cameras(self) -> list[str]:
        """Camera ids by tile, "" for an empty one; what a workspace keeps."""
        return [tile.camera for tile in self.tiles]

    @property
    def missing(self) -> str:
        """What to install where there is no video engine; "" where all is well."""
        return self._players.missing

    @property
    def figures(self) -> WallFigures:
        """Tiles with a camera, those that are live, and their frames per second together."""
        taken = [tile for tile in self.tiles if tile.camera]
        live = [tile for tile in taken if tile.state is TileState.LIVE]
        return WallFigures(len(taken), len(live), sum(tile.frame_rate for tile in live))

    def take_over(self, index: int, camera: str) -> None:
        """A tile has gone over to another camera by itself (a tour's): it is named and marked anew."""
        self._name(self._all[index])
        self._touch(index)
        self._changed(index)
        self.frames_shown.emit((index,))

    def pin(self, index: int, *, is_pinned: bool) -> None:
        """Let no other camera take this tile, or let it again; an empty one cannot be pinned."""
        tile = self._all[index]
        tile.is_pinned = is_pinned and bool(tile.camera)
        self.tile_changed.emit(index)

    def zoom(self, index: int, zoom: Zoom) -> None:
        """Show a part of a tile's picture, or all of it."""
        tile = self._all[index]
        if tile.camera and zoom != tile.zoom:
            tile.look_at(zoom)
            self.tile_changed.emit(index)

    def state_reason(self, index: int, reason: str) -> None:
        """Say why the camera of a tile is opened, and try again."""
        if tile_camera := self._all[index].camera:
            self._show(index, tile_camera, reason)

    def withdraw(self, index: int, problem: Problem) -> None:
        """The camera of a tile may not be seen any more: its picture is forgotten at once, and the tile says why."""
        self._all[index].withdraw(problem)
        self._changed(index)
        self.frames_shown.emit((index,))

    def retry(self, index: int) -> None:
        """Try a tile's camera again at once."""
        tile = self._all[index]
        if tile.camera and not tile.has_stream:
            tile.connect()
            self.tile_changed.emit(index)

    def close(self, index: int) -> None:
        """Empty a tile."""
        self._all[index].clear()
        self._changed(index)

    def close_all(self) -> None:
        """Empty every tile, those of larger layouts too."""
        for tile in self._all:
            if tile.camera:
                self.close(tile.index)

    def set_visible(self, is_visible: bool) -> None:
        """Whether the pane can be seen; a wall that cannot plays nothing."""
        self._is_visible = is_visible
        self._hide_and_show()

    def resize_tile(self, index: int, width: int, height: int) -> None:
        """The box for a tile's picture, in device pixels."""
        self._boxes[index] = (max(2, width), max(2, height))
        self._all[index].resize(*self._boxes[index])

    def mark_alarms(self, alarms: Mapping[str, Priority]) -> None:
        """Which cameras stand at an active alarm, with its priority; replaces what was marked before."""
        self._alarms = dict(alarms)
        for tile in self._all:
            alarm = alarms.get(tile.camera)
            if alarm != tile.alarm:
                tile.alarm = alarm
                self.tile_changed.emit(tile.index)

    def retranslate(self) -> None:
        """The language, or what is known of the cameras, is another."""
        for tile in self._all:
            if tile.camera:
                tile.code, tile.place = self._describe(tile.camera)
            self.tile_changed.emit(tile.index)

    def look(self) -> None:
        """Look after all tiles; by timer, and by tests."""
        self._take_frames()
        self._grade()
        for tile in self._all:
            tile.watch()
        due = [tile for tile in self.tiles if tile.is_due()]
        if due:
            min(due, key=lambda tile: tile.retry_at or 0.0).connect()
        elif ill_fitting := next((tile for tile in self.tiles if tile.is_ill_fitting()), None):
            ill_fitting.change_stream()
        for tile in self.tiles:
            state = tile.state
            if state is not self._seen_states[tile.index]:
                self._seen_states[tile.index] = state
                self.tile_changed.emit(tile.index)

    async def shut(self) -> None:
        """End all streams, leases and requests."""
        self._timer.stop()
        self.judge.forget(self)
        self.close_all()
        if self._closings:
            await asyncio.wait(self._closings, timeout=CLOSED_WITHIN_S)
        await self._tasks.close()

    def place_of(self, camera: str) -> int | None:
        """Index of the tile that shows a camera; None when none does."""
        return next((tile.index for tile in self.tiles if tile.camera == camera), None)

    def _grade(self) -> None:
        """Say to each visible tile how good its stream may be; see ``quality``."""
        seen = [tile for tile in self._all if tile.camera and not tile.is_hidden]
        viewed = [
            Viewed(t.camera, self._importance(t), t.width, t.is_maximised or t.is_large, t.sub_width) for t in seen
        ]
        grades = self.judge.grades(self, viewed)
        for tile in seen:
            tile.grade = grades[tile.camera]

    def _importance(self, tile: Tile) -> Importance:
        if tile.is_focused or tile.is_maximised:
            return Importance.FOCUSED
        if tile.alarm is Priority.P1:
            return Importance.ALARM
        if tile.is_pinned:
            return Importance.PINNED
        return Importance.VISIBLE

    def _give_back(self, opening: Opening) -> None:
        """End a lease: the journal tells then how long the camera was seen."""
        if self._footage is not None:
            task = self._tasks.spawn(self._closed(self._footage, opening), f"close {opening.camera}")
            self._closings.add(task)
            task.add_done_callback(self._closings.discard)

    async def _closed(self, footage: Footage, opening: Opening) -> None:
        with suppress(Refused, OSError):  # the center ends by itself what nobody watches
            await footage.close(opening)

    def _show(self, index: int, camera: str, reason: str) -> None:
        self._all[index].show(camera, reason)
        self._name(self._all[index])
        self._touch(index)
        self._changed(index)

    def _name(self, tile: Tile) -> None:
        tile.code, tile.place = self._describe(tile.camera)
        tile.alarm = self._alarms.get(tile.camera)

    def _touch(self, index: int) -> None:
        self._openings += 1
        self._all[index].used = self._openings

    def _changed(self, index: int) -> None:
        self._seen_states[index] = self._all[index].state
        self.tile_changed.emit(index)

    def _hide_and_show(self) -> None:
        for tile in self._all:
            in_layout = tile.index < self._layout.tiles
            is_seen = in_layout and self._maximised in (None, tile.index)
            tile.set_hidden(not (self._is_visible and is_seen))

    def _frame_came(self) -> None:
        if not self._told:  # two threads may both see False: one signal too many does no harm
            self._told = True
            self._frames_came.emit()

    def say_changed(self, index: int) -> None:
        """What a tile shows is another, by what its record did."""
        self._changed(index)

    def take_frames(self) -> None:
        """Show what has come, or has become due."""
        self._take_frames()

    def _take_frames(self) -> None:
        self._told = False
        if taken := tuple(tile.index for tile in self._all if tile.camera and tile.take()):
            self.frames_shown.emit(taken)
