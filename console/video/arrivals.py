"""When each frame of a live MPEG transport stream arrived here: what the delay of a shown picture is reckoned from.

Frames are counted, from the first at which decoding can begin; libvlc shows every frame from there on and tells which
it gave up. So the n-th frame shown is the n-th that arrived, however unevenly either went.
"""

from collections import deque

import numpy as np

PACKET = 188
SYNC = 0x47
KEPT = 1800
"""Frames whose arrival is kept: a minute at 30 a second. What is shown later than that has no known delay."""

BEGINS_UNIT, HAS_FIELDS = 0x40, 0x20
"""Second and fourth byte of a packet's header (ISO/IEC 13818-1): a frame begins here; adaptation fields follow."""

CAN_BEGIN, HAS_CLOCK = 0x40, 0x10
"""First byte of the adaptation fields: decoding can begin here; a clock reference follows."""


class Arrivals:
    """Counts the frames of a stream as it comes. The video is what carries the clock reference."""

    def __init__(self) -> None:
        self._rest = b""
        self._video: int | None = None
        self._count = 0
        self._times: deque[float] = deque(maxlen=KEPT)

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
        packets = np.frombuffer(data, np.uint8, whole, start).reshape(-1, PACKET)
        if not (packets[:, 0] == SYNC).all():
            self._rest = b""  # not the border of a packet, or no transport stream at all: begin anew with what follows
            return
        fields = np.where((packets[:, 3] & HAS_FIELDS != 0) & (packets[:, 4] > 0), packets[:, 5], 0)
        pids = (packets[:, 1].astype(np.uint16) & 0x1F) << 8 | packets[:, 2]
        if self._video is None:
            begins = np.flatnonzero(fields & (CAN_BEGIN | HAS_CLOCK) == CAN_BEGIN | HAS_CLOCK)
            if not begins.size:
                return
            packets, pids = packets[begins[0] :], pids[begins[0] :]
            self._video = int(pids[0])
        frames = int(((pids == self._video) & (packets[:, 1] & BEGINS_UNIT != 0)).sum())
        self._times.extend([now] * frames)
        self._count += frames

    def age(self, frame: int, now: float) -> float | None:
        """Seconds since the frame with this number (the first is 1) arrived; None where it is not known."""
        ahead = self._count - frame
        return now - self._times[-1 - ahead] if 0 <= ahead < len(self._times) else None
