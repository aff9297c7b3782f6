import pytest
from hypothesis import given, strategies as st

from console.video.arrivals import PACKET, Arrivals
from tests.live_streams import encoded

CLIP = encoded(160, 90, seconds=2)


def test_each_frame_has_the_time_at_which_it_came() -> None:
    arrivals = Arrivals()
    for number, piece in enumerate(CLIP):
        arrivals.note(piece, 100 + number / 15)
    assert arrivals.age(1, 110) == pytest.approx(10)
    assert arrivals.age(20, 110) == pytest.approx(10 - 19 / 15)
    assert arrivals.age(len(CLIP) + 1, 110) is None
    assert arrivals.age(0, 110) is None


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    stream = b"".join(CLIP)
    arrivals = Arrivals()
    at = 0
    for cut in [*cuts, len(stream)]:
        arrivals.note(stream[at : at + cut], 5.0)
        at += cut
    assert arrivals.age(len(CLIP), 6.0) == pytest.approx(1.0)
    assert arrivals.age(len(CLIP) + 1, 6.0) is None


def test_frames_before_the_first_key_frame_are_not_counted() -> None:
    arrivals = Arrivals()
    for piece in CLIP[7:]:
        arrivals.note(piece, 5.0)
    assert arrivals.age(len(CLIP) - 15, 6.0) is not None
    assert arrivals.age(len(CLIP) - 14, 6.0) is None


@given(st.binary(max_size=4 * PACKET))
def test_what_is_no_transport_stream_is_borne(noise: bytes) -> None:
    arrivals = Arrivals()
    arrivals.note(noise, 1.0)
    arrivals.note(b"".join(CLIP), 2.0)
