"""Finds where drawn streets meet and gives them a common vertex there, so that one can drive from one to the other."""

from itertools import pairwise

from ink import Point, distance

END_SNAPS_M = 130.0
"""An end this near to another street was meant to meet it."""
SAME_CORNER_M = 25.0
"""Crossings nearer to each other than this are one corner."""
STUB_M = 70.0
"""What sticks out less than this beyond the last corner was drawn too far."""


class Network:
    """The street lines while their corners are looked for.

    ``corners[i]`` holds (segment + share of it, place) for each corner on line ``i``; ``apart[i]`` are the lines that
    pass above or below line ``i``.
    """

    def __init__(self, lines: list[list[Point]], apart: list[set[int]]) -> None:
        self._lines = lines
        self._apart = apart
        self._corners: list[list[tuple[float, Point]]] = [[] for _ in lines]

    def woven(self) -> list[list[Point]]:
        """The lines with their corners put in, nearly equal corners made one and loose stubs cut off."""
        self._join_ends()
        for i, line in enumerate(self._lines):
            for j in range(i):
                if j not in self._apart[i] and may_meet(line, self._lines[j]):
                    self._cross(i, line, j, self._lines[j])
        corners = one_each([place for corners in self._corners for _, place in corners])
        woven = [self._with_corners(i, corners) for i in range(len(self._lines))]
        shared = set(corners)
        return [without_stubs(line, shared) for line in woven]

    def _join_ends(self) -> None:
        for i, line in enumerate(self._lines):
            for end in (0, -1):
                near = self._nearest(i, line[end])
                if near is not None:
                    other, position, place = near
                    self._corners[other].append((position, place))
                    line[end] = place

    def _nearest(self, i: int, p: Point) -> tuple[int, float, Point] | None:
        best, best_gap = None, END_SNAPS_M
        for j, line in enumerate(self._lines):
            if j == i or j in self._apart[i]:
                continue
            for k, (a, b) in enumerate(pairwise(line)):
                share = share_along(a, b, p)
                place = between(a, b, share)
                if distance(place, p) < best_gap:
                    best, best_gap = (j, k + share, place), distance(place, p)
        return best

    def _cross(self, i: int, one: list[Point], j: int, other: list[Point]) -> None:
        for k, (a, b) in enumerate(pairwise(one)):
            for m, (c, d) in enumerate(pairwise(other)):
                if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
                    continue
                if shares := crossing(a, b, c, d):
                    place = between(a, b, shares[0])
                    self._corners[i].append((k + shares[0], place))
                    self._corners[j].append((m + shares[1], place))

    def _with_corners(self, i: int, corners: list[Point]) -> list[Point]:
        bends = [(float(k), place) for k, place in enumerate(self._lines[i])]
        places = [at_corner(place, corners) for _, place in sorted(bends + self._corners[i])]
        return [place for k, place in enumerate(places) if k == 0 or place != places[k - 1]]


def may_meet(one: list[Point], other: list[Point]) -> bool:
    """Whether the boxes round the two lines overlap."""
    return all(
        min(p[axis] for p in one) <= max(p[axis] for p in other)
        and min(p[axis] for p in other) <= max(p[axis] for p in one)
        for axis in (0, 1)
    )


def share_along(a: Point, b: Point, p: Point) -> float:
    """How far from ``a`` (0) to ``b`` (1) the place nearest to ``p`` lies."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)))


def between(a: Point, b: Point, share: float) -> Point:
    """The place ``share`` of the way from ``a`` to ``b``."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def crossing(a: Point, b: Point, c: Point, d: Point) -> tuple[float, float] | None:
    """Shares along ``ab`` and ``cd`` at which the two segments cross; None where they do not."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    turn = rx * sy - ry * sx
    if turn == 0:
        return None
    qx, qy = c[0] - a[0], c[1] - a[1]
    t, u = (qx * sy - qy * sx) / turn, (qx * ry - qy * rx) / turn
    return (t, u) if 0 <= t <= 1 and 0 <= u <= 1 else None


def one_each(places: list[Point]) -> list[Point]:
    """``places`` without those that are the same corner as an earlier one."""
    kept: list[Point] = []
    for place in places:
        if at_corner(place, kept) is place:
            kept.append(place)
    return kept


def at_corner(place: Point, corners: list[Point]) -> Point:
    """The corner that ``place`` belongs to, else ``place`` itself."""
    near = min(corners, key=lambda corner: distance(corner, place), default=place)
    return near if distance(near, place) < SAME_CORNER_M else place


def without_stubs(line: list[Point], shared: set[Point]) -> list[Point]:
    """``line`` without short ends that lead nowhere."""
    for _ in range(2):
        line = line[::-1]
        while len(line) > 2 and line[0] not in shared and line[1] in shared and distance(line[0], line[1]) < STUB_M:
            line = line[1:]
    return line
