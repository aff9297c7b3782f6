"""What a place is called: the crossing, the street and its cross street, the named place or the district it lies at.

The answer is a value; ``place_names`` and the view models make words of it. Both programs use this one rule.
"""

from collections.abc import Iterable, Sequence
from math import degrees

import numpy as np
from msgspec import Struct

from console.domain.geo import is_position
from console.domain.plane import Floats, to_plane
from console.domain.schematic import District
from console.domain.text import LocalText
from console.insight.crossings import Crossing
from console.insight.streets import Edge, Spot, StreetGraph

AT_CROSSING_M = 30.0
"""Nearer than this one stands at the crossing."""

FAR_M = 2000.0
"""Further than this along a street the crossing says nothing and the street alone is named."""

AT_PLACE_M = 40.0
"""Nearer than this to a named place one is there."""

BESIDE_STREET_M = 150.0
"""Further than this from a street one is no longer on it, but so far from a crossing or a place."""

ABOUT_M, ABOUT_OUTSIDE_M = 5_000.0, 50_000.0
"""As far as a crossing or a place tells where one is: within a district, and where not even a district is known."""


class AtCrossing(Struct, frozen=True):
    """Where two streets meet."""

    street: LocalText
    cross: LocalText


class OnStreet(Struct, frozen=True):
    """On a street, ``metres`` from its cross street towards ``bearing`` (degrees clockwise from north)."""

    street: LocalText
    cross: LocalText
    metres: float
    bearing: float


class SomewhereOn(Struct, frozen=True):
    """On a street, far from any other."""

    street: LocalText


class OffCrossing(Struct, frozen=True):
    """Away from the streets: ``metres`` as the crow flies from a crossing towards ``bearing``."""

    street: LocalText
    cross: LocalText
    metres: float
    bearing: float


class AtPlace(Struct, frozen=True):
    """At a site or another named place."""

    name: LocalText


class OffPlace(Struct, frozen=True):
    """``metres`` as the crow flies from a named place towards ``bearing``."""

    name: LocalText
    metres: float
    bearing: float


class InDistrict(Struct, frozen=True):
    """Somewhere in a district."""

    name: LocalText


class Unnamed(Struct, frozen=True):
    """Nothing with a name is near: the position alone."""

    lon: float
    lat: float


Address = AtCrossing | OnStreet | SomewhereOn | OffCrossing | AtPlace | OffPlace | InDistrict | Unnamed


class Named(Struct, frozen=True):
    """A site or place by its name; ``is_area`` says that it has no middle one could stand at (a quarter)."""

    name: LocalText
    lon: float
    lat: float
    is_area: bool = False


class Addresses:
    """Looks up what places are called. What is not given is not named; the streets are enough for a city's middle."""

    def __init__(
        self,
        graph: StreetGraph,
        crossings: Sequence[Crossing] = (),
        places: Iterable[Named] = (),
        districts: Sequence[District] = (),
    ) -> None:
        self._graph = graph
        self._crossings = crossings
        self._crossing_at = _table(crossings)
        self._places = list(places)
        self._place_at = _table(self._places)
        self._districts = districts

    def at(self, lon: float, lat: float) -> Address:
        """What is nearest of all that has a name; every pair of numbers gets an answer."""
        if not is_position(lon, lat):
            return Unnamed(lon, lat)
        x, y = to_plane(lon, lat)
        place, place_m, place_bearing = _nearest(self._place_at, x, y)
        if place_m <= AT_PLACE_M and not self._places[place].is_area:
            return AtPlace(self._places[place].name)
        spot = self._graph.look_near(x, y, BESIDE_STREET_M)
        if spot is not None:
            return self.on_street(spot)
        crossing, crossing_m, bearing = _nearest(self._crossing_at, x, y)
        district = next((d for d in self._districts if d.contains(lon, lat)), None)
        if min(place_m, crossing_m) > (ABOUT_OUTSIDE_M if district is None else ABOUT_M):
            return Unnamed(lon, lat) if district is None else InDistrict(district.name)
        if place_m <= crossing_m:
            return OffPlace(self._places[place].name, place_m, place_bearing)
        met = self._crossings[crossing]
        return OffCrossing(met.one, met.two, crossing_m, bearing)

    def on_street(self, spot: Spot) -> AtCrossing | OnStreet | SomewhereOn:
        """What a place on the streets is called, by the nearer end of its stretch that crosses another street."""
        graph = self._graph
        edge = graph.edges[spot.edge]
        street = graph.names[edge.street]
        for metres, node in sorted([(spot.along, edge.a), (edge.length - spot.along, edge.b)]):
            others = (graph.names[other] for other in graph.crossing_streets(node))
            cross = next((name for name in others if name != street), None)
            if cross is not None and metres < FAR_M:
                if metres <= AT_CROSSING_M:
                    return AtCrossing(street, cross)
                return OnStreet(street, cross, metres, _away(edge, node, spot.along))
        return SomewhereOn(street)


def _away(edge: Edge, node: int, along: float) -> float:
    """Bearing in which one has gone from an end of the edge."""
    return edge.bearing(along) if node == edge.a else (edge.bearing(along) + 180) % 360


def _table(things: Iterable[Crossing | Named]) -> Floats:
    """Metres east and north, one column each."""
    rows = [to_plane(thing.lon, thing.lat) for thing in things]
    return np.array(rows, dtype=np.float64).reshape(-1, 2).T


def _nearest(table: Floats, x: float, y: float) -> tuple[int, float, float]:
    """Row, distance in metres and bearing from it of the nearest; infinitely far where there is none."""
    if not table.size:
        return -1, np.inf, 0.0
    east, north = x - table[0], y - table[1]
    row = int((east * east + north * north).argmin())
    bearing = degrees(np.arctan2(east[row], north[row])) % 360
    return row, float(np.hypot(east[row], north[row])), bearing
