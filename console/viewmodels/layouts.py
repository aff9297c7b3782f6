"""Layouts of a wall: where its tiles stand, as values; and the geometry of neighbours between them.

Cells are whole numbers of ``WHOLE`` parts of the pane, so that edges which meet are equal and never merely near. A
layout has an arrangement for lying and one for standing panes; ``arranged`` takes whichever makes larger pictures.
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from statistics import median

from msgspec import Struct

WHOLE = 5040
"""Parts of a pane's width and of its height: divisible by all numbers up to 10, and by 12, 14, 15 and 16."""

MOST_TILES = 25

PICTURE = 16 / 9
"""Width by height of an ordinary picture; layouts are judged by how large such pictures become in them."""

LARGE_FROM = 2.0
"""A cell of so many times the median area is a large one: it is worth the main stream."""

Parts = int
"""A length in ``WHOLE`` parts."""


class Cell(Struct, frozen=True, array_like=True, order=True):
    """A tile's place: edges in parts of the pane, ``right`` and ``bottom`` excluded."""

    left: Parts
    top: Parts
    right: Parts
    bottom: Parts

    @property
    def width(self) -> Parts:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> Parts:
        """From top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: "Cell") -> bool:
        """Whether both cover some place."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def touches(self, other: "Cell") -> bool:
        """Whether they lie side by side: a part of an edge in common, not just a corner."""
        beside = self.left == other.right or self.right == other.left
        above = self.top == other.bottom or self.bottom == other.top
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return (beside and down > 0) or (above and across > 0)


Cells = tuple[Cell, ...]


class Layout(Struct, frozen=True):
    """Places of tiles for panes that are wider than high, and for those that are not; by tile number."""

    id: str
    lying: Cells
    standing: Cells

    @property
    def tiles(self) -> int:
        """How many tiles it shows."""
        return len(self.lying)

    def arranged(self, width: int, height: int) -> Cells:
        """The cells for a pane of this size in pixels: the arrangement with larger pictures, else that of its shape."""
        both = (self.lying, self.standing) if width > height else (self.standing, self.lying)
        return max(both, key=lambda cells: round(_picture_area(cells, width, height)))

    def is_large(self, index: int) -> bool:
        """Whether a tile stands out among the others, so that it is given the main stream."""
        areas = [cell.width * cell.height for cell in self.lying]
        return len(areas) > 2 and areas[index] >= LARGE_FROM * median(areas)


def _picture_area(cells: Cells, width: int, height: int) -> float:
    """Pixels of all pictures together, were each 16:9 and as large as fits into its cell."""
    widths = (min(c.width * width / WHOLE, c.height * height / WHOLE * PICTURE) for c in cells)
    return sum(one * one / PICTURE for one in widths)


def grid(columns: int, rows: int) -> Cells:
    """Equal cells in reading order."""
    across, down = WHOLE // columns, WHOLE // rows
    return tuple(
        Cell(column * across, row * down, (column + 1) * across, (row + 1) * down)
        for row in range(rows)
        for column in range(columns)
    )


def corner(side: int) -> Cells:
    """One large cell over all but the last column and row of a ``side`` x ``side`` grid, which hold the others."""
    cells = grid(side, side)
    large = Cell(0, 0, cells[side - 2].right, cells[(side - 2) * side].bottom)
    return (large, *(cell for cell in cells if not cell.overlaps(large)))


def stacked(*rows: int) -> Cells:
    """Rows of so many cells each, under one another; every cell has the shape of the first."""
    heights = [1 / count for count in rows]
    edges = [round(WHOLE * sum(heights[:n]) / sum(heights)) for n in range(len(rows) + 1)]
    return tuple(
        Cell(WHOLE * column // count, top, WHOLE * (column + 1) // count, bottom)
        for count, top, bottom in zip(rows, edges, edges[1:], strict=False)
        for column in range(count)
    )


LAYOUTS: dict[str, Layout] = {
    layout.id: layout
    for layout in (
        Layout("1", grid(1, 1), grid(1, 1)),
        Layout("4", grid(2, 2), grid(2, 2)),
        Layout("6", grid(3, 2), grid(2, 3)),
        Layout("9", grid(3, 3), grid(3, 3)),
        Layout("12", grid(4, 3), grid(3, 4)),
        Layout("16", grid(4, 4), grid(4, 4)),
        Layout("25", grid(5, 5), grid(5, 5)),
        Layout("1+5", corner(3), stacked(1, 2, 3)),
        Layout("1+7", corner(4), stacked(1, 2, 2, 3)),
    )
}
"""The layouts that are always there; beside them stand the operator's own (``free``)."""

DEFAULT_LAYOUT = "6"
FREE = "free"


def free(cells: Sequence[Cell]) -> Layout:
    """A layout of the operator's own. Raises ValueError where cells overlap, leave gaps or are too many."""
    made = tuple(cells)
    if not 1 <= len(made) <= MOST_TILES:
        raise ValueError(f"{len(made)} tiles")
    if any(
        c.left < 0 or c.top < 0 or c.right > WHOLE or c.bottom > WHOLE or c.width <= 0 or c.height <= 0 for c in made
    ):
        raise ValueError("a cell lies outside of the pane")
    if any(one.overlaps(other) for one, other in combinations(made, 2)):
        raise ValueError("cells overlap")
    if sum(c.width * c.height for c in made) != WHOLE * WHOLE:
        raise ValueError("cells leave gaps")
    return Layout(FREE, made, made)


@cache
def neighbours(cells: Cells) -> tuple[tuple[int, ...], ...]:
    """For each cell the numbers of those that touch it."""
    return tuple(
        tuple(other for other, that in enumerate(cells) if other != index and that.touches(this))
        for index, this in enumerate(cells)
    )


def step(cells: Cells, index: int, across: int, down: int) -> int:
    """The cell one comes to from ``index`` in a direction (-1, 0, 1 each); ``index`` itself at the edge.

    Of the cells that touch it there it is the one most opposite to its middle.
    """
    here = cells[index]

    def is_there(cell: Cell) -> bool:
        if across:
            return cell.left == here.right if across > 0 else cell.right == here.left
        return cell.top == here.bottom if down > 0 else cell.bottom == here.top

    def aside(number: int) -> tuple[int, int]:
        cell = cells[number]
        if across:
            return abs(cell.top + cell.bottom - here.top - here.bottom), cell.top
        return abs(cell.left + cell.right - here.left - here.right), cell.left

    ahead = [number for number in neighbours(cells)[index] if is_there(cells[number])]
    return min(ahead, key=aside, default=index)
