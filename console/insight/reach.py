"""What units reach in so many minutes by the streets: Dijkstra from all of them at once, and the land beside it.

Times are those of a unit on a call (``pace``). Streets count as open both ways: who drives with blue light may.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf

import numpy as np
from msgspec import Struct

from console.domain.outline import Position
from console.domain.plane import to_degrees, to_plane
from console.insight.land import Land
from console.insight.pace import OFF_STREET_M_S, START_S, pace
from console.insight.streets import Spot, StreetGraph

BANDS_S = (120.0, 240.0, 480.0)
"""2, 4 and 8 minutes: 4 is the travel time NFPA 1710 asks of the first engine, 8 of the whole first alarm."""

_NOTHING_M = 1.0
"""A stretch shorter than this is not told."""


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
    """How many seconds after the call each place of the streets is reached, and from which start first.

    A start far from any street reaches nothing. Raises LookupError where all of them are.
    """

    def __init__(self, graph: StreetGraph, starts: Sequence[Start], within_s: float = inf) -> None:
        self._graph = graph
        self._starts = starts
        self.within_s = within_s
        self._inside: dict[int, list[_Source]] = defaultdict(list)
        for owner, start in enumerate(starts):
            try:
                spot = graph.nearest(*to_plane(start.lon, start.lat))
            except LookupError:
                continue
            seconds = start.delay_s + START_S + spot.off / OFF_STREET_M_S
            self._inside[spot.edge].append(_Source(spot.along, seconds, owner))
        if starts and not self._inside:
            raise LookupError(f"no street near any of {len(starts)} starts")
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
    """The land reached from the streets (``land``), one band for each limit, the widest first.

    The next one can so be painted on it.
    """
    land = _land(stretches)
    return [Band(limit, land.within(limit)) for limit in sorted(limits_s, reverse=True)]


def _open_ended(sources: list[_Source], length: float) -> list[_Source | None]:
    """The sources with nothing before the first and after the last, where these are not the ends themselves."""
    if not sources:
        return []
    before = [None] if sources[0].along > 0 else []
    after = [None] if sources[-1].along < length else []
    return [*before, *sources, *after]


def _land(stretches: Iterable[Stretch]) -> Land:
    reached = list(stretches)
    line_of = np.repeat(np.arange(len(reached)), [len(stretch.line) for stretch in reached])
    lonlat = np.array([position for stretch in reached for position in stretch.line], dtype=np.float64).reshape(-1, 2)
    x, y = to_plane(*lonlat.T)
    along = np.cumsum(np.hypot(np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1])))
    first = np.searchsorted(line_of, line_of, side="left")
    last = np.searchsorted(line_of, line_of, side="right") - 1
    share = (along - along[first]) / (along[last] - along[first])
    begin_s, end_s = np.array([(s.begin_s, s.end_s) for s in reached], dtype=np.float64).reshape(-1, 2)[line_of].T
    return Land(x, y, begin_s + share * (end_s - begin_s), line_of)
