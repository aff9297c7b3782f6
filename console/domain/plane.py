"""The city as a flat sheet: metres east and north of its middle, so that distances are plain geometry.

One scale for the whole city: at its northern and southern edge a kilometre is wrong by 3 m, less than the schematic.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MIDDLE = (76.92, 43.25)
"""Longitude and latitude of the sheet's origin."""

_X_SCALE = metres_per_degree_lon(MIDDLE[1])
_Y_SCALE = METRES_PER_DEGREE_LAT


def to_plane(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Degrees to metres east and north of ``MIDDLE``; numbers or arrays."""
    return (lon - MIDDLE[0]) * _X_SCALE, (lat - MIDDLE[1]) * _Y_SCALE


def to_degrees(x: Any, y: Any) -> tuple[Any, Any]:
    """Metres on the sheet to longitude and latitude; numbers or arrays."""
    return MIDDLE[0] + x / _X_SCALE, MIDDLE[1] + y / _Y_SCALE
