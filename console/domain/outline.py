"""Outlines on the ground that answer whether a place lies inside."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

Position = tuple[float, float]
"""Longitude and latitude, WGS84 degrees."""

BANDS = 64
"""Strips of latitude an outline's edges are sorted into: a look-up then meets a handful of edges, not all."""


class Outline:
    """Closed rings that answer whether a point lies inside (even-odd rule; a point on an edge may fall either way)."""

    def __init__(self, rings: Iterable[list[Position]]) -> None:
        edges = [(a, b) for ring in rings for a, b in pairwise(ring) if a[1] != b[1]]
        self.west = min(a[0] for a, _ in edges)
        self.east = max(a[0] for a, _ in edges)
        self.south = min(a[1] for a, _ in edges)
        self.north = max(a[1] for a, _ in edges)
        step = (self.north - self.south) / BANDS
        self._starts = [self.south + step * k for k in range(BANDS)]
        self._bands: list[list[tuple[float, float, float, float]]] = [[] for _ in range(BANDS)]
        for a, b in edges:
            (x1, y1), (x2, y2) = (a, b) if a[1] < b[1] else (b, a)
            first, last = self._band(y1), self._band(y2)
            for k in range(first, last + 1):
                self._bands[k].append((y1, y2, x1, (x2 - x1) / (y2 - y1)))

    def _band(self, lat: float) -> int:
        return max(0, bisect_right(self._starts, lat) - 1)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the position lies inside."""
        if not (self.west <= lon <= self.east and self.south <= lat < self.north):
            return False
        inside = False
        for y1, y2, x1, slope in self._bands[self._band(lat)]:
            if y1 <= lat < y2 and lon < x1 + (lat - y1) * slope:
                inside = not inside
        return inside
