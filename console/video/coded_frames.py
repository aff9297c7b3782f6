"""The coded frames of a live MPEG transport stream, cut out of it as it comes.

A demuxer of ffmpeg asks for bytes, and waits for them in a thread of its own; it also hands a frame out only when the
one after the next has begun. Here bytes are put in when they have come, by whoever waits for many streams at once, and
a frame is out as soon as the stream says that it is whole: at the next one's beginning, or sooner where it tells its
size.
"""

from msgspec import Struct

from console.video.arrivals import BEGINS_UNIT, HAS_FIELDS, PACKET, SYNC, Arrivals, shown_at

CODECS = {0x02: "mpeg2video", 0x10: "mpeg4", 0x1B: "h264", 0x24: "hevc"}
"""ffmpeg's names of the kinds of video in a programme's table (ISO/IEC 13818-1, table 2-34)."""

LARGEST = 4 << 20
"""Bytes; a frame that is larger is none."""

STRANGE = 1 << 16
"""Bytes outside of packets, before a video was found, after which it is taken for no transport stream."""

TABLES = 0x0000
IS_DAMAGED, HAS_PAYLOAD = 0x80, 0x10
"""In the second and fourth byte of a packet's header."""
FIELDS = bytes(byte & 0x30 for byte in range(256))
"""What of the fourth says what the packet holds."""


class CodedFrame(Struct, frozen=True):
    """One frame, ready for a decoder. ``shown_at`` is its time in ticks of 90 kHz that wrap, if it has one."""

    data: bytes
    shown_at: int | None
    codec: str


class FrameCutter:
    """Cuts one stream. Each frame's coming is noted in ``arrivals``, if any."""

    def __init__(self, arrivals: Arrivals | None) -> None:
        self._arrivals = arrivals
        self._rest = b""
        self._programme = self._video = -1
        self._codec = ""
        self._outside = 0
        self._parts: list[bytes] = []
        self._shown_at: int | None = None
        self._has_begun = False
        self._missing = 0
        """Bytes until the frame that has begun is whole; 0 where it does not say."""

    def cut(self, data: bytes, now: float) -> list[CodedFrame]:
        """The frames that are whole with what has come (cut anywhere) at ``now``, monotonic seconds.

        Raises:
            ValueError: it is no transport stream.
        """
        data = self._rest + data if self._rest else data
        whole: list[CodedFrame] = []
        at, last = 0, len(data) - PACKET
        while at <= last:
            if data[at] != SYNC:
                at = self._next_packet(data, at)
            elif plain := self._plain(data, at):
                end = at + plain * PACKET
                self._add(b"".join([data[part + 4 : part + PACKET] for part in range(at, end, PACKET)]), whole)
                at = end
            else:
                if not data[at + 1] & IS_DAMAGED:
                    self._take(data[at : at + PACKET], now, whole)
                at += PACKET
        self._rest = data[at:]
        if len(self._parts) * PACKET > LARGEST:
            self._drop()
        return whole

    def end(self) -> list[CodedFrame]:
        """The frame that had begun when the stream ended."""
        whole: list[CodedFrame] = []
        self._finish(whole)
        return whole

    def _plain(self, data: bytes, at: int) -> int:
        """How many packets from here on hold nothing but a frame's next bytes: most do."""
        upper, lower = self._video >> 8, self._video & 0xFF
        if data[at + 1] != upper or data[at + 2] != lower or FIELDS[data[at + 3]] != HAS_PAYLOAD:
            return 0
        end = at + (len(data) - at) // PACKET * PACKET
        return min(
            _alike(data[at:end:PACKET], SYNC),
            _alike(data[at + 1 : end : PACKET], upper),
            _alike(data[at + 2 : end : PACKET], lower),
            _alike(data[at + 3 : end : PACKET].translate(FIELDS), HAS_PAYLOAD),
        )

    def _next_packet(self, data: bytes, at: int) -> int:
        found = data.find(SYNC, at)
        found = len(data) if found < 0 else found
        self._outside += found - at
        if self._video < 0 and self._outside > STRANGE:
            raise ValueError("no transport stream")
        return found

    def _take(self, packet: bytes, now: float, whole: list[CodedFrame]) -> None:
        """A packet with more than a frame's next bytes in it, or none of them."""
        pid = (packet[1] & 0x1F) << 8 | packet[2]
        body = 4 + (1 + packet[4] if packet[3] & HAS_FIELDS else 0)
        begins = bool(packet[1] & BEGINS_UNIT)
        if body >= PACKET or not packet[3] & HAS_PAYLOAD:
            return
        if pid == self._video:
            if begins:
                self._finish(whole)
                body = self._begin(packet, body, now)
            self._add(packet[body:], whole)
        elif begins and pid == TABLES:
            self._read_tables(packet[body + 1 + packet[body] :])
        elif begins and pid == self._programme:
            self._read_programme(packet[body + 1 + packet[body] :])

    def _begin(self, packet: bytes, body: int, now: float) -> int:
        """A frame begins; where its own bytes do."""
        if packet[body : body + 3] != b"\0\0\1" or body + 9 > PACKET:
            return PACKET
        start = body + 9 + packet[body + 8]
        size = packet[body + 4] << 8 | packet[body + 5]
        self._has_begun, self._missing = True, max(0, size - (start - body - 6))
        self._shown_at = shown_at(packet)
        if self._arrivals is not None:
            self._arrivals.note_frame(packet, self._shown_at, now)
        return start

    def _add(self, part: bytes, whole: list[CodedFrame]) -> None:
        if not self._has_begun:
            return
        self._parts.append(part)
        if self._missing:
            self._missing -= len(part)
            if self._missing <= 0:
                self._finish(whole)

    def _finish(self, whole: list[CodedFrame]) -> None:
        if data := b"".join(self._parts):
            whole.append(CodedFrame(data, self._shown_at, self._codec))
        self._drop()

    def _drop(self) -> None:
        self._parts.clear()
        self._has_begun = False

    def _read_tables(self, section: bytes) -> None:
        """Which packets carry the programme's table: the first one's."""
        end = _end(section)
        for at in range(8, end - 3, 4):
            if section[at : at + 2] != b"\0\0":  # number 0 is the network's
                self._programme = (section[at + 2] & 0x1F) << 8 | section[at + 3]
                return

    def _read_programme(self, section: bytes) -> None:
        """Which packets carry the video, and how it is coded. A change of either begins a new stream."""
        end = _end(section)
        if len(section) < 12:
            return
        at = 12 + ((section[10] & 0x0F) << 8 | section[11])
        while at + 5 <= end:
            pid = (section[at + 1] & 0x1F) << 8 | section[at + 2]
            codec = CODECS.get(section[at])
            if codec is not None:
                if (pid, codec) != (self._video, self._codec):
                    self._drop()
                    self._video, self._codec = pid, codec
                return
            at += 5 + ((section[at + 3] & 0x0F) << 8 | section[at + 4])


def _alike(heads: bytes, wanted: int) -> int:
    """How many of them, from the first on, are as wanted."""
    return len(heads) - len(heads.lstrip(bytes((wanted,))))


def _end(section: bytes) -> int:
    """Where a table's entries end: before its checksum, or where the packet does."""
    return 0 if len(section) < 3 else min(len(section), 3 + ((section[1] & 0x0F) << 8 | section[2]) - 4)
