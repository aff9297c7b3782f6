import io
from collections.abc import Iterable
from itertools import pairwise

import av
import pytest
from hypothesis import given, strategies as st

from console.video.arrivals import PACKET, WRAP
from console.video.restamping import Restamper
from console.video.timeline import CLOCK
from tests.live_streams import RATE, encoded

CLIP = encoded(160, 90, seconds=2)
STEP = CLOCK // RATE


def sent(pieces: Iterable[bytes]) -> bytes:
    """What comes out where a frame comes in every 1/15 s."""
    restamper = Restamper()
    return b"".join(restamper.run_on(piece, 100 + number / RATE) for number, piece in enumerate(pieces))


def times(stream: bytes) -> list[int]:
    """When its frames are to be shown, by ffmpeg's reading."""
    with av.open(io.BytesIO(stream), "r", format="mpegts") as container:
        return [packet.pts for packet in container.demux(video=0) if packet.pts is not None]


def moved(ticks: int) -> list[bytes]:
    """The clip, by a camera whose clock is so far ahead."""
    ahead = Restamper(ticks)
    return [ahead.run_on(piece, 0.0) for piece in CLIP]


def test_a_stream_without_a_jump_is_not_touched() -> None:
    assert sent(CLIP) == b"".join(CLIP)


@pytest.mark.parametrize("leap", [0, -3 * CLOCK, 5 * CLOCK, 3600 * CLOCK, WRAP // 2])
def test_after_a_jump_every_frame_is_one_step_after_the_one_before(leap: int) -> None:
    found = times(sent([*CLIP, *moved(leap), *CLIP]))
    assert len(found) == 3 * len(CLIP)
    assert {later - earlier for earlier, later in pairwise(found)} == {STEP}


def test_the_clock_of_a_stream_may_begin_anew_in_mid_stream() -> None:
    near_its_end = moved(WRAP - 2 * CLOCK - CLOCK // 2)
    assert sent(near_its_end) == b"".join(near_its_end)


def test_a_camera_that_stood_still_has_not_jumped() -> None:
    restamper = Restamper()
    restamper.run_on(b"".join(CLIP), 100.0)
    later = b"".join(moved(30 * CLOCK))
    assert restamper.run_on(later, 130.0) == later


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    stream = b"".join([*CLIP, *CLIP])
    restamper, out, at = Restamper(), b"", 0
    for cut in [*cuts, len(stream)]:
        out += restamper.run_on(stream[at : at + cut], 5.0)
        at += cut
    assert out == Restamper().run_on(stream, 5.0)
    assert len(times(out)) == 2 * len(CLIP)


@given(st.binary(max_size=4 * PACKET))
def test_what_is_no_transport_stream_goes_as_it_is(noise: bytes) -> None:
    restamper = Restamper()
    out = restamper.run_on(noise, 1.0)
    assert noise.startswith(out)
    assert len(noise) - len(out) < PACKET


@given(st.lists(st.binary(min_size=PACKET - 1, max_size=PACKET - 1), max_size=20))
def test_damaged_packets_are_borne_and_keep_their_size(packets: list[bytes]) -> None:
    stream = b"".join(b"\x47" + packet for packet in packets)
    restamper = Restamper()
    restamper.run_on(b"".join(CLIP), 1.0)
    assert len(restamper.run_on(stream, 1.0)) == len(stream)
