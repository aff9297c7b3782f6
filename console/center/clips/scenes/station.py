"""A railway platform: an electric train arrives, stands, and leaves."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from console.center.clips.drawing.brush import Strokes
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.materials import (
    asphalt,
    between,
    blend,
    clouds,
    dashed,
    facade,
    grass,
    grit,
    paving,
    plain,
    shaded,
)
from console.center.clips.drawing.motion import Path, Walk, eased
from console.center.clips.drawing.people import Person
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.drawing.vehicles import Bodies, Drive, Vehicle
from console.center.clips.scenes.parts import Goer, Stander, Waiting, goers, strolls
from console.center.clips.scenes.yards import day_sky

FLOOR = 1.1
"""Height of the platform above the rails, metres."""
EDGE = 1.75
"""Where the platform begins, x in metres; the track's middle is x = 0."""
CAR = 21.0


def carriage(is_front: bool, is_rear: bool) -> Vehicle:
    """A carriage of an electric train, in the blue and white of the suburban lines."""
    body = Vehicle(length=CAR, width=3.1, height=4.1)
    x, n = 1.55, CAR / 2 - 0.25
    white, blue, dark = (0.62, 0.64, 0.66), (0.02, 0.11, 0.32), (0.03, 0.03, 0.035)
    body.both_sides([(-n, 0.35), (n, 0.35), (n, 3.7), (-n, 3.7)], x, white)
    body.both_sides([(-n, 0.35), (n, 0.35), (n, 1.55), (-n, 1.55)], x + 0.01, blue)
    body.both_sides([(-n, 0.05), (n, 0.05), (n, 0.4), (-n, 0.4)], x - 0.15, dark)
    for i in range(9):
        low = -n + 0.9 + i * 2.2
        if i in (1, 7):
            _doors(body, low, x)
        else:
            body.both_sides(_pane(low - 0.06, low + 1.56, 1.9, 3.06), x + 0.02, (0.2, 0.21, 0.22))
            body.both_sides(_pane(low, low + 1.5, 1.95, 3.0), x + 0.03, (0.03, 0.04, 0.05))
            body.both_sides(_pane(low, low + 1.5, 2.62, 2.66), x + 0.04, (0.2, 0.21, 0.22))
    body.both_sides(_pane(-n, n, 1.55, 1.68), x + 0.02, (0.5, 0.34, 0.04))
    body.both_sides(_pane(-n, n, 3.3, 3.36), x + 0.02, (0.35, 0.37, 0.39))
    for k in range(8):
        seam = -n + (k + 0.5) * (2 * n / 8)
        body.both_sides(_pane(seam, seam + 0.03, 0.4, 1.5), x + 0.02, (0.01, 0.07, 0.2))
    for side in (-1, 1):
        body.add(
            [(side * x, -n, 3.7), (side * x, n, 3.7), (side * 1.0, n, 4.1), (side * 1.0, -n, 4.1)], (0.4, 0.42, 0.44)
        )
    body.add([(-1, -n, 4.1), (1, -n, 4.1), (1, n, 4.1), (-1, n, 4.1)], (0.36, 0.37, 0.38))
    for end, is_cab in ((n, is_front), (-n, is_rear)):
        y = end + (0.01 if end > 0 else -0.01)
        body.add([(-x, end, 0.35), (x, end, 0.35), (x, end, 3.9), (-x, end, 3.9)], white if is_cab else dark)
        if is_cab:
            body.add([(-x, y, 0.5), (x, y, 0.5), (x, y, 1.7), (-x, y, 1.7)], (0.45, 0.3, 0.05))
            body.add([(-1.3, y, 2.05), (1.3, y, 2.05), (1.15, y, 3.3), (-1.15, y, 3.3)], (0.03, 0.04, 0.05))
            part = "head" if end > 0 else "tail"
            for lamp in (-1.1, 1.1):
                body.add(
                    [
                        (lamp - 0.16, 1.01 * y, 1.2),
                        (lamp + 0.16, 1.01 * y, 1.2),
                        (lamp + 0.16, 1.01 * y, 1.5),
                        (lamp - 0.16, 1.01 * y, 1.5),
                    ],
                    (0.7, 0.7, 0.6),
                    part=part,
                )
    return body


def _pane(low: float, high: float, bottom: float, top: float) -> list[tuple[float, float]]:
    return [(low, bottom), (high, bottom), (high, top), (low, top)]


def _doors(body: Vehicle, low: float, x: float) -> None:
    """A pair of sliding doors from `low` on."""
    body.both_sides(_pane(low - 0.05, low + 1.35, 0.95, 3.25), x + 0.02, (0.2, 0.21, 0.22))
    body.both_sides(_pane(low, low + 1.3, 1.0, 3.2), x + 0.03, (0.42, 0.29, 0.05))
    for leaf in (low + 0.12, low + 0.74):
        body.both_sides(_pane(leaf, leaf + 0.44, 1.95, 3.0), x + 0.04, (0.03, 0.04, 0.05))
    body.both_sides(_pane(low + 0.63, low + 0.67, 1.0, 3.2), x + 0.04, (0.1, 0.08, 0.02))


class Platform(Drawing):
    """A suburban platform in the morning."""

    lens = Lens((6.3, -13, 5.4), yaw=-13, pitch=11, field=70, bend=-0.06)
    light = Light(
        sky=(0.46, 0.5, 0.58),
        sun=(1.2, 1.08, 0.88),
        towards_sun=(250, 30),
        exposure=1.2,
        haze=(0.78, 0.82, 0.88),
        sight=280,
    )

    def __init__(self) -> None:
        chance = np.random.default_rng(101)
        self.bodies = Bodies(self.light, self.lens.eye)
        self.train = [carriage(i == 0, i == 4) for i in range(5)]
        self.leaving: list[Goer] = []
        for i in range(14):
            door = -8 + 13.2 * int(chance.integers(0, 5)) + chance.uniform(-0.6, 0.6)
            spot = (chance.uniform(2.9, 4.4), door + chance.uniform(-3, 3))
            way = Path([(8.2, spot[1] + chance.uniform(8, 20)), spot, (1.2, door)])
            first = float(np.hypot(8.2 - spot[0], way.points[0][1] - spot[1]))
            begin = (54 + i * 1.0) % 60
            speed = 1.4
            wait = (24.0 + chance.uniform(0, 4) - begin) % 60 - first / speed
            self.leaving.append(
                Goer(Person.at_random(chance), Walk(way, begin, speed, ((first, max(wait, 0.1)),)), FLOOR)
            )
        for i in range(16):
            door = -8 + 13.2 * int(chance.integers(0, 5)) + chance.uniform(-0.6, 0.6)
            way = Path([(1.3, door), (3.2, door + 0.5), (6.4, door - 6), (6.8, -22)], smooth=True)
            self.leaving.append(
                Goer(
                    Person.at_random(chance, carries=str(chance.choice(["", "bag", "suitcase", "backpack"]))),
                    Walk(way, 19.5 + i * 0.55, max(1.4, way.length / 55)),
                    FLOOR,
                )
            )
        self.strolling = [
            Goer(g.person, g.walk, FLOOR)
            for g in strolls(chance, [[(5.4, -12), (5.8, 40)], [(7.6, -12), (7.4, 50)]], 7, wobble=0.5)
        ]
        self.standing = Waiting(
            [
                Stander(Person.at_random(chance, carries="suitcase"), (7.9, 9.0, FLOOR), -1.6),
                Stander(Person.at_random(chance), (8.0, 21.5, FLOOR), -1.4),
                Stander(
                    Person((1.8), (0.02, 0.04, 0.1), (0.02, 0.03, 0.06), (0.02, 0.03, 0.08)), (4.9, 4.0, FLOOR), -1.2
                ),
            ]
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_tracks)
        stage.surface([(EDGE, -40, FLOOR), (10.2, -40, FLOOR), (10.2, 150, FLOOR), (EDGE, 150, FLOOR)], _slab)
        stage.wall((EDGE, 150), (EDGE, -40), FLOOR, plain("#8f8b84", 0.2, 0.8))
        for x in (-0.76, 0.76, -5.26, -3.74):
            stage.box((x, 60), (0.09, 200, 0.17), plain("#8a7f78", 0.1), plain("#b9b6b2", 0.05), casts=False)
        green = plain("#3f5a4f", 0.05)
        for i in range(9):
            y = 4 + i * 12.0
            stage.post(9.0, y, 3.6, green, 0.2, bottom=FLOOR)
            stage.beam((9.0, y, 4.6), (5.0, y, 4.95), 0.14, green)
        stage.surface([(10.4, 0, 4.75), (5.0, 0, 5.05), (5.0, 110, 5.05), (10.4, 110, 4.75)], _roof)
        for i in range(8):
            y = -6 + i * 20.0
            stage.post(-8.2, y, 7.6, plain("#9aa09f", 0.1), 0.24)
            stage.beam((-8.2, y, 6.9), (0.4, y, 6.7), 0.1, plain("#8d9392"))
            stage.beam((-8.2, y, 7.5), (-1.5, y, 6.75), 0.06, plain("#8d9392"))
        for x in (0.0, -4.5):
            stage.beam((x, -10, 6.1), (x, 140, 6.1), 0.035, plain("#2e3234"))
        stage.box(
            (-22, 50), (12, 80, 8), facade(plain("#b8a78a", 0.15, 2), bay=4, storey=4, window=(2, 2)), plain("#6a6460")
        )
        for i in range(10):
            stage.tree(-12.4 + (i % 3) * 0.6, 6 + i * 11, 7, "#55683a", seed=i)
        stage.wall((10.2, 150), (10.2, -40), 2.3 + FLOOR, _fence_panel, FLOOR)
        for y in (9, 30, 52):
            stage.box((8.6, y), (0.5, 2.2, 0.08), plain("#7a5a3c"), bottom=FLOOR + 0.42)
            stage.box((8.85, y), (0.06, 2.2, 0.4), plain("#7a5a3c"), bottom=FLOOR + 0.5)
        stage.box((7.2, 17), (1.6, 0.14, 0.6), _board, bottom=FLOOR + 2.4)
        stage.box((8.4, 26), (0.9, 0.9, 1.9), plain("#2b5a8f", 0.05), bottom=FLOOR)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        head = eased(second, (5, 19, 34, 48), (190, -7.5, -7.5, -160))
        if second < 19:
            share = min(max((second - 5) / 14, 0), 1)
            head = 190 + (-7.5 - 190) * (1 - (1 - share) ** 2)
        elif second > 34:
            head = -7.5 - 0.55 * (second - 34) ** 2
        if 5 < second < 56:
            for i, car in enumerate(self.train):
                y = head + CAR / 2 + i * CAR
                if -45 < y < 200:
                    yield self.bodies.show(car, Drive((0, y, 0.17), np.pi, 0.8, casts=False))
        yield from goers([*self.leaving, *self.strolling], second, self.lens, self.light)
        yield from self.standing.strokes(second, self.lens, self.light)


def _tracks(x: Array, y: Array) -> Array:
    ballast = shaded("#8a827a", 0.55 + 0.7 * grit(x, y, 0.09) * 0.7 + 0.25 * clouds(x, y, 1.7))
    sleeper = (dashed(y, 0.62, 0.27)) & ((np.abs(x) < 1.35) | (np.abs(x + 4.5) < 1.35))
    out = blend(ballast, shaded("#a59e94", 0.8 + 0.2 * grit(x, y, 0.6)), sleeper)
    oil = np.clip(1 - np.abs(np.abs(x + 2.25) - 2.25) / 0.9, 0, 1)
    out = np.asarray(out * (1 - np.stack([0.35 * oil] * 3 + [0 * oil], 1)), np.float32)
    out = blend(out, grass("#6f7547")(x, y), (x < -8.6) | (x > 10.4))
    return blend(out, asphalt()(x, y), x < -14)


def _slab(u: Array, v: Array) -> Array:
    out = paving("#9d9992", 0.6, 0.03)(u, v)
    out = blend(out, shaded("#d6d5ce", 0.9 + 0.1 * clouds(u, v, 0.5)), between(u, 0.0, 0.12))
    out = blend(out, shaded("#c9a22a", 0.8 + 0.25 * grit(u, v, 0.1)), between(u, 0.75, 1.15))
    return blend(out, asphalt("#77777a", 0.3)(u, v), u > 4.4)


def _roof(u: Array, v: Array) -> Array:
    return shaded("#8b9498", 0.8 + 0.2 * dashed(v, 0.4, 0.2) - 0.1 * clouds(u, v, 2))


def _fence_panel(u: Array, v: Array) -> Array:
    out = shaded("#7d8a86", 0.85 + 0.15 * dashed(u, 0.3, 0.18))
    return blend(out, shaded("#55605c", np.ones_like(u)), (np.mod(u, 3.0) < 0.12) | (v < 0.1))


def _board(u: Array, v: Array) -> Array:
    out = shaded("#101a2a", np.ones_like(u))
    letters = (between(v, 0.36, 0.5) | between(v, 0.12, 0.26)) & between(u, 0.12, 1.45) & dashed(u, 0.09, 0.06)
    return blend(out, shaded("#e8b64a", np.ones_like(u), 1.0), letters)
