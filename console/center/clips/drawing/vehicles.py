"""Vehicles: cars, vans, buses, ambulances, fire engines and trains as closed bodies of flat faces."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from console.center.clips.drawing.brush import Strokes
from console.center.clips.drawing.lens import Array
from console.center.clips.drawing.light import Colour, Light
from console.center.clips.drawing.materials import linear
from console.center.clips.drawing.stage import Point, hull

PAINTS = (
    "#d9dadb",
    "#e8e8e6",
    "#8d9196",
    "#2a2c30",
    "#16171a",
    "#7a1f1f",
    "#27406b",
    "#5b6b60",
    "#b7a98c",
    "#3f4650",
    "#c3c6ca",
)
GLASS: Colour = (0.025, 0.032, 0.04)
TYRE: Colour = (0.012, 0.012, 0.013)


@dataclass(frozen=True)
class Face:
    """A flat part: corners in vehicle metres (right, ahead, up), which way it looks, its colour and own glow."""

    corners: Array
    normal: Array
    colour: Colour
    glow: float = 0.0
    part: str = ""


@dataclass(frozen=True)
class Parts:
    """All faces of a vehicle in arrays: first corners, normals, colours (n, 3), all corners, where each face begins."""

    firsts: Array
    normals: Array
    colours: Array
    corners: Array
    begins: list[int]


@dataclass
class Vehicle:
    """A body of faces, drawn in order; what looks away from the camera is left out.

    Attributes:
        faces: In drawing order.
        length: Metres.
        width: Metres.
        height: Metres.
    """

    faces: list[Face] = field(default_factory=list)
    length: float = 4.4
    width: float = 1.8
    height: float = 1.45

    @cached_property
    def parts(self) -> Parts:
        """The finished faces in arrays."""
        counts = [0, *(len(face.corners) for face in self.faces)]
        return Parts(
            np.stack([face.corners[0] for face in self.faces]),
            np.stack([face.normal for face in self.faces]),
            np.array([face.colour for face in self.faces], np.float32),
            np.concatenate([face.corners for face in self.faces]),
            np.cumsum(counts).tolist(),
        )

    def add(self, corners: Sequence[Point], colour: Colour, *, glow: float = 0.0, part: str = "") -> None:
        """Adds a face; its normal points away from the middle of the vehicle."""
        points = np.array(corners, np.float32)
        normal = np.cross(points[1] - points[0], points[2] - points[0])
        normal /= max(float(np.linalg.norm(normal)), 1e-6)
        if float(normal @ (points.mean(0) - np.array([0, 0, self.height * 0.45], np.float32))) < 0:
            normal = -normal
        self.faces.append(Face(points, normal, colour, glow, part))

    def both_sides(self, outline: Sequence[tuple[float, float]], x: float, colour: Colour, part: str = "") -> None:
        """The same (ahead, up) outline on the right and on the left."""
        for side in (x, -x):
            self.add([(side, ahead, up) for ahead, up in outline], colour, part=part)


def paint(name: str) -> Colour:
    """A paint as linear colour."""
    red, green, blue = linear(name)
    return float(red), float(green), float(blue)


def _wheels(body: Vehicle, at: Sequence[float], radius: float, x: float) -> None:
    for ahead in at:
        ring = [
            (ahead + radius * math.cos(a), radius + radius * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 12)[:-1]
        ]
        body.both_sides(ring, x, TYRE)
        hub = [(ahead + (p - ahead) * 0.55, radius + (q - radius) * 0.55) for p, q in ring]
        body.both_sides(hub, x + 0.01, (0.2, 0.2, 0.21))


def _lamps(body: Vehicle, ahead: float, up: float, x: float, tall: float = 0.14) -> None:
    for side in (-1, 1):
        a, b = side * (x - 0.38), side * x
        body.add(
            [(a, ahead, up), (b, ahead, up), (b, ahead, up + tall), (a, ahead, up + tall)],
            (0.75, 0.75, 0.7),
            part="head",
        )
        body.add(
            [(a, -ahead, up), (b, -ahead, up), (b, -ahead, up + tall), (a, -ahead, up + tall)],
            (0.35, 0.02, 0.02),
            part="tail",
        )


def car(colour: Colour, *, is_estate: bool = False) -> Vehicle:
    """A saloon, or an estate or cross-over with a long roof."""
    raised = 0.14 if is_estate else 0.0
    body = Vehicle(length=4.4, width=1.82, height=1.46 + raised)
    front, belt, roof = 2.2, 0.88 + raised, 1.44 + raised
    boot = -2.1 if is_estate else -1.55
    tail = -2.2
    side = [
        (tail, 0.28),
        (front, 0.28),
        (front, 0.62),
        (2.05, 0.74),
        (1.05, belt),
        (boot, belt + 0.03),
        (tail, belt - 0.06),
    ]
    body.both_sides(side, 0.9, colour)
    body.both_sides(
        [(tail + 0.02, 0.28), (front - 0.02, 0.28), (front - 0.05, 0.42), (tail + 0.05, 0.42)],
        0.905,
        (0.03, 0.03, 0.03),
    )
    body.add([(-0.9, front, 0.28), (0.9, front, 0.28), (0.85, front, 0.7), (-0.85, front, 0.7)], colour)
    body.add(
        [(-0.6, front + 0.01, 0.34), (0.6, front + 0.01, 0.34), (0.6, front + 0.01, 0.52), (-0.6, front + 0.01, 0.52)],
        (0.02, 0.02, 0.02),
    )
    body.add([(-0.9, tail, 0.28), (0.9, tail, 0.28), (0.85, tail, belt - 0.06), (-0.85, tail, belt - 0.06)], colour)
    body.add(
        [(-0.26, tail - 0.01, 0.5), (0.26, tail - 0.01, 0.5), (0.26, tail - 0.01, 0.62), (-0.26, tail - 0.01, 0.62)],
        (0.7, 0.7, 0.68),
    )
    body.add([(-0.86, front - 0.06, 0.7), (0.86, front - 0.06, 0.7), (0.8, 1.05, belt), (-0.8, 1.05, belt)], colour)
    if not is_estate:
        body.add(
            [
                (-0.86, tail, belt - 0.06),
                (0.86, tail, belt - 0.06),
                (0.8, boot, belt + 0.03),
                (-0.8, boot, belt + 0.03),
            ],
            colour,
        )
    _wheels(body, (1.35, -1.35), 0.32, 0.91)
    back = boot + (0.25 if is_estate else 0.6)
    for x in (1, -1):
        low, high = 0.88 * x, 0.66 * x
        corners = [(low, 1.05, belt), (high, 0.3, roof), (high, back, roof), (low, boot, belt)]
        body.add(corners, colour)
        body.add(
            [
                _mix(corners, 0.06, 0.12),
                _mix(corners, 0.06, 0.86),
                _mix(corners, 0.47, 0.86),
                _mix(corners, 0.47, 0.12),
            ],
            GLASS,
        )
        body.add(
            [
                _mix(corners, 0.52, 0.12),
                _mix(corners, 0.52, 0.86),
                _mix(corners, 0.93, 0.86),
                _mix(corners, 0.93, 0.12),
            ],
            GLASS,
        )
    body.add([(-0.84, 1.05, belt), (0.84, 1.05, belt), (0.64, 0.3, roof), (-0.64, 0.3, roof)], GLASS)
    body.add([(-0.84, boot, belt), (0.84, boot, belt), (0.64, back, roof), (-0.64, back, roof)], GLASS)
    body.add([(-0.66, 0.3, roof), (0.66, 0.3, roof), (0.66, back, roof), (-0.66, back, roof)], colour)
    _lamps(body, front + 0.01, 0.56, 0.86)
    return body


def _mix(corners: Sequence[Point], along: float, up: float) -> Point:
    """A point of the cabin side: share of the way back, share of the way up."""
    (a, b, c, d) = (np.array(corner) for corner in corners)
    low, high = a + (d - a) * along, b + (c - b) * along
    x, y, z = low + (high - low) * up
    return float(x) * 1.005, float(y), float(z)


@dataclass(frozen=True)
class Livery:
    """Colours of a box-shaped vehicle.

    Attributes:
        body: Main colour.
        band: Colour of the stripe along the side.
        low: Colour below the stripe.
        windows: Shares of the length with side windows, (from, to) counted from the front.
        beacon: Whether it carries blue lights.
        roof: Roof colour.
    """

    body: Colour
    band: Colour
    low: Colour
    windows: tuple[tuple[float, float], ...]
    beacon: bool = False
    roof: Colour | None = None


def boxy(length: float, width: float, height: float, livery: Livery, *, wheel: float = 0.38) -> Vehicle:
    """A van, bus, ambulance or lorry: a box with a raked windscreen."""
    body = Vehicle(length=length, width=width, height=height)
    x, front, tail, floor, belt = width / 2, length / 2, -length / 2, 0.32, 0.32 + (height - 0.32) * 0.42
    rake = 0.55 if length < 8 else 0.12
    brow = front - rake
    body.both_sides([(tail, floor), (front, floor), (front, belt), (brow, height), (tail, height)], x, livery.body)
    body.both_sides([(tail, floor), (front, floor), (front, belt - 0.3), (tail, belt - 0.3)], x + 0.004, livery.low)
    body.both_sides(
        [(tail, belt - 0.32), (front, belt - 0.32), (front, belt - 0.1), (tail, belt - 0.1)], x + 0.008, livery.band
    )
    for begin, end in livery.windows:
        a, b = front - begin * length, front - end * length
        high = height - 0.3
        lean = rake if begin < 0.05 else 0.0
        body.both_sides([(a - 0.08, belt), (a - 0.08 - lean, high), (b, high), (b, belt)], x + 0.008, GLASS)
    body.add([(-x, front, floor), (x, front, floor), (x, front, belt), (-x, front, belt)], livery.body)
    body.add(
        [
            (-x, front + 0.01, floor),
            (x, front + 0.01, floor),
            (x, front + 0.01, floor + 0.3),
            (-x, front + 0.01, floor + 0.3),
        ],
        (0.03, 0.03, 0.03),
    )
    body.add(
        [
            (-x + 0.08, front, belt),
            (x - 0.08, front, belt),
            (x - 0.1, brow, height - 0.14),
            (-x + 0.1, brow, height - 0.14),
        ],
        GLASS,
    )
    body.add([(-x, tail, floor), (x, tail, floor), (x, tail, height), (-x, tail, height)], livery.body)
    body.add(
        [
            (-x, tail - 0.01, belt - 0.32),
            (x, tail - 0.01, belt - 0.32),
            (x, tail - 0.01, belt - 0.1),
            (-x, tail - 0.01, belt - 0.1),
        ],
        livery.band,
    )
    body.add(
        [
            (-x + 0.2, tail - 0.01, belt + 0.1),
            (x - 0.2, tail - 0.01, belt + 0.1),
            (x - 0.2, tail - 0.01, height - 0.3),
            (-x + 0.2, tail - 0.01, height - 0.3),
        ],
        GLASS,
    )
    body.add([(-x, brow, height), (x, brow, height), (x, tail, height), (-x, tail, height)], livery.roof or livery.body)
    _wheels(body, (front - length * 0.2, tail + length * 0.2), wheel, x + 0.01)
    _lamps(body, front + 0.02, floor + 0.36, x - 0.08, 0.2)
    if livery.beacon:
        z = height + 0.02
        for side, part in ((-1, "beacon left"), (1, "beacon right")):
            a, b = side * 0.15, side * (x - 0.15)
            body.add(
                [(a, brow - 0.1, z), (b, brow - 0.1, z), (b, brow - 0.1, z + 0.18), (a, brow - 0.1, z + 0.18)],
                (0.05, 0.1, 0.7),
                part=part,
            )
            body.add(
                [
                    (a, brow - 0.1, z + 0.18),
                    (b, brow - 0.1, z + 0.18),
                    (b, brow - 0.4, z + 0.18),
                    (a, brow - 0.4, z + 0.18),
                ],
                (0.05, 0.1, 0.7),
                part=part,
            )
            body.add(
                [(b, brow - 0.1, z), (b, brow - 0.4, z), (b, brow - 0.4, z + 0.18), (b, brow - 0.1, z + 0.18)],
                (0.05, 0.1, 0.7),
                part=part,
            )
    return body


def bus(colour: Colour = (0.05, 0.3, 0.12)) -> Vehicle:
    """A city bus."""
    windows = tuple((i / 9 + 0.008, (i + 1) / 9 - 0.008) for i in range(9))
    return boxy(11.5, 2.5, 3.0, Livery(colour, (0.75, 0.75, 0.72), colour, windows, roof=(0.6, 0.6, 0.58)), wheel=0.48)


def ambulance() -> Vehicle:
    """An ambulance: white with a red band."""
    white, red = (0.75, 0.75, 0.73), (0.5, 0.02, 0.02)
    return boxy(5.6, 2.0, 2.5, Livery(white, red, white, ((0.0, 0.22), (0.45, 0.62)), beacon=True))


def fire_engine() -> Vehicle:
    """A fire engine."""
    red, white = (0.42, 0.02, 0.015), (0.75, 0.75, 0.73)
    return boxy(
        7.6, 2.5, 3.1, Livery(red, white, red, ((0.0, 0.17), (0.2, 0.32)), beacon=True, roof=(0.3, 0.3, 0.3)), wheel=0.5
    )


def van(colour: Colour = (0.6, 0.6, 0.58)) -> Vehicle:
    """A delivery van."""
    return boxy(5.2, 1.95, 2.3, Livery(colour, colour, colour, ((0.0, 0.25),)))


def any_car(chance: np.random.Generator) -> Vehicle:
    """A car of the city's traffic."""
    red, green, blue = linear(PAINTS[int(chance.integers(len(PAINTS)))])
    if chance.random() < 0.12:
        return van()
    return car((float(red), float(green), float(blue)), is_estate=bool(chance.random() < 0.45))


@dataclass(frozen=True)
class Drive:
    """How a vehicle is shown in one instant.

    Attributes:
        place: Metres, middle of the vehicle on the ground.
        heading: Radians clockwise from the y axis.
        lights: 0 by day to 1 at night.
        is_braking: Brighter tail lights.
        beacon: Which of the blue lights is on: -1 none, 0 the left one, 1 the right one.
        shade: How much of the sun reaches it.
        casts: Whether it throws a shadow in the sun.
    """

    place: Point
    heading: float
    lights: float = 0.0
    is_braking: bool = False
    beacon: int = -1
    shade: float = 1.0
    casts: bool = True


def flashing(second: float) -> int:
    """Which blue light is on: they change four times a second."""
    return int(second * 4) % 2


class Bodies:
    """Vehicles on their way to the brush; what has not moved is not made anew."""

    def __init__(self, light: Light, eye: Array) -> None:
        self._light, self._eye = light, eye
        self._recent: OrderedDict[tuple[int, Drive], Strokes] = OrderedDict()

    def show(self, vehicle: Vehicle, drive: Drive) -> Strokes:
        """The strokes of a vehicle."""
        key = id(vehicle), drive
        strokes = self._recent.get(key)
        if strokes is None:
            strokes = self._recent[key] = shown(vehicle, drive, self._light, self._eye)
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        else:
            strokes.is_repeated = True
            self._recent.move_to_end(key)
        return strokes


RECENT = 96
"""Strokes of vehicles that are kept: more than stand and move in any scene at once."""


def shown(vehicle: Vehicle, drive: Drive, light: Light, eye: Array) -> Strokes:
    """The strokes of a vehicle seen from a place."""
    x, y, z = drive.place
    strokes = Strokes(drive.place)
    sin, cos = math.sin(drive.heading), math.cos(drive.heading)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], np.float32)
    here = np.array(drive.place, np.float32)
    _ground_shadow(strokes, vehicle, drive, light, turn)
    parts = vehicle.parts
    towards = (eye - here) @ turn.T
    is_seen = ((towards - parts.firsts) * parts.normals).sum(1) > 0
    strength = np.outer(0.72 + 0.38 * parts.normals[:, 2], np.array(light.at(x, y, z + 0.8), np.float32))
    if light.has_sun and drive.shade:
        facing = np.maximum(parts.normals @ (turn @ light.sun_vector), 0) * drive.shade
        strength += np.outer(facing, np.array(light.sun, np.float32))
    colours = (parts.colours * strength).tolist()
    corners = (parts.corners @ turn + here).tolist()
    for i in np.flatnonzero(is_seen).tolist():
        face = vehicle.faces[i]
        begin = parts.begins[i]
        colour = _lamp(face.part, drive) if face.part else None
        red, green, blue = colour or colours[i]
        strokes.polygon(corners[begin : begin + len(face.corners)], (red, green, blue))
    return strokes


def _lamp(part: str, drive: Drive) -> Colour | None:
    if part == "head" and drive.lights:
        return 3 * drive.lights, 2.9 * drive.lights, 2.5 * drive.lights
    if part == "tail" and (drive.lights or drive.is_braking):
        power = 0.5 * drive.lights + 1.6 * drive.is_braking
        return 1.6 * power, 0.06 * power, 0.05 * power
    if part.startswith("beacon") and drive.beacon >= 0:
        is_on = drive.beacon == (part == "beacon right")
        return (0.5, 0.9, 4.0) if is_on else None
    return None


def _ground_shadow(out: Strokes, vehicle: Vehicle, drive: Drive, light: Light, turn: Array) -> None:
    x, y, z = drive.place
    w, n = vehicle.width / 2 + 0.12, vehicle.length / 2 + 0.12
    flat = np.array([[-w, -n, 0], [w, -n, 0], [w, n, 0], [-w, n, 0]], np.float32) @ turn
    feet = [(float(a) + x, float(b) + y, z) for a, b, _ in flat]
    out.shadow(feet, 0.55 if light.has_sun else 0.45)
    if light.has_sun and drive.casts:
        sun = light.sun_vector
        reach = vehicle.height * 0.9 / max(float(sun[2]), 0.25)
        moved = [(a - float(sun[0]) * reach, b - float(sun[1]) * reach) for a, b, _ in feet]
        outline = hull(np.array([(a, b) for a, b, _ in feet] + moved, np.float32))
        out.marks.pop()
        out.points.clear()
        out.shadow([(float(a), float(b), z) for a, b in outline], 0.55 * drive.shade)


def lamp_places(vehicle: Vehicle, drive: Drive) -> tuple[list[Point], list[Point]]:
    """Where the head lamps and the tail lamps are in the world, metres."""
    x, y, z = drive.place
    sin, cos = math.sin(drive.heading), math.cos(drive.heading)

    def at(aside: float, ahead: float) -> Point:
        return x + aside * cos + ahead * sin, y - aside * sin + ahead * cos, z + 0.65

    aside, ahead = vehicle.width / 2 - 0.25, vehicle.length / 2 + 0.05
    return [at(-aside, ahead), at(aside, ahead)], [at(-aside, -ahead), at(aside, -ahead)]
