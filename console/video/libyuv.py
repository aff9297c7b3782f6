"""Pixels of decoded pictures by libyuv: written straight into the memory that is shown.

A filter of ffmpeg writes into a picture of its own, from where a painter copies: every pixel goes through the memory
twice, and a wall of full size tiles is little else. libyuv writes where it is told, and takes a sixth of the time for
the few scales that it knows by heart (``PLAIN``); for all others it takes twice the time of ffmpeg's.

It is a system's library, as libvlc is. Without it, and for pictures that are not of 4:2:0 in 8 bits, ffmpeg's filters
do the same (``scaling``).
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from ctypes import PyDLL, addressof, c_int, c_ubyte, c_void_p
from functools import partial
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from console.domain.playing import NEAR, Overlay, Surface

NAMES = "libyuv.so.0", "libyuv.dylib", "libyuv.dll"

PLAIN = 1.0, 3 / 4, 1 / 2, 1 / 4
"""Scales for which it has loops of their own: 0.02 ms for 640 x 360, where ffmpeg takes 0.13 and more."""

BY_BOX = 3
"""How it scales: by the mean of what falls into a pixel (``kFilterBox``)."""

CODED = frozenset({"yuv420p", "yuvj420p"})

CONSTANTS = {
    1: ("kYuvH709Constants", "kYuvF709Constants"),
    7: ("kYuvH709Constants", "kYuvF709Constants"),  # SMPTE 240M, nearly the same
    9: ("kYuv2020Constants", "kYuvV2020Constants"),
    10: ("kYuv2020Constants", "kYuvV2020Constants"),
}
"""Of a picture's colour space (ITU-T H.273, table 4), for levels from 16 to 235 and for all 256."""
USUAL = ("kYuvI601Constants", "kYuvJPEGConstants")
"""Of every other one, and where none is told, as ffmpeg takes it."""

FULL_RANGE = 2

Place = tuple[int, int, int, int, int, int]
"""Address and bytes a row of luma and of both chroma planes."""


def _loaded() -> PyDLL | None:
    for name in NAMES:
        with suppress(OSError, AttributeError, ValueError):  # there is none, or one that lacks something
            library = PyDLL(name)  # keeps Python's lock: giving it away and waiting for it takes longer than the work
            plane: list[Any] = [c_void_p, c_int]
            library.I420Scale.argtypes = [*plane * 3, c_int, c_int, *plane * 3, c_int, c_int, c_int]
            library.I420ToARGBMatrix.argtypes = [*plane * 4, c_void_p, c_int, c_int]
            library.ARGBBlend.argtypes = [*plane * 3, c_int, c_int]
            for constants in (USUAL, *CONSTANTS.values()):
                for name_of_them in constants:
                    c_ubyte.in_dll(library, name_of_them)
            return library
    return None


_LIBRARY = _loaded()


def is_there() -> bool:
    """Whether this machine has it."""
    return _LIBRARY is not None


def plain_size(source: tuple[int, int], box: tuple[int, int]) -> tuple[int, int] | None:
    """The size of ``source`` in a box if it is scaled for it by a plain scale, or nearly so; None: it is not."""
    width, height = source
    scale = min(box[0] / width, box[1] / height)
    plain = next((plain for plain in PLAIN if abs(scale / plain - 1) < NEAR), None)
    if plain is None:
        return None
    size = round(width * plain), round(height * plain)
    has_halves = any(side % 2 for side in size) or size != (width * plain, height * plain)
    return None if has_halves and plain != 1 else size


class Memory:
    """Room for one scaled picture. What nobody holds any more is used again by the next one that is as large.

    New room would come from the system page by page: that costs more than scaling does.
    """

    def __init__(self, size: int, free: "Spare") -> None:
        self._free = free
        self.bytes = free.pop() if free else np.empty(size, np.uint8)
        if self.bytes.size != size:
            self.bytes = np.empty(size, np.uint8)

    def __del__(self) -> None:
        """In whichever thread let it go last."""
        self._free.append(self.bytes)


Spare = deque[npt.NDArray[np.uint8]]
"""Memory of one stream's pictures that nobody holds; ``spare`` makes one."""


def spare() -> Spare:
    """For the pictures that a stream shows by turns."""
    return deque(maxlen=4)


class Planes:
    """A picture in three planes, 4:2:0, with who holds its memory."""

    def __init__(self, place: Place, size: tuple[int, int], matrix: int, held: object) -> None:
        self.width, self.height = size
        self._place, self._matrix, self._held = place, matrix, held

    @classmethod
    def of(cls, picture: VideoFrame, matrix: int) -> Self:
        """Of one for which ``matrix_of`` gave that."""
        luma, blue, red = picture.planes
        place = luma.buffer_ptr, luma.line_size, blue.buffer_ptr, blue.line_size, red.buffer_ptr, red.line_size
        return cls(place, (picture.width, picture.height), matrix, picture)

    def scaled(self, size: tuple[int, int], free: Spare) -> "Planes":
        """The same in a ``plain_size``."""
        assert _LIBRARY is not None
        width, height = size
        luma, chroma = width * height, width * height // 4
        memory = Memory(luma + 2 * chroma, free)
        at: int = memory.bytes.ctypes.data
        place = at, width, at + luma, width // 2, at + luma + chroma, width // 2
        _LIBRARY.I420Scale(*self._place, self.width, self.height, *place, width, height, BY_BOX)
        return Planes(place, size, self._matrix, memory)

    def writing(self, into: Surface, above: int, rows: int, columns: int) -> Callable[[], object]:
        """Writes the pixels of a part of it: so many rows below an even number of others, and columns from the left."""
        assert _LIBRARY is not None
        luma, wide, blue, half, red, other = self._place
        place = luma + above * wide, wide, blue + above // 2 * half, half, red + above // 2 * other, other
        return partial(_LIBRARY.I420ToARGBMatrix, *place, into.address, into.pitch, self._matrix, columns, rows)


def is_inside(what: Overlay, over: Surface) -> bool:
    """Whether it reaches nowhere out of the surface."""
    return what.left + what.width <= over.width and what.top + what.height <= over.height


def laying(what: Overlay, over: Surface) -> Callable[[], object]:
    """Blends it with the pixels that lie under it, all inside of the surface."""
    assert _LIBRARY is not None
    under, pitch = over.address + what.top * over.pitch + 4 * what.left, over.pitch
    return partial(_LIBRARY.ARGBBlend, what.address, what.pitch, under, pitch, under, pitch, what.width, what.height)


def matrix_of(picture: VideoFrame) -> int | None:
    """Where libyuv has what makes pixels of pictures that are coded as this one; None where it cannot be done."""
    if _LIBRARY is None or picture.format.name not in CODED:
        return None
    constants = CONSTANTS.get(picture.colorspace, USUAL)[_is_full(picture)]
    return addressof(c_ubyte.in_dll(_LIBRARY, constants))


def _is_full(picture: VideoFrame) -> bool:
    return picture.color_range == FULL_RANGE or picture.format.name.startswith("yuvj")
