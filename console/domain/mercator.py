"""World coordinates: Web Mercator scaled to 0..1, x eastwards from 180° W, y southwards from about 85° N."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


def to_world(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """World coordinates of longitudes and latitudes in degrees."""
    return lon / 360 + 0.5, 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)


def to_degrees(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Longitudes and latitudes in degrees of world coordinates."""
    return (x - 0.5) * 360, np.degrees(np.arcsin(np.tanh((0.5 - y) * 2 * np.pi)))
