from hypothesis import given, strategies as st

from console.viewmodels import layouts, splitting
from console.viewmodels.layouts import LAYOUTS, MOST_TILES, WHOLE, Cell, Cells

HALF, THIRD = WHOLE // 2, WHOLE // 3


def test_a_cell_is_halved_and_the_new_one_is_the_last_tile() -> None:
    cells = splitting.divided(layouts.grid(2, 1), 0, side_by_side=False)
    assert cells == (Cell(0, 0, HALF, HALF), Cell(HALF, 0, WHOLE, WHOLE), Cell(0, HALF, HALF, WHOLE))


def test_small_cells_and_full_walls_are_not_divided() -> None:
    narrow = (Cell(0, 0, splitting.LEAST, WHOLE), Cell(splitting.LEAST, 0, WHOLE, WHOLE))
    assert splitting.divided(narrow, 0, side_by_side=True) is None
    assert splitting.divided(LAYOUTS["25"].lying, 0, side_by_side=True) is None


def test_neighbours_grow_over_a_tile_that_is_taken_away_and_the_last_takes_its_number() -> None:
    cells = layouts.grid(2, 2)
    assert splitting.without(cells, 0) == (cells[3], Cell(0, 0, WHOLE, HALF), cells[2])


def test_the_only_tile_and_a_pinwheels_middle_stay() -> None:
    assert splitting.without(layouts.grid(1, 1), 0) is None
    a, b = THIRD, 2 * THIRD
    pinwheel = (
        Cell(0, 0, b, a),
        Cell(b, 0, WHOLE, b),
        Cell(a, b, WHOLE, WHOLE),
        Cell(0, a, a, WHOLE),
        Cell(a, a, b, b),
    )
    assert layouts.free(pinwheel)
    assert splitting.without(pinwheel, 4) is None


def test_a_border_of_a_grid_moves_as_one_line_and_stops_where_tiles_would_vanish() -> None:
    cells = layouts.grid(3, 3)
    border = splitting.border_at(cells, THIRD + 20, HALF, 30, 30)
    assert border == splitting.Border(True, THIRD, 0, WHOLE)
    moved = splitting.moved(cells, border, THIRD + 400)
    assert {c.right for c in moved[0::3]} == {c.left for c in moved[1::3]} == {THIRD + 400}
    squeezed = splitting.moved(cells, border, WHOLE)
    assert {c.left for c in squeezed[1::3]} == {2 * THIRD - splitting.LEAST}


def test_the_border_of_a_divided_cell_moves_alone() -> None:
    cells = splitting.divided(layouts.grid(2, 1), 1, side_by_side=False)
    assert cells is not None
    border = splitting.border_at(cells, WHOLE - 100, HALF, 30, 30)
    assert border == splitting.Border(False, HALF, HALF, WHOLE)
    moved = splitting.moved(cells, border, 1000)
    assert moved[0] == cells[0]
    assert (moved[1].bottom, moved[2].top) == (1000, 1000)


def test_a_cell_grows_over_the_border_behind_it_or_at_the_end_over_that_before_it() -> None:
    cells = layouts.grid(3, 2)
    assert splitting.border_of(cells, 0, is_upright=True) == (splitting.Border(True, THIRD, 0, WHOLE), 1)
    assert splitting.border_of(cells, 2, is_upright=True) == (splitting.Border(True, 2 * THIRD, 0, WHOLE), -1)
    assert splitting.border_of(cells, 4, is_upright=False) == (splitting.Border(False, HALF, 0, WHOLE), -1)
    assert splitting.border_of(layouts.grid(1, 2), 0, is_upright=True) is None


def test_the_panes_edge_is_no_border() -> None:
    assert splitting.border_at(layouts.grid(2, 2), 0, 100, 30, 30) is None
    assert splitting.border_at(layouts.grid(2, 2), 700, 700, 30, 30) is None


STEPS = st.lists(
    st.tuples(st.sampled_from("hvxm"), st.integers(0, MOST_TILES), st.integers(0, WHOLE), st.integers(0, WHOLE)),
    max_size=30,
)


@given(st.sampled_from(sorted(LAYOUTS)), STEPS)
def test_whatever_is_done_the_tiles_fill_the_pane(layout: str, steps: list[tuple[str, int, int, int]]) -> None:
    cells: Cells = LAYOUTS[layout].lying
    for what, index, x, y in steps:
        index %= len(cells)
        if what == "m":
            border = splitting.border_at(cells, x, y, 400, 400)
            cells = cells if border is None else splitting.moved(cells, border, (x + y) // 2)
        elif what == "x":
            cells = splitting.without(cells, index) or cells
        else:
            cells = splitting.divided(cells, index, side_by_side=what == "h") or cells
        assert layouts.free(cells).tiles == len(cells)
