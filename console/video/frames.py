"""Three buffers between the engine's thread and the painter's: neither waits, and nobody sees half a picture.

One is being written, one is whole and waits, one is being painted. ``commit`` and ``take`` only trade places.

libvlc shows a picture again and again, about 14 times a second, while no newer one comes: ``commit`` compares, so that
a frozen stream is not taken for a live one and nothing is painted twice.
"""

from threading import Lock

import numpy as np
import numpy.typing as npt

from console.domain.playing import NEAR, Pixels

ALIGNMENT = 64
"""Bytes; libvlc writes with SIMD stores and crashes on a buffer that is not aligned to 32."""


def fitted(source: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The largest size with the aspect of ``source`` inside ``box``, in even pixels, at least 2 x 2.

    A source that is larger by less than ``NEAR`` stays as it is: whoever paints it leaves its rim out.
    """
    (width, height), (most_wide, most_high) = source, box
    scale = min(most_wide / width, most_high / height)
    if abs(scale - 1) < NEAR:
        return source
    return max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2)


_Words = npt.NDArray[np.uint64]

SAMPLE = 97
"""Every so many words are compared first: two pictures of a camera nearly always differ there already."""


def _are_equal(one: _Words, other: _Words) -> bool:
    return np.array_equal(one[::SAMPLE], other[::SAMPLE]) and np.array_equal(one, other)


class Frames:
    """Triple buffer of pictures of one size. One thread writes, one other takes."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pitch = -(-width * 4 // ALIGNMENT) * ALIGNMENT
        self._slots = [self._buffer() for _ in range(3)]
        self._writing, self._waiting, self._shown = 0, 1, 2
        self._newest: int | None = None
        self._is_fresh = False
        self._has_shown = False
        self._lock = Lock()
        self.unseen = 0
        """Whole frames that were written over before anybody took them."""

    def _buffer(self) -> tuple[_Words, Pixels]:
        size = self.pitch * self.height
        memory = np.zeros(size + ALIGNMENT, np.uint8)
        start = -memory.ctypes.data % ALIGNMENT
        pixels = memory[start : start + size]
        return pixels.view(np.uint64), Pixels(pixels.data, self.width, self.height, self.pitch)

    @property
    def address(self) -> int:
        """Where the writer writes now."""
        return self._slots[self._writing][0].ctypes.data

    @property
    def written(self) -> Pixels:
        """What is being written, before anybody else sees it."""
        return self._slots[self._writing][1]

    def commit(self) -> bool:
        """What was written is whole; whether it differs from what was written before."""
        if self._newest is not None and _are_equal(self._slots[self._writing][0], self._slots[self._newest][0]):
            return False
        with self._lock:
            self.unseen += self._is_fresh
            self._newest = self._writing
            self._writing, self._waiting = self._waiting, self._writing
            self._is_fresh = True
        return True

    def take(self) -> Pixels | None:
        """The newest whole frame (the same again when none is newer); None before the first."""
        with self._lock:
            if self._is_fresh:
                self._waiting, self._shown = self._shown, self._waiting
                self._is_fresh, self._has_shown = False, True
            return self._slots[self._shown][1] if self._has_shown else None
