import numpy as np
import pytest
from PIL import Image

from console.center.clips.clockmark import ClockMark, cells, read_frame_number
from console.center.clips.drawing.film import Frame


def picture(number: int, width: int = 640, height: int = 360) -> np.ndarray:
    frame = Frame(width, height)
    frame.luma[:] = 120
    frame.chroma[:] = 128
    ClockMark(width, height).burn(frame, number)
    return np.repeat(frame.luma[..., None], 3, 2)


@pytest.mark.parametrize("number", [0, 1, 14, 511, 512, 899])
@pytest.mark.parametrize("size", [(640, 360), (1280, 720)])
def test_the_number_burnt_in_is_read_back(number: int, size: tuple[int, int]) -> None:
    assert read_frame_number(picture(number, *size)) == number


def test_it_is_read_from_a_tile_of_another_size() -> None:
    small = Image.fromarray(picture(437)).resize((400, 224), Image.Resampling.BILINEAR)
    assert read_frame_number(np.asarray(small)) == 437


def test_a_picture_without_a_mark_gives_none() -> None:
    assert read_frame_number(np.full((360, 640, 3), 120, np.uint8)) is None
    assert read_frame_number(np.full((360, 640, 3), 255, np.uint8)) is None


def test_a_flipped_bit_is_noticed() -> None:
    damaged = picture(437)
    damaged[:, 560:600] = 255 - damaged[:, 560:600]
    assert read_frame_number(damaged) is None


def test_all_frame_numbers_differ() -> None:
    assert len({tuple(cells(number)) for number in range(900)}) == 900
