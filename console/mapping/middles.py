"""Where the name of a district stands: well inside of it, where people live.

Of a grid of candidates the one wins that lies farthest from the border, of those in closely built land the more. A
page would look for as long as it takes to paint a city, so it is told with the schematic.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 31
"""So many of them in a row, and so many rows."""

EMPTY_LAND = 0.15
"""The weight of a place without houses; the closest built has 1."""

FLATNESS = 0.5
"""Names lie flat: room to their sides is worth so much of the room above and below them."""

Ring = NDArray[np.float64]
"""Corners of a closed ring, shape (n, 2)."""

Land = tuple[float, Sequence[Ring]]
"""How closely a piece of land is built (0..1), and its rings."""


def middle(ring: Ring, lands: Sequence[Land]) -> tuple[float, float]:
    """Where the name of what lies within ``ring`` stands (imports shapely)."""
    import shapely

    squeeze = np.array([FLATNESS, 1.0])
    area = shapely.Polygon(ring * squeeze)
    (west, north), (east, south) = ring.min(axis=0), ring.max(axis=0)
    steps = np.arange(1, CANDIDATES + 1) / (CANDIDATES + 1)
    x, y = (axis.ravel() for axis in np.meshgrid(west + (east - west) * steps, north + (south - north) * steps))
    spots = shapely.points(x * FLATNESS, y)
    room = np.where(shapely.contains(area, spots), shapely.distance(area.exterior, spots), -1.0)
    density = np.full(len(x), EMPTY_LAND)
    for level, rings in lands:
        land = shapely.Polygon(rings[0] * squeeze, [hole * squeeze for hole in rings[1:]])
        density[shapely.contains(land, spots) & (density < level)] = level
    best = np.argmax(room * density)
    return float(x[best]), float(y[best])
