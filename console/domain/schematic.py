"""The hand-drawn schematic of the city as values: its districts, streets, built-up land and places.

The layers are GeoJSON files of ``resources/city`` (how they are drawn is told in the README there). They are read once,
checked once, and trusted afterwards.
"""

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec
from msgspec import Struct

from console.domain.text import LocalText

Position = tuple[float, float]
"""Longitude and latitude, WGS84 degrees."""

BANDS = 64
"""Strips of latitude an outline's edges are sorted into: a look-up then meets a handful of edges, not all."""


class SchematicError(Exception):
    """A layer of the schematic is missing, unreadable or makes no sense; the message names the file and the fault."""


class RoadClass(StrEnum):
    """What a street carries, widest first."""

    MOTORWAY = "motorway"
    ARTERIAL = "arterial"
    COLLECTOR = "collector"
    LOCAL = "local"


class Outline:
    """Closed rings that answer whether a point lies inside (even-odd rule; a point on an edge may fall either way)."""

    def __init__(self, rings: Iterable[list[Position]]) -> None:
        edges = [(a, b) for ring in rings for a, b in pairwise(ring) if a[1] != b[1]]
        self.west = min(a[0] for a, _ in edges)
        self.east = max(a[0] for a, _ in edges)
        self.south = min(a[1] for a, _ in edges)
        self.north = max(a[1] for a, _ in edges)
        step = (self.north - self.south) / BANDS
        self._starts = [self.south + step * k for k in range(BANDS)]
        self._bands: list[list[tuple[float, float, float, float]]] = [[] for _ in range(BANDS)]
        for a, b in edges:
            (x1, y1), (x2, y2) = (a, b) if a[1] < b[1] else (b, a)
            first, last = self._band(y1), self._band(y2)
            for k in range(first, last + 1):
                self._bands[k].append((y1, y2, x1, (x2 - x1) / (y2 - y1)))

    def _band(self, lat: float) -> int:
        return max(0, bisect_right(self._starts, lat) - 1)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the position lies inside."""
        if not (self.west <= lon <= self.east and self.south <= lat < self.north):
            return False
        inside = False
        for y1, y2, x1, slope in self._bands[self._band(lat)]:
            if y1 <= lat < y2 and lon < x1 + (lat - y1) * slope:
                inside = not inside
        return inside


class District(Struct, frozen=True, dict=True):
    """One district: ``id`` is its KATO code, ``parts`` are polygons, each an outer ring and its holes."""

    id: str
    name: LocalText
    parts: list[list[list[Position]]]

    @cached_property
    def outline(self) -> Outline:
        """The border, prepared for look-ups."""
        return Outline(ring for part in self.parts for ring in part)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the position lies in this district."""
        return self.outline.contains(lon, lat)


class Street(Struct, frozen=True):
    """One drawn line of a street; lines that meet share a vertex. A street of several lines has several of these.

    ``speed_kmh`` is the speed traffic keeps to; ``oneway`` means it runs only in the order of ``line``.
    """

    id: str
    name: LocalText
    road_class: RoadClass
    speed_kmh: int
    line: list[Position]
    oneway: bool = False


class Land(Struct, frozen=True, dict=True):
    """A stretch of built-up land: ``kind`` says of what sort, ``density`` how closely built (0..1)."""

    id: str
    kind: str
    density: float
    rings: list[list[Position]]

    @cached_property
    def outline(self) -> Outline:
        """The edge, prepared for look-ups."""
        return Outline(self.rings)


class Place(Struct, frozen=True):
    """A named point; ``rank`` 1 is labelled from far away, 4 only from near."""

    id: str
    kind: str
    name: LocalText
    rank: int
    lon: float
    lat: float


class Schematic(Struct, frozen=True):
    """The drawn city."""

    districts: list[District]
    streets: list[Street]
    lands: list[Land]
    places: list[Place]

    def district_at(self, lon: float, lat: float) -> District | None:
        """The district the position lies in, None outside the city."""
        return next((district for district in self.districts if district.contains(lon, lat)), None)


class _Polygon(Struct, tag_field="type", tag="Polygon"):
    coordinates: list[list[Position]]


class _MultiPolygon(Struct, tag_field="type", tag="MultiPolygon"):
    coordinates: list[list[list[Position]]]


class _LineString(Struct, tag_field="type", tag="LineString"):
    coordinates: list[Position]


class _Point(Struct, tag_field="type", tag="Point"):
    coordinates: Position


class _DistrictProperties(Struct):
    id: str
    name: LocalText


class _StreetProperties(Struct):
    id: str
    name: LocalText
    road_class: RoadClass = msgspec.field(name="class")
    speed_kmh: int
    oneway: bool = False


class _LandProperties(Struct):
    id: str
    kind: str
    density: float


class _PlaceProperties(Struct):
    id: str
    kind: str
    name: LocalText
    rank: int


P = TypeVar("P")
G = TypeVar("G")


class _Feature(Struct, Generic[P, G]):
    type: Literal["Feature"]
    properties: P
    geometry: G


class _Layer(Struct, Generic[P, G]):
    type: Literal["FeatureCollection"]
    features: list[_Feature[P, G]]


def load(folder: Path) -> Schematic:
    """The schematic whose layers lie in ``folder``.

    Raises:
        SchematicError: A layer is missing, damaged, empty or contradicts itself.
    """
    return Schematic(
        districts=_districts(folder / "districts.geojson"),
        streets=_streets(folder / "streets.geojson"),
        lands=_lands(folder / "builtup.geojson"),
        places=_places(folder / "places.geojson"),
    )


def _districts(path: Path) -> list[District]:
    layer = _read(path, _Layer[_DistrictProperties, _Polygon | _MultiPolygon])
    districts = []
    for row in layer.features:
        shape = row.geometry
        parts = [shape.coordinates] if isinstance(shape, _Polygon) else shape.coordinates
        _check_rings(path, row.properties.id, [ring for part in parts for ring in part])
        districts.append(District(row.properties.id, row.properties.name, parts))
    _check_ids(path, [district.id for district in districts])
    return districts


def _streets(path: Path) -> list[Street]:
    layer = _read(path, _Layer[_StreetProperties, _LineString])
    streets = []
    for row in layer.features:
        about, line = row.properties, row.geometry.coordinates
        if len(line) < 2 or about.speed_kmh <= 0:
            raise SchematicError(f"{path.name}: {about.id} is no street one can drive along")
        streets.append(Street(about.id, about.name, about.road_class, about.speed_kmh, line, about.oneway))
    _check_ids(path, [street.id for street in streets])
    return streets


def _lands(path: Path) -> list[Land]:
    lands = []
    for row in _read(path, _Layer[_LandProperties, _Polygon]).features:
        about, rings = row.properties, row.geometry.coordinates
        _check_rings(path, about.id, rings)
        lands.append(Land(about.id, about.kind, about.density, rings))
    _check_ids(path, [land.id for land in lands])
    return lands


def _places(path: Path) -> list[Place]:
    places = []
    for row in _read(path, _Layer[_PlaceProperties, _Point]).features:
        about, (lon, lat) = row.properties, row.geometry.coordinates
        places.append(Place(about.id, about.kind, about.name, about.rank, lon, lat))
    _check_ids(path, [place.id for place in places])
    return places


L = TypeVar("L")


def _read(path: Path, layer: type[L]) -> L:
    try:
        return msgspec.json.decode(path.read_bytes(), type=layer)
    except OSError as fault:
        raise SchematicError(f"{path.name} cannot be read: {fault.strerror}") from fault
    except msgspec.DecodeError as fault:
        raise SchematicError(f"{path.name} is damaged: {fault}") from fault


def _check_rings(path: Path, id_: str, rings: list[list[Position]]) -> None:
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise SchematicError(f"{path.name}: the outline of {id_} is not closed")


def _check_ids(path: Path, ids: list[str]) -> None:
    if not ids:
        raise SchematicError(f"{path.name} is empty")
    if len(set(ids)) != len(ids):
        raise SchematicError(f"{path.name} names the same thing twice")
