"""Outlines of a patch of cells: rings along their edges."""

from itertools import pairwise

import numpy as np

from console.insight.grid import Mask

Corner = tuple[int, int]
"""Row and column of a corner of cells; (0, 0) is the north-western corner of the first cell."""

_TURNS = {(0, 1): 0, (1, 0): 1, (0, -1): 2, (-1, 0): 3}
"""Headings by (rows, columns) gone: east, south, west, north."""


def outlines(patch: Mask) -> list[list[Corner]]:
    """The closed rings of a patch whose cells hang together by their sides, corners only, the outer one first.

    On a map with north up the outer ring runs counterclockwise and those of holes clockwise, as RFC 7946 has it. Where
    two cells touch at a corner only, the rings keep apart there, so that none crosses itself.
    """
    ways = _edges(patch)
    rings = []
    while ways:
        start = min(ways)
        rings.append(_ring(ways, start))
    return sorted(rings, key=_area, reverse=True)


def _edges(patch: Mask) -> dict[Corner, list[Corner]]:
    """From each corner, where the edges lead that have the patch on their left."""
    ways: dict[Corner, list[Corner]] = {}
    for row, column in np.argwhere(patch).tolist():
        corners = ((row, column), (row + 1, column), (row + 1, column + 1), (row, column + 1))
        beside = ((row, column - 1), (row + 1, column), (row, column + 1), (row - 1, column))
        for k, (i, j) in enumerate(beside):
            is_inside = 0 <= i < patch.shape[0] and 0 <= j < patch.shape[1] and patch[i, j]
            if not is_inside:
                ways.setdefault(corners[k], []).append(corners[(k + 1) % 4])
    return ways


def _ring(ways: dict[Corner, list[Corner]], start: Corner) -> list[Corner]:
    ring, here, before = [start], ways[start][0], start
    _walked(ways, start, here)
    while here != start:
        heading = _heading(before, here)
        # To the right where there is a choice: the patch stays on the left and the ring keeps clear of the other one.
        following = min(ways[here], key=lambda to: (_heading(here, to) - heading - 1) % 4)
        if _heading(here, following) != heading:
            ring.append(here)
        _walked(ways, here, following)
        before, here = here, following
    if _heading(before, start) == _heading(ring[0], ring[1]):
        ring.pop(0)
    return [*ring, ring[0]]


def _walked(ways: dict[Corner, list[Corner]], begin: Corner, end: Corner) -> None:
    ways[begin].remove(end)
    if not ways[begin]:
        del ways[begin]


def _heading(begin: Corner, end: Corner) -> int:
    rows, columns = end[0] - begin[0], end[1] - begin[1]
    return _TURNS[(rows > 0) - (rows < 0), (columns > 0) - (columns < 0)]


def _area(ring: list[Corner]) -> int:
    """Twice the area; positive counterclockwise with north up."""
    return sum(x2 * y1 - x1 * y2 for (y1, x1), (y2, x2) in pairwise(ring))
