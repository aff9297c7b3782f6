"""The writer of a clip's MPEG transport stream (ISO/IEC 13818-1): one programme, one H.264 stream.

Written by hand so that everything a live server must touch has a known place: every frame begins a packet of its own
that carries the clock reference, and the tables are repeated four times a second.
"""

from __future__ import annotations

from collections.abc import Iterator

PACKET = 188
SYNC = 0x47
TABLES, PROGRAMME, VIDEO, FILLER = 0x0000, 0x1000, 0x0100, 0x1FFF
TICKS = 90_000
"""Time stamps per second."""
FRAME_TICKS = 6_000
"""Time stamps per frame at 15 frames/s."""
LEAD_TICKS = 18_000
"""How much later than its clock reference a frame is shown: 0.2 s for a busy machine."""
TABLE_PERIOD = 4
"""Frames between repetitions of the tables; they are also before every key frame."""
GROUP = 15
"""Frames of a group of pictures: one second."""


def frame_packets(unit: bytes, number: int, is_key: bool, counters: dict[int, int]) -> bytes:
    """One coded frame as packets.

    Args:
        unit: The access unit, Annex B, with delimiter.
        number: Frame number within the clip: gives the time stamps.
        is_key: Whether decoding can begin here.
        counters: Continuity counters by packet id; advanced.
    """
    out = bytearray()
    if number % GROUP % TABLE_PERIOD == 0:
        out += _table(TABLES, b"\x00\x01" + _id(PROGRAMME), 0x00, counters)
        out += _table(PROGRAMME, _id(VIDEO) + b"\xf0\x00\x1b" + _id(VIDEO) + b"\xf0\x00", 0x02, counters)
    clock = number * FRAME_TICKS
    payload = b"\x00\x00\x01\xe0\x00\x00\x84\x80\x05" + stamp(clock + LEAD_TICKS) + unit
    adaptation = bytes([0x50 if is_key else 0x10]) + clock_reference(clock)
    for part, fields, is_first in _parts(payload, adaptation):
        out += _packet(VIDEO, part, fields, is_first, counters)
    return bytes(out)


def stamp(ticks: int) -> bytes:
    """A presentation time stamp: 33 bits in 5 bytes."""
    return bytes(
        [
            0x21 | ticks >> 29 & 0x0E,
            ticks >> 22 & 0xFF,
            ticks >> 14 & 0xFE | 1,
            ticks >> 7 & 0xFF,
            ticks << 1 & 0xFE | 1,
        ]
    )


def clock_reference(ticks: int) -> bytes:
    """A programme clock reference: 33 bits of 90 kHz, extension 0, in 6 bytes."""
    return bytes(
        [ticks >> 25 & 0xFF, ticks >> 17 & 0xFF, ticks >> 9 & 0xFF, ticks >> 1 & 0xFF, (ticks & 1) << 7 | 0x7E, 0]
    )


def filler(payload: bytes) -> bytes:
    """A null packet, which every receiver skips, that carries a note of at most 184 bytes."""
    return bytes([SYNC, FILLER >> 8, FILLER & 0xFF, 0x10]) + payload.ljust(PACKET - 4, b"\xff")


def _id(value: int) -> bytes:
    return (0xE000 | value).to_bytes(2, "big")


def _parts(payload: bytes, adaptation: bytes) -> Iterator[tuple[bytes, bytes | None, bool]]:
    room = PACKET - 4 - 1 - len(adaptation)
    # A frame that is shorter ends in zeros, which Annex B allows: so its header is where it is in every other one.
    yield payload[:room].ljust(room, b"\0"), adaptation, True
    for at in range(room, len(payload), PACKET - 4):
        yield payload[at : at + PACKET - 4], None, False


def _packet(pid: int, part: bytes, adaptation: bytes | None, is_first: bool, counters: dict[int, int]) -> bytes:
    """One packet; a short payload is filled up within the adaptation field."""
    missing = PACKET - 4 - len(part) - (0 if adaptation is None else 1 + len(adaptation))
    if missing:
        if adaptation is None:
            adaptation, missing = (b"", 0) if missing == 1 else (b"\x00", missing - 2)
        adaptation += b"\xff" * missing
    fields = b"" if adaptation is None else bytes([len(adaptation)]) + adaptation
    return _head(pid, is_first, adaptation is not None, counters) + fields + part


def _head(pid: int, is_first: bool, has_adaptation: bool, counters: dict[int, int]) -> bytes:
    count = counters.get(pid, 0)
    counters[pid] = count + 1 & 15
    return bytes([SYNC, is_first << 6 | pid >> 8, pid & 0xFF, (0x30 if has_adaptation else 0x10) | count])


def _table(pid: int, body: bytes, table: int, counters: dict[int, int]) -> bytes:
    content = b"\x00\x01\xc1\x00\x00" + body
    section = bytes([table]) + (0xB000 | len(content) + 4).to_bytes(2, "big") + content
    section += _crc(section).to_bytes(4, "big")
    return _head(pid, True, False, counters) + (b"\x00" + section).ljust(PACKET - 4, b"\xff")


def _crc(data: bytes) -> int:
    """CRC-32/MPEG-2 of a table."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = crc << 1 & 0xFFFFFFFF ^ (0x04C11DB7 if crc & 0x80000000 else 0)
    return crc
