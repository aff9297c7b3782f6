"""Things that stand about in more than one scene: lamps, benches, fences, parked cars; and people on their ways."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from console.center.clips.drawing.brush import Brush, Strokes
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.lens import Array, Lens
from console.center.clips.drawing.light import Colour, Light
from console.center.clips.drawing.materials import Material, plain, shaded
from console.center.clips.drawing.motion import FRAME_RATE, Lane, Moment, Path, Walk, traffic
from console.center.clips.drawing.people import Person, walker
from console.center.clips.drawing.stage import Point, Stage
from console.center.clips.drawing.vehicles import Bodies, Drive, Vehicle, any_car, lamp_places

SODIUM: Colour = (1.0, 0.62, 0.28)
NEUTRAL: Colour = (1.0, 0.9, 0.76)
STEEL = plain("#6f757a", 0.05)


def street_lamp(
    stage: Stage, x: float, y: float, reach: float, height: float = 8.5, glow: Colour | None = None
) -> None:
    """A lamp post whose arm reaches over the street (metres along x); with a glow when it is on."""
    stage.post(x, y, height, STEEL, 0.16)
    head = (x + reach, y, height + 0.35)
    stage.beam((x, y, height - 0.1), head, 0.1, STEEL)
    stage.beam(head, (x + reach * 1.35, y, height + 0.4), 0.18, _glowing(glow) if glow else STEEL)
    if glow:
        stage.halo((x + reach * 1.2, y, height + 0.35), glow, 0.5)


def _glowing(colour: Colour) -> Material:
    def material(u: Array, v: Array) -> Array:
        return shaded(np.array(colour, np.float32), np.full_like(u, 3.0), 1.0)

    return material


def bench(stage: Stage, x: float, y: float, turn: float = 0.0) -> None:
    """A park bench; its back is at greater y before turning."""
    wood = plain("#7a5a3c", 0.2, 0.15)
    stage.box((x, y), (1.7, 0.45, 0.06), wood, bottom=0.42, turn=turn)
    angle = math.radians(turn)
    stage.box((x + 0.24 * math.sin(angle), y + 0.24 * math.cos(angle)), (1.7, 0.06, 0.45), wood, bottom=0.48, turn=turn)
    for side in (-0.7, 0.7):
        stage.box(
            (x + side * math.cos(angle), y - side * math.sin(angle)), (0.08, 0.4, 0.42), plain("#3c3f42"), turn=turn
        )


def fence(
    stage: Stage, start: tuple[float, float], end: tuple[float, float], height: float = 1.6, step: float = 0.22
) -> None:
    """A fence of upright bars."""
    length = math.dist(start, end)
    colour = plain("#2f4a3f", 0.05)
    for up in (0.2, height - 0.15):
        stage.beam((*start, up), (*end, up), 0.05, colour)
    for i in range(int(length / step) + 1):
        share = i * step / length
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        stage.beam((x, y, 0), (x, y, height), 0.035 if i % 12 else 0.1, colour, casts=i % 3 == 0)


def parked(stage: Stage, vehicle: Vehicle, x: float, y: float, heading: float) -> None:
    """A vehicle that stands there all the time; heading in degrees clockwise from the y axis."""
    angle = math.radians(heading)
    turn = np.array(
        [[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]], np.float32
    )
    here = np.array([x, y, 0], np.float32)
    for face in vehicle.faces:
        corners = face.corners @ turn + here
        if float((face.normal @ turn) @ (stage.lens.eye - corners[0])) > 0:
            stage.surface([(float(a), float(b), float(c)) for a, b, c in corners], _even(face.colour))
    outline = [(sx * vehicle.width / 2, sy * vehicle.length / 2) for sx in (-1, 1) for sy in (-1, 1)]
    feet = [np.array([a, b, 0], np.float32) @ turn + here for a, b in outline]
    stage.shadow([(float(p[0]), float(p[1]), z) for p in feet for z in (0.0, vehicle.height * 0.9)])


def _even(colour: Colour) -> Material:
    def material(u: Array, v: Array) -> Array:
        return shaded(np.array(colour, np.float32), np.ones_like(u))

    return material


@dataclass(frozen=True)
class Goer:
    """Somebody on a way; `level` is the height of the ground there, `shade` how much of the sun reaches it."""

    person: Person
    walk: Walk
    level: float = 0.0
    shade: float = 1.0


def goers(people: Iterable[Goer], second: float, lens: Lens, light: Light) -> Iterator[Strokes]:
    """The people who are on their ways, where the camera sees them."""
    for goer in people:
        step = goer.walk.gone(second)
        if step is None:
            continue
        x, y, heading = goer.walk.path.at(step[0])
        place = (x, y, goer.level)
        if lens.sees((x, y, goer.level + 1), 1.0):
            pace = (1.0 if goer.walk.speed < 2 else 1.6) if step[1] else 0.0
            far = is_small(lens, place)
            yield walker(goer.person, place, heading, step[0], light, pace=pace, shade=goer.shade, is_far=far)


def is_small(lens: Lens, place: Point) -> bool:
    """Whether somebody there is lower than 22 pixels of the sub stream."""
    return math.dist(lens.position, place) > 1.7 * 320 / math.tan(math.radians(lens.field) / 2) / 22


@dataclass(frozen=True)
class Stander:
    """Somebody who stays; sways a little and looks about."""

    person: Person
    place: Point
    heading: float
    shade: float = 1.0

    def pose(self, phase: float, light: Light, *, is_far: bool) -> Strokes:
        """The person at a phase (radians) of the swaying."""
        x, y, z = self.place
        own = phase + self.person.stride
        turn = 0.25 * math.sin(2 * own) + 0.15 * math.sin(own)
        place = (x + 0.05 * math.sin(own), y + 0.03 * math.cos(own), z)
        walked = 0.04 * math.sin(own)
        pose = walker(
            self.person, place, self.heading + turn, walked, light, pace=0.25, shade=self.shade, is_far=is_far
        )
        pose.is_repeated = True
        return pose


SWAY_FRAMES = 90
"""Frames after which a waiting person's swaying repeats, so that its sprites can be kept."""


class Waiting:
    """People who stand and wait, shifting their weight."""

    def __init__(self, people: Iterable[Stander]) -> None:
        self.people = list(people)
        self._poses: dict[tuple[int, int], Strokes] = {}

    def strokes(self, second: float, lens: Lens, light: Light) -> Iterator[Strokes]:
        """Those whom the camera sees."""
        frame = round(second * FRAME_RATE) % SWAY_FRAMES
        for number, someone in enumerate(self.people):
            if not lens.sees(someone.place, 2.0):
                continue
            if (number, frame) not in self._poses:
                phase = 2 * math.pi * frame / SWAY_FRAMES
                self._poses[number, frame] = someone.pose(phase, light, is_far=is_small(lens, someone.place))
            yield self._poses[number, frame]


def strolls(
    chance: np.random.Generator,
    lines: Sequence[Sequence[tuple[float, float]]],
    count: int,
    *,
    wobble: float = 0.6,
    child: float = 0.0,
) -> list[Goer]:
    """People who go along given lines, both ways, at random times, a little beside the line."""
    out = []
    for i in range(count):
        line = list(lines[int(chance.integers(len(lines)))])
        if chance.random() < 0.5:
            line.reverse()
        dx, dy = chance.uniform(-wobble, wobble, 2)
        path = Path([(x + dx, y + dy) for x, y in line], smooth=len(line) > 2)
        is_child = chance.random() < child
        speed = max(chance.uniform(0.95, 1.55), path.length / 58)
        begin = (i + chance.uniform(0, 1)) * 60 / count
        out.append(Goer(Person.at_random(chance, child=is_child), Walk(path, begin, speed)))
    return out


class Cars:
    """The traffic of some lanes: who drives, and drawing it with its lamps."""

    def __init__(self, lanes: Sequence[Lane], chance: np.random.Generator, *, lights: float = 0.0) -> None:
        self.lanes, self.lights = lanes, lights
        self.moments = traffic(lanes)
        self._bodies: Bodies | None = None
        self.vehicles = {(n, i): any_car(chance) for n, lane in enumerate(lanes) for i in range(len(lane.arrivals))}

    def at(self, second: float, lens: Lens) -> Iterator[tuple[Vehicle, Drive]]:
        """The cars the camera may see at a second."""
        for moment in self.moments[int(second * FRAME_RATE + 0.5) % 900]:
            drive = self._drive(moment)
            if lens.sees(drive.place, 7.0):
                yield self.vehicles[moment.lane, moment.car], drive

    def _drive(self, moment: Moment) -> Drive:
        path = self.lanes[moment.lane].path
        x, y, _ = path.at(moment.gone)
        behind, ahead = path.at(moment.gone - 1.3), path.at(moment.gone + 1.3)
        heading = math.atan2(ahead[0] - behind[0], ahead[1] - behind[1])
        return Drive((x, y, 0), heading, self.lights, moment.is_braking)

    def strokes(self, second: float, lens: Lens, light: Light) -> Iterator[Strokes]:
        """The cars themselves; one that stands is not drawn anew."""
        if self._bodies is None:
            self._bodies = Bodies(light, lens.eye)
        for vehicle, drive in self.at(second, lens):
            yield self._bodies.show(vehicle, drive)

    def glare(self, frame: Frame, brush: Brush, second: float, *, is_wet: bool = False) -> None:
        """Head and tail lamps at night; on a wet road their reflections."""
        for vehicle, drive in self.at(second, brush.lens):
            x, y, _ = drive.place
            towards = math.sin(drive.heading) * (brush.lens.position[0] - x) + math.cos(drive.heading) * (
                brush.lens.position[1] - y
            )
            head, tail = lamp_places(vehicle, drive)
            lamps, colour, size = (
                (head, (0.85, 0.84, 0.74), 0.85)
                if towards > 0
                else (tail, (0.8, 0.05, 0.04), 0.5 + 0.35 * drive.is_braking)
            )
            for px, py, pz in lamps:
                brush.glow(frame, (px, py, pz), size, colour)
                if is_wet:
                    dim = (colour[0] * 0.4, colour[1] * 0.4, colour[2] * 0.4)
                    brush.glow(frame, (px, py, -pz), size * 0.55, dim, stretch=4.0)

    def beams(self, frame: Frame, brush: Brush, second: float, power: float = 1.6) -> None:
        """The light of the head lamps on the road in front."""
        for _, drive in self.at(second, brush.lens):
            x, y, _ = drive.place
            for ahead, radius in ((6.0, 4.5), (11.0, 6.0)):
                spot = (x + ahead * math.sin(drive.heading), y + ahead * math.cos(drive.heading), 0.0)
                brush.pool(frame, spot, radius, power)
