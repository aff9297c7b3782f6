"""What is drawn, kept on disk by tier and block until all of an extract has been read: memory is bounded by a batch.

A shape is cut to the blocks it touches and made as simple as the tier's last zoom allows before it is kept; from the
upper tiers most shapes are missing because none of their zooms shows them.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from console.mapping.osm import grid, simpler
from console.mapping.osm.classes import Drawn
from console.mapping.osm.grid import TIERS, Bounds, Geometries, Tier
from console.mapping.osm.schema import LAST_ZOOM, LAYERS, Shape

BATCH = 20_000
"""Shapes that are worked on together."""

NUMBER = {name: number for number, name in enumerate(LAYERS)}
NAME = list(LAYERS)
_SHAPE = np.array([layer.shape.value for layer in LAYERS.values()], dtype=np.uint8)
_SIZED = np.array(["way_area" in layer.fields for layer in LAYERS.values()])
_BY_SIZE = np.array([name in ("land", "sites", "water_polygons_labels", "boundary_labels") for name in LAYERS])
"""Layers whose smaller features lie above, or come after, the larger ones."""

LABEL_SIDE = 640
"""A named water shows its name from the zoom at which it is about as large as this squared, units: 40 px."""


class Block(Struct, frozen=True):
    """A part of the map, and how many shapes it holds."""

    tier: int
    x: int
    y: int
    size: int


class Pieces(Struct):
    """The shapes of a block, in columns."""

    shapes: Geometries
    layer: NDArray[np.uint8]
    from_zoom: NDArray[np.uint8]
    order: NDArray[np.float64]
    fields: list[bytes]
    """As JSON."""


class Spool:
    """A temporary database. Every method raises sqlite3.Error when the disk does not take or give it."""

    def __init__(self, file: Path, bounds: Bounds) -> None:
        self._base = sqlite3.connect(file, isolation_level=None)
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = 1;"
            "CREATE TABLE piece (tier, x, y, layer, from_zoom, sorting, fields, shape); BEGIN"
        )
        self._bounds = bounds.box()
        self._wkb: list[str | bytes] = []
        self._drawn: list[Drawn] = []
        self.streets, self.buildings = 0, 0
        """How many of them there are within the bounds."""

    def add(self, wkb: str | bytes, drawn: Drawn) -> None:
        """Keep a feature; its shape in degrees as WKB, hexadecimal or not."""
        self._wkb.append(wkb)
        self._drawn.append(drawn)
        if len(self._wkb) >= BATCH:
            self._work()

    def finish(self) -> None:
        """All has been added: get ready to be read."""
        self._work()
        self._base.execute("COMMIT")
        self._base.execute("CREATE INDEX place ON piece (tier, x, y)")

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def blocks(self) -> list[Block]:
        """All that hold something, the finest tier first."""
        rows = self._base.execute("SELECT tier, x, y, count(*) FROM piece GROUP BY tier, x, y ORDER BY tier, x, y")
        return [Block(*row) for row in rows]

    def pieces(self, block: Block) -> Pieces:
        """What a block holds."""
        query = "SELECT layer, from_zoom, sorting, fields, shape FROM piece WHERE tier = ? AND x = ? AND y = ?"
        layer, from_zoom, order, fields, wkb = zip(
            *self._base.execute(query, (block.tier, block.x, block.y)), strict=True
        )
        return Pieces(
            shapely.from_wkb(np.array(wkb, dtype=object)),
            np.array(layer, dtype=np.uint8),
            np.array(from_zoom, dtype=np.uint8),
            np.array(order, dtype=np.float64),
            list(fields),
        )

    def _work(self) -> None:
        """Project what waits, cut it to the bounds, measure it and deal it out."""
        drawn, self._drawn = self._drawn, []
        shapes = grid.projected(shapely.from_wkb(np.array(self._wkb, dtype=object), on_invalid="ignore"))
        self._wkb = []
        if not drawn:
            return
        layer = np.array([NUMBER[d.layer] for d in drawn], dtype=np.uint8)
        size = shapely.area(shapes)
        points = np.array([d.is_point for d in drawn])
        shapes[points] = shapely.point_on_surface(shapes[points])
        outside = ~self._bounds.holds(shapely.bounds(shapes))
        shapes[outside] = self._bounds.cut(shapes[outside])
        order = np.where(_BY_SIZE[layer], -size, np.array([d.order for d in drawn]))
        from_zoom = np.array([d.from_zoom for d in drawn], dtype=np.uint8)
        named = _BY_SIZE[layer] & _SIZED[layer]
        from_zoom[named] = np.maximum(from_zoom[named], _label_zoom(size[named]))
        for i in np.flatnonzero(_SIZED[layer]):
            drawn[i].fields["way_area"] = round(float(size[i]) * grid.SQUARE_M)
        fields = np.array([msgspec.json.encode(d.fields) for d in drawn], dtype=object)
        there = ~(shapely.is_empty(shapes) | shapely.is_missing(shapes))
        kept_layers = Counter(
            d.layer for d, is_there in zip(drawn, there, strict=True) if is_there and "rail" not in d.fields
        )
        self.streets += kept_layers["streets"]
        self.buildings += kept_layers["buildings"]
        for number, tier in enumerate(TIERS):
            shown = np.flatnonzero(there & (from_zoom <= tier.last))
            kept = _simple(shapes[shown], _SHAPE[layer[shown]], tier.last)
            columns = (layer[shown].tolist(), from_zoom[shown].tolist(), order[shown].tolist(), fields[shown].tolist())
            rows: list[tuple[Any, ...]] = [
                (number, x, y, *(column[i] for column in columns), wkb) for i, x, y, wkb in _dealt(kept, tier)
            ]
            self._base.executemany("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _label_zoom(size: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The zoom from which areas of these sizes, square units, are large enough for their name."""
    times_too_small = LABEL_SIDE / np.sqrt(np.maximum(size, 1.0))
    zoom: NDArray[np.uint8] = np.clip(np.ceil(LAST_ZOOM + np.log2(times_too_small)), 4, LAST_ZOOM).astype(np.uint8)
    return zoom


def _simple(shapes: Geometries, kind: NDArray[np.uint8], zoom: int) -> Geometries:
    """The shapes as a zoom needs them; None for those it does not show."""
    simple = shapes.copy()
    lines, areas = kind == Shape.LINE.value, kind == Shape.AREA.value
    simple[lines] = simpler.lines(simple[lines], zoom)
    simple[areas & (shapely.area(shapes) < simpler.smallest(zoom))] = None
    areas &= ~shapely.is_missing(simple)
    simple[areas] = simpler.areas(simple[areas], zoom)
    return simple


def _dealt(shapes: Geometries, tier: Tier) -> Iterator[tuple[int, int, int, bytes]]:
    """Each shape for each block it touches: its row, the block's x and y, what of it lies there as WKB."""
    bounds = shapely.bounds(shapes)
    there = np.flatnonzero(~np.isnan(bounds[:, 0]))
    last = (1 << tier.first) - 1
    low = np.clip(np.floor((bounds[there, :2] - tier.margin) / tier.side), 0, last).astype(int)
    high = np.clip(np.floor((bounds[there, 2:] + tier.margin) / tier.side), 0, last).astype(int)
    alone = (low == high).all(axis=1)
    for i, (x, y), wkb in zip(
        there[alone].tolist(), low[alone].tolist(), shapely.to_wkb(shapes[there[alone]]), strict=True
    ):
        yield i, x, y, wkb
    for i, (west, north), (east, south) in zip(
        there[~alone].tolist(), low[~alone].tolist(), high[~alone].tolist(), strict=True
    ):
        for x, y, part in _cut(shapes[i], tier, west, north, east, south):
            yield i, x, y, shapely.to_wkb(part)


def _cut(shape: Any, tier: Tier, west: int, north: int, east: int, south: int) -> Iterator[tuple[int, int, Any]]:
    """A shape cut to blocks, by halves: a large one is not cut as a whole for each of its many blocks."""
    (left, top, *_rest), (*_first, right, bottom) = tier.block(west, north), tier.block(east, south)
    part = shapely.clip_by_rect(shape, *grid.Box(left, top, right, bottom).wider(tier.margin))
    if part.is_empty:
        return
    if west == east and north == south:
        yield west, north, part
    elif east - west >= south - north:
        middle = (west + east) // 2
        yield from _cut(part, tier, west, north, middle, south)
        yield from _cut(part, tier, middle + 1, north, east, south)
    else:
        middle = (north + south) // 2
        yield from _cut(part, tier, west, north, east, middle)
        yield from _cut(part, tier, west, middle + 1, east, south)
