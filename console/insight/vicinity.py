"""What of the city lies around a place: shapes in metres from it, for a picture of the surroundings."""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.outline import Position
from console.domain.plane import to_plane
from console.domain.schematic import Schematic
from console.domain.text import NOWHERE, LocalText

Corners = NDArray[np.float64]
"""Metres east and south of the place, shape (n, 2)."""


class Shape(Struct, frozen=True):
    """One thing of the ground: its lines or rings, what sort it is of, and how dense (built-up land, 0..1)."""

    lines: tuple[Corners, ...]
    kind: str = ""
    name: LocalText = NOWHERE
    level: float = 0.0


class Ground(Struct, frozen=True):
    """All that is drawn under a picture, each layer above those before it; whole shapes, not cut at the edge."""

    districts: tuple[Shape, ...]
    lands: tuple[Shape, ...]
    parks: tuple[Shape, ...]
    lakes: tuple[Shape, ...]
    rivers: tuple[Shape, ...]
    railways: tuple[Shape, ...]
    streets: tuple[Shape, ...]

    @property
    def is_bare(self) -> bool:
        """Whether nothing is drawn there: the place lies outside of the city."""
        return not any((self.districts, self.lands, self.parks, self.streets))


class _Layer:
    """Shapes on the city's sheet, and the box of each."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._shapes = list(shapes)
        boxes = []
        for shape in self._shapes:
            corners = np.concatenate(shape.lines)
            boxes.append((*corners.min(axis=0), *corners.max(axis=0)))
        self._boxes = np.array(boxes, dtype=float).reshape(-1, 4)

    def around(self, x: float, y: float, reach: float) -> tuple[Shape, ...]:
        """The shapes whose box meets a square, seen from its middle."""
        west, north, east, south = self._boxes.T
        meet = (west <= x + reach) & (east >= x - reach) & (north <= y + reach) & (south >= y - reach)
        found = (self._shapes[n] for n in np.flatnonzero(meet))
        return tuple(Shape(tuple(line - (x, y) for line in s.lines), s.kind, s.name, s.level) for s in found)


class Vicinity:
    """Answers for any place; made once for a city (about 2,000 corners)."""

    def __init__(self, city: Schematic) -> None:
        self._layers = {
            "districts": _Layer(
                Shape(tuple(_on_sheet(ring) for part in d.parts for ring in part), name=d.name) for d in city.districts
            ),
            "lands": _Layer(Shape(_all(land.rings), land.kind, level=land.density) for land in city.lands),
            "parks": _Layer(Shape(_all(park.rings), name=park.name) for park in city.parks),
            "lakes": _Layer(Shape(_all(water.lines), name=water.name) for water in city.waters if water.is_area),
            "rivers": _Layer(Shape(_all(water.lines), name=water.name) for water in city.waters if not water.is_area),
            "railways": _Layer(Shape((_on_sheet(rails.line),), rails.kind) for rails in city.railways),
            "streets": _Layer(Shape((_on_sheet(s.line),), s.road_class, s.name) for s in city.streets),
        }

    def around(self, lon: float, lat: float, reach_m: float) -> Ground:
        """What meets the square that reaches ``reach_m`` metres from the place to each side."""
        x, y = _sheet(lon, lat)
        return Ground(**{name: layer.around(x, y, reach_m) for name, layer in self._layers.items()})


def offset_m(lon: float, lat: float, of_lon: float, of_lat: float) -> tuple[float, float]:
    """Metres east and south from the second place to the first."""
    (x, y), (of_x, of_y) = _sheet(lon, lat), _sheet(of_lon, of_lat)
    return x - of_x, y - of_y


def _sheet(lon: float, lat: float) -> tuple[float, float]:
    x, y = to_plane(lon, lat)
    return float(x), -float(y)


def _on_sheet(line: list[Position]) -> Corners:
    east, north = to_plane(*np.array(line, dtype=float).T)
    return np.stack([east, -north], axis=1)


def _all(lines: list[list[Position]]) -> tuple[Corners, ...]:
    return tuple(map(_on_sheet, lines))
