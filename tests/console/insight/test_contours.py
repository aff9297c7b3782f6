from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from console.insight.contours import contours


def area(ring: np.ndarray) -> float:
    """Positive counterclockwise, seen with row 0 at the top."""
    return sum(x1 * -y2 + x2 * y1 for (y1, x1), (y2, x2) in pairwise(ring.tolist())) / 2


def test_a_hill_has_a_round_contour() -> None:
    row, column = np.mgrid[0:41, 0:41]

    (ring,) = contours(np.hypot(row - 20, column - 20), 15.0)

    assert np.hypot(*(ring - 20).T) == pytest.approx(15, abs=0.05)
    assert area(ring) == pytest.approx(np.pi * 15**2, rel=0.01)
    assert (ring[0] == ring[-1]).all()


def test_a_hole_runs_the_other_way_round() -> None:
    row, column = np.mgrid[0:41, 0:41]
    far = np.hypot(row - 20, column - 20)

    rings = contours(np.abs(far - 12), 4.0)

    assert sorted(round(area(ring) / np.pi) for ring in rings) == pytest.approx([-64, 256], abs=3)


def test_a_field_above_the_level_has_none() -> None:
    assert contours(np.ones((5, 5)), 0.5) == []


@given(arrays(np.float64, (9, 9), elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_rings_are_closed_and_hold_as_much_as_lies_below(inner: np.ndarray) -> None:
    field = np.pad(inner, 1, constant_values=2.0)

    rings = contours(field, 0.5)

    assert all((ring[0] == ring[-1]).all() for ring in rings)
    below = int((inner == 0).sum())
    assert (below == 0) == (rings == [])
    assert 0 <= sum(area(ring) for ring in rings) <= below * 2
