"""Cordons and geofences: areas that operators draw, that all consoles see, and that may watch who crosses their edge.

A ring is checked where it enters (``fault``), by exact arithmetic on positions to the centimetre, and trusted then.
"""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from console.domain.errors import ProblemType
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.session import Operator, Role
from console.domain.units import Agency, Unit

VERTICES_AT_MOST = 200
NAME_LIMIT = 80
"""Longest name, characters: what a label on the map and a row of the alarm list can still show."""

AREA_AT_LEAST_M2 = 50.0
"""Smaller than a car park's lane: a slip of the hand. Positions of vehicles are no better than that."""

AREA_AT_MOST_M2 = 200e6
"""200 km²: the largest district of the city and half as much again; a larger ring watches nothing in particular."""

SPAN_AT_MOST_M = 100_000.0
"""Widest box: beyond it the flat measures that a zone is watched with are no longer true to a metre."""

ZONES_AT_MOST = 200
"""How many zones a center keeps at a time."""

MAY_DRAW = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR})
"""Roles that draw zones: an area that all consoles see and that raises alarms is not drawn for show."""

_GRID = 1e7
"""Steps of a degree that a ring is checked in: about a centimetre, as whole numbers, so that no rounding decides."""

Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Vertex = tuple[Longitude, Latitude]
Ring = Annotated[tuple[Vertex, ...], Meta(min_length=3, max_length=VERTICES_AT_MOST)]
_Point = tuple[int, int]


class ZoneKind(StrEnum):
    """What the area is for."""

    CORDON = "cordon"
    """Closed ground around a place: whoever is in it should be there."""
    GEOFENCE = "geofence"
    """An area of interest: whoever crosses its edge is told of."""


class Way(StrEnum):
    """Which crossing of the edge is told."""

    ENTER = "enter"
    LEAVE = "leave"
    BOTH = "both"


class Crossing(Struct, frozen=True):
    """What a geofence alarm tells: into or out of which zone; ``way`` is never ``both``."""

    zone: str
    way: Way


class Watch(Struct, frozen=True):
    """Whose crossing of the edge raises an alarm: these units and all of these agencies; nobody named means all."""

    way: Way = Way.BOTH
    units: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=64)], ...], Meta(max_length=200)] = ()
    agencies: Annotated[tuple[Agency, ...], Meta(max_length=len(Agency))] = ()

    def tells(self, unit: Unit, way: Way) -> bool:
        """Whether ``unit`` going this ``way`` (enter or leave) is to be told."""
        is_meant = unit.id in self.units or unit.agency in self.agencies or not (self.units or self.agencies)
        return is_meant and self.way in (way, Way.BOTH)


class Drawing(Struct, frozen=True):
    """What an operator says of a zone.

    ``ring`` are its corners (longitude, latitude; the last joins the first, which is not said twice). ``watch`` is None
    where nobody is watched. ``expires_at`` is Unix seconds, None: until it is removed. ``incident`` may be empty.
    """

    kind: ZoneKind
    name: Annotated[str, Meta(max_length=NAME_LIMIT)]
    ring: Ring
    watch: Watch | None = None
    expires_at: Annotated[float, Meta(ge=0, le=1e10)] | None = None
    incident: Annotated[str, Meta(max_length=64)] = ""


class Zone(Struct, frozen=True):
    """A drawn zone. ``version`` is the seq of the log entry that last changed it."""

    id: str
    drawing: Drawing
    drawn_by: str
    drawn_at: float
    version: int = 0

    def is_over(self, now: float) -> bool:
        """Whether its time has ended."""
        return self.drawing.expires_at is not None and self.drawing.expires_at <= now


def may_change(operator: Operator, zone: Zone) -> bool:
    """Whether an operator changes or removes a zone: who drew it, and supervisors."""
    is_meant = operator.id == zone.drawn_by or operator.role is Role.SUPERVISOR
    return is_meant and operator.role in MAY_DRAW


def tidy(drawing: Drawing) -> Drawing:
    """The same without what a hand leaves behind: corners told twice in a row, blanks and line breaks in the name."""
    ring = drawing.ring
    corners = tuple(a for a, b in pairwise((*ring, ring[0])) if _grid(a) != _grid(b))
    return replace(drawing, name=" ".join(drawing.name.split()), ring=corners)


def fault(drawing: Drawing) -> ProblemType | None:
    """Why a tidy drawing is no zone; None where it is one."""
    if not drawing.name:
        return ProblemType.NAMELESS
    if len(drawing.ring) < 3:
        return ProblemType.AREA_TOO_SMALL
    if crosses_itself(drawing.ring):
        return ProblemType.CROSSES_ITSELF
    if max(_span_m(drawing.ring)) > SPAN_AT_MOST_M or (area := area_m2(drawing.ring)) > AREA_AT_MOST_M2:
        return ProblemType.AREA_TOO_LARGE
    return ProblemType.AREA_TOO_SMALL if area < AREA_AT_LEAST_M2 else None


def area_m2(ring: Ring) -> float:
    """Area of a ring that spans no more than a city, square metres, on a plane that touches its middle."""
    west, south = min(lon for lon, _ in ring), min(lat for _, lat in ring)
    middle = (south + max(lat for _, lat in ring)) / 2
    per_lon = metres_per_degree_lon(middle)
    flat = [((lon - west) * per_lon, (lat - south) * METRES_PER_DEGREE_LAT) for lon, lat in ring]
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((flat[-1], *flat)))) / 2


def crosses_itself(ring: Ring) -> bool:
    """Whether two edges have more in common than the corner where one follows the other. Touching is crossing."""
    points = [_grid(vertex) for vertex in ring]
    edges = [*pairwise(points), (points[-1], points[0])]
    last = len(edges) - 1
    for first, (a, b) in enumerate(edges):
        for second in range(first + 1, len(edges)):
            c, d = edges[second]
            if second == first + 1:
                is_crossed = _folds_back(a, b, d)
            elif first == 0 and second == last:
                is_crossed = _folds_back(c, a, b)
            else:
                is_crossed = _meet(a, b, c, d)
            if is_crossed:
                return True
    return False


def _grid(vertex: Vertex) -> _Point:
    return round(vertex[0] * _GRID), round(vertex[1] * _GRID)


def _span_m(ring: Ring) -> tuple[float, float]:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    width = (max(lons) - min(lons)) * metres_per_degree_lon((min(lats) + max(lats)) / 2)
    return width, (max(lats) - min(lats)) * METRES_PER_DEGREE_LAT


def _turn(a: _Point, b: _Point, c: _Point) -> int:
    """Positive where a, b, c turn left, negative to the right, 0 on one line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _folds_back(a: _Point, b: _Point, c: _Point) -> bool:
    """Whether the edge b-c runs back over a-b."""
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return _turn(a, b, c) == 0 and ahead < 0


def _meet(a: _Point, b: _Point, c: _Point, d: _Point) -> bool:
    """Whether the edges a-b and c-d have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0
