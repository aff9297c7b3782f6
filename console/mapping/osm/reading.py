"""Objects of an extract, as pyosmium reads them: what can be drawn, and its shape.

The file is gone through several times: for the relations that are borders, for its extent where its head does not tell
it, for relations that are areas (pyosmium's own first pass), and for all that is drawn.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import osmium
import shapely
from msgspec import Struct

from console.language import _
from console.mapping.osm import classes, kinds
from console.mapping.osm.classes import Drawn
from console.mapping.osm.grid import EDGE, Bounds

FORMATS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2", ".o5m", ".opl")
"""Endings of the files that pyosmium knows to read."""

TOLD_EVERY = 50_000
"""Objects between two tellings of how far it is."""

_LEVELS = {str(level) for level in kinds.BORDERS}
_HOUSE = ("addr:housenumber", "addr:housename")
_NODE_KEYS = (*kinds.POIS, *_HOUSE, "place", "highway", "aeroway", "railway", "aerialway")
_WAY_KEYS = ("highway", "railway", "aeroway", "waterway", "route", "aerialway", "man_made")
_AREA_KEYS = (
    *(*kinds.POIS, *_HOUSE, "building", "natural", "waterway", "landuse", "wetland", "military", "aeroway", "railway"),
    *("area:aeroway", "boundary", "aerialway"),
)
"""What has none of these is not drawn: pyosmium leaves it out before it becomes an object of Python."""

_CUT_SHORT = (
    "eof",
    "truncated",
    "unexpected end",
    "premature",
    "no element found",
    "unclosed",
    "read close failed",
    "read failed: -7",
)
"""What the libraries say of a file that ends too early."""


class Unreadable(Exception):
    """The file cannot be read; the text is the reason as it follows a colon, without a full stop."""


class Seen(Struct):
    """How much has been read, and what of it could not be used."""

    objects: int = 0
    left_out: int = 0
    """Objects that cannot be drawn: too much of their shape is missing."""


def extent(file: Path, told: Callable[[], None]) -> Bounds | None:
    """What the head of an extract says it covers, else the extent of its nodes; None where there are none.

    Raises:
        Unreadable: as its text says.
    """
    with _Reading():
        box = osmium.FileProcessor(str(file)).header.box()
        if box.valid():
            corners = box.bottom_left, box.top_right
            bounds = Bounds(corners[0].lon, corners[0].lat, corners[1].lon, corners[1].lat)
            if bounds.is_sound:
                return _on_the_world(bounds)
        west, south, east, north = 180.0, 90.0, -180.0, -90.0
        nodes: Any = osmium.FileProcessor(str(file), osmium.osm.NODE)
        for i, node in enumerate(nodes):
            if node.location.valid():
                lon, lat = node.location.lon, node.location.lat
                west, east, south, north = min(west, lon), max(east, lon), min(south, lat), max(north, lat)
            if i % TOLD_EVERY == 0:
                told()
    if west > east:
        return None
    return _on_the_world(Bounds(west - 1e-4, south - 1e-4, east + 1e-4, north + 1e-4))


def drawn(file: Path, seen: Seen, told: Callable[[], None]) -> Iterator[tuple[str | bytes, Drawn]]:
    """All that is drawn of a file, with its shape in degrees as WKB.

    Args:
        file: the extract.
        seen: is counted up.
        told: is called every ``TOLD_EVERY`` objects.

    Raises:
        Unreadable: as its text says.
    """
    shapes = osmium.geom.WKBFactory()
    with _Reading():
        for thing, found in itertools.chain(_borders(file), _things(file)):
            seen.objects += 1
            if seen.objects % TOLD_EVERY == 0:
                told()
            if not found:
                continue
            if shape := _shape(thing, shapes):
                yield from ((shape, one) for one in found)
            else:
                seen.left_out += 1


class _Reading:
    """What pyosmium raises while it reads becomes a reason that a person understands."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if type(error) in (RuntimeError, ValueError, OverflowError):
            raise Unreadable(_why(str(error))) from error


def _why(said: str) -> str:
    lower = said.lower()
    if "too long" in lower:
        return _("a text in it is longer than OpenStreetMap allows")
    if any(word in lower for word in _CUT_SHORT):
        return _("it ends too early, as if it had not been copied as a whole")
    if "could not detect file format" in lower:
        return _("its name should end in one of {endings}").format(endings=", ".join(FORMATS))
    return _("it is damaged or no OpenStreetMap extract")


def _borders(file: Path) -> Iterator[tuple[Any, list[Drawn]]]:
    """Ways that are part of borders; most of them have no tags of their own."""
    if not (levels := _levels(file)):
        return
    ways = osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(osmium.filter.IdFilter(levels))
    for way in ways:
        yield way, [classes.of_border(_tags(way), *levels[way.id])]


def _levels(file: Path) -> dict[int, tuple[int, bool]]:
    """By id of a way that is part of borders: their lowest level, and whether one of them is disputed."""
    found: dict[int, tuple[int, bool]] = {}
    relations: Any = osmium.FileProcessor(str(file), osmium.osm.RELATION)
    for relation in relations.with_filter(osmium.filter.KeyFilter("admin_level")):
        tags = _tags(relation)
        kind, level = tags.get("boundary"), tags.get("admin_level", "")
        if kind not in ("administrative", "disputed") or level not in _LEVELS:
            continue
        for member in relation.members:
            if member.type == "w" and member.role in ("", "outer", "inner"):
                lowest, is_disputed = found.get(member.ref, (int(level), False))
                found[member.ref] = min(lowest, int(level)), is_disputed or kind == "disputed"
    return found


def _things(file: Path) -> Iterator[tuple[Any, list[Drawn]]]:
    """Nodes, ways and areas that may be drawn, with what each is."""
    things: Any = osmium.FileProcessor(str(file)).with_areas()
    things.with_filter(osmium.filter.EntityFilter(osmium.osm.NODE | osmium.osm.WAY | osmium.osm.AREA))
    for keys, entity in ((_NODE_KEYS, osmium.osm.NODE), (_WAY_KEYS, osmium.osm.WAY), (_AREA_KEYS, osmium.osm.AREA)):
        has_any = osmium.filter.KeyFilter(*keys)
        has_any.enable_for(entity)
        things.with_filter(has_any)
    for thing in things:
        of = classes.of_node if thing.is_node() else classes.of_area if thing.is_area() else classes.of_way
        yield thing, list(of(_tags(thing)))


def _tags(thing: Any) -> dict[str, str]:
    """Keys and values; those that are no UTF-8 say nothing, and so all of them."""
    try:
        return dict(thing.tags)
    except UnicodeDecodeError:
        return {}


def _shape(thing: Any, shapes: Any) -> str | bytes | None:
    """As WKB in degrees; None where too much of it is missing."""
    try:
        if thing.is_node():
            return str(shapes.create_point(thing))
        if thing.is_area():
            return str(shapes.create_multipolygon(thing))
        return str(shapes.create_linestring(thing))
    except osmium.InvalidLocationError:
        return None if thing.is_node() or thing.is_area() else _rest(thing)
    except RuntimeError:
        return None


def _rest(way: Any) -> bytes | None:
    """What is there of a way that the extract's border cuts: the runs of nodes whose place is known."""
    runs: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.lon, node.lat))
        elif runs[-1]:
            runs.append([])
    lines = [shapely.LineString(run) for run in runs if len(set(run)) > 1]
    return bytes(shapely.to_wkb(shapely.MultiLineString(lines))) if lines else None


def _on_the_world(bounds: Bounds) -> Bounds:
    return Bounds(bounds.west, max(bounds.south, -EDGE), bounds.east, min(bounds.north, EDGE))
