"""The pan-tilt heads of the demo's cameras: each moves at its own pace, some do not obey.

Where a head looks is computed, not stepped: an order begins a stretch, on which every axis runs at its speed towards
where the order leads and stays there. The stretches are kept, so that the record shows where it looked then.
"""

import math
import zlib
from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from console.center import problems
from console.domain.cameras import Camera
from console.domain.ptz import Direction, PtzAbilities, PtzMove

ABILITIES = PtzAbilities(
    pan=(-60.0, 60.0), tilt=(-28.0, -5.0), zoom=(1.0, 4.0), field=60.0, pan_speed=40.0, tilt_speed=20.0
)
"""What the drawn panoramas can show; a usual dome turns 80 to 300 degrees a second, too quick for a hand on keys."""

ZOOM_SPEED = 1.0
"""Doublings of the magnification in a second."""

DEAF_ONE_IN = 12
"""One of so many heads does not obey: its mechanics, or the line that carries orders."""

STRETCHES_KEPT = 2_000

_Axes = tuple[float, float, float]


class _Stretch(Struct, frozen=True):
    since: float
    start: _Axes
    goal: _Axes
    speed: _Axes

    def at(self, time: float) -> _Axes:
        run = max(0.0, time - self.since)
        pan, tilt, zoom = (
            start + math.copysign(min(abs(goal - start), speed * run), goal - start)
            for start, goal, speed in zip(self.start, self.goal, self.speed, strict=True)
        )
        return pan, tilt, zoom


class DemoHeads:
    """The heads of all cameras that turn, by camera; implements ``console.center.signals.Heads``."""

    def __init__(self, cameras: Iterable[Camera]) -> None:
        self._turning = {camera.id for camera in cameras if camera.is_ptz}
        self._stretches: dict[str, list[_Stretch]] = {}

    def abilities(self, camera: str) -> PtzAbilities | None:
        """What it can do; None where it does not turn."""
        return ABILITIES if camera in self._turning else None

    def direction(self, camera: str, at: float) -> Direction:
        """Where it looked at a time, as far as is kept; before, where it looks when nobody has turned it."""
        return _direction(self._axes(camera, at))

    def is_moving(self, camera: str, at: float) -> bool:
        """Whether it moves at a time."""
        return self._axes(camera, at) != self._axes(camera, at + 0.001)

    async def move(self, camera: str, order: PtzMove, now: float) -> None:
        """Begin to move, or stop. Raises Refused (503) where it does not obey."""
        top = (ABILITIES.pan_speed, ABILITIES.tilt_speed, ZOOM_SPEED)
        shares = (order.pan, order.tilt, order.zoom)
        speeds = [share * speed for share, speed in zip(shares, top, strict=True)]
        start = self._axes(camera, now)
        goals = [here + speed * order.seconds for here, speed in zip(start, speeds, strict=True)]
        self._begin(camera, now, (goals[0], goals[1], goals[2]), (abs(speeds[0]), abs(speeds[1]), abs(speeds[2])))

    async def turn(self, camera: str, goal: Direction, now: float) -> None:
        """Look there, as far as it can. Raises Refused (503) where it does not obey."""
        axes = (goal.pan, goal.tilt, math.log2(goal.zoom))
        self._begin(camera, now, axes, (ABILITIES.pan_speed, ABILITIES.tilt_speed, ZOOM_SPEED))

    def _begin(self, camera: str, now: float, goal: _Axes, speed: _Axes) -> None:
        if zlib.crc32(camera.encode()) % DEAF_ONE_IN == 0:
            raise problems.does_not_answer(camera)
        stretches = self._stretches.setdefault(camera, [])
        stretches.append(_Stretch(now, self._axes(camera, now), _within(goal), speed))
        del stretches[:-STRETCHES_KEPT]

    def _axes(self, camera: str, at: float) -> _Axes:
        stretches = self._stretches.get(camera, [])
        index = bisect_right(stretches, at, key=lambda stretch: stretch.since) - 1
        if index >= 0:
            return stretches[index].at(at)
        return stretches[0].start if stretches else _home(camera)


def _home(camera: str) -> _Axes:
    """Neighbours look elsewhere, so that a wall of them does not show one picture."""
    return float(zlib.crc32(b"home" + camera.encode()) % 71 - 35), -14.0, 0.0


def _within(goal: _Axes) -> _Axes:
    def clipped(value: float, limits: tuple[float, float]) -> float:
        return min(max(value, limits[0]), limits[1])

    zoom = (math.log2(ABILITIES.zoom[0]), math.log2(ABILITIES.zoom[1]))
    return clipped(goal[0], ABILITIES.pan), clipped(goal[1], ABILITIES.tilt), clipped(goal[2], zoom)


def _direction(axes: _Axes) -> Direction:
    return Direction(round(axes[0], 2), round(axes[1], 2), round(2 ** axes[2], 3))
