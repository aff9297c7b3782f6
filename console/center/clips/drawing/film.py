"""The camera's finish: glare, lens fall-off, sharpening, sensor grain, and the step to the encoder's YUV planes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from console.center.clips.drawing.lens import Array
from console.center.clips.drawing.light import Light
from console.center.clips.drawing.stage import Stage

Plane = npt.NDArray[np.uint8]
GRAINS = 3
"""Differently grained copies of the background that follow one another: noise that lives at no cost per frame."""


def luma_weights(height: int) -> tuple[float, float, float]:
    """BT.601 for standard-definition heights, BT.709 above: what decoders assume for streams that do not say."""
    return (0.299, 0.587, 0.114) if height < 720 else (0.2126, 0.7152, 0.0722)


def coded_colour(rgb: tuple[float, float, float], height: int) -> tuple[int, int, int]:
    """Picture values 0..255 as limited-range Y, Cb, Cr."""
    kr, kg, kb = luma_weights(height)
    grey = kr * rgb[0] + kg * rgb[1] + kb * rgb[2]
    return (
        int(16.5 + grey * 219 / 255),
        int(128.5 + (rgb[2] - grey) * 112 / 255 / (1 - kb)),
        int(128.5 + (rgb[0] - grey) * 112 / 255 / (1 - kr)),
    )


class Frame:
    """One picture in planar YUV 4:2:0, in the memory layout the encoder takes.

    Attributes:
        planes: All of it, shape (height * 3 / 2, width).
        luma: A view, shape (height, width).
        chroma: A view, shape (2, height / 2, width / 2).
    """

    def __init__(self, width: int, height: int) -> None:
        self.planes: Plane = np.empty((height * 3 // 2, width), np.uint8)
        self.luma: Plane = self.planes[:height]
        self.chroma: Plane = self.planes[height:].reshape(2, height // 2, width // 2)

    def show(self, other: Frame) -> None:
        """Takes over another picture of the same size."""
        np.copyto(self.planes, other.planes)


def backgrounds(stage: Stage, light: Light, grain: float, fall_off: float = 0.35) -> list[Frame]:
    """The stage as the camera shows it, `GRAINS` times with fresh noise.

    Args:
        stage: What stands still.
        light: What lights it.
        grain: Standard deviation of the noise in picture values.
        fall_off: How much darker the corners are, 0..1.
    """
    size = stage.lens.width // stage.oversampling, stage.lens.height // stage.oversampling
    picture = _halos(stage, stage.lit(light))
    developed = np.clip(light.developed(picture), 0, 255).astype(np.uint8)
    small = Image.fromarray(developed).reduce(stage.oversampling)
    small = _glare(small).filter(ImageFilter.UnsharpMask(radius=1.2 * size[0] / 640, percent=70, threshold=2))
    rgb = np.asarray(small, np.float32) * _vignette(*size, fall_off)[..., None]
    chance = np.random.default_rng(7)
    return [_frame(rgb, chance, grain) for _ in range(GRAINS)]


def depth_map(stage: Stage) -> Array:
    """The depth of the stage at picture size: the nearest of the oversampled ones, shape (height, width)."""
    step = stage.oversampling
    height, width = stage.depth.shape
    return np.asarray(stage.depth.reshape(height // step, step, width // step, step).min((1, 3)), np.float32)


def _halos(stage: Stage, picture: Array) -> Array:
    for place, colour, size in stage.halos:
        spots, depths = stage.lens.project([place])
        depth = float(depths[0])
        if depth < 0.5:
            continue
        column, row = int(spots[0, 0]), int(spots[0, 1])
        if not (0 <= column < stage.lens.width and 0 <= row < stage.lens.height):
            continue
        if stage.depth[row, column] < depth - 1.0:
            continue
        radius = max(2, int(size * stage.lens.focal / depth))
        _add_glow(picture, column, row, radius, colour)
    return picture


def _add_glow(picture: Array, column: int, row: int, radius: int, colour: tuple[float, float, float]) -> None:
    left, right = max(0, column - 3 * radius), min(picture.shape[1], column + 3 * radius + 1)
    upper, lower = max(0, row - 3 * radius), min(picture.shape[0], row + 3 * radius + 1)
    x = (np.arange(left, right, dtype=np.float32) - column) / radius
    y = (np.arange(upper, lower, dtype=np.float32) - row) / radius
    distance2 = x[None, :] ** 2 + y[:, None] ** 2
    glow = np.exp(-distance2 * 4) * 3 + 0.35 * np.exp(-distance2 * 0.6)
    picture[upper:lower, left:right] += glow[..., None] * np.array(colour, np.float32)


def _glare(picture: Image.Image) -> Image.Image:
    """Bright spots bleed a little into their surroundings, as behind a dusty dome."""
    bright = picture.point(lambda value: max(0, value - 200) * 3)
    wide = (
        bright.reduce(4)
        .filter(ImageFilter.GaussianBlur(picture.width / 160))
        .resize(picture.size, Image.Resampling.BILINEAR)
    )
    both = np.asarray(picture, np.uint16) + np.asarray(wide, np.uint16) // 3
    return Image.fromarray(np.minimum(both, 255).astype(np.uint8))


def _vignette(width: int, height: int, fall_off: float) -> Array:
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-0.6, 0.6, height, dtype=np.float32)
    return np.asarray(1 - fall_off * (x[None, :] ** 2 + y[:, None] ** 2) ** 1.4 / 1.4, np.float32)


def _frame(rgb: Array, chance: np.random.Generator, grain: float) -> Frame:
    height, width = rgb.shape[:2]
    kr, kg, kb = luma_weights(height)
    frame = Frame(width, height)
    grey = rgb @ np.array([kr, kg, kb], np.float32)
    noise = chance.normal(0, grain, grey.shape).astype(np.float32)
    noise = (noise + np.roll(noise, 1, 1)) * 0.7  # sensors smear along the row
    frame.luma[:] = np.clip(16.5 + grey * (219 / 255) + noise, 16, 235)
    halved = rgb.reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3))
    grey = halved @ np.array([kr, kg, kb], np.float32)
    coarse = chance.normal(0, grain * 0.4, grey.shape).astype(np.float32)
    frame.chroma[0] = np.clip(128.5 + (halved[..., 2] - grey) * np.float32(112 / 255 / (1 - kb)) + coarse, 16, 240)
    frame.chroma[1] = np.clip(128.5 + (halved[..., 0] - grey) * np.float32(112 / 255 / (1 - kr)) - coarse, 16, 240)
    return frame
