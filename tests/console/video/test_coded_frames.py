import av
import pytest
from av.packet import Packet
from hypothesis import given, strategies as st

from console.video.arrivals import PACKET, Arrivals
from console.video.coded_frames import STRANGE, CodedFrame, FrameCutter
from console.video.timeline import CLOCK
from tests.live_streams import RATE, encoded

CLIP = encoded(160, 90, seconds=2)
STREAM = b"".join(CLIP)


def cut(pieces: list[bytes]) -> list[CodedFrame]:
    cutter = FrameCutter(None)
    frames = [frame for piece in pieces for frame in cutter.cut(piece, 1.0)]
    return frames + cutter.end()


def shown(frames: list[CodedFrame]) -> int:
    """Pictures that a decoder makes of them."""
    decoder = av.CodecContext.create(frames[0].codec, "r")
    return sum(len(decoder.decode(packet)) for packet in [*(Packet(frame.data) for frame in frames), None])


def test_every_frame_is_cut_out_with_its_time() -> None:
    frames = cut(CLIP)
    assert shown(frames) == len(frames) == len(CLIP)
    times = [frame.shown_at - (frames[0].shown_at or 0) for frame in frames if frame.shown_at is not None]
    assert times == [number * CLOCK // RATE for number in range(len(CLIP))]


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    pieces, at = [], 0
    for size in [*cuts, len(STREAM)]:
        pieces.append(STREAM[at : at + size])
        at += size
    assert cut(pieces) == cut(CLIP)


def test_a_frame_is_there_when_the_next_one_begins() -> None:
    cutter = FrameCutter(None)
    counts = [len(cutter.cut(piece, 1.0)) for piece in CLIP]
    assert counts == [0] + [1] * (len(CLIP) - 1)


def test_a_frame_that_tells_its_size_is_there_at_once() -> None:
    frame = cut(CLIP)[1].data[: PACKET - 4 - 14]
    size = 3 + 5 + len(frame)
    header = b"\0\0\1\xe0" + size.to_bytes(2, "big") + b"\x80\x80\x05" + b"\x21\0\1\0\1"
    stuffing = PACKET - 4 - len(header) - len(frame)
    fields = bytes([stuffing - 1]) + b"\0" * (stuffing > 1) + b"\xff" * (stuffing - 2) if stuffing else b""
    packet = b"\x47\x41\0" + (b"\x30" if fields else b"\x10") + fields + header + frame
    cutter = FrameCutter(None)
    cutter.cut(CLIP[0], 1.0)
    assert [whole.data for whole in cutter.cut(packet, 1.0)][1:] == [frame]


def test_damage_costs_only_the_frames_that_it_hits() -> None:
    middle = len(STREAM) // 2
    frames = cut([STREAM[:middle] + STREAM[middle + 100 :]])
    assert len(frames) >= len(CLIP) - 2
    whole = {frame.data for frame in cut(CLIP)}
    assert sum(frame.data not in whole for frame in frames) <= 2


def test_arrivals_are_noted_from_the_first_key_frame_on() -> None:
    arrivals = Arrivals()
    cutter = FrameCutter(arrivals)
    for number, piece in enumerate(CLIP[7:]):
        cutter.cut(piece, 100.0 + number)
    assert arrivals.age(1, 110) == pytest.approx(110 - 100 - 8)


@given(st.binary(max_size=4 * PACKET))
def test_noise_before_the_stream_is_borne(noise: bytes) -> None:
    assert len(cut([noise, *CLIP])) >= len(CLIP) - 2


def test_what_is_no_transport_stream_is_refused() -> None:
    cutter = FrameCutter(None)
    with pytest.raises(ValueError, match="no transport stream"):
        cutter.cut(b"<p>no video</p>" * STRANGE, 1.0)
