"""The video wall: which cameras stand in which tiles, who has the focus, and one turn that looks after all of them.

Frames never travel through here as objects. A player's thread calls ``_frame_came``; any number of frames until the GUI
thread's next turn are one queued signal; there each tile takes its newest frame and its widget is told to paint once.
"""

from collections.abc import Callable, Mapping, Sequence
from random import random

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.clock import Clock, monotonic
from console.domain.alarms import Priority
from console.domain.playing import Players
from console.tasks import Tasks
from console.viewmodels.tile import OpenCamera, Surroundings, Tile
from console.viewmodels.tile_rules import DEFAULT_LAYOUT, LAYOUTS, MOST_TILES, Layout, TileState

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


class VideoWall(QObject):
    """The wall as a view model.

    Args:
        players: the video engine's players.
        open_camera: asks the center for a lease; see ``OpenCamera``.
        describe: gives a camera its name line; asked again by ``retranslate``.
        clock: the center's time.
        now: monotonic seconds; chance: 0..1. Both are seams for tests.
    """

    frame_shown = Signal(int)
    """Index of a tile that has a new frame: paint it."""
    tile_changed = Signal(int)
    """Index of a tile whose text, state or camera is another."""
    layout_changed = Signal()
    """Another layout, or a tile was maximised or put back."""
    focus_changed = Signal(int)
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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = Tasks()
        self._describe = describe
        self._told = False
        around = Surroundings(players, open_camera, self._tasks.spawn, self._frame_came, clock, now, chance)
        self._all = tuple(Tile(index, around) for index in range(MOST_TILES))
        self._players = players
        self.clock = clock
        self._layout = LAYOUTS[DEFAULT_LAYOUT]
        self._focused = 0
        self._maximised: int | None = None
        self._is_visible = False
        self._opened: list[int] = []
        self._alarms: Mapping[str, Priority] = {}
        self._seen_states: list[TileState] = [tile.state for tile in self._all]
        self._frames_came.connect(self._take_frames, Qt.ConnectionType.QueuedConnection)
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
    def focused_tile(self) -> Tile:
        """The tile that has the focus."""
        return self._all[self._focused]

    @property
    def layout(self) -> Layout:
        """The present layout."""
        return self._layout

    @property
    def focused(self) -> int:
        """Index of the tile that has the focus."""
        return self._focused

    @property
    def maximised(self) -> int | None:
        """Index of the tile that fills the pane."""
        return self._maximised

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

    def open(self, camera: str, reason: str = "") -> int:
        """Show a camera: where it already is, else in a free tile, else instead of the one opened longest ago.

        Args:
            camera: its id.
            reason: why it is opened, for owners who ask; the center keeps it in the access journal.

        Returns:
            The index of its tile.
        """
        index = self.place_of(camera)
        if index is None:
            index = self._place_for_new()
            self._show(index, camera, reason)
        elif reason and self._all[index].state is TileState.REASON_NEEDED:
            self._show(index, camera, reason)
        return index

    def open_many(self, cameras: Sequence[str], reason: str = "") -> list[int]:
        """Show several cameras, nearest first, as many as there are tiles; the first one gets the focus."""
        wanted = list(dict.fromkeys(cameras))[: len(self.tiles)]
        for index in [i for camera in wanted if (i := self.place_of(camera)) is not None]:
            self._touch(index)  # keeps those already shown from being replaced by the others
        places = [self.open(camera, reason) for camera in wanted]
        if places:
            self.focus(places[0])
        return places

    def state_reason(self, index: int, reason: str) -> None:
        """Say why the camera of a tile is opened, and try again."""
        if tile_camera := self._all[index].camera:
            self._show(index, tile_camera, reason)

    def retry(self, index: int) -> None:
        """Try a tile's camera again at once."""
        tile = self._all[index]
        if tile.camera and not tile.has_stream:
            tile.connect()
            self.tile_changed.emit(index)

    def close(self, index: int) -> None:
        """Empty a tile."""
        self._all[index].clear()
        if self._maximised == index:
            self.maximise(None)
        self._changed(index)

    def close_all(self) -> None:
        """Empty every tile, those of larger layouts too."""
        for tile in self._all:
            if tile.camera:
                self.close(tile.index)

    def focus(self, index: int) -> None:
        """Give a tile the focus; one outside the layout is left alone."""
        if 0 <= index < len(self.tiles) and index != self._focused:
            old, self._focused = self._focused, index
            if self._maximised is not None:
                self.maximise(index)
            self.tile_changed.emit(old)
            self.tile_changed.emit(index)
            self.focus_changed.emit(index)

    def maximise(self, index: int | None) -> None:
        """Let one tile fill the pane, or none."""
        if index == self._maximised or (index is not None and not self._all[index].camera):
            return
        self._maximised = index
        for tile in self._all:
            tile.is_maximised = tile.index == index
        self._hide_and_show()
        self.layout_changed.emit()

    def use_layout(self, layout_id: str) -> None:
        """Another grid. Cameras beyond it keep their places and cost nothing. Raises KeyError for an unknown one."""
        self._layout = LAYOUTS[layout_id]
        self._maximised = None
        self._focused = min(self._focused, self._layout.tiles - 1)
        for tile in self._all:
            tile.is_maximised = False
        self._hide_and_show()
        self.layout_changed.emit()

    def set_visible(self, is_visible: bool) -> None:
        """Whether the pane can be seen; a wall that cannot plays nothing."""
        self._is_visible = is_visible
        self._hide_and_show()

    def resize_tile(self, index: int, width: int, height: int) -> None:
        """The box for a tile's picture, in device pixels."""
        self._all[index].resize(max(2, width), max(2, height))

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
        """End all streams and requests."""
        self._timer.stop()
        self.close_all()
        await self._tasks.close()

    def place_of(self, camera: str) -> int | None:
        """Index of the tile that shows a camera; None when none does."""
        return next((tile.index for tile in self.tiles if tile.camera == camera), None)

    def _place_for_new(self) -> int:
        free = next((tile.index for tile in self.tiles if not tile.camera), None)
        if free is not None:
            return free
        seen = {index for index in self._opened if index < len(self.tiles)}
        return next(index for index in self._opened if index in seen)

    def _show(self, index: int, camera: str, reason: str) -> None:
        tile = self._all[index]
        tile.show(camera, reason)
        tile.code, tile.place = self._describe(camera)
        tile.alarm = self._alarms.get(camera)
        self._touch(index)
        self._changed(index)

    def _touch(self, index: int) -> None:
        if index in self._opened:
            self._opened.remove(index)
        self._opened.append(index)

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

    def _take_frames(self) -> None:
        self._told = False
        for tile in self._all:
            if tile.take():
                self.frame_shown.emit(tile.index)
