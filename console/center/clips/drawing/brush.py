"""The brush: draws the moving figures of one frame, straight in the encoder's colours.

A figure is a list of strokes in the world (polygons, rounded limbs, discs, shadows). The brush projects them all at
once, draws them with Pillow at twice the size, shrinks the result and lays it over the picture where nothing stands in
front.
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


@dataclass(frozen=True)
class Sprite:
    """A figure ready to be laid over a picture: where, what remains of the picture (of 256), and what is added."""

    rows: slice
    columns: slice
    luma_rest: npt.NDArray[np.uint16]
    luma: npt.NDArray[np.uint16]
    is_inked: npt.NDArray[np.int16]
    chroma_rest: npt.NDArray[np.uint16]
    chroma: npt.NDArray[np.uint16]


@dataclass(eq=False)
class Strokes:
    """What a figure consists of, in drawing order; colours are linear light as it leaves the figure.

    Attributes:
        place: Where it stands; decides who hides whom.
        points: World coordinates of all points of all strokes, x, y, z in turn: a flat list is quick to hand over.
        marks: For each stroke its kind, index of the first point, number of points, colour, radius (m) or opacity.
        is_repeated: Whether the same object is drawn again and again; then its sprite is kept with it.
        sprite: The sprite, once drawn.
    """

    place: Point = (0.0, 0.0, 0.0)
    points: list[float] = field(default_factory=list)
    marks: list[tuple[str, int, int, Colour, float]] = field(default_factory=list)
    is_repeated: bool = False
    sprite: Sprite | None = None

    def polygon(self, corners: Sequence[Sequence[float]], colour: Colour) -> None:
        """A filled flat shape."""
        self._mark("polygon", corners, colour, 0.0)

    def limb(self, start: Point, end: Point, radius: float, colour: Colour) -> None:
        """A rounded bar."""
        self._mark("limb", (start, end), colour, radius)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A ball."""
        self._mark("disc", (centre,), colour, radius)

    def shadow(self, corners: Sequence[Sequence[float]], opacity: float) -> None:
        """A dark patch; belongs before what stands on it."""
        self._mark("shadow", corners, (0, 0, 0), opacity)

    def _mark(self, kind: str, points: Sequence[Sequence[float]], colour: Colour, amount: float) -> None:
        self.marks.append((kind, len(self.points) // 3, len(points), colour, amount))
        for point in points:
            self.points.extend(point)


class Brush:
    """Draws on frames of one size, through one lens, in one light, behind one stage."""

    def __init__(self, lens: Lens, light: Light, depth: Array, grain: float) -> None:
        self.lens = lens
        self.light = light
        self.depth = depth
        noise = np.random.default_rng(11).normal(0, grain, (lens.height + 64, lens.width + 64))
        self._noise = np.clip(noise, -12, 12).astype(np.int16)
        self._turn = 0
        self._inks: dict[tuple[Colour, int], tuple[int, int, int, int]] = {}
        self._puffs: dict[int, Array] = {}
        self._pools: dict[tuple[int, int], Array] = {}
        self._glows: dict[tuple[int, Colour], tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]] = {}

    def next_frame(self) -> None:
        """Moves the grain on."""
        self._turn = (self._turn + 17) % 61
        if len(self._inks) > 50_000:
            self._inks.clear()

    def draw(self, frame: Frame, strokes: Strokes) -> None:
        """Draws one figure."""
        sprite = strokes.sprite or self._sprite(strokes)
        if sprite is None:
            return
        if strokes.is_repeated:
            strokes.sprite = sprite
        rows, columns, turn = sprite.rows, sprite.columns, self._turn
        luma = frame.luma[rows, columns]
        noise = self._noise[rows.start + turn : rows.stop + turn, columns.start + turn : columns.stop + turn]
        luma[:] = ((luma * sprite.luma_rest >> 8) + sprite.luma) + noise * sprite.is_inked
        half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
        chroma = frame.chroma[:, half[0], half[1]]
        chroma[:] = (chroma * sprite.chroma_rest >> 8) + sprite.chroma

    def _sprite(self, strokes: Strokes) -> Sprite | None:
        if not strokes.points:
            return None
        seen = self.lens.seen(np.array(strokes.points, np.float32).reshape(-1, 3))
        if float(seen[:, 2].min()) < NEAREST:
            strokes, seen = _in_front(strokes, seen)
            if not strokes.marks:
                return None
        depths = seen[:, 2]
        nearest = float(depths.min())
        pixels = self.lens.on_picture(seen)
        reach = max((mark[4] for mark in strokes.marks if mark[0] in ("limb", "disc")), default=0.0)
        margin = reach * self.lens.focal / nearest + 1
        low, high = pixels.min(0).tolist(), pixels.max(0).tolist()
        left, upper = max(0, int(low[0] - margin) & ~1), max(0, int(low[1] - margin) & ~1)
        right = min(self.lens.width, (int(high[0] + margin) + 3) & ~1)
        lower = min(self.lens.height, (int(high[1] + margin) + 3) & ~1)
        if left >= right or upper >= lower:
            return None
        # four plain bands (Y, Cb, Cr, cover): as "RGBA" Pillow would take the cover out of the colours when shrinking
        image = Image.new("CMYK", ((right - left) * FINE, (lower - upper) * FINE))
        places = ((pixels - np.array([left, upper], np.float32)) * FINE).tolist()
        scale = (self.lens.focal * FINE / depths).tolist()
        self._marks(ImageDraw.Draw(image), strokes, places, scale, float(depths.mean()))
        return self._finished(image, slice(upper, lower), slice(left, right), nearest)

    def _marks(
        self, pen: ImageDraw.ImageDraw, strokes: Strokes, places: list[list[float]], scale: list[float], depth: float
    ) -> None:
        shell = int(depth / 2)
        for kind, first, count, colour, amount in strokes.marks:
            if kind == "shadow":
                fill = (int(18 * amount), int(128 * amount), int(128 * amount), int(255 * amount))
                pen.polygon([part for place in places[first : first + count] for part in place], fill=fill)
                continue
            known = self._inks.get((colour, shell))
            if known is None:
                known = self._inks[colour, shell] = (*self.coded(colour, 2 * shell + 1), 255)
            if kind == "polygon":
                pen.polygon([part for place in places[first : first + count] for part in place], fill=known)
                continue
            radii = [amount * scale[i] for i in range(first, first + count)]
            if kind == "limb":
                self._bar(pen, places[first], places[first + 1], (radii[0], radii[1]), known)
            if kind == "disc" or radii[0] > 1.2:
                for (x, y), radius in zip(places[first : first + count], radii, strict=True):
                    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=known)

    @staticmethod
    def _bar(
        pen: ImageDraw.ImageDraw,
        start: list[float],
        end: list[float],
        radii: tuple[float, float],
        fill: tuple[int, int, int, int],
    ) -> None:
        (x0, y0), (x1, y1) = start, end
        length = math.hypot(x1 - x0, y1 - y0)
        if length < 0.5:
            return
        ax, ay = -(y1 - y0) / length, (x1 - x0) / length
        a, b = max(radii[0], 0.5), max(radii[1], 0.5)
        outline = (
            *(x0 + ax * a, y0 + ay * a, x1 + ax * b, y1 + ay * b),
            *(x1 - ax * b, y1 - ay * b, x0 - ax * a, y0 - ay * a),
        )
        pen.polygon(outline, fill=fill)

    def _finished(self, image: Image.Image, rows: slice, columns: slice, nearest: float) -> Sprite:
        """Shrinks a drawing to picture size and leaves out what something nearer hides."""
        fine = np.asarray(image.reduce(FINE)).astype(np.uint16)
        coarse = np.asarray(image.reduce(FINE * 2)).astype(np.uint16)
        near = self.depth[rows, columns]
        if float(near.min()) < nearest - 0.25:
            is_free = near > nearest - 0.25
            fine *= is_free[..., None]
            coarse *= is_free[0::2, 0::2, None]
        cover, tint = fine[..., 3], coarse[..., 3]
        return Sprite(
            rows,
            columns,
            256 - cover - (cover >> 7),
            fine[..., 0],
            (cover >> 7).astype(np.int16),
            256 - tint - (tint >> 7),
            np.ascontiguousarray(coarse[..., 1:3].transpose(2, 0, 1)),
        )

    def coded(self, colour: Colour, depth: float) -> tuple[int, int, int]:
        """Linear light at a depth as Y, Cb, Cr."""
        return coded_colour(self.light.coded(self.light.hazed(colour, depth)), self.lens.height)

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
        x0, y0 = max(0, left), max(0, upper)
        x1, y1 = min(self.lens.width, left + 2 * across), min(self.lens.height, upper + 2 * tall)
        if x0 >= x1 or y0 >= y1 or across > self.lens.width // 2:
            return
        key = (across, tall)
        if key not in self._pools:
            dx = (np.arange(-across, across, dtype=np.float32) + 0.5) / across
            dy = (np.arange(-tall, tall, dtype=np.float32) + 0.5) / tall
            self._pools[key] = np.clip(1 - dx[None, :] ** 2 - dy[:, None] ** 2, 0, 1) ** 1.6
        luma = frame.luma[y0:y1, x0:x1]
        tile = self._pools[key][y0 - upper : y1 - upper, x0 - left : x1 - left] * np.float32(power)
        luma[:] = np.minimum(luma + (luma - np.float32(10)) * tile, 225)

    def puff(self, frame: Frame, place: Point, size: float, grey: int, opacity: float) -> None:
        """Lays a soft ball of smoke over the picture: radius in metres, luma, opacity 0..1."""
        pixels, depths = self.lens.project([place])
        depth = float(depths[0])
        if depth < 0.5:
            return
        radius = 2 * max(1, round(size * self.lens.focal / depth / 2))
        left, upper = (2 * round((float(at) - radius) / 2) for at in pixels[0])
        x0, y0 = max(0, left), max(0, upper)
        x1, y1 = min(self.lens.width, left + 2 * radius), min(self.lens.height, upper + 2 * radius)
        if x0 >= x1 or y0 >= y1 or radius > self.lens.width // 3:
            return
        tile = self._puff_tile(radius)[y0 - upper : y1 - upper, x0 - left : x1 - left]
        cover = (tile * opacity).astype(np.float32)
        luma = frame.luma[y0:y1, x0:x1]
        luma[:] = luma + (grey - luma.astype(np.float32)) * cover
        chroma = frame.chroma[:, y0 // 2 : y1 // 2, x0 // 2 : x1 // 2]
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
        x0, y0 = max(0, left), max(0, upper)
        x1, y1 = min(self.lens.width, left + 2 * radius), min(self.lens.height, upper + 2 * tall)
        if x0 >= x1 or y0 >= y1:
            return
        bright, tint = self._glow_tile(radius, tall, colour)
        part = (slice(y0 - upper, y1 - upper), slice(x0 - left, x1 - left))
        free = (self.depth[y0:y1, x0:x1] > depth - 1.0) if depth else 1
        luma = frame.luma[y0:y1, x0:x1]
        luma[:] = np.minimum(luma + bright[part] * free, 235)
        half = (slice(part[0].start // 2, part[0].stop // 2), slice(part[1].start // 2, part[1].stop // 2))
        chroma = frame.chroma[:, y0 // 2 : y1 // 2, x0 // 2 : x1 // 2]
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
