"""The clock burnt into every frame: second of the minute with tenths, and the frame number for machines.

The strip is 12 cells in the lower right corner: one white to begin, ten bits of the frame number (most significant
first), one for even parity. It is placed in shares of the picture, so it can be read back from a picture of any size,
and a test can tell how old the frame on a screen is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.motion import FRAME_RATE

CELLS = 12
CELL = 1 / 80
"""Width of a cell as a share of the picture's width; its height is the same number of pixels."""
WHITE, BLACK, MIDDLE = 225, 22, 128
MINUTE_FRAMES = 900


def cells(number: int) -> list[bool]:
    """The 12 cells of a frame number 0..899, white is True."""
    bits = [bool(number >> shift & 1) for shift in range(9, -1, -1)]
    return [True, *bits, sum(bits) % 2 == 1]


class ClockMark:
    """Burns the clock into frames of one size."""

    def __init__(self, width: int, height: int) -> None:
        self._cell = max(2, round(width * CELL))
        self._right, self._lower = width - self._cell, height - self._cell
        font = ImageFont.load_default(size=max(10, round(height / 22)))
        self._glyphs = {sign: _glyph(sign, font) for sign in "0123456789:."}
        self._advance = max(glyph.shape[1] for sign, glyph in self._glyphs.items() if sign.isdigit())

    def burn(self, frame: Frame, number: int) -> None:
        """Marks a frame with its number within the minute."""
        size = self._cell
        left, upper = self._right - CELLS * size, self._lower - size
        for i, is_white in enumerate(cells(number)):
            column = left + i * size
            frame.luma[upper : upper + size, column : column + size] = WHITE if is_white else BLACK
        frame.chroma[:, upper // 2 : (upper + size + 1) // 2, left // 2 : (self._right + 1) // 2] = MIDDLE
        self._text(frame, f":{number / FRAME_RATE:04.1f}", upper - size // 2)

    def _text(self, frame: Frame, text: str, lower: int) -> None:
        steps = [self._advance if sign.isdigit() else self._advance * 6 // 10 for sign in text]
        column = self._right - sum(steps)
        for sign, step in zip(text, steps, strict=True):
            glyph = self._glyphs[sign]
            height, width = glyph.shape
            left = column + (step - width) // 2
            spot = frame.luma[lower - height : lower, left : left + width]
            spot[glyph == 1] = BLACK
            spot[glyph == 2] = WHITE
            half = frame.chroma[:, (lower - height) // 2 : lower // 2, left // 2 : (left + width) // 2]
            half[:] = (half.astype(np.uint16) + 3 * MIDDLE) // 4
            column += step


def _glyph(sign: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> npt.NDArray[np.uint8]:
    """0 outside, 1 the dark outline, 2 the sign; all signs share one height."""
    _, _, _, height = font.getbbox("0")
    width = round(font.getlength(sign)) + 4
    size = (width, round(height) + 4)
    face = Image.new("L", size)
    ImageDraw.Draw(face).text((2, 0), sign, fill=255, font=font)
    edge = Image.new("L", size)
    ImageDraw.Draw(edge).text((2, 0), sign, fill=255, font=font, stroke_width=1)
    out = (np.asarray(edge) > 90).astype(np.uint8)
    out[np.asarray(face) > 110] = 2
    return out


def read_frame_number(rgb: npt.NDArray[np.uint8]) -> int | None:
    """The frame number 0..899 burnt into a picture, shape (height, width, 3) of any size; None if there is none."""
    height, width = rgb.shape[:2]
    size = width * CELL
    reach = max(1, int(size * 0.2))
    row = int(height - 1.5 * size)
    grey = rgb[max(row - reach, 0) : row + reach].astype(np.float32).mean(2)
    values = []
    for i in range(CELLS):
        column = int(width - size - (CELLS - i - 0.5) * size)
        patch = grey[:, max(column - reach, 0) : column + reach]
        values.append(float(patch.mean()) if patch.size else 128.0)
    if values[0] < 150 or any(95 < value < 150 for value in values):
        return None
    bits = [value > 128 for value in values[1:]]
    number = int("".join("01"[bit] for bit in bits[:10]), 2)
    is_sound = sum(bits[:10]) % 2 == bits[10] and number < MINUTE_FRAMES
    return number if is_sound else None
