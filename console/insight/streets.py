"""The streets as a graph: crossings are nodes, the stretches between them edges; where is the nearest one.

Every street of the schematic is in it. Units drive only on the part that hangs together (``StreetGraph.main``).
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate, pairwise
from math import atan2, degrees, dist, inf, sqrt

from msgspec import Struct

from console.domain.outline import Position
from console.domain.plane import to_plane
from console.domain.schematic import Street
from console.domain.text import LocalText

_CELL_M = 200.0
"""Width of a cell of the look-up grid; about the distance between two crossings in the centre."""

_RINGS = 80
"""How many cells out the look-up goes: 16 km, further than any place of the city from its streets."""


class Edge(Struct, frozen=True, gc=False):
    """A stretch of one street between nodes ``a`` and ``b``, as points in metres.

    ``along`` is the distance of each point from ``a``, ``speed`` the limit in m/s.
    """

    index: int
    street: str
    a: int
    b: int
    speed: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    along: tuple[float, ...]

    @property
    def length(self) -> float:
        """Metres from end to end."""
        return self.along[-1]

    def at(self, along: float) -> tuple[float, float]:
        """The place ``along`` metres from ``a``."""
        i = self._piece(along)
        part = (along - self.along[i]) / (self.along[i + 1] - self.along[i])
        return (
            self.xs[i] + part * (self.xs[i + 1] - self.xs[i]),
            self.ys[i] + part * (self.ys[i + 1] - self.ys[i]),
        )

    def bearing(self, along: float) -> float:
        """Degrees clockwise from north of the way from ``a`` to ``b``, there."""
        i = self._piece(along)
        return degrees(atan2(self.xs[i + 1] - self.xs[i], self.ys[i + 1] - self.ys[i])) % 360

    def between(self, begin: float, end: float) -> list[tuple[float, float, float]]:
        """Its points from one distance to another, either way round: (metres from ``a``, metres east, north)."""
        low, high = min(begin, end), max(begin, end)
        inner = [(s, x, y) for x, y, s in zip(self.xs, self.ys, self.along, strict=True) if low < s < high]
        return [(begin, *self.at(begin)), *(inner if begin < end else reversed(inner)), (end, *self.at(end))]

    def _piece(self, along: float) -> int:
        return max(0, min(bisect_right(self.along, along) - 1, len(self.along) - 2))


class Spot(Struct, frozen=True, gc=False):
    """A place on a street: ``along`` metres from the first end of the edge; ``off`` metres is how far one stood off."""

    edge: int
    along: float
    off: float = 0.0


class StreetGraph:
    """All streets, with look-up of the nearest stretch.

    Attributes:
        xs: metres east of each node.
        ys: metres north of each node.
        edges: the stretches.
        ways: for each node the edges that end there.
        main: for each node, whether it belongs to the part that hangs together.
        names: the name of each street id.
    """

    def __init__(self, streets: Iterable[Street]) -> None:
        self.xs: list[float] = []
        self.ys: list[float] = []
        self.edges: list[Edge] = []
        self.names: dict[str, LocalText] = {}
        self._build(list(streets))
        self.ways: list[list[Edge]] = [[] for _ in self.xs]
        for edge in self.edges:
            self.ways[edge.a].append(edge)
            if edge.b != edge.a:
                self.ways[edge.b].append(edge)
        self.main = self._largest_part()
        self._grid = self._index()

    def nearest(self, x: float, y: float) -> Spot:
        """The nearest place on the drivable streets; raises LookupError when there is none within 16 km."""
        spot = self.look_near(x, y, _RINGS * _CELL_M)
        if spot is None:
            raise LookupError(f"no street near {x:.0f}, {y:.0f}")
        return spot

    def look_near(self, x: float, y: float, within_m: float) -> Spot | None:
        """The nearest place on the drivable streets, None where there is none within so many metres."""
        column, row = int(x // _CELL_M), int(y // _CELL_M)
        best, best_part, best_square = None, 0.0, inf
        for ring in range(int(within_m / _CELL_M) + 2):
            if best is not None and best_square <= ((ring - 1) * _CELL_M) ** 2 and ring > 0:
                break
            for cell in _ring(column, row, ring):
                for piece in self._grid.get(cell, ()):
                    east, north = x - piece.x, y - piece.y
                    part = (east * piece.dx + north * piece.dy) / piece.square
                    part = 0.0 if part < 0.0 else min(part, 1.0)
                    square = (east - part * piece.dx) ** 2 + (north - part * piece.dy) ** 2
                    if square < best_square:
                        best, best_part, best_square = piece, part, square
        if best is None or best_square > within_m * within_m:
            return None
        return Spot(best.edge, best.begin + best_part * best.length, sqrt(best_square))

    def place(self, spot: Spot) -> tuple[float, float]:
        """Metres east and north of a spot."""
        return self.edges[spot.edge].at(spot.along)

    def crossing_streets(self, node: int) -> list[str]:
        """Ids of the streets that meet at a node, each once."""
        return list(dict.fromkeys(edge.street for edge in self.ways[node]))

    def _build(self, streets: list[Street]) -> None:
        used: Counter[Position] = Counter()
        for street in streets:
            self.names[street.id] = street.name
            used.update(street.line)
            used.update((street.line[0], street.line[-1]))
        nodes: dict[Position, int] = {}
        for street in streets:
            start = 0
            for i in range(1, len(street.line)):
                if used[street.line[i]] > 1:
                    self._add_edge(street, street.line[start : i + 1], nodes)
                    start = i

    def _add_edge(self, street: Street, line: list[Position], nodes: dict[Position, int]) -> None:
        for end in (line[0], line[-1]):
            if end not in nodes:
                nodes[end] = len(self.xs)
                x, y = to_plane(*end)
                self.xs.append(x)
                self.ys.append(y)
        xs, ys = zip(*(to_plane(*position) for position in line), strict=True)
        along = list(accumulate((dist(p, q) for p, q in pairwise(zip(xs, ys, strict=True))), initial=0.0))
        speed = street.speed_kmh / 3.6
        a, b = nodes[line[0]], nodes[line[-1]]
        self.edges.append(Edge(len(self.edges), street.id, a, b, speed, xs, ys, tuple(along)))

    def _largest_part(self) -> list[bool]:
        part_of = [-1] * len(self.xs)
        sizes: list[int] = []
        for start in range(len(self.xs)):
            if part_of[start] >= 0:
                continue
            part_of[start], waiting, size = len(sizes), [start], 0
            while waiting:
                node = waiting.pop()
                size += 1
                for edge in self.ways[node]:
                    other = edge.b if edge.a == node else edge.a
                    if part_of[other] < 0:
                        part_of[other] = len(sizes)
                        waiting.append(other)
            sizes.append(size)
        largest = sizes.index(max(sizes))
        return [part == largest for part in part_of]

    def _index(self) -> dict[tuple[int, int], list["_Piece"]]:
        grid: dict[tuple[int, int], list[_Piece]] = defaultdict(list)
        for edge in self.edges:
            if not self.main[edge.a]:
                continue
            for i in range(len(edge.xs) - 1):
                steps = int((edge.along[i + 1] - edge.along[i]) // (_CELL_M / 4)) + 1
                cells = set()
                for step in range(steps + 1):
                    part = step / steps
                    x = edge.xs[i] + part * (edge.xs[i + 1] - edge.xs[i])
                    y = edge.ys[i] + part * (edge.ys[i + 1] - edge.ys[i])
                    cells.add((int(x // _CELL_M), int(y // _CELL_M)))
                piece = _piece(edge, i)
                for cell in cells:
                    grid[cell].append(piece)
        return dict(grid)


def _ring(column: int, row: int, ring: int) -> Iterable[tuple[int, int]]:
    if ring == 0:
        return [(column, row)]
    reach = range(-ring, ring + 1)
    flat = [(column + i, row + j) for i in reach for j in (-ring, ring)]
    return flat + [(column + i, row + j) for i in (-ring, ring) for j in reach if abs(j) != ring]


class _Piece(Struct, frozen=True, gc=False):
    """A straight piece of an edge: from where and whither on the sheet, and where on the edge that is."""

    edge: int
    x: float
    y: float
    dx: float
    dy: float
    square: float
    """Its length squared; of a piece without length anything, since its whole is one point."""
    begin: float
    length: float


def _piece(edge: Edge, i: int) -> _Piece:
    x, y, begin = edge.xs[i], edge.ys[i], edge.along[i]
    dx, dy = edge.xs[i + 1] - x, edge.ys[i + 1] - y
    return _Piece(edge.index, x, y, dx, dy, (dx * dx + dy * dy) or 1.0, begin, edge.along[i + 1] - begin)
