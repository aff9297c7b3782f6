"""Where people stroll: the rows of a market, and a park alley in the snow."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.materials import (
    Material,
    asphalt,
    bars,
    between,
    blend,
    clouds,
    facade,
    grit,
    plain,
    shaded,
    snow,
)
from console.center.clips.drawing.motion import Path, Walk
from console.center.clips.drawing.people import Person
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.drawing.weather import Snow
from console.center.clips.scenes.parts import Goer, Stander, Waiting, bench, goers, strolls
from console.center.clips.scenes.yards import day_sky

AWNINGS = (
    ("#b03a2e", "#e6e0d2"),
    ("#2f6f4f", "#e6e0d2"),
    ("#2f5a94", "#e9e6dc"),
    ("#c07a1e", "#efe6cf"),
    ("#7a2f5a", "#e6dfe2"),
)


class MarketRows(Drawing):
    """A bazaar: two rows of stalls under awnings, a slow crowd between them."""

    lens = Lens((1.5, -7.5, 5.6), yaw=-7, pitch=21, field=74, bend=-0.07)
    light = Light(sky=(0.42, 0.45, 0.52), sun=(1.6, 1.42, 1.12), towards_sun=(205, 52), exposure=1.15)

    def __init__(self) -> None:
        chance = np.random.default_rng(141)
        self.people = []
        for i in range(24):
            aside, other = chance.uniform(-1.7, 1.7, 2)
            line = [(aside, -10.0), (aside * 0.6 + other * 0.4, 6), (other, 15), (other * 0.8, 40)]
            if i % 2:
                line.reverse()
            path = Path(line, smooth=True)
            speed = chance.uniform(1.05, 1.35)
            pause = max(0.0, min(18.0, 57 - path.length / speed))
            self.people.append(
                Goer(
                    Person.at_random(chance, child=i % 9 == 5),
                    Walk(path, i * 2.5, speed, ((path.length * chance.uniform(0.3, 0.7), pause),)),
                )
            )
        waiting: list[Stander] = []
        for i in range(7):
            y = 1.5 + i * 4.2
            for side in (-1, 1):
                waiting.append(
                    Stander(
                        Person.at_random(chance, carries=""),
                        (side * 4.9, y + chance.uniform(-0.6, 0.6), 0),
                        -side * 1.57,
                        0.0,
                    )
                )
                if chance.random() < 0.75:
                    waiting.append(
                        Stander(
                            Person.at_random(chance, carries="bag"),
                            (side * 2.1, y + chance.uniform(-1, 1), 0),
                            side * 1.57,
                        )
                    )
        self.waiting = Waiting(waiting)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_bazaar_ground)
        for i in range(10):
            y = 1.5 + i * 4.2
            for side in (-1, 1):
                self._stall(stage, side, y, (i * 2 + (side > 0)) % 5)
        stage.box(
            (-16, 26),
            (14, 60, 7),
            facade(plain("#c8b796", 0.12, 2), bay=4, storey=3.5, window=(2.2, 1.8)),
            plain("#9a6a50"),
        )
        stage.box(
            (16, 26),
            (14, 60, 6),
            facade(plain("#b3b8ba", 0.1, 2), bay=4, storey=3.2, window=(2.2, 1.6)),
            plain("#8a8d90"),
        )
        stage.box(
            (0, 62), (30, 8, 9), facade(plain("#d2c4a6", 0.1, 2), bay=3, storey=4, window=(1.8, 2.4)), plain("#7a8a80")
        )
        stage.box((0, 46), (9, 0.5, 1.3), _gate_sign, bottom=4.2)
        for x in (-4.3, 4.3):
            stage.post(x, 46, 5.5, plain("#8d9296"), 0.3)
        for i in range(4):
            stage.beam((-3.2, 5 + i * 9, 4.4), (3.2, 5 + i * 9, 4.4), 0.03, plain("#2a2c2e"), casts=False)

    @staticmethod
    def _stall(stage: Stage, side: int, y: float, kind: int) -> None:
        inner, outer, low, high = side * 2.2, side * 5.4, 2.35, 2.95
        stage.box((side * 3.55, y), (1.6, 3.5, 0.85), plain("#8a6f50", 0.2, 0.3), _goods(kind))
        stage.surface(
            [
                (side * 4.3, y - 1.75, 0.9),
                (side * 4.3, y + 1.75, 0.9),
                (side * 5.2, y + 1.75, 1.7),
                (side * 5.2, y - 1.75, 1.7),
            ],
            _goods(kind + 2),
        )
        for dy in (-1.85, 1.85):
            stage.post(inner, y + dy, low, plain("#b9bcbe"), 0.06)
            stage.post(outer, y + dy, high, plain("#b9bcbe"), 0.06)
        colour, other = AWNINGS[kind]
        cloth = bars(colour, other, 0.7, 0.38)
        roof = [(inner, y - 1.95, low), (inner, y + 1.95, low), (outer, y + 1.95, high), (outer, y - 1.95, high)]
        stage.surface(roof, cloth)
        stage.surface(
            [
                (inner, y - 1.95, low - 0.28),
                (inner, y + 1.95, low - 0.28),
                (inner, y + 1.95, low),
                (inner, y - 1.95, low),
            ],
            cloth,
        )
        stage.shadow(roof)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)


def _goods(kind: int) -> Material:
    palettes = (
        ("#b8322a", "#d98a2b", "#7a9a3a"),
        ("#c9b48a", "#a8895a", "#e2d3ae"),
        ("#4a5f8a", "#b8b4ac", "#8a3a4a"),
        ("#d9b43a", "#b0502f", "#5a7a3a"),
        ("#e4e0d8", "#9aa7b0", "#6a4a3a"),
        ("#7a9a4a", "#c9402f", "#e0a83a"),
        ("#3a4a5a", "#c9c4ba", "#8a7a5a"),
    )
    colours = [plain(colour, 0.4, 0.1) for colour in palettes[kind % 7]]

    def material(u: Array, v: Array) -> Array:
        which = (grit(u, v, 0.55) * 2.99).astype(np.int32)
        out = colours[0](u, v)
        for i in (1, 2):
            out = blend(out, colours[i](u, v), which == i)
        heap = 0.6 + 0.45 * grit(u, v, 0.09)
        crate = (np.mod(u, 0.55) < 0.04) | (np.mod(v, 0.55) < 0.04)
        out = np.asarray(out * np.stack([heap] * 3 + [np.ones_like(u)], 1), np.float32)
        return blend(out, shaded("#6a5236", np.ones_like(u)), crate)

    return material


def _bazaar_ground(x: Array, y: Array) -> Array:
    out = asphalt("#7b766d", 0.35)(x, y)
    litter = (grit(x, y, 0.12) > 0.9965) & (np.abs(x) > 1.2)
    return blend(out, shaded("#d9d4c6", np.ones_like(x)), litter)


def _gate_sign(u: Array, v: Array) -> Array:
    letters = between(v, 0.35, 0.95) & between(u, 1.6, 7.4) & (np.mod(u + 0.15 * np.floor(u * 0.9), 0.75) < 0.5)
    return blend(shaded("#8f2f24", np.ones_like(u)), shaded("#f2e7c9", np.ones_like(u)), letters)


class SnowyAlley(Drawing):
    """A park alley on a grey winter's day while it snows."""

    lens = Lens((2.2, -8, 4.6), yaw=-8, pitch=12, field=66, bend=-0.05)
    light = Light(sky=(0.62, 0.66, 0.74), sun=(0, 0, 0), exposure=1.0, haze=(0.8, 0.83, 0.88), sight=75, warmth=0.98)
    grain = 1.4
    fall_off = 0.28

    def __init__(self) -> None:
        chance = np.random.default_rng(151)
        self.people = strolls(
            chance,
            [[(-1.2, -9), (-1.0, 45)], [(1.2, -9), (1.1, 45)], [(-14, 16), (0, 17), (14, 15.5)]],
            10,
            wobble=0.45,
            child=0.15,
        )
        pram = Person.at_random(chance, carries="pram")
        self.people.append(Goer(pram, Walk(Path([(0.3, 48), (0.5, -9)]), 6, 1.05)))
        self.waiting = Waiting(
            [
                Stander(Person.at_random(chance), (-3.0, 9.4, 0), 1.7),
                Stander(Person.at_random(chance, child=True), (-2.3, 9.0, 0), -1.0),
            ]
        )
        self.dog = Path([(3.5, 4), (6, 9), (4.6, 15), (7.5, 19), (5, 23), (3.4, 14), (3.5, 4)], smooth=True)
        self.snow = Snow()

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(
            lambda azimuth, elevation: np.outer(0.95 + 0.1 * clouds(azimuth, elevation, 14), [0.78, 0.81, 0.86]).astype(
                np.float32
            )
        )
        stage.ground(_snowy_ground)
        chance = np.random.default_rng(3)
        for i in range(11):
            for side in (-1, 1):
                stage.tree(
                    side * (4.6 + chance.uniform(-0.3, 0.3)),
                    1.5 + i * 5.6 + chance.uniform(-0.8, 0.8),
                    chance.uniform(7, 9.5),
                    seed=i * 2 + (side > 0),
                    bare=True,
                )
        for _ in range(16):
            x = chance.choice([-1, 1]) * chance.uniform(9, 26)
            stage.tree(
                float(x), chance.uniform(6, 60), chance.uniform(7, 11), seed=int(chance.integers(1000)), bare=True
            )
        for i in range(6):
            for side in (-1, 1):
                y = 4.2 + i * 9.0 + (side > 0) * 4.5
                self._lantern(stage, side * 3.1, y)
        for y in (8.6, 19.8, 31.0):
            bench(stage, -3.1, y, 90)
            bench(stage, 3.1, y + 5.6, -90)
            stage.box((-3.1, y), (0.45, 1.7, 0.09), snow(), bottom=0.48, casts=False)
            stage.box((3.1, y + 5.6), (0.45, 1.7, 0.09), snow(), bottom=0.48, casts=False)
        for _ in range(26):
            side = chance.choice([-1, 1])
            stage.ball(
                (float(side * chance.uniform(2.6, 3.0)), chance.uniform(-4, 46), 0.02),
                chance.uniform(0.2, 0.4),
                "#dde3ea",
                ragged=0.2,
            )
        stage.box((0, 58), (3.2, 3.2, 1.2), plain("#8d9094"), snow())
        stage.box((0, 58), (1.3, 1.3, 5.0), plain("#5d6163"), snow(), bottom=1.2)

    @staticmethod
    def _lantern(stage: Stage, x: float, y: float) -> None:
        black = plain("#2a2d30", 0.05)
        stage.post(x, y, 3.4, black, 0.1)
        stage.ball((x, y, 3.6), 0.22, "#f4efe0", glow=0.35)
        stage.box((x, y), (0.3, 0.3, 0.08), snow(), bottom=3.82)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)
        yield self._dog(second)

    def _dog(self, second: float) -> Strokes:
        gone = self.dog.length * ((second / 30) % 1.0)
        x, y, heading = self.dog.at(gone)
        dx, dy = math.sin(heading), math.cos(heading)
        out = Strokes((x, y, 0))
        brown = tuple(0.8 * part for part in (0.16, 0.09, 0.05))
        colour = (brown[0], brown[1], brown[2])
        swing = math.sin(gone * 9)
        for ahead, phase in ((0.25, swing), (-0.25, -swing)):
            out.limb(
                (x + dx * ahead, y + dy * ahead, 0.36),
                (x + dx * (ahead + 0.12 * phase), y + dy * (ahead + 0.12 * phase), 0.03),
                0.045,
                colour,
            )
        out.limb((x + dx * 0.28, y + dy * 0.28, 0.42), (x - dx * 0.28, y - dy * 0.28, 0.4), 0.12, colour)
        out.limb((x + dx * 0.32, y + dy * 0.32, 0.5), (x + dx * 0.46, y + dy * 0.46, 0.56), 0.085, colour)
        out.limb((x - dx * 0.3, y - dy * 0.3, 0.45), (x - dx * 0.5, y - dy * 0.5, 0.62), 0.03, colour)
        return out

    def over(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies over the figures."""
        self.snow.fall(frame, second)


def _snowy_ground(x: Array, y: Array) -> Array:
    out = snow()(x, y)
    wander = 0.35 * (clouds(y, y * 0, 3.0) - 0.5)
    path = np.clip((2.35 - np.abs(x + wander)) * 3, 0, 1) * (0.55 + 0.35 * clouds(x, y, 0.5))
    cross = np.clip((0.9 - np.abs(y - 16.3 - wander)) * 3, 0, 1) * 0.6
    out = blend(out, shaded("#8f8d8a", 0.75 + 0.3 * grit(x, y, 0.07)), np.maximum(path, cross))
    prints = (grit(x, y, 0.16) > 0.86) & (np.abs(np.abs(x) - 4.0 - wander) < 0.5)
    return blend(out, shaded("#b3bac3", np.ones_like(x)), prints * 0.6)
