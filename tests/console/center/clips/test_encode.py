import io

import av
import pytest

from console.center.clips.clockmark import read_frame_number
from console.center.clips.drawing.scene import Drawing
from console.center.clips.encode import FORMATS, Quality, Stopped, encoded, sound


def test_every_frame_carries_its_number_and_every_second_begins_with_a_key_frame(stream: bytes) -> None:
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        frames = list(container.decode(video=0))
    assert [read_frame_number(frame.to_ndarray(format="rgb24")) for frame in frames] == list(range(30))
    assert [number for number, frame in enumerate(frames) if frame.key_frame] == [0, 15]
    assert (frames[0].width, frames[0].height) == (640, 360)


def test_there_are_no_b_frames(stream: bytes) -> None:
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert all(packet.pts == packet.dts for packet in packets)


def test_main_stream_is_larger(drawing: Drawing) -> None:
    with av.open(io.BytesIO(encoded(drawing, Quality.MAIN, 15, lambda: False)), format="mpegts") as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (FORMATS[Quality.MAIN].width, FORMATS[Quality.MAIN].height)
    assert read_frame_number(frame.to_ndarray(format="rgb24")) == 0


def test_a_figure_is_hidden_by_what_stands_before_it(stream: bytes) -> None:
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    redness = [int((frame[..., 0] - frame[..., 1] > 60).sum()) for frame in frames]
    assert redness[8] > 300
    assert redness[15] < redness[8] / 2
    assert redness[22] > 300


def test_checksum_tells_a_sound_clip_from_a_damaged_one(stream: bytes) -> None:
    assert sound(stream) == 30
    assert sound(stream[:-376] + stream[-188:]) is None
    assert sound(stream[:1000] + b"\x00" + stream[1001:]) is None
    assert sound(b"") is None


def test_it_can_be_called_off(drawing: Drawing) -> None:
    with pytest.raises(Stopped):
        encoded(drawing, Quality.SUB, 30, lambda: True)
