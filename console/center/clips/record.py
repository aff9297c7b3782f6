"""Playing what was recorded: from any frame on, slower or faster, with time stamps of the speed asked for.

Up to twice the speed every frame is sent; above, only key frames, and at most eight a second, so that a fast look costs
no more than a live one. A record that begins within a group of pictures begins with a key frame made for it: the first
frame is the one that was shown at that time, not the one of the full second.
"""

from __future__ import annotations

import asyncio
import io
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import av
from PIL import Image

from console.center.clips.drawing.film import Frame
from console.center.clips.encode import Format, coded
from console.center.clips.mux import FRAME_TICKS, GROUP, frame_packets
from console.center.clips.transport import FRAME_RATE, SKIP_AFTER, Retimed, Source, Wait, unit
from console.clock import Clock

EVERY_FRAME_UP_TO = 2.0
"""Rate above which only key frames are sent."""

KEY_FRAMES = 8
"""Key frames a second at most."""

Make = Callable[[int, int], Awaitable[bytes]]
"""Gives frame ``number`` (since 1970, ``FRAME_RATE`` a second) to be shown so many ticks after the begin."""


def frame_at(time: float) -> int:
    """The number of the frame that is shown at a time (Unix seconds)."""
    return math.floor(time * FRAME_RATE + 1e-4)


def shown(start: float, rate: float) -> Iterator[int]:
    """The frames to show from ``start`` on, without end."""
    number = frame_at(start)
    if rate <= EVERY_FRAME_UP_TO:
        while True:
            yield number
            number += 1
    yield number
    stride = GROUP * math.ceil(rate / KEY_FRAMES)
    number += stride - number % GROUP
    while True:
        yield number
        number += stride


async def paced(
    make: Make, clock: Clock, start: float, until: float, rate: float, wait: Wait = asyncio.sleep
) -> AsyncIterator[bytes]:
    """A record as it would have come at a rate; ends with the record, or where it has caught up with the clock.

    Args:
        make: What gives the frames.
        clock: The center's time.
        start: Unix seconds.
        until: Where the record ends.
        rate: Seconds of the past per second of the clock.
        wait: How to sleep for some seconds.
    """
    asked, first = clock.now(), frame_at(start)
    for number in shown(start, rate):
        at = number / FRAME_RATE
        while (now := clock.now()) < (due := asked + (at - start) / rate):
            await wait(min(due - now, 1 / FRAME_RATE))
        if at >= until or at > now:
            return
        asked += max(0.0, now - due - SKIP_AFTER)
        yield await make(number, round((number - first) * FRAME_TICKS / rate))


class ClipRecord:
    """The frames of a clip as a record; ``make`` is a ``Make``. A better clip is joined at a full second."""

    def __init__(self, source: Source, shape: Format, first: int) -> None:
        self._source = source
        self._shape = shape
        self._first = first
        self._clip = source()
        self._retimed = Retimed()
        self._cut: list[bytes] = []

    async def make(self, number: int, ticks: int) -> bytes:
        """Frame ``number``, stamped."""
        second, index = divmod(number, GROUP)
        if index == 0:
            self._clip = self._source()
        if number == self._first and index:
            self._cut = await asyncio.to_thread(cut, self._clip.second(second).pieces(), index, self._shape)
        if second == self._first // GROUP and self._cut:
            return self._retimed.frame(self._cut[number - self._first], ticks)
        return self._retimed.frame(self._clip.second(second).frames(index, index + 1), ticks)


def pictures(pieces: list[bytes]) -> Iterator[av.VideoFrame]:
    """The pictures of frames that begin with a key frame."""
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    for piece in pieces:
        yield from decoder.decode(av.Packet(unit(piece)))
    yield from decoder.decode(None)


def cut(pieces: list[bytes], index: int, shape: Format) -> list[bytes]:
    """The frames of a group from ``index`` on as a group of their own, which begins with a key frame."""

    def frames() -> Iterator[Frame]:
        frame = Frame(shape.width, shape.height)
        for number, picture in enumerate(pictures(pieces)):
            if number >= index:
                frame.planes[:] = picture.to_ndarray(format="yuv420p")
                yield frame

    counters: dict[int, int] = {}
    units = enumerate(coded(frames(), shape))
    return [frame_packets(coded_unit, number, is_key, counters) for number, (coded_unit, is_key) in units]


def jpeg(picture: av.VideoFrame, width: int) -> bytes:
    """A picture as JPEG, ``width`` pixels wide (0: as it is)."""
    image = Image.fromarray(picture.to_ndarray(format="rgb24"))
    if width and width < image.width:
        image = image.resize((width, round(image.height * width / image.width)), reducing_gap=2.0)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
