"""How many stand near: counts in cells, for places by the hundred thousand."""

import numpy as np

from console.domain.plane import Floats, Ints

_CELL_M = 140.0


def cameras_around(x: Floats, y: Floats, at_x: Floats, at_y: Floats) -> Floats:
    """How many of the (x, y) stand in the nine cells of 140 m around each place, the corner ones counted half."""
    west, south = min(x.min(), at_x.min()), min(y.min(), at_y.min())

    def cell(values: Floats, origin: float) -> Ints:
        return ((values - origin) / _CELL_M).astype(np.int64) + 1

    shape = (
        int(max(cell(x, west).max(), cell(at_x, west).max())) + 2,
        int(max(cell(y, south).max(), cell(at_y, south).max())) + 2,
    )
    number = np.ravel_multi_index((cell(x, west), cell(y, south)), shape)
    counts = np.bincount(number, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    i, j = cell(at_x, west), cell(at_y, south)
    total = np.zeros(len(at_x))
    for right in (-1, 0, 1):
        for up in (-1, 0, 1):
            total += counts[i + right, j + up] * (0.5 if right and up else 1.0)
    return total
