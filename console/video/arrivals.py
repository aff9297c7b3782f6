"""When each frame of a live MPEG transport stream arrived here: what the delay of a shown picture is reckoned from.

Frames are counted, from the first at which decoding can begin; libvlc shows every frame from there on and tells which
it gave up. So the n-th frame shown is the n-th that arrived, however unevenly either went.
"""

from collections import deque

from console.video.timeline import CLOCK

PACKET = 188
SYNC = 0x47
KEPT = 1800
"""Frames whose arrival is kept: a minute at 30 a second. What is shown later than that has no known delay."""

BEGINS_UNIT, HAS_FIELDS = 0x40, 0x20
"""Second and fourth byte of a packet's header (ISO/IEC 13818-1): a frame begins here; adaptation fields follow."""

HAS_STAMP = 0x80
"""Eighth byte of a frame's own header: its time to be shown follows, in ticks that wrap."""
WRAP = 1 << 33

CAN_BEGIN, HAS_CLOCK = 0x40, 0x10
"""First byte of the adaptation fields: decoding can begin here; a clock reference follows."""


class Arrivals:
    """Counts the frames of a stream as it comes. The video is what carries the clock reference."""

    def __init__(self) -> None:
        self._rest = b""
        self._video: int | None = None
        self._count = 0
        self._times: deque[float] = deque(maxlen=KEPT)
        self._stamps: deque[int | None] = deque(maxlen=KEPT)
        self._first_stamp: int | None = None

    @property
    def has_video(self) -> bool:
        """Whether a frame has come at which decoding can begin."""
        return self._video is not None

    def note(self, data: bytes, now: float) -> None:
        """Take in what has just arrived (cut anywhere), at ``now`` in monotonic seconds. One thread."""
        data = self._rest + data
        start = max(0, data.find(SYNC))
        whole = (len(data) - start) // PACKET * PACKET
        self._rest = data[start + whole :]
        end = start + whole
        if data[start:end:PACKET].count(SYNC) != whole // PACKET:
            self._rest = b""  # not the border of a packet, or no transport stream at all: begin anew with what follows
            return
        for row, flags in enumerate(data[start + 1 : end : PACKET]):  # plain slices: for a frame's packets the quickest
            at = start + row * PACKET
            pid = (flags & 0x1F) << 8 | data[at + 2]
            if self._video is None and _fields(data, at) & (CAN_BEGIN | HAS_CLOCK) == CAN_BEGIN | HAS_CLOCK:
                self._video = pid
            if flags & BEGINS_UNIT and pid == self._video:
                self._count_frame(shown_at(data[at : at + PACKET]), now)

    def note_frame(self, packet: bytes, stamp: int | None, now: float) -> None:
        """Take in the packet in which a frame of the video begins, and when it is ``shown_at``, instead of ``note``."""
        if self._video is None and _fields(packet, 0) & (CAN_BEGIN | HAS_CLOCK) == CAN_BEGIN | HAS_CLOCK:
            self._video = (packet[1] & 0x1F) << 8 | packet[2]
        if self._video is not None:
            self._count_frame(stamp, now)

    def _count_frame(self, stamp: int | None, now: float) -> None:
        self._stamps.append(stamp)
        self._times.append(now)
        self._count += 1
        if self._first_stamp is None:
            self._first_stamp = self._stamps[0]

    def age(self, frame: int, now: float) -> float | None:
        """Seconds since the frame with this number (the first is 1) arrived; None where it is not known."""
        ahead = self._count - frame
        return now - self._times[-1 - ahead] if 0 <= ahead < len(self._times) else None

    def position(self, frame: int) -> float | None:
        """Seconds from the first frame to this one (from 1) by their time stamps; None where it is not known."""
        ahead = self._count - frame
        stamp = self._stamps[-1 - ahead] if 0 <= ahead < len(self._stamps) else None
        if stamp is None or self._first_stamp is None:
            return None
        return (stamp - self._first_stamp) % WRAP / CLOCK


def _fields(data: bytes, at: int) -> int:
    """The first byte of the adaptation fields of the packet that begins here; 0 where it has none."""
    return data[at + 5] if data[at + 3] & HAS_FIELDS and data[at + 4] else 0


def shown_at(packet: bytes) -> int | None:
    """The presentation time stamp of the frame that begins in a packet, ticks; None where it has none."""
    begin = 4 + (1 + packet[4] if packet[3] & HAS_FIELDS else 0)
    head = packet[begin : begin + 14]
    if len(head) < 14 or head[:3] != b"\0\0\1" or not head[7] & HAS_STAMP:
        return None
    high, upper, lower = head[9] >> 1 & 7, (head[10] << 8 | head[11]) >> 1, (head[12] << 8 | head[13]) >> 1
    return high << 30 | upper << 15 | lower
