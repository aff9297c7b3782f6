"""Tours by name, and those that play now."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from console.settings import Tour, Touring
from console.viewmodels.named import NamedList
from console.viewmodels.tile import Tile
from console.viewmodels.tiles import VideoWall
from console.viewmodels.tour_play import TourPlay

LOOK_MS = 250
"""How often tours at play are looked after."""

LEAST_DWELL_S, MOST_DWELL_S = 2, 3600


class Tours(NamedList[Tour]):
    """The operator's tours in their order; any number plays at once, one in a tile.

    Args:
        against: says in words why a camera must not be opened unasked, "" where nothing speaks against it.
    """

    def __init__(self, against: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._against = against
        self._plays: list[TourPlay] = []
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def plays(self) -> Sequence[TourPlay]:
        """Those that play."""
        return tuple(self._plays)

    def play(self, tour: Tour, wall: VideoWall, tiles: Sequence[Tile] = ()) -> TourPlay | None:
        """Play a tour in these tiles of a wall, or over all of it that is neither pinned nor at an alarm.

        A tour that plays in one of them ends. None where the tour has no camera, or no tile is left to it.
        """
        wanted = tiles or [tile for tile in wall.tiles if tile.alarm is None]
        places = [tile for tile in wanted if not tile.is_pinned]
        if not places or not tour.cameras:
            return None
        for tile in places:
            self.stop(tile)
        play = self._begin(tour, wall, places)
        self.look()
        return play

    def kept(self, walls: Sequence[VideoWall]) -> list[Touring]:
        """Those that play, to go on after a restart."""
        return [play.kept(walls.index(play.wall)) for play in self._plays if play.tiles and play.wall in walls]

    def go_on(self, kept: Sequence[Touring], walls: Sequence[VideoWall]) -> None:
        """Let those play on that played before the restart; walls and tiles show again what they showed then.

        What has changed since is left out: a tour that is gone, a wall, a tile with a camera that is none of it.
        """
        for one in kept:
            tour = self.named(one.tour)
            if tour is None or one.wall >= len(walls):
                continue
            wall = walls[one.wall]
            tiles = [tile for tile in wall.tiles if tile.index in one.tiles and tile.camera in tour.cameras]
            if tiles and not any(tile.is_pinned or self.of(tile) for tile in tiles):
                self._begin(tour, wall, tiles).go_on(one)
        self.look()

    def _begin(self, tour: Tour, wall: VideoWall, tiles: Sequence[Tile]) -> TourPlay:
        play = TourPlay(tour, wall, tiles, self._against)
        self._plays.append(play)
        self._timer.start()
        return play

    def of(self, tile: Tile) -> TourPlay | None:
        """The tour that plays in a tile."""
        return next((play for play in self._plays if tile in play.tiles), None)

    def stop(self, tile: Tile) -> None:
        """End the tour in a tile; what it shows stays."""
        if (play := self.of(tile)) is not None:
            play.stop()
            self._drop_ended()

    def hover(self, tile: Tile, *, is_over: bool) -> None:
        """The pointer has come over a tile, or left it."""
        if (play := self.of(tile)) is not None:
            play.hovered = tile if is_over else None

    def look(self) -> None:
        """Look after all that play; by timer, and by tests."""
        for play in self._plays:
            play.look()
        self._drop_ended()

    def shut(self) -> None:
        """End all of them."""
        for play in self._plays:
            play.stop()
        self._drop_ended()

    def _drop_ended(self) -> None:
        self._plays = [play for play in self._plays if play.tiles]
        if not self._plays:
            self._timer.stop()
