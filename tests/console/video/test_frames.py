import ctypes
from threading import Thread

import numpy as np
import pytest

from console.video.frames import ALIGNMENT, Frames, fitted


def write(frames: Frames, shade: int) -> None:
    ctypes.memset(frames.address, shade, frames.pitch * frames.height)


@pytest.mark.parametrize(
    ("source", "box", "size"),
    [
        ((640, 360), (320, 180), (320, 180)),
        ((640, 360), (300, 170), (300, 168)),
        ((640, 360), (300, 400), (300, 168)),
        ((768, 576), (320, 180), (240, 180)),
        ((360, 640), (320, 180), (100, 180)),
        ((640, 360), (1280, 720), (1280, 720)),
        ((4000, 2), (100, 100), (100, 2)),
    ],
)
def test_pictures_keep_their_aspect_inside_the_box(
    source: tuple[int, int], box: tuple[int, int], size: tuple[int, int]
) -> None:
    assert fitted(source, box) == size


def test_buffers_and_rows_are_aligned() -> None:
    frames = Frames(301, 170)
    for _ in range(3):
        assert frames.address % ALIGNMENT == 0
        frames.commit()
        frames.take()
    assert frames.pitch % ALIGNMENT == 0
    assert frames.pitch >= 301 * 4


def test_there_is_no_frame_before_the_first_is_whole() -> None:
    assert Frames(16, 16).take() is None


def test_the_newest_frame_is_taken_and_the_others_are_counted_unseen() -> None:
    frames = Frames(16, 16)
    for shade in range(5):
        write(frames, shade)
        assert frames.commit()
    newest = frames.take()
    assert frames.unseen == 4
    assert frames.take() is newest


def test_a_taken_frame_is_never_written_to() -> None:
    frames = Frames(16, 16)
    frames.commit()
    taken = frames.take()
    assert taken is not None
    mine = np.frombuffer(taken.data, np.uint8).ctypes.data
    for shade in range(10):
        assert frames.address != mine
        write(frames, shade)
        frames.commit()


def test_the_same_picture_again_is_not_a_new_frame() -> None:
    frames = Frames(16, 16)
    write(frames, 7)
    assert frames.commit()
    frames.take()
    for _ in range(3):
        write(frames, 7)
        assert not frames.commit()
    write(frames, 8)
    assert frames.commit()
    assert frames.unseen == 0


def test_nobody_sees_half_a_picture_while_another_thread_writes() -> None:
    frames = Frames(320, 180)

    def write_on() -> None:
        for number in range(1, 3000):
            write(frames, number % 251)
            frames.commit()

    writer = Thread(target=write_on)
    writer.start()
    seen = set()
    while writer.is_alive():
        if (frame := frames.take()) is not None:
            picture = np.frombuffer(frame.data, np.uint8)
            first = int(picture[0])
            assert (picture == first).all()
            seen.add(first)
    writer.join()
    assert len(seen) > 2
