"""How frequented each place is: where people meet, buy and change trains, more cameras look and more is stolen."""

import numpy as np

from console.center.world.ground import PIXEL_M, Ground
from console.domain.plane import Floats, to_plane
from console.domain.schematic import Schematic

_DRAW: dict[str, tuple[float, float]] = {
    "market": (1.0, 260.0),
    "station": (1.0, 220.0),
    "bus_station": (0.7, 180.0),
    "airport": (0.9, 260.0),
    "mall": (0.8, 170.0),
    "metro": (0.6, 120.0),
    "square": (0.6, 150.0),
    "landmark": (0.35, 120.0),
    "university": (0.35, 190.0),
    "stadium": (0.3, 170.0),
    "hospital": (0.25, 140.0),
    "government": (0.2, 120.0),
}
"""Kind of place -> how strongly it draws people, and metres at which that has fallen to 0.6; the demo's assumption."""

_QUIET = 0.12
_PARK = 0.3


def bustle(schematic: Schematic, ground: Ground) -> Floats:
    """A picture (rows from the south, as ``Ground``'s) of how frequented each pixel is: 0.0 nobody, 1.0 a market."""
    density = np.array([*(land.density for land in schematic.lands), 0.0])
    picture = _QUIET * density[ground.land]
    picture[ground.park] += _PARK
    for place in schematic.places:
        if place.kind in _DRAW:
            _add(picture, ground, *to_plane(place.lon, place.lat), *_DRAW[place.kind])
    return np.minimum(picture, 1.5)


def bustle_at(schematic: Schematic, x: Floats, y: Floats) -> Floats:
    """The same for single places, without built-up land and parks: how strongly what is near draws people."""
    total = np.zeros(len(x))
    for place in schematic.places:
        if place.kind in _DRAW:
            strength, reach = _DRAW[place.kind]
            place_x, place_y = to_plane(place.lon, place.lat)
            total += strength * np.exp(-((x - place_x) ** 2 + (y - place_y) ** 2) / (2 * reach**2))
    return np.minimum(total, 1.5)


def _add(picture: Floats, ground: Ground, x: float, y: float, strength: float, reach: float) -> None:
    row, column = (int(index[0]) for index in ground.pixel(np.array([x]), np.array([y])))
    size = int(3 * reach / PIXEL_M)
    rows = slice(max(0, row - size), row + size + 1)
    columns = slice(max(0, column - size), column + size + 1)
    north, east = np.ogrid[rows, columns]
    square = ((north - row) ** 2 + (east - column) ** 2) * PIXEL_M**2
    patch = picture[rows, columns]
    patch += strength * np.exp(-square[: patch.shape[0], : patch.shape[1]] / (2 * reach**2))
