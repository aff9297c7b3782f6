"""What a camera that turns sees: a window that moves over a panorama, coded live while somebody watches.

Decoding, cutting, scaling and coding happen outside the interpreter's lock, in a thread for each frame. Whoever
serves it lets in few viewers at once.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation

from console.center.clips.clockmark import MINUTE_FRAMES, ClockMark
from console.center.clips.drawing.film import Frame
from console.center.clips.encode import FORMATS, PANORAMA, Quality, coded
from console.center.clips.mux import FRAME_TICKS, GROUP, frame_packets
from console.center.clips.transport import FRAME_RATE, Clip, Retimed, Wait, unit
from console.clock import Clock
from console.domain.ptz import Direction

FIELD = 60.0
"""Degrees that the window shows at zoom 1."""

BEHIND_S = 0.3
"""Frames are left out when a busy machine is so far behind: what is turned by hand must be seen now."""

BLACK = (16, 128, 128)

Looks = Callable[[float], Direction]
"""Where the camera looks at a time."""


@dataclass(frozen=True)
class Cover:
    """A part of a panorama that nobody may see, as shares of its width and height."""

    left: float
    upper: float
    right: float
    lower: float


def window(direction: Direction) -> tuple[int, int, int, int]:
    """The part of the panorama that is seen: left, upper, width and height in pixels, all even."""
    width = PANORAMA.width * FIELD / PANORAMA.field / direction.zoom
    height = width * 9 / 16
    column = PANORAMA.width * (0.5 + direction.pan / PANORAMA.field)
    row = PANORAMA.horizon - PANORAMA.focal * math.tan(math.radians(direction.tilt))
    wide, high = round(width / 2) * 2, round(height / 2) * 2
    left = min(max(round((column - width / 2) / 2) * 2, 0), PANORAMA.width - wide)
    upper = min(max(round((row - height / 2) / 2) * 2, 0), PANORAMA.height - high)
    return left, upper, wide, high


class Panned:
    """The frames of a panorama through a window, one after the other; not for two threads at once.

    Args:
        clip: The panorama.
        quality: Sub or main stream.
        covers: What is black in it.
    """

    def __init__(self, clip: Clip, quality: Quality, covers: tuple[Cover, ...] = ()) -> None:
        self._clip = clip
        self._shape = FORMATS[quality]
        self._covers = covers
        self._mark = ClockMark(self._shape.width, self._shape.height)
        self._decoder = av.CodecContext.create("h264", "r")
        self._decoder.thread_count = 1
        self._decoded = -1
        self._whole: npt.NDArray[np.uint8] = np.empty((0, 0), np.uint8)
        self._direction = Direction(0.0, 0.0)
        self._units = coded(self._frames(), self._shape)
        self._coded = 0
        self._retimed = Retimed()

    def frame(self, number: int, direction: Direction, ticks: int) -> bytes:
        """Frame ``number`` (since 1970) in a direction, as packets to be shown ``ticks`` after the stream's begin."""
        self._direction = direction
        self._decode(number)
        coded_unit, is_key = next(self._units)
        packets = frame_packets(coded_unit, self._coded, is_key, {})
        self._coded += 1
        return self._retimed.frame(packets, ticks)

    def picture(self, number: int, direction: Direction) -> av.VideoFrame:
        """The same as a picture."""
        self._direction = direction
        self._decode(number)
        return av.VideoFrame.from_ndarray(next(self._frames()).planes, format="yuv420p")

    def _frames(self) -> Iterator[Frame]:
        frame = Frame(self._shape.width, self._shape.height)
        while True:
            left, upper, width, height = window(self._direction)
            part = Frame(width, height)
            whole = self._whole
            luma, chroma = whole[: PANORAMA.height], whole[PANORAMA.height :].reshape(2, PANORAMA.height // 2, -1)
            part.luma[:] = luma[upper : upper + height, left : left + width]
            part.chroma[:] = chroma[:, upper // 2 : (upper + height) // 2, left // 2 : (left + width) // 2]
            scaled = av.VideoFrame.from_ndarray(part.planes, format="yuv420p").reformat(
                self._shape.width, self._shape.height, interpolation=Interpolation.BICUBIC
            )
            frame.planes[:] = scaled.to_ndarray()
            self._mark.burn(frame, self._decoded % MINUTE_FRAMES)
            yield frame

    def _decode(self, number: int) -> None:
        """Bring the panorama to a frame: on from the last one where that is near, else from its key frame."""
        second = number // GROUP
        first = self._decoded + 1 if second * GROUP <= self._decoded < number else second * GROUP
        for wanted in range(first, number + 1):
            at, place = divmod(wanted, GROUP)
            for picture in self._decoder.decode(av.Packet(unit(self._clip.second(at).frames(place, place + 1)))):
                if wanted == number:
                    self._whole = self._covered(np.asarray(picture.to_ndarray(), np.uint8))
        self._decoded = number

    def _covered(self, whole: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        luma, chroma = whole[: PANORAMA.height], whole[PANORAMA.height :].reshape(2, PANORAMA.height // 2, -1)
        for cover in self._covers:
            left, right = (round(share * PANORAMA.width / 2) for share in (cover.left, cover.right))
            upper, lower = (round(share * PANORAMA.height / 2) for share in (cover.upper, cover.lower))
            luma[2 * upper : 2 * lower, 2 * left : 2 * right] = BLACK[0]
            chroma[:, upper:lower, left:right] = BLACK[1]
        return whole


async def live(panned: Panned, looks: Looks, clock: Clock, wait: Wait = asyncio.sleep) -> AsyncIterator[bytes]:
    """What the camera sees now, frame by frame; what would come late is left out."""
    first = number = math.floor(clock.now() * FRAME_RATE)
    while True:
        while (now := clock.now()) < number / FRAME_RATE:
            await wait(min(number / FRAME_RATE - now, 1 / FRAME_RATE))
        if now - number / FRAME_RATE > BEHIND_S:
            number = math.floor(now * FRAME_RATE)
        direction = looks(number / FRAME_RATE)
        yield await asyncio.to_thread(panned.frame, number, direction, (number - first) * FRAME_TICKS)
        number += 1
