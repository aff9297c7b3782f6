"""Surfaces of the map: a raster of levels that lies over the ground, reckoned off the window's thread.

The page fetches the levels (one byte a cell, rows from the north) as a file of its own scheme and paints them in its
theme's steps. What is asked for while something is being reckoned waits, and only the newest of it is reckoned.
"""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal

from console.insight.grid import LEVELS_PER_DOUBLING
from console.language import _
from console.viewmodels.map_page import Feature, MapPage

STEPS = (48, 64, 96, 128, 160)
"""Levels at which the page begins a denser step; a test holds them together with ``resources/map/surfaces.js``."""


class Surface(Protocol):
    """Levels over a box of world coordinates: west, north, east, south (Web Mercator, 0..1, y southwards)."""

    @property
    def levels(self) -> NDArray[np.uint8]: ...  # noqa: D102
    @property
    def bounds(self) -> tuple[float, float, float, float]: ...  # noqa: D102


Made = TypeVar("Made")


def steps_said() -> str:
    """What the steps of a surface mean: how many times the mean each begins at (``grid.as_levels``)."""
    times = (2 ** (level / LEVELS_PER_DOUBLING) - 1 for level in STEPS)
    return _("Steps: about {times} × the mean").format(times=", ".join(f"{n:.0f}" for n in times))


class Reckoning(QObject, Generic[Made]):
    """Runs one task at a time in a thread; of those that come meanwhile the last one is run next.

    ``done`` gives the result of each that ran to its end, in the thread that made this object. One that fails is told
    by ``sys.excepthook``, and the next one runs.
    """

    done = Signal(object)
    _came = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._next: Callable[[], Made] | None = None
        self.is_busy = False
        self._came.connect(self._take)

    def ask(self, task: Callable[[], Made]) -> None:
        """Run a task now, or after the one that runs."""
        if self.is_busy:
            self._next = task
            return
        self.is_busy = True
        self._pool.start(lambda: self._run(task))

    def close(self) -> None:
        """Wait for what runs; nothing comes after it."""
        self._next = None
        self._pool.waitForDone()

    def _run(self, task: Callable[[], Made]) -> None:
        made: list[Made] = []
        try:
            made.append(task())
        finally:
            self._came.emit(made)

    def _take(self, made: list[Made]) -> None:
        self.is_busy = False
        if (waiting := self._next) is not None:
            self._next = None
            self.ask(waiting)
        for one in made:
            self.done.emit(one)


class PageSurface(Feature):
    """A surface as the page has it; a feature named ``name``, painted where the layer ``name`` is shown."""

    def __init__(self, name: str, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name, self._page = name, page
        self._version = 0
        self._beside: dict[str, Any] = {}
        self._shape: tuple[int, int] | None = None
        self._bounds = (0.0, 0.0, 0.0, 0.0)
        page.join(name, self)

    def known(self) -> dict[str, Any]:
        """Which surface there is."""
        return {"surfaces": {self._name: self._told()}, **self._beside} if self._shape else {}

    def show(self, surface: Surface, **beside: Any) -> None:
        """Another surface from now on, with other parts of a message that belong to it."""
        self._beside = beside
        self._version += 1
        self._shape, self._bounds = surface.levels.shape, surface.bounds
        self._page.put(f"surface/{self._name}.bin", surface.levels.tobytes())
        self._page.tell(surfaces={self._name: self._told()}, **beside)

    def _told(self) -> dict[str, Any]:
        assert self._shape is not None
        rows, columns = self._shape
        return {"version": self._version, "rows": rows, "columns": columns, "bounds": self._bounds}
