"""Binary tiles of points: what the page paints for one square of the map at one zoom.

A tile covers ``TILE`` pixels and also carries the marks that reach into it over its border, so that a mark that two
tiles cut through is painted whole. Everything is little-endian; ``resources/map/point_data.js`` reads it:

- header, four uint32: n, number of states, revision of the states, 0
- x, y float32[n]: pixels of the tile
- mark uint32[n]: by which ``changed`` calls it: the number of its cluster in the zoom, or the row of a point
- row uint32[n]: the point where a mark stands for one alone, else ``NO_ROW``
- counts uint32[n * states]: how many points of each state it stands for
- heading, angle, reach uint16[n]; kind uint8[n]: of a point alone
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from console.mapping.cluster_level import MARGIN, NO_ROW, STATES, TILE, Level, TileKey, covering
from console.mapping.clusters import kept_pyramid

SIGHT_FROM = 18
"""Zoom from which a camera's sight is drawn: from here on it is the margin."""

FIRST_ZOOM, LAST_ZOOM = 10, 19
"""Zooms of the map (a tile of 256 px at zoom 0 holds the world)."""

CITY_ZOOM = 12
"""The zoom at which a map of ordinary size shows the whole city: counted when the tiles are made, since it is what a
page asks for first."""

EQUATOR_M = 2 * np.pi * 6_378_137.0
"""Length of the equator of the Web Mercator sphere (WGS84 semi-major axis)."""


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
        self._state = points.state.copy()
        self._mask: NDArray[np.bool_] | None = None
        self._states = np.ones(STATES, np.bool_)
        zooms = range(FIRST_ZOOM, min(max(single_from, FIRST_ZOOM), LAST_ZOOM + 1))
        self._pyramid = kept_pyramid(points.x, points.y, zooms, cache)
        self._levels: dict[int, Level] = {}
        self._revision = 0
        self._uncounted: set[int] = set()
        if CITY_ZOOM in zooms:
            self._level(CITY_ZOOM)

    def filter(self, mask: NDArray[np.bool_] | None, states: Iterable[int] | None = None) -> None:
        """Show those points alone that ``mask`` (by row; None: all) and ``states`` (None: all) let through.

        It holds until another filter comes; a point that changes its state comes and goes by itself. The zooms are
        counted anew when they are next asked for: 3 ms for 150,000 points each.
        """
        self._mask = mask
        self._states = np.isin(np.arange(STATES), list(range(STATES) if states is None else states))
        self._uncounted = set(self._levels)

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Of each point whether the filter lets it through."""
        by_state = self._states[self._state]
        return by_state if self._mask is None else by_state & self._mask

    def counts(self) -> list[int]:
        """How many points of each state are shown."""
        state = self._state if self._mask is None else self._state[self._mask]
        return [int(n) for n in np.bincount(state, minlength=STATES) * self._states]

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        """The tile as the module's docstring says; one that holds nothing is a header alone."""
        if zoom < self._single_from:
            return _packed(self._points, self._revision, *self._level(zoom).tile(column, row))
        return self._single(zoom, column, row)

    def update(self, rows: NDArray[np.intp]) -> None:
        """Count anew where the states of ``rows`` have changed."""
        self._revision += 1
        if self._mask is not None:
            hidden = rows[~self._mask[rows]]
            self._state[hidden] = self._points.state[hidden]
            rows = rows[self._mask[rows]]
        before, after = self._state[rows], self._points.state[rows]
        self._state[rows] = after
        x, y = self._points.x[rows], self._points.y[rows]
        for zoom, level in self._levels.items():
            if zoom not in self._uncounted:
                level.change(rows, x, y, before, after)

    def touched(self, rows: NDArray[np.intp], zoom: int) -> set[TileKey]:
        """The tiles of a zoom that show the state of any of ``rows``."""
        if self._mask is not None:
            rows = rows[self._mask[rows]]
        if zoom < self._single_from:
            return self._level(zoom).touched(rows)
        scale = 256 * 2.0**zoom
        return covering(self._points.x[rows] * scale, self._points.y[rows] * scale, self._margin(zoom))

    def changed(self, rows: NDArray[np.intp], zoom: int) -> tuple[int, list[int]] | None:
        """The marks of a zoom that show the state of any of ``rows``, as they are now, and the revision they are of.

        They come as one list: of each mark its number, then how many points of each state it stands for.
        None under a filter: marks come, go and move, and the tiles that ``touched`` names have to be fetched.
        """
        if self._mask is not None or not self._states.all():
            return None
        if zoom < self._single_from:
            marks, counts = self._level(zoom).counts(rows)
        else:
            marks, counts = rows, np.eye(STATES, dtype=np.int64)[self._state[rows]]
        return self._revision, np.column_stack((marks, counts)).ravel().tolist()

    def _level(self, zoom: int) -> Level:
        """The clusters of a zoom, counted; the first time they are put together, 6 ms for 150,000 points."""
        zoom = max(zoom, FIRST_ZOOM)
        if zoom not in self._levels:
            self._levels[zoom] = Level(self._pyramid[zoom], zoom)
            self._uncounted.add(zoom)
        level = self._levels[zoom]
        if zoom in self._uncounted:
            level.count_all(self._points.x, self._points.y, self._state, self._mask, self._states)
            self._uncounted.discard(zoom)
        return level

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
        rows = rows[self._states[self._state[rows]]]
        if self._mask is not None:
            rows = rows[self._mask[rows]]
        counts = np.zeros((len(rows), STATES), np.int64)
        counts[np.arange(len(rows)), self._state[rows]] = 1
        x, y = (points.x[rows] - west) / side * TILE, (points.y[rows] - north) / side * TILE
        return _packed(points, self._revision, x, y, rows, rows.astype(np.uint32), counts)


def _packed(
    points: Columns,
    revision: int,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    mark: NDArray[np.integer[Any]],
    row: NDArray[np.uint32],
    counts: NDArray[np.integer[Any]],
) -> bytes:
    """Marks as the page reads them; see the module's docstring."""
    point = np.where(row == NO_ROW, 0, row)

    def of_point(column: NDArray[Any], form: str) -> bytes:
        return np.where(row == NO_ROW, 0, column[point]).astype(form).tobytes() if len(row) else b""

    return b"".join(
        (
            np.array([len(row), STATES, revision, 0], "<u4").tobytes(),
            x.astype("<f4").tobytes(),
            y.astype("<f4").tobytes(),
            mark.astype("<u4").tobytes(),
            row.astype("<u4").tobytes(),
            counts.astype("<u4").tobytes(),
            of_point(points.heading, "<u2"),
            of_point(points.angle, "<u2"),
            of_point(points.reach, "<u2"),
            of_point(points.kind, "u1"),
        )
    )


def _narrowing(y: float) -> float:
    """Cosine of the latitude at a world coordinate: how much shorter a degree of longitude is there."""
    return float(1 / np.cosh((0.5 - y) * 2 * np.pi))
