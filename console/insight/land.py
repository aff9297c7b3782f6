"""The land beside streets that is reached in time: from each street on, off the road, as far as the seconds go.

The seconds spread from the streets over a raster (a chamfer distance, Borgefors 1986), and a band is what lies below
its limit. So land is reached as far from a street as a unit still gets there, and the border is where its time ends.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from console.domain.outline import Position
from console.domain.plane import Floats, to_degrees
from console.insight.contours import contours
from console.insight.pace import OFF_STREET_M_S

CELL_M = 60.0
"""Width of a cell of the raster."""

FARTHEST_M = 300.0
"""Nobody drives further than this off a street: beyond are fields, slopes and closed ground."""

_EACH_M = 30.0
"""So far apart are the points of a street from which the seconds spread."""

_SMALL_M2 = 90_000.0
"""Holes smaller than this, a block of the newer quarters, are not told."""

_FINE_M = 10.0
"""How much the border may be off after what is needless was left out."""

_FAR_S = 1e4
_SPREAD = [(i, j) for i in range(-2, 3) for j in range(-2, 3) if abs(i) + abs(j) == 3 or max(abs(i), abs(j)) == 1]
"""The neighbours from which a cell takes over seconds: the eight around it and the knight's moves."""


class Land:
    """Seconds until each cell is reached, from points of lines: metres east and north, seconds, number of the line."""

    def __init__(self, x: Floats, y: Floats, seconds: Floats, line_of: NDArray[np.intp]) -> None:
        seeds = _close(np.column_stack((x, y, seconds)), line_of)
        rows, columns = 2, 2
        self._west, self._south = 0.0, 0.0
        if len(seeds):
            margin = FARTHEST_M + 2 * CELL_M
            self._west, self._south = (seeds[:, :2].min(axis=0) - margin).tolist()
            columns, rows = ((seeds[:, :2].max(axis=0) + margin - (self._west, self._south)) / CELL_M).astype(int) + 2
        self._field = np.full((rows, columns), _FAR_S, np.float32)
        self._sow(seeds)
        self._spread()

    def within(self, limit_s: float) -> list[list[list[Position]]]:
        """Polygons of what is reached in so many seconds, each an outer ring and its holes."""
        field = np.minimum(self._field, limit_s + 2 * CELL_M / OFF_STREET_M_S)
        rings = [shapely.linearrings(ring[:, ::-1] * CELL_M) for ring in contours(field, limit_s) if len(ring) > 3]
        # rows run north here, so that outer rings are clockwise
        kept = [ring for ring in rings if not shapely.is_ccw(ring) or shapely.area(shapely.polygons(ring)) > _SMALL_M2]
        land = shapely.simplify(shapely.build_area(shapely.geometrycollections(kept)), _FINE_M)
        return [self._polygon(part) for part in shapely.get_parts(land)]

    def _sow(self, seeds: Floats) -> None:
        """Give the four cells around each point its seconds and those from the point to the cell."""
        x, y = (seeds[:, 0] - self._west) / CELL_M, (seeds[:, 1] - self._south) / CELL_M
        for i in (0, 1):
            for j in (0, 1):
                row, column = y.astype(np.intp) + i, x.astype(np.intp) + j
                beside = np.hypot(x - column, y - row) * (CELL_M / OFF_STREET_M_S)
                np.minimum.at(self._field, (row, column), (seeds[:, 2] + beside).astype(np.float32))

    def _spread(self) -> None:
        field = self._field
        rows, columns = field.shape
        for _ in range(round(FARTHEST_M / (2 * CELL_M))):
            before = field.copy()
            for i, j in _SPREAD:
                to = field[max(0, i) : rows + min(0, i), max(0, j) : columns + min(0, j)]
                out_of = before[max(0, -i) : rows + min(0, -i), max(0, -j) : columns + min(0, -j)]
                seconds = np.float32(np.hypot(i, j) * CELL_M / OFF_STREET_M_S)
                np.minimum(to, out_of + seconds, out=to)

    def _polygon(self, polygon: shapely.Polygon) -> list[list[Position]]:
        rings = []
        for ring in (polygon.exterior, *polygon.interiors):
            x, y = shapely.get_coordinates(ring).T
            lon, lat = to_degrees(self._west + x, self._south + y)
            rings.append(list(zip(np.round(lon, 6).tolist(), np.round(lat, 6).tolist(), strict=True)))
        return rings


def _close(points: Floats, line_of: NDArray[np.intp]) -> Floats:
    """Points along the lines, none farther from the next than ``_EACH_M``."""
    if not len(points):
        return points
    begins, steps = points[:-1], np.diff(points, axis=0)
    pieces = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _EACH_M).astype(np.intp)
    pieces[np.diff(line_of) != 0] = 0
    nth = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    part = nth / np.repeat(pieces, pieces)
    return np.concatenate(
        (np.repeat(begins, pieces, axis=0) + part[:, None] * np.repeat(steps, pieces, axis=0), points)
    )
