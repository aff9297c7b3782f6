"""A clip on its way out: its packets stamped anew for any minute, and paced to a clock.

Nothing is encoded per viewer. A clip of one minute is loaded once and indexed by frame; for each second that somebody
watches, time stamps, clock references and continuity counters are moved on by whole minutes in one vectorised pass,
whose result all viewers of that second share. So minutes follow one another as one unbroken stream, and what a viewer
gets at a time is always the same bytes.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.center.clips.mux import (
    FRAME_TICKS,
    GROUP,
    LEAD_TICKS,
    PACKET,
    PROGRAMME,
    TABLES,
    TICKS,
    VIDEO,
    clock_reference,
    stamp,
)
from console.clock import Clock

Packets = npt.NDArray[np.uint8]
Ticks = npt.NDArray[np.int64]
FRAME_RATE = TICKS // FRAME_TICKS
WRAP = 1 << 33
PRESENTATION = 12 + 9
"""Offset of the time stamp in a frame's first packet: header 4, adaptation 8, PES header 9."""
PES_HEADER = 14
"""Bytes of a frame's PES header, with its one time stamp."""
SKIP_AFTER = 5.0
"""Seconds a viewer may be behind before frames are left out."""
KEPT_SECONDS = 6
"""Stamped seconds kept per clip for other viewers."""

Wait = Callable[[float], Awaitable[None]]
Source = Callable[[], "Clip"]
"""Asked at the beginning of every second which clip to show: another one than before is joined there."""


@dataclass(frozen=True)
class Second:
    """One group of pictures, stamped for its time: the bytes, and where each frame ends in them."""

    data: bytes
    ends: tuple[int, ...]

    def frames(self, first: int, last: int) -> bytes:
        """The bytes of frames first <= n < last of this second."""
        return self.data[self.ends[first - 1] if first else 0 : self.ends[last - 1]]

    def pieces(self) -> list[bytes]:
        """The bytes of each frame."""
        return [self.frames(number, number + 1) for number in range(len(self.ends))]


class Clip:
    """A transport stream of whole seconds as written by `encode`, that can be asked for any second of all time."""

    def __init__(self, stream: bytes) -> None:
        packets = np.frombuffer(stream, np.uint8).reshape(-1, PACKET)
        ids = (packets[:, 1] & 0x1F).astype(np.int32) << 8 | packets[:, 2]
        self._packets = packets[(ids == VIDEO) | (ids == TABLES) | (ids == PROGRAMME)]
        self._ids = ids[(ids == VIDEO) | (ids == TABLES) | (ids == PROGRAMME)]
        begins = (self._ids == VIDEO) & (self._packets[:, 1] & 0x40 > 0)
        self._firsts = np.flatnonzero(begins)
        self.frames = len(self._firsts)
        self.seconds = self.frames // GROUP
        self._counts = {pid: int((self._ids == pid).sum()) for pid in (TABLES, PROGRAMME, VIDEO)}
        self._stamps = _presentations(self._packets[self._firsts])
        self._references = _references(self._packets[self._firsts])
        self._starts = self._frame_starts()
        self._kept: OrderedDict[int, Second] = OrderedDict()

    def _frame_starts(self) -> npt.NDArray[np.int64]:
        """The packet each frame begins with, its tables included, and the end."""
        starts = self._firsts.copy()
        for _ in range(2):
            before = np.maximum(starts - 1, 0)
            starts = np.where((starts > 0) & (self._ids[before] != VIDEO), before, starts)
        return np.append(starts, len(self._packets))

    def second(self, number: int) -> Second:
        """The group of pictures for a second since 1970, stamped for it."""
        known = self._kept.get(number)
        if known is not None:
            self._kept.move_to_end(number)
            return known
        made = self._stamped(number)
        self._kept[number] = made
        if len(self._kept) > KEPT_SECONDS:
            self._kept.popitem(last=False)
        return made

    def _stamped(self, number: int) -> Second:
        turn, place = divmod(number, self.seconds)
        frames = slice(place * GROUP, (place + 1) * GROUP)
        begin, end = int(self._starts[frames.start]), int(self._starts[frames.stop])
        packets = self._packets[begin:end].copy()
        ids = self._ids[begin:end]
        for pid, count in self._counts.items():
            rows = ids == pid
            low = packets[rows, 3]
            packets[rows, 3] = (low & 0xF0) | ((low + (turn * count & 15)) & 0x0F)
        firsts = self._firsts[frames] - begin
        shift = turn * self.frames * FRAME_TICKS % WRAP
        packets[firsts, PRESENTATION : PRESENTATION + 5] = _as_presentations((self._stamps[frames] + shift) % WRAP)
        packets[firsts, 6:11] = _as_references((self._references[frames] + shift) % WRAP, packets[firsts, 10])
        ends = tuple(int(e) * PACKET for e in self._starts[frames.start + 1 : frames.stop + 1] - begin)
        return Second(packets.tobytes(), ends)


def _presentations(packets: Packets) -> Ticks:
    b = packets[:, PRESENTATION : PRESENTATION + 5].astype(np.int64)
    return (b[:, 0] >> 1 & 7) << 30 | b[:, 1] << 22 | (b[:, 2] >> 1) << 15 | b[:, 3] << 7 | b[:, 4] >> 1


def _as_presentations(t: Ticks) -> Packets:
    columns = [0x21 | t >> 29 & 0x0E, t >> 22 & 0xFF, t >> 14 & 0xFE | 1, t >> 7 & 0xFF, t << 1 & 0xFE | 1]
    return np.stack(columns, 1).astype(np.uint8)


def _references(packets: Packets) -> Ticks:
    b = packets[:, 6:11].astype(np.int64)
    return b[:, 0] << 25 | b[:, 1] << 17 | b[:, 2] << 9 | b[:, 3] << 1 | b[:, 4] >> 7


def _as_references(t: Ticks, last: Packets) -> Packets:
    columns = [t >> 25 & 0xFF, t >> 17 & 0xFF, t >> 9 & 0xFF, t >> 1 & 0xFF, (t & 1) << 7 | (last & 0x7F)]
    return np.stack(columns, 1).astype(np.uint8)


async def live(source: Source, clock: Clock, wait: Wait = asyncio.sleep) -> AsyncIterator[bytes]:
    """The clip in step with a clock: from the newest key frame on, then frame by frame as their time comes.

    The first piece holds what has passed of the running second (at most one group of pictures). A clock that stands
    still gives no frames; one that jumps, and a reader that falls more than `SKIP_AFTER` seconds behind, goes on at the
    newest key frame.

    Args:
        source: What is shown.
        clock: The center's time; may run at any rate.
        wait: How to sleep for some seconds.

    Yields:
        Whole frames of transport stream.
    """
    time = clock.now
    second, sent = math.floor(time()), 0
    clip, is_joining = source(), True
    while True:
        now = time()
        if now < second - 1 or now - second - sent / FRAME_RATE > SKIP_AFTER:
            second, sent, is_joining = math.floor(now), 0, True
        due = min(GROUP, math.floor((now - second) * FRAME_RATE + 1e-6) + 1)
        if due > sent:
            if sent == 0 and (newer := source()) is not clip:
                clip, is_joining = newer, True
            piece = clip.second(second).frames(sent, due)
            yield _marked_break(piece) if is_joining else piece
            is_joining = False
            second, sent = (second + 1, 0) if due == GROUP else (second, due)
            continue
        # Never longer than a frame, so that a clock that runs fast or jumps is noticed.
        await wait(min(max(second + sent / FRAME_RATE - now, 0.001), 1 / FRAME_RATE))


def unit(piece: bytes) -> bytes:
    """The coded frame within the packets of one frame (Annex B)."""
    out = bytearray()
    for at in range(0, len(piece), PACKET):
        if (piece[at + 1] & 0x1F) << 8 | piece[at + 2] != VIDEO:
            continue
        begin = at + 4 + (1 + piece[at + 4] if piece[at + 3] & 0x20 else 0)
        if piece[at + 1] & 0x40:
            begin += PES_HEADER
        out += piece[begin : at + PACKET]
    return bytes(out)


class Retimed:
    """Frames of any clip as one stream of their own: packet counters run on, time stamps are as told."""

    def __init__(self) -> None:
        self._counters: dict[int, int] = {}

    def frame(self, piece: bytes, ticks: int) -> bytes:
        """The packets of one frame, to be shown ``ticks`` after the stream's begin."""
        out = bytearray(piece)
        for at in range(0, len(out), PACKET):
            pid = (out[at + 1] & 0x1F) << 8 | out[at + 2]
            count = self._counters.get(pid, 0)
            self._counters[pid] = count + 1 & 15
            out[at + 3] = out[at + 3] & 0xF0 | count
            if pid == VIDEO and out[at + 1] & 0x40:
                out[at + 6 : at + 12] = clock_reference(ticks)
                out[at + PRESENTATION : at + PRESENTATION + 5] = stamp(ticks + LEAD_TICKS)
        return bytes(out)


def _marked_break(piece: bytes) -> bytes:
    """Sets the discontinuity indicator of the first frame, so that decoders expect the jump."""
    marked = bytearray(piece)
    for at in range(0, len(marked), PACKET):
        if (marked[at + 1] & 0x1F) << 8 | marked[at + 2] == VIDEO:
            marked[at + 5] |= 0x80
            break
    return bytes(marked)
