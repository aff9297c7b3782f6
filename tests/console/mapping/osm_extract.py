"""Small extracts of OpenStreetMap as tests need them, and the archives made of them, read again."""

import gzip
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import osmium
from osmium.osm.mutable import Node, Relation, Way

from console.mapping.osm import importing
from console.mapping.osm.grid import Bounds, Box, project, square
from console.mapping.osm.importing import Imported
from console.mapping.osm.schema import EXTENT

Place = tuple[float, float]
"""Longitude and latitude."""

CENTER = (76.937256, 43.253205)
"""Where the towns of the tests stand: the middle of a tile of the last zoom."""

STEP = 0.001
"""Degrees; the tile over the center reaches 10 steps to the west and east, 8 to the south and north."""


def at(x: float, y: float) -> Place:
    """So many steps east and north of the center."""
    return CENTER[0] + x * STEP, CENTER[1] + y * STEP


def square_ring(x: float, y: float, side: float) -> list[Place]:
    """A closed square with its south-west corner there, in steps."""
    return [at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side), at(x, y)]


class Extract:
    """What goes into a file: nodes at the same place are one node, so ways that meet there meet."""

    def __init__(self) -> None:
        self._nodes: dict[Place, int] = {}
        self._tags: dict[int, dict[str, str]] = {}
        self._ways: list[tuple[list[int], dict[str, str]]] = []
        self._relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = []

    def node(self, place: Place, /, **tags: str) -> int:
        """Put a node; its id."""
        number = self._nodes.setdefault(place, len(self._nodes) + 1)
        if tags:
            self._tags[number] = {key.replace("__", ":"): value for key, value in tags.items()}
        return number

    def way(self, places: Iterable[Place], /, *missing: int, **tags: str) -> int:
        """Put a way over these places, and then over nodes that the extract lacks; its id."""
        nodes = [self.node(place) for place in places]
        self._ways.append(([*nodes, *missing], {key.replace("__", ":"): value for key, value in tags.items()}))
        return len(self._ways)

    def relation(self, members: list[tuple[int, str]], **tags: str) -> None:
        """Put a relation of ways with their roles."""
        self._relations.append(([("w", way, role) for way, role in members], tags))

    def write(self, file: Path, box: tuple[Place, Place] | None = None) -> Path:
        """Write it; ``box``, south-west and north-east, goes into the head."""
        header = osmium.io.Header()
        if box:
            header.add_box(osmium.osm.Box(*box[0], *box[1]))
        with osmium.SimpleWriter(str(file), header=header, overwrite=True) as writer:
            for place, number in self._nodes.items():
                writer.add_node(Node(id=number, location=place, tags=self._tags.get(number, {})))
            for number, (nodes, tags) in enumerate(self._ways, 1):
                writer.add_way(Way(id=number, nodes=nodes, tags=tags))
            for number, (members, tags) in enumerate(self._relations, 1):
                writer.add_relation(Relation(id=number, members=members, tags=tags))
        return file


class Silent:
    """Progress that nobody looks at."""

    def reading(self, objects: int) -> None: ...
    def drawing(self, done: float, tiles: int) -> None: ...


def imported(file: Path, target: Path, bounds: Bounds | None = None) -> Imported:
    """Import a file as ``Town``."""
    return importing.run(file, target, "Town", bounds, Silent())


class Feature:
    """A feature of a decoded tile: fields, and geometry as GeoJSON in units of the tile, y to the south."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.fields: dict[str, Any] = found["properties"]
        self.kind: str = found["geometry"]["type"]
        self.coordinates: Any = found["geometry"]["coordinates"]


class Archive:
    """An archive as another program sees it."""

    def __init__(self, file: Path) -> None:
        base = sqlite3.connect(file)
        self.metadata: dict[str, str] = dict(base.execute("SELECT name, value FROM metadata"))
        self.tiles = {
            (zoom, column, (1 << zoom) - 1 - row): content
            for zoom, column, row, content in base.execute("SELECT * FROM tiles")
        }
        base.close()

    @property
    def layers(self) -> dict[str, Any]:
        """The described layers by name."""
        return {layer["id"]: layer for layer in json.loads(self.metadata["json"])["vector_layers"]}

    def tile(self, zoom: int, place: Place) -> tuple[int, int, int]:
        """The tile over a place."""
        return zoom, *(int(unit // square(zoom, 0, 0).east) for unit in _units(place))

    def at(self, zoom: int, place: Place, layer: str) -> list[Feature]:
        """What a layer has in the tile over a place."""
        content = self.tiles.get(self.tile(zoom, place))
        if content is None:
            return []
        found = mapbox_vector_tile.decode(gzip.decompress(content), default_options={"y_coord_down": True})
        return [Feature(feature) for feature in found.get(layer, {"features": []})["features"]]

    def spot(self, zoom: int, place: Place) -> tuple[int, int]:
        """Where a place is in the tile over it."""
        _zoom, x, y = self.tile(zoom, place)
        box: Box = square(zoom, x, y)
        east, south = _units(place)
        scale = EXTENT / (box.east - box.west)
        return round((east - box.west) * scale), round((south - box.north) * scale)


def _units(place: Place) -> tuple[float, float]:
    import numpy as np

    x, y = project(np.array([place[0]]), np.array([place[1]]))
    return float(x[0]), float(y[0])
