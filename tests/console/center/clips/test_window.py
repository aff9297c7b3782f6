import io
import math
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given, strategies as st

from console.center.clips.clockmark import read_frame_number
from console.center.clips.drawing.film import Frame
from console.center.clips.encode import FORMATS, PANORAMA, Quality, coded
from console.center.clips.mux import frame_packets
from console.center.clips.transport import Clip
from console.center.clips.window import Cover, Panned, live, window
from console.domain.ptz import Direction
from tests.console.center.clips.small import FakeTime

BEGIN = 1_790_000_040 * 15
"""A frame at which the panorama (two seconds long) begins anew."""


@pytest.fixture(scope="module")
def around() -> Clip:
    """All around it is the brighter the farther to the right."""
    frame = Frame(PANORAMA.width, PANORAMA.height)
    frame.planes[:] = 128
    frame.luma[:] = np.linspace(30, 220, PANORAMA.width).astype(np.uint8)[None, :]
    out, counters = b"", dict[int, int]()
    for number, (unit, is_key) in enumerate(coded(iter([frame] * 30), FORMATS[Quality.PANORAMA])):
        out += frame_packets(unit, number, is_key, counters)
    return Clip(out)


def brightness(picture: av.VideoFrame) -> float:
    return float(picture.to_ndarray(format="gray")[20:200, 20:-20].mean())


def test_turning_right_moves_the_picture(around: Clip) -> None:
    panned = Panned(around, Quality.SUB)
    seen = [brightness(panned.picture(BEGIN + n, Direction(pan, -14.0))) for n, pan in enumerate((-60, -20, 20, 60))]
    assert all(later - sooner > 25 for sooner, later in pairwise(seen))


def test_zooming_in_narrows_what_is_seen(around: Clip) -> None:
    panned = Panned(around, Quality.SUB)
    wide, near = (panned.picture(BEGIN + n, Direction(0.0, -14.0, zoom)) for n, zoom in enumerate((1.0, 4.0)))
    spread = [
        int(p.to_ndarray(format="gray")[100, 600]) - int(p.to_ndarray(format="gray")[100, 40]) for p in (wide, near)
    ]
    assert spread[0] > 3 * spread[1] > 0


@pytest.mark.parametrize("quality", [Quality.SUB, Quality.MAIN])
def test_a_stream_decodes_with_the_clock_burnt_in(around: Clip, quality: Quality) -> None:
    panned = Panned(around, quality)
    data = b"".join(panned.frame(BEGIN + 5 + n, Direction(n - 10.0, -14.0), n * 6000) for n in range(20))
    with av.open(io.BytesIO(data), format="mpegts") as container:
        frames = list(container.decode(video=0))
    assert [read_frame_number(f.to_ndarray(format="rgb24")) for f in frames] == [
        (BEGIN + 5 + n) % 900 for n in range(20)
    ]
    assert (frames[0].width, frames[0].height) == (FORMATS[quality].width, FORMATS[quality].height)


def test_what_nobody_may_see_is_black_wherever_the_camera_turns(around: Clip) -> None:
    panned = Panned(around, Quality.SUB, (Cover(0.5, 0.0, 1.0, 1.0),))
    picture = panned.picture(BEGIN, Direction(0.0, -14.0)).to_ndarray(format="gray")
    assert picture[100:200, 340:600].max() < 30 < picture[100:200, 40:300].min()


@given(st.floats(-60, 60), st.floats(-28, -5), st.floats(1, 4))
def test_the_window_never_leaves_the_panorama(pan: float, tilt: float, zoom: float) -> None:
    left, upper, width, height = window(Direction(pan, tilt, zoom))
    assert 0 <= left < left + width <= PANORAMA.width
    assert 0 <= upper < upper + height <= PANORAMA.height
    assert left % 2 == upper % 2 == width % 2 == height % 2 == 0


@given(st.floats(-58, 58), st.floats(-27.5, -5.5))
def test_the_middle_of_the_window_is_where_the_camera_looks(pan: float, tilt: float) -> None:
    left, upper, width, height = window(Direction(pan, tilt))
    assert (left + width / 2) / PANORAMA.width * 180 - 90 == pytest.approx(pan, abs=0.3)
    row = PANORAMA.horizon - (upper + height / 2)
    assert math.degrees(math.atan(row / PANORAMA.focal)) == pytest.approx(tilt, abs=0.3)


@pytest.mark.anyio
async def test_a_busy_machine_leaves_frames_out_instead_of_showing_them_late(around: Clip) -> None:
    time, asked, data = FakeTime(BEGIN / 15), list[float](), b""

    def looks(at: float) -> Direction:
        asked.append(at)
        time.time += 0.2  # each frame takes three times as long as it may
        return Direction(0.0, -14.0)

    async for piece in live(Panned(around, Quality.SUB), looks, time, time.wait):
        data += piece
        assert time.now() - asked[-1] <= 0.2 + 0.3 + 1 / 15
        if len(asked) == 20:
            break
    with av.open(io.BytesIO(data), format="mpegts") as container:
        frames = list(container.decode(video=0))
    numbers = [read_frame_number(frame.to_ndarray(format="rgb24")) for frame in frames]
    assert numbers == [round(at * 15) % 900 for at in asked]


@pytest.mark.anyio
async def test_live_follows_the_clock_and_the_head(around: Clip) -> None:
    time = FakeTime(BEGIN / 15)
    asked: list[float] = []

    def looks(at: float) -> Direction:
        asked.append(at)
        return Direction(0.0, -14.0)

    data = b""
    async for piece in live(Panned(around, Quality.SUB), looks, time, time.wait):
        data += piece
        if len(asked) == 30:
            break
    assert time.now() == pytest.approx(BEGIN / 15 + 29 / 15, abs=0.07)
    with av.open(io.BytesIO(data), format="mpegts") as container:
        stamps = [frame.pts for frame in container.decode(video=0)]
    assert {later - sooner for sooner, later in pairwise(stamps)} == {6000}
    assert len(stamps) == 30
