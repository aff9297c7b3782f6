"""Where nothing is built: rivers, lakes, rails, mountains; and the parks. Read from the schematic's own layers."""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from console.domain.outline import Position
from console.domain.schematic import SchematicError

_WIDTH_M = {"river": 36.0, "canal": 40.0, "main": 70.0, "branch": 45.0}
"""Width of the strip beside the middle of a water or rail line on which nothing stands (the metro runs below)."""


class _Feature(Struct):
    properties: dict[str, Any]
    geometry: dict[str, Any]


class _Layer(Struct):
    features: list[_Feature]


class Nature(Struct, frozen=True):
    """Strips are (width in metres, line); lakes and parks are outer rings; ``foothills`` runs from west to east."""

    strips: list[tuple[float, list[Position]]] = []
    lakes: list[list[Position]] = []
    parks: list[list[Position]] = []
    foothills: list[Position] = []


def load_nature(folder: Path) -> Nature:
    """What the layers in ``folder`` say.

    Raises:
        SchematicError: A layer is missing or damaged.
    """
    water, rail = _read(folder / "water.geojson"), _read(folder / "rail.geojson")
    parks, mountains = _read(folder / "parks.geojson"), _read(folder / "mountains.geojson")
    return Nature(
        strips=[
            (_WIDTH_M[kind], line) for feature in (*water, *rail) for kind, line in [_line(feature)] if kind in _WIDTH_M
        ],
        lakes=[ring for feature in water for ring in _rings(feature)],
        parks=[ring for feature in parks for ring in _rings(feature)],
        foothills=[
            point for feature in mountains for kind, line in [_line(feature)] if kind == "edge" for point in line
        ],
    )


def _line(feature: _Feature) -> tuple[str, list[Position]]:
    if feature.geometry["type"] != "LineString":
        return "", []
    return feature.properties["kind"], [(lon, lat) for lon, lat in feature.geometry["coordinates"]]


def _rings(feature: _Feature) -> list[list[Position]]:
    if feature.geometry["type"] != "Polygon":
        return []
    return [[(lon, lat) for lon, lat in feature.geometry["coordinates"][0]]]


def _read(path: Path) -> list[_Feature]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Layer).features
    except OSError as fault:
        raise SchematicError(f"{path.name} cannot be read: {fault.strerror}") from fault
    except msgspec.DecodeError as fault:
        raise SchematicError(f"{path.name} is damaged: {fault}") from fault
