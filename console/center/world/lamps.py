"""Street lighting: the streets cut into segments of about 100 m, nearly all with lamps."""

from typing import Any

import numpy as np
from msgspec import Struct

from console.center.world.blocks import STEP_M, Frontage
from console.domain.plane import Bools, Floats, Ints
from console.insight.streets import StreetGraph

SEGMENT_M = 100.0
LAMPS = 0.96
"""Share of segments with lamps; the city wants all."""

_NEIGHBOURS = 12
"""So many stretches of lanes that follow each other got their lamps together."""


class Segments(Struct, frozen=True):
    """Columns of equal length: the two ends in metres, whether lamps stand there, edge of a drawn street or -1."""

    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats
    has_lamps: Bools
    edge: Ints


def lighting(graph: StreetGraph, houses: Frontage, count: int, rng: np.random.Generator) -> Segments:
    """``count`` segments: all drawn streets inside the city first, then lanes, the densely built before the others."""
    own = _of_streets(graph, houses)
    lanes = _of_lanes(houses)
    x1, y1, x2, y2, density, edge, lane = (np.concatenate(pair) for pair in zip(own, lanes, strict=True))
    # Lanes are lit by the neighbourhood, not by the segment.
    luck = rng.exponential(size=int(lane.max()) // _NEIGHBOURS + 1)[lane // _NEIGHBOURS]
    keys = luck / (density + np.where(edge >= 0, 1e6, 0.0))
    chosen = np.sort(np.argsort(keys)[:count])
    dark = rng.random(len(chosen)) * (0.4 + 1.2 * density[chosen])
    has_lamps = np.ones(len(chosen), dtype=np.bool_)
    has_lamps[np.argsort(dark)[: round(len(chosen) * (1 - LAMPS))]] = False
    return Segments(x1[chosen], y1[chosen], x2[chosen], y2[chosen], has_lamps, edge[chosen])


def _of_streets(graph: StreetGraph, houses: Frontage) -> tuple[Any, ...]:
    """(x1, y1, x2, y2, density, edge, lane) of the segments of drawn streets that lie in the city."""
    inside = np.bincount(houses.edge[houses.edge >= 0], minlength=len(graph.edges))
    parts = []
    for edge in graph.edges:
        pieces = max(1, round(edge.length / SEGMENT_M))
        if inside[edge.index] * STEP_M < edge.length * 0.6:
            continue
        cuts = np.linspace(0, edge.length, pieces + 1)
        x, y = np.interp(cuts, edge.along, edge.xs), np.interp(cuts, edge.along, edge.ys)
        parts.append(
            (x[:-1], y[:-1], x[1:], y[1:], np.full(pieces, 0.6), np.full(pieces, edge.index), np.full(pieces, 0))
        )
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def _of_lanes(houses: Frontage) -> tuple[Any, ...]:
    """The same of the lanes: each run of points of one lane, cut about every 100 m."""
    reach = round(SEGMENT_M / STEP_M)
    number = np.arange(len(houses))
    first = np.nonzero(np.concatenate([[True], houses.lane[1:] != houses.lane[:-1]]))[0]
    run = np.searchsorted(first, number, side="right") - 1
    last = np.concatenate([first[1:], [len(houses)]])[run] - 1
    begin = number[((number - first[run]) % reach == 0) & (houses.edge < 0)]
    end = np.minimum(begin + reach, last[begin])
    # A lane that a river or a railway interrupts goes on behind it under the same number.
    length = np.hypot(houses.x[end] - houses.x[begin], houses.y[end] - houses.y[begin])
    whole = (length > SEGMENT_M / 3) & (length < SEGMENT_M * 1.4)
    begin, end = begin[whole], end[whole]
    return (
        houses.x[begin],
        houses.y[begin],
        houses.x[end],
        houses.y[end],
        houses.density[begin],
        np.full(len(begin), -1),
        houses.lane[begin],
    )
