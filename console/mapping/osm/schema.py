"""The layers of our vector tiles: Shortbread 1.0 (https://shortbread-tiles.org/schema/1.0/), which is public domain.

Two things differ. Names come in the languages of our city (``name``, ``name_ru``, ``name_kk``, ``name_en``), and
``boundaries`` has the borders of districts too, not only of states. A boolean that is false is left out.
"""

from enum import Enum
from typing import Any

from msgspec import Struct

LAST_ZOOM = 14
"""Zoom of the finest tiles; nearer ones are drawn from these."""

EXTENT = 4096
"""Side of a tile in its own units."""

NAMES = {"name": "String", "name_ru": "String", "name_kk": "String", "name_en": "String"}


class Shape(Enum):
    """What a layer's features are."""

    POINT = 0
    LINE = 1
    AREA = 2


class Layer(Struct, frozen=True):
    """A layer: its features' shape, its fields by type, and the zooms from which some of the fields are told."""

    shape: Shape
    fields: dict[str, str]
    told_from: dict[str, int] = {}

    def told(self, fields: dict[str, Any], zoom: int) -> dict[str, Any]:
        """What of ``fields`` is told at a zoom."""
        if not self.told_from or zoom >= LAST_ZOOM:
            return fields
        return {field: value for field, value in fields.items() if zoom >= self.told_from.get(field, 0)}


_KIND = {"kind": "String"}
_ON = {"tunnel": "Boolean", "bridge": "Boolean"}
_HOUSE = {"housename": "String", "housenumber": "String"}
_WAYS = {"link": 11, "tunnel": 11, "bridge": 11, "tracktype": 11, "surface": 11, "service": 11}
_TURNS = {"oneway": 14, "oneway_reverse": 14, "bicycle": 14, "horse": 14}

POI_FIELDS = {
    key: "String"
    for key in (
        *("amenity", "leisure", "tourism", "shop", "man_made", "historic", "emergency", "highway", "office"),
        *("cuisine", "sport", "vending", "information", "tower:type", "religion", "denomination"),
    )
}
POI_MARKS = ("recycling:glass_bottles", "recycling:paper", "recycling:clothes", "recycling:scrap_metal", "atm")

LAYERS: dict[str, Layer] = {
    "land": Layer(Shape.AREA, _KIND),
    "sites": Layer(Shape.AREA, {**_KIND, **NAMES}),
    "water_polygons": Layer(Shape.AREA, {**_KIND, "way_area": "Number"}, {"way_area": LAST_ZOOM}),
    "water_lines": Layer(Shape.LINE, {**_KIND, **_ON}),
    "dam_polygons": Layer(Shape.AREA, _KIND),
    "dam_lines": Layer(Shape.LINE, _KIND),
    "pier_polygons": Layer(Shape.AREA, _KIND),
    "pier_lines": Layer(Shape.LINE, _KIND),
    "bridges": Layer(Shape.AREA, _KIND),
    "street_polygons": Layer(Shape.AREA, {**_KIND, **_ON, "rail": "Boolean", "surface": "String"}),
    "streets": Layer(
        Shape.LINE,
        {
            **_KIND,
            **_ON,
            "link": "Boolean",
            "rail": "Boolean",
            "oneway": "Boolean",
            "oneway_reverse": "Boolean",
            "tracktype": "String",
            "surface": "String",
            "service": "String",
            "bicycle": "String",
            "horse": "String",
        },
        {**_WAYS, **_TURNS},
    ),
    "buildings": Layer(Shape.AREA, {}),
    "ferries": Layer(Shape.LINE, {**_KIND, **NAMES}),
    "aerialways": Layer(Shape.LINE, _KIND),
    "boundaries": Layer(Shape.LINE, {"admin_level": "Number", "maritime": "Boolean", "disputed": "Boolean"}),
    "boundary_labels": Layer(Shape.POINT, {"admin_level": "Number", "way_area": "Number", **NAMES}),
    "place_labels": Layer(Shape.POINT, {**_KIND, "population": "Number", **NAMES}),
    "water_polygons_labels": Layer(Shape.POINT, {**_KIND, "way_area": "Number", **NAMES}),
    "water_lines_labels": Layer(Shape.LINE, {**_KIND, **NAMES}),
    "street_labels": Layer(Shape.LINE, {**_KIND, "ref": "String", "ref_rows": "Number", "ref_cols": "Number", **NAMES}),
    "streets_polygons_labels": Layer(Shape.POINT, {**_KIND, **NAMES}),
    "streets_labels_points": Layer(Shape.POINT, {**_KIND, "ref": "String", **NAMES}),
    "public_transport": Layer(Shape.POINT, {**_KIND, **NAMES}),
    "pois": Layer(Shape.POINT, {**POI_FIELDS, **dict.fromkeys(POI_MARKS, "Boolean"), **NAMES, **_HOUSE}),
    "addresses": Layer(Shape.POINT, _HOUSE),
}
"""By their names, in the order in which they are drawn one over another."""


def vector_layers(present: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """The ``vector_layers`` of a TileJSON for the layers that are there, with their first and last zoom."""
    return [
        {"id": name, "fields": layer.fields, "minzoom": present[name][0], "maxzoom": present[name][1]}
        for name, layer in LAYERS.items()
        if name in present
    ]
