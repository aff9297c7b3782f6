"""Rings round patches of cells: valid polygons of the same area, the outer one counterclockwise on a map."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from shapely import Polygon

from console.insight.coverage import _connected
from console.insight.outlines import outlines


def patch(*rows: str) -> np.ndarray:
    return np.array([[cell == "#" for cell in row] for row in rows])


def polygon(cells: np.ndarray) -> Polygon:
    outer, *holes = [[(column, -row) for row, column in ring] for ring in outlines(cells)]
    return Polygon(outer, holes)


def test_one_cell_has_four_corners_and_runs_counterclockwise() -> None:
    (ring,) = outlines(patch("#"))
    assert ring == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    assert polygon(patch("#")).exterior.is_ccw


def test_a_row_of_cells_has_no_corners_between_them() -> None:
    assert len(outlines(patch("####"))[0]) == 5


def test_a_hole_is_a_ring_the_other_way() -> None:
    shape = polygon(patch("###", "#.#", "###"))
    assert (shape.area, len(shape.interiors)) == (8, 1)
    assert not shape.interiors[0].is_ccw


@pytest.mark.parametrize(
    "rows",
    [
        ("####", "#.##", "##.#", "####"),
        ("##..", "#.##", "##.#", ".###"),
        (".##", "#.#", "###"),
        ("##.", "#.#", "###"),
        ("#####", "#.#.#", "##.##", "#.#.#", "#####"),
    ],
)
def test_where_cells_touch_at_a_corner_only_no_ring_crosses_itself(rows: tuple[str, ...]) -> None:
    cells = patch(*rows)
    shape = polygon(cells)
    assert shape.is_valid
    assert shape.area == cells.sum()


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=6, max_size=6))
def test_any_patch_that_hangs_together_has_a_valid_outline_of_its_area(rows: list[list[bool]]) -> None:
    free = np.array(rows)
    free[2, 3] = True
    cells = _connected(free, 2, 3, 9)
    shape = polygon(cells)
    assert shape.is_valid
    assert shape.area == cells.sum()
    assert shape.exterior.is_ccw
    assert not any(hole.is_ccw for hole in shape.interiors)
