"""What a camera's picture is made of: its two streams, the parts that nobody may see, and what was recorded."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority


class Codec(StrEnum):
    """How a stream is coded."""

    H264 = "h264"
    H265 = "h265"


class StreamFacts(Struct, frozen=True):
    """One of a camera's streams: pixels, and frames a second; 0 where it is not known."""

    codec: Codec = Codec.H264
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0


class PrivacyMask(Struct, frozen=True):
    """A part of the picture that nobody may see: its corners as shares (0..1) of width and height, from upper left."""

    corners: tuple[tuple[float, float], ...]


class AlarmMark(Struct, frozen=True):
    """An alarm that was raised near a camera, on its time line."""

    time: float
    alarm: str
    kind: AlarmKind
    priority: Priority


class ArchiveRanges(Struct, frozen=True):
    """Answer of ``GET /cameras/{camera}/archive/ranges``: what was recorded between ``since`` and ``until``.

    ``ranges`` are in order and do not touch; what lies between them are gaps. ``begins`` is the oldest second that is
    still kept. All are Unix seconds.
    """

    camera: str
    since: float
    until: float
    begins: float
    ranges: tuple[tuple[float, float], ...]
    marks: tuple[AlarmMark, ...] = ()
