import pytest
from hypothesis import given, strategies as st

from console.viewmodels.zooming import MOST, WHOLE_PICTURE, Zoom

SHARE = st.floats(0, 1)
ZOOMS = st.builds(lambda t, x, y: WHOLE_PICTURE.by(t, x, y), st.floats(0.1, 20), SHARE, SHARE)


def test_what_is_under_the_pointer_stays_there() -> None:
    zoom = WHOLE_PICTURE.by(2, 0.25, 0.75)
    part = zoom.part
    assert (part.left + 0.25 * part.width, part.top + 0.75 * part.height) == pytest.approx((0.25, 0.75))
    again = zoom.by(1.5, 0.5, 0.5)
    assert (again.x, again.y) == pytest.approx((zoom.x, zoom.y))


def test_zooming_out_ends_with_the_whole_picture() -> None:
    assert WHOLE_PICTURE.by(2, 0.9, 0.9).by(0.5) == WHOLE_PICTURE
    assert not WHOLE_PICTURE.is_on


@given(ZOOMS, st.floats(-3, 3), st.floats(-3, 3), st.floats(0.2, 5), SHARE, SHARE)
def test_what_is_shown_never_leaves_the_picture(
    zoom: Zoom, across: float, down: float, times: float, x: float, y: float
) -> None:
    for made in (zoom, zoom.panned(across, down), zoom.panned(across, down).by(times, x, y)):
        part = made.part
        assert 1 <= made.factor <= MOST
        assert part.left >= -1e-9
        assert part.top >= -1e-9
        assert part.left + part.width <= 1 + 1e-9
        assert part.top + part.height <= 1 + 1e-9
