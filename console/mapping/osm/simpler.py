"""Shapes as simple as a zoom needs them: without what no eye sees there."""

import numpy as np
import shapely

from console.mapping.osm.grid import Geometries, unit
from console.mapping.osm.schema import LAST_ZOOM

TOLERANCE = 4.0
"""How far a line may be moved, in units of a tile whose side is 4096: a quarter of a pixel of a 256 px tile."""

NEAR_TOLERANCE = 1.0
"""The same at the last zoom, whose tiles are drawn up to 32 times larger."""

SMALLEST = 256.0
"""Areas below this are left out, square units of a tile: a pixel of a 256 px tile."""

NEAR_SMALLEST = 4.0
"""The same at the last zoom: about a square metre."""


def tolerance(zoom: int) -> float:
    """How far a line may be moved at a zoom, units of the plane."""
    return (NEAR_TOLERANCE if zoom == LAST_ZOOM else TOLERANCE) * unit(zoom)


def smallest(zoom: int) -> float:
    """The smallest area shown at a zoom, square units of the plane."""
    return (NEAR_SMALLEST if zoom == LAST_ZOOM else SMALLEST) * unit(zoom) ** 2


def lines(shapes: Geometries, zoom: int) -> Geometries:
    """Lines with no more points than needed; their ends stay."""
    simple: Geometries = shapely.simplify(shapes, tolerance(zoom), preserve_topology=False)
    return simple


def areas(shapes: Geometries, zoom: int) -> Geometries:
    """Areas with no more points than needed; holes too small to be seen are closed, valid ones stay valid."""
    simple: Geometries = shapely.simplify(shapes, tolerance(zoom), preserve_topology=True)
    if zoom < LAST_ZOOM:
        for i in np.flatnonzero(shapely.get_num_interior_rings(simple) > 0):
            simple[i] = _closed(simple[i], smallest(zoom))
    return simple


def _closed(area: shapely.Polygon, least: float) -> shapely.Polygon:
    holes = [ring for ring in area.interiors if abs(shapely.area(shapely.Polygon(ring))) >= least]
    return area if len(holes) == len(area.interiors) else shapely.Polygon(area.exterior, holes)
