"""From a block's shapes to its tiles: what a zoom shows, as simple as it needs it, cut to each tile, on its grid."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from console.mapping.osm import grid, simpler
from console.mapping.osm.grid import BUFFER, TIERS, Geometries
from console.mapping.osm.schema import LAYERS, Shape
from console.mapping.osm.spool import NAME, Block, Pieces

_SHAPE = np.array([layer.shape.value for layer in LAYERS.values()], dtype=np.uint8)


class Tile(NamedTuple):
    """A tile's place and what is in it: by layer, shapes in units of the tile with their fields."""

    zoom: int
    x: int
    y: int
    layers: dict[str, list[tuple[Any, dict[str, Any]]]]


class _Shown(NamedTuple):
    """What a zoom shows of a block, in the order in which it is drawn."""

    shapes: Geometries
    layer: NDArray[np.uint8]
    fields: list[dict[str, Any]]


def tiles(block: Block, pieces: Pieces) -> Iterator[Tile]:
    """All tiles of a block that hold something."""
    tier = TIERS[block.tier]
    for zoom in range(tier.last, tier.first - 1, -1):
        shown = _shown(pieces, zoom)
        bounds = shapely.bounds(shown.shapes)
        many = 1 << zoom - tier.first
        for x in range(block.x * many, (block.x + 1) * many):
            for y in range(block.y * many, (block.y + 1) * many):
                if layers := _cut(shown, bounds, zoom, x, y):
                    yield Tile(zoom, x, y, layers)


def _shown(pieces: Pieces, zoom: int) -> _Shown:
    at = np.flatnonzero(pieces.from_zoom <= zoom)
    kind = _SHAPE[pieces.layer[at]]
    areas = at[kind == Shape.AREA.value]
    areas = areas[shapely.area(pieces.shapes[areas]) >= simpler.smallest(zoom)]
    lines, first = _joined(pieces, at[kind == Shape.LINE.value], zoom)
    points = at[kind == Shape.POINT.value]
    shapes = np.concatenate(
        [simpler.areas(pieces.shapes[areas], zoom), simpler.lines(lines, zoom), pieces.shapes[points]]
    )
    rows = np.concatenate([areas, first, points])
    sorting = np.lexsort((pieces.order[rows], pieces.layer[rows]))
    rows = rows[sorting]
    layer = pieces.layer[rows]
    fields = [
        LAYERS[NAME[number]].told(msgspec.json.decode(pieces.fields[row]), zoom)
        for number, row in zip(layer.tolist(), rows.tolist(), strict=True)
    ]
    return _Shown(shapes[sorting], layer, fields)


def _joined(pieces: Pieces, rows: NDArray[np.intp], zoom: int) -> tuple[Geometries, NDArray[np.intp]]:
    """Lines of one layer that tell the same as one shape, joined where they meet; and of each the first row.

    Streets come in short ways from crossing to crossing: joined they are simpler, and long enough for their name.
    """
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows.tolist():
        layer = int(pieces.layer[row])
        told = pieces.fields[row]
        if LAYERS[NAME[layer]].told_from:
            told = msgspec.json.encode(LAYERS[NAME[layer]].told(msgspec.json.decode(told), zoom))
        alike[layer, pieces.order[row], told].append(row)
    joined = np.empty(len(alike), dtype=object)
    for i, ((_layer, _order, told), group) in enumerate(alike.items()):
        if len(group) == 1:
            joined[i] = pieces.shapes[group[0]]
        else:
            parts = shapely.multilinestrings(shapely.get_parts(pieces.shapes[group]))
            joined[i] = shapely.line_merge(parts, directed=b'"oneway"' in told)
    return joined, np.array([group[0] for group in alike.values()], dtype=np.intp)


def _cut(
    shown: _Shown, bounds: NDArray[np.float64], zoom: int, x: int, y: int
) -> dict[str, list[tuple[Any, dict[str, Any]]]]:
    unit = grid.unit(zoom)
    place = grid.square(zoom, x, y)
    box = place.wider(BUFFER * unit)
    rows = np.flatnonzero(box.meets(bounds))
    shapes = shown.shapes[rows]
    reaching = ~box.holds(bounds[rows])
    shapes[reaching] = box.cut(shapes[reaching])
    corner = np.array([place.west, place.north])
    shapes = shapely.transform(shapes, lambda at: np.round((at - corner) / unit))
    areas = _SHAPE[shown.layer[rows]] == Shape.AREA.value
    shapes[areas] = _sound(shapes[areas])
    layers: dict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for i in np.flatnonzero(~shapely.is_empty(shapes)).tolist():
        layers[NAME[shown.layer[rows[i]]]].append((shapes[i], shown.fields[rows[i]]))
    return layers


def _sound(areas: Geometries) -> Geometries:
    """Areas that became unsound on the grid made sound again, without what collapsed; the outer rings go clockwise."""
    unsound = ~shapely.is_valid(areas)
    if unsound.any():
        made = shapely.make_valid(areas[unsound], method="structure", keep_collapsed=False)
        areas[unsound] = shapely.transform(made, np.round)
    mixed = shapely.get_type_id(areas) == shapely.GeometryType.GEOMETRYCOLLECTION
    for i in np.flatnonzero(mixed):
        areas[i] = shapely.MultiPolygon([part for part in areas[i].geoms if part.geom_type == "Polygon"])
    turned: Geometries = shapely.orient_polygons(areas)
    return turned
