"""Tiles as bytes: Mapbox Vector Tiles 2.1, compressed."""

import gzip

import mapbox_vector_tile

from console.mapping.osm.cutting import Tile
from console.mapping.osm.schema import EXTENT

_AS_CUT = {"y_coord_down": True, "check_winding_order": False, "extents": EXTENT}
"""Cutting has given units, validity and direction already."""


def encoded(tile: Tile) -> bytes:
    """The tile as MVT, gzip."""
    layers = [
        {"name": name, "features": [{"geometry": shape, "properties": fields} for shape, fields in features]}
        for name, features in tile.layers.items()
    ]
    return gzip.compress(mapbox_vector_tile.encode(layers, default_options=_AS_CUT), 6, mtime=0)
