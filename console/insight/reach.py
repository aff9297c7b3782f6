"""What units reach in so many minutes by the streets: Dijkstra from all of them at once, and the land beside it.

Times are those of a unit on a call (``pace``). Streets count as open both ways: who drives with blue light may.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf

import numpy as np
import shapely
from msgspec import Struct

from console.domain.plane import to_degrees, to_plane
from console.domain.schematic import Position
from console.insight.pace import OFF_STREET_M_S, START_S, pace
from console.insight.streets import Spot, StreetGraph

BANDS_S = (120.0, 240.0, 480.0)
"""2, 4 and 8 minutes: 4 is the travel time NFPA 1710 asks of the first engine, 8 of the whole first alarm."""

BESIDE_M = 110.0
"""How far from a reached street land counts as reached: half a block of the old centre."""

_NOTHING_M = 1.0
"""A stretch shorter than this is not told."""

_SMALL_HOLE_M2 = 60_000.0
"""A yard inside a band that is no larger than this is no hole: half of two blocks."""

_FINE_M = 6.0
"""How much the border of a band may be off."""


class Start(Struct, frozen=True):
    """From where: an id of the caller's, a position, and seconds that pass before it gets off."""

    id: str
    lon: float
    lat: float
    delay_s: float = 0.0


class Stretch(Struct, frozen=True):
    """A reached stretch of one street: seconds at its begin and its end, in between they grow evenly.

    ``line`` leads away from where one came; ``first`` is the id of the start from which it is reached first.
    """

    first: str
    street: str
    line: list[Position]
    begin_s: float
    end_s: float


class Band(Struct, frozen=True):
    """The land reached within ``limit_s``: polygons, each an outer ring and its holes (GeoJSON's MultiPolygon)."""

    limit_s: float
    polygons: list[list[list[Position]]]


class _Source(Struct, frozen=True, order=True, gc=False):
    """Seconds with which a stretch is entered at a distance from its first end, and by whom."""

    along: float
    seconds: float
    owner: int


class Times:
    """How many seconds after the call each place of the streets is reached, and from which start first."""

    def __init__(self, graph: StreetGraph, starts: Sequence[Start], within_s: float = inf) -> None:
        self._graph = graph
        self._starts = starts
        self.within_s = within_s
        self._inside: dict[int, list[_Source]] = defaultdict(list)
        for owner, start in enumerate(starts):
            spot = graph.nearest(*to_plane(start.lon, start.lat))
            seconds = start.delay_s + START_S + spot.off / OFF_STREET_M_S
            self._inside[spot.edge].append(_Source(spot.along, seconds, owner))
        self._cost = [inf] * len(graph.xs)
        self._owner = [-1] * len(graph.xs)
        self._search()

    def at(self, lon: float, lat: float) -> tuple[float, str] | None:
        """Seconds until a place is reached and the id of the start that is first; None beyond ``within_s``."""
        spot = self._graph.nearest(*to_plane(lon, lat))
        return self._at(spot)

    def stretches(self) -> list[Stretch]:
        """All that is reached within ``within_s``, each stretch once."""
        found: list[Stretch] = []
        for index, edge in enumerate(self._graph.edges):
            if (
                self._cost[edge.a] >= self.within_s
                and self._cost[edge.b] >= self.within_s
                and index not in self._inside
            ):
                continue
            for one, two in pairwise(_open_ended(self._sources(index), edge.length)):
                self._add(found, index, one, two)
        return found

    def _at(self, spot: Spot) -> tuple[float, str] | None:
        speed = pace(self._graph.edges[spot.edge])
        reached = [(s.seconds + abs(s.along - spot.along) / speed, s.owner) for s in self._sources(spot.edge)]
        if not reached:
            return None
        seconds, owner = min(reached)
        seconds += spot.off / OFF_STREET_M_S
        return (seconds, self._starts[owner].id) if seconds <= self.within_s else None

    def _search(self) -> None:
        cost, owners, ways = self._cost, self._owner, self._graph.ways
        waiting: list[tuple[float, int, int]] = []
        for index, sources in self._inside.items():
            edge = self._graph.edges[index]
            for source in sources:
                waiting.append((source.seconds + source.along / pace(edge), edge.a, source.owner))
                waiting.append((source.seconds + (edge.length - source.along) / pace(edge), edge.b, source.owner))
        heapify(waiting)
        while waiting:
            seconds, node, owner = heappop(waiting)
            if seconds >= cost[node] or seconds > self.within_s:
                continue
            cost[node], owners[node] = seconds, owner
            for edge in ways[node]:
                other = edge.b if edge.a == node else edge.a
                there = seconds + edge.along[-1] / pace(edge)
                if there < cost[other]:
                    heappush(waiting, (there, other, owner))

    def _sources(self, index: int) -> list[_Source]:
        """Whence a stretch is entered, from its first end to its last; none that another one is always before."""
        edge = self._graph.edges[index]
        ends = [(0.0, edge.a), (edge.length, edge.b)]
        entered = [_Source(along, self._cost[n], self._owner[n]) for along, n in ends if self._cost[n] < inf]
        entered.extend(self._inside.get(index, ()))
        if len(entered) < 2:
            return entered
        speed = pace(edge)
        kept: list[_Source] = []
        for source in sorted(entered, key=lambda s: s.seconds):
            if all(k.seconds + abs(k.along - source.along) / speed > source.seconds for k in kept):
                kept.append(source)
        return sorted(kept)

    def _add(self, found: list[Stretch], index: int, one: _Source | None, two: _Source | None) -> None:
        """The stretches between two neighbouring sources, up to where both are equally quick."""
        edge = self._graph.edges[index]
        speed = pace(edge)
        if one is not None and two is not None:
            meet = (one.along + two.along + (two.seconds - one.seconds) * speed) / 2
        else:
            meet = edge.length if two is None else 0.0
        for source in (one, two):
            if source is None:
                continue
            left_m = (self.within_s - source.seconds) * speed
            gap = meet - source.along
            end = source.along + max(-left_m, min(left_m, gap))
            if left_m <= 0 or abs(end - source.along) < _NOTHING_M:
                continue
            line = [to_degrees(x, y) for _, x, y in edge.between(source.along, end)]
            seconds = source.seconds + abs(end - source.along) / speed
            found.append(Stretch(self._starts[source.owner].id, edge.street, line, source.seconds, seconds))


def reach(graph: StreetGraph, starts: Sequence[Start], within_s: float = BANDS_S[-1]) -> list[Stretch]:
    """The stretches of streets that are reached within so many seconds from any of the starts.

    One start gives its own reach; many give the merged one, where each stretch tells who is ``first``.
    """
    return Times(graph, starts, within_s).stretches()


def bands(stretches: Iterable[Stretch], limits_s: Iterable[float] = BANDS_S) -> list[Band]:
    """The land along the reached streets, one band for each limit, the widest first (so that the next lies on it).

    15 ms for one unit and 8 minutes, 100 ms for a whole city: GEOS works outside the interpreter lock, so a thread may.
    """
    reached = list(stretches)
    found: list[Band] = []
    land, since = shapely.MultiPolygon(), 0.0
    for limit in sorted(limits_s):
        land, since = shapely.union(land, _land(reached, since, limit)), limit
        found.insert(0, Band(limit, _polygons(land)))
    return found


def firsts(stretches: Iterable[Stretch], limit_s: float = BANDS_S[-1]) -> dict[str, Band]:
    """For each start the land that it reaches before all others, by its id."""
    of_start: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in stretches:
        of_start[stretch.first].append(stretch)
    return {start: Band(limit_s, _polygons(_land(theirs, 0.0, limit_s))) for start, theirs in of_start.items()}


def _open_ended(sources: list[_Source], length: float) -> list[_Source | None]:
    """The sources with nothing before the first and after the last, where these are not the ends themselves."""
    if not sources:
        return []
    before = [None] if sources[0].along > 0 else []
    after = [None] if sources[-1].along < length else []
    return [*before, *sources, *after]


def _land(stretches: list[Stretch], since_s: float, limit_s: float) -> shapely.Geometry:
    """The land beside what of the stretches is reached between two times, in metres of the plane."""
    lines: list[list[Position]] = []
    for stretch in stretches:
        if stretch.begin_s < limit_s and stretch.end_s > since_s:
            length_s = stretch.end_s - stretch.begin_s
            parts = ((since_s - stretch.begin_s) / length_s, (limit_s - stretch.begin_s) / length_s)
            lines.append(_cut(stretch.line, *parts))
    if not lines:
        return shapely.MultiPolygon()
    lon, lat = np.array([position for line in lines for position in line]).T
    line_of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    streets = shapely.multilinestrings(shapely.linestrings(np.column_stack(to_plane(lon, lat)), indices=line_of))
    merged = shapely.simplify(shapely.get_parts(shapely.line_merge(streets)), _FINE_M)
    return shapely.union_all(shapely.buffer(merged, BESIDE_M, quad_segs=2))


def _polygons(land: shapely.Geometry) -> list[list[list[Position]]]:
    parts = shapely.get_parts(shapely.simplify(land, _FINE_M))
    return [_rings(polygon) for polygon in parts if not polygon.is_empty]


def _rings(polygon: shapely.Polygon) -> list[list[Position]]:
    holes = [hole for hole in polygon.interiors if shapely.area(shapely.polygons(hole)) > _SMALL_HOLE_M2]
    rings = []
    for ring in (polygon.exterior, *holes):
        lon, lat = to_degrees(*shapely.get_coordinates(ring).T)
        rings.append(list(zip(np.round(lon, 6).tolist(), np.round(lat, 6).tolist(), strict=True)))
    return rings


def _cut(line: list[Position], begin: float, end: float) -> list[Position]:
    """What of a line lies between two shares (0..1) of its length."""
    if begin <= 0 and end >= 1:
        return line
    lon, lat = np.array(line).T
    x, y = to_plane(lon, lat)
    share = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    share /= share[-1]
    low, high = max(begin, 0.0), min(end, 1.0)
    inside = (share > low) & (share < high)
    at = np.concatenate(([low], share[inside], [high]))
    return list(zip(np.interp(at, share, lon).tolist(), np.interp(at, share, lat).tolist(), strict=True))
