"""The city's own cameras at crossings, along main streets and in squares and parks; and those that are planned."""

import numpy as np

from console.center.world.blocks import Frontage
from console.center.world.crowding import cameras_around
from console.center.world.ground import Ground
from console.center.world.stands import Stands, code, draw, stands
from console.domain.cameras import CameraOwner, Consent, Integration, PlaceKind
from console.domain.plane import Floats, Ints, to_plane
from console.domain.schematic import Schematic
from console.insight.streets import StreetGraph

_CORNER_M = 15.0
_AT_CROSSINGS = 0.55
_AROUND = {"square": (14, 90.0), "landmark": (5, 60.0)}
_TURNING = {"crossing": 0.15, "street": 0.05, "park": 0.2, "square": 0.4}
"""Share of PTZ cameras among the city's own: where an operator looks around; the demo's assumption."""

_FEW = 6.0
"""So many cameras around a place make it four times less likely to get a new one."""

_POLE_PLACES = 0.3
"""Share of the points of a street at which a pole could stand."""


def city_cameras(
    schematic: Schematic,
    graph: StreetGraph,
    houses: Frontage,
    ground: Ground,
    bustle: Floats,
    count: int,
    rng: np.random.Generator,
) -> Stands:
    """``count`` cameras of the city, all integrated; nobody has to consent."""
    crossings = _at_crossings(graph, ground, bustle, round(count * _AT_CROSSINGS), rng)
    parks = _in_parks(ground, count // 12, rng)
    squares = _in_squares(schematic, ground, rng)
    few = Stands.joined([crossings, parks, squares])
    few = few.taken(np.arange(min(len(few), count)))
    return Stands.joined([few, _along_streets(houses, ground, bustle, count - len(few), rng)])


def planned_cameras(houses: Frontage, ground: Ground, standing: Stands, count: int, rng: np.random.Generator) -> Stands:
    """``count`` cameras to come, where people live or walk and few cameras look."""
    row, column = ground.pixel(houses.x, houses.y)
    around = cameras_around(standing.x, standing.y, houses.x, houses.y)
    lanes = 1 + cameras_around(houses.x, houses.y, houses.x, houses.y)
    weight = houses.density**1.5 / (1 + around / _FEW) ** 2 / lanes * (ground.land[row, column] >= 0)
    chosen = draw(rng, weight * (rng.random(len(houses)) < _POLE_PLACES), count)
    x, y, heading = _poles(houses, ground, chosen, rng)
    kinds = np.where(
        ground.park[row, column][chosen],
        code(PlaceKind.PARK),
        np.where(rng.random(len(chosen)) < 0.7, code(PlaceKind.STREET), code(PlaceKind.YARD)),
    )
    return _of_city(rng, x, y, heading, kinds, houses.edge[chosen], Integration.PLANNED)


def _at_crossings(graph: StreetGraph, ground: Ground, bustle: Floats, count: int, rng: np.random.Generator) -> Stands:
    """At each corner of the busiest crossings one that looks down an arm."""
    nodes = np.array([node for node, ways in enumerate(graph.ways) if len(ways) >= 3])
    x, y = np.array(graph.xs)[nodes], np.array(graph.ys)[nodes]
    row, column = ground.pixel(x, y)
    arms = np.array([len(graph.ways[node]) for node in nodes])
    busy = (bustle[row, column] + 0.3) * arms * ground.free[row, column]
    order = np.argsort(-busy * rng.uniform(0.5, 1.0, len(nodes)))
    order = order[: int(np.searchsorted(np.cumsum(arms[order]), count)) + 1]
    order = order[ground.free[row, column][order]]
    found: list[tuple[int, float, int]] = []
    for i in order.tolist():
        for edge in graph.ways[nodes[i]]:
            begin = 0.0 if edge.a == nodes[i] else edge.length
            found.append((i, np.radians(edge.bearing(begin) + (0 if edge.a == nodes[i] else 180)), edge.index))
    at, bearings, edges = (np.array(column) for column in zip(*found[:count], strict=True))
    # The pole stands at the corner right of the arm it looks down.
    corner = bearings + np.pi / 4
    xs, ys = ground.settled(x[at] + _CORNER_M * np.sin(corner), y[at] + _CORNER_M * np.cos(corner), x[at], y[at])
    headings = bearings + rng.normal(0, 0.08, len(at))
    return _of_city(rng, xs, ys, headings, np.full(len(xs), code(PlaceKind.CROSSING)), edges, turning="crossing")


def _along_streets(houses: Frontage, ground: Ground, bustle: Floats, count: int, rng: np.random.Generator) -> Stands:
    """On poles along drawn streets, evenly spaced with a lot of play, more where more people are."""
    row, column = ground.pixel(houses.x, houses.y)
    weight = np.where(houses.edge >= 0, 0.15 + houses.density + bustle[row, column], 0.0)
    total = np.cumsum(weight)
    marks = (np.arange(count) + rng.uniform(0.1, 0.9, count)) / count * total[-1]
    chosen = np.searchsorted(total, marks)
    x, y, heading = _poles(houses, ground, chosen, rng)
    underpass = (bustle[row, column][chosen] > 0.5) & (rng.random(count) < 0.3)
    kinds = np.where(underpass, code(PlaceKind.UNDERPASS), code(PlaceKind.STREET))
    return _of_city(rng, x, y, heading, kinds, houses.edge[chosen], turning="street")


def _poles(houses: Frontage, ground: Ground, chosen: Ints, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Kerb-side places at frontages, looking along the street."""
    bearing = houses.bearing[chosen]
    off = np.where(rng.random(len(chosen)) < 0.5, 1.0, -1.0) * np.where(houses.edge[chosen] >= 0, 11.0, 5.0)
    turn = np.where(rng.random(len(chosen)) < 0.5, 0.0, np.pi)
    x, y = houses.x[chosen] + off * np.cos(bearing), houses.y[chosen] - off * np.sin(bearing)
    return *ground.settled(x, y, houses.x[chosen], houses.y[chosen]), bearing + turn + rng.normal(0, 0.12, len(chosen))


def _in_squares(schematic: Schematic, ground: Ground, rng: np.random.Generator) -> Stands:
    places = [place for place in schematic.places if place.kind in _AROUND]
    sizes = np.array([_AROUND[place.kind][0] for place in places], dtype=np.int64)
    reach = np.repeat([_AROUND[place.kind][1] for place in places], sizes)
    x, y = (np.repeat(v, sizes) for v in to_plane(np.array([p.lon for p in places]), np.array([p.lat for p in places])))
    around = rng.uniform(0, 2 * np.pi, len(x))
    x, y = x + reach * rng.uniform(0.6, 1, len(x)) * np.sin(around), y + reach * np.cos(around)
    free = ground.free[ground.pixel(x, y)]
    kinds = np.full(len(x), code(PlaceKind.PARK))
    return _of_city(rng, x, y, around + np.pi, kinds, np.full(len(x), -1), turning="square").taken(free)


def _in_parks(ground: Ground, most: int, rng: np.random.Generator) -> Stands:
    """Here and there in the parks that lie between streets, two at a time."""
    row, column = np.nonzero(ground.park & ground.free & (ground.block > 0))
    chosen = np.sort(rng.permutation(len(row))[: most // 2])
    x, y = (np.repeat(middle, 2) for middle in ground.centre(row[chosen], column[chosen]))
    x, y = x + rng.normal(0, 14, len(x)), y + rng.normal(0, 14, len(y))
    kinds = np.full(len(x), code(PlaceKind.PARK))
    heading = rng.uniform(0, 2 * np.pi, len(x))
    parks = _of_city(rng, x, y, heading, kinds, np.full(len(x), -1), turning="park")
    return parks.taken(ground.free[ground.pixel(x, y)])


def _of_city(
    rng: np.random.Generator,
    x: Floats,
    y: Floats,
    heading: Floats,
    place_kind: Ints,
    edge: Ints,
    integration: Integration = Integration.INTEGRATED,
    turning: str = "",
) -> Stands:
    return stands(
        rng,
        x,
        y,
        heading,
        owner=CameraOwner.CITY,
        integration=integration,
        consent=Consent.NOT_NEEDED,
        place_kind=place_kind,
        edge=edge,
        turning=_TURNING.get(turning, 0.0),
    )
