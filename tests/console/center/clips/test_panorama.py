import numpy as np
import pytest

from console.center.clips.catalogue import PANORAMAS
from console.center.clips.drawing.panorama import Panorama
from console.center.clips.encode import PANORAMA, panned, sound
from tests.console.center.clips.small import SmallScene

AROUND = Panorama(strips=6, strip_width=40, above=12, below=40)


@pytest.mark.parametrize("panorama", [AROUND, PANORAMA])
def test_its_size_can_be_coded_and_holds_the_angles_asked_for(panorama: Panorama) -> None:
    assert panorama.width % 2 == panorama.height % 2 == 0
    assert panorama.field == 180
    assert panorama.horizon / panorama.focal == pytest.approx(np.tan(np.radians(12)), abs=0.03)
    assert (panorama.height - panorama.horizon) / panorama.focal == pytest.approx(np.tan(np.radians(40)), abs=0.03)


def test_what_stands_ahead_is_in_the_middle_and_nothing_is_lost_between_strips() -> None:
    frame = next(AROUND.filmed(SmallScene, 1))
    row = frame.luma[AROUND.horizon + 12].astype(int)
    dark = np.flatnonzero(row < 66)
    assert abs(dark.mean() - AROUND.width / 2) < 2
    steps = np.abs(np.diff(np.delete(row, range(dark.min() - 3, dark.max() + 4))))
    assert steps.max() < 12


def test_a_panorama_is_a_sound_clip() -> None:
    assert sound(panned(SmallScene, 15, lambda: False)) == 15


def test_there_is_one_by_day_and_one_by_night() -> None:
    assert {scene.is_night for scene in PANORAMAS} == {True, False}
