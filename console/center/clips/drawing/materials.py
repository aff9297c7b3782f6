"""What surfaces are made of: functions from surface metres (u, v) to linear colour and own glow.

A material takes two float arrays of shape (n,) and gives an array of shape (n, 4): linear red, green, blue (0..1) and
the light it sends out by itself (0 for a plain surface). All randomness is a fixed table, so a scene looks the same
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from console.center.clips.drawing.lens import Array, Mask

Material = Callable[[Array, Array], Array]

_FINENESS = 24
_SPAN = 64 * _FINENESS
_TABLE: Array = np.random.default_rng(43).random((256, 256)).astype(np.float32)


def _smooth_noise() -> Array:
    """Value noise on a lattice of 64 x 64, smoothed between; shape (_SPAN, _SPAN)."""
    lattice = _TABLE[:64, :64]
    share = (np.arange(_FINENESS, dtype=np.float32) + 0.5) / _FINENESS
    share = share * share * (3 - 2 * share)
    rows = lattice[:, None] + (np.roll(lattice, -1, 0) - lattice)[:, None] * share[None, :, None]
    rows = rows.reshape(_SPAN, 64)
    both = rows[:, :, None] + (np.roll(rows, -1, 1) - rows)[:, :, None] * share
    return np.asarray(both.reshape(_SPAN, _SPAN), np.float32)


_CLOUDS: Array = _smooth_noise()


def linear(colour: str) -> Array:
    """A colour such as ``#8a8d90`` (sRGB) as linear light, shape (3,)."""
    coded: Array = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return np.asarray(coded**2.2, np.float32)


def grit(u: Array, v: Array, size: float) -> Array:
    """A random value 0..1 for each cell of the given size."""
    values: Array = _TABLE[np.floor(u / size).astype(np.int32) & 255, np.floor(v / size).astype(np.int32) & 255]
    return values


def clouds(u: Array, v: Array, size: float) -> Array:
    """Smooth noise 0..1 with features of the given size, to a 24th of it."""
    step = size / _FINENESS
    i, j = np.floor(u / step).astype(np.int32) % _SPAN, np.floor(v / step).astype(np.int32) % _SPAN
    values: Array = _CLOUDS[i, j]
    return values


def shaded(colour: str | Array, shade: Array, glow: float | Array = 0.0) -> Array:
    """A colour times a shade per point, with an own glow."""
    base = linear(colour) if isinstance(colour, str) else colour
    out = np.empty((len(shade), 4), np.float32)
    out[:, :3] = base * shade[:, None]
    out[:, 3] = glow
    return out


def blend(under: Array, over: Array, where: Array | Mask) -> Array:
    """Two evaluated materials, the second where the mask (n,) is one."""
    return np.asarray(under + (over - under) * where.astype(np.float32)[:, None], np.float32)


def between(value: Array, low: float, high: float | Array) -> Mask:
    """Whether the value is in the half-open interval."""
    return np.asarray((value >= low) & (value < high))


def dashed(value: Array, period: float, length: float) -> Mask:
    """Whether the value is in the first `length` metres of each period."""
    return np.asarray(np.mod(value, period) < length)


def plain(colour: str, mottle: float = 0.12, size: float = 0.7, glow: float = 0.0) -> Material:
    """An even surface with a little dirt."""

    def material(u: Array, v: Array) -> Array:
        return shaded(colour, 1 + mottle * (clouds(u, v, size) + 0.5 * clouds(u, v, size * 4.7) - 0.75), glow)

    return material


def asphalt(colour: str = "#5b5d60", wear: float = 0.25) -> Material:
    """Road surface: fine grain, patches, long tyre-worn bands of tar."""

    def material(u: Array, v: Array) -> Array:
        shade = (
            0.86 + 0.16 * grit(u, v, 0.06) + wear * (clouds(u, v, 3.1) - 0.5) + wear * (clouds(u, v, 0.8) - 0.5) * 0.6
        )
        seams = (np.abs(np.mod(u + 0.4 * clouds(u, v, 1.5), 7.3) - 3) < 0.03) | (np.abs(np.mod(v, 23.7) - 9) < 0.03)
        return shaded(colour, shade * (1 - 0.22 * seams))

    return material


def paving(colour: str, slab: float = 0.5, joint: float = 0.04, variety: float = 0.16) -> Material:
    """Square slabs with dark joints."""

    def material(u: Array, v: Array) -> Array:
        in_joint = (np.mod(u, slab) < joint) | (np.mod(v, slab) < joint)
        shade = 0.92 + variety * (grit(u, v, slab) - 0.5) + 0.2 * (clouds(u, v, 2.2) - 0.5)
        return shaded(colour, shade * (1 - 0.35 * in_joint))

    return material


def bricks(colour: str, length: float = 0.26, course: float = 0.09) -> Material:
    """Brickwork in running bond; slats and tiles too, by their sizes."""

    def material(u: Array, v: Array) -> Array:
        row = np.floor(v / course)
        shifted = u + np.mod(row, 2) * length / 2
        in_joint = (np.mod(shifted, length) < 0.02) | (np.mod(v, course) < 0.015)
        shade = 0.85 + 0.3 * grit(shifted, v, length) * 0.6 + 0.15 * (clouds(u, v, 3.0) - 0.5)
        return shaded(colour, shade * (1 - 0.25 * in_joint))

    return material


def grass(colour: str = "#5d6b3a") -> Material:
    """Lawn with worn patches."""

    def material(u: Array, v: Array) -> Array:
        worn = np.clip(clouds(u, v, 2.4) * 1.6 - 0.95, 0, 1)
        blades = shaded(colour, 0.62 + 0.5 * grit(u, v, 0.05) + 0.4 * (clouds(u, v, 1.1) - 0.5))
        return blend(blades, shaded("#85765a", 0.8 + 0.2 * grit(u, v, 0.08)), worn)

    return material


def snow(colour: str = "#dfe4ea") -> Material:
    """Snow with soft hollows and trodden grain."""

    def material(u: Array, v: Array) -> Array:
        return shaded(colour, 0.84 + 0.16 * clouds(u, v, 1.3) + 0.1 * clouds(u, v, 0.22) - 0.04 * grit(u, v, 0.07))

    return material


def facade(
    wall: Material,
    *,
    bay: float = 3.0,
    storey: float = 3.0,
    window: tuple[float, float] = (1.5, 1.5),
    sill: float = 0.9,
    lit: float = 0.0,
    base: float = 0.0,
) -> Material:
    """A wall with a regular grid of windows.

    Args:
        wall: What is between the windows.
        bay: Metres from window to window.
        storey: Metres from floor to floor.
        window: Width and height of a window in metres.
        sill: Height of the sill above the floor.
        lit: Share of the windows with light behind them.
        base: Height of the lowest floor above v = 0.
    """

    def material(u: Array, v: Array) -> Array:
        out = wall(u, v)
        across, up = np.mod(u, bay) - (bay - window[0]) / 2, np.mod(v - base, storey) - sill
        inside = between(across, 0, window[0]) & between(up, 0, window[1]) & (v >= base)
        edge = 0.07
        frame = inside & ~(between(across, edge, window[0] - edge) & between(up, edge, window[1] - edge))
        frame |= inside & (np.abs(across - window[0] * 0.42) < 0.035)
        below = between(across, -0.08, window[0] + 0.08) & between(up, -0.1, 0) & (v >= base)
        which = grit(u, v - base, min(bay, storey)) if bay == storey else _cell(u, v - base, bay, storey)
        curtain = between(across, edge, window[0] * (0.15 + 0.3 * which)) & (which > 0.45)
        pane = shaded("#39424c", 0.45 + 0.8 * which * which + 0.25 * up / window[1])
        pane = blend(pane, shaded("#b9b2a4", 0.5 + 0.4 * which), curtain)
        warm = np.mod(which * 7.31, 1.0) < lit
        glow = (0.25 + 0.75 * np.mod(which * 3.7, 1.0)) * (0.75 + 0.25 * np.sin(across * 9))
        pane = blend(pane, shaded("#f0c98a", np.ones_like(u), glow), warm)
        out = blend(out, pane, inside & ~frame)
        out = blend(out, shaded("#d8d8d4", np.full_like(u, 0.9)), frame)
        return blend(out, out * np.array([0.6, 0.6, 0.6, 1], np.float32), below)

    return material


def _cell(u: Array, v: Array, bay: float, storey: float) -> Array:
    values: Array = _TABLE[np.floor(u / bay).astype(np.int32) & 255, np.floor(v / storey).astype(np.int32) & 255]
    return values


def bars(colour: str, gap: str, period: float, width: float) -> Material:
    """Upright stripes of two colours: shutters, corrugated sheet, awnings."""

    def material(u: Array, v: Array) -> Array:
        stripe = dashed(u, period, width)
        shade = 0.92 + 0.16 * (clouds(u, v, 0.9) - 0.5)
        return blend(shaded(gap, shade), shaded(colour, shade), stripe)

    return material
