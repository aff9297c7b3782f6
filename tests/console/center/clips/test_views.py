from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from console.center.clips.clockmark import ClockMark, read_frame_number
from console.center.clips.drawing.film import Frame
from console.center.clips.encode import FORMATS, Format, Quality, Stopped, reencoded, sound
from console.center.clips.transport import Clip
from console.center.clips.views import MARK_HEIGHT, MARK_WIDTH, VIEWS, View
from tests.console.center.clips.small import pictures

BORDER = 1_790_000_040
"""A second at which the clip (two seconds long) begins anew."""


@pytest.fixture(scope="module")
def views(stream: bytes) -> list[bytes]:
    return [reencoded(stream, view, Quality.SUB, lambda: False) for view in VIEWS]


@pytest.mark.parametrize("shape", [FORMATS[Quality.SUB], FORMATS[Quality.MAIN]])
def test_the_clock_is_where_views_leave_it_out(shape: Format) -> None:
    frame = Frame(shape.width, shape.height)
    frame.planes[:] = 77
    ClockMark(shape.width, shape.height).burn(frame, 888)
    rows, columns = np.nonzero(frame.luma != 77)
    assert rows.min() >= (1 - MARK_HEIGHT) * shape.height + 2
    assert columns.min() >= (1 - MARK_WIDTH) * shape.width + 2


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_stays_in_the_picture_and_out_of_its_clock(view: View) -> None:
    assert view.leaves_out_clock()
    assert view.left >= 0
    assert view.upper >= 0
    assert view.left + view.width <= 1
    assert view.upper + view.height <= 1


def test_each_view_is_a_sound_clip_of_the_same_length(views: list[bytes]) -> None:
    assert [sound(view) for view in views] == [30] * len(VIEWS)


def test_clock_and_strip_agree_with_the_served_time_over_the_border(views: list[bytes]) -> None:
    for view in views:
        clip = Clip(view)
        served = pictures(b"".join(clip.second(BORDER + second).data for second in range(-2, 3)))
        assert [read_frame_number(picture) for picture in served] == (list(range(30)) * 3)[:75]


def test_views_differ_from_the_scene_and_from_each_other(stream: bytes, views: list[bytes]) -> None:
    looks = [pictures(data)[8].astype(int) for data in (stream, *views)]
    for one, other in combinations(looks, 2):
        assert np.abs(one - other).mean() > 4


def test_a_view_is_the_same_bytes_every_time(stream: bytes, views: list[bytes]) -> None:
    assert reencoded(stream, VIEWS[0], Quality.SUB, lambda: False) == views[0]


def red_column(picture: np.ndarray) -> float:
    columns = np.nonzero(picture[..., 0].astype(int) - picture[..., 1] > 60)[1]
    return float(columns.mean())


def test_what_happens_is_shown_later_by_the_shift_and_mirrored(stream: bytes) -> None:
    view = View(0, 0, 1, 0.875, shift=1)
    scene = pictures(stream)
    shifted = pictures(reencoded(stream, view, Quality.SUB, lambda: False))
    mirrored = pictures(reencoded(stream, replace(view, is_mirrored=True), Quality.SUB, lambda: False))
    for number in (6, 8, 22):
        assert red_column(shifted[(number + 15) % 30]) == pytest.approx(red_column(scene[number]), abs=3)
        assert red_column(mirrored[(number + 15) % 30]) == pytest.approx(640 - red_column(scene[number]), abs=3)


def test_it_can_be_called_off(stream: bytes) -> None:
    with pytest.raises(Stopped):
        reencoded(stream, VIEWS[0], Quality.SUB, lambda: True)
