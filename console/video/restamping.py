"""Times of an MPEG transport stream made to run on before libvlc reads them.

libvlc takes a clock that jumps by less than 22 s (``CR_MAX_GAP`` of its ``clock.c``) for a stream that is late or early
by so much: it shows nothing for that time, or holds back what comes. A camera that is set by the network's time, or
plays a film in a loop, would be lost every time. So the first clock or frame that has jumped moves all that follow.
"""

from console.video.arrivals import BEGINS_UNIT, HAS_CLOCK, HAS_FIELDS, HAS_STAMP, PACKET, SYNC, WRAP
from console.video.timeline import CLOCK, FIRST_STEP, LEAP

HAS_DECODE_STAMP = 0x40
"""Eighth byte of a frame's own header: the time at which it is decoded follows the one to show it."""

CLOCK_SIZE = 6
STAMP_SIZE = 5
"""Bytes of a clock reference and of a time stamp (ISO/IEC 13818-1, 2.4.3.5 and 2.4.3.7)."""


class _Rising:
    """Times of one kind as they go out: the last one, when it came and its distance from the one before."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.came = 0.0
        self.step = FIRST_STEP


class Restamper:
    """One stream on its way, its times ``ahead`` by so many ticks.

    Those that are looked at are of the first part that carries a clock: the video.
    """

    def __init__(self, ahead: int = 0) -> None:
        self._rest = b""
        self._leader: int | None = None
        self._offset = ahead
        self._clocks, self._frames = _Rising(), _Rising()

    def run_on(self, data: bytes, now: float) -> bytes:
        """What has come (cut anywhere) at ``now``, monotonic seconds, as whole packets; what is none goes as it is."""
        data = self._rest + data
        start = max(0, data.find(SYNC))
        whole = (len(data) - start) // PACKET * PACKET
        end = start + whole
        if data[start:end:PACKET].count(SYNC) != whole // PACKET:
            self._rest = b""  # begin anew with what follows
            return data
        self._rest = data[end:]
        out = bytearray(data[:end])
        heads = zip(data[start + 1 : end : PACKET], data[start + 3 : end : PACKET], strict=True)
        for row, (unit, fields) in enumerate(heads):
            if unit & BEGINS_UNIT or fields & HAS_FIELDS:
                self._restamp(out, start + row * PACKET, now)
        return bytes(out)

    def _restamp(self, out: bytearray, at: int, now: float) -> None:
        pid = (out[at + 1] & 0x1F) << 8 | out[at + 2]
        body = at + 4
        if out[at + 3] & HAS_FIELDS:
            size = out[at + 4]
            body += 1 + size
            if size > CLOCK_SIZE and out[at + 5] & HAS_CLOCK:
                self._leader = pid if self._leader is None else self._leader
                ticks = _clock(out, at + 6)
                if pid == self._leader:
                    self._heed(self._clocks, ticks, now)
                _write_clock(out, at + 6, ticks + self._offset)
        if out[at + 1] & BEGINS_UNIT:
            stamps = _stamps(out, body, at + PACKET)
            if stamps and pid == self._leader:
                self._heed(self._frames, _stamp(out, stamps[-1]), now)
            for place in stamps:
                _write_stamp(out, place, _stamp(out, place) + self._offset)

    def _heed(self, times: _Rising, ticks: int, now: float) -> None:
        """Follow a clock, or the times at which frames are decoded: both only rise."""
        time = (ticks + self._offset) % WRAP
        if times.last is not None:
            ahead = (time - times.last) % WRAP
            if ahead > (now - times.came) * CLOCK + LEAP:
                time = (times.last + times.step) % WRAP
                self._offset = (time - ticks) % WRAP
            elif ahead:
                times.step = ahead
        times.last, times.came = time, now


def _stamps(out: bytearray, body: int, end: int) -> list[int]:
    """Where the time stamps of the frame that begins at ``body`` lie: to show it and, if it differs, to decode it."""
    if body + 9 > end or out[body : body + 3] != b"\0\0\1" or out[body + 6] >> 6 != 2:
        return []
    flags = out[body + 7]
    places = [body + 9] * bool(flags & HAS_STAMP) + [body + 9 + STAMP_SIZE] * (
        flags & 0xC0 == HAS_STAMP | HAS_DECODE_STAMP
    )
    return [place for place in places if place + STAMP_SIZE <= end]


def _clock(out: bytearray, at: int) -> int:
    return int.from_bytes(out[at : at + STAMP_SIZE], "big") >> 7


def _write_clock(out: bytearray, at: int, ticks: int) -> None:
    """Put the 33 bits of a clock where they were; the bits after them count 27 MHz and stay."""
    rest = out[at + 4] & 0x7F
    out[at : at + STAMP_SIZE] = ((ticks % WRAP) << 7 | rest).to_bytes(STAMP_SIZE, "big")


def _stamp(out: bytearray, at: int) -> int:
    high, middle, low = out[at] >> 1 & 7, out[at + 1] << 7 | out[at + 2] >> 1, out[at + 3] << 7 | out[at + 4] >> 1
    return high << 30 | middle << 15 | low


def _write_stamp(out: bytearray, at: int, ticks: int) -> None:
    """Put a time in its five bytes; the bits that mark them stay."""
    ticks %= WRAP
    out[at] = out[at] & 0xF1 | ticks >> 29 & 0x0E
    out[at + 1] = ticks >> 22 & 0xFF
    out[at + 2] = ticks >> 14 & 0xFE | 1
    out[at + 3] = ticks >> 7 & 0xFF
    out[at + 4] = ticks << 1 & 0xFE | 1
