"""The video wall: which cameras stand in which tiles, which layout they stand in, and who has the focus."""

from collections.abc import Sequence
from functools import cached_property

import msgspec
from PySide6.QtCore import Signal

from console.viewmodels import layouts, splitting
from console.viewmodels.layouts import LAYOUTS, Cells, Layout
from console.viewmodels.placing import Seat, is_free_to_take, place_for_new, places_beside
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import TileState
from console.viewmodels.wall_archive import WallArchive
from console.viewmodels.wall_tiles import WallTiles

ALARM_AT_MOST = 4
"""Views of one place that an eye can take in at once."""


class VideoWall(WallTiles):
    """The wall as a view model; made as ``WallTiles`` is."""

    layout_changed = Signal()
    """Another layout, or a tile was maximised or put back."""
    focus_changed = Signal(int)
    no_room = Signal(int)
    """So many cameras were not opened, since every tile is pinned, focused or at a P1 alarm."""

    @cached_property
    def archive(self) -> WallArchive:
        """The way of its tiles into their records, and back."""
        return WallArchive(self)

    @property
    def focused_tile(self) -> Tile:
        """The tile that has the focus."""
        return self._all[self._focused]

    @property
    def layout(self) -> Layout:
        """The present layout."""
        return self._layout

    @property
    def cells(self) -> Cells:
        """Where the tiles stand in the pane as it is now."""
        return self._layout.arranged(*self._size)

    @property
    def pins(self) -> list[int]:
        """Indices of the pinned tiles."""
        return [tile.index for tile in self.tiles if tile.is_pinned]

    @property
    def focused(self) -> int:
        """Index of the tile that has the focus."""
        return self._focused

    @property
    def maximised(self) -> int | None:
        """Index of the tile that fills the pane."""
        return self._maximised

    def open(self, camera: str, reason: str = "") -> int | None:
        """Show a camera: where it already is, else in a free tile, else instead of the least important one.

        Args:
            camera: its id.
            reason: why it is opened, for owners who ask; the center keeps it in the access journal.

        Returns:
            The index of its tile; None where no tile may be taken (``no_room`` tells it).
        """
        index = self.place_of(camera)
        if index is None:
            index = place_for_new(self._seats())
            if index is None:
                self.no_room.emit(1)
                return None
            self._show(index, camera, reason)
        elif reason and self._all[index].state is TileState.REASON_NEEDED:
            self._show(index, camera, reason)
        self._touch(index)
        return index

    def open_many(self, cameras: Sequence[str], reason: str = "") -> list[int]:
        """Show cameras that belong together beside each other, the most important first; that one gets the focus.

        Those already on the wall stay where they are. None takes the tile of another of them, a pinned or focused
        tile, or one at a P1 alarm; where that leaves too few, the last ones are not opened (``no_room`` tells it).

        Returns:
            The tiles of those that are shown, in the order of ``cameras``.
        """
        wanted = list(dict.fromkeys(cameras))[: len(self.tiles)]
        shown = {camera: index for camera in wanted if (index := self.place_of(camera)) is not None}
        new = [camera for camera in wanted if camera not in shown]
        seats = self._seats()
        for camera, index in shown.items():
            seats[index] = Seat(camera, is_pinned=True)  # not by another of the group
        for camera, index in zip(new, places_beside(self.cells, seats, len(new), list(shown.values())), strict=False):
            self._show(index, camera, reason)
            shown[camera] = index
        for index in reversed(shown.values()):
            self._touch(index)
        if len(shown) < len(wanted):
            self.no_room.emit(len(wanted) - len(shown))
        places = [shown[camera] for camera in wanted if camera in shown]
        if places:
            self.focus(places[0])
        return places

    def open_for_alarm(self, cameras: Sequence[str]) -> list[int]:
        """Show the cameras of an alarm, the nearest view first, beside each other (``open_many``).

        As many as ``ALARM_AT_MOST``, and as half of the tiles, so that what else is watched is not swept away; fewer
        where tiles must stay. It is told (``no_room``) only if none can be shown.
        """
        wanted = list(dict.fromkeys(cameras))[: max(1, min(ALARM_AT_MOST, len(self.tiles) // 2))]
        new = [camera for camera in wanted if self.place_of(camera) is None]
        room = sum(is_free_to_take(seat) for seat in self._seats() if not seat.camera or seat.camera not in wanted)
        if 0 < room < len(new):
            wanted = [camera for camera in wanted if camera not in new[room:]]
        return self.open_many(wanted)

    def put(self, camera: str, index: int, reason: str = "") -> bool:
        """Show a camera in this very tile, moving it there if it stands elsewhere; False where the tile is pinned."""
        old = self.place_of(camera)
        if old == index:
            return True
        if self._all[index].is_pinned:
            return False
        if old is None:
            self._show(index, camera, reason)
        else:
            self.swap(old, index)
        return True

    def restore(self, cameras: Sequence[str], pins: Sequence[int] = ()) -> None:
        """Show these cameras by tile, "" for an empty one, and pin; streams of cameras that stay are not broken."""
        wanted = list(enumerate(cameras[: len(self.tiles)]))
        for index, camera in wanted:
            old = next((tile.index for tile in self._all if camera and tile.camera == camera), None)
            if old is not None:
                self.swap(old, index)
        for index, camera in wanted:
            if not camera:
                self.close(index)
            elif camera != self._all[index].camera:
                self._all[index].is_pinned = False
                self._show(index, camera, "")
        for tile in self.tiles:
            tile.is_pinned = bool(tile.camera) and tile.index in pins
            self.tile_changed.emit(tile.index)

    def swap(self, one: int, other: int) -> None:
        """Let two tiles change places, with all they show; no stream is opened anew unless its size asks for it."""
        if one == other:
            return
        tiles = self._all
        tiles[one], tiles[other] = tiles[other], tiles[one]
        for index in (one, other):
            tiles[index].index = index
            tiles[index].resize(*self._boxes[index])
            self._changed(index)
        self._mark_places()
        self._hide_and_show()

    def close(self, index: int) -> None:
        """Empty a tile; where it filled the pane, all are seen again."""
        super().close(index)
        if self._maximised == index:
            self.maximise(None)

    def focus(self, index: int) -> None:
        """Give a tile the focus; one outside the layout is left alone."""
        if 0 <= index < len(self.tiles) and index != self._focused:
            old, self._focused = self._focused, index
            self._mark_places()
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
        self._mark_places()
        self._hide_and_show()
        self.layout_changed.emit()

    def use_layout(self, layout: Layout | str) -> None:
        """Another layout. Cameras beyond it keep their places and cost nothing. Raises KeyError for an unknown id."""
        self._layout = LAYOUTS[layout] if isinstance(layout, str) else layout
        self._maximised = None
        self._focused = min(self._focused, self._layout.tiles - 1)
        self._mark_places()
        self._hide_and_show()
        self.layout_changed.emit()

    def divide(self, index: int, *, side_by_side: bool) -> bool:
        """Make two tiles of one; the layout is the operator's own from then on. False where there is no room."""
        cells = splitting.divided(self.cells, index, side_by_side=side_by_side)
        if cells is not None:
            self.use_layout(layouts.free(cells))
        return cells is not None

    def take_away(self, index: int) -> bool:
        """Take a tile out of the layout: its neighbours grow over its place. False where none of them fits."""
        cells = splitting.without(self.cells, index)
        if cells is None:
            return False
        self.close(index)
        self.swap(index, len(self.tiles) - 1)
        self.use_layout(layouts.free(cells))
        return True

    def free_layout(self) -> None:
        """Make the layout the operator's own: its borders can be moved from then on."""
        if self._layout.id != layouts.FREE:
            self.use_layout(layouts.free(self.cells))

    def move_border(self, border: splitting.Border, to: int) -> splitting.Border:
        """Move a border of an own layout; the border as it lies then."""
        cells = splitting.moved(self.cells, border, to)
        moved = [(before, now) for before, now in zip(self.cells, cells, strict=True) if before != now]
        if not moved:
            return border
        before, now = moved[0]
        edges = zip(msgspec.structs.astuple(before), msgspec.structs.astuple(now), strict=True)
        at = next(new for old, new in edges if old != new)
        self._layout = layouts.free(cells)
        self._mark_places()
        self.layout_changed.emit()
        return splitting.Border(border.is_upright, at, border.start, border.end)

    def set_size(self, width: int, height: int) -> None:
        """The pane's size in pixels: it says which arrangement of the layout is taken."""
        self._size = (max(1, width), max(1, height))

    def _seats(self) -> list[Seat]:
        return [Seat(t.camera, t.is_pinned, t.is_focused, t.tour is not None, t.alarm, t.used) for t in self.tiles]

    def _mark_places(self) -> None:
        """Say to each tile what follows from where it stands."""
        for tile in self._all:
            tile.is_focused = tile.index == self._focused
            tile.is_maximised = tile.index == self._maximised
            tile.is_large = tile.index < self._layout.tiles and self._layout.is_large(tile.index)
