"""What an object of OpenStreetMap is in the layers of our tiles: from its tags to fields, zoom and order."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from console.mapping.osm import kinds
from console.mapping.osm.schema import LAST_ZOOM, NAMES, POI_MARKS
from console.mapping.osm.texts import plain

Tags = dict[str, str]

_LAYER_STEP = 20
"""How much of the order one level of ``layer=*`` is: more than the ranks of roads."""


class Drawn(Struct):
    """One feature: its layer, its fields, the first zoom that shows it; those of greater ``order`` lie above."""

    layer: str
    fields: dict[str, Any]
    from_zoom: int
    order: float = 0
    is_point: bool = False
    """Of an area, only a point in it."""


def of_node(tags: Tags) -> Iterator[Drawn]:
    """What a node is."""
    yield from _place(tags)
    if tags.get("highway") == "motorway_junction":
        yield Drawn("streets_labels_points", {"kind": "motorway_junction", **_texts(tags, "ref"), **_names(tags)}, 12)
    yield from _transport(tags)
    yield from _house(tags)


def of_border(tags: Tags, admin_level: int, is_disputed: bool) -> Drawn:
    """What a way is that is part of borders, the lowest of that level."""
    fields: dict[str, Any] = {"admin_level": admin_level}
    if tags.get("maritime") == "yes" or tags.get("natural") == "coastline":
        fields["maritime"] = True
    if is_disputed or tags.get("disputed") == "yes":
        fields["disputed"] = True
    return Drawn("boundaries", fields, kinds.BORDERS[admin_level], -admin_level)


def of_way(tags: Tags) -> Iterator[Drawn]:
    """What a way is as a line."""
    if tags.get("area") == "yes":
        return
    yield from _street(tags)
    if (kind := tags.get("waterway", "")) in kinds.WATERWAYS:
        zoom, label_zoom = kinds.WATERWAYS[kind]
        yield Drawn("water_lines", {"kind": kind, **_on(tags)}, zoom, _layer(tags))
        if names := _names(tags):
            yield Drawn("water_lines_labels", {"kind": kind, **names}, label_zoom)
    elif kind == "dam":
        yield Drawn("dam_lines", {"kind": kind}, 12)
    if tags.get("route") == "ferry":
        zoom = 12 if tags.get("motor_vehicle") == "no" else 10
        yield Drawn("ferries", {"kind": "ferry", **_names(tags)}, zoom)
    for table, layer in ((kinds.AERIALWAYS, "aerialways"), (kinds.PIERS, "pier_lines")):
        if found := _first(tags, table):
            yield Drawn(layer, {"kind": found[0]}, found[1])


def of_area(tags: Tags) -> Iterator[Drawn]:
    """What a closed way or a multipolygon is as an area."""
    if tags.get("building", "no") != "no":
        yield Drawn("buildings", {}, LAST_ZOOM)
    elif found := _first(tags, kinds.WATER):
        kind = "river" if tags.get("water") == "river" else found[0]
        yield Drawn("water_polygons", {"kind": kind}, found[1])
        if names := _names(tags):
            yield Drawn("water_polygons_labels", {"kind": kind, **names}, found[1], is_point=True)
    elif found := _first(tags, kinds.LAND):
        yield Drawn("land", {"kind": found[0]}, found[1])
    if found := _first(tags, kinds.SITES):
        yield Drawn("sites", {"kind": found[0], **_names(tags)}, found[1])
    yield from _street_area(tags)
    if tags.get("waterway") == "dam":
        yield Drawn("dam_polygons", {"kind": "dam"}, 12)
    if tags.get("man_made") == "bridge":
        yield Drawn("bridges", {"kind": "bridge"}, 12)
    if tags.get("area") == "yes" and (found := _first(tags, kinds.PIERS)):
        yield Drawn("pier_polygons", {"kind": found[0]}, found[1])
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in ("2", "4"):
        yield Drawn("boundary_labels", {"admin_level": int(tags["admin_level"]), **_names(tags)}, 3, is_point=True)
    for drawn in (*_transport(tags), *_house(tags)):
        drawn.is_point = True
        yield drawn


def _street(tags: Tags) -> Iterator[Drawn]:
    if (highway := tags.get("highway", "")) or not ("railway" in tags or "aeroway" in tags):
        kind = highway.removesuffix("_link")
        is_link = kind != highway
        if kind not in (kinds.LINK_LABELS if is_link else kinds.ROADS):
            return
        zoom, label_zoom, rank = kinds.ROADS[kind]
        fields = {"kind": kind, **_on(tags), **_texts(tags, "surface", "tracktype", "service", "bicycle", "horse")}
        if is_link:
            fields["link"] = True
            label_zoom = kinds.LINK_LABELS[kind]
        if (oneway := tags.get("oneway")) in ("yes", "1", "true", "-1"):
            fields["oneway"] = True
        if oneway == "-1":
            fields["oneway_reverse"] = True
        label = highway
    elif (kind := tags.get("railway", "")) in kinds.RAILS:
        zoom, rank = kinds.RAILS[kind]
        zoom = kinds.SIDING_ZOOM if "service" in tags else zoom
        fields = {"kind": kind, "rail": True, **_on(tags), **_texts(tags, "service")}
        label, label_zoom = kind, 10
    elif (kind := tags.get("aeroway", "")) in kinds.RUNWAYS:
        zoom, rank = kinds.RUNWAYS[kind]
        fields = {"kind": kind, **_texts(tags, "surface")}
        label, label_zoom = kind, zoom
    else:
        return
    yield Drawn("streets", fields, zoom, _level(tags) + rank)
    if told := {**_ref(tags), **_names(tags)}:
        yield Drawn("street_labels", {"kind": label, **told}, label_zoom, -rank)


def _street_area(tags: Tags) -> Iterator[Drawn]:
    kind = tags.get("area:aeroway") or tags.get("aeroway") or tags.get("highway", "")
    if kind not in kinds.STREET_AREAS or (tags.get("area") != "yes" and "area:aeroway" not in tags):
        return
    fields = {"kind": kind, **_on(tags), **_texts(tags, "surface")}
    yield Drawn("street_polygons", fields, kinds.STREET_AREAS[kind], _level(tags))
    if names := _names(tags):
        yield Drawn("streets_polygons_labels", {"kind": kind, **names}, LAST_ZOOM, is_point=True)


def _place(tags: Tags) -> Iterator[Drawn]:
    kind = tags.get("place", "")
    if kind not in kinds.PLACES or not (names := _names(tags)):
        return
    zoom, population = kinds.PLACES[kind]
    told = tags.get("population", "").replace(" ", "").replace(",", "")
    if told.isascii() and told.isdecimal() and len(told) < 11:
        population = int(told)
    if kind in ("city", "town", "village", "hamlet") and (capital := kinds.CAPITALS.get(tags.get("capital", ""))):
        kind, zoom = capital, kinds.CAPITAL_ZOOM
    yield Drawn("place_labels", {"kind": kind, "population": population, **names}, zoom, -population)


def _transport(tags: Tags) -> Iterator[Drawn]:
    if found := _first(tags, kinds.TRANSPORT):
        yield Drawn("public_transport", {"kind": found[0], **_names(tags)}, found[1])


def _house(tags: Tags) -> Iterator[Drawn]:
    """A point of interest, or else an address."""
    house = {field: text for field in ("housename", "housenumber") if (text := plain(tags.get(f"addr:{field}", "")))}
    found = {key: tags[key] for key, values in kinds.POIS.items() if tags.get(key) in values}
    if not found:
        if house:
            yield Drawn("addresses", house, LAST_ZOOM)
        return
    fields: dict[str, Any] = {**found, **_names(tags), **house}
    for field, (key, values) in kinds.POI_DETAILS.items():
        if found.get(key) in values:
            fields.update(_texts(tags, field))
    for field in POI_MARKS:
        key, value = kinds.POI_MARKS_OF[field.partition(":")[0]]
        if found.get(key) == value and tags.get(field) == "yes":
            fields[field] = True
    yield Drawn("pois", fields, LAST_ZOOM)


def _first(tags: Tags, table: kinds.Table) -> tuple[str, int] | None:
    """The first of the tags that a table knows."""
    return next((table[tag] for tag in tags.items() if tag in table), None)


def _names(tags: Tags) -> dict[str, str]:
    return {field: text for field in NAMES if (text := plain(tags.get(field.replace("_", ":"), "")))}


def _texts(tags: Tags, *keys: str) -> dict[str, Any]:
    return {key: text for key in keys if (text := plain(tags.get(key, "")))}


def _ref(tags: Tags) -> dict[str, Any]:
    rows = [row for part in plain(tags.get("ref", "")).split(";") if (row := part.strip())]
    return {"ref": "\n".join(rows), "ref_rows": len(rows), "ref_cols": max(map(len, rows))} if rows else {}


def _on(tags: Tags) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if tags.get("tunnel") in kinds.TUNNELS or tags.get("covered") == "yes":
        fields["tunnel"] = True
    if tags.get("bridge") in kinds.BRIDGES:
        fields["bridge"] = True
    return fields


def _layer(tags: Tags) -> int:
    told = tags.get("layer", "0")
    return max(-5, min(5, int(told))) if told.removeprefix("-").isdecimal() and len(told) < 4 else 0


def _level(tags: Tags) -> int:
    """The order that ``layer``, bridge and tunnel give: a bridge lies above, a tunnel below what has its layer."""
    on = _on(tags)
    level = _layer(tags) or ("bridge" in on) - ("tunnel" in on)
    return level * _LAYER_STEP
