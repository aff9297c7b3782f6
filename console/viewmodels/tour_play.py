"""A tour at play: cameras one after the other in one tile, or several at a time over a wall.

The next pictures are opened before the old ones go. It stands still while the operator looks at it (the pointer over
it, the focus come to it, maximised or zoomed) and while an alarm stands at what it shows. No camera is opened to which
its owner or the register says no: it is left out, and the tile says so.
"""

from collections.abc import Callable, Sequence

from console.language import _
from console.settings import Tour, Touring
from console.viewmodels.succession import Succession
from console.viewmodels.surroundings import TourNote
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall

AHEAD_S = 3.0
"""The next pictures are opened so long before they are due: a camera shows its first one within 2.5 s."""

REST_S = 10.0
"""After a whole round without a picture the next one waits so long, or the dwell time where that is more."""

BARREN = frozenset(
    {TileState.LOST, TileState.OFFLINE, TileState.REFUSED, TileState.NO_CONSENT, TileState.REASON_NEEDED}
)
"""States that are not waited out: the next camera may have more to show."""


class TourPlay:
    """Plays ``tour`` in ``tiles`` of ``wall`` until it is stopped, or the operator has put other things there.

    Args:
        tour: its cameras and how long each stands.
        wall: where it plays.
        tiles: that it plays in; they may change places meanwhile.
        against: says in words why a camera must not be opened unasked, "" where nothing speaks against it.
    """

    def __init__(self, tour: Tour, wall: VideoWall, tiles: Sequence[Tile], against: Callable[[str], str]) -> None:
        self.tour = tour
        self.wall = wall
        self.is_held = False
        """Whether the operator has stopped it for a while."""
        self.hovered: Tile | None = None
        self._against = against
        self._tiles = {tile: tile.camera for tile in tiles}
        self._heirs: dict[Tile, Succession] = {}
        self._at = -1
        """Number of the camera that was chosen last."""
        self._shown: list[int] = []
        """Numbers that began a turn, for the way back."""
        self._left = 0.0
        self._looked_at = wall.around.now()
        self._note = ""
        self._failures = 0
        self._rests_until = 0.0
        self._accepted = {tile for tile in tiles if tile.is_focused}
        """Tiles whose focus does not hold the tour: it was there before."""
        self._tell()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Where it plays; none are left when it is over."""
        return tuple(self._tiles)

    @property
    def is_paused(self) -> bool:
        """Whether it stands still, by the operator or by itself."""
        return self.is_held or any(map(self._is_watched, self._tiles))

    def look(self) -> None:
        """Go on as far as it is time; called a few times a second."""
        now = self.wall.around.now()
        passed, self._looked_at = now - self._looked_at, now
        self._leave_taken()
        self._accepted = {tile for tile in self._accepted if tile.is_focused}
        if not self.is_paused and now >= self._rests_until:
            barren = any(tile.state in BARREN for tile in self._tiles)
            self._left = min(self._left, AHEAD_S) if barren else self._left
            self._left -= passed
            if self._left <= AHEAD_S:
                self._prepare()
            if self._left <= 0:
                self._turn()
        self._tell()

    def next(self) -> None:
        """The next cameras, as soon as they have a picture."""
        self._hurry()

    def previous(self) -> None:
        """Those before, as soon as they have a picture."""
        self._forget_heirs()
        if len(self._shown) > 1:
            self._shown.pop()
            self._at = self._shown.pop() - 1
        self._hurry()

    def kept(self, wall: int) -> Touring:
        """How far it has come, to go on after a restart; ``wall`` is the number of its wall."""
        places = [tile.index for tile in self._tiles]
        return Touring(self.tour.name, wall, places, self._at, max(0.0, self._left), self.is_held)

    def go_on(self, kept: Touring) -> None:
        """As it was before the restart: its tiles show already what they showed then."""
        if -1 <= kept.at < len(self.tour.cameras):
            self._at, self._left, self.is_held = kept.at, min(kept.left_s, self.tour.dwell_s), kept.is_held
            self._tell()

    def stop(self) -> None:
        """Leave the tiles with what they show."""
        self._forget_heirs()
        for tile in self._tiles:
            tile.tour = None
            self.wall.tile_changed.emit(tile.index)
        self._tiles.clear()

    def _hurry(self) -> None:
        self._left = 0.0
        self._prepare()
        self._turn()
        self._tell()

    def _is_watched(self, tile: Tile) -> bool:
        came_to_it = tile.is_focused and tile not in self._accepted
        return (
            tile is self.hovered
            or came_to_it
            or tile.alarm is not None
            or tile.is_maximised
            or tile.zoom.is_on
            or tile.is_hidden
            or tile.past is not None
        )

    def _leave_taken(self) -> None:
        """Tiles in which somebody has put another camera, or pinned this one, are the operator's again."""
        for tile, camera in list(self._tiles.items()):
            if tile.camera != camera or tile.is_pinned:
                del self._tiles[tile]
                if heir := self._heirs.pop(tile, None):
                    heir.cancel()
                tile.tour = None
                self.wall.tile_changed.emit(tile.index)

    def _prepare(self) -> None:
        """See to it that every tile has a heir that may still come to something."""
        for tile in self._tiles:
            heir = self._heirs.get(tile)
            if heir is not None and heir.has_failed:
                self._leave_out(heir.camera, heir.refusal or _("it shows no picture"))
                heir.cancel()
                del self._heirs[tile]
                heir = None
                self._failures += 1
                if self._failures >= len(self.tour.cameras):  # all of them: the center is not asked without end
                    self._failures, self._rests_until = 0, self._looked_at + max(REST_S, self.tour.dwell_s)
                    return
            if heir is None and (camera := self._next_camera()) is not None:
                self._heirs[tile] = Succession(tile, camera, self.wall.around)

    def _next_camera(self) -> str | None:
        """The next camera that may be opened and is not on the wall, or about to be; None where there is none."""
        cameras = self.tour.cameras
        coming = {heir.camera for heir in self._heirs.values()}
        for _turn in range(len(cameras)):
            self._at = (self._at + 1) % len(cameras)
            camera = cameras[self._at]
            if camera in coming or self.wall.place_of(camera) is not None:
                continue
            if why := self._against(camera):
                self._leave_out(camera, why)
                continue
            return camera
        return None

    def _turn(self) -> None:
        """Let every heir take over that has a picture; the turn is done when none is waited for."""
        for tile, heir in list(self._heirs.items()):
            if heir.is_ready:
                heir.complete()
                del self._heirs[tile]
                self._tiles[tile] = heir.camera
                self._failures = 0
                self.wall.take_over(tile.index, heir.camera)
        if not self._heirs:
            self._shown.append((self._at - len(self._tiles) + 1) % len(self.tour.cameras))
            del self._shown[:-100]
            self._left = self.tour.dwell_s

    def _leave_out(self, camera: str, why: str) -> None:
        self._note = _("{camera} left out: {why}").format(camera=camera, why=why)

    def _forget_heirs(self) -> None:
        for heir in self._heirs.values():
            heir.cancel()
        self._heirs.clear()

    def _tell(self) -> None:
        cameras = self.tour.cameras
        for tile, camera in self._tiles.items():
            step = cameras.index(camera) + 1 if camera in cameras else 0
            seconds = max(0.0, self._left)
            note = TourNote(self.tour.name, step, len(cameras), seconds, self.is_paused, self._note)
            before, tile.tour = tile.tour, note
            if before is None or _said(before) != _said(note):
                self.wall.tile_changed.emit(tile.index)


def _said(note: TourNote) -> tuple[object, ...]:
    """What of a note is read on a tile."""
    return note.step, round(note.seconds), note.is_paused, note.note
