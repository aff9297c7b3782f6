"""What lies where, as pictures of the city with pixels of 20 m: districts, built-up land, blocks between streets.

A picture answers for half a million points at once what an outline would have to be asked point by point.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, pi

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from console.center.world.nature import Nature
from console.domain.geo import CITY_BOUNDS
from console.domain.outline import Position
from console.domain.plane import Bools, Floats, Ints, to_plane
from console.domain.schematic import Schematic
from console.insight.streets import Edge, StreetGraph

PIXEL_M = 20.0
EDGE_PIXELS = 3
"""Nothing is placed nearer than this to the city's border, so that what is moved a little stays inside."""

Polygon = list[tuple[float, float]]


class Ground:
    """Pictures of the city.

    Attributes:
        inside: whether a pixel belongs to the city and is not at its border.
        land: index into the schematic's lands, -1 where nothing is built.
        block: number of the block between streets, 0 outside all of them.
        block_axis: main direction of each block, radians; by number.
        land_axis: main direction of each land.
        park: whether it is a park.
        free: whether something may stand there: inside, not on water, rails or a mountain.
    """

    def __init__(self, schematic: Schematic, nature: Nature, graph: StreetGraph) -> None:
        self._west, self._south = to_plane(CITY_BOUNDS[0], CITY_BOUNDS[1])
        east, north = to_plane(CITY_BOUNDS[2], CITY_BOUNDS[3])
        self._size = (int((east - self._west) / PIXEL_M), int((north - self._south) / PIXEL_M))
        city = Image.new("L", self._size)
        for district in schematic.districts:
            for part in district.parts:
                ImageDraw.Draw(city).polygon(self._pixels(part[0]), fill=255)
        self.inside = _shrunk(np.asarray(city) > 0)
        self.land = self._painted([land.rings[0] for land in schematic.lands]) - 1
        blocks = faces(graph)
        self.block = self._painted_plane(blocks)
        self.block_axis = np.array([0.0, *(axis(block) for block in blocks)])
        self.land_axis = [axis([to_plane(*position) for position in land.rings[0]]) for land in schematic.lands]
        self.park: Bools = self._painted(nature.parks) > 0
        self.free: Bools = self.inside & (self._painted(nature.lakes) == 0) & ~self._strips(nature)
        if nature.foothills:
            self.free &= (self.land >= 0) | ~self._mountains(nature.foothills)

    def pixel(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Row and column of the pixels of places, clipped to the picture."""
        column = np.clip(((x - self._west) / PIXEL_M).astype(np.int64), 0, self._size[0] - 1)
        row = np.clip(((y - self._south) / PIXEL_M).astype(np.int64), 0, self._size[1] - 1)
        return row, column

    def centre(self, row: Ints, column: Ints) -> tuple[Floats, Floats]:
        """Metres east and north of the middles of pixels."""
        return self._west + (column + 0.5) * PIXEL_M, self._south + (row + 0.5) * PIXEL_M

    def settled(self, x: Floats, y: Floats, else_x: Floats, else_y: Floats) -> tuple[Floats, Floats]:
        """The places, or the others where something must not stand at them."""
        free = self.free[self.pixel(x, y)]
        return np.where(free, x, else_x), np.where(free, y, else_y)

    def _strips(self, nature: Nature) -> Bools:
        picture = Image.new("L", self._size)
        for width, line in nature.strips:
            ImageDraw.Draw(picture).line(self._pixels(line), fill=1, width=max(1, round(width / PIXEL_M)))
        barred: Bools = np.asarray(picture) > 0
        return barred

    def _mountains(self, foothills: list[Position]) -> Bools:
        """All that lies south of the edge of the mountains."""
        xs, ys = zip(*sorted(to_plane(*position) for position in foothills), strict=True)
        row, column = np.arange(self._size[1]), np.arange(self._size[0])
        x, y = self.centre(row[:1].repeat(len(column)), column)[0], self.centre(row, column[:1].repeat(len(row)))[1]
        south: Bools = y[:, None] < np.interp(x, xs, ys)[None, :]
        return south

    def _painted(self, rings: Sequence[list[Position]]) -> NDArray[np.int32]:
        return self._painted_plane([[to_plane(*position) for position in ring] for ring in rings])

    def _painted_plane(self, polygons: Sequence[Polygon]) -> NDArray[np.int32]:
        """A picture in which each pixel holds the number, from 1, of the last polygon that covers it."""
        picture = Image.new("I", self._size)
        draw = ImageDraw.Draw(picture)
        for number, polygon in enumerate(polygons, 1):
            draw.polygon([((x - self._west) / PIXEL_M, (y - self._south) / PIXEL_M) for x, y in polygon], fill=number)
        return np.asarray(picture, dtype=np.int32)

    def _pixels(self, ring: Sequence[Position]) -> Polygon:
        metres = (to_plane(*position) for position in ring)
        return [((x - self._west) / PIXEL_M, (y - self._south) / PIXEL_M) for x, y in metres]


def faces(graph: StreetGraph) -> list[Polygon]:
    """The areas that streets enclose, largest first, as rings of points in metres (half-edges, always turning left)."""
    leaving: dict[int, list[tuple[float, Edge, bool]]] = {}
    for node, ways in enumerate(graph.ways):
        fan = [(_angle(edge, ahead), edge, ahead) for edge in ways for ahead in _leaves(edge, node)]
        leaving[node] = sorted(fan, key=lambda way: (way[0], way[1].index, way[2]))
    after: dict[tuple[int, bool], tuple[Edge, bool]] = {}
    for fan in leaving.values():
        for i, (_, edge, ahead) in enumerate(fan):
            _, following, following_ahead = fan[i - 1]
            after[edge.index, not ahead] = (following, following_ahead)
    rings, seen = [], set()
    for edge in graph.edges:
        for ahead in (True, False):
            ring: Polygon = []
            way = (edge, ahead)
            while (way[0].index, way[1]) not in seen:
                seen.add((way[0].index, way[1]))
                points = list(zip(way[0].xs, way[0].ys, strict=True))
                ring += (points if way[1] else points[::-1])[:-1]
                way = after[way[0].index, way[1]]
            if len(ring) >= 3 and _area(ring) > 0:
                rings.append(ring)
    return sorted(rings, key=_area, reverse=True)


def axis(ring: Sequence[tuple[float, float]]) -> float:
    """The direction, modulo a right angle, that most of an outline runs in; radians from east."""
    total = 0j
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        side = complex(x2 - x1, y2 - y1)
        if side:
            total += side**4 / abs(side) ** 3
    return atan2(total.imag, total.real) / 4


def _leaves(edge: Edge, node: int) -> list[bool]:
    return [ahead for ahead, end in ((True, edge.a), (False, edge.b)) if end == node]


def _angle(edge: Edge, ahead: bool) -> float:
    i, j = (0, 1) if ahead else (-1, -2)
    return atan2(edge.ys[j] - edge.ys[i], edge.xs[j] - edge.xs[i]) % (2 * pi)


def _area(ring: Polygon) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


def _shrunk(picture: Bools) -> Bools:
    """The picture without its rim of ``EDGE_PIXELS``."""
    for _ in range(EDGE_PIXELS):
        inner = picture.copy()
        inner[1:] &= picture[:-1]
        inner[:-1] &= picture[1:]
        inner[:, 1:] &= picture[:, :-1]
        inner[:, :-1] &= picture[:, 1:]
        picture = inner
    return picture
