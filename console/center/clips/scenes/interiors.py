"""Under a roof: the underpass, the airport's hall, a shop."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from console.center.clips.drawing.brush import Strokes
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Lamp, Light
from console.center.clips.drawing.materials import between, blend, bricks, clouds, dashed, grit, paving, plain, shaded
from console.center.clips.drawing.motion import Path, Walk
from console.center.clips.drawing.people import Person
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.scenes.parts import Goer, Stander, Waiting, goers, strolls

TUBE = (1.0, 0.98, 0.92)


class Underpass(Drawing):
    """A pedestrian underpass with kiosks and stairs up into daylight at its end."""

    lens = Lens((-1.7, -2.6, 2.72), yaw=6, pitch=13, field=76, bend=-0.09)
    light = Light(
        sky=(0.05, 0.055, 0.06),
        sun=(0, 0, 0),
        haze=(0.5, 0.5, 0.48),
        sight=260,
        exposure=1.35,
        lamps=tuple(Lamp((x, y, 2.8), TUBE, 2.2, 0.9) for y in range(1, 46, 5) for x in (-1.2, 1.2)),
    )
    grain = 2.4
    fall_off = 0.42

    def __init__(self) -> None:
        chance = np.random.default_rng(111)
        lines = [[(-1.6, -4), (-1.4, 46)], [(0.2, -4), (0.3, 46)], [(1.5, -4), (1.2, 46)]]
        self.people = strolls(chance, lines, 17, wobble=0.35)
        self.waiting = Waiting(
            [
                Stander(Person.at_random(chance), (2.2, 9.4, 0), 1.4),
                Stander(Person.at_random(chance, carries="bag"), (1.9, 17.2, 0), 1.8),
                Stander(Person.at_random(chance, carries=""), (-2.5, 21.0, 0), 1.6),
            ]
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.ground(_granite)
        stage.ground(_ceiling, 2.95)
        stage.wall((-3.1, -8), (-3.1, 46), 2.95, _tiles)
        stage.wall((3.1, 46), (3.1, -8), 2.95, _kiosks)
        stage.wall((-3.1, 46), (3.1, 46), 2.95, _daylight)
        for i in range(8):
            stage.box(
                (0, 44.2 + i * 0.3), (4.4, 0.3, 0.16 * (i + 1)), plain("#9a958c"), paving("#b9b4ab", 0.4), casts=False
            )
        for y in (6, 18, 30, 42):
            stage.box((-2.9, y), (0.5, 0.6, 2.95), plain("#b9b6ae", 0.08), casts=False)
        stage.box((-2.85, 12.5), (0.35, 1.2, 1.8), _poster_case, bottom=0.7, casts=False)
        stage.box((-2.85, 24.5), (0.35, 1.2, 1.8), _poster_case, bottom=0.7, casts=False)
        stage.box((0, 13), (2.2, 0.12, 0.42), _way_sign, bottom=2.45, casts=False)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)


def _granite(x: Array, y: Array) -> Array:
    out = paving("#8b857c", 0.6, 0.02, 0.3)(x, y)
    return blend(
        out, shaded("#5a4a42", 0.8 + 0.3 * grit(x, y, 0.05)), (np.abs(np.abs(x) - 2.2) < 0.15) | (np.mod(y, 6) < 0.3)
    )


def _ceiling(x: Array, y: Array) -> Array:
    out = plain("#b5b3ac", 0.1, 1.5, 0.3)(x, y)
    out = blend(out, shaded("#76756f", np.ones_like(x)), (np.mod(y, 1.2) < 0.03) | (np.mod(x, 1.2) < 0.03))
    tube = (np.abs(np.abs(x) - 1.2) < 0.14) & (np.mod(y - 0.2, 5) < 1.6)
    flaw = (np.floor((y - 0.2) / 5) == 4) & (x > 0)
    return blend(out, shaded("#fbfff4", np.ones_like(x), 2.2), tube & ~flaw)


def _tiles(u: Array, v: Array) -> Array:
    out = bricks("#cfcabc", 0.2, 0.1)(u, v)
    out = blend(out, bricks("#3f6f78", 0.2, 0.1)(u, v), between(v, 0.9, 1.2) | (v < 0.15))
    return np.asarray(out * (0.8 + 0.2 * clouds(u, v, 1.3))[:, None] * np.array([1, 1, 1, 1], np.float32), np.float32)


def _kiosks(u: Array, v: Array) -> Array:
    out = _tiles(u, v)
    place = 46 - u
    bay, number = np.mod(place, 7.5), np.floor(place / 7.5).astype(np.int32)
    inside = between(bay, 1.2, 6.2) & between(v, 0.7, 2.2) & (place > 3) & (number != 3)
    goods = grit(u, v, 0.22)
    colours = np.array(
        [[0.7, 0.25, 0.15], [0.2, 0.4, 0.6], [0.7, 0.6, 0.2], [0.3, 0.5, 0.25], [0.8, 0.75, 0.65]], np.float32
    )
    shelf = shaded("#ffffff", 0.4 + 0.6 * goods, 0.75)
    shelf[:, :3] = colours[(goods * 4.99).astype(np.int32)] * (0.4 + 0.6 * goods[:, None])
    shelf = blend(shelf, shaded("#3a332c", np.ones_like(u), 0.4), np.mod(v, 0.4) < 0.05)
    sign_colours = np.array([[0.5, 0.04, 0.04], [0.03, 0.2, 0.4], [0.05, 0.3, 0.12], [0.5, 0.35, 0.02]], np.float32)
    sign = shaded("#ffffff", np.ones_like(u), 0.9)
    sign[:, :3] = sign_colours[number % 4]
    letters = between(v, 2.38, 2.58) & between(bay, 2.0, 5.2) & dashed(u, 0.2, 0.13)
    sign = blend(sign, shaded("#f7f3e6", np.ones_like(u), 1.1), letters)
    out = blend(out, sign, between(bay, 1.0, 6.4) & between(v, 2.25, 2.7) & (place > 3) & (number != 3))
    out = blend(
        out, shaded("#4b4f55", np.ones_like(u)), between(bay, 1.0, 6.4) & (v < 2.25) & (place > 3) & (number != 3)
    )
    shutter = shaded("#9ba1a6", 0.6 + 0.4 * dashed(v, 0.12, 0.08))
    out = blend(out, shutter, between(bay, 1.2, 6.2) & (v < 2.4) & (number == 3))
    return blend(out, shelf, inside)


def _daylight(u: Array, v: Array) -> Array:
    out = shaded("#e9f0f8", 0.6 + 0.4 * v / 3, 1.4)
    return blend(out, shaded("#8f9498", np.ones_like(u)), (np.abs(u - 3.1) > 2.3) | (v > 2.6))


def _poster_case(u: Array, v: Array) -> Array:
    out = shaded("#e8dcc0", 0.8 + 0.2 * clouds(u, v, 0.3), 1.0)
    out = blend(out, shaded("#b0502f", np.ones_like(u), 0.9), between(v, 0.9, 1.5) & (clouds(u, v, 0.4) > 0.45))
    return blend(out, shaded("#3a3f44", np.ones_like(u)), (v < 0.1) | (v > 1.7))


def _way_sign(u: Array, v: Array) -> Array:
    letters = between(v, 0.14, 0.3) & between(u, 0.5, 2.0) & dashed(u, 0.14, 0.09)
    arrow = between(v, 0.12, 0.32) & between(u, 0.12, 0.34)
    return blend(shaded("#14508c", np.ones_like(u), 0.7), shaded("#f4f4f0", np.ones_like(u), 1.0), letters | arrow)


class AirportHall(Drawing):
    """The departure hall: check-in desks, a board, daylight through the glass front."""

    lens = Lens((-11, -7, 6.4), yaw=30, pitch=19, field=78, bend=-0.08)
    light = Light(
        sky=(0.34, 0.36, 0.4),
        sun=(0, 0, 0),
        haze=(0.7, 0.72, 0.75),
        sight=320,
        exposure=1.2,
        lamps=tuple(Lamp((x, y, 9.5), (1.0, 0.97, 0.9), 16, 0.7) for x in (-6, 4, 14, 24) for y in (2, 11, 20)),
    )
    grain = 1.5

    def __init__(self) -> None:
        chance = np.random.default_rng(121)
        lines = [
            [(-16, 3), (6, 4), (34, 3)],
            [(-14, 9), (10, 8), (34, 8)],
            [(-10, -5), (0, 8), (3, 16)],
            [(26, -6), (14, 6), (10, 16)],
        ]
        self.people = [
            Goer(Person.at_random(chance, carries=str(chance.choice(["suitcase", "suitcase", "backpack", ""]))), g.walk)
            for g in strolls(chance, lines, 17, wobble=1.2)
        ]
        waiting: list[Stander] = []
        for desk in range(6):
            for place in range(int(chance.integers(1, 5))):
                spot = (-4.4 + desk * 4.6 + chance.uniform(-0.3, 0.3), 15.6 - place * 1.35)
                waiting.append(
                    Stander(
                        Person.at_random(chance, carries=str(chance.choice(["suitcase", "bag", "backpack"]))),
                        (*spot, 0),
                        chance.uniform(-0.3, 0.3),
                    )
                )
            clerk = Person(1.68, (0.03, 0.08, 0.22), (0.02, 0.03, 0.06), (0.04, 0.03, 0.02))
            waiting.append(Stander(clerk, (-4.4 + desk * 4.6, 18.6, 0), 3.1))
        for i in range(7):
            waiting.append(Stander(Person.at_random(chance), (15 + i * 0.7, 1.6 + (i % 2) * 0.4, -0.38), 2.6 + 0.2 * i))
        self.waiting = Waiting(waiting)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.ground(_polished)
        stage.ground(_hall_ceiling, 11)
        stage.wall((-16, 23), (42, 23), 11, _back_wall)
        stage.wall((-16, -14), (-16, 23), 11, plain("#b9bfc4", 0.05, 3))
        stage.wall((36, 23), (36, -14), 11, _glass_front)
        for desk in range(6):
            x = -4.4 + desk * 4.6
            stage.box((x, 17.4), (3.2, 0.8, 1.1), plain("#dfe2e4", 0.03), plain("#59636c"))
            stage.box((x, 16.98), (3.2, 0.06, 0.35), plain("#1d5fa8", 0.03), bottom=0.5)
            stage.box((x + 1.95, 18.0), (0.7, 2.2, 0.35), plain("#3b4046"), plain("#23272b"))
            stage.box((x, 19.6), (2.8, 0.12, 0.8), _desk_screen, bottom=2.7)
            stage.post(x - 1.2, 19.6, 2.7, plain("#8d9296"), 0.08)
            stage.post(x + 1.2, 19.6, 2.7, plain("#8d9296"), 0.08)
        for x in (-7, 20, 33):
            for y in (6.2,):
                stage.box((x, y), (0.8, 0.8, 11), plain("#d9dbdc", 0.04), casts=False)
        stage.surface([(2, 22.9, 6.2), (18, 22.9, 6.2), (18, 22.9, 9.4), (2, 22.9, 9.4)], _departures)
        for row in (0.6, 2.2):
            stage.box((17.5, row), (6.4, 0.55, 0.08), plain("#24282d"), bottom=0.42)
            stage.box((17.5, row - 0.3), (6.4, 0.06, 0.5), plain("#24282d"), bottom=0.45)
        for i in range(5):
            for y in (11.2, 13.6):
                stage.post(-6.6 + i * 4.6, y, 1.0, plain("#3a3d40"), 0.07)
            stage.beam((-6.6 + i * 4.6, 11.2, 0.95), (-6.6 + i * 4.6, 13.6, 0.95), 0.05, plain("#a32a2a"))
        for x in (-6.0, 30.0):
            stage.box((x, 0.0), (1.2, 1.2, 0.6), plain("#e3e3df"))
            for k in range(8):
                stage.ball((x + 0.3 * np.cos(k), 0.3 * np.sin(k), 0.9 + 0.1 * (k % 3)), 0.4, "#3c5a30", ragged=0.7)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)


def _polished(x: Array, y: Array) -> Array:
    out = paving("#b7b3aa", 1.2, 0.025, 0.12)(x, y)
    out = blend(out, paving("#8c8a86", 1.2, 0.025)(x, y), between(y, 6.0, 7.2) | (np.abs(np.mod(x, 14.4) - 0.6) < 0.6))
    sheen = np.clip(1.35 - np.abs(x - 31) / 14, 0, 1)[:, None] * np.array([0.5, 0.52, 0.55, 0.0], np.float32)
    bright = np.exp(-((np.mod(x + 6, 10) - 5) ** 2) / 1.4 - ((np.mod(y + 2.5, 9) - 4.5) ** 2) / 5)[:, None]
    return np.asarray(out + sheen * 0.6 + bright * np.array([0.18, 0.18, 0.17, 0], np.float32), np.float32)


def _hall_ceiling(x: Array, y: Array) -> Array:
    out = shaded("#9aa0a5", 0.6 + 0.2 * dashed(x, 1.5, 0.9), 0.3)
    return blend(
        out, shaded("#ffffff", np.ones_like(x), 1.6), (np.abs(np.mod(x + 6, 10) - 5) < 0.4) & (np.mod(y, 9) < 4)
    )


def _back_wall(u: Array, v: Array) -> Array:
    out = plain("#c9cdd0", 0.05, 3)(u, v)
    out = blend(out, shaded("#7d868d", np.ones_like(u)), np.mod(u, 3) < 0.05)
    return blend(out, plain("#2d4f78", 0.05)(u, v), between(v, 4.2, 5.4))


def _glass_front(u: Array, v: Array) -> Array:
    out = shaded("#dfe9f4", 0.8 + 0.2 * v / 11, 1.5)
    frame = (np.mod(u, 2.4) < 0.12) | (np.mod(v, 2.7) < 0.1)
    apron = (v < 2.2) & ~frame
    out = blend(out, shaded("#9aa3a8", 0.8 + 0.1 * dashed(u, 9, 5), 1.0), apron)
    return blend(out, shaded("#5b636a", np.ones_like(u), 0.2), frame)


def _desk_screen(u: Array, v: Array) -> Array:
    out = shaded("#0f2c52", np.ones_like(u), 0.9)
    text = (between(v, 0.45, 0.62) & between(u, 0.2, 1.9) & dashed(u, 0.16, 0.11)) | (
        between(v, 0.18, 0.3) & between(u, 0.2, 2.4) & dashed(u, 0.12, 0.08)
    )
    return blend(out, shaded("#f2f5f8", np.ones_like(u), 1.1), text)


def _departures(u: Array, v: Array) -> Array:
    row = np.floor(v / 0.4)
    text = (
        between(np.mod(v, 0.4), 0.1, 0.3)
        & between(u, 0.5, 15.5)
        & (row < 7)
        & dashed(u + row * 0.13, 0.24, 0.17)
        & (np.mod(u + row * 0.31, 5.1) < 3.4)
    )
    out = shaded("#0b0f16", np.ones_like(u), 0.6)
    amber = blend(shaded("#f0c060", np.ones_like(u), 1.1), shaded("#7fd08a", np.ones_like(u), 1.0), u > 12.5)
    out = blend(out, amber, text)
    return blend(
        out,
        shaded("#f4f4f0", np.ones_like(u), 1.0),
        (row >= 7) & between(u, 0.5, 6) & dashed(u, 0.4, 0.28) & between(np.mod(v, 0.4), 0.06, 0.34),
    )


class Shop(Drawing):
    """A grocery: shelves, a cash desk, customers."""

    lens = Lens((-4.6, -3.2, 2.95), yaw=36, pitch=19, field=84, bend=-0.1)
    light = Light(
        sky=(0.16, 0.165, 0.17),
        sun=(0, 0, 0),
        haze=(0.6, 0.6, 0.6),
        sight=400,
        exposure=1.25,
        lamps=tuple(Lamp((x, y, 3.1), TUBE, 2.4, 0.8) for x in (-3, 0.5, 4, 7.5) for y in (0, 4, 8)),
    )
    grain = 2.0
    fall_off = 0.4

    def __init__(self) -> None:
        chance = np.random.default_rng(131)
        self.people = []
        for i in range(7):
            aisle = (-0.2, 2.9, 6.0)[i % 3] + chance.uniform(-0.3, 0.3)
            path = Path(
                [(-3.8, 9.2), (-3.0, 2.0), (aisle, 1.2), (aisle, 4.5), (aisle + 0.1, 8.2), (-2.6, 8.4), (-3.4, 9.6)],
                smooth=True,
            )
            middle = path.length * chance.uniform(0.35, 0.6)
            rest = max(2.0, 56 - path.length / 0.8)
            self.people.append(
                Goer(Person.at_random(chance, carries="bag"), Walk(path, i * 8.5, 0.85, ((middle, rest * 0.7),)))
            )
        clerk = Person(1.66, (0.3, 0.03, 0.04), (0.03, 0.03, 0.05), (0.05, 0.03, 0.02))
        self.waiting = Waiting(
            [
                Stander(clerk, (-2.6, 4.6, 0), 1.5),
                Stander(Person.at_random(chance, carries="bag"), (-0.95, 4.4, 0), -1.5),
                Stander(Person.at_random(chance), (-0.9, 3.3, 0), -0.4),
            ]
        )

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.ground(paving("#b5b0a5", 0.6, 0.015, 0.1))
        stage.ground(_shop_ceiling, 3.3)
        stage.wall((-5.2, 10.5), (11, 10.5), 3.3, _fridges)
        stage.wall((-5.2, -6), (-5.2, 10.5), 3.3, _shop_window)
        stage.wall((9.6, 10.5), (9.6, -6), 3.3, _shelf)
        for x in (1.4, 4.5, 7.4):
            stage.box((x, 5.0), (0.9, 5.4, 1.75), _shelf, plain("#c9c4b8"))
        stage.box((-1.8, 4.4), (0.8, 2.4, 0.95), plain("#b9bfc2", 0.04), plain("#3b4046"))
        stage.box((-1.9, 5.0), (0.35, 0.3, 0.35), plain("#1c1f22"), bottom=0.95)
        stage.box((-1.75, 3.6), (0.5, 0.4, 0.5), _shelf, bottom=0.95)
        stage.box((-1.3, 1.2), (1.0, 0.7, 0.5), _fruit)
        stage.box((0.2, -0.4), (1.6, 1.0, 0.75), plain("#7a5a3c"), _fruit)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from goers(self.people, second, self.lens, self.light)
        yield from self.waiting.strokes(second, self.lens, self.light)


GOODS = np.array(
    [
        [0.6, 0.08, 0.06],
        [0.08, 0.2, 0.5],
        [0.75, 0.5, 0.06],
        [0.12, 0.4, 0.12],
        [0.75, 0.72, 0.65],
        [0.4, 0.15, 0.35],
        [0.7, 0.28, 0.1],
    ],
    np.float32,
)


def _shelf(u: Array, v: Array) -> Array:
    level = np.floor(v / 0.36)
    kind = grit(u + level * 1.7, level, 0.55)
    pack = grit(u, level, 0.11)
    out = shaded("#ffffff", np.ones_like(u))
    out[:, :3] = GOODS[(kind * 6.99).astype(np.int32)] * (0.55 + 0.5 * pack[:, None])
    tall = 0.2 + 0.13 * grit(u + level, level, 0.55)
    out = blend(out, shaded("#2f2b27", np.ones_like(u)), np.mod(v, 0.36) > tall)
    out = blend(out, shaded("#15120f", np.ones_like(u)), np.mod(u, 0.11) < 0.012)
    label = np.mod(v, 0.36) < 0.05
    out = blend(out, shaded("#dcd8cc", np.ones_like(u)), label)
    return blend(out, shaded("#c8b23a", np.ones_like(u)), label & dashed(u, 0.33, 0.1))


def _fruit(u: Array, v: Array) -> Array:
    kind = grit(u, v, 0.35)
    out = shaded("#ffffff", np.ones_like(u))
    out[:, :3] = np.array([[0.7, 0.1, 0.05], [0.75, 0.45, 0.04], [0.3, 0.5, 0.08], [0.75, 0.65, 0.12]], np.float32)[
        (kind * 3.99).astype(np.int32)
    ]
    return np.asarray(out * (0.6 + 0.5 * grit(u, v, 0.07))[:, None], np.float32)


def _shop_ceiling(x: Array, y: Array) -> Array:
    out = plain("#c5c4be", 0.05, glow=0.35)(x, y)
    out = blend(out, shaded("#8f8e89", np.ones_like(x)), (np.mod(x, 0.6) < 0.02) | (np.mod(y, 0.6) < 0.02))
    return blend(
        out, shaded("#fdfff8", np.ones_like(x), 1.8), (np.abs(np.mod(x - 0.5, 3.5)) < 0.6) & (np.mod(y, 4) < 1.2)
    )


def _fridges(u: Array, v: Array) -> Array:
    goods = _shelf(u, v)
    goods[:, 3] = 0.7
    out = blend(goods, shaded("#d5d9dc", np.ones_like(u)), (np.mod(u, 1.2) < 0.1) | (v > 2.3) | (v < 0.25))
    sign = between(v, 2.45, 2.85)
    return blend(out, shaded("#1d6aa0", np.ones_like(u), 0.5), sign)


def _shop_window(u: Array, v: Array) -> Array:
    pane = shaded("#dbe6f2", 0.8 + 0.2 * v / 3, 1.3)
    street = shaded("#8b9095", 0.8 + 0.3 * clouds(u, v, 0.8), 0.9)
    pane = blend(pane, street, v < 1.5)
    return blend(pane, plain("#a9a49a")(u, v), (np.mod(u, 2.6) < 0.15) | (v < 0.5) | (v > 2.7))
