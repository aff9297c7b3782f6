"""Lines of equal height through a field of numbers: marching squares, as closed rings."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

_TOP, _RIGHT, _BOTTOM, _LEFT = range(4)
_SEGMENTS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((_LEFT, _TOP),),
    2: ((_TOP, _RIGHT),),
    3: ((_LEFT, _RIGHT),),
    4: ((_RIGHT, _BOTTOM),),
    5: ((_LEFT, _TOP), (_RIGHT, _BOTTOM)),
    6: ((_TOP, _BOTTOM),),
    7: ((_LEFT, _BOTTOM),),
    8: ((_BOTTOM, _LEFT),),
    9: ((_BOTTOM, _TOP),),
    10: ((_TOP, _RIGHT), (_BOTTOM, _LEFT)),
    11: ((_BOTTOM, _RIGHT),),
    12: ((_RIGHT, _LEFT),),
    13: ((_RIGHT, _TOP),),
    14: ((_TOP, _LEFT),),
}
"""For which corners of a cell lie inside (1 top left, then clockwise 2, 4, 8): from which of its sides to which the
line goes, with the inside on its left."""


def contours(field: Floats, level: float) -> list[Floats]:
    """Closed rings around all that is below ``level``, as (row, column) in nodes, first and last the same.

    The border of the field must not be below. Seen with row 0 at the top, rings run counterclockwise and those of holes
    clockwise.
    """
    inside = field < level
    corners = (inside[:-1, :-1], inside[:-1, 1:], inside[1:, 1:], inside[1:, :-1])
    case = np.zeros(corners[0].shape, np.int8)
    for n, corner in enumerate(corners):
        case |= corner.astype(np.int8) << n
    begins, ends = [], []
    for number, segments in _SEGMENTS.items():
        row, column = np.nonzero(case == number)
        for begin, end in segments:
            begins.append(_side(field.shape, row, column, begin))
            ends.append(_side(field.shape, row, column, end))
    following = dict(zip(np.concatenate(begins).tolist(), np.concatenate(ends).tolist(), strict=True))
    return [_points(field, level, ring) for ring in _rings(following)]


def _side(shape: tuple[int, ...], row: NDArray[Any], column: NDArray[Any], side: int) -> NDArray[Any]:
    """Number of a cell's side: that of the node at its left or top end, those that run down after all others."""
    row, column = row + (side == _BOTTOM), column + (side == _RIGHT)
    runs_down = side in (_LEFT, _RIGHT)
    number: NDArray[Any] = row * shape[1] + column + runs_down * (shape[0] * shape[1])
    return number


def _rings(following: dict[int, int]) -> list[list[int]]:
    rings = []
    while following:
        start, here = following.popitem()
        ring = [start]
        while here != start:
            ring.append(here)
            here = following.pop(here)
        rings.append([*ring, start])
    return rings


def _points(field: Floats, level: float, ring: list[int]) -> Floats:
    """Where the level is met on each side of a ring."""
    sides = np.array(ring)
    runs_down, node = np.divmod(sides, field.size)
    row, column = np.divmod(node, field.shape[1])
    here, there = field[row, column], field[row + runs_down, column + 1 - runs_down]
    part = (level - here) / (there - here)
    return np.column_stack((row + part * runs_down, column + part * (1 - runs_down)))
