"""The brush: draws the moving figures of one frame, straight in the encoder's colours.

A figure is a list of strokes in the world (polygons, rounded limbs, discs, shadows). The brush projects them all at once,
draws them with Pillow at twice the size, shrinks the result and lays it over the picture where nothing stands in front.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from console.center.clips.drawing.film import Frame, coded_colour
from console.center.clips.drawing.lens import NEAREST, Array, Lens, clipped
from console.center.clips.drawing.light import Colour, Light
from console.center.clips.drawing.stage import Point

FINE = 2
"""Figures are drawn this many times larger than shown."""

Pixels = npt.NDArray[np.uint8]


@dataclass
class Strokes:
    """What a figure consists of, in drawing order; colours are linear light as it leaves the figure.

    Attributes:
        place: Where it stands; decides who hides whom.
        points: World points of all strokes.
        marks: For each stroke its kind, index of the first point, number of points, colour, radius (m) or opacity.
    """

    place: Point = (0.0, 0.0, 0.0)
    points: list[Point] = field(default_factory=list)
    marks: list[tuple[str, int, int, Colour, float]] = field(default_factory=list)

    def polygon(self, corners: Sequence[Point], colour: Colour) -> None:
        """A filled flat shape."""
        self._mark("polygon", corners, colour, 0.0)

    def limb(self, start: Point, end: Point, radius: float, colour: Colour) -> None:
        """A rounded bar."""
        self._mark("limb", (start, end), colour, radius)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A ball."""
        self._mark("disc", (centre,), colour, radius)

    def shadow(self, corners: Sequence[Point], opacity: float) -> None:
        """A dark patch; belongs before what stands on it."""
        self._mark("shadow", corners, (0, 0, 0), opacity)

    def _mark(self, kind: str, points: Sequence[Point], colour: Colour, amount: float) -> None:
        self.marks.append((kind, len(self.points), len(points), colour, amount))
        self.points.extend(points)


class Brush:
    """Draws on frames of one size, through one lens, in one light, behind one stage."""

    def __init__(self, lens: Lens, light: Light, depth: Array, grain: float) -> None:
        self.lens = lens
        self.light = light
        self.depth = depth
        noise = np.random.default_rng(11).normal(0, grain, (lens.height + 64, lens.width + 64))
        self._noise = noise.astype(np.int16)
        self._turn = 0
        self._puffs: dict[int, Array] = {}
        self._pools: dict[tuple[int, int], Array] = {}
        self._glows: dict[tuple[int, Colour], tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]] = {}

    def next_frame(self) -> None:
        """Moves the grain on."""
        self._turn = (self._turn + 17) % 61

    def draw(self, frame: Frame, strokes: Strokes) -> None:
        """Draws one figure."""
        if not strokes.points:
            return
        seen = self.lens.seen(strokes.points)
        if float(seen[:, 2].min()) < NEAREST:
            strokes, seen = _in_front(strokes, seen)
            if not strokes.marks:
                return
        depths = seen[:, 2]
        nearest = float(depths.min())
        pixels = self.lens.on_picture(seen)
        reach = max((mark[4] for mark in strokes.marks if mark[0] in ("limb", "disc")), default=0.0)
        margin = reach * self.lens.focal / nearest + 1
        left, upper = (max(0, int(edge) & ~1) for edge in pixels.min(0) - margin)
        right = min(self.lens.width, (int(pixels[:, 0].max() + margin) + 3) & ~1)
        lower = min(self.lens.height, (int(pixels[:, 1].max() + margin) + 3) & ~1)
        if left >= right or upper >= lower:
            return
        # four plain bands (Y, Cb, Cr, cover): as "RGBA" Pillow would take the cover out of the colours when shrinking
        image = Image.new("CMYK", ((right - left) * FINE, (lower - upper) * FINE))
        places = ((pixels - np.array([left, upper], np.float32)) * FINE).tolist()
        scale = (self.lens.focal * FINE / depths).tolist()
        self._marks(ImageDraw.Draw(image), strokes, places, scale, float(depths.mean()))
        self._lay(frame, image, (left, upper, right, lower), nearest)

    def _marks(
        self, pen: ImageDraw.ImageDraw, strokes: Strokes, places: list[list[float]], scale: list[float], depth: float
    ) -> None:
        coded: dict[Colour, tuple[int, int, int, int]] = {}
        for kind, first, count, colour, amount in strokes.marks:
            if kind == "shadow":
                fill = (int(18 * amount), int(128 * amount), int(128 * amount), int(255 * amount))
                pen.polygon([tuple(place) for place in places[first : first + count]], fill=fill)
                continue
            fill = coded.get(colour)
            if fill is None:
                fill = coded[colour] = (*self.coded(colour, depth), 255)
            if kind == "polygon":
                pen.polygon([tuple(place) for place in places[first : first + count]], fill=fill)
                continue
            for i in range(first, first + count):
                x, y = places[i]
                radius = amount * scale[i]
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
            if kind == "limb":
                self._bar(
                    pen, places[first], places[first + 1], (amount * scale[first], amount * scale[first + 1]), fill
                )

    @staticmethod
    def _bar(
        pen: ImageDraw.ImageDraw,
        start: list[float],
        end: list[float],
        radii: tuple[float, float],
        fill: tuple[int, int, int, int],
    ) -> None:
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy)
        if length < 0.5:
            return
        ax, ay = -dy / length, dx / length
        a, b = radii
        pen.polygon(
            [
                (start[0] + ax * a, start[1] + ay * a),
                (end[0] + ax * b, end[1] + ay * b),
                (end[0] - ax * b, end[1] - ay * b),
                (start[0] - ax * a, start[1] - ay * a),
            ],
            fill=fill,
        )

    def coded(self, colour: Colour, depth: float) -> tuple[int, int, int]:
        """Linear light at a depth as Y, Cb, Cr."""
        return coded_colour(self.light.coded(self.light.hazed(colour, depth)), self.lens.height)

    def _lay(self, frame: Frame, image: Image.Image, edges: tuple[int, int, int, int], nearest: float) -> None:
        left, upper, right, lower = edges
        fine = np.asarray(image.reduce(FINE), np.uint16)
        alpha = fine[..., 3]
        inked = alpha > 0
        near = self.depth[upper:lower, left:right]
        if (near < nearest - 0.25).any():
            is_free = near > nearest - 0.25
            fine = fine * is_free[..., None]
            alpha = fine[..., 3]
            inked &= is_free
        luma = frame.luma[upper:lower, left:right]
        noise = self._noise[upper + self._turn : lower + self._turn, left + self._turn : right + self._turn]
        mixed = luma * (256 - alpha - (alpha >> 7)) >> 8
        luma[:] = np.clip((mixed + fine[..., 0]).astype(np.int16) + noise * inked, 16, 235)
        halved = (fine[0::2, 0::2] + fine[1::2, 0::2] + fine[0::2, 1::2] + fine[1::2, 1::2]) >> 2
        alpha = halved[..., 3]
        chroma = frame.chroma[:, upper // 2 : lower // 2, left // 2 : right // 2]
        rest = 256 - alpha - (alpha >> 7)
        chroma[0] = (chroma[0] * rest >> 8) + halved[..., 1]
        chroma[1] = (chroma[1] * rest >> 8) + halved[..., 2]

    def glow(self, frame: Frame, place: Point, size: float, colour: Colour, *, stretch: float = 1.0) -> None:
        """Adds a glare of a radius in metres; below the ground (z < 0) it is a reflection, which nothing hides."""
        pixels, depths = self.lens.project([place])
        depth = float(depths[0])
        if depth < 0.5:
            return
        shape = (size * self.lens.focal / depth, stretch)
        self.spot(frame, float(pixels[0, 0]), float(pixels[0, 1]), shape, colour, depth if place[2] >= 0 else 0.0)

    def pool(self, frame: Frame, place: Point, size: float, power: float) -> None:
        """Lights up a round patch of the ground: radius in metres, power as a multiple of the light already there."""
        x, y, z = place
        pixels, depths = self.lens.project([place, (x, y, z + 0.01)])
        depth = float(depths[0])
        if depth < 2:
            return
        across = 2 * max(1, round(size * self.lens.focal / depth / 2))
        flat = max(0.08, min(1.0, (self.lens.position[2] - z) / depth))
        tall = 2 * max(1, round(across * flat / 2))
        left, upper = 2 * round((float(pixels[0, 0]) - across) / 2), 2 * round((float(pixels[0, 1]) - tall) / 2)
        l, u = max(0, left), max(0, upper)
        r, b = min(self.lens.width, left + 2 * across), min(self.lens.height, upper + 2 * tall)
        if l >= r or u >= b or across > self.lens.width // 2:
            return
        key = (across, tall)
        if key not in self._pools:
            dx = (np.arange(-across, across, dtype=np.float32) + 0.5) / across
            dy = (np.arange(-tall, tall, dtype=np.float32) + 0.5) / tall
            self._pools[key] = np.clip(1 - dx[None, :] ** 2 - dy[:, None] ** 2, 0, 1) ** 1.6
        luma = frame.luma[u:b, l:r]
        tile = self._pools[key][u - upper : b - upper, l - left : r - left] * np.float32(power)
        luma[:] = np.minimum(luma + (luma - np.float32(10)) * tile, 225)

    def puff(self, frame: Frame, place: Point, size: float, grey: int, opacity: float) -> None:
        """Lays a soft ball of smoke over the picture: radius in metres, luma, opacity 0..1."""
        pixels, depths = self.lens.project([place])
        depth = float(depths[0])
        if depth < 0.5:
            return
        radius = 2 * max(1, round(size * self.lens.focal / depth / 2))
        left, upper = (2 * round((float(at) - radius) / 2) for at in pixels[0])
        l, u = max(0, left), max(0, upper)
        r, b = min(self.lens.width, left + 2 * radius), min(self.lens.height, upper + 2 * radius)
        if l >= r or u >= b or radius > self.lens.width // 3:
            return
        tile = self._puff_tile(radius)[u - upper : b - upper, l - left : r - left]
        cover = (tile * opacity).astype(np.float32)
        luma = frame.luma[u:b, l:r]
        luma[:] = luma + (grey - luma.astype(np.float32)) * cover
        chroma = frame.chroma[:, u // 2 : b // 2, l // 2 : r // 2]
        chroma[:] = chroma + (128 - chroma.astype(np.float32)) * cover[0::2, 0::2]

    def _puff_tile(self, radius: int) -> Array:
        if radius not in self._puffs:
            x = (np.arange(-radius, radius, dtype=np.float32) + 0.5) / radius
            distance2 = x[None, :] ** 2 + x[:, None] ** 2
            self._puffs[radius] = np.clip(1 - distance2, 0, 1) ** 1.5
        return self._puffs[radius]

    def spot(
        self, frame: Frame, column: float, row: float, shape: tuple[float, float], colour: Colour, depth: float = 0.0
    ) -> None:
        """Adds a round or tall glare at a pixel; shape is its radius in pixels and how much taller than wide."""
        radius = 2 * max(1, round(shape[0] / 2))
        tall = 2 * max(1, round(radius * shape[1] / 2))
        if radius > self.lens.width // 3:
            return
        left, upper = 2 * round((column - radius) / 2), 2 * round((row - tall) / 2)
        l, u = max(0, left), max(0, upper)
        r, b = min(self.lens.width, left + 2 * radius), min(self.lens.height, upper + 2 * tall)
        if l >= r or u >= b:
            return
        bright, tint = self._glow_tile(radius, tall, colour)
        part = (slice(u - upper, b - upper), slice(l - left, r - left))
        free = (self.depth[u:b, l:r] > depth - 1.0) if depth else 1
        luma = frame.luma[u:b, l:r]
        luma[:] = np.minimum(luma + bright[part] * free, 235)
        half = (slice(part[0].start // 2, part[0].stop // 2), slice(part[1].start // 2, part[1].stop // 2))
        chroma = frame.chroma[:, u // 2 : b // 2, l // 2 : r // 2]
        chroma[:] = np.clip(chroma + tint[:, half[0], half[1]], 16, 240)

    def _glow_tile(self, radius: int, tall: int, colour: Colour) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
        key = (radius * 1000 + tall, colour)
        if key not in self._glows:
            x = (np.arange(-radius, radius) + 0.5) / radius
            y = (np.arange(-tall, tall) + 0.5) / tall
            distance2 = x[None, :] ** 2 + y[:, None] ** 2
            shape = (0.75 * np.exp(-distance2 * 14) + 0.25 * np.exp(-distance2 * 3.2)) * np.clip(
                1.2 * (1 - distance2), 0, 1
            )
            y_, cb, cr = coded_colour((colour[0] * 255, colour[1] * 255, colour[2] * 255), self.lens.height)
            soft = shape[0::2, 0::2]
            tint = np.stack([soft * (cb - 128), soft * (cr - 128)])
            self._glows[key] = ((shape * (y_ - 16)).astype(np.int16), tint.astype(np.int16))
        return self._glows[key]


def _in_front(strokes: Strokes, seen: Array) -> tuple[Strokes, Array]:
    """The part of a figure in front of the lens: polygons are cut off, other strokes are kept or left out whole."""
    kept = Strokes(strokes.place)
    places: list[Array] = []
    count = 0
    for kind, first, number, colour, amount in strokes.marks:
        part = seen[first : first + number]
        if kind in ("polygon", "shadow"):
            part = clipped(part)
        elif float(part[:, 2].min()) < NEAREST:
            continue
        if len(part) < (3 if kind in ("polygon", "shadow") else 1):
            continue
        kept.marks.append((kind, count, len(part), colour, amount))
        places.append(part)
        count += len(part)
    return kept, np.concatenate(places) if places else seen
