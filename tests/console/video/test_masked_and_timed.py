"""Real pictures with their masks painted in, and with the time that the stream gives them."""

import numpy as np
import pytest

from console.domain.masking import TONES
from console.domain.playing import Frame
from console.domain.streams import PrivacyMask
from console.video.arrivals import Arrivals
from console.video.pool import PlayerPool
from tests.live_streams import RATE, Camera, encoded, wait_until

MIDDLE = PrivacyMask(((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)))


def words_of(frame: Frame | None) -> np.ndarray:
    """A frame's pixels as 32-bit numbers."""
    assert frame is not None
    shown = frame.pixels()
    words = np.frombuffer(shown.data, np.uint32).reshape(frame.height, shown.pitch // 4)
    return words[:, : frame.width].copy()


@pytest.mark.parametrize("size", [(320, 180), (300, 170)])
def test_every_frame_comes_masked(pool: PlayerPool, camera: Camera, size: tuple[int, int]) -> None:
    playing = pool.play(camera.address, *size, lambda: None, masks=(MIDDLE,))
    for seen in (0, 4, 8):
        wait_until(lambda seen=seen: playing.frames > seen)  # type: ignore[misc]
        picture = words_of(playing.take())
        height, width = picture.shape
        hidden = picture[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
        assert set(np.unique(hidden)) == set(TONES)
        assert not np.isin(picture[: height // 5], TONES).any()


def test_the_position_is_that_of_the_picture_that_is_shown(pool: PlayerPool, camera: Camera) -> None:
    playing = pool.play(camera.address, 640, 360, lambda: None)
    wait_until(lambda: playing.frames > 20)
    position, frame = playing.position, playing.take()
    picture = words_of(frame)
    white = np.flatnonzero((picture[180] & 0xFF) > 200)
    assert position is not None
    assert (white.mean() - 20) / 8 / RATE == pytest.approx(position, abs=1.6 / RATE)


def test_positions_are_what_the_stream_stamps_however_it_is_cut() -> None:
    stream = b"".join(encoded(160, 90, seconds=2))
    arrivals = Arrivals()
    for at in range(0, len(stream), 1000):
        arrivals.note(stream[at : at + 1000], 5.0)
    positions = [arrivals.position(number) for number in range(1, 31)]
    assert positions == pytest.approx([number / RATE for number in range(30)], abs=1e-3)
    assert arrivals.position(31) is None
