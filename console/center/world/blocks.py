"""The small streets that the schematic does not draw: a pattern of blocks for each stretch of land between its streets.

Each block between drawn streets gets lanes along its own main direction, spaced as its land is built (near the centre
close, at the rim wide), bent a little and interrupted here and there, as grown cities are. They are not drawn on the
map and nobody drives on them; houses, their cameras and the lamps stand along them.
"""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from console.center.world.ground import PIXEL_M, Ground
from console.domain.plane import Floats, Ints
from console.domain.schematic import Schematic
from console.insight.streets import StreetGraph

STEP_M = 14.0
"""Distance between two points of a lane."""

_SMALLEST_PIXELS = 12
_GAPS = 0.16
"""Share of the stretches between two side lanes that were never built."""


class Frontage(Struct, frozen=True):
    """Points along streets where houses may stand; all arrays have the same length.

    ``bearing`` is radians clockwise from north along the street, ``lane`` the number of the lane (points of one lane
    follow each other), ``edge`` the edge of a drawn street or -1, ``density`` how closely the land is built (0..1).
    """

    x: Floats
    y: Floats
    bearing: Floats
    density: Floats
    lane: Ints
    edge: Ints

    def __len__(self) -> int:
        return len(self.x)

    def taken(self, which: object) -> "Frontage":
        """The points that an index or mask picks."""
        return Frontage(*(getattr(self, field)[which] for field in self.__struct_fields__))


def frontages(schematic: Schematic, graph: StreetGraph, ground: Ground, rng: np.random.Generator) -> Frontage:
    """All points of lanes and drawn streets at which something may stand."""
    density_of = np.array([*(land.density for land in schematic.lands), 0.0])
    parts = [_drawn(graph, ground, density_of)]
    lanes = len(graph.edges)
    for points in _lanes(ground, density_of, rng):
        parts.append(replace(points, lane=points.lane + lanes))
        lanes += int(points.lane.max()) + 1
    return Frontage(*(np.concatenate([getattr(part, f) for part in parts]) for f in Frontage.__struct_fields__))


def _drawn(graph: StreetGraph, ground: Ground, density_of: Floats) -> Frontage:
    """The points along the streets of the schematic."""
    xs, ys, bearings, edges = [], [], [], []
    for edge in graph.edges:
        at = np.arange(STEP_M / 2, edge.length, STEP_M)
        xs.append(np.interp(at, edge.along, edge.xs))
        ys.append(np.interp(at, edge.along, edge.ys))
        turns = np.arctan2(np.diff(edge.xs), np.diff(edge.ys))
        bearings.append(turns[np.clip(np.searchsorted(edge.along, at) - 1, 0, len(turns) - 1)])
        edges.append(np.full(len(at), edge.index))
    x, y, edge_of = np.concatenate(xs), np.concatenate(ys), np.concatenate(edges)
    row, column = ground.pixel(x, y)
    density = np.maximum(density_of[ground.land[row, column]], 0.03)
    points = Frontage(x, y, np.concatenate(bearings), density, edge_of, edge_of)
    return points.taken(ground.free[row, column])


def _lanes(ground: Ground, density_of: Floats, rng: np.random.Generator) -> list[Frontage]:
    """The lanes of each zone: the part of one land that lies in one block between drawn streets."""
    built = (ground.land >= 0) & ground.inside
    row, column = np.nonzero(built)
    zone = ground.block[row, column].astype(np.int64) * len(density_of) + ground.land[row, column]
    order = np.argsort(zone, kind="stable")
    zones, starts = np.unique(zone[order], return_index=True)
    found = []
    for number, members in zip(zones, np.split(order, starts[1:]), strict=True):
        if len(members) < _SMALLEST_PIXELS:
            continue
        block, land = divmod(int(number), len(density_of))
        x, y = ground.centre(row[members], column[members])
        axis = ground.block_axis[block] if block else ground.land_axis[land]
        points = _zone(ground, x, y, axis, float(density_of[land]), rng)
        points_row, points_column = ground.pixel(points.x, points.y)
        same = (ground.block[points_row, points_column] == block) & (ground.land[points_row, points_column] == land)
        points = points.taken(same & ground.free[points_row, points_column])
        if len(points):
            found.append(points)
    return found


def _zone(ground: Ground, x: Floats, y: Floats, axis: float, density: float, rng: np.random.Generator) -> Frontage:
    """Lanes both ways over the box of a zone, in its own direction."""
    cos, sin = np.cos(axis), np.sin(axis)
    middle_x, middle_y = x.mean(), y.mean()
    u = (x - middle_x) * cos + (y - middle_y) * sin
    v = -(x - middle_x) * sin + (y - middle_y) * cos
    close, wide = 118.0 - 38.0 * density, 245.0 - 95.0 * density
    if rng.random() < 0.5:
        close, wide = wide, close
    cuts_u, cuts_v = _cuts(u, wide, rng), _cuts(v, close, rng)
    along_u = _run(u, cuts_v, cuts_u, rng)
    along_v = _run(v, cuts_u, cuts_v, rng)
    lane_u, lane_v = np.concatenate([along_u[0], along_v[1]]), np.concatenate([along_u[1], along_v[0]])
    sway, phase = 14.0 * (1.1 - density), rng.uniform(0, 6.28, 4)
    lane_u, lane_v = (
        lane_u + sway * np.sin(lane_v / 190.0 + phase[0]) + sway * 0.6 * np.sin(lane_u / 310.0 + phase[1]),
        lane_v + sway * np.sin(lane_u / 230.0 + phase[2]) + sway * 0.6 * np.sin(lane_v / 270.0 + phase[3]),
    )
    bearing = np.concatenate([np.full(len(along_u[0]), np.pi / 2 - axis), np.full(len(along_v[0]), -axis)])
    number = np.concatenate([along_u[2], along_v[2] + (along_u[2].max() + 1 if len(along_u[2]) else 0)])
    return Frontage(
        middle_x + lane_u * cos - lane_v * sin,
        middle_y + lane_u * sin + lane_v * cos,
        bearing,
        np.full(len(lane_u), density),
        number,
        np.full(len(lane_u), -1),
    )


def _cuts(extent: Floats, spacing: float, rng: np.random.Generator) -> Floats:
    """Where lanes run across an extent: spaced about evenly, half a spacing from its ends."""
    low, high = extent.min() - PIXEL_M / 2, extent.max() + PIXEL_M / 2
    count = max(1, round((high - low) / spacing))
    step = (high - low) / count
    cuts: Floats = low + step * (np.arange(1, count) + rng.uniform(-0.16, 0.16, count - 1))
    return cuts


def _run(extent: Floats, lanes: Floats, crossings: Floats, rng: np.random.Generator) -> tuple[Floats, Floats, Ints]:
    """Points (along, across, number of the stretch) of lanes over an extent; some stretches are left out."""
    along = np.arange(extent.min(), extent.max(), STEP_M)
    stretch = np.searchsorted(crossings, along)
    there = rng.random((len(lanes), len(crossings) + 1)) >= _GAPS
    number = np.arange(len(lanes))[:, None] * (len(crossings) + 1) + stretch[None, :]
    grid_along, grid_across = np.broadcast_to(along, number.shape), np.broadcast_to(lanes[:, None], number.shape)
    kept = there[np.arange(len(lanes))[:, None], stretch[None, :]]
    return grid_along[kept], grid_across[kept], number[kept]
