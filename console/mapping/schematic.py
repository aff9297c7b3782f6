"""The base map of a closed network: the hand-drawn schematic of the city as one compact payload for the page.

The GeoJSON files of ``resources/city`` (one per theme, see the README there) become whole numbers: pixels of zoom 20
(a tenth of a metre), each point as its difference from the one before, which compresses a name and a line into little
and spares the page all projection.
"""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from console import paths
from console.kept import kept
from console.mapping import middles

ZOOM = 20
"""The zoom whose pixels the payload counts."""

THEMES = ("builtup", "mountains", "parks", "water", "rail", "streets", "districts", "places")
"""Files of ``resources/city`` that are drawn; one that is not there is left out."""

LANGUAGES = ("ru", "kk", "en")


class Feature(Struct, frozen=True, omit_defaults=True):
    """One thing of the base map. ``parts`` are lines or rings: x, y, then differences dx, dy ...; a place has one pair.

    ``name`` is in the order of ``LANGUAGES``; ``kind`` is the class of a street, place, land ...; ``rank`` how
    early a name shows; ``level`` the density of land (0..1) or the height of a contour (metres); ``middle`` where the
    name of a district stands.
    """

    id: str
    parts: list[list[int]]
    name: list[str] = []
    kind: str = ""
    rank: int = 0
    level: float = 0.0
    middle: list[int] = []


class Payload(Struct, frozen=True):
    """The whole base map; ``home`` is what is shown at first: west, north, east, south in pixels of ``zoom``."""

    zoom: int
    home: tuple[int, int, int, int]
    themes: dict[str, list[Feature]]


def payload(folder: Path | None = None) -> bytes:
    """The base map as JSON. Raises OSError or msgspec.DecodeError where a file cannot be read."""
    folder = folder or paths.RESOURCES / "city"
    drawn = [path.read_bytes() for theme in THEMES if (path := folder / f"{theme}.geojson").exists()]
    made_of = (*(Path(code).read_bytes() for code in (__file__, middles.__file__)), *drawn)
    return kept(paths.cache() / "map", "city.json", made_of, b"}", lambda: _made(folder))


def _made(folder: Path) -> bytes:
    themes = {}
    for theme in THEMES:
        path = folder / f"{theme}.geojson"
        features = msgspec.json.decode(path.read_bytes())["features"] if path.exists() else []
        themes[theme] = [_feature(feature) for feature in features]
    themes["districts"] = _with_middles(themes["districts"], themes["builtup"])
    return msgspec.json.encode(Payload(ZOOM, _home(themes), themes))


def _feature(feature: dict[str, Any]) -> Feature:
    told = feature["properties"]
    name = told.get("name") or {}
    return Feature(
        id=str(told.get("id", "")),
        parts=[_pixels(part) for part in _lines(feature["geometry"])],
        name=[name[language] for language in LANGUAGES] if name else [],
        kind=told.get("class") or told.get("kind") or "",
        rank=told.get("rank", 0),
        level=told.get("density", told.get("height_m", 0.0)),
    )


def _lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The lines or rings of a geometry, each a list of positions."""
    shape = geometry["coordinates"]
    match geometry["type"]:
        case "Point":
            return [[shape]]
        case "LineString":
            return [shape]
        case "Polygon" | "MultiLineString":
            return list(shape)
        case "MultiPolygon":
            return [ring for polygon in shape for ring in polygon]
        case other:
            raise ValueError(f"the schematic does not draw {other}")


def _pixels(positions: list[list[float]]) -> list[int]:
    lon, lat = np.array(positions).T[:2]
    size = 256 * 2.0**ZOOM
    x = np.rint((lon / 360 + 0.5) * size)
    y = np.rint((0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)) * size)
    steps = np.stack([np.diff(x, prepend=0), np.diff(y, prepend=0)], axis=1)
    flat: list[int] = steps.astype(int).ravel().tolist()
    return flat


def _with_middles(districts: list[Feature], lands: list[Feature]) -> list[Feature]:
    built = [(land.level, [_corners(part) for part in land.parts]) for land in lands]
    rings = [max(map(_corners, district.parts), key=len) for district in districts]
    return [
        replace(district, middle=[round(axis) for axis in middles.middle(ring, built)])
        for district, ring in zip(districts, rings, strict=True)
    ]


def _corners(part: list[int]) -> NDArray[np.float64]:
    """The positions of a line or ring, shape (n, 2)."""
    return np.cumsum(np.array(part, np.float64).reshape(-1, 2), axis=0)


def _home(themes: dict[str, list[Feature]]) -> tuple[int, int, int, int]:
    """What the whole city means on a screen: the built-up land without its farthest ends."""
    parts = [part for feature in themes["builtup"] or themes["streets"] for part in feature.parts]
    if not parts:
        return (0, 0, 0, 0)
    corners = np.concatenate([_corners(part) for part in parts])
    (west, north), (east, south) = np.percentile(corners, [4, 96], axis=0).astype(int).tolist()
    return west, north, east, south
