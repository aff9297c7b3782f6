"""MBTiles: an SQLite file of tiles (github.com/mapbox/mbtiles-spec 1.3), opened read-only and trusted in nothing.

``tiles`` is often a view, and a hostile one can be endless: every query has a budget.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from console.domain.map_tiles import LAST_ZOOM, PACKED_LIMIT, UNPACKED_LIMIT, BaseFacts, unpacked
from console.language import _
from console.mapping.archive_facts import ArchiveUnusable, facts, sane_bounds

MAGIC = b"SQLite format 3\x00"

_STEP = 10_000
_STEPS = 2_000
"""Budget of a query: 20 million instructions of SQLite, a second or two; a tile by its index needs some dozens."""

_METADATA_ROWS = 200


class MBTiles:
    """An open file. ``facts`` tell what it is; any thread may ask for tiles.

    Raises ArchiveUnusable, sqlite3.Error (a damaged file) or TileUnusable.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._steps = 0
        self._file = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        with contextlib.ExitStack() as fault:
            fault.callback(self._file.close)
            self.facts = self._look(path)
            fault.pop_all()

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """The bytes as they lie there; None where there is none. Rows count from the north. Raises sqlite3.Error."""
        found = self._ask(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            zoom,
            column,
            2**zoom - 1 - row,
        )
        return bytes(found[0]) if found and isinstance(found[0], bytes) else None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _look(self, path: Path) -> BaseFacts:
        self._file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * PACKED_LIMIT)
        self._file.execute("PRAGMA trusted_schema = OFF")
        self._file.set_progress_handler(self._spend, _STEP)
        if not self._ask("SELECT 1 FROM sqlite_master WHERE name = 'tiles'"):
            raise ArchiveUnusable(_("{file} is a database, but not of map tiles.").format(file=path.name))
        first = self._ask("SELECT tile_data FROM tiles WHERE length(tile_data) > 0 LIMIT 1")
        if first is None or not isinstance(first[0], bytes):
            raise ArchiveUnusable(_("{file} holds no map tiles.").format(file=path.name))
        said, sample = self._metadata(), unpacked(first[0], UNPACKED_LIMIT)
        return facts(said, self._zooms(said), sane_bounds(said.get("bounds")), sample, path.stem)

    def _metadata(self) -> dict[str, Any]:
        """Names and values; nothing where the table is missing or something else."""
        with self._budget(), contextlib.suppress(sqlite3.Error):
            return dict(self._file.execute("SELECT name, value FROM metadata").fetchmany(_METADATA_ROWS))
        return {}

    def _zooms(self, said: dict[str, Any]) -> tuple[int, int]:
        """First and last zoom as the tiles have it; as the metadata says where counting takes too long."""
        try:
            first, last = (self._ask(f"SELECT {end}(zoom_level) FROM tiles")[0] for end in ("min", "max"))
        except sqlite3.OperationalError:
            first, last = said.get("minzoom"), said.get("maxzoom")
        try:
            return int(first or 0), int(LAST_ZOOM if last is None else last)
        except (TypeError, ValueError):
            return 0, LAST_ZOOM

    def _ask(self, query: str, *values: int) -> Any:
        """The first row, or None."""
        with self._budget():
            return self._file.execute(query, values).fetchone()

    @contextlib.contextmanager
    def _budget(self) -> Iterator[None]:
        """One query at a time, each with steps of its own."""
        with self._lock:
            self._steps = _STEPS
            yield

    def _spend(self) -> bool:
        """Called by SQLite now and then; True ends the query."""
        self._steps -= 1
        return self._steps < 0
