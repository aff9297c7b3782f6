"""Weather in front of the lens: rain and snow, repeated every minute without a seam, and smoke."""

from __future__ import annotations

import math

import numpy as np

from console.center.clips.drawing.brush import Brush
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.stage import Point


class Rain:
    """Short bright streaks, new ones in every frame."""

    def __init__(self, streaks: int = 140, brightness: int = 26, slant: float = 0.18) -> None:
        self._count, self._brightness, self._slant = streaks, brightness, slant

    def fall(self, frame: Frame, second: float) -> None:
        """Draws the rain of one frame."""
        height, width = frame.luma.shape
        chance = np.random.default_rng(round(second * 1000) + 1)
        length = max(6, height // 22)
        column = chance.integers(0, width - length, self._count)[:, None]
        row = chance.integers(0, height - length, self._count)[:, None]
        step = np.arange(length)[None, :]
        reach = chance.uniform(0.4, 1, self._count)[:, None]
        bright = np.where(step < reach * length, self._brightness * chance.uniform(0.3, 1, self._count)[:, None], 0)
        spots = (row + step, (column + step * self._slant).astype(int))
        frame.luma[spots] = np.minimum(frame.luma[spots] + bright, 235)


class Snow:
    """Flakes of several sizes that sink and sway; each falls a whole number of picture heights in a minute."""

    def __init__(self, flakes: int = 260, seed: int = 5) -> None:
        chance = np.random.default_rng(seed)
        self._x, self._y = chance.random(flakes), chance.random(flakes)
        self._near = chance.random(flakes) ** 3
        self._falls = np.round(7 + 16 * self._near)
        self._sway, self._phase = chance.uniform(0.004, 0.02, flakes), chance.uniform(0, 6.28, flakes)

    def fall(self, frame: Frame, second: float) -> None:
        """Draws the flakes of one frame."""
        height, width = frame.luma.shape
        y = (self._y + self._falls * second / 60) % 1.0
        turns = 2 * math.pi * np.round(6 + 8 * self._near) * second / 60
        x = (self._x + self._sway * np.sin(turns + self._phase) + second / 60) % 1.0
        unit = height / 360
        for near, size in (
            (self._near < 0.5, 1),
            ((self._near >= 0.5) & (self._near < 0.8), 2),
            (self._near >= 0.8, 3),
        ):
            side = max(1, round(size * unit))
            row, column = (y[near] * (height - side)).astype(int), (x[near] * (width - side)).astype(int)
            for i in range(side):
                for j in range(side):
                    spot = (row + i, column + j)
                    frame.luma[spot] = frame.luma[spot] + (
                        (225 - frame.luma[spot]) * (0.75 if size < 3 else 0.5)
                    ).astype(np.uint8)


class Smoke:
    """A column of smoke from a place: balls that rise, grow, drift and thin out.

    Args:
        source: Metres.
        drift: Metres per second sideways (x, y).
        grey: Luma.
        puffs: How many balls are in the air.
        rise: Seconds from the source until it has thinned out; must divide 60.
    """

    def __init__(
        self, source: Point, drift: tuple[float, float], grey: int = 70, puffs: int = 26, rise: float = 12.0
    ) -> None:
        chance = np.random.default_rng(9)
        self._source, self._drift, self._grey, self._rise = source, drift, grey, rise
        self._starts = np.sort(chance.random(puffs))
        self._aside = chance.normal(0, 0.35, (puffs, 2))

    def rising(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws the smoke of one frame."""
        for start, aside in zip(self._starts, self._aside, strict=True):
            age = (second / self._rise + float(start)) % 1.0
            seconds = age * self._rise
            x = self._source[0] + self._drift[0] * seconds + float(aside[0]) * (0.4 + 3 * age)
            y = self._source[1] + self._drift[1] * seconds + float(aside[1]) * (0.4 + 3 * age)
            z = self._source[2] + 0.85 * seconds
            opacity = 0.72 * min(1.0, age * 14) * (1 - age)
            brush.puff(frame, (x, y, z), 0.5 + 3.2 * age, int(self._grey + 60 * age), opacity)
