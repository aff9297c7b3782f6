"""Tiles of a server on disk: a bounded folder in the user's cache, so that a map stays when its server goes.

All of it is file work: call it off the loop's thread.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from console.clock import WallClock

log = logging.getLogger(__name__)

BUDGET = 256 * 1024 * 1024
"""Largest size of the folder, bytes: a city's tiles of a few zooms."""

_KEPT_SHARE = 0.8
"""What is left of the budget when the oldest tiles have gone."""

Place = tuple[int, int, int]
"""Zoom, column, row."""


class Stored(Struct, frozen=True):
    """A tile as it came, b"" where there was none, and how long ago, seconds."""

    data: bytes
    age: float


class TileStore:
    """Tiles below ``folder``; a disk that takes nothing costs time alone."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        self._folder = folder
        self._budget = budget
        self._clock = WallClock()
        self._size: int | None = None

    def read(self, place: Place) -> Stored | None:
        """The tile, or None where it was never kept."""
        path = self._path(place)
        try:
            return Stored(path.read_bytes(), max(self._clock.now() - path.stat().st_mtime, 0.0))
        except OSError:
            return None

    def write(self, place: Place, data: bytes) -> None:
        """Keep a tile; b"" remembers that there is none."""
        path = self._path(place)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as fault:
            log.info("a tile is not kept: %s", fault)
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return
        self._size = (self._measured() if self._size is None else self._size) + len(data)
        if self._size > self._budget:
            self._size = self._thinned()

    def _path(self, place: Place) -> Path:
        zoom, column, row = place
        return self._folder / str(zoom) / str(column) / str(row)

    def _measured(self) -> int:
        return sum(size for _age, size, _path in self._files())

    def _thinned(self) -> int:
        """Let the oldest tiles go; returns the size of what is left."""
        left = 0
        for _age, size, path in sorted(self._files(), reverse=True):
            if left + size <= self._budget * _KEPT_SHARE:
                left += size
            else:
                with suppress(OSError):
                    path.unlink()
        return left

    def _files(self) -> list[tuple[float, int, Path]]:
        """Time, size and path of each file."""
        found = []
        for path in self._folder.glob("*/*/*"):
            with suppress(OSError):
                told = path.stat()
                found.append((told.st_mtime, told.st_size, path))
        return found
