"""How far a lens carries: the arithmetic of IEC 62676-4."""

import pytest
from hypothesis import given, strategies as st

from console.domain.cameras import RECTILINEAR_DEG, reach_m, spread


def test_a_lens_of_ninety_degrees_shows_twice_its_distance() -> None:
    assert spread(90) == pytest.approx(2.0)
    assert reach_m(2000, 90) == pytest.approx(16.0)


@given(st.integers(1, RECTILINEAR_DEG - 2))
def test_a_narrower_lens_of_the_same_pixels_carries_farther(angle: int) -> None:
    assert reach_m(1920, angle) > reach_m(1920, angle + 1)


@pytest.mark.parametrize("angle", [-10, 0, 150, 179, 180, 181, 360, 720])
def test_no_angle_makes_a_reach_without_end_or_sense(angle: int) -> None:
    assert 0 < reach_m(1920, angle) < 2_000
