"""The stage: the still part of a scene as lit surfaces with depth, drawn once per clip.

Surfaces are planes in the world. Each is cut out with Pillow at a multiple of the picture size, then coloured by its
material in its own metres, so that perspective, lens distortion and hidden parts come out by themselves. The depth that
stays behind lets moving figures pass behind posts, trees and gates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from console.center.clips.drawing.lens import Array, Lens, clipped, subdivided
from console.center.clips.drawing.light import Colour, Light
from console.center.clips.drawing.materials import Material, linear, shaded

Point = tuple[float, float, float]
Window = tuple[slice, slice]
SKY_DEPTH = 5000.0
UP = np.array([0, 0, 1], np.float32)


class Stage:
    """Colours, depths, directions and glow of all that stands still, seen through one lens."""

    def __init__(self, lens: Lens, oversampling: int = 2) -> None:
        self.lens = lens.sized(lens.width * oversampling, lens.height * oversampling)
        self.oversampling = oversampling
        self.rays = self.lens.rays()
        shape = (self.lens.height, self.lens.width)
        self.depth = np.full(shape, SKY_DEPTH, np.float32)
        self.colour = np.zeros((*shape, 4), np.float32)
        self.normal = np.broadcast_to(UP, (*shape, 3)).copy()
        self.shine = np.zeros(shape, np.float32)
        self.halos: list[tuple[Point, Colour, float]] = []
        self._shade = Image.new("L", (shape[1], shape[0]), 0)
        self._shade_pen = ImageDraw.Draw(self._shade)
        self._towards_sun: Array | None = None
        self._sky: Callable[[Array, Array], Array] | None = None
        self._floors: list[tuple[Material, float]] = []

    def sun_from(self, light: Light) -> None:
        """Says where the sun stands; what is built from now on throws its shadow on the ground."""
        self._towards_sun = light.sun_vector if light.has_sun else None

    def sky(self, colours: Callable[[Array, Array], Array]) -> None:
        """What is far away: a function of azimuth and elevation in degrees to linear colour (n, 3)."""
        self._sky = colours

    def ground(self, material: Material, height: float = 0.0) -> None:
        """An endless floor, or a ceiling above the camera."""
        self._floors.append((material, height))

    def complete(self) -> None:
        """Lays floors and sky, once all else stands: only where they can be seen, for they cost the most."""
        whole = (slice(0, self.lens.height), slice(0, self.lens.width))
        axes = np.array([1, 0, 0], np.float32), np.array([0, 1, 0], np.float32)
        for material, height in self._floors:
            is_below = height < self.lens.position[2]
            towards = (self.rays[..., 2] < -1e-4) if is_below else (self.rays[..., 2] > 1e-4)
            self._lay(whole, towards, np.array([0, 0, height], np.float32), UP, axes, material)
        if self._sky is None:
            return
        is_open = self.depth == SKY_DEPTH
        rays = self.rays[is_open]
        azimuth = np.degrees(np.arctan2(rays[:, 0], rays[:, 1]))
        elevation = np.degrees(np.arctan2(rays[:, 2], np.hypot(rays[:, 0], rays[:, 1])))
        colour = np.ones((len(rays), 4), np.float32)
        colour[:, :3] = self._sky(azimuth, elevation)
        self.colour[is_open] = colour

    def surface(self, corners: Sequence[Point], material: Material, *, shine: float = 0.0) -> None:
        """A flat polygon; u runs from the first corner to the second, v at right angles to it within the plane."""
        points = np.array(corners, np.float32)
        covered = self._covered(points)
        if covered is None:
            return
        along = points[1] - points[0]
        along /= np.linalg.norm(along)
        other = points[-1] - points[0]
        other = other - along * (other @ along)
        other /= np.linalg.norm(other)
        self._lay(*covered, points[0], np.cross(along, other), (along, other), material, shine)

    def wall(
        self, start: tuple[float, float], end: tuple[float, float], top: float, material: Material, bottom: float = 0.0
    ) -> None:
        """An upright surface over a line on the ground."""
        (x0, y0), (x1, y1) = start, end
        self.surface([(x0, y0, bottom), (x1, y1, bottom), (x1, y1, top), (x0, y0, top)], material)

    def box(
        self,
        centre: tuple[float, float],
        size: Point,
        sides: Material,
        top: Material | None = None,
        *,
        bottom: float = 0.0,
        turn: float = 0.0,
        casts: bool = True,
    ) -> None:
        """A block on the ground: width along x, length along y, height; turned clockwise by degrees."""
        width, length, height = size
        angle = math.radians(turn)
        cos, sin = math.cos(angle), math.sin(angle)
        flat = [(-width / 2, -length / 2), (width / 2, -length / 2), (width / 2, length / 2), (-width / 2, length / 2)]
        feet = [(centre[0] + x * cos + y * sin, centre[1] - x * sin + y * cos) for x, y in flat]
        high = bottom + height
        for i in range(4):
            self._outer_wall(feet[i], feet[(i + 1) % 4], bottom, high, sides)
        if high < self.lens.position[2]:
            self.surface([(x, y, high) for x, y in feet], top or sides)
        elif bottom > self.lens.position[2]:
            self.surface([(x, y, bottom) for x, y in feet], top or sides)
        if casts:
            self.shadow([(x, y, z) for x, y in feet for z in (bottom, high)])

    def _outer_wall(
        self, start: tuple[float, float], end: tuple[float, float], bottom: float, top: float, material: Material
    ) -> None:
        outward = (end[1] - start[1], start[0] - end[0])
        eye = self.lens.position
        if (eye[0] - start[0]) * outward[0] + (eye[1] - start[1]) * outward[1] > 0:
            self.wall(start, end, top, material, bottom)

    def post(
        self, x: float, y: float, height: float, material: Material, thick: float = 0.12, bottom: float = 0.0
    ) -> None:
        """A thin upright, with its shadow."""
        self.box((x, y), (thick, thick, height), material, bottom=bottom)

    def beam(self, start: Point, end: Point, thick: float, material: Material, *, casts: bool = True) -> None:
        """A bar between two points, always shown broad side on."""
        a, b = np.array(start, np.float32), np.array(end, np.float32)
        aside = np.cross(b - a, (a + b) / 2 - self.lens.eye)
        aside *= thick / 2 / max(float(np.linalg.norm(aside)), 1e-6)
        corners = [tuple(map(float, point)) for point in (a - aside, b - aside, b + aside, a + aside)]
        self.surface([(x, y, z) for x, y, z in corners], material)
        if casts:
            self.shadow([(x, y, z) for x, y, z in corners])

    def ball(
        self, centre: Point, radius: float, colour: str, *, ragged: float = 0.0, glow: float = 0.0, casts: bool = True
    ) -> None:
        """A sphere; a ragged one reads as a clump of leaves."""
        spot, depths = self.lens.project([centre])
        depth = float(depths[0])
        if depth < radius + 0.3:
            return
        reach = radius * self.lens.focal / depth
        column, row = float(spot[0, 0]), float(spot[0, 1])
        left, right = max(int(column - reach), 0), min(int(column + reach) + 2, self.lens.width)
        upper, lower = max(int(row - reach), 0), min(int(row + reach) + 2, self.lens.height)
        if left < right and upper < lower:
            across = (np.arange(left, right, dtype=np.float32) + 0.5 - column) / reach
            above = (row - np.arange(upper, lower, dtype=np.float32) - 0.5) / reach
            self._ball_pixels(
                (slice(upper, lower), slice(left, right)), across, above, (depth, radius), colour, ragged, glow
            )
        if casts:
            angles = np.linspace(0, 2 * math.pi, 10, endpoint=False)
            self.shadow(
                [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a), centre[2]) for a in angles]
            )

    def _ball_pixels(
        self,
        window: Window,
        across: Array,
        above: Array,
        place: tuple[float, float],
        colour: str,
        ragged: float,
        glow: float,
    ) -> None:
        radius2 = across[None, :] ** 2 + above[:, None] ** 2
        chance = np.random.default_rng(len(across) * 1000 + len(above))
        coarse = chance.random(((radius2.shape[0] + 1) // 2, (radius2.shape[1] + 1) // 2), np.float32)
        noise = np.repeat(np.repeat(coarse, 2, 0), 2, 1)[: radius2.shape[0], : radius2.shape[1]]
        inside = radius2 < 1 - ragged * noise
        bulge = np.sqrt(np.clip(1 - radius2, 0, 1))
        depth = place[0] - place[1] * bulge
        inside &= depth < self.depth[window]
        right, up, forward = self.lens.axes
        normal = across[None, :, None] * right + above[:, None, None] * up - bulge[..., None] * forward
        self.depth[window][inside] = depth[inside]
        self.normal[window][inside] = normal[inside]
        self.shine[window][inside] = 0
        shade = (1 + ragged * (0.9 * noise[inside] - 0.45)).astype(np.float32)
        self.colour[window][inside] = shaded(colour, shade, glow)

    def tree(
        self, x: float, y: float, height: float, leaves: str = "#41562a", *, seed: int = 0, bare: bool = False
    ) -> None:
        """A tree: trunk and a crown of ragged clumps, or bare boughs in winter."""
        chance = np.random.default_rng(seed * 77 + 5)
        if bare:
            self.beam((x, y, 0), (x, y, height * 0.42), height * 0.026, _bark)
            self._boughs((x, y, height * 0.4), height * 0.24, chance, 0, math.pi / 2)
            return
        self.beam((x, y, 0), (x, y, height * 0.55), height * 0.03, _bark)
        width = height * 0.29
        away = max(1.0, math.dist(self.lens.position, (x, y, height / 2)))
        clumps = int(min(120, max(30, 0.45 * self.lens.focal / self.oversampling * height / away)))
        for share in np.linspace(0, 1, clumps):
            level = height * (0.36 + 0.6 * share)
            reach = width * math.sqrt(max(0.05, 1 - (2 * share - 0.85) ** 2)) * chance.uniform(0.25, 1.08)
            angle = chance.uniform(0, 2 * math.pi)
            spot = (x + reach * math.cos(angle), y + reach * math.sin(angle), level)
            tone = linear(leaves) * chance.uniform(0.55, 1.3) * (0.65 + 0.5 * share)
            self.ball(
                spot,
                height * chance.uniform(0.045, 0.08) * (120 / clumps) ** 0.4,
                _hex(tone),
                ragged=0.9,
                casts=share > 0.15,
            )

    def _boughs(self, foot: Point, length: float, chance: np.random.Generator, level: int, lean: float) -> None:
        for _ in range(3 if level < 3 else 2):
            angle, rise = chance.uniform(0, 2 * math.pi), lean - chance.uniform(0.15, 0.75)
            flat = length * math.cos(rise)
            tip = (
                foot[0] + flat * math.cos(angle),
                foot[1] + flat * math.sin(angle),
                foot[2] + length * math.sin(rise),
            )
            self.beam(foot, tip, 0.11 / (level + 1) ** 1.3, _bark, casts=level < 2)
            if level < 3:
                self._boughs(tip, length * 0.72, chance, level + 1, lean)

    def halo(self, place: Point, colour: Colour, size: float) -> None:
        """A visible source of light: its glare in the picture, with a diameter in metres."""
        self.halos.append((place, colour, size))

    def shadow(self, points: Sequence[Point]) -> None:
        """The shadow a body with these corner points throws on the ground."""
        if self._towards_sun is None:
            return
        sun = self._towards_sun
        body = np.array(points, np.float32)
        landed = body[:, :2] - sun[:2] * (body[:, 2:] / sun[2])
        outline = hull(landed)
        if len(outline) < 3:
            return
        flat = np.concatenate([outline, np.zeros((len(outline), 1), np.float32)], 1)
        seen = clipped(subdivided(self.lens.seen(flat), 6))
        if len(seen) >= 3:
            self._shade_pen.polygon([(float(x), float(y)) for x, y in self.lens.on_picture(seen)], fill=255)

    def _covered(self, points: Array) -> tuple[Window, npt.NDArray[np.bool_]] | None:
        seen = clipped(self.lens.seen(points))
        if len(seen) < 3:
            return None
        pixels = self.lens.on_picture(subdivided(seen, 12 if self.lens.bend else 1))
        low, high = np.floor(pixels.min(0)).astype(int), np.ceil(pixels.max(0)).astype(int) + 1
        left, upper = max(low[0], 0), max(low[1], 0)
        right, lower = min(high[0], self.lens.width), min(high[1], self.lens.height)
        if left >= right or upper >= lower:
            return None
        mask = Image.new("1", (int(right - left), int(lower - upper)), 0)
        shifted = pixels - np.array([left + 0.5, upper + 0.5], np.float32)
        ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in shifted], fill=1)
        return (slice(upper, lower), slice(left, right)), np.asarray(mask, bool)

    def _lay(
        self,
        window: Window,
        mask: npt.NDArray[np.bool_],
        origin: Array,
        normal: Array,
        axes: tuple[Array, Array],
        material: Material,
        shine: float = 0.0,
    ) -> None:
        rays = self.rays[window]
        facing = rays @ normal
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = np.float32((origin - self.lens.eye) @ normal) / facing
        visible = mask & (depth > 0.1) & (depth < self.depth[window])
        depths = depth[visible]
        points = self.lens.eye + depths[:, None] * rays[visible] - origin
        self.colour[window][visible] = material(points @ axes[0], points @ axes[1])
        self.depth[window][visible] = depths
        self.normal[window][visible] = normal if float(facing.mean()) < 0 else -normal
        self.shine[window][visible] = shine

    def points(self) -> Array:
        """Where every pixel's surface is in the world, shape (h, w, 3)."""
        return np.asarray(self.lens.eye + self.depth[..., None] * self.rays, np.float32)

    def shade(self, points: Array) -> Array:
        """How much every pixel lies in thrown shadow, 0..1; soft edges, on level ground only."""
        soft = self._shade.filter(ImageFilter.GaussianBlur(self.oversampling * 0.8))
        level = (points[..., 2] < 0.35) & (self.normal[..., 2] > 0.7)
        return np.where(level, np.asarray(soft, np.float32) / 255, 0).astype(np.float32)

    def lit(self, light: Light) -> Array:
        """The linear light of the whole picture at stage size, shape (h, w, 3)."""
        points = self.points()
        received = light.on_surface(points, self.normal, self.shade(points))
        glow = self.colour[..., 3:]
        picture = self.colour[..., :3] * (received * (1 - np.minimum(glow, 1)) + glow)
        is_near = self.depth < SKY_DEPTH
        faded = np.where(is_near, 1 - np.exp(-self.depth / light.sight), 0)[..., None]
        return np.asarray(picture + (np.array(light.haze, np.float32) - picture) * faded, np.float32)


def hull(points: Array) -> Array:
    """The convex hull of plane points, shape (n, 2) (Andrew's monotone chain)."""
    ordered = sorted({(round(float(x), 3), round(float(y), 3)) for x, y in points})
    if len(ordered) < 3:
        return np.array(ordered, np.float32).reshape(-1, 2)

    def chain(run: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for p in run:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return np.array(chain(ordered) + chain(ordered[::-1]), np.float32)


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _hex(colour: Array) -> str:
    red, green, blue = (round(255 * min(max(float(part), 0.0), 1.0) ** (1 / 2.2)) for part in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _bark(u: Array, v: Array) -> Array:
    return shaded("#5a4c3f", np.full_like(u, 0.8))
