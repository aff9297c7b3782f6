"""Where two named streets meet: every pair once for each place, streets of several lines counting as one.

Drawn and surveyed streets rarely agree to the metre: lines that cross without a common vertex meet, and so do lines of
which one ends just short of the other.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import shapely
from msgspec import Struct

from console.domain.plane import to_degrees, to_plane
from console.domain.schematic import Street
from console.domain.text import LocalText

SHORT_M = 30.0
"""A line that ends this near to another street meets it: half the width of the widest avenues."""

ONE_PLACE_M = 150.0
"""Points where the same two streets meet nearer together than this are one crossing (carriageways, ramps)."""


class Crossing(Struct, frozen=True):
    """Two streets by name and where they meet."""

    one: LocalText
    two: LocalText
    lon: float
    lat: float


def crossings(streets: Iterable[Street]) -> list[Crossing]:
    """All crossings of streets that are called differently."""
    lines = [street for street in streets if len(street.line) > 1]
    if not lines:
        return []
    shapes = np.array([shapely.linestrings([to_plane(*position) for position in street.line]) for street in lines])
    rank = {name: n for n, name in enumerate(dict.fromkeys(street.name for street in lines))}
    met: dict[tuple[LocalText, LocalText], list[tuple[float, float]]] = defaultdict(list)
    for i, j in shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SHORT_M).T.tolist():
        one, two = lines[i].name, lines[j].name
        if rank[one] < rank[two]:
            met[one, two].extend(_meetings(shapes[i], shapes[j]))
    found = []
    for (one, two), points in met.items():
        for x, y in _places(points):
            lon, lat = to_degrees(x, y)
            found.append(Crossing(one, two, round(lon, 6), round(lat, 6)))
    return found


def _meetings(one: shapely.LineString, two: shapely.LineString) -> list[tuple[float, float]]:
    """Points of the plane where two lines cross, or where one ends just short of the other."""
    common = shapely.intersection(one, two)
    if not common.is_empty:
        return [(part.centroid.x, part.centroid.y) for part in shapely.get_parts(common)]
    return [
        (end.x, end.y)
        for line, other in ((one, two), (two, one))
        for end in (shapely.get_point(line, 0), shapely.get_point(line, -1))
        if shapely.distance(end, other) <= SHORT_M
    ]


def _places(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points that are near to each other taken together: the middle of each lot."""
    lots: list[list[tuple[float, float]]] = []
    for point in dict.fromkeys(points):
        near = [lot for lot in lots if any(np.hypot(*np.subtract(point, p)) <= ONE_PLACE_M for p in lot)]
        lots = [lot for lot in lots if lot not in near]
        lots.append([*(p for lot in near for p in lot), point])
    return [(sum(x for x, _ in lot) / len(lot), sum(y for _, y in lot) / len(lot)) for lot in lots]
