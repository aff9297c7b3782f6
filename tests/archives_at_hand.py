"""Small archives of map tiles: raster and vector, MBTiles and PMTiles, each tile has a street and a lake."""

import gzip
import io
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

Place = tuple[int, int, int]
"""Zoom, column, row; rows counted from the north."""

LAKE = [(1024, 1024), (3072, 1024), (3072, 3072), (1024, 3072), (1024, 1024)]


def tile_of(lon: float, lat: float, zoom: int) -> Place:
    """The tile that holds a place."""
    import math

    sine = math.sin(math.radians(lat))
    x, y = lon / 360 + 0.5, 0.5 - math.atanh(sine) / (2 * math.pi)
    return zoom, int(x * 2**zoom), int(y * 2**zoom)


def image(color: tuple[int, int, int] = (200, 40, 160), side: int = 256, kind: str = "PNG") -> bytes:
    """A tile of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), color).save(buffer, kind)
    return buffer.getvalue()


def features(layer: str, *found: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A layer of features from their shapes (WKT, y from the north) and properties."""
    return {"name": layer, "features": [{"geometry": g, "properties": p} for g, p in found]}


def vector_tile(*layers: dict[str, Any]) -> bytes:
    """A vector tile of extent 4096, not packed; by default a lake in the middle, and a street across."""
    lake = "POLYGON((" + ", ".join(f"{x} {y}" for x, y in LAKE) + "))"
    mine = layers or (
        features("water_polygons", (lake, {"kind": "water"})),
        features("streets", ("LINESTRING(0 512, 4096 512)", {"kind": "primary"})),
        features("street_labels", ("LINESTRING(0 512, 4096 512)", {"kind": "primary", "name": "Абай даңғылы"})),
    )
    made: bytes = mapbox_vector_tile.encode(list(mine), default_options={"y_coord_down": True, "extents": 4096})
    return made


def mbtiles(path: Path, tiles: Iterable[tuple[Place, bytes]], **metadata: str) -> Path:
    """An MBTiles file."""
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE metadata (name text, value text)")
    file.execute("CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
    file.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    file.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
    rows = [(z, x, 2**z - 1 - y, data) for (z, x, y), data in tiles]
    file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.commit()
    file.close()
    return path


def pmtiles(path: Path, tiles: Iterable[tuple[Place, bytes]], kind: TileType, **metadata: str) -> Path:
    """A PMTiles file of version 3; vector tiles are packed by gzip."""
    is_vector = kind is TileType.MVT
    with write(str(path)) as writer:
        for place, data in sorted((zxy_to_tileid(*place), data) for place, data in tiles):
            writer.write_tile(place, gzip.compress(data, mtime=0) if is_vector else data)
        header = {"tile_type": kind, "tile_compression": Compression.GZIP if is_vector else Compression.NONE}
        writer.finalize(header, metadata)
    return path
