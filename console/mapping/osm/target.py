"""The MBTiles file: written beside its name and given the name when it is whole (MBTiles 1.3).

https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md
"""

import json
import os
import sqlite3
from pathlib import Path
from types import TracebackType

import psutil
from msgspec import Struct

from console.mapping.osm.grid import Bounds
from console.mapping.osm.schema import LAST_ZOOM, vector_layers

SUFFIX = ".mbtiles"
ATTRIBUTION = "© OpenStreetMap contributors"
"""What the Open Database License asks every map made of this data to show."""

_PART = ".part"


class Written(Struct, frozen=True):
    """What a finished archive holds."""

    tiles: int
    size: int
    """Bytes."""


class Target:
    """An archive while it is written; a context that leaves nothing behind if it is left before ``finish``.

    Every method raises OSError or sqlite3.Error when the disk does not take it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        _sweep(file)
        self._part = file.with_name(f".{file.name}.{os.getpid()}{_PART}")
        self.spool = self._part.with_suffix(".spool" + _PART)
        """Where what is needed on the way may be kept."""
        self._tiles = 0
        self._present: dict[str, tuple[int, int]] = {}
        self._part.unlink(missing_ok=True)
        self._base = sqlite3.connect(self._part, isolation_level=None)

    def __enter__(self) -> "Target":
        try:
            self._base.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x4d504258;"
                "CREATE TABLE metadata (name TEXT, value TEXT);"
                "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB); BEGIN"
            )
        except sqlite3.Error:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        for left in (self._part, self.spool):
            left.unlink(missing_ok=True)

    def put(self, zoom: int, x: int, y: int, layers: list[str], content: bytes) -> None:
        """Write a tile; ``y`` counts from the north, as on the web."""
        self._base.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, (1 << zoom) - 1 - y, content))
        self._tiles += 1
        for layer in layers:
            first, last = self._present.get(layer, (zoom, zoom))
            self._present[layer] = min(first, zoom), max(last, zoom)

    def finish(self, name: str, bounds: Bounds) -> Written:
        """All tiles are there: say what they are, and give the file its name."""
        middle = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
        told = {
            "name": name,
            "format": "pbf",
            "type": "baselayer",
            "version": "1",
            "description": f"{name} (Shortbread 1.0)",
            "attribution": ATTRIBUTION,
            "bounds": ",".join(f"{degree:.7f}" for degree in bounds),
            "center": ",".join((*(f"{degree:.7f}" for degree in middle), "12")),
            "minzoom": str(min(first for first, _last in self._present.values())),
            "maxzoom": str(LAST_ZOOM),
            "json": json.dumps({"vector_layers": vector_layers(self._present)}),
        }
        self._base.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
        self._base.execute("COMMIT")
        self._base.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        self._base.execute("CREATE UNIQUE INDEX name ON metadata (name)")
        self._base.close()
        with self._part.open("rb") as part:
            os.fsync(part.fileno())
        self._part.replace(self.file)
        return Written(self._tiles, self.file.stat().st_size)


def _sweep(file: Path) -> None:
    """Remove what an import to the same file left that was killed."""
    for left in file.parent.glob(f".{_literal(file.name)}.*{_PART}"):
        number = left.name.removeprefix(f".{file.name}.").partition(".")[0]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            left.unlink(missing_ok=True)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
