"""Between houses: a yard with a playground, a school's entrance, a fire drill, a hospital's entrance, a car park."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.materials import (
    Material,
    asphalt,
    between,
    blend,
    bricks,
    dashed,
    facade,
    grass,
    paving,
    plain,
    shaded,
)
from console.center.clips.drawing.motion import MINUTE, Path, Walk, eased
from console.center.clips.drawing.people import Person, walker
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.drawing.vehicles import (
    Bodies,
    Drive,
    ambulance,
    any_car,
    car,
    fire_engine,
    flashing,
    paint,
    van,
)
from console.center.clips.drawing.weather import Smoke
from console.center.clips.scenes.parts import Goer, Stander, Waiting, bench, fence, goers, parked, street_lamp, strolls


def day_sky(azimuth: Array, elevation: Array) -> Array:
    """A pale, slightly hazy sky."""
    share = np.clip(elevation / 35, 0, 1)[:, None]
    return np.asarray(np.array([0.88, 0.92, 0.98]) * (1 - share) + np.array([0.42, 0.58, 0.88]) * share, np.float32)


class Playground(Drawing):
    """The yard of a five-storey house: a playground, parked cars, children."""

    lens = Lens((-9.5, -8.5, 6.8), yaw=36, pitch=21, field=74, bend=-0.07)
    light = Light(sky=(0.42, 0.47, 0.56), sun=(1.5, 1.38, 1.15), towards_sun=(215, 44), exposure=1.2)

    def __init__(self) -> None:
        self.bodies = Bodies(self.light, self.lens.eye)
        chance = np.random.default_rng(51)
        ways: list[list[tuple[float, float]]] = [
            [(-25, 15.5), (0, 15.5), (40, 15.5)],
            [(-9, -6), (-8, 4), (-8, 15)],
            [(18, -6), (17, 6), (16, 15)],
        ]
        self.people = strolls(chance, ways, 9, wobble=0.5)
        for i in range(9):
            self.people.append(self._child(chance, i))
        self.waiting = Waiting(
            [
                Stander(Person.at_random(chance, carries="pram"), (-4.5, 9.6, 0), 2.6),
                Stander(Person.at_random(chance), (-3.4, 10.2, 0), 3.6),
                Stander(Person.at_random(chance), (8.4, 1.2, 0), -1.0),
            ]
        )
        self.swinger = Person.at_random(chance, child=True, carries="")
        self.car = car(paint("#7a1f1f"))

    @staticmethod
    def _child(chance: np.random.Generator, number: int) -> Goer:
        corners = [(chance.uniform(-4, 8), chance.uniform(-1.5, 8.5)) for _ in range(7)]
        path = Path([*corners, corners[0]], smooth=True)
        return Goer(
            Person.at_random(chance, child=True, carries=""),
            Walk(path, number * 7.0, path.length / 59.9 if number % 3 else 2.2),
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_yard_ground)
        panel = facade(_panels, bay=3.2, storey=2.8, window=(1.5, 1.4), base=0.9)
        stage.box((12, 28), (62, 12, 15.2), panel, plain("#6c6c6a"))
        for i in range(4):
            x = -12 + i * 15.0
            stage.box((x, 21.6), (2.4, 1.0, 2.6), plain("#8a6a4a", 0.1), plain("#777777"))
            stage.box((x, 21.3), (3.0, 1.8, 0.16), plain("#8f9193"), bottom=2.7)
        for k in range(6):
            stage.box(
                (-8 + k * 9.6, 21.4),
                (2.6, 1.1, 1.1),
                plain(("#9aa7ad", "#b08d62", "#a9b39a")[k % 3]),
                bottom=3.4 + 2.8 * (k % 3),
            )
        self._toys(stage)
        chance = np.random.default_rng(6)
        for i, x in enumerate((-20, -16.8, -10, -6.6, 8.5, 12, 22, 25.5, 29)):
            parked(stage, any_car(chance), x, 18.6, 90 if i % 2 else -90)
        for x, y, height, seed in (
            (-12.5, 5, 7.5, 1),
            (13.5, 12, 9, 2),
            (25, 10, 8.5, 3),
            (-14, 11, 8, 4),
            (17.5, 1.5, 7, 5),
            (36, 11, 9, 6),
        ):
            stage.tree(x, y, height, "#4b6130", seed=seed)
        street_lamp(stage, 11, 13.2, 0.8, 6.0)
        bench(stage, -4.2, 10.9)
        bench(stage, 2.5, 10.9)
        bench(stage, 9.6, 3.0, 90)

    @staticmethod
    def _toys(stage: Stage) -> None:
        red, blue, yellow = plain("#b33a2c"), plain("#2f62a8"), plain("#d7a827")
        for side in (-0.5, 0.5):
            stage.surface(
                [(4.4, 5 + side, 0.25), (1.6, 5 + side, 1.9), (1.6, 5 + side, 2.1), (4.4, 5 + side, 0.5)], blue
            )
        stage.surface([(4.4, 4.5, 0.3), (1.6, 4.5, 1.9), (1.6, 5.5, 1.9), (4.4, 5.5, 0.3)], yellow)
        stage.box((1.0, 5), (1.3, 1.3, 0.12), red, bottom=1.8)
        for x in (0.4, 1.6):
            for y in (4.4, 5.6):
                stage.post(x, y, 3.0, red, 0.1)
        stage.surface([(0.3, 4.3, 3.0), (1.7, 4.3, 3.0), (1.7, 5.0, 3.5), (0.3, 5.0, 3.5)], blue)
        stage.surface([(0.3, 5.7, 3.0), (1.7, 5.7, 3.0), (1.7, 5.0, 3.5), (0.3, 5.0, 3.5)], blue)
        for x in (-3.0, 0.0):
            stage.beam((x, 0.4, 0), (x, 1.0, 2.2), 0.1, yellow)
            stage.beam((x, 1.6, 0), (x, 1.0, 2.2), 0.1, yellow)
        stage.beam((-3.0, 1.0, 2.2), (0.0, 1.0, 2.2), 0.1, red)
        wood = plain("#9a7448", 0.2, 0.3)
        for x, y, w, d in ((6, -0.2, 2.6, 0.2), (6, 2.4, 2.6, 0.2), (4.7, 1.1, 0.2, 2.6), (7.3, 1.1, 0.2, 2.6)):
            stage.box((x, y), (w, d, 0.3), wood)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)
        angle = 0.7 * math.sin(2 * math.pi * second / 2.5)
        seat = (-1.5, 1.0 + 1.7 * math.sin(angle), 2.2 - 1.7 * math.cos(angle))
        ropes = Strokes(seat)
        for aside in (-0.25, 0.25):
            ropes.limb((-1.5 + aside, 1.0, 2.2), (-1.5 + aside, seat[1], seat[2]), 0.02, (0.2, 0.2, 0.2))
        yield ropes
        yield walker(self.swinger, (seat[0], seat[1], seat[2] - 0.45), 0.0, 0.25, self.light, pace=1.0, shade=0.8)
        gone = eased(second, (5, 17), (-30, 75))
        if -29 < gone < 74:
            yield self.bodies.show(self.car, Drive((gone - 10, 13.9, 0), math.pi / 2))


def _yard_ground(x: Array, y: Array) -> Array:
    is_play = between(x, -5.5, 9) & between(y, -2, 9.6)
    out = blend(grass("#66733f")(x, y), _rubber(x, y), is_play)
    out = blend(
        out,
        paving("#a39d93", 0.4)(x, y),
        between(y, 9.9, 12.0)
        | between(x, -8.9, -7.1) & (y < 12)
        | between(x, 16.2, 17.8) & (y < 12)
        | between(y, 20, 21),
    )
    out = blend(out, plain("#d3c39c", 0.2, 0.3)(x, y), between(x, 4.7, 7.3) & between(y, -0.2, 2.4))
    return blend(out, asphalt("#606164", 0.35)(x, y), between(y, 12, 20))


def _rubber(x: Array, y: Array) -> Array:
    base = plain("#8f4f42", 0.12, 0.9)(x, y)
    blue = plain("#4d6f8f", 0.12, 0.9)(x, y)
    return blend(base, blue, (np.hypot(x - 2.5, y - 5) < 3.4) & ~(np.hypot(x - 2.5, y - 5) < 2.2))


def _panels(u: Array, v: Array) -> Array:
    out = plain("#b9b4a8", 0.1, 2.5)(u, v)
    return blend(
        out, out * np.array([0.72, 0.72, 0.72, 1], np.float32), (np.mod(u, 3.2) < 0.05) | (np.mod(v - 0.9, 2.8) < 0.05)
    )


class SchoolEntrance(Drawing):
    """Before the first lesson: children come through the gate and up the steps."""

    lens = Lens((9.5, -10.5, 6.2), yaw=-24, pitch=16, field=72, bend=-0.06)
    light = Light(sky=(0.45, 0.48, 0.55), sun=(1.35, 1.22, 1.0), towards_sun=(120, 33), exposure=1.25)

    def __init__(self) -> None:
        chance = np.random.default_rng(61)
        self.people: list[Goer] = []
        for i in range(24):
            start = (chance.uniform(-10, 12), chance.uniform(-9, -6)) if i % 3 else (24.0, chance.uniform(0.5, 2.5))
            gate = (chance.uniform(-1.2, 1.2), 3.2)
            door = (chance.uniform(-0.9, 0.9), 18.0)
            path = Path([start, gate, (gate[0] * 0.8, 10), door], smooth=True)
            someone = Person.at_random(chance, child=i % 4 != 0, carries="backpack" if i % 4 else None)
            self.people.append(Goer(someone, Walk(path, i * 2.5 + chance.uniform(0, 1), chance.uniform(1.1, 1.7))))
        self.waiting = Waiting(
            [
                Stander(Person.at_random(chance), (2.6, 4.4, 0), -2.2),
                Stander(Person.at_random(chance), (-3.6, 1.2, 0), 1.2),
                Stander(Person.at_random(chance), (-4.4, 1.6, 0), 1.9),
                Stander(Person.at_random(chance, child=True), (-4.0, 0.8, 0), 0.4),
                Stander(Person.at_random(chance, child=True, carries="backpack"), (5.6, 8.8, 0), -0.6),
                Stander(Person.at_random(chance, child=True, carries="backpack"), (6.4, 9.2, 0), -1.9),
            ]
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_school_ground)
        brick = facade(bricks("#b98b62"), bay=3.6, storey=3.6, window=(2.4, 2.0), sill=0.9, base=0.6)
        stage.box((0, 26), (58, 12, 12), brick, plain("#8b8b88"))
        stage.box((0, 19.4), (9.0, 1.4, 6.4), plain("#d9d2c0", 0.06), plain("#999999"))
        stage.box((0, 17.4), (8.4, 4.4, 0.4), plain("#c9c9c4"), bottom=3.6)
        for x in (-3.6, 3.6):
            stage.post(x, 15.6, 3.6, plain("#d9d9d4"), 0.35)
        for i in range(3):
            stage.box((0, 17.2 + i * 0.35), (7.6 - i * 0.2, 3.4 - i * 0.7, 0.15 * (i + 1)), paving("#b5b0a6", 0.6))
        glass = facade(plain("#5b6068"), bay=1.3, storey=3.4, window=(1.1, 2.5), sill=0.1)
        stage.wall((-2.6, 18.68), (2.6, 18.68), 3.2, glass, 0.4)
        stage.wall((-3.4, 18.66), (3.4, 18.66), 5.9, _sign_board, 4.5)
        fence(stage, (-26, 3), (-2.2, 3), 1.8)
        fence(stage, (2.2, 3), (26, 3), 1.8)
        for x in (-2.2, 2.2):
            stage.box((x, 3), (0.5, 0.5, 2.3), bricks("#9a6f50"))
        stage.post(-7.5, 12, 9, plain("#d7d9da"), 0.1)
        stage.surface(
            [(-7.5, 12, 8.9), (-5.6, 12.2, 8.8), (-5.6, 12.2, 7.8), (-7.5, 12, 7.9)], plain("#2fa3b8", 0.25, 0.6)
        )
        for x, y, height, seed in (
            (-13, 9, 7, 1),
            (12.5, 9.5, 7.5, 2),
            (-20, 10, 8, 3),
            (20, 11, 8, 4),
            (-9, 16.5, 5, 5),
            (9.5, 16.5, 5, 6),
        ):
            stage.tree(x, y, height, "#53692f", seed=seed)
        for x in (-5.6, 5.6):
            stage.box((x, 9), (1.4, 6, 0.5), plain("#a9a49a"), grass("#58703a"))
        bench(stage, -9, 7.5)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)


def _school_ground(x: Array, y: Array) -> Array:
    out = grass("#66733f")(x, y)
    out = blend(out, paving("#b3aca1", 0.5)(x, y), (np.abs(x) < 5) & (y > 3) | between(y, 0, 3) | between(y, 13, 18.5))
    return blend(out, asphalt("#626366")(x, y), y < -0.4)


def _sign_board(u: Array, v: Array) -> Array:
    rows = (between(v, 0.85, 1.1) & between(u, 0.8, 6.0)) | (between(v, 0.35, 0.55) & between(u, 1.4, 5.4))
    letters = rows & dashed(u + 0.3 * np.floor(u * 1.7), 0.3, 0.2)
    return blend(shaded("#2b4a78", np.ones_like(u)), shaded("#e6e2d2", np.ones_like(u)), letters)


class FireDrill(Drawing):
    """A drill at a college: smoke from a window, the building is cleared, an engine stands ready."""

    lens = Lens((-16, -14, 8.6), yaw=32, pitch=15, field=72, bend=-0.06)
    light = Light(
        sky=(0.5, 0.53, 0.58),
        sun=(0.75, 0.7, 0.62),
        towards_sun=(170, 48),
        exposure=1.15,
        haze=(0.75, 0.77, 0.8),
        sight=260,
    )

    def __init__(self) -> None:
        self.bodies = Bodies(self.light, self.lens.eye)
        chance = np.random.default_rng(71)
        self.smoke = Smoke((10.4, 17.6, 6.6), (-0.5, -0.12), grey=62, puffs=30)
        self.thin = Smoke((14.0, 17.6, 6.8), (-0.45, -0.1), grey=110, puffs=14)
        self.people: list[Goer] = []
        for i in range(22):
            row, place = divmod(i, 8)
            spot = (-11.5 + place * 1.3 + chance.uniform(-0.3, 0.3), 1.0 + row * 1.4 + chance.uniform(-0.3, 0.3))
            path = Path(
                [
                    (0.4 + chance.uniform(-0.6, 0.6), 17.2),
                    (-1.5 + chance.uniform(-1, 1), 10),
                    spot,
                    (spot[0] - 22, spot[1] + 3),
                ],
                smooth=True,
            )
            near = Path([(0, 17.2), (-1.5, 10), spot], smooth=True).length
            self.people.append(
                Goer(Person.at_random(chance), Walk(path, (2.0 + i * 1.35) % MINUTE, 2.1, ((near, 16.0),)))
            )
        crew = [Person(1.8, (0.06, 0.055, 0.04), (0.05, 0.045, 0.035), (0.55, 0.4, 0.03)) for _ in range(6)]
        self.crew = [
            Goer(
                crew[i],
                Walk(
                    Path([(6.0, 3.6 + i), (4.5, 10), (2 + i * 1.2, 15.4)], smooth=True),
                    4.0 + i * 3,
                    1.7,
                    ((12.0, 26.0),),
                ),
            )
            for i in range(3)
        ]
        self.waiting = Waiting(
            [
                Stander(crew[3], (4.4, 5.2, 0), 0.5),
                Stander(crew[4], (9.5, 4.4, 0), 0.2),
                Stander(crew[5], (-6.5, 6.2, 0), 3.4),
            ]
        )
        self.engine, self.second_engine = fire_engine(), ambulance()

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_drill_ground)
        wall = facade(_soot, bay=3.4, storey=3.5, window=(2.0, 1.8), sill=1.0, base=0.4)
        stage.box((8, 24), (52, 12, 14.6), wall, plain("#77777a"))
        stage.box((0.2, 17.4), (5.0, 1.6, 0.3), plain("#8b8e90"), bottom=3.1)
        for x in (-1.9, 2.3):
            stage.post(x, 16.8, 3.1, plain("#9a9c9e"), 0.2)
        stage.wall(
            (-1.4, 17.95), (1.8, 17.95), 2.7, facade(plain("#55595f"), bay=1.6, storey=3.0, window=(1.3, 2.3), sill=0.1)
        )
        for x, seed in ((-12, 1), (21, 2), (-19, 3), (28, 4)):
            stage.tree(x, 14.5, 7.5, "#56682f", seed=seed)
        for i in range(8):
            stage.box((-13 + i * 2.2, -0.6), (0.3, 0.3, 0.6), bars_orange, casts=False)
        street_lamp(stage, -6, 14.6, 0.8, 6)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers([*self.people, *self.crew], second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)
        yield self.bodies.show(self.engine, Drive((8.5, 8.2, 0), math.radians(-72), 0.6, beacon=flashing(second)))
        yield self.bodies.show(
            self.second_engine, Drive((17.5, 6.0, 0), math.radians(-80), 0.4, beacon=flashing(second + 0.1))
        )
        hose = Strokes((5, 12, 0))
        line = [(5.0, 9.2, 0.06), (4.2, 10.6, 0.06), (5.3, 12.0, 0.06), (3.4, 13.6, 0.06), (3.0, 15.2, 0.06)]
        for a, b in pairwise(line):
            hose.limb(a, b, 0.05, (0.5, 0.42, 0.3))
        yield hose

    def over(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies over the figures."""
        self.smoke.rising(frame, brush, second)
        self.thin.rising(frame, brush, second)
        if int(second * 4) % 2:
            brush.glow(frame, (6.4, 8.8, 3.3), 0.9, (0.25, 0.45, 1.0))


bars_orange = plain("#d9642a")


def _soot(u: Array, v: Array) -> Array:
    out = plain("#c3b9a4", 0.1, 2.2)(u, v)
    soot = np.clip(1 - np.hypot((u - 28.5) / 2.8, (v - 9.0) / 3.4), 0, 1)
    return np.asarray(out * (1 - np.stack([0.8 * soot] * 3 + [0 * soot], 1)), np.float32)


def _drill_ground(x: Array, y: Array) -> Array:
    out = asphalt("#6a6b6d", 0.3)(x, y)
    court = (np.abs(x + 6) < 0.06) & between(y, -10, 12) | (np.abs(y - 12) < 0.06) & between(x, -16, 3)
    out = blend(out, shaded("#c9c9c0", np.ones_like(x)), court)
    out = blend(out, paving("#aaa59b", 0.5)(x, y), between(y, 15.4, 18))
    return blend(out, grass()(x, y), between(y, 12.8, 15.4) & ((x < -3.5) | (x > 14)))


class HospitalEntrance(Drawing):
    """The emergency entrance: an ambulance arrives under the canopy and leaves again."""

    lens = Lens((-12, -9.5, 5.8), yaw=36, pitch=15, field=74, bend=-0.06)
    light = Light(sky=(0.6, 0.64, 0.7), sun=(0, 0, 0), exposure=1.15, haze=(0.8, 0.82, 0.85), sight=300)

    def __init__(self) -> None:
        self.bodies = Bodies(self.light, self.lens.eye)
        chance = np.random.default_rng(81)
        ways: list[list[tuple[float, float]]] = [
            [(-16, 2.0), (2, 3.0), (5.0, 9.5)],
            [(24, 2.5), (12, 3.5), (5.0, 9.5)],
            [(-16, -3), (24, -3.5)],
        ]
        self.people = strolls(chance, ways, 12, wobble=0.4)
        white = Person(1.72, (0.75, 0.76, 0.78), (0.5, 0.55, 0.6), (0.1, 0.06, 0.04))
        blue = Person(1.78, (0.06, 0.16, 0.36), (0.05, 0.1, 0.2), (0.05, 0.04, 0.03))
        self.staff = [
            Goer(white, Walk(Path([(5.4, 9.6), (8.6, 6.2), (9.0, 6.0)]), 15, 1.3, ((4.4, 14.0),))),
            Goer(blue, Walk(Path([(13.4, 6.0), (10.2, 7.0), (5.8, 9.6)], smooth=True), 19, 1.2, ((2.0, 8.0),))),
            Goer(blue, Walk(Path([(13.6, 6.8), (10.0, 7.6), (5.4, 9.6)], smooth=True), 20, 1.2, ((2.0, 8.0),))),
        ]
        self.waiting = Waiting(
            [
                Stander(Person.at_random(chance), (-1.5, 8.4, 0.0), 2.4),
                Stander(white, (-2.4, 8.2, 0.0), 2.0),
                Stander(Person.at_random(chance), (1.4, 8.5, 0), 3.0),
            ]
        )
        self.ambulance = ambulance()
        self.way = Path(
            [(60, -0.6), (24, -0.6), (15, 4.6), (8.5, 4.8), (-2, 4.6), (-12, -0.6), (-60, -0.6)], smooth=True
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_hospital_ground)
        wall = facade(plain("#d7dadb", 0.05, 3), bay=3.3, storey=3.4, window=(2.2, 1.7), sill=1.0, base=0.5)
        stage.box((6, 17), (56, 14, 17.5), wall, plain("#888888"))
        stage.box((6, 6.6), (14, 6.4, 0.5), plain("#e1e3e4", 0.03), plain("#b9bcbd"), bottom=4.0)
        stage.wall((-1.0, 3.39), (13.0, 3.39), 4.52, _red_sign, 3.98)
        for x in (-0.4, 12.4):
            for y in (4.0, 9.2):
                stage.post(x, y, 4.0, plain("#c9ccce"), 0.3)
        stage.wall(
            (2.2, 9.97), (8.6, 9.97), 3.1, facade(plain("#6a7076"), bay=1.6, storey=3.2, window=(1.45, 2.7), sill=0.1)
        )
        stage.wall((15, 9.96), (18, 9.96), 8.6, _cross, 5.6)
        stage.wall((-12, 9.97), (-6, 9.97), 3.0, bars_red, 0.2)
        chance = np.random.default_rng(2)
        for x in (-12.5, -9.3, 21, 24.2, 27.4):
            parked(stage, van(paint("#d9dadb")) if x == 21 else any_car(chance), x, 7.0, 180)
        parked(stage, ambulance(), 30.6, 6.8, 180)
        for x, y, seed in ((-16, 3.5, 1), (19, -7, 2), (31, -7, 3)):
            stage.tree(x, y, 6.5, "#4f6433", seed=seed)
        bench(stage, -3.4, 9.2)
        for i in range(6):
            stage.post(-0.8 + i * 2.6, 3.0, 0.8, plain("#d2b22a"), 0.12)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers([*self.people, *self.staff], second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)
        gone = eased(second, (3, 13, 40, 54), (0, 48.5, 48.5, self.way.length))
        if 0 < gone < self.way.length:
            x, y, _ = self.way.at(gone)
            (x0, y0, _), (x1, y1, _) = self.way.at(gone - 2), self.way.at(gone + 2)
            drive = Drive(
                (x, y, 0), math.atan2(x1 - x0, y1 - y0), 0.5, 9 < second < 40, flashing(second) if second < 30 else -1
            )
            yield self.bodies.show(self.ambulance, drive)


bars_red: Material = facade(plain("#c9cccd"), bay=1.5, storey=2.8, window=(1.3, 2.4), sill=0.1)


def _hospital_ground(x: Array, y: Array) -> Array:
    out = asphalt("#68696b", 0.2)(x, y)
    out = blend(out, paving("#b0aca4", 0.4)(x, y), (y > 7.6) & (np.abs(x - 6) < 9) | between(y, -4.6, -2.4))
    out = blend(out, plain("#c3c3bd")(x, y), between(y, -2.4, -2.2))
    out = blend(out, grass()(x, y), y < -4.6)
    zone = (
        between(x, -1, 13)
        & between(y, 2.4, 7.4)
        & ((np.mod(x + y, 1.6) < 0.22) & (between(y, 2.4, 3.2) | between(y, 6.6, 7.4)))
    )
    return blend(out, shaded("#c9a62a", np.ones_like(x)), zone)


def _red_sign(u: Array, v: Array) -> Array:
    letters = between(v, 0.12, 0.42) & between(u, 4.6, 9.8) & dashed(u + 0.2 * np.floor(u * 1.3), 0.36, 0.24)
    return blend(shaded("#b01f1c", np.ones_like(u), 0.2), shaded("#f2efe8", np.ones_like(u), 0.5), letters)


def _cross(u: Array, v: Array) -> Array:
    arms = (between(u, 1.1, 1.9) & between(v, 0.4, 2.6)) | (between(v, 1.1, 1.9) & between(u, 0.4, 2.6))
    return blend(shaded("#e9eaea", np.ones_like(u)), shaded("#c3201c", np.ones_like(u), 0.3), arms)


class CarPark(Drawing):
    """The car park of a supermarket."""

    lens = Lens((-15, -15, 10.5), yaw=36, pitch=23, field=76, bend=-0.08)
    light = Light(sky=(0.43, 0.48, 0.56), sun=(1.5, 1.38, 1.15), towards_sun=(60, 36), exposure=1.2)

    def __init__(self) -> None:
        self.bodies = Bodies(self.light, self.lens.eye)
        chance = np.random.default_rng(91)
        ways: list[list[tuple[float, float]]] = [
            [(-4, 2.8), (14, 3.4), (14, 34)],
            [(8, 14.8), (20, 15.4), (24, 34)],
            [(30, 2.8), (30, 34)],
            [(-10, -6), (14, -6), (14.5, 34)],
        ]
        self.people = strolls(chance, ways, 13, wobble=0.7)
        self.coming, self.going, self.passing = (any_car(chance) for _ in range(3))
        self.in_way = Path([(-50, 3), (14, 3), (19.1, 3.6), (19.2, 9.0)], smooth=True)
        self.out_way = Path([(9.6, 9.0), (9.7, 4), (14, 3), (60, 3)], smooth=True)
        self.through = Path([(70, 15), (-60, 15)])

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(day_sky)
        stage.ground(_parking_ground)
        stage.box((20, 44), (70, 16, 8), _market_wall, plain("#8a8d90"))
        chance = np.random.default_rng(14)
        for row, heading in ((-3.0, 0), (9.0, 180), (21.0, 0), (26.6, 180)):
            for i in range(22):
                x = -16 + i * 3.2
                is_free = (row, i) in ((9.0, 11), (9.0, 8)) or chance.random() < 0.2
                if not is_free:
                    parked(
                        stage,
                        any_car(chance),
                        x + chance.uniform(-0.15, 0.15),
                        row + chance.uniform(-0.3, 0.3),
                        heading + chance.choice([0, 180], p=[0.8, 0.2]),
                    )
        for x, y in ((-1.6, 12.0), (27.2, 12.0), (8, 24), (40, 24)):
            street_lamp(stage, x, y, 1.2, 9)
        for x, y, seed in ((11.2, 23.8, 1), (24, 23.8, 2), (-8, 23.8, 3), (36, 23.8, 4), (46, 11.8, 5)):
            stage.tree(x, y, 6, "#4f6432", seed=seed)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        for vehicle, way, gone, backwards in (
            (self.coming, self.in_way, eased(second, (6, 20), (0.0, self.in_way.length)), False),
            (self.going, self.out_way, eased(second, (30, 46), (0.0, self.out_way.length)), False),
            (self.passing, self.through, eased(second, (24, 40), (0.0, self.through.length)), False),
        ):
            is_home = second <= 58 if vehicle is self.coming else gone < way.length - 0.1
            if not is_home or (vehicle is self.passing and gone <= 0):
                continue
            (x0, y0, _), (x1, y1, _) = way.at(gone - 1.3), way.at(gone + 1.3)
            x, y, _ = way.at(gone)
            yield self.bodies.show(vehicle, Drive((x, y, 0), math.atan2(x1 - x0, y1 - y0), 0.0, backwards))


def _parking_ground(x: Array, y: Array) -> Array:
    out = asphalt("#646568", 0.35)(x, y)
    rows = between(y, -5.6, -0.4) | between(y, 6.4, 11.6) | between(y, 18.4, 29.2)
    bays = rows & (np.mod(x + 16 + 1.6, 3.2) < 0.12)
    edge = (np.abs(y - 11.6) < 0.06) | (np.abs(y + 5.6) < 0.06) | (np.abs(y - 23.8) < 0.06)
    out = blend(out, shaded("#d0d0c8", 0.8 + 0.2 * asphalt()(x, y)[:, 0] * 5), bays | edge)
    arrow = between(np.mod(x, 24), 2, 4) & (np.abs(y - 3) < 0.12) | between(np.mod(x, 24), 4, 5) & (
        np.abs(y - 3) < (5 - np.mod(x, 24)) * 0.5
    )
    out = blend(out, shaded("#d0d0c8", np.ones_like(x)), arrow)
    return blend(out, paving("#b3aea5", 0.5)(x, y), y > 32)


def _market_wall(u: Array, v: Array) -> Array:
    out = plain("#c9cdd0", 0.05, 4)(u, v)
    out = blend(out, shaded("#1f7a4a", np.ones_like(u)), between(v, 5.6, 7.4))
    letters = between(v, 6.0, 7.0) & between(u, 20, 34) & dashed(u + 0.4 * np.floor(u * 0.7), 1.1, 0.75)
    out = blend(out, shaded("#f2f2ea", np.ones_like(u), 0.3), letters)
    glass = between(v, 0.3, 4.2) & between(u, 14, 44)
    pane = shaded("#4b5862", 0.5 + 0.5 * (np.mod(u, 2.5) / 2.5))
    pane = blend(pane, shaded("#c9ccce", np.ones_like(u)), (np.mod(u, 2.5) < 0.12) | (np.abs(v - 3.0) < 0.06))
    return blend(out, pane, glass)
