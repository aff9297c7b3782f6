"""People: jointed walkers of capsules and balls, in coats of city colours, with a gait that fits their speed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from console.center.clips.drawing.brush import Strokes
from console.center.clips.drawing.light import Colour, Light
from console.center.clips.drawing.materials import linear
from console.center.clips.drawing.stage import Point

COATS = (
    "#23262d",
    "#2f3a4c",
    "#4a3b35",
    "#6e6a60",
    "#7b2f2c",
    "#355040",
    "#8a8f96",
    "#b9ae98",
    "#1f2a44",
    "#a66b3a",
    "#c9c9c4",
)
TROUSERS = ("#20242b", "#2c3444", "#3a3632", "#4b4f57", "#1a1a1d")
HAIR = ("#1b1612", "#2b211a", "#3a2a1e", "#5c5147", "#22242a", "#8b2f2a")


@dataclass(frozen=True)
class Person:
    """How somebody looks.

    Attributes:
        height: Metres.
        coat: Linear colour of the upper body.
        trousers: Linear colour of the legs.
        hair: Linear colour of hair or cap.
        is_long_coat: A coat or skirt down to the knee.
        carries: "", "backpack", "bag", "suitcase" or "pram".
        stride: Where in the step the walk begins, radians.
    """

    height: float
    coat: Colour
    trousers: Colour
    hair: Colour
    is_long_coat: bool = False
    carries: str = ""
    stride: float = 0.0

    @staticmethod
    def at_random(chance: np.random.Generator, *, child: bool = False, carries: str | None = None) -> Person:
        """Somebody of the city."""
        height = chance.uniform(1.1, 1.45) if child else chance.normal(1.71, 0.08)
        coat, trousers, hair = (_dyed(chance, colours) for colours in (COATS, TROUSERS, HAIR))
        if child:
            coat = _dyed(chance, ("#b8423a", "#2f62a8", "#d09a2c", "#3f8a58", "#c25a8e", "#2b3550"))
        load = carries if carries is not None else str(chance.choice(["", "", "", "backpack", "bag"]))
        return Person(height, coat, trousers, hair, bool(chance.random() < 0.3), load, chance.uniform(0, 6.28))


def _dyed(chance: np.random.Generator, colours: tuple[str, ...]) -> Colour:
    red, green, blue = linear(colours[int(chance.integers(len(colours)))]) * chance.uniform(0.8, 1.2)
    return float(red), float(green), float(blue)


SKIN: Colour = (0.42, 0.25, 0.17)


def walker(
    person: Person,
    place: Point,
    heading: float,
    walked: float,
    light: Light,
    *,
    pace: float = 1.0,
    shade: float = 1.0,
    is_far: bool = False,
) -> Strokes:
    """A person at a place.

    Args:
        person: Who.
        place: Where the feet are, metres.
        heading: Direction in radians clockwise from the y axis.
        walked: Metres walked so far: moves the legs.
        light: What lights the person.
        pace: 1 walks, 0 stands, 1.6 runs.
        shade: How much of the sun reaches the place, 0..1.
        is_far: Few strokes will do.
    """
    body = _Body(person, place, heading, walked, pace)
    strokes = Strokes(place)
    received = light.at(place[0], place[1], place[2] + 1.1)
    _shadow(strokes, body, light, shade)
    (body.draw_far if is_far else body.draw)(strokes, _Shades(received, light, shade))
    return strokes


class _Shades:
    """The light on the sunny and the shaded side of one person."""

    def __init__(self, received: Colour, light: Light, shade: float) -> None:
        sun = light.sun if light.has_sun else (0.0, 0.0, 0.0)
        self.dark: Colour = _plus(received, sun, 0.22 * shade)
        self.bright: Colour = _plus(_times(received, 1.15), sun, 0.75 * shade)
        vector = light.sun_vector
        self.aside = (float(vector[0]), float(vector[1])) if light.has_sun else (0.0, 0.0)

    def of(self, colour: Colour) -> Colour:
        return colour[0] * self.dark[0], colour[1] * self.dark[1], colour[2] * self.dark[2]

    def lit(self, colour: Colour) -> Colour:
        return colour[0] * self.bright[0], colour[1] * self.bright[1], colour[2] * self.bright[2]


def _times(colour: Colour, factor: float) -> Colour:
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def _plus(colour: Colour, other: Colour, factor: float) -> Colour:
    return colour[0] + other[0] * factor, colour[1] + other[1] * factor, colour[2] + other[2] * factor


class _Body:
    """The joints of one person in one instant."""

    def __init__(self, person: Person, place: Point, heading: float, walked: float, pace: float) -> None:
        self.person = person
        self.x, self.y, self.z = place
        self.ahead = (math.sin(heading), math.cos(heading))
        self.aside = (math.cos(heading), -math.sin(heading))
        h = person.height
        self.swing = math.sin(person.stride + walked / h * 2 * math.pi / 0.85) * min(pace, 1.0)
        self.lift = math.cos(person.stride + walked / h * 2 * math.pi / 0.85) * min(pace, 1.0)
        self.pace = pace

    def at(self, ahead: float, aside: float, up: float) -> Point:
        """A point of the body in shares of the height."""
        h = self.person.height
        return (
            self.x + h * (ahead * self.ahead[0] + aside * self.aside[0]),
            self.y + h * (ahead * self.ahead[1] + aside * self.aside[1]),
            self.z + h * up,
        )

    def draw(self, out: Strokes, light: _Shades) -> None:
        p, h = self.person, self.person.height
        lean = 0.04 * self.pace
        reach = 0.2 if self.pace <= 1 else 0.27
        for side, swing, lift in ((0.05, self.swing, self.lift), (-0.05, -self.swing, -self.lift)):
            knee = self.at(reach * 0.55 * swing + 0.04 * self.pace * max(lift, 0), side, 0.28)
            foot = self.at(reach * swing, side, 0.03 + 0.06 * max(lift, 0) * self.pace)
            colour = light.of(p.trousers)
            out.limb(self.at(0, side, 0.5), knee, 0.048 * h, colour)
            out.limb(knee, foot, 0.036 * h, colour)
        if p.carries == "backpack":
            out.limb(self.at(-0.11, 0, 0.76), self.at(-0.12, 0, 0.6), 0.085 * h, light.of((0.09, 0.1, 0.16)))
        coat, bright = light.of(p.coat), light.lit(p.coat)
        hem = 0.34 if p.is_long_coat else 0.5
        self._arm(out, -0.125, -self.swing, coat)
        out.limb(self.at(0, -0.035, hem), self.at(lean, -0.06, 0.78), 0.075 * h, coat)
        out.limb(self.at(0, 0.035, hem), self.at(lean, 0.06, 0.78), 0.075 * h, coat)
        aside, back = 0.035 * h * light.aside[0], 0.035 * h * light.aside[1]
        x, y, z = self.at(0, 0, hem + 0.04)
        u, v, w = self.at(lean, 0, 0.79)
        out.limb((x + aside, y + back, z), (u + aside, v + back, w), 0.072 * h, bright)
        self._arm(out, 0.125, self.swing * -1 if p.carries != "suitcase" else -0.6, coat)
        out.disc(self.at(lean, 0, 0.875), 0.03 * h, light.of(SKIN))
        out.disc(self.at(lean + 0.015, 0, 0.925), 0.058 * h, light.lit(SKIN))
        out.disc(self.at(lean - 0.012, 0, 0.945), 0.06 * h, light.of(p.hair))
        self._load(out, light)

    def draw_far(self, out: Strokes, light: _Shades) -> None:
        """The same in few strokes, for somebody of a few pixels."""
        p, h = self.person, self.person.height
        legs, coat = light.of(p.trousers), light.lit(p.coat)
        for side, swing in ((0.05, self.swing), (-0.05, -self.swing)):
            out.limb(self.at(0, side, 0.5), self.at(0.2 * swing, side, 0.03), 0.042 * h, legs)
        for side, swing in ((-0.125, -self.swing), (0.125, self.swing)):
            out.limb(self.at(0.03, side, 0.78), self.at(0.1 * swing, side * 1.1, 0.5), 0.034 * h, light.of(p.coat))
        out.limb(self.at(0, 0, 0.36 if p.is_long_coat else 0.5), self.at(0.03, 0, 0.78), 0.1 * h, coat)
        out.disc(self.at(0.03, 0, 0.92), 0.058 * h, light.lit(SKIN))
        out.disc(self.at(0.01, 0, 0.945), 0.06 * h, light.of(p.hair))

    def _arm(self, out: Strokes, side: float, swing: float, coat: Colour) -> None:
        h = self.person.height
        elbow = self.at(0.02 + 0.08 * swing, side * 1.1, 0.63)
        out.limb(self.at(0.03, side, 0.79), elbow, 0.036 * h, coat)
        out.limb(elbow, self.at(0.06 + 0.14 * swing, side * 1.05, 0.49 + 0.03 * abs(swing)), 0.03 * h, coat)

    def _load(self, out: Strokes, light: _Shades) -> None:
        p, h = self.person, self.person.height
        if p.carries == "bag":
            out.limb(self.at(0.03, 0.15, 0.36), self.at(-0.03, 0.15, 0.36), 0.06 * h, light.of((0.25, 0.22, 0.18)))
        elif p.carries == "suitcase":
            out.limb(self.at(-0.3, 0.13, 0.1), self.at(-0.27, 0.13, 0.3), 0.08 * h, light.of((0.1, 0.13, 0.2)))
            out.limb(self.at(-0.26, 0.13, 0.36), self.at(-0.08, 0.13, 0.5), 0.008 * h, light.of((0.3, 0.3, 0.3)))
        elif p.carries == "pram":
            for side in (-0.1, 0.1):
                out.disc(self.at(0.3, side, 0.05), 0.05 * h, light.of((0.03, 0.03, 0.03)))
                out.disc(self.at(0.52, side, 0.05), 0.05 * h, light.of((0.03, 0.03, 0.03)))
            out.limb(self.at(0.32, 0, 0.3), self.at(0.5, 0, 0.33), 0.12 * h, light.of((0.12, 0.1, 0.22)))
            out.limb(self.at(0.1, 0, 0.52), self.at(0.3, 0, 0.36), 0.012 * h, light.of((0.3, 0.3, 0.3)))


def _shadow(out: Strokes, body: _Body, light: Light, shade: float) -> None:
    """A long shadow in the sun, and a dark patch round the feet in any light."""
    x, y, z, h = body.x, body.y, body.z, body.person.height
    patch = [(x + 0.28 * math.cos(a), y + 0.28 * math.sin(a), z) for a in _CIRCLE]
    out.shadow(patch, 0.3)
    if not light.has_sun or shade <= 0:
        return
    sun = light.sun_vector
    length = h / max(float(sun[2]), 0.2)
    dx, dy = -float(sun[0]) * length, -float(sun[1]) * length
    ax, ay = float(sun[1]), -float(sun[0])
    norm = math.hypot(ax, ay) or 1.0
    ax, ay = ax / norm, ay / norm
    outline = [(0.0, 0.12), (0.45, 0.17), (0.8, 0.2), (0.9, 0.09), (1.0, 0.06)]
    left = [(x + dx * s + ax * w, y + dy * s + ay * w, z) for s, w in outline]
    right = [(x + dx * s - ax * w, y + dy * s - ay * w, z) for s, w in reversed(outline)]
    out.shadow(left + right, 0.5 * shade)


_CIRCLE = [i * math.pi / 4 for i in range(8)]
