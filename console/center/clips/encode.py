"""From a drawn scene to a clip: frames with the clock burnt in, H.264 by libx264, MPEG-TS, ready to be served.

A clip is closed groups of one second without B frames under a bit-rate cap, so that a viewer can come in at any second
and a tile never has to wait for bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import av

from console.center.clips.clockmark import ClockMark
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.motion import FRAME_RATE
from console.center.clips.drawing.panorama import Panorama
from console.center.clips.drawing.scene import Drawing, filmed
from console.center.clips.mux import GROUP, filler, frame_packets
from console.center.clips.views import View, seen

NOTE = b"KUZET CLIP 1\n"


class Quality(StrEnum):
    """Which of a camera's two streams, or all that a turning one can see."""

    SUB = "sub"
    MAIN = "main"
    PANORAMA = "panorama"


@dataclass(frozen=True)
class Format:
    """Size in pixels, target quality (x264's constant rate factor) and cap in kbit/s."""

    width: int
    height: int
    factor: int
    cap: int


PANORAMA = Panorama(strips=6, strip_width=320, above=12, below=40)
"""What turning cameras see a part of: as sharp as a sub stream of 60 degrees."""

FORMATS = {
    Quality.SUB: Format(640, 360, 26, 900),
    Quality.MAIN: Format(1280, 720, 26, 2600),
    Quality.PANORAMA: Format(PANORAMA.width, PANORAMA.height, 23, 8000),
}


class Stopped(Exception):
    """The work was called off."""


def encoded(drawing: Drawing, quality: Quality, frames: int, is_called_off: Callable[[], bool]) -> bytes:
    """Draws and encodes a clip.

    Args:
        drawing: The scene.
        quality: Sub or main stream.
        frames: Length in frames: 900 are the whole minute, a multiple of 15.
        is_called_off: Asked at every frame.

    Returns:
        The transport stream; its last packet is a note with the length and a checksum (see `sound`).

    Raises:
        Stopped: It was called off.
    """
    shape = FORMATS[quality]
    pictures = _marked(filmed(drawing, shape.width, shape.height, frames), shape)
    return _clip(pictures, shape, frames, is_called_off)


def panned(drawing: Callable[[], Drawing], frames: int, is_called_off: Callable[[], bool]) -> bytes:
    """A clip of all that can be seen of a scene, without a clock: who looks at a part of it burns that in."""
    return _clip(PANORAMA.filmed(drawing, frames), FORMATS[Quality.PANORAMA], frames, is_called_off)


def reencoded(stream: bytes, view: View, quality: Quality, is_called_off: Callable[[], bool]) -> bytes:
    """A clip of the same quality and length in another view, with a clock of its own; raises as `encoded` does."""
    shape = FORMATS[quality]
    return _clip(_marked(_refilmed(stream, view, shape), shape), shape, sound(stream) or 0, is_called_off)


def _clip(pictures: Iterator[Frame], shape: Format, frames: int, is_called_off: Callable[[], bool]) -> bytes:
    out = bytearray()
    counters: dict[int, int] = {}
    for number, (unit, is_key) in enumerate(coded(_until(is_called_off, pictures), shape)):
        out += frame_packets(unit, number, is_key, counters)
    return bytes(out) + _note(bytes(out), frames)


def _refilmed(stream: bytes, view: View, shape: Format) -> Iterator[Frame]:
    frame = Frame(shape.width, shape.height)
    for picture in seen(stream, view):
        frame.planes[:] = picture.to_ndarray()
        yield frame


def _marked(pictures: Iterator[Frame], shape: Format) -> Iterator[Frame]:
    mark = ClockMark(shape.width, shape.height)
    for number, frame in enumerate(pictures):
        mark.burn(frame, number)
        yield frame


def _until(is_called_off: Callable[[], bool], pictures: Iterator[Frame]) -> Iterator[Frame]:
    for frame in pictures:
        if is_called_off():
            raise Stopped
        yield frame


def coded(frames: Iterator[Frame], shape: Format) -> Iterator[tuple[bytes, bool]]:
    """The access units of a stream, in order, and whether each is a key frame; one comes out for each that goes in."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = shape.width, shape.height, "yuv420p"
    encoder.framerate, encoder.time_base = Fraction(FRAME_RATE), Fraction(1, FRAME_RATE)
    encoder.thread_count = 1
    encoder.options = {
        "preset": "ultrafast",
        "profile": "main",
        "tune": "zerolatency",
        "crf": str(shape.factor),
        "maxrate": f"{shape.cap}k",
        "bufsize": f"{shape.cap}k",
        "x264-params": f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:bframes=0:aud=1:repeat-headers=1:open-gop=0"
        ":no-deblock=0",
    }
    for number, frame in enumerate(frames):
        picture = av.VideoFrame.from_ndarray(frame.planes, format="yuv420p")
        picture.pts = number
        for packet in encoder.encode(picture):
            yield bytes(packet), packet.is_keyframe
    for packet in encoder.encode(None):
        yield bytes(packet), packet.is_keyframe


def _note(stream: bytes, frames: int) -> bytes:
    return filler(NOTE + f"{frames} {zlib.crc32(stream):08x}\n".encode())


def sound(stream: bytes) -> int | None:
    """The number of frames of a clip as it was written; None if it is damaged or not a clip."""
    body, note = stream[:-188], stream[-188:]
    words = note[4:].split(b"\n")
    if not note[4:].startswith(NOTE) or len(words) < 3:
        return None
    length, _, checksum = words[1].partition(b" ")
    if f"{zlib.crc32(body):08x}".encode() != checksum:
        return None
    return int(length)
