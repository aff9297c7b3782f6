"""The hand-drawn schematic of the city as values: its districts, streets, built-up land, places, greens and waters.

The layers are GeoJSON files of ``resources/city`` (how they are drawn is told in the README there). They are read once,
checked once, and trusted afterwards.
"""

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec
from msgspec import Struct

from console.domain.outline import Outline, Position
from console.domain.text import LocalText


class SchematicError(Exception):
    """A layer of the schematic is missing, unreadable or makes no sense; the message names the file and the fault."""


class RoadClass(StrEnum):
    """What a street carries, widest first."""

    MOTORWAY = "motorway"
    ARTERIAL = "arterial"
    COLLECTOR = "collector"
    LOCAL = "local"


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


class Park(Struct, frozen=True):
    """A green of the city: an outer ring and its holes."""

    id: str
    name: LocalText
    rings: list[list[Position]]


class Water(Struct, frozen=True):
    """A river or canal (one line) or, where ``is_area``, a lake (rings)."""

    id: str
    name: LocalText
    lines: list[list[Position]]
    is_area: bool


class Railway(Struct, frozen=True):
    """A line of rails; the metro's runs below the ground."""

    id: str
    kind: str
    line: list[Position]


class Schematic(Struct, frozen=True):
    """The drawn city; parks, waters and railways are for the eye only."""

    districts: list[District]
    streets: list[Street]
    lands: list[Land]
    places: list[Place]
    parks: list[Park] = []
    waters: list[Water] = []
    railways: list[Railway] = []

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


class _ParkProperties(Struct):
    id: str
    name: LocalText


class _WaterProperties(Struct):
    id: str
    name: LocalText


class _RailProperties(Struct):
    id: str
    kind: str


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
        parks=_parks(folder / "parks.geojson"),
        waters=_waters(folder / "water.geojson"),
        railways=_railways(folder / "rail.geojson"),
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


def _parks(path: Path) -> list[Park]:
    parks = []
    for row in _read(path, _Layer[_ParkProperties, _Polygon]).features:
        _check_rings(path, row.properties.id, row.geometry.coordinates)
        parks.append(Park(row.properties.id, row.properties.name, row.geometry.coordinates))
    return parks


def _waters(path: Path) -> list[Water]:
    waters = []
    for row in _read(path, _Layer[_WaterProperties, _Polygon | _LineString]).features:
        about, shape = row.properties, row.geometry
        if isinstance(shape, _Polygon):
            _check_rings(path, about.id, shape.coordinates)
            waters.append(Water(about.id, about.name, shape.coordinates, is_area=True))
        else:
            waters.append(Water(about.id, about.name, [shape.coordinates], is_area=False))
    return waters


def _railways(path: Path) -> list[Railway]:
    layer = _read(path, _Layer[_RailProperties, _LineString])
    return [Railway(row.properties.id, row.properties.kind, row.geometry.coordinates) for row in layer.features]


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
