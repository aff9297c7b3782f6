"""A raster over the city: square cells in the map's own coordinates, so that a canvas paints it without bending it.

Its coordinates are the world's (``console.domain.mercator``); rows run from the north, columns from the west. Within a
city a cell's size in metres differs by less than 0.5 % from north to south, so one size holds for all.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.geo import METRES_PER_DEGREE_LAT
from console.domain.mercator import to_degrees, to_world

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

OUTSIDE = -1
"""Number of the cell of a place that is outside the raster, or nowhere."""

LEVELS_PER_DOUBLING = 32

_FARTHEST_LAT = 85.0


class Grid(Struct, frozen=True):
    """``rows`` x ``columns`` cells from the corner (west, north), each ``cell`` wide: ``cell_m`` metres."""

    west: float
    north: float
    cell: float
    cell_m: float
    rows: int
    columns: int

    @staticmethod
    def over(bounds: tuple[float, float, float, float], cell_m: float) -> "Grid":
        """A raster that holds ``bounds`` (west, south, east, north in degrees)."""
        west, south = to_world(*bounds[:2])
        east, north = to_world(*bounds[2:])
        lat = np.radians((bounds[1] + bounds[3]) / 2)
        cell = cell_m / (METRES_PER_DEGREE_LAT * 360 * float(np.cos(lat)))
        rows, columns = ceil((south - north) / cell), ceil((east - west) / cell)
        return Grid(float(west), float(north), cell, cell_m, max(1, rows), max(1, columns))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, north, east, south in world coordinates."""
        return self.west, self.north, self.west + self.columns * self.cell, self.north + self.rows * self.cell

    def finer(self, times: int) -> "Grid":
        """The same ground in cells ``times`` smaller."""
        return Grid(
            self.west, self.north, self.cell / times, self.cell_m / times, self.rows * times, self.columns * times
        )

    def metres(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres east and south of the corner; NaN for what is no place on Earth."""
        good = (np.abs(lon) <= 180) & (np.abs(lat) <= _FARTHEST_LAT)
        x, y = to_world(np.where(good, lon, np.nan), np.where(good, lat, np.nan))
        scale = self.cell_m / self.cell
        return (x - self.west) * scale, (y - self.north) * scale

    def cells(self, lon: Floats, lat: Floats) -> Rows:
        """Number of the cell (row x columns + column) that each position lies in, ``OUTSIDE`` where in none."""
        return self.cells_at(*self.metres(lon, lat))

    def cells_at(self, east: Floats, south: Floats) -> Rows:
        """The same for metres from the corner."""
        size = self.cell_m
        inside = (east >= 0) & (south >= 0) & (east < self.columns * size) & (south < self.rows * size)
        row = (np.where(inside, south, 0.0) / size).astype(np.intp)
        column = (np.where(inside, east, 0.0) / size).astype(np.intp)
        return np.where(inside, row * self.columns + column, OUTSIDE)

    def corner(self, row: Any, column: Any) -> tuple[Any, Any]:
        """Longitude and latitude of the north-western corner of a cell; its middle is half a cell on."""
        return to_degrees(self.west + column * self.cell, self.north + row * self.cell)

    def counts(self, cells: NDArray[np.signedinteger[Any]]) -> NDArray[np.float32]:
        """How many of the cell numbers fall into each cell; those outside nowhere."""
        counted = np.bincount(cells[cells >= 0], minlength=self.rows * self.columns)
        return counted.astype(np.float32).reshape(self.shape)

    def filled(self, rings: Iterable[Sequence[tuple[float, float]]]) -> Mask:
        """Cells whose middle lies inside closed rings of longitude and latitude (even-odd rule)."""
        toggles = np.zeros((self.rows, self.columns + 1), dtype=np.uint8)
        for ring in rings:
            x, y = to_world(*np.array(ring, dtype=np.float64).reshape(-1, 2).T)
            x, y = (x - self.west) / self.cell, (y - self.north) / self.cell
            for (x1, y1), (x2, y2) in pairwise(zip(x, y, strict=True)):
                if y1 != y2:
                    first, last = np.clip(np.ceil(np.sort([y1, y2]) - 0.5), 0, self.rows).astype(np.intp)
                    row = np.arange(first, last)
                    cut = x1 + (row + 0.5 - y1) * ((x2 - x1) / (y2 - y1))
                    column = np.clip(np.ceil(cut - 0.5), 0, self.columns).astype(np.intp)
                    toggles[row, column] ^= 1
        inside: Mask = np.bitwise_xor.accumulate(toggles, axis=1)[:, :-1].astype(np.bool_)
        return inside


def as_levels(values: NDArray[np.float32], mean: float) -> NDArray[np.uint8]:
    """Values as steps to paint, ``LEVELS_PER_DOUBLING * log2(1 + value / mean)``: the mean is at 32, 3 times it at 64.

    The scale is that of the mean and not of the highest value, so that a choice of few can be compared with one of
    many; and each step is a ratio, since the densest place of a city has a hundred times its mean.
    """
    if mean <= 0:
        return np.zeros(values.shape, dtype=np.uint8)
    steps = np.log1p(values * np.float32(1 / mean)) * np.float32(LEVELS_PER_DOUBLING / np.log(2))
    levels: NDArray[np.uint8] = np.minimum(steps + np.float32(0.5), 255).astype(np.uint8)
    return levels


def blurred(values: NDArray[np.float32], radius_cells: float) -> NDArray[np.float32]:
    """Values spread by a quartic kernel of so many cells; what each cell held before is kept in the sum.

    The kernel (1 - u^2)^2 ends at its radius, as the field's tools have it (Levine, CrimeStat; Chainey and Ratcliffe
    2005, "GIS and Crime Mapping"), so a place far away never adds to a hot spot.
    """
    reach = int(np.ceil(radius_cells)) - 1
    north, east = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.maximum(0.0, 1 - (north**2 + east**2) / radius_cells**2) ** 2
    kernel /= kernel.sum()
    rows, columns = values.shape
    wide = np.zeros((rows + 2 * reach, columns + 2 * reach), dtype=np.float32)
    wide[reach : reach + rows, reach : reach + columns] = values
    # A quarter of the kernel is all there is: what it weighs alike is added first, then multiplied once.
    weights: dict[float, list[tuple[int, int]]] = {}
    for (i, j), weight in np.ndenumerate(kernel):
        if weight > 0:
            weights.setdefault(round(float(weight), 12), []).append((i, j))
    spread = np.zeros_like(values)
    for weight, places in weights.items():
        part = np.zeros_like(values)
        for i, j in places:
            part += wide[i : i + rows, j : j + columns]
        part *= np.float32(weight)
        spread += part
    return spread
