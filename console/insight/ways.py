"""The way from one place to another by the streets, for drawing it and for the time of arrival."""

from collections.abc import Iterable
from contextlib import suppress

from msgspec import Struct

from console.domain.outline import Position
from console.domain.plane import to_degrees, to_plane
from console.insight.pace import MEAN_M_S, OFF_STREET_M_S, START_S
from console.insight.reach import Start, Times
from console.insight.routes import find_route
from console.insight.streets import StreetGraph


class Way(Struct, frozen=True):
    """A way as longitudes and latitudes from start to goal, with its metres and the seconds from call to arrival."""

    line: list[Position]
    metres: float
    seconds: float


def find_way(graph: StreetGraph, start: Position, goal: Position) -> Way:
    """The quickest way of a unit on a call (``pace``); to and from the nearest street it goes straight.

    Raises LookupError where a place is more than 16 km from any street.
    """
    begin, end = graph.nearest(*to_plane(*start)), graph.nearest(*to_plane(*goal))
    beside = begin.off + end.off
    seconds = START_S + beside / OFF_STREET_M_S
    route = find_route(graph, begin, end, at_most=MEAN_M_S)
    if route is None:  # the street gives both the same spot
        return Way([start, goal], beside, seconds)
    driven = (b - a for a, b in zip(route.along, route.along[1:], strict=False))
    seconds += sum(metres / min(speed, MEAN_M_S) for metres, speed in zip(driven, route.speeds, strict=True))
    streets = [to_degrees(x, y) for x, y in zip(route.xs, route.ys, strict=True)]
    return Way([start, *streets, goal], route.length + beside, seconds)


def etas_s(graph: StreetGraph, starts: Iterable[Start], goal: Position) -> dict[str, float]:
    """Seconds from call to arrival of each start, by its id: one search from the goal outwards answers for all.

    A start that is far from any street has none. Raises LookupError where the goal is.
    """
    times = Times(graph, [Start("goal", *goal)])
    found = {}
    for start in starts:
        with suppress(LookupError):
            if (reached := times.at(start.lon, start.lat)) is not None:
                found[start.id] = reached[0] + start.delay_s
    return found
