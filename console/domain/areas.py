"""Which district each of many points lies in, at once: the city's registries hold hundreds of thousands of them."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from console.domain.schematic import District

OUTSIDE = -1
"""Code of a point in no district."""


def district_of_points(
    districts: Sequence[District], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Index into ``districts`` of the district each position lies in, ``OUTSIDE`` where in none."""
    codes = np.full(lon.shape, OUTSIDE, dtype=np.int8)
    for index, district in enumerate(districts):
        box = district.outline
        near = (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat < box.north)
        near &= codes == OUTSIDE
        codes[near] = np.where(_inside(district, lon[near], lat[near]), index, OUTSIDE)
    return codes


def _inside(district: District, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    inside = np.zeros(lon.shape, dtype=np.bool_)
    for part in district.parts:
        for ring in part:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if y1 != y2:
                    spans = (y1 <= lat) != (y2 <= lat)
                    inside ^= spans & (lon < x1 + (lat - y1) * ((x2 - x1) / (y2 - y1)))
    return inside
