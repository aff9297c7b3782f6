"""The plane in which shapes are cut: Web Mercator in units of the finest tiles, and its parts.

The world is a square of ``WORLD`` units, x to the east, y to the south. A *block* is the square in which shapes are
kept on disk and from which the tiles of a few zooms, a *tier*, are made: small enough that one fits into memory.
"""

import math
from typing import NamedTuple

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from console.mapping.osm.schema import EXTENT, LAST_ZOOM

WORLD = EXTENT << LAST_ZOOM
"""Side of the world in units; one is 0.6 m on the equator."""

EDGE = 85.051128779
"""Latitude at which the square ends, degrees."""

BUFFER = 64
"""How far beyond its border a tile carries shapes, in its own units: wider than half the widest line."""

EQUATOR_M = 2 * math.pi * 6_378_137.0
"""Length of the equator of the Web Mercator sphere (WGS84 semi-major axis)."""

SQUARE_M = (EQUATOR_M / WORLD) ** 2
"""A square unit in square metres of the projection."""

Geometries = NDArray[np.object_]


class Box(NamedTuple):
    """A rectangle in units."""

    west: float
    north: float
    east: float
    south: float

    def wider(self, by: float) -> "Box":
        """The box with a margin."""
        return Box(self.west - by, self.north - by, self.east + by, self.south + by)

    def cut(self, shapes: Geometries) -> Geometries:
        """What of the shapes lies in the box."""
        cut: Geometries = shapely.clip_by_rect(shapes, *self)
        return cut

    def holds(self, bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the bounds (n x 4) lie wholly in the box."""
        held: NDArray[np.bool_] = np.all(bounds[:, :2] >= self[:2], axis=1) & np.all(bounds[:, 2:] <= self[2:], axis=1)
        return held

    def meets(self, bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the bounds (n x 4) have something in common with the box."""
        met: NDArray[np.bool_] = np.all(bounds[:, :2] <= self[2:], axis=1) & np.all(bounds[:, 2:] >= self[:2], axis=1)
        return met


class Bounds(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_sound(self) -> bool:
        """Whether it is a rectangle on the world."""
        return -180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90

    def shared(self, other: "Bounds") -> "Bounds":
        """What two have in common; not sound where that is nothing."""
        low, high = map(max, self[:2], other[:2]), map(min, self[2:], other[2:])
        return Bounds(*low, *high)

    def box(self) -> Box:
        """The same in units, no more than the square of the world."""
        x, y = project(np.array([self.west, self.east]), np.array([self.north, self.south]))
        return Box(float(x[0]), max(0.0, float(y[0])), float(x[1]), min(float(WORLD), float(y[1])))

    def tiles(self, zoom: int) -> int:
        """How many tiles of a zoom it touches."""
        side = WORLD >> zoom
        west, north, east, south = (int(edge // side) for edge in self.box())
        return (east - west + 1) * (south - north + 1)


class Tier(Struct, frozen=True):
    """Zooms whose tiles are made together, from blocks that are the tiles of the first."""

    first: int
    last: int

    @property
    def side(self) -> int:
        """Side of a block, units."""
        return WORLD >> self.first

    @property
    def margin(self) -> float:
        """How far beyond its border a block holds shapes, units."""
        return BUFFER * unit(self.first)

    def block(self, x: int, y: int) -> Box:
        """Where a block lies, without its margin."""
        return square(self.first, x, y)


TIERS = (Tier(12, 14), Tier(8, 11), Tier(4, 7), Tier(0, 3))


def unit(zoom: int) -> int:
    """A unit of a tile of that zoom, in units of the plane."""
    return 1 << LAST_ZOOM - zoom


def square(zoom: int, x: int, y: int) -> Box:
    """Where a tile lies."""
    side = WORLD >> zoom
    return Box(x * side, y * side, (x + 1) * side, (y + 1) * side)


def project(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Degrees to units; what lies beyond 89.9 degrees is drawn to them, since the poles are infinitely far."""
    inner = np.radians(np.clip(lat, -89.9, 89.9))
    return (lon / 360 + 0.5) * WORLD, (0.5 - np.arcsinh(np.tan(inner)) / (2 * math.pi)) * WORLD


def projected(shapes: Geometries) -> Geometries:
    """Shapes in degrees as shapes in units."""
    moved: Geometries = shapely.transform(shapes, lambda x, y: project(x, y), interleaved=False)
    return moved
