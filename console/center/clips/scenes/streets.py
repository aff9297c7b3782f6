"""A street at night: with its lamps, with its lamps out; and the road along the mountains' edge."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Lamp, Light
from console.center.clips.drawing.materials import (
    asphalt,
    between,
    blend,
    clouds,
    dashed,
    facade,
    grass,
    paving,
    plain,
    shaded,
)
from console.center.clips.drawing.motion import Lane, Path, spread
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.drawing.vehicles import any_car
from console.center.clips.scenes.parts import SODIUM, Cars, fence, goers, parked, street_lamp, strolls

LAMPS = [(side * 6.4, y) for y in range(2, 100, 19) for side in (-1, 1)]


class LitStreet(Drawing):
    """A residential street under sodium lamps."""

    lens = Lens((-7.6, -12, 6.2), yaw=13, pitch=14, field=66, bend=-0.06)
    light = Light(
        sky=(0.02, 0.024, 0.036),
        sun=(0, 0, 0),
        haze=(0.03, 0.03, 0.045),
        sight=260,
        exposure=1.5,
        lamps=tuple(Lamp((x * 0.72, y, 8.6), SODIUM, 26, 0.35) for x, y in LAMPS),
    )
    grain = 2.2
    seed = 21
    is_lit = True

    def __init__(self) -> None:
        chance = np.random.default_rng(self.seed)
        lanes = [
            Lane(Path([(1.8, -40), (1.8, 140)]), spread(chance, 6), 12.0),
            Lane(Path([(-1.8, 140), (-1.8, -40)]), spread(chance, 6), 11.0),
        ]
        self.cars = Cars(lanes, chance, lights=1.0)
        ways: list[list[tuple[float, float]]] = [
            [(-8.2, -6), (-8.2, 60)],
            [(8.2, -10), (8.2, 60)],
            [(-8.2, 22), (8.2, 22.5)],
        ]
        self.people = strolls(chance, ways, 13, wobble=0.5)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(lambda azimuth, elevation: np.outer(1 + elevation / 90, [0.012, 0.013, 0.022]))
        stage.ground(_street)
        lit = 0.28 if self.is_lit else 0.1
        walls = [plain("#b8a888", 0.1, 2), plain("#a7adb0", 0.1, 2), plain("#c4b6a2", 0.1, 2)]
        for i in range(4):
            stage.box((24, 14 + i * 34), (20, 26, 15 + 3 * (i % 2)), facade(walls[i % 3], lit=lit), plain("#555555"))
            stage.box((-26, 18 + i * 34), (22, 28, 15), facade(walls[(i + 1) % 3], lit=lit), plain("#555555"))
        for i in range(8):
            stage.tree(11.6, 7 + i * 11.5, 8.5, "#3d4f28", seed=i)
            stage.tree(-11.8, 12 + i * 11.5, 8.0, "#3d4f28", seed=20 + i)
        for x, y in LAMPS:
            street_lamp(stage, x, y, -1.8 if x > 0 else 1.8, glow=(2.6, 1.8, 0.9) if self.is_lit else None)
        chance = np.random.default_rng(4)
        for along in (4.0, 10.5, 28.0, 34.0, 47.0, 53.0):
            parked(stage, any_car(chance), 4.5, along, 0)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from self.cars.strokes(second, self.lens, self.light)
        yield from goers(self.people, second, self.lens, self.light)

    def behind(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies under the figures."""
        self.cars.beams(frame, brush, second, 0.7 if self.is_lit else 5.0)

    def over(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies over the figures."""
        self.cars.glare(frame, brush, second)


class DarkStreet(LitStreet):
    """The like with the lamps out: the camera has gone over to infrared, only head lamps light the road."""

    lens = Lens((8.8, -9, 5.4), yaw=-14, pitch=13, field=70, bend=-0.06)
    light = Light(
        sky=(0.012, 0.013, 0.016),
        sun=(0, 0, 0),
        haze=(0.008, 0.009, 0.011),
        sight=120,
        exposure=2.4,
        colourless=0.9,
        lamps=(Lamp((8.8, -8, 5.6), (1, 1, 1), 14, 1.0), Lamp((-4.6, 97, 8.6), SODIUM, 30, 0.4)),
    )
    grain = 4.2
    fall_off = 0.5
    seed = 22
    is_lit = False

    def __init__(self) -> None:
        super().__init__()
        chance = np.random.default_rng(5)
        lanes = [
            Lane(Path([(1.8, -40), (1.8, 140)]), (4.0, 31.0, 44.0), 10.0),
            Lane(Path([(-1.8, 140), (-1.8, -40)]), (12.0, 26.0, 50.0), 10.5),
        ]
        self.cars = Cars(lanes, chance, lights=1.0)
        self.people = self.people[:5]


def _street(x: Array, y: Array) -> Array:
    ax = np.abs(x)
    out = blend(grass("#55603a")(x, y), paving("#9a958c", 0.5)(x, y), between(ax, 7.0, 9.6))
    out = blend(out, plain("#a5a5a0")(x, y), between(ax, 5.6, 5.85))
    out = blend(out, asphalt("#57595c", 0.3)(x, y), ax < 5.6)
    zebra = between(y, 20.5, 24.5) & (ax < 5.4) & dashed(x + 0.25, 1.0, 0.5)
    marks = ((ax < 0.08) & dashed(y, 6, 3) & ~between(y, 18, 27)) | zebra
    return blend(out, shaded("#cfcfc6", 0.9 + 0.1 * clouds(x, y, 0.5)), marks)


class MountainRoad(Drawing):
    """The road up to the mountains' edge on a clear late afternoon: a bend, a guard rail, spruces."""

    lens = Lens((-13, -16, 8.5), yaw=30, pitch=6.5, field=66, bend=-0.05)
    light = Light(
        sky=(0.36, 0.42, 0.55),
        sun=(1.7, 1.35, 0.95),
        towards_sun=(285, 24),
        haze=(0.55, 0.64, 0.78),
        sight=900,
        exposure=1.2,
    )
    grain = 1.5

    def __init__(self) -> None:
        chance = np.random.default_rng(31)
        self.middle: list[tuple[float, float]] = [
            (-60, -13),
            (-14, -6),
            (8, 2),
            (20, 16),
            (22, 36),
            (10, 60),
            (4, 80),
            (8, 130),
        ]
        right = Path(_beside(self.middle, 1.9), smooth=True)
        left = Path(_beside(self.middle, -1.9)[::-1], smooth=True)
        self.cars = Cars([Lane(right, spread(chance, 6, 4), 11.0), Lane(left, spread(chance, 6, 4), 12.0)], chance)
        self.people = strolls(chance, [[(-22, 1.5), (-6, 7), (6, 12), (12, 20), (14, 36)]], 5, wobble=0.4)
        self.centre = Path(self.middle, smooth=True)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(_mountain_sky)
        line = np.array(self.centre.points, np.float32)
        stage.ground(lambda x, y: _mountain_ground(x, y, _away(x, y, line)))
        chance = np.random.default_rng(8)
        rail = Path(_beside(self.middle, 5.2), smooth=True)
        steel = plain("#b9bdc0", 0.1, 0.5)
        for i in range(int(rail.length / 2)):
            (x0, y0, _), (x1, y1, _) = rail.at(i * 2.0), rail.at(i * 2.0 + 2.0)
            stage.wall((x0, y0), (x1, y1), 0.78, steel, 0.48)
            stage.shadow([(x0, y0, 0.48), (x0, y0, 0.78), (x1, y1, 0.48), (x1, y1, 0.78)])
            stage.post(x0, y0, 0.7, STEEL_POST, 0.1)
        for _ in range(60):
            x, y = chance.uniform(-45, 110), chance.uniform(6, 150)
            if float(_away(np.array([x]), np.array([y]), line)[0]) > 8.5 and not (x < 14 and y < 18):
                _spruce(stage, x, y, chance.uniform(5, 11), chance)
        for x, y, radius, top in (
            (-38, 62, 90, 13.0),
            (70, 120, 120, 20.0),
            (-120, 110, 140, 30.0),
            (10, 190, 150, 26.0),
        ):
            stage.ball((x, y, top - radius), radius, "#757848", ragged=0.004, casts=False)
        street_lamp(stage, 11, 9.5, 1.8)
        fence(stage, (-22, 9), (-2, 14), 1.2, 0.5)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from self.cars.strokes(second, self.lens, self.light)
        yield from goers(self.people, second, self.lens, self.light)


STEEL_POST = plain("#8d9296", 0.05)


def _beside(line: list[tuple[float, float]], aside: float) -> list[tuple[float, float]]:
    points = np.array(line)
    ahead = np.gradient(points, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    moved = points + aside * np.stack([ahead[:, 1], -ahead[:, 0]], 1)
    return [(float(x), float(y)) for x, y in moved]


def _away(x: Array, y: Array, line: Array) -> Array:
    """Distance in metres from points to a line of many points."""
    best = np.full(len(x), 1e6, np.float32)
    for (x0, y0), (x1, y1) in pairwise(line):
        dx, dy = x1 - x0, y1 - y0
        share = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
        best = np.minimum(best, np.hypot(x - x0 - share * dx, y - y0 - share * dy))
    return best


def _mountain_ground(x: Array, y: Array, away: Array) -> Array:
    out = grass("#76754a")(x, y)
    out = blend(out, shaded("#8d8370", 0.8 + 0.4 * clouds(x, y, 0.6)), between(away, 4.2, 5.6))
    out = blend(out, asphalt("#636467", 0.3)(x, y), away < 4.2)
    return blend(out, shaded("#d2d2c8", np.ones_like(x)), (away < 0.08) | between(away, 3.75, 3.88))


def _mountain_sky(azimuth: Array, elevation: Array) -> Array:
    share = np.clip(elevation / 28, 0, 1)[:, None]
    out = np.array([0.8, 0.86, 0.95]) * (1 - share) + np.array([0.3, 0.47, 0.8]) * share
    for height, rough, near, seed in (
        (13.5, 6.5, 0.0, 0.0),
        (7.0, 4.0, 0.5, 40.0),
        (3.0, 2.6, 0.85, 90.0),
    ):
        ridge = height * 0.55 + rough * (
            clouds(azimuth + seed, azimuth * 0 + seed, 9.0)
            + 0.5 * clouds(azimuth + seed, azimuth * 0, 3.1)
            + 0.2 * clouds(azimuth + seed, azimuth * 0, 0.9)
        )
        inside = elevation < ridge
        slope = 0.6 * clouds(azimuth + elevation * 0.8, elevation * 0.7 - azimuth * 0.5, 1.9) + 0.4 * clouds(
            azimuth * 1.3 - elevation, elevation, 0.6
        )
        rock = np.array([0.36, 0.43, 0.56]) * (1 - near) + np.array([0.16, 0.2, 0.13]) * near
        colour = rock * (0.75 + 0.5 * slope[:, None])
        is_snow = (elevation > 5.5 + 5.5 * slope) & (near == 0)
        colour = np.where(is_snow[:, None], np.array([0.85, 0.88, 0.95]) * (0.75 + 0.35 * slope[:, None]), colour)
        out = np.where(inside[:, None], colour, out)
    return np.asarray(out, np.float32)


def _spruce(stage: Stage, x: float, y: float, height: float, chance: np.random.Generator) -> None:
    stage.post(x, y, height * 0.5, plain("#4a3b2f"), 0.25)
    for share in np.linspace(0.12, 1, 14):
        width = height * 0.17 * (1.05 - share)
        for _ in range(3):
            angle = chance.uniform(0, 6.28)
            spot = (x + width * 0.7 * np.cos(angle), y + width * 0.7 * np.sin(angle), height * share)
            stage.ball(
                (float(spot[0]), float(spot[1]), float(spot[2])),
                width * 0.55 + 0.12,
                str(chance.choice(["#2c3d2a", "#34482f", "#263626"])),
                ragged=0.8,
            )
