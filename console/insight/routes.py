"""The way from one spot to another by the streets: A* over the graph, and the drive along what it found."""

from bisect import bisect_right
from heapq import heappop, heappush
from itertools import pairwise
from math import atan2, degrees, hypot, inf

from msgspec import Struct

from console.insight.streets import Edge, Spot, StreetGraph

_HOPE_M_S = 80 / 3.6
"""Speed the estimate of what is left counts with. Below the motorway's limit, so a motorway may be missed by a little;
a third of the search is saved."""

_NOTHING_M = 1e-6
"""A piece shorter than this is none."""


class Crossing(Struct, frozen=True, gc=False):
    """A node on the way: metres from the begin, the bearing with which it is entered, how sharply one turns there."""

    along: float
    node: int
    bearing: float
    turn: float


class Route(Struct, frozen=True, gc=False):
    """A way as points in metres. ``along`` is the distance of each point from its begin.

    ``speeds`` is the limit of each piece in m/s, ``edges`` its edge, ``begins`` where on that edge it begins (metres),
    ``forward`` whether the edge is driven from its first end. ``crossings`` are the nodes on the way.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    along: tuple[float, ...]
    speeds: tuple[float, ...]
    edges: tuple[int, ...]
    begins: tuple[float, ...]
    forward: tuple[bool, ...]
    crossings: tuple[Crossing, ...]
    goal: Spot

    @property
    def length(self) -> float:
        """Metres from begin to end."""
        return self.along[-1]

    def piece(self, along: float) -> int:
        """Index of the piece that covers a distance from the begin."""
        return max(0, min(bisect_right(self.along, along) - 1, len(self.speeds) - 1))

    def at(self, along: float) -> tuple[float, float, float]:
        """Metres east and north, and bearing in degrees, at a distance from the begin."""
        i = self.piece(along)
        dx, dy = self.xs[i + 1] - self.xs[i], self.ys[i + 1] - self.ys[i]
        part = min(1.0, max(0.0, (along - self.along[i]) / (self.along[i + 1] - self.along[i])))
        return self.xs[i] + part * dx, self.ys[i] + part * dy, degrees(atan2(dx, dy)) % 360

    def spot(self, along: float) -> Spot:
        """Where on the streets one is after a distance from the begin."""
        if along >= self.length:
            return self.goal
        i = self.piece(along)
        driven = along - self.along[i]
        return Spot(self.edges[i], self.begins[i] + (driven if self.forward[i] else -driven))


def find_route(graph: StreetGraph, start: Spot, goal: Spot, *, at_most: float = inf) -> Route | None:
    """The quickest way at the speed limits, and nowhere faster than ``at_most`` m/s.

    None where start and goal are the same place or do not hang together.
    """
    if start.edge == goal.edge:
        return _drawn(graph, [(graph.edges[start.edge], start.along, goal.along)], goal)
    first, last = graph.edges[start.edge], graph.edges[goal.edge]
    nodes = _search(graph, start, goal, at_most)
    if nodes is None:
        return None
    node, came = nodes
    legs: list[tuple[Edge, float, float]] = []
    legs.append((last, 0.0 if node == last.a else last.length, goal.along))
    while (edge := came[node]) is not None:
        legs.append((edge, 0.0, edge.length) if edge.b == node else (edge, edge.length, 0.0))
        node = edge.a if edge.b == node else edge.b
    legs.append((first, start.along, 0.0 if node == first.a else first.length))
    legs.reverse()
    return _drawn(graph, legs, goal)


def _search(graph: StreetGraph, start: Spot, goal: Spot, at_most: float) -> tuple[int, dict[int, Edge | None]] | None:
    """The node from which the goal's edge is entered, and for each node the edge by which it was reached."""
    first, last = graph.edges[start.edge], graph.edges[goal.edge]
    first_pace, last_pace, hope = min(first.speed, at_most), min(last.speed, at_most), min(_HOPE_M_S, at_most)
    xs, ys, ways = graph.xs, graph.ys, graph.ways
    goal_x, goal_y = last.at(goal.along)
    cost = {first.a: start.along / first_pace}
    to_b = (first.length - start.along) / first_pace
    cost[first.b] = min(to_b, cost.get(first.b, to_b))
    came: dict[int, Edge | None] = {node: None for node in cost}
    ends = {last.b: (last.length - goal.along) / last_pace}
    ends[last.a] = min(goal.along / last_pace, ends.get(last.a, inf))
    waiting: list[tuple[float, int]] = []
    for node, seconds in cost.items():
        heappush(waiting, (seconds + hypot(xs[node] - goal_x, ys[node] - goal_y) / hope, node))
    done: set[int] = set()
    best, best_node = inf, -1
    while waiting and waiting[0][0] < best:
        _, node = heappop(waiting)
        if node in done:
            continue
        done.add(node)
        here = cost[node]
        if node in ends and here + ends[node] < best:
            best, best_node = here + ends[node], node
        for edge in ways[node]:
            other = edge.b if edge.a == node else edge.a
            there = here + edge.along[-1] / min(edge.speed, at_most)
            if other not in done and there < cost.get(other, inf):
                cost[other], came[other] = there, edge
                heappush(waiting, (there + hypot(xs[other] - goal_x, ys[other] - goal_y) / hope, other))
    return None if best_node < 0 else (best_node, came)


def _drawn(graph: StreetGraph, legs: list[tuple[Edge, float, float]], goal: Spot) -> Route | None:
    """The polyline of legs (edge, from, to), each in metres along its edge."""
    xs: list[float] = []
    ys: list[float] = []
    along = [0.0]
    pieces: list[tuple[float, int, float, bool]] = []
    nodes: list[tuple[int, int]] = []
    for edge, begin, end in legs:
        ahead = end > begin
        entered = edge.a if ahead else edge.b
        if pieces and len(graph.ways[entered]) > 2:
            nodes.append((len(pieces), entered))
        points = edge.between(begin, end)
        if not xs:
            xs.append(points[0][1])
            ys.append(points[0][2])
        for (since, x1, y1), (_, x2, y2) in pairwise(points):
            step = hypot(x2 - x1, y2 - y1)
            if step > _NOTHING_M:
                xs.append(x2)
                ys.append(y2)
                along.append(along[-1] + step)
                pieces.append((edge.speed, edge.index, since, ahead))
    if not pieces:
        return None
    speeds, edges, begins, forward = zip(*pieces, strict=True)
    bearings = [degrees(atan2(xs[i + 1] - xs[i], ys[i + 1] - ys[i])) % 360 for i in range(len(pieces))]
    crossings = tuple(
        Crossing(along[i], node, bearings[i - 1], abs((bearings[i] - bearings[i - 1] + 180) % 360 - 180))
        for i, node in nodes
        if i < len(pieces)
    )
    return Route(tuple(xs), tuple(ys), tuple(along), speeds, edges, begins, forward, crossings, goal)
