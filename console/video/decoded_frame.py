"""A picture as it comes from the decoder; its pixels are made when they are painted.

Until then it takes a third of their memory, and they are copied to the screen before they have left the processor's
cache, or written there at once.
"""

from collections.abc import Sequence
from threading import local

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from console.domain import masking
from console.domain.masking import Masks
from console.domain.playing import Overlay, Pixels, Surface, Writes
from console.video.libyuv import Planes, is_inside, laying
from console.video.scaling import IN_PIXELS


class DecodedFrame:
    """See ``Frame``; one that lives as long as somebody holds it."""

    def __init__(self, picture: VideoFrame | Planes, position: float | None, masks: Masks) -> None:
        self.width, self.height, self.position = picture.width, picture.height, position
        self._picture, self._masks = picture, masks

    def writes(self, into: Surface, above: int = 0, over: Sequence[Overlay] = ()) -> Writes:
        """Where libyuv can; see ``Frame``."""
        if not isinstance(self._picture, Planes):
            return ()
        rows, columns = min(self.height - above, into.height), min(self.width, into.width)
        if rows <= 0 or columns <= 0:
            return ()
        writes = [self._picture.writing(into, above, rows, columns)]
        if self._masks:
            mask = masking.Mask(into.data, self.width, self.height, into.pitch, self._masks, (above, rows, columns))
            writes.append(mask.paint)
        writes += [laying(what, into) for what in over if is_inside(what, into)]
        return writes

    def pixels(self) -> Pixels:
        """See ``Frame``."""
        if isinstance(self._picture, Planes):
            memory, pitch = _SHEET.of(4 * self.width * self.height), 4 * self.width
            for write in self.writes(Surface(memory.ctypes.data, pitch, self.width, self.height)):
                write()
            return Pixels(memory.data, self.width, self.height, pitch, self.position)
        plane = IN_PIXELS.of(self._picture).planes[0]
        pixels = Pixels(memoryview(plane), plane.width, plane.height, plane.line_size, self.position)
        masking.paint(pixels.data, pixels.width, pixels.height, pixels.pitch, self._masks)
        return pixels


class _Sheet(local):
    """Memory of each thread for the pixels of one picture after the other."""

    def __init__(self) -> None:
        self._bytes: npt.NDArray[np.uint8] = np.empty(0, np.uint8)

    def of(self, size: int) -> npt.NDArray[np.uint8]:
        """So many bytes."""
        if self._bytes.size < size:
            self._bytes = np.empty(size, np.uint8)
        return self._bytes[:size]


_SHEET = _Sheet()
