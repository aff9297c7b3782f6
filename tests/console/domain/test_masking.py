"""Privacy masks by their pixels."""

import numpy as np
import pytest

from console.domain import masking
from console.domain.streams import PrivacyMask

LEFT_UPPER = PrivacyMask(((0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5)))
TRIANGLE = PrivacyMask(((0.5, 0.1), (0.9, 0.9), (0.1, 0.9)))
WHITE = 0xFFFFFFFF


def painted(*masks: PrivacyMask, width: int = 160, height: int = 90, row: int = 160) -> np.ndarray:
    """A white picture with masks; its rows are ``row`` pixels apart."""
    pixels = np.full(height * row, WHITE, np.uint32)
    masking.paint(pixels.view(np.uint8).data, width, height, row * 4, masks)
    return pixels.reshape(height, row)


def test_nothing_of_what_lies_under_a_mask_is_left_and_nothing_else_is_touched() -> None:
    picture = painted(LEFT_UPPER)
    assert (picture[:45, :80] != WHITE).all()
    assert (picture[47:, :] == WHITE).all()
    assert (picture[:, 82:] == WHITE).all()


def test_a_mask_shows_that_it_is_one_by_its_stripes() -> None:
    assert set(np.unique(painted(LEFT_UPPER)[:45, :80])) == set(masking.TONES)


def test_rows_that_are_padded_are_masked_at_the_same_place_and_the_padding_is_left_alone() -> None:
    padded = painted(TRIANGLE, row=176)
    assert (padded[:, :160] == painted(TRIANGLE)).all()
    assert (padded[:, 160:] == WHITE).all()


def test_a_slanting_edge_covers_every_pixel_it_touches() -> None:
    picture = painted(TRIANGLE) != WHITE
    for y in range(12, 80):
        reach = 0.4 * (y / 90 - 0.1) / 0.8  # half the triangle's width at this height, as a share
        left, right = int((0.5 - reach) * 160), int((0.5 + reach) * 160)
        assert picture[y, left : right + 1].all()


def test_masks_that_overlap_cover_both() -> None:
    both = painted(LEFT_UPPER, TRIANGLE) != WHITE
    assert (both == ((painted(LEFT_UPPER) != WHITE) | (painted(TRIANGLE) != WHITE))).all()


@pytest.mark.parametrize("corners", [(), ((0.2, 0.2),), ((0.2, 0.2), (0.6, 0.7))])
def test_a_mask_without_an_area_covers_rather_too_much_than_nothing(corners: tuple[tuple[float, float], ...]) -> None:
    picture = painted(PrivacyMask(corners)) != WHITE
    assert picture.any()
    if not corners:
        assert picture.all()


def test_corners_outside_the_picture_do_no_harm() -> None:
    picture = painted(PrivacyMask(((-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0))))
    assert (picture != WHITE).all()
