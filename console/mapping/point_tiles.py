"""Binary tiles of points: what the page paints for one square of the map at one zoom.

A tile covers ``TILE`` pixels and also carries the marks that reach into it over its border, so that a mark that two
tiles cut through is painted whole. Everything is little-endian; ``resources/map/point_data.js`` reads it:

- header, four uint32: form (0 clusters, 1 points), n, number of states, 0
- clusters: x, y float32[n] (pixels of the tile); row uint32[n] (the point, when it stands alone, else ``NO_ROW``);
  counts uint32[n * states], by state
- points: x, y float32[n]; row uint32[n]; heading, angle, reach uint16[n]; state, kind uint8[n]
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from console.mapping.clusters import Clusters, pyramid

TILE = 512
"""Side of a tile in pixels."""

MARGIN = 48
"""How far beyond a tile's border the marks are that it carries, pixels: the largest cluster, or a camera's sight."""

FIRST_ZOOM, LAST_ZOOM = 10, 19
"""Zooms of the map (a tile of 256 px at zoom 0 holds the world)."""

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
    """Tiles of one layer: clusters below zoom ``single_from``, single points from there on."""

    def __init__(self, points: Columns, single_from: int) -> None:
        self._points = points
        self._single_from = single_from
        levels = pyramid(points.x, points.y, range(FIRST_ZOOM, min(single_from, LAST_ZOOM + 1)))
        self._levels = {zoom: _Level(clusters, points.state, zoom) for zoom, clusters in levels.items()}

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        """The tile as the module's docstring says; one that holds nothing is a header alone."""
        if zoom < self._single_from:
            return self._levels[max(zoom, FIRST_ZOOM)].tile(column, row)
        return self._single(zoom, column, row)

    def update(self, rows: NDArray[np.intp]) -> None:
        """Count anew where the states of ``rows`` have changed."""
        for level in self._levels.values():
            level.count(rows, self._points.state)

    def touched(self, rows: NDArray[np.intp], zoom: int) -> set[TileKey]:
        """The tiles of a zoom that show the state of any of ``rows``."""
        if zoom < self._single_from:
            return self._levels[max(zoom, FIRST_ZOOM)].touched(rows)
        return _covering(self._points.x[rows], self._points.y[rows], zoom)

    def _single(self, zoom: int, column: int, row: int) -> bytes:
        points, side = self._points, TILE / (256 * 2.0**zoom)
        margin = side * MARGIN / TILE
        west, north = column * side, row * side
        rows = points.box(west - margin, north - margin, west + side + margin, north + side + margin)
        return b"".join(
            (
                np.array([1, len(rows), STATES, 0], "<u4").tobytes(),
                ((points.x[rows] - west) / side * TILE).astype("<f4").tobytes(),
                ((points.y[rows] - north) / side * TILE).astype("<f4").tobytes(),
                rows.astype("<u4").tobytes(),
                points.heading[rows].astype("<u2").tobytes(),
                points.angle[rows].astype("<u2").tobytes(),
                points.reach[rows].astype("<u2").tobytes(),
                points.state[rows].astype("u1").tobytes(),
                points.kind[rows].astype("u1").tobytes(),
            )
        )


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
        self._members: dict[TileKey, list[int]] = {}
        for cluster in range(len(clusters)):
            for key in _covering(clusters.x[[cluster]], clusters.y[[cluster]], zoom):
                self._members.setdefault(key, []).append(cluster)

    def count(self, rows: NDArray[np.intp], state: NDArray[np.uint8]) -> None:
        of = self._clusters.of[rows]
        np.subtract.at(self._counts, (of, self._shown[rows]), 1)
        np.add.at(self._counts, (of, state[rows]), 1)
        self._shown[rows] = state[rows]

    def touched(self, rows: NDArray[np.intp]) -> set[TileKey]:
        of = np.unique(self._clusters.of[rows])
        return _covering(self._clusters.x[of], self._clusters.y[of], self._zoom)

    def tile(self, column: int, row: int) -> bytes:
        members = self._members.get((column, row), [])
        return b"".join(
            (
                np.array([0, len(members), STATES, 0], "<u4").tobytes(),
                (self._x[members] - column * TILE).astype("<f4").tobytes(),
                (self._y[members] - row * TILE).astype("<f4").tobytes(),
                self._row[members].astype("<u4").tobytes(),
                self._counts[members].astype("<u4").tobytes(),
            )
        )


def _covering(x: NDArray[np.float64], y: NDArray[np.float64], zoom: int) -> set[TileKey]:
    """The tiles that carry marks at these world coordinates: their own, and those whose border is near."""
    scale, margin = 256 * 2.0**zoom / TILE, MARGIN / TILE
    keys: set[TileKey] = set()
    for dx in (-margin, margin):
        for dy in (-margin, margin):
            columns = np.floor(x * scale + dx).astype(int)
            rows = np.floor(y * scale + dy).astype(int)
            keys.update(zip(columns.tolist(), rows.tolist(), strict=True))
    return keys
