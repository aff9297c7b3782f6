import io
from itertools import islice, pairwise

import av
import pytest
from PIL import Image

from console.center.clips.clockmark import read_frame_number
from console.center.clips.encode import FORMATS, Quality
from console.center.clips.mux import FRAME_TICKS, PACKET, VIDEO
from console.center.clips.record import ClipRecord, frame_at, jpeg, paced, pictures, shown
from console.center.clips.transport import FRAME_RATE, Clip
from tests.console.center.clips.small import FakeTime

BEGIN = 1_790_000_040
"""A second at which the clip (two seconds long) begins anew."""


async def played(clip: Clip, time: FakeTime, start: float, rate: float, seconds: float, until: float = 2e9) -> bytes:
    """What comes within some seconds of the clock."""
    record = ClipRecord(lambda: clip, FORMATS[Quality.SUB], frame_at(start))
    end = time.now() + seconds
    data = b""
    async for piece in paced(record.make, time, start, until, rate, time.wait):
        if time.now() >= end - 1e-6:
            break
        data += piece
    return data


def decoded(data: bytes) -> list[av.VideoFrame]:
    with av.open(io.BytesIO(data), format="mpegts") as container:
        return list(container.decode(video=0))


def numbers(frames: list[av.VideoFrame]) -> list[int | None]:
    return [read_frame_number(frame.to_ndarray(format="rgb24")) for frame in frames]


@pytest.mark.anyio
@pytest.mark.parametrize("into", [0, 1, 7, 14])
async def test_a_record_begins_with_the_very_frame_that_was_shown_then(clip: Clip, into: int) -> None:
    time = FakeTime(BEGIN + 1000.0)
    data = await played(clip, time, BEGIN + into / FRAME_RATE + 0.01, 1.0, 2.0)
    frames = decoded(data)
    assert numbers(frames)[:20] == [(into + n) % 30 for n in range(20)]
    assert frames[0].key_frame


@pytest.mark.anyio
@pytest.mark.parametrize("rate", [0.25, 0.5, 1.0, 2.0])
async def test_slow_and_fast_records_carry_the_time_stamps_of_their_viewer(clip: Clip, rate: float) -> None:
    frames = decoded(await played(clip, FakeTime(BEGIN + 1000.0), BEGIN + 0.5, rate, 4.0))
    assert abs(len(frames) - 4 * FRAME_RATE * rate) <= 1
    steps = {later.pts - sooner.pts for sooner, later in pairwise(frames)}
    assert all(abs(step - FRAME_TICKS / rate) <= 1 for step in steps)


@pytest.mark.anyio
@pytest.mark.parametrize(("rate", "a_second"), [(4.0, 4), (8.0, 8), (16.0, 8)])
async def test_a_fast_look_sends_key_frames_only_and_never_more_than_eight_a_second(
    clip: Clip, rate: float, a_second: int
) -> None:
    frames = decoded(await played(clip, FakeTime(BEGIN + 1000.0), BEGIN + 0.5, rate, 5.0))
    assert abs(len(frames) - 5 * a_second) <= 2
    assert all(frame.key_frame for frame in frames)
    assert frames[-1].pts - frames[0].pts == pytest.approx(5 * 90_000, rel=0.1)


@pytest.mark.anyio
async def test_packet_counters_run_on_through_what_is_left_out(clip: Clip) -> None:
    data = await played(clip, FakeTime(BEGIN + 1000.0), BEGIN + 0.5, 8.0, 3.0)
    counters: dict[int, list[int]] = {}
    for at in range(0, len(data), PACKET):
        counters.setdefault((data[at + 1] & 0x1F) << 8 | data[at + 2], []).append(data[at + 3] & 15)
    assert len(counters[VIDEO]) > 100
    for counts in counters.values():
        assert all((later - sooner) % 16 == 1 for sooner, later in pairwise(counts))


@pytest.mark.anyio
async def test_it_ends_where_the_record_ends_and_where_it_meets_the_clock(clip: Clip) -> None:
    to_gap = await played(clip, FakeTime(BEGIN + 1000.0), BEGIN + 1.0, 1.0, 60.0, until=BEGIN + 3.0)
    assert len(decoded(to_gap)) == 2 * FRAME_RATE
    time = FakeTime(BEGIN + 4.0)
    await played(clip, time, BEGIN + 2.0, 2.0, 60.0)
    assert time.now() == pytest.approx(BEGIN + 6.0, abs=0.2)


def test_the_frames_of_a_rate_are_those_of_the_time_line() -> None:
    assert list(islice(shown(10.5, 1.0), 3)) == [157, 158, 159]
    assert list(islice(shown(10.5, 4.0), 4)) == [157, 165, 180, 195]
    assert list(islice(shown(10.5, 16.0), 4)) == [157, 180, 210, 240]


def test_a_still_is_the_frame_of_its_time_at_the_size_asked_for(clip: Clip) -> None:
    picture = list(pictures(clip.second(BEGIN).pieces()[:9]))[-1]
    assert read_frame_number(picture.to_ndarray(format="rgb24")) == 8
    assert Image.open(io.BytesIO(jpeg(picture, 0))).size == (640, 360)
    assert Image.open(io.BytesIO(jpeg(picture, 160))).size == (160, 90)
