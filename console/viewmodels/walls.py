"""All walls of a console: the one in the main window, and further ones for other monitors, each with its own layout."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from console.tasks import Tasks
from console.viewmodels.tiles import VideoWall

MOST_WALLS = 4
"""The main window's, and as many monitors as a desk has beside it."""


class Walls(QObject):
    """The walls in the order they were opened. What is asked of "the wall" goes to the one used last.

    Args:
        make: a new wall over the console's players and center.
    """

    opened = Signal(object)
    """A wall (``VideoWall``) that wants a window."""
    closed = Signal(object)
    """A wall that has gone, with its streams."""
    changed = Signal()
    """Another one is used now."""

    def __init__(self, make: Callable[[], VideoWall], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._tasks = Tasks()
        self.first = make()
        self._all = [self.first]
        self._active = self.first

    @property
    def all(self) -> Sequence[VideoWall]:
        """Every wall, the main window's first."""
        return tuple(self._all)

    @property
    def active(self) -> VideoWall:
        """The wall that had the keyboard last."""
        return self._active

    @property
    def can_open_more(self) -> bool:
        """Whether there may be one more."""
        return len(self._all) < MOST_WALLS

    def activate(self, wall: VideoWall) -> None:
        """The operator works on this wall."""
        if wall is not self._active and wall in self._all:
            self._active = wall
            self.changed.emit()

    def add(self) -> VideoWall | None:
        """One more wall; None where there are as many as there may be."""
        if not self.can_open_more:
            return None
        wall = self._make()
        self._all.append(wall)
        self.opened.emit(wall)
        return wall

    def remove(self, wall: VideoWall) -> None:
        """Close a wall's streams and forget it; the main window's stays."""
        if wall is self.first or wall not in self._all:
            return
        self._all.remove(wall)
        if self._active is wall:
            self._active = self.first
            self.changed.emit()
        self.closed.emit(wall)
        self._tasks.spawn(wall.shut(), "close a wall")

    def open(self, camera: str, reason: str = "") -> int | None:
        """Show a camera on the wall that already shows it, else on the one used last (``VideoWall.open``)."""
        there = next((wall for wall in self._all if wall.place_of(camera) is not None), self._active)
        return there.open(camera, reason)

    def open_many(self, cameras: Sequence[str], reason: str = "") -> list[int]:
        """Show cameras that belong together on the wall used last (``VideoWall.open_many``)."""
        return self._active.open_many(cameras, reason)

    def open_for_alarm(self, cameras: Sequence[str]) -> list[int]:
        """Show an alarm's cameras on the wall used last (``VideoWall.open_for_alarm``)."""
        return self._active.open_for_alarm(cameras)

    def retranslate(self) -> None:
        """The language, or what is known of the cameras, is another."""
        for wall in self._all:
            wall.retranslate()

    async def shut(self) -> None:
        """End all streams of all walls."""
        for wall in self._all:
            await wall.shut()
        await self._tasks.close()
