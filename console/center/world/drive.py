"""How one crew moves: along a route, with the limits, the hour, corners and traffic lights in mind."""

from math import cos, radians, sin, sqrt

from console.center.world.roster import Gait
from console.insight.routes import Route, find_route
from console.insight.streets import Spot, StreetGraph

_TOP_M_S = {Gait.CAR: 100 / 3.6, Gait.MOTORCYCLE: 100 / 3.6, Gait.TRUCK: 70 / 3.6}
_CRUISE_M_S = 42 / 3.6
"""Patrols drive so that they see something."""

_WALK_M_S, _RUN_M_S = 1.3, 2.4
_SPEED_UP, _SLOW_DOWN = 1.8, 2.8
"""m/s²: an ordinary driver's."""

_CORNER_M_S = 6.0
_CORNER_DEG = 35.0
"""A bend sharper than this at a crossing is a turn, taken at ``_CORNER_M_S``."""

_LIGHT_CYCLE_S, _GREEN_S = 80.0, 38.0
_STOP_LINE_M = 9.0
_URGENT_PACE = 1.3
"""With blue light one may be faster than the limit by so much."""

_KERB_M = {Gait.CAR: 3.0, Gait.MOTORCYCLE: 3.0, Gait.TRUCK: 3.0, Gait.FOOT: 7.0}
"""Distance to the right of the street's middle."""

_STEP_S = 1.0
_SELDOM_S, _LONG_STEP_S = 3.0, 7.0
"""Who is not in a hurry and is looked at so seldom moves in such steps: nobody sees how it takes the corners."""


class Drive:
    """Where a crew is and whither it goes. ``speed`` is m/s, ``heading`` degrees clockwise from north."""

    def __init__(self, graph: StreetGraph, spot: Spot, gait: Gait) -> None:
        self._graph = graph
        self._gait = gait
        self._spot = spot
        self._route: Route | None = None
        self._along = 0.0
        self._next_crossing = 0
        self.speed = 0.0
        self.heading = graph.edges[spot.edge].bearing(spot.along)

    @property
    def is_under_way(self) -> bool:
        """Whether it still has a goal before it."""
        return self._route is not None

    @property
    def spot(self) -> Spot:
        """Where on the streets it is."""
        return self._spot if self._route is None else self._route.spot(self._along)

    @property
    def left_m(self) -> float:
        """Metres to the goal."""
        return 0.0 if self._route is None else self._route.length - self._along

    def go(self, goal: Spot) -> None:
        """Take the way to ``goal`` from here on; it keeps its speed."""
        start = self.spot
        self._spot, self._route = start, find_route(self._graph, start, goal)
        self._along, self._next_crossing = 0.0, 0

    def halt(self) -> None:
        """Stop where it is."""
        self._spot, self._route, self.speed = self.spot, None, 0.0

    def jump(self, spot: Spot) -> None:
        """Be somewhere else (a restart), standing."""
        self._spot, self._route, self.speed = spot, None, 0.0
        self.heading = self._graph.edges[spot.edge].bearing(spot.along)

    def place(self) -> tuple[float, float]:
        """Metres east and north, at the right-hand kerb."""
        if self._route is None:
            x, y = self._graph.place(self._spot)
        else:
            x, y, self.heading = self._route.at(self._along)
        turn, off = radians(self.heading), _KERB_M[self._gait]
        return x + off * cos(turn), y - off * sin(turn)

    def advance(self, since: float, now: float, pace: float, *, urgent: bool) -> None:
        """Move from ``since`` to ``now`` (Unix seconds); ``pace`` is how freely the traffic flows (1: at night)."""
        each = _STEP_S if urgent or now - since < _SELDOM_S else _LONG_STEP_S
        while self._route is not None and since < now:
            step = min(each, now - since)
            since += step
            self._move(self._route, since, step, pace, urgent)

    def _move(self, route: Route, now: float, step: float, pace: float, urgent: bool) -> None:
        left = route.length - self._along
        wanted = self._wanted(route, now, pace, urgent)
        wanted = min(wanted, sqrt(2 * _SLOW_DOWN * left) + 0.5)
        rise = max(-_SLOW_DOWN * 1.5 * step, min(_SPEED_UP * step, wanted - self.speed))
        self.speed = max(0.0, self.speed + rise)
        self._along += self.speed * step
        if self._along >= route.length - 0.5:
            self._spot, self._route, self.speed = route.goal, None, 0.0

    def _wanted(self, route: Route, now: float, pace: float, urgent: bool) -> float:
        """The speed that limit, traffic, corners and lights ask for, m/s."""
        if self._gait is Gait.FOOT:
            return _RUN_M_S if urgent else _WALK_M_S
        limit = route.speeds[route.piece(self._along)]
        if urgent:
            wanted = min(limit * _URGENT_PACE * sqrt(pace), _TOP_M_S[self._gait])
        else:
            wanted = min(limit * pace, _CRUISE_M_S)
        crossings = route.crossings
        while self._next_crossing < len(crossings) and crossings[self._next_crossing].along <= self._along:
            self._next_crossing += 1
        if self._next_crossing == len(crossings):
            return wanted
        crossing = crossings[self._next_crossing]
        gap = crossing.along - self._along
        if crossing.turn > _CORNER_DEG:
            wanted = min(wanted, sqrt(_CORNER_M_S**2 + 2 * _SLOW_DOWN * gap))
        if not urgent and gap > _STOP_LINE_M - 4 and is_red(crossing.node, crossing.bearing, now):
            wanted = min(wanted, sqrt(2 * _SLOW_DOWN * max(0.0, gap - _STOP_LINE_M)))
        return wanted


def is_red(node: int, bearing: float, now: float) -> bool:
    """Whether the light at a crossing is red for who comes with ``bearing``; two in five crossings have no light."""
    if node * 7 % 5 < 2:
        return False
    in_cycle = (now + node * 37) % _LIGHT_CYCLE_S
    along_meridian = bearing % 180 < 45 or bearing % 180 > 135
    since_green = in_cycle if along_meridian else (in_cycle + _LIGHT_CYCLE_S / 2) % _LIGHT_CYCLE_S
    return since_green > _GREEN_S


def pace_at(hour: float) -> float:
    """How freely the traffic flows at an hour of the day, 0.55 (rush) to 1 (night)."""
    if hour < 6 or hour >= 23:
        return 1.0
    if 8 <= hour < 10 or 17.5 <= hour < 20:
        return 0.55
    return 0.78
