"""Binary tiles of points: what the page paints for one square of the map at one zoom.

A tile covers ``TILE`` pixels and also carries the marks that reach into it over its border, so that a mark that two
tiles cut through is painted whole. Everything is little-endian; ``resources/map/point_data.js`` reads it:

- header, four uint32: n, number of states, 0, 0
- x, y float32[n]: pixels of the tile
- row uint32[n]: the point where a mark stands for one alone, else ``NO_ROW``
- counts uint32[n * states]: how many points of each state it stands for
- heading, angle, reach uint16[n]; kind uint8[n]: of a point alone
"""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from console.mapping.clusters import Clusters, kept_pyramid, pyramid

TILE = 512
"""Side of a tile in pixels."""

MARGIN = 32
"""How far beyond a tile's border the marks are that it carries, pixels: the largest mark."""

SIGHT_FROM = 18
"""Zoom from which a camera's sight is drawn: from here on it is the margin."""

FIRST_ZOOM, LAST_ZOOM = 10, 19
"""Zooms of the map (a tile of 256 px at zoom 0 holds the world)."""

EQUATOR_M = 2 * np.pi * 6_378_137.0
"""Length of the equator of the Web Mercator sphere (WGS84 semi-major axis)."""

STATES = 4
NO_ROW = 0xFFFFFFFF

TileKey = tuple[int, int]


class Columns(Protocol):
    """The columns a tile is cut from (``console.state.points.Points``)."""

    @property
    def x(self) -> NDArray[np.float64]: ...  # noqa: D102
    @property
    def y(self) -> NDArray[np.float64]: ...  # noqa: D102
    @property
    def state(self) -> NDArray[np.uint8]: ...  # noqa: D102
    @property
    def kind(self) -> NDArray[np.uint8]: ...  # noqa: D102
    @property
    def heading(self) -> NDArray[np.uint16]: ...  # noqa: D102
    @property
    def angle(self) -> NDArray[np.uint16]: ...  # noqa: D102
    @property
    def reach(self) -> NDArray[np.uint16]: ...  # noqa: D102
    def box(self, west: float, north: float, east: float, south: float) -> NDArray[np.intp]:
        """Rows within a box of world coordinates."""
        ...


class PointTiles:
    """Tiles of one layer: clusters below zoom ``single_from``, single points from there on.

    ``cache`` is a folder where clusters are kept between runs.
    """

    def __init__(self, points: Columns, single_from: int, cache: Path | None = None) -> None:
        self._points = points
        self._single_from = single_from
        farthest = int(points.reach.max(initial=0))
        self._reach = farthest / (EQUATOR_M * _narrowing(points.y.min(initial=0.5)))
        zooms = range(FIRST_ZOOM, min(max(single_from, FIRST_ZOOM), LAST_ZOOM + 1))
        levels = (
            kept_pyramid(points.x, points.y, zooms, cache) if cache and zooms else pyramid(points.x, points.y, zooms)
        )
        self._levels = {zoom: _Level(clusters, points.state, zoom) for zoom, clusters in levels.items()}

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        """The tile as the module's docstring says; one that holds nothing is a header alone."""
        if zoom < self._single_from:
            return self._levels[max(zoom, FIRST_ZOOM)].tile(self._points, column, row)
        return self._single(zoom, column, row)

    def update(self, rows: NDArray[np.intp]) -> None:
        """Count anew where the states of ``rows`` have changed."""
        for level in self._levels.values():
            level.count(rows, self._points.state)

    def touched(self, rows: NDArray[np.intp], zoom: int) -> set[TileKey]:
        """The tiles of a zoom that show the state of any of ``rows``."""
        if zoom < self._single_from:
            return self._levels[max(zoom, FIRST_ZOOM)].touched(rows)
        return _covering(self._points.x[rows], self._points.y[rows], zoom, self._margin(zoom))

    def _margin(self, zoom: int) -> float:
        """How far a mark of this zoom reaches, pixels."""
        if zoom < SIGHT_FROM:
            return MARGIN
        return min(max(MARGIN, self._reach * 256 * 2.0**zoom), TILE)

    def _single(self, zoom: int, column: int, row: int) -> bytes:
        points, side = self._points, TILE / (256 * 2.0**zoom)
        margin = side * self._margin(zoom) / TILE
        west, north = column * side, row * side
        rows = points.box(west - margin, north - margin, west + side + margin, north + side + margin)
        counts = np.zeros((len(rows), STATES), np.uint32)
        counts[np.arange(len(rows)), points.state[rows]] = 1
        x, y = (points.x[rows] - west) / side * TILE, (points.y[rows] - north) / side * TILE
        return _packed(points, x, y, rows.astype(np.uint32), counts)


class _Level:
    """The clusters of one zoom, their counts by state, and which of them each tile carries."""

    def __init__(self, clusters: Clusters, state: NDArray[np.uint8], zoom: int) -> None:
        self._clusters, self._zoom = clusters, zoom
        self._x = clusters.x * (256 * 2.0**zoom)
        self._y = clusters.y * (256 * 2.0**zoom)
        self._shown = state.copy()
        size = len(clusters) * STATES
        self._counts = np.bincount(clusters.of * STATES + state, minlength=size).reshape(-1, STATES)
        self._row = np.full(len(clusters), NO_ROW, np.uint32)
        alone = clusters.weight[clusters.of] == 1
        self._row[clusters.of[alone]] = np.flatnonzero(alone)
        self._tile_keys, self._members = _homes(self._x, self._y)

    def count(self, rows: NDArray[np.intp], state: NDArray[np.uint8]) -> None:
        of = self._clusters.of[rows]
        np.subtract.at(self._counts, (of, self._shown[rows]), 1)
        np.add.at(self._counts, (of, state[rows]), 1)
        self._shown[rows] = state[rows]

    def touched(self, rows: NDArray[np.intp]) -> set[TileKey]:
        of = np.unique(self._clusters.of[rows])
        return _covering(self._clusters.x[of], self._clusters.y[of], self._zoom)

    def tile(self, points: Columns, column: int, row: int) -> bytes:
        first, last = np.searchsorted(self._tile_keys, [_key(column, row), _key(column, row) + 1]).tolist()
        members = self._members[first:last]
        x, y = self._x[members] - column * TILE, self._y[members] - row * TILE
        return _packed(points, x, y, self._row[members], self._counts[members])


def _packed(
    points: Columns,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    row: NDArray[np.uint32],
    counts: NDArray[np.integer[Any]],
) -> bytes:
    """Marks as the page reads them; see the module's docstring."""
    point = np.where(row == NO_ROW, 0, row)

    def of_point(column: NDArray[Any], form: str) -> bytes:
        return np.where(row == NO_ROW, 0, column[point]).astype(form).tobytes() if len(row) else b""

    return b"".join(
        (
            np.array([len(row), STATES, 0, 0], "<u4").tobytes(),
            x.astype("<f4").tobytes(),
            y.astype("<f4").tobytes(),
            row.astype("<u4").tobytes(),
            counts.astype("<u4").tobytes(),
            of_point(points.heading, "<u2"),
            of_point(points.angle, "<u2"),
            of_point(points.reach, "<u2"),
            of_point(points.kind, "u1"),
        )
    )


def _covering(x: NDArray[np.float64], y: NDArray[np.float64], zoom: int, margin: float = MARGIN) -> set[TileKey]:
    """The tiles that carry marks at these world coordinates: their own, and those whose border is near."""
    scale, near = 256 * 2.0**zoom / TILE, margin / TILE
    keys: set[TileKey] = set()
    for dx in (-near, 0, near):
        for dy in (-near, 0, near):
            columns = np.floor(x * scale + dx).astype(int)
            rows = np.floor(y * scale + dy).astype(int)
            keys.update(zip(columns.tolist(), rows.tolist(), strict=True))
    return keys


def _key(column: int, row: int) -> int:
    return (row << 32) + column


def _homes(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Keys of the tiles that carry marks at these pixels, sorted, and beside each the mark it carries."""
    corners = [(dx, dy) for dx in (-MARGIN, MARGIN) for dy in (-MARGIN, MARGIN)]
    columns = np.concatenate([np.floor((x + dx) / TILE).astype(np.int64) for dx, _dy in corners])
    rows = np.concatenate([np.floor((y + dy) / TILE).astype(np.int64) for _dx, dy in corners])
    keys, marks = (rows << 32) + columns, np.tile(np.arange(len(x)), len(corners))
    order = np.lexsort((marks, keys))
    keys, marks = keys[order], marks[order]
    is_new = np.ones(len(keys), np.bool_)
    is_new[1:] = (np.diff(keys) != 0) | (np.diff(marks) != 0)
    return keys[is_new], marks[is_new]


def _narrowing(y: float) -> float:
    """Cosine of the latitude at a world coordinate: how much shorter a degree of longitude is there."""
    return float(1 / np.cosh((0.5 - y) * 2 * np.pi))
