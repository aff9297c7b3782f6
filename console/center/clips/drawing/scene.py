"""A scene to be filmed: what stands, what lights it, who moves; and the filming itself, frame by frame."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame, backgrounds, depth_map
from console.center.clips.drawing.lens import Lens
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.motion import FRAME_RATE
from console.center.clips.drawing.stage import Stage


class Drawing(ABC):
    """One scene. A subclass sets the attributes and says what stands and what moves.

    Attributes:
        lens: Where the camera hangs.
        light: What lights the scene.
        grain: Standard deviation of the sensor's noise in picture values.
        fall_off: How much darker the corners are, 0..1.
    """

    lens: Lens
    light: Light
    grain: float = 1.6
    fall_off: float = 0.3

    @abstractmethod
    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""

    @abstractmethod
    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves, at a second of the minute."""

    def behind(self, frame: Frame, brush: Brush, second: float) -> None:  # noqa: B027 - most scenes have none
        """Draws what lies under the figures: signal lamps, reflections."""

    def over(self, frame: Frame, brush: Brush, second: float) -> None:  # noqa: B027
        """Draws what lies over the figures: glare, smoke, rain, snow."""


def filmed(drawing: Drawing, width: int, height: int, count: int) -> Iterator[Frame]:
    """The first `count` frames of a scene's minute; the same Frame object each time, without the clock."""
    lens = drawing.lens.sized(width, height)
    stage = Stage(lens)
    stage.sun_from(drawing.light)
    drawing.build(stage)
    stage.complete()
    stills = backgrounds(stage, drawing.light, drawing.grain, drawing.fall_off)
    brush = Brush(lens, drawing.light, depth_map(stage), drawing.grain)
    del stage
    frame = Frame(width, height)
    for number in range(count):
        second = number / FRAME_RATE
        frame.show(stills[number % len(stills)])
        brush.next_frame()
        drawing.behind(frame, brush, second)
        for strokes in sorted(drawing.figures(second), key=lambda s: -_distance(lens, s)):
            brush.draw(frame, strokes)
        drawing.over(frame, brush, second)
        yield frame


def _distance(lens: Lens, strokes: Strokes) -> float:
    away = np.subtract(strokes.place, lens.position)
    return float(away @ away)
