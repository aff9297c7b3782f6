"""The light of a scene: sky, sun, lamps and haze, and how the sensor turns light into picture values.

The same rules light the still background (arrays) and the moving figures (single colours), so a person under a street
lamp is as bright as the pavement there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from console.center.clips.drawing.lens import Array

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Lamp:
    """A point source that shines downwards.

    Attributes:
        position: Metres (x, y, z).
        colour: Linear colour.
        power: Brightness one metre below it.
        spread: How little it is bundled: 0 sends light straight down only, 1 to all of the lower half.
    """

    position: tuple[float, float, float]
    colour: Colour = (1.0, 0.78, 0.48)
    power: float = 30.0
    spread: float = 0.6


@dataclass(frozen=True)
class Light:
    """All light of a scene.

    Attributes:
        sky: Linear colour of the light from above.
        sun: Linear colour of the direct sun; black without one.
        towards_sun: Azimuth (degrees clockwise from the y axis) and elevation of the sun.
        lamps: Artificial light.
        haze: Colour the distance fades to.
        sight: Metres at which two thirds have faded.
        exposure: Gain of the sensor.
        warmth: White balance; above 1 is warmer.
        colourless: 1 for a night camera in infrared mode, 0 for full colour.
    """

    sky: Colour = (0.55, 0.6, 0.7)
    sun: Colour = (1.6, 1.5, 1.3)
    towards_sun: tuple[float, float] = (140.0, 40.0)
    lamps: tuple[Lamp, ...] = ()
    haze: Colour = (0.7, 0.76, 0.85)
    sight: float = 400.0
    exposure: float = 1.25
    warmth: float = 1.0
    colourless: float = 0.0
    _sun: Array = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        azimuth, elevation = (math.radians(angle) for angle in self.towards_sun)
        flat = math.cos(elevation)
        vector = np.array([flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(elevation)], np.float32)
        object.__setattr__(self, "_sun", vector)

    @property
    def sun_vector(self) -> Array:
        """Unit vector towards the sun."""
        return self._sun

    @property
    def has_sun(self) -> bool:
        """Whether there is direct sun, and so hard shadows."""
        return max(self.sun) > 0

    def on_surface(self, points: Array, normals: Array, in_shadow: Array) -> Array:
        """Light that falls on surface points.

        Args:
            points: Metres, shape (..., 3).
            normals: Unit vectors, shape (..., 3).
            in_shadow: 0 in the sun to 1 in the shade, shape (...).

        Returns:
            Linear light, shape (..., 3).
        """
        upward = 0.55 + 0.45 * normals[..., 2]
        received = upward[..., None] * np.array(self.sky, np.float32)
        if self.has_sun:
            facing = np.clip(normals @ self._sun, 0, 1) * (1 - in_shadow)
            received += facing[..., None] * np.array(self.sun, np.float32)
        for lamp in self.lamps:
            away = np.array(lamp.position, np.float32) - points
            distance2 = np.einsum("...i,...i", away, away) + 0.25
            distance = np.sqrt(distance2)
            facing = np.einsum("...i,...i", away, normals) / distance
            facing = np.clip(0.15 + 0.85 * facing, 0, 1)
            downward = np.clip(away[..., 2] / distance, 0, 1)
            strength = lamp.power * facing * (lamp.spread + (1 - lamp.spread) * downward**3) / distance2
            strength *= np.clip(away[..., 2] * 2 + 0.2, 0, 1)
            received += strength[..., None] * np.array(lamp.colour, np.float32)
        return np.asarray(received, np.float32)

    def at(self, x: float, y: float, z: float = 1.0) -> Colour:
        """Light on a figure at a place, from all round and without the sun."""
        red, green, blue = (0.8 * part for part in self.sky)
        for lamp in self.lamps:
            dx, dy, dz = lamp.position[0] - x, lamp.position[1] - y, lamp.position[2] - z
            distance2 = dx * dx + dy * dy + dz * dz + 0.25
            down = max(0.0, dz) / math.sqrt(distance2)
            strength = 0.55 * lamp.power * (lamp.spread + (1 - lamp.spread) * down**3) / distance2
            red += strength * lamp.colour[0]
            green += strength * lamp.colour[1]
            blue += strength * lamp.colour[2]
        return red, green, blue

    def hazed(self, light: Colour, depth: float) -> Colour:
        """A colour seen through the haze."""
        faded = 1 - math.exp(-depth / self.sight)
        return (
            light[0] + (self.haze[0] - light[0]) * faded,
            light[1] + (self.haze[1] - light[1]) * faded,
            light[2] + (self.haze[2] - light[2]) * faded,
        )

    def coded(self, light: Colour) -> tuple[float, float, float]:
        """Linear light as picture values 0..255: exposure, soft shoulder, gamma, white balance."""
        red, green, blue = light[0] * self.warmth, light[1], light[2] / self.warmth
        if self.colourless:
            grey = 0.4 * red + 0.45 * green + 0.15 * blue
            keep = 1 - self.colourless
            red, green, blue = (grey + (part - grey) * keep for part in (red, green, blue))
        gain = self.exposure
        return (
            255 * (1 - math.exp(-gain * max(red, 0.0))) ** 0.4545,
            255 * (1 - math.exp(-gain * max(green, 0.0))) ** 0.4545,
            255 * (1 - math.exp(-gain * max(blue, 0.0))) ** 0.4545,
        )

    def developed(self, light: Array) -> Array:
        """The same for a whole picture of linear light, shape (h, w, 3)."""
        balanced = light * np.array([self.warmth, 1, 1 / self.warmth], np.float32)
        if self.colourless:
            grey = balanced @ np.array([0.4, 0.45, 0.15], np.float32)
            balanced = grey[..., None] + (balanced - grey[..., None]) * np.float32(1 - self.colourless)
        return np.asarray(
            255 * (1 - np.exp(-self.exposure * np.maximum(balanced, 0))) ** np.float32(0.4545), np.float32
        )
