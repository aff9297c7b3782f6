"""Which tile a new camera takes: pure rules. What an operator looks at, has pinned or needs for a P1 is never taken."""

from collections.abc import Sequence

from msgspec import Struct

from console.domain.alarms import Priority
from console.viewmodels.layouts import Cell, Cells, neighbours


class Seat(Struct, frozen=True):
    """What placing needs to know of a tile; ``used`` grows with each camera that is opened."""

    camera: str = ""
    is_pinned: bool = False
    is_focused: bool = False
    is_touring: bool = False
    alarm: Priority | None = None
    used: int = 0


def is_free_to_take(seat: Seat) -> bool:
    """Whether a new camera may stand here instead of what is shown."""
    if seat.is_pinned:
        return False
    return not seat.camera or not (seat.is_focused or seat.alarm is Priority.P1)


def importance(seat: Seat) -> tuple[int, int, int]:
    """How much it would be missed: free tiles least, then tours, then those without an alarm; older before newer."""
    if not seat.camera:
        return (0, 0, 0)
    return (1 if seat.is_touring else 2, 0 if seat.alarm is None else 5 - seat.alarm, seat.used)


def place_for_new(seats: Sequence[Seat]) -> int | None:
    """The tile for one more camera; None where none may be taken. On a wall of one tile, its focus protects nothing."""
    if len(seats) == 1:
        only = seats[0]
        return 0 if not only.is_pinned and not (only.camera and only.alarm is Priority.P1) else None
    takeable = [index for index, seat in enumerate(seats) if is_free_to_take(seat)]
    return min(takeable, key=lambda index: (importance(seats[index]), index), default=None)


def places_beside(cells: Cells, seats: Sequence[Seat], count: int, anchors: Sequence[int] = ()) -> list[int]:
    """Tiles for ``count`` cameras that belong together, the first for the most important of them.

    They hang together as far as what may be taken does, beside ``anchors`` (tiles that show cameras of the same group
    already) where there are any. Among equally many, the group whose tiles are missed least; a larger first tile is
    worth as much as a free one.
    """
    if count <= 0:
        return []
    if len(seats) == 1:
        one = place_for_new(seats)
        return [] if one is None else [one]
    beside = neighbours(cells)
    takeable = {i for i, seat in enumerate(seats) if is_free_to_take(seat) and i not in anchors}
    near = takeable & {n for anchor in anchors for n in beside[anchor]}
    groups = [_grown(start, count, takeable, seats, beside) for start in sorted(near or takeable)]
    if not groups:
        return []
    best = min(groups, key=lambda group: (-len(group), _loss(group, cells, seats), group[0]))
    rest = sorted(takeable - set(best), key=lambda index: (importance(seats[index]), index))
    return [*best, *rest[: count - len(best)]]


def _grown(
    start: int, count: int, takeable: set[int], seats: Sequence[Seat], beside: tuple[tuple[int, ...], ...]
) -> list[int]:
    """Up to ``count`` tiles that hang together, from ``start`` on, always the one that is missed least next."""
    group = [start]
    while len(group) < count:
        edge = {n for member in group for n in beside[member] if n in takeable and n not in group}
        if not edge:
            break
        group.append(min(edge, key=lambda index: (importance(seats[index]), index)))
    return group


def _loss(group: Sequence[int], cells: Cells, seats: Sequence[Seat]) -> tuple[int, int, int]:
    taken = sum(bool(seats[index].camera) for index in group)
    first = cells[group[0]]
    is_largest = all(first.width * first.height >= c.width * c.height for c in cells) and len({*map(_size, cells)}) > 1
    alarms = sum(importance(seats[index])[1] for index in group)
    return (alarms, taken - is_largest, sum(seats[index].used for index in group if seats[index].camera))


def _size(cell: Cell) -> tuple[int, int]:
    return cell.width, cell.height
