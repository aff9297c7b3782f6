"""Who moves where: paths, walks and traffic that repeat every minute without a seam.

Everything is a function of the second of the minute. A walk that begins late in the minute goes on into the next one,
which is the same minute again, so clips follow one another as one continuous picture.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

MINUTE = 60.0
FRAME_RATE = 15


class Path:
    """A line on the ground through given points.

    Args:
        points: Metres (x, y).
        smooth: Whether corners are rounded (Chaikin's corner cutting, three rounds).
    """

    def __init__(self, points: Sequence[tuple[float, float]], *, smooth: bool = False) -> None:
        line = [(float(x), float(y)) for x, y in points]
        for _ in range(3 if smooth else 0):
            line = _cut(line)
        self.points = line
        self.marks = [0.0]
        for (x0, y0), (x1, y1) in pairwise(line):
            self.marks.append(self.marks[-1] + math.hypot(x1 - x0, y1 - y0))

    @property
    def length(self) -> float:
        """Metres."""
        return self.marks[-1]

    def at(self, gone: float) -> tuple[float, float, float]:
        """Place (x, y) and heading (radians clockwise from the y axis) after so many metres."""
        gone = min(max(gone, 0.0), self.length)
        i = min(max(bisect.bisect_right(self.marks, gone) - 1, 0), len(self.points) - 2)
        (x0, y0), (x1, y1) = self.points[i], self.points[i + 1]
        span = self.marks[i + 1] - self.marks[i] or 1.0
        share = (gone - self.marks[i]) / span
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, math.atan2(x1 - x0, y1 - y0)


def _cut(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    out = [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        out.append((x0 * 0.75 + x1 * 0.25, y0 * 0.75 + y1 * 0.25))
        out.append((x0 * 0.25 + x1 * 0.75, y0 * 0.25 + y1 * 0.75))
    return [*out, line[-1]]


@dataclass(frozen=True)
class Walk:
    """A way somebody goes once a minute.

    Attributes:
        path: Where.
        begin: Second of the minute at which it begins.
        speed: Metres per second.
        rests: (metres gone, seconds) of the stops on the way.
    """

    path: Path
    begin: float
    speed: float
    rests: tuple[tuple[float, float], ...] = ()

    def gone(self, second: float) -> tuple[float, bool] | None:
        """Metres gone and whether in motion; None when not on the way."""
        left = (second - self.begin) % MINUTE
        walked = 0.0
        for place, pause in self.rests:
            leg = (place - walked) / self.speed
            if left < leg:
                return walked + left * self.speed, True
            left -= leg
            walked = place
            if left < pause:
                return walked, False
            left -= pause
        walked += left * self.speed
        return (walked, True) if walked < self.path.length else None


def eased(second: float, times: Sequence[float], values: Sequence[float]) -> float:
    """A value that moves smoothly from one given value to the next between given seconds of the minute."""
    i = bisect.bisect_right(list(times), second) - 1
    if i < 0:
        return values[0]
    if i >= len(times) - 1:
        return values[-1]
    share = (second - times[i]) / (times[i + 1] - times[i])
    share = share * share * (3 - 2 * share)
    return values[i] + (values[i + 1] - values[i]) * share


@dataclass(frozen=True)
class Signal:
    """A traffic light of a lane: where cars stop, and when it is green within a cycle that divides the minute.

    Attributes:
        stop: Metres along the lane.
        green: (from, to) seconds of the cycle.
        cycle: Seconds.
    """

    stop: float
    green: tuple[float, float]
    cycle: float = 30.0

    def is_green(self, second: float) -> bool:
        """Whether cars may go."""
        return self.green[0] <= second % self.cycle < self.green[1]

    def is_amber(self, second: float) -> bool:
        """The two seconds after green."""
        return 0 <= second % self.cycle - self.green[1] < 2


@dataclass(frozen=True)
class Lane:
    """Cars on one lane: when each enters within the minute, how fast they like to go."""

    path: Path
    arrivals: tuple[float, ...]
    speed: float = 11.0
    signal: Signal | None = None


@dataclass(frozen=True)
class Moment:
    """A car in one frame: index of lane and of its arrival, metres gone, speed, whether it brakes."""

    lane: int
    car: int
    gone: float
    speed: float
    is_braking: bool


def traffic(lanes: Sequence[Lane], frames: int = 900) -> list[list[Moment]]:
    """Simulates the lanes until they repeat and gives every frame of the minute.

    Cars follow one another by the intelligent driver model (Treiber, Hennecke, Helbing 2000): time gap 1.3 s,
    standstill gap 2 m, 1.6 m/s2 up, 2.5 m/s2 down. Two minutes are run before the one that is kept, so that its end
    meets its beginning.
    """
    kept: list[list[Moment]] = [[] for _ in range(frames)]
    whole = int(MINUTE * FRAME_RATE)
    for number, lane in enumerate(lanes):
        cars: list[list[float]] = []  # index, gone, speed
        for step in range(3 * whole):
            second = step / FRAME_RATE
            for index, arrival in enumerate(lane.arrivals):
                if int(arrival * FRAME_RATE) == step % whole:
                    cars.append([index, 0.0, lane.speed])
            moments = _advanced(lane, cars, second)
            cars = [car for car in cars if car[1] < lane.path.length]
            if step >= 2 * whole and step - 2 * whole < frames:
                kept[step - 2 * whole].extend(Moment(number, int(c), g, v, b) for c, g, v, b in moments)
    return kept


def _advanced(lane: Lane, cars: list[list[float]], second: float) -> list[tuple[float, float, float, bool]]:
    out = []
    ahead: list[float] | None = None
    for car in cars:
        gap, closing = (ahead[1] - car[1] - 4.8, car[2] - ahead[2]) if ahead else (1e3, 0.0)
        light = lane.signal
        if light and not light.is_green(second) and car[1] < light.stop + 0.5:
            to_line = light.stop - car[1] - 2.2
            can_stop = to_line > car[2] ** 2 / (2 * 3.5)
            if can_stop and to_line < gap:
                gap, closing = to_line, car[2]
        wanted = 2.0 + max(0.0, car[2] * 1.3 + car[2] * closing / (2 * math.sqrt(1.6 * 2.5)))
        push = 1.6 * (1 - (car[2] / lane.speed) ** 4 - (wanted / max(gap, 0.3)) ** 2)
        push = max(push, -6.0)
        car[2] = max(0.0, car[2] + push / FRAME_RATE)
        if car[2] < 0.12 and push < 0.4:  # stands, and does not creep for the rest of the red
            car[2] = 0.0
        car[1] += car[2] / FRAME_RATE
        out.append((car[0], car[1], car[2], push < -0.7 or car[2] < 0.15))
        ahead = car
    return out


def spread(chance: np.random.Generator, count: int, least: float = 2.2) -> tuple[float, ...]:
    """Arrival seconds in the minute, at random but at least so far apart."""
    gaps = chance.exponential(1.0, count)
    gaps = gaps / gaps.sum() * (MINUTE - least * count) + least
    return tuple(float(t) for t in np.cumsum(gaps) - gaps[0] + chance.uniform(0, gaps[0]))
