"""Positions on the ground: WGS84 longitude and latitude in degrees, distances in metres."""

from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius R1 of the WGS84 ellipsoid."""

CITY_BOUNDS = (76.70, 43.00, 77.22, 43.45)
"""West, south, east, north of everything the demo city draws."""

SHOWN_AROUND = 0.5
"""Degrees around ``CITY_BOUNDS`` that the map can be moved to."""

METRES_PER_DEGREE_LAT = 111_195.0


def metres_per_degree_lon(lat: float) -> float:
    """Length of one degree of longitude at ``lat``, metres (sphere)."""
    return METRES_PER_DEGREE_LAT * cos(radians(lat))


def is_position(lon: float, lat: float) -> bool:
    """Whether the two numbers are a place on Earth (finite, within +-180 and +-90)."""
    return isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def is_on_the_map(lon: float, lat: float) -> bool:
    """Whether a place lies in the city or around it, as far as its map goes."""
    west, south, east, north = CITY_BOUNDS
    return west - SHOWN_AROUND < lon < east + SHOWN_AROUND and south - SHOWN_AROUND < lat < north + SHOWN_AROUND


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in metres (haversine)."""
    half_lat = radians(lat2 - lat1) / 2
    half_lon = radians(lon2 - lon1) / 2
    a = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(a)))
