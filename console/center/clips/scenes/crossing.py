"""A street crossing with signals: by day, and the like at night in the rain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Colour, Lamp, Light
from console.center.clips.drawing.materials import (
    Material,
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
from console.center.clips.drawing.motion import Lane, Path, Signal, Walk, spread
from console.center.clips.drawing.people import Person
from console.center.clips.drawing.scene import Drawing
from console.center.clips.drawing.stage import Stage
from console.center.clips.drawing.vehicles import bus
from console.center.clips.drawing.weather import Rain
from console.center.clips.scenes.parts import NEUTRAL, Cars, Goer, goers, street_lamp

NIGHT_LAMPS = [
    (-7.3, 28.0),
    (7.3, 28.0),
    (-7.3, 56.0),
    (7.3, 56.0),
    (-30.0, 7.4),
    (-9.5, -9.5),
    (9.0, 9.0),
    (-9.0, 9.0),
    (30.0, 7.4),
]
HALF = 7.0
"""Half the width of both carriageways, metres: two lanes each way."""


class DayCrossing(Drawing):
    """A summer morning; the camera hangs on a mast at the corner."""

    lens = Lens((-15.5, -17.5, 9.5), yaw=40, pitch=23, field=72, bend=-0.07)
    light = Light(
        sky=(0.42, 0.47, 0.56), sun=(1.45, 1.32, 1.1), towards_sun=(250, 38), haze=(0.72, 0.78, 0.86), sight=330
    )
    seed = 3
    lights_on = 0.0
    cars_per_lane = 5

    def __init__(self) -> None:
        chance = np.random.default_rng(self.seed)
        self.lanes = _lanes(chance, self.cars_per_lane)
        self.traffic = Cars(self.lanes, chance, lights=self.lights_on)
        self.traffic.vehicles[1, 2] = bus()
        ways = [_over_the_crossing(chance) for _ in range(18)] + [_along_the_pavement(chance) for _ in range(7)]
        self.walks = [Goer(Person.at_random(chance), way) for way in ways]

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        stage.sky(self.sky)
        stage.ground(self.floor)
        self.houses(stage)
        for x, y, height, seed in (
            (12, 22, 9, 1),
            (12.5, 33, 10, 2),
            (24, 12.5, 9, 3),
            (36, 12.5, 10, 4),
            (-12, 24, 9, 5),
            (-12, 36, 10, 6),
            (12.5, 46, 10, 7),
            (50, 12.5, 10, 8),
            (26, -13, 8, 9),
            (40, -13, 9, 10),
        ):
            stage.tree(x, y, height, "#4a5f2c", seed=seed)
        for x, y in ((-8.6, 8.6), (8.6, 8.6), (8.6, -8.6)):
            _mast(stage, x, y)
        for x, y in ((9.5, 28), (-9.5, 28), (30, 9.5), (9.5, 56), (-9.5, 56)):
            street_lamp(stage, x, y, -2.2 if x > 0 else 2.2)
        for i in range(5):
            stage.post(9.0, 12 + i * 1.6, 0.9, plain("#3a3d40"), 0.1)

    def houses(self, stage: Stage) -> None:
        """The blocks at the corners."""
        plaster, panel = plain("#c9b48f", 0.1, 2), plain("#b7b9b6", 0.08, 3)
        stage.box(
            (32, 33),
            (30, 28, 17),
            facade(plaster, bay=3.4, storey=3.4, window=(1.6, 1.9), lit=self.lit_share),
            plain("#777777"),
        )
        stage.box((33, 18.8), (26, 0.6, 3.6), _shop_front(self.lit_share), plain("#6a6f75"))
        stage.box(
            (-31, 36),
            (28, 32, 15),
            facade(panel, bay=3, storey=3, window=(1.7, 1.5), lit=self.lit_share),
            plain("#777777"),
        )
        stage.box(
            (36, -32),
            (30, 26, 26),
            facade(plain("#a9b3b9", 0.06, 3), bay=3.2, storey=3.1, window=(2.2, 1.7), lit=self.lit_share),
        )
        stage.box(
            (10, 120),
            (26, 20, 38),
            facade(plain("#c7c3ba", 0.06, 3), bay=3.2, storey=3, window=(1.8, 1.5), lit=self.lit_share),
        )
        stage.box((-24, 100), (22, 40, 20), facade(panel, lit=self.lit_share))
        stage.box((95, 30), (60, 24, 22), facade(plaster, lit=self.lit_share))

    lit_share = 0.0

    def sky(self, azimuth: Array, elevation: Array) -> Array:
        """Pale blue, the mountains faint in the south."""
        share = np.clip(elevation / 30, 0, 1)[:, None]
        return np.asarray(np.array([0.86, 0.92, 1.0]) * (1 - share) + np.array([0.35, 0.52, 0.85]) * share, np.float32)

    def floor(self, x: Array, y: Array) -> Array:
        """The ground's material."""
        return ground(x, y)

    def figures(self, second: float) -> Iterable[Strokes]:
        """Who and what moves."""
        yield from self.traffic.strokes(second, self.lens, self.light)
        yield from goers(self.walks, second, self.lens, self.light)

    def behind(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies under the figures."""
        for x, y, z, colour in self.signal_lamps(second):
            brush.glow(frame, (x, y, z), 0.32, colour)

    def signal_lamps(self, second: float) -> Iterator[tuple[float, float, float, Colour]]:
        """The signals' lamps that are on: place in metres and colour."""
        for (x, y), lane in zip(((8.6, 8.6), (-8.6, 8.6), (8.6, -8.6)), (1, 2, 2), strict=True):
            signal = self.lanes[lane].signal
            if signal is None:
                continue
            level, colour = 3.35, (1.0, 0.08, 0.05)
            if signal.is_green(second):
                level, colour = 2.75, (0.1, 1.0, 0.45)
            elif signal.is_amber(second):
                level, colour = 3.05, (1.0, 0.6, 0.05)
            yield x - 0.1, y - 0.25, level, colour


class NightCrossing(DayCrossing):
    """The like at night in the rain: wet asphalt mirrors lamps and head lights."""

    lens = Lens((15.5, -17.0, 8.6), yaw=-41, pitch=21, field=74, bend=-0.07)
    light = Light(
        sky=(0.035, 0.04, 0.058),
        sun=(0, 0, 0),
        haze=(0.075, 0.075, 0.085),
        sight=140,
        exposure=1.5,
        lamps=tuple(Lamp((x, y, 8.8), NEUTRAL, 22, 0.35) for x, y in NIGHT_LAMPS),
    )
    grain = 2.6
    fall_off = 0.42
    seed = 8
    lights_on = 1.0
    lit_share = 0.3
    cars_per_lane = 5

    def __init__(self) -> None:
        super().__init__()
        self.rain = Rain()
        self.walks = self.walks[::2]

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        super().build(stage)
        for x, y in NIGHT_LAMPS:
            stage.halo((x, y, 8.8), (2.4, 2.1, 1.7), 0.5)

    def sky(self, azimuth: Array, elevation: Array) -> Array:
        """What is far away."""
        return np.outer(1 - elevation / 140, [0.028, 0.028, 0.036]).astype(np.float32)

    def floor(self, x: Array, y: Array) -> Array:
        """Wet: darker, with puddles."""
        puddle = np.clip(clouds(x, y, 2.6) * 4 - 2.2, 0, 1)
        return np.asarray(ground(x, y) * (0.62 - 0.3 * puddle)[:, None], np.float32)

    def behind(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies under the figures."""
        for x, y in NIGHT_LAMPS:
            brush.glow(frame, (x, y, -8.8), 1.5, (0.3, 0.27, 0.2), stretch=3.5)
        for x, y, z, colour in self.signal_lamps(second):
            dim = (colour[0] * 0.55, colour[1] * 0.55, colour[2] * 0.55)
            brush.glow(frame, (x, y, -z), 0.6, dim, stretch=6.0)
            brush.glow(frame, (x, y, z), 1.1, colour)
        self.traffic.beams(frame, brush, second, 0.45)

    def over(self, frame: Frame, brush: Brush, second: float) -> None:
        """Draws what lies over the figures."""
        self.traffic.glare(frame, brush, second, is_wet=True)
        self.rain.fall(frame, second)


def _lanes(chance: np.random.Generator, count: int) -> list[Lane]:
    north, east = Signal(0, (1, 12)), Signal(0, (15.5, 27))

    def lane(points: list[tuple[float, float]], stop: float, light: Signal, cars: int) -> Lane:
        return Lane(
            Path(points, smooth=len(points) > 2),
            spread(chance, cars),
            chance.uniform(10, 12.5),
            Signal(stop, light.green),
        )

    return [
        lane([(1.8, -45), (1.8, 80)], 45 - 12.5, north, count),
        lane([(5.2, -45), (5.2, 80)], 45 - 12.5, north, count - 2),
        lane([(-1.8, 80), (-1.8, -45)], 80 - 12.5, north, count),
        lane([(-5.2, 80), (-5.2, -45)], 80 - 12.5, north, count - 2),
        lane([(-45, -1.8), (75, -1.8)], 45 - 12.5, east, count),
        lane([(-45, -5.2), (-8, -5.2), (-5.2, -5.2), (-5.2, -8), (-5.2, -45)], 45 - 12.5, east, 3),
        lane([(75, 1.8), (-45, 1.8)], 75 - 12.5, east, count),
        lane([(75, 5.2), (8, 5.2), (5.2, 5.2), (5.2, 8), (5.2, 80)], 75 - 12.5, east, 3),
    ]


def _over_the_crossing(chance: np.random.Generator) -> Walk:
    """Waits at the kerb, then walks over a zebra while its cars have red."""
    cycle = 30.0 * int(chance.integers(2))
    aside = chance.uniform(-1.4, 1.4)
    across_north_road = chance.random() < 0.5
    start = (16.0 if across_north_road else 1.5) + cycle + chance.uniform(0, 3)
    side = 1 if chance.random() < 0.5 else -1
    far = 1 if chance.random() < 0.6 else -1
    if across_north_road:
        line = [
            (-side * 22, far * (10.2 + aside)),
            (-side * 8.2, far * (10.2 + aside)),
            (side * 8.2, far * (10.2 + aside)),
            (side * 22, far * (10.2 + aside)),
        ]
    else:
        line = [
            (far * (10.2 + aside), -side * 22),
            (far * (10.2 + aside), -side * 8.2),
            (far * (10.2 + aside), side * 8.2),
            (far * (10.2 + aside), side * 22),
        ]
    speed = chance.uniform(1.25, 1.6)
    reach = 13.8 / speed
    wait = chance.uniform(1, 9)
    return Walk(Path(line), (start - reach - wait) % 60, speed, ((13.8, wait),))


def _along_the_pavement(chance: np.random.Generator) -> Walk:
    side = chance.choice([-1, 1]) * chance.uniform(13.4, 15.5)
    reach = chance.uniform(30, 60)
    line = (
        [(side, 14.5), (side, 14.5 + reach)]
        if chance.random() < 0.5
        else [(14.5, abs(side)), (14.5 + reach, abs(side))]
    )
    if chance.random() < 0.5:
        line.reverse()
    return Walk(Path(line), chance.uniform(0, 60), chance.uniform(1.0, 1.5))


_road, _pavement, _lawn, _kerb = asphalt("#5d5f61"), paving("#a29c92", 0.6), grass("#66733f"), plain("#a8a8a4")


def ground(x: Array, y: Array) -> Array:
    """Two roads, zebras, stop lines, pavements and strips of lawn."""
    ax, ay = np.abs(x), np.abs(y)
    corner = np.hypot(np.maximum(13 - ax, 0), np.maximum(13 - ay, 0))
    is_road = (ax < HALF) | (ay < HALF) | ((ax < 13) & (ay < 13) & (corner > 6.0))
    is_kerb = ~is_road & ((ax < HALF + 0.25) | (ay < HALF + 0.25) | ((ax < 13) & (ay < 13) & (corner > 5.75)))
    is_lawn = (ax > 10.8) & (ay > 15) & (ax < 13) | (ay > 10.8) & (ax > 15) & (ay < 13)
    out = blend(_pavement(x, y), _lawn(x, y), is_lawn & (x > -60))
    out = blend(out, _kerb(x, y), is_kerb)
    out = blend(out, _road(x, y), is_road)
    return blend(out, shaded("#d4d4cc", 0.75 + 0.4 * _road(x, y)[:, 0] * 3), _marks(x, y) & is_road)


def _marks(x: Array, y: Array) -> Array:
    """Where the road is painted white."""
    ax, ay = np.abs(x), np.abs(y)
    zebra = between(ay, 8.3, 12.0) & (ax < 6.6) & dashed(x + 0.3, 1.1, 0.55)
    zebra |= between(ax, 8.3, 12.0) & (ay < 6.6) & dashed(y + 0.3, 1.1, 0.55)
    along = ((ay > 14) & ((ax < 0.09) | (between(ax, 3.43, 3.57) & dashed(y, 6, 2.5)))) | (
        (ax > 14) & ((ay < 0.09) | (between(ay, 3.43, 3.57) & dashed(x, 6, 2.5)))
    )
    stops = (between(ay, 12.6, 13.0) & (x * np.sign(y) < -0.2) & (ax < 6.8)) | (
        between(ax, 12.6, 13.0) & (y * np.sign(x) > 0.2) & (ay < 6.8)
    )
    return np.asarray(zebra | along | stops)


def _mast(stage: Stage, x: float, y: float) -> None:
    """A signal mast with its three-lamp head."""
    grey = plain("#4c5054")
    stage.post(x, y, 3.6, grey, 0.14)
    stage.box((x - 0.1, y - 0.12), (0.36, 0.26, 1.0), plain("#15171a"), bottom=2.55)


def _shop_front(lit: float) -> Material:
    def material(u: Array, v: Array) -> Array:
        bay = np.floor(u / 5.2)
        glass = between(np.mod(u, 5.2), 0.3, 4.9) & between(v, 0.3, 2.6)
        colours = np.array([[0.35, 0.05, 0.05], [0.05, 0.12, 0.3], [0.35, 0.28, 0.05], [0.05, 0.22, 0.12]], np.float32)
        out = shaded("#8b8378", np.ones_like(u))
        sign = shaded("#ffffff", np.ones_like(u), 0.9 * (lit > 0))
        sign[:, :3] = colours[bay.astype(np.int32) % 4]
        letters = between(np.mod(u, 5.2), 1.2, 4.0) & between(v, 2.9, 3.25) & dashed(u, 0.34, 0.22)
        out = blend(out, sign, (v > 2.7) & (v < 3.5))
        out = blend(out, shaded("#e9e6da", np.ones_like(u), 0.9 * (lit > 0)), letters)
        inside = 0.35 + 0.5 * dashed(u, 0.9, 0.5) * (v < 1.6)
        return blend(out, shaded("#d9b98a" if lit else "#3a4149", inside, 0.9 * (lit > 0)), glass)

    return material
