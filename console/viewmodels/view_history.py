"""Where the map has been: back and forward through what was looked at, without every small step on the way."""

from math import asinh, hypot, pi, radians, tan

from msgspec import Struct

STEPS_AT_MOST = 100

NEAR_PX = 160.0
"""A move by less than this is the same look."""

GLANCE_S = 1.2
"""What was in view for less is a step on the way (turns of the wheel, a drag in pieces), not a look."""


class View(Struct, frozen=True):
    """What part of the world the map shows: its middle in degrees, and the zoom."""

    lon: float
    lat: float
    zoom: int

    def is_near(self, other: "View") -> bool:
        """Whether both show nearly the same."""
        if self.zoom != other.zoom:
            return False
        world = 256 * 2**self.zoom
        right = (self.lon - other.lon) / 360 * world
        down = (_northing(self.lat) - _northing(other.lat)) / (2 * pi) * world
        return hypot(right, down) < NEAR_PX


class ViewHistory:
    """Looks in their order, and which of them is the present one."""

    def __init__(self) -> None:
        self._looks: list[tuple[View, View]] = []  # of each the view it began with, and the latest one near it
        self._now = -1
        self._since = 0.0

    def note(self, view: View, at: float) -> None:
        """The map shows this, at a time (monotonic seconds)."""
        is_glance = at - self._since < GLANCE_S
        self._since = at
        if self._now < 0:
            self._push(view)
            return
        begin, _latest = self._looks[self._now]
        if begin.is_near(view):
            self._looks[self._now] = (begin, view)
        elif is_glance:
            self._looks[self._now] = (view, view)
        else:
            self._push(view)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier look."""
        return self._now > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later look."""
        return self._now < len(self._looks) - 1

    def step(self, steps: int, at: float) -> View | None:
        """Go back (negative) or forward; the view to show, None where there is none."""
        if not 0 <= self._now + steps < len(self._looks):
            return None
        self._now += steps
        self._since = at
        return self._looks[self._now][1]

    def _push(self, view: View) -> None:
        self._looks = [*self._looks[: self._now + 1], (view, view)][-STEPS_AT_MOST:]
        self._now = len(self._looks) - 1


def _northing(lat: float) -> float:
    return asinh(tan(radians(lat)))
