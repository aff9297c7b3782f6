from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np
import pytest

from console.video import libyuv
from console.video.decoded_frame import DecodedFrame
from console.video.scaling import IN_PIXELS, Scaler

LIBRARY = libyuv._LIBRARY


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no libyuv, ffmpeg does all of it."""
    monkeypatch.setattr(libyuv, "_LIBRARY", None)


RED, GREEN = (200, 30, 30), (30, 180, 60)


def picture(width: int, height: int, kind: str = "yuv420p") -> av.VideoFrame:
    """Red above, green below."""
    pixels = np.full((height, width, 3), RED, np.uint8)
    pixels[height // 2 :] = GREEN
    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=kind)


@pytest.mark.parametrize("kind", ["yuv420p", "yuvj420p", "yuv422p", "yuv420p10le"])
@pytest.mark.parametrize("box", [(640, 360), (320, 180), (382, 214), (1280, 720)])
def test_it_fits_the_box_in_true_colours(kind: str, box: tuple[int, int]) -> None:
    scaled = Scaler(box).scaled(picture(640, 360, kind))
    assert scaled.format.name == kind
    made = IN_PIXELS.of(scaled)
    assert (made.format.name, made.width, made.height) == ("bgra", scaled.width, scaled.height)
    assert abs(made.width - box[0]) <= 2
    pixels = made.to_ndarray()[:, :, 2::-1].astype(int)
    assert np.abs(pixels[made.height // 4] - RED).max() <= 6
    assert np.abs(pixels[made.height * 3 // 4] - GREEN).max() <= 6


def test_pictures_of_another_size_are_followed() -> None:
    scaler = Scaler((320, 180))
    sizes = [(made.width, made.height) for size in ((640, 360), (640, 480)) for made in [scaler.scaled(picture(*size))]]
    assert sizes == [(320, 180), (240, 180)]


def test_memory_that_nobody_holds_is_used_again_and_what_is_held_is_left_alone() -> None:
    held = IN_PIXELS.of(picture(640, 360))
    before = held.to_ndarray()
    used = set()
    for _ in range(20):
        made = IN_PIXELS.of(picture(640, 360))
        used.add(made.planes[0].buffer_ptr)
    assert len(used) <= 2
    assert held.planes[0].buffer_ptr not in used
    assert np.array_equal(before, held.to_ndarray())


def test_a_picture_that_has_its_size_is_left_as_it_is() -> None:
    whole = picture(640, 360)
    assert Scaler((640, 360)).scaled(whole) is whole


def test_each_thread_has_chains_of_its_own() -> None:
    def made() -> int:
        return id(IN_PIXELS._chains)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(made).result() != made()


@pytest.mark.parametrize("has_libyuv", [True, False])
@pytest.mark.parametrize("kind", ["yuv420p", "yuv422p"])
@pytest.mark.parametrize("odd", [0, 3, 8, 14, 19, 255])
def test_what_a_camera_says_of_its_colours_never_costs_its_picture(
    kind: str, odd: int, has_libyuv: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libyuv, "_LIBRARY", LIBRARY if has_libyuv else None)
    for box in ((640, 360), (382, 214)):
        strange = picture(640, 360, kind)
        strange.colorspace = strange.color_trc = strange.color_primaries = odd
        shown = DecodedFrame(Scaler(box).scaled(strange), None, ()).pixels()
        assert len(set(bytes(shown.data))) > 3
