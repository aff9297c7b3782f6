"""The lens of a drawn surveillance camera: where a point of the world falls in the picture, and back.

World axes are metres: x to the right of the street, y away from the camera, z up. The mild barrel distortion of a cheap
wide-angle lens is part of the projection, so straight kerbs bend in the drawn pictures as they do in real ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
"""Numbers: float32 wherever there is one per pixel."""
Mask = npt.NDArray[np.bool_]

NEAREST = 0.15
"""Metres in front of the lens below which nothing is drawn."""


@dataclass(frozen=True)
class Lens:
    """A pinhole camera with barrel distortion.

    Attributes:
        position: Metres (x, y, z).
        yaw: Degrees clockwise from the y axis.
        pitch: Degrees below the horizon.
        field: Horizontal field of view in degrees.
        width: Picture width in pixels.
        height: Picture height in pixels.
        bend: Coefficient of the squared radius; negative is barrel.
    """

    position: tuple[float, float, float]
    yaw: float
    pitch: float
    field: float
    width: int = 640
    height: int = 360
    bend: float = -0.05

    def sized(self, width: int, height: int) -> Lens:
        """The same view on a picture of another size."""
        return replace(self, width=width, height=height)

    @cached_property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.width / 2 / math.tan(math.radians(self.field) / 2)

    @cached_property
    def eye(self) -> Array:
        """The position as an array of shape (3,)."""
        return np.array(self.position, np.float32)

    @cached_property
    def axes(self) -> Array:
        """Rows: right, up, forward; shape (3, 3)."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        right = (math.cos(yaw), -math.sin(yaw), 0.0)
        up = (math.sin(yaw) * math.sin(pitch), math.cos(yaw) * math.sin(pitch), math.cos(pitch))
        forward = (math.sin(yaw) * math.cos(pitch), math.cos(yaw) * math.cos(pitch), -math.sin(pitch))
        return np.array([right, up, forward], np.float32)

    def seen(self, points: npt.ArrayLike) -> Array:
        """World points, shape (n, 3), in camera axes (right, up, depth)."""
        away: Array = np.asarray(points, np.float32) - self.eye
        return away @ self._columns

    def on_picture(self, seen: Array) -> Array:
        """Camera-axis points of positive depth as pixels (column, row), shape (n, 2)."""
        near = 1 / np.maximum(seen[:, 2], NEAREST)
        x, y = seen[:, 0] * near, seen[:, 1] * near
        radius2 = x * x + y * y
        if self.bend:
            radius2 = np.minimum(radius2, 1 / (3 * abs(self.bend)))
        stretch = (1 + self.bend * radius2) * self.focal
        out = np.empty((len(seen), 2), np.float32)
        out[:, 0] = self.width / 2 + x * stretch
        out[:, 1] = self.height / 2 - y * stretch
        return out

    def project(self, points: npt.ArrayLike) -> tuple[Array, Array]:
        """World points as pixels, shape (n, 2), and their depths in metres, shape (n,)."""
        seen = self.seen(points)
        return self.on_picture(seen), seen[:, 2]

    def sees(self, place: tuple[float, float, float], radius: float) -> bool:
        """Whether a ball of that radius (metres) may reach into the picture."""
        dx, dy, dz = (place[i] - self.position[i] for i in range(3))
        right, up, forward = self._rows
        depth = dx * forward[0] + dy * forward[1] + dz * forward[2]
        if depth < -radius:
            return False
        reach = max(depth, 0.5) * self._slope * 1.12 + 1.6 * radius
        return (
            abs(dx * right[0] + dy * right[1]) < reach
            and abs(dx * up[0] + dy * up[1] + dz * up[2]) < reach * self.height / self.width + radius
        )

    @cached_property
    def _rows(self) -> list[list[float]]:
        return [[float(part) for part in row] for row in self.axes]

    @cached_property
    def _columns(self) -> Array:
        return np.ascontiguousarray(self.axes.T)

    @cached_property
    def _slope(self) -> float:
        return math.tan(math.radians(self.field) / 2)

    def rays(self) -> Array:
        """The direction through every pixel, of forward length one; shape (height, width, 3)."""
        columns = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / self.focal
        rows = (self.height / 2 - np.arange(self.height, dtype=np.float32) - 0.5) / self.focal
        bent = np.sqrt(columns[None, :] ** 2 + rows[:, None] ** 2)
        straight = bent
        for _ in range(5):  # inverse of the distortion by fixed point: exact to a hundredth of a pixel at these angles
            straight = bent / (1 + self.bend * straight**2)
        stretch = straight / np.maximum(bent, 1e-6)
        right, up, forward = self.axes
        across, above = columns[None, :] * stretch, rows[:, None] * stretch
        return np.asarray(across[..., None] * right + above[..., None] * up + forward, np.float32)


def clipped(seen: Array) -> Array:
    """A polygon in camera axes, cut off at the nearest drawn depth (Sutherland-Hodgman, one plane)."""
    if (seen[:, 2] > NEAREST).all():
        return seen
    kept: list[Array] = []
    for here, there in zip(seen, np.roll(seen, -1, axis=0), strict=True):
        inside, inside_next = here[2] > NEAREST, there[2] > NEAREST
        if inside:
            kept.append(here)
        if inside != inside_next:
            share = (NEAREST + 1e-4 - here[2]) / (there[2] - here[2])
            kept.append(here + (there - here) * share)
    return np.array(kept, np.float32).reshape(-1, 3)


def subdivided(polygon: Array, pieces: int) -> Array:
    """The polygon with every edge cut into equal pieces, so that the distortion can bend it; shape (n * pieces, 3)."""
    steps = np.linspace(0, 1, pieces, endpoint=False, dtype=np.float32)[None, :, None]
    following = np.roll(polygon, -1, axis=0)
    return np.asarray((polygon[:, None] + (following - polygon)[:, None] * steps).reshape(-1, 3), np.float32)
