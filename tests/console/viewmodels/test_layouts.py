from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from console.viewmodels import layouts
from console.viewmodels.layouts import LAYOUTS, WHOLE, Cell, Layout


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.id)
@pytest.mark.parametrize("shape", ["lying", "standing"])
def test_cells_fill_the_pane_without_overlap(layout: Layout, shape: str) -> None:
    cells = getattr(layout, shape)
    assert sum(c.width * c.height for c in cells) == WHOLE * WHOLE
    assert not any(one.overlaps(other) for one, other in combinations(cells, 2))
    assert len(cells) == layout.tiles == sum(int(part) for part in layout.id.split("+"))


@pytest.mark.parametrize(
    ("layout", "size", "columns"),
    [("6", (600, 900), 2), ("6", (900, 500), 3), ("6", (620, 540), 2), ("12", (1920, 1080), 4), ("12", (700, 1000), 3)],
)
def test_tiles_stand_or_lie_as_the_pictures_become_larger(layout: str, size: tuple[int, int], columns: int) -> None:
    assert len({cell.left for cell in LAYOUTS[layout].arranged(*size)}) == columns


def test_one_tile_stands_out_where_one_is_larger() -> None:
    assert [index for index in range(6) if LAYOUTS["1+5"].is_large(index)] == [0]
    assert [index for index in range(8) if LAYOUTS["1+7"].is_large(index)] == [0]
    for grid in ("1", "4", "6", "9", "12", "16", "25"):
        assert not any(LAYOUTS[grid].is_large(index) for index in range(LAYOUTS[grid].tiles))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.id)
@pytest.mark.parametrize("size", [(1920, 1080), (600, 900)])
def test_arrows_reach_every_tile_and_stop_at_the_edges(layout: Layout, size: tuple[int, int]) -> None:
    cells = layout.arranged(*size)
    reached, ahead = {0}, [0]
    while ahead:
        here = ahead.pop()
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = layouts.step(cells, here, across, down)
            if there not in reached:
                reached.add(there)
                ahead.append(there)
    assert reached == set(range(layout.tiles))
    assert all(layouts.step(cells, n, -1, 0) == n for n, cell in enumerate(cells) if cell.left == 0)


def test_from_a_large_tile_an_arrow_goes_to_the_one_opposite_its_middle() -> None:
    cells = LAYOUTS["1+7"].lying
    beside = layouts.step(cells, 0, 1, 0)
    assert cells[beside].left == cells[0].right
    assert cells[beside].top < (cells[0].top + cells[0].bottom) // 2 < cells[beside].bottom


def test_touching_is_by_an_edge_not_by_a_corner() -> None:
    beside = layouts.neighbours(layouts.grid(3, 3))
    assert beside[4] == (1, 3, 5, 7)
    assert beside[0] == (1, 3)


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        ([], "0 tiles"),
        ([Cell(0, 0, WHOLE, WHOLE // 2)], "gaps"),
        ([Cell(0, 0, WHOLE, WHOLE), Cell(0, 0, WHOLE, 10)], "overlap"),
        ([Cell(0, 0, WHOLE + 1, WHOLE)], "outside"),
        ([Cell(10, 0, 10, WHOLE)], "outside"),
    ],
)
def test_an_own_layout_that_is_none_is_refused(cells: list[Cell], trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble):
        layouts.free(cells)


@given(st.sampled_from(sorted(LAYOUTS)))
def test_every_layout_can_be_the_begin_of_an_own_one(layout: str) -> None:
    assert layouts.free(LAYOUTS[layout].lying).tiles == LAYOUTS[layout].tiles
