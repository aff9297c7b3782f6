import io
from itertools import pairwise

import av
import numpy as np
import pytest

from console.center.clips.clockmark import read_frame_number
from console.center.clips.mux import FRAME_TICKS, GROUP, PACKET, PROGRAMME, TABLES, VIDEO
from console.center.clips.transport import SKIP_AFTER, Clip, live
from tests.console.center.clips.small import FakeTime

BORDER = 1_790_000_040
"""A second at which the clip (two seconds long) begins anew; far beyond the 33 bits of the time stamps."""


def packets_of(data: bytes) -> dict[int, list[int]]:
    """The continuity counters of each packet id in order."""
    counters: dict[int, list[int]] = {TABLES: [], PROGRAMME: [], VIDEO: []}
    for at in range(0, len(data), PACKET):
        assert data[at] == 0x47
        counters[(data[at + 1] & 0x1F) << 8 | data[at + 2]].append(data[at + 3] & 15)
    return counters


def decoded(data: bytes) -> list[av.VideoFrame]:
    with av.open(io.BytesIO(data), format="mpegts") as container:
        return list(container.decode(video=0))


def test_frames_over_the_border_decode_with_no_gap_in_their_times(clip: Clip) -> None:
    data = b"".join(clip.second(BORDER + i).data for i in range(-3, 3))
    frames = decoded(data)
    assert len(frames) == 6 * GROUP
    assert {later.pts - sooner.pts for sooner, later in pairwise(frames)} == {FRAME_TICKS}
    assert not any(frame.is_corrupt for frame in frames)


def test_continuity_counters_run_through_over_the_border(clip: Clip) -> None:
    for counters in packets_of(b"".join(clip.second(BORDER + i).data for i in range(-40, 40))).values():
        assert len(counters) > 16
        assert all((later - sooner) % 16 == 1 for sooner, later in pairwise(counters))


def test_time_stamps_wrap_at_33_bits(clip: Clip) -> None:
    wrap = (1 << 33) // 90_000
    data = b"".join(clip.second(second).data for second in range(wrap - 2, wrap + 3))
    assert len(decoded(data)) == 5 * GROUP


def test_the_clock_reference_never_runs_after_the_frame_is_due(clip: Clip) -> None:
    with av.open(io.BytesIO(clip.second(BORDER).data), format="mpegts") as container:
        stamps = [packet.pts for packet in container.demux(video=0) if packet.pts is not None]
    data = np.frombuffer(clip.second(BORDER).data, np.uint8).reshape(-1, PACKET).astype(np.int64)
    firsts = data[((data[:, 1] & 0x5F) == 0x41) & (data[:, 2] == 0)]
    base = firsts[:, 6] << 25 | firsts[:, 7] << 17 | firsts[:, 8] << 9 | firsts[:, 9] << 1 | firsts[:, 10] >> 7
    assert len(base) == len(stamps) == GROUP
    assert all(0 < stamp - reference <= 18_000 for stamp, reference in zip(stamps, base, strict=True))


@pytest.mark.anyio
async def test_live_starts_at_the_key_frame_and_shows_the_second_of_the_clock(clip: Clip) -> None:
    time = FakeTime(BORDER + 1.5)
    stream = live(lambda: clip, time, time.wait)
    first = await anext(stream)
    assert time.slept == 0
    frames = decoded(first)
    assert frames[0].key_frame
    numbers = [read_frame_number(frame.to_ndarray(format="rgb24")) for frame in frames]
    assert numbers == list(range(GROUP, GROUP + 8))
    await stream.aclose()


@pytest.mark.anyio
async def test_live_keeps_pace_with_the_clock_over_the_border_and_never_drifts(clip: Clip) -> None:
    time = FakeTime(BORDER - 1.99)
    stream = live(lambda: clip, time, time.wait)
    data = await anext(stream)
    sent = 1
    async for piece in stream:
        data += piece
        sent += sum(1 for at in range(0, len(piece), PACKET) if piece[at + 1] & 0x5F == 0x41 and piece[at + 2] == 0)
        assert abs(sent - (time.now() - BORDER + 2) * 15) <= 1.01
        if time.now() > BORDER + 2:
            break
    await stream.aclose()
    numbers = [read_frame_number(frame.to_ndarray(format="rgb24")) for frame in decoded(data)]
    assert numbers == (list(range(30)) * 3)[: len(numbers)]
    assert len(numbers) >= 60


@pytest.mark.anyio
async def test_a_reader_who_falls_behind_goes_on_at_the_newest_key_frame(clip: Clip) -> None:
    time = FakeTime(BORDER + 0.5)
    stream = live(lambda: clip, time, time.wait)
    await anext(stream)
    time.time += SKIP_AFTER + 2
    piece = await anext(stream)
    assert len(decoded(piece)) == GROUP // 2 + 1
    assert any(piece[at + 3] & 0x20 and piece[at + 4] and piece[at + 5] & 0x80 for at in range(0, len(piece), PACKET))
    await stream.aclose()


@pytest.mark.anyio
async def test_a_slightly_late_reader_loses_nothing(clip: Clip) -> None:
    time = FakeTime(BORDER)
    stream = live(lambda: clip, time, time.wait)
    data = await anext(stream)
    time.time += 3.0
    while len(decoded(data)) < 46:
        data += await anext(stream)
    counters = packets_of(data)[VIDEO]
    assert all((later - sooner) % 16 == 1 for sooner, later in pairwise(counters))
    await stream.aclose()


def test_viewers_of_one_second_share_its_bytes(clip: Clip) -> None:
    assert clip.second(BORDER) is clip.second(BORDER)
