"""Privacy masks, painted into the memory of a picture: what nobody may see is gone before anything else sees it.

Players call ``paint`` on each frame before they give it away, and so does whoever decodes a single recorded frame.
There is no picture without its masks to show, zoom, copy or save.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from console.domain.streams import PrivacyMask

TONES = 0xFF2E3338, 0xFF454B52
"""Two greys in stripes (as 32-bit pixels): a mask is to be known as one, not taken for a fault of the picture."""

STRIPE = 8
"""Width of a stripe, pixels along a row."""

Masks = tuple[PrivacyMask, ...]

Part = tuple[int, int, int]
"""Of a picture: how many rows are above it, how many it has, and of how many pixels from the left."""


def paint(data: memoryview | npt.NDArray[np.uint8], width: int, height: int, pitch: int, masks: Masks) -> None:
    """Paint ``masks`` into a picture of 32 bits a pixel with ``pitch`` bytes (a multiple of 4) from row to row."""
    Mask(data, width, height, pitch, masks, (0, height, width)).paint()


class Mask:
    """Masks for memory that is to be shown at once: all that can fail has been done before the picture is there."""

    def __init__(
        self,
        data: memoryview | npt.NDArray[np.uint8],
        width: int,
        height: int,
        pitch: int,
        masks: Masks,
        shown: Part,
    ) -> None:
        """As for ``paint``; of the picture ``shown`` is in memory."""
        self._pixels = np.frombuffer(data, np.uint32) if masks else None
        if masks:
            self._places, self._tones = _covered(masks, width, height, pitch // 4, shown)

    def paint(self) -> None:
        """Paint them."""
        if self._pixels is not None:
            self._pixels[self._places] = self._tones


@lru_cache(maxsize=128)
def _covered(
    masks: Masks, width: int, height: int, row: int, shown: Part
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint32]]:
    """Which of the shown pixels are covered, as indices into rows of ``row`` pixels, and the colour of each."""
    inside = np.zeros((height, width), np.bool_)
    for mask in masks:
        inside |= _within(mask, width, height)
    above, rows, columns = shown
    down, across = np.nonzero(inside[above : above + rows, :columns])
    tones = np.where((across + down + above) // STRIPE % 2, TONES[0], TONES[1]).astype(np.uint32)
    return down * row + across, tones


def _within(mask: PrivacyMask, width: int, height: int) -> npt.NDArray[np.bool_]:
    """Pixels that a mask touches: by even and odd crossings of their middles, and one pixel more to each side."""
    corners = [(x * width, y * height) for x, y in mask.corners] or [(0, 0), (width, height)]
    if len(corners) < 3:  # no area: cover what it spans rather than nothing, and all where it says nothing
        (left, top), (right, bottom) = np.min(corners, axis=0) - 1, np.max(corners, axis=0) + 1
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    x, y = np.arange(width) + 0.5, (np.arange(height) + 0.5)[:, None]
    inside = np.zeros((height, width), np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y1 != y2:
            crosses = (y1 > y) != (y2 > y)
            inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    wide = np.pad(inside, 1)
    shifted = [wide[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    touched: npt.NDArray[np.bool_] = np.logical_or.reduce(shifted)
    return touched
