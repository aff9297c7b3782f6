"""Pixels by libyuv beside those of ffmpeg's filters, and what it must not touch."""

from collections.abc import Sequence

import av
import numpy as np
import pytest

from console import doctor
from console.domain.masking import TONES
from console.domain.playing import Overlay, Surface
from console.domain.streams import PrivacyMask
from console.video import libyuv
from console.video.decoded_frame import DecodedFrame
from console.video.libyuv import Planes
from console.video.scaling import IN_PIXELS, Scaler

RED, GREEN = (200, 30, 30), (30, 180, 60)
UNTOUCHED = 0x01020304


def picture(
    width: int = 640, height: int = 360, kind: str = "yuv420p", space: int = 2, levels: int = 0
) -> av.VideoFrame:
    """Red above, green below, brighter from left to right."""
    pixels = np.full((height, width, 3), RED, np.uint8)
    pixels[height // 2 :] = GREEN
    pixels[:] = np.clip(pixels + np.linspace(0, 50, width)[:, None], 0, 255)
    made = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=kind)
    made.colorspace, made.color_range = space, levels
    return made


def put(frame: DecodedFrame, into: Surface, above: int = 0, over: Sequence[Overlay] = ()) -> None:
    writes = frame.writes(into, above, over)
    assert writes
    for write in writes:
        write()


def written(frame: DecodedFrame, width: int, height: int, above: int = 0, pitch: int = 700) -> np.ndarray:
    """A surface in the middle of memory that was full of ``UNTOUCHED``: rows of ``pitch`` pixels, 4 around it."""
    memory = np.full((height + 8, pitch), UNTOUCHED, np.uint32)
    put(frame, Surface(memory.ctypes.data + 4 * (4 * pitch + 4), 4 * pitch, width, height), above)
    return memory


def words(frame: DecodedFrame) -> np.ndarray:
    shown = frame.pixels()
    return np.frombuffer(shown.data, np.uint32).reshape(shown.height, shown.pitch // 4)[:, : shown.width]


def colours(pixels: np.ndarray) -> np.ndarray:
    return pixels.copy().view(np.uint8).reshape(*pixels.shape, 4)[:, :, 2::-1].astype(int)


@pytest.mark.parametrize(
    ("kind", "space", "levels"),
    [("yuv420p", space, levels) for space in (1, 2, 5, 6, 9) for levels in (0, 1, 2)] + [("yuvj420p", 5, 2)],
)
def test_its_colours_are_those_of_ffmpeg(kind: str, space: int, levels: int) -> None:
    of = picture(640, 360, kind, space, levels)
    ours = Scaler((640, 360)).scaled(of)
    assert isinstance(ours, Planes)
    theirs = IN_PIXELS.of(of).to_ndarray()[:, :, 2::-1].astype(int)
    assert np.abs(colours(words(DecodedFrame(ours, None, ()))) - theirs).max() <= 6  # another matrix is off by 20


@pytest.mark.parametrize("box", [(478, 268), (320, 180), (382, 214), (1280, 720), (160, 90)])
def test_a_scaled_picture_is_the_same_picture(box: tuple[int, int]) -> None:
    frame = DecodedFrame(Scaler(box).scaled(picture()), None, ())
    assert abs(frame.width - box[0]) <= 2
    seen, whole = colours(words(frame)), colours(words(DecodedFrame(Scaler((640, 360)).scaled(picture()), None, ())))
    for share in (0.1, 0.3, 0.7, 0.9):
        row = seen[int(share * frame.height)], whole[int(share * 360)]
        assert np.abs(row[0][frame.width // 4] - row[1][160]).max() <= 6


@pytest.mark.parametrize(
    ("source", "box", "size"),
    [
        ((640, 360), (640, 360), (640, 360)),
        ((640, 360), (478, 268), (480, 270)),
        ((640, 360), (320, 400), (320, 180)),
        ((640, 360), (382, 214), None),
        ((641, 361), (641, 361), (641, 361)),
        ((642, 362), (481, 271), None),
        ((1920, 1080), (480, 270), (480, 270)),
    ],
)
def test_only_plain_scales_are_its_own(
    source: tuple[int, int], box: tuple[int, int], size: tuple[int, int] | None
) -> None:
    assert libyuv.plain_size(source, box) == size


@pytest.mark.parametrize("kind", ["yuv422p", "yuv420p10le", "nv12", "gray"])
def test_what_it_cannot_do_is_left_to_ffmpeg(kind: str) -> None:
    of = picture(320, 180, kind)
    scaled = Scaler((320, 180)).scaled(of)
    assert scaled is of
    frame = DecodedFrame(scaled, None, ())
    assert not frame.writes(Surface(0, 4 * 320, 320, 180))
    assert words(frame).shape == (180, 320)


def test_without_it_all_is_left_to_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = words(DecodedFrame(Scaler((480, 270)).scaled(picture()), None, ())).copy()
    monkeypatch.setattr(libyuv, "_LIBRARY", None)
    scaled = Scaler((480, 270)).scaled(picture())
    assert isinstance(scaled, av.VideoFrame)
    without = words(DecodedFrame(scaled, None, ()))
    assert np.abs(colours(with_it)[20:-20:9, ::9] - colours(without)[20:-20:9, ::9]).max() <= 12


@pytest.mark.parametrize(("width", "height"), [(480, 270), (478, 268), (1, 1), (600, 300)])
@pytest.mark.parametrize("above", [0, 2, 22, 268])
def test_nothing_around_the_surface_is_written(width: int, height: int, above: int) -> None:
    frame = DecodedFrame(Scaler((480, 270)).scaled(picture()), None, ())
    memory = written(frame, width, height, above)
    rows, columns = min(height, 270 - above), min(width, 480)
    inside = memory[4 : 4 + rows, 4 : 4 + columns]
    assert np.array_equal(inside & 0xFFFFFF, words(frame)[above : above + rows, :columns] & 0xFFFFFF)
    inside[:] = UNTOUCHED
    assert (memory == UNTOUCHED).all()


@pytest.mark.parametrize("above", [0, 100])
def test_masks_are_in_what_is_written_and_nowhere_else(above: int) -> None:
    lower_right = PrivacyMask(((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0)))
    frame = DecodedFrame(Scaler((480, 270)).scaled(picture()), None, (lower_right,))
    memory = written(frame, 478, 268, above)
    assert np.isin(memory[4 + 137 - above : 4 + min(268, 270 - above), 4 + 242 : 4 + 478], TONES).all()
    assert not np.isin(memory[4 : 4 + 130 - above, 4:482], TONES).any()
    assert np.isin(words(frame)[137:, 242:], TONES).all()
    memory[4:272, 4:482] = UNTOUCHED
    assert (memory == UNTOUCHED).all()


def test_memory_that_nobody_holds_is_used_again_and_what_is_held_is_left_alone() -> None:
    scaler = Scaler((320, 180))
    held = DecodedFrame(scaler.scaled(picture()), None, ())
    before, used = words(held).copy(), set()
    for _ in range(20):
        made = scaler.scaled(picture(kind="yuv420p"))
        assert isinstance(made, Planes)
        used.add(made._place[0])
    assert len(used) <= 2
    assert np.array_equal(before, words(held))


def test_a_picture_lives_as_long_as_its_planes() -> None:
    scaler = Scaler((640, 360))
    frames = [DecodedFrame(scaler.scaled(picture()), None, ()) for _ in range(8)]
    first = words(frames[0]).copy()
    assert all(np.array_equal(words(frame), first) for frame in frames)


def test_the_doctor_tells_whether_it_is_there_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> doctor.Check:
        return next(check for check in doctor.checks("") if check.name == "libyuv")

    assert told().is_ok
    monkeypatch.setattr(libyuv, "_LIBRARY", None)
    assert not told().is_ok
    assert "apt-get install libyuv0" in told().advice


def test_what_does_not_fit_into_the_surface_is_not_laid_over_it() -> None:
    frame = DecodedFrame(Planes.of(picture(64, 36), libyuv.matrix_of(picture(64, 36)) or 0), None, ())
    over = np.full((8, 8), 0xFFFFFFFF, np.uint32)
    for left, top, is_laid in ((56, 28, True), (57, 28, False), (56, 29, False)):
        memory = np.full((40, 70), UNTOUCHED, np.uint32)
        surface = Surface(memory.ctypes.data, 4 * 70, 64, 36)
        put(frame, surface, 0, (Overlay(over.ctypes.data, 32, 8, 8, left, top, over),))
        assert ((memory[28:36, 56:64] == 0xFFFFFFFF).all()) == is_laid
        assert (memory[:, 64:] == UNTOUCHED).all()
        assert (memory[36:] == UNTOUCHED).all()
