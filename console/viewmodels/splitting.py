"""A free split: tiles are divided, taken away, and the borders between them moved; pure rules on cells."""

from msgspec import Struct

from console.viewmodels.layouts import MOST_TILES, WHOLE, Cell, Cells, Parts

LEAST = WHOLE // 12
"""No cell becomes narrower or lower than this."""


class Border(Struct, frozen=True):
    """A line between cells that moves as one: upright at x = ``at``, or level at y = ``at``."""

    is_upright: bool
    at: Parts
    start: Parts
    end: Parts


def divided(cells: Cells, index: int, *, side_by_side: bool) -> Cells | None:
    """Two halves instead of a cell; the new one is the last tile. None where there is no room for it."""
    cell = cells[index]
    length = cell.width if side_by_side else cell.height
    if length < 2 * LEAST or len(cells) >= MOST_TILES:
        return None
    if side_by_side:
        middle = cell.left + length // 2
        kept, new = _with(cell, right=middle), _with(cell, left=middle)
    else:
        middle = cell.top + length // 2
        kept, new = _with(cell, bottom=middle), _with(cell, top=middle)
    return (*cells[:index], kept, *cells[index + 1 :], new)


def without(cells: Cells, index: int) -> Cells | None:
    """A cell less: those along one of its sides grow over its place, and the last tile takes its number.

    None for the only cell, and where no side's cells fit exactly (a pinwheel's middle).
    """
    gone = cells[index]
    growers = (
        ([n for n, c in enumerate(cells) if c.right == gone.left and _is_within(c, gone, upright=True)], "right"),
        ([n for n, c in enumerate(cells) if c.left == gone.right and _is_within(c, gone, upright=True)], "left"),
        ([n for n, c in enumerate(cells) if c.bottom == gone.top and _is_within(c, gone, upright=False)], "bottom"),
        ([n for n, c in enumerate(cells) if c.top == gone.bottom and _is_within(c, gone, upright=False)], "top"),
    )
    for numbers, edge in growers:
        upright = edge in ("left", "right")
        covered = sum(cells[n].height if upright else cells[n].width for n in numbers)
        if numbers and covered == (gone.height if upright else gone.width):
            to = {"right": gone.right, "left": gone.left, "bottom": gone.bottom, "top": gone.top}[edge]
            grown = [_with(c, **{edge: to}) if n in numbers else c for n, c in enumerate(cells)]
            last = grown.pop()
            if index < len(grown):
                grown[index] = last
            return tuple(grown)
    return None


def border_at(cells: Cells, x: Parts, y: Parts, reach_x: Parts, reach_y: Parts) -> Border | None:
    """The border within reach of a point; None where there is none, or only the pane's edge."""
    for is_upright, along, across, reach in ((True, y, x, reach_x), (False, x, y, reach_y)):
        near = [
            edge
            for c in cells
            if _span(c, is_upright)[0] <= along < _span(c, is_upright)[1]
            for edge in _edges(c, is_upright)
            if 0 < edge < WHOLE and abs(edge - across) <= reach
        ]
        if near:
            at = min(near, key=lambda edge: abs(edge - across))
            return _border(cells, at, along, is_upright=is_upright)
    return None


def border_of(cells: Cells, index: int, *, is_upright: bool) -> tuple[Border, int] | None:
    """A border of a cell, and which way (1, -1) makes the cell larger: behind it, or before it at the pane's end."""
    low, high = _edges(cells[index], is_upright)
    along = _span(cells[index], is_upright)[0]
    for at, way in ((high, 1), (low, -1)):
        if 0 < at < WHOLE:
            return _border(cells, at, along, is_upright=is_upright), way
    return None


def moved(cells: Cells, border: Border, to: Parts) -> Cells:
    """The cells with a border at another place, as far as the least size of cells lets it go."""
    before, behind = _sides(cells, border)
    start = max(_edges(cells[n], border.is_upright)[0] for n in before) + LEAST
    end = min(_edges(cells[n], border.is_upright)[1] for n in behind) - LEAST
    if start > end:
        return cells
    at = min(max(to, start), end)
    low, high = ("left", "right") if border.is_upright else ("top", "bottom")
    return tuple(
        _with(c, **{high: at}) if n in before else _with(c, **{low: at}) if n in behind else c
        for n, c in enumerate(cells)
    )


def _border(cells: Cells, at: Parts, along: Parts, *, is_upright: bool) -> Border:
    """The whole line through a point: as far as the cells on its two sides hang together."""
    start = end = along
    spans = [_span(c, is_upright) for c in cells if at in _edges(c, is_upright)]
    grows = True
    while grows:
        reached = [s for s in spans if s[0] <= end and s[1] >= start]
        low, high = min(s[0] for s in reached), max(s[1] for s in reached)
        grows, start, end = (low, high) != (start, end), low, high
    return Border(is_upright, at, start, end)


def _sides(cells: Cells, border: Border) -> tuple[set[int], set[int]]:
    """Numbers of the cells that end at a border, and of those that begin there."""
    before, behind = set(), set()
    for number, cell in enumerate(cells):
        start, end = _span(cell, border.is_upright)
        if border.start <= start and end <= border.end:
            low, high = _edges(cell, border.is_upright)
            if high == border.at:
                before.add(number)
            elif low == border.at:
                behind.add(number)
    return before, behind


def _edges(cell: Cell, is_upright: bool) -> tuple[Parts, Parts]:
    return (cell.left, cell.right) if is_upright else (cell.top, cell.bottom)


def _span(cell: Cell, is_upright: bool) -> tuple[Parts, Parts]:
    return (cell.top, cell.bottom) if is_upright else (cell.left, cell.right)


def _is_within(cell: Cell, gone: Cell, *, upright: bool) -> bool:
    start, end = _span(gone, upright)
    return start <= _span(cell, upright)[0] and _span(cell, upright)[1] <= end


def _with(cell: Cell, **edges: Parts) -> Cell:
    return Cell(*(edges.get(name, getattr(cell, name)) for name in ("left", "top", "right", "bottom")))
