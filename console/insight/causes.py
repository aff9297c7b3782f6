"""Alarms that seem to have one cause: the same kind of thing, near in time and in place, in one district.

A power cut that takes 400 cameras offline is one thing that happened; a queue that shows it as 400 rows hides all else.
This only gathers what looks alike. Nobody's call for help is ever one of many: P1 stands by itself.
"""

from collections.abc import Iterable

from msgspec import Struct

from console.domain.alarms import Alarm, AlarmKind, Priority
from console.domain.geo import METRES_PER_DEGREE_LAT, is_position, metres_per_degree_lon

FAULT_REACH_M = 1000.0
"""Side of the square in which, or in whose neighbours, broken equipment has one cause: about what hangs on one
substation of a city (assumption of ours)."""

REACH_M = 150.0
"""The same for what people do: a place, not a quarter."""

FAULT_GAP_S = 120.0
GAP_S = 60.0
"""A cause that brought nothing for so long is over; what comes then has another one."""

LEAST = 3
"""From so many on it is told as one: two faults at a time are no rare thing."""

CITY_LAT = 43.25
"""Squares are laid over the city at this latitude, degrees; far from it they are narrower, not wrong."""

Square = tuple[AlarmKind, str, int, int]


class _Cause(Struct):
    id: str
    last_at: float
    members: set[str]
    squares: set[Square]


class Causes:
    """Sorts alarms in as they come. Causes that turn out to be one are merged; the larger one's name stays."""

    def __init__(self) -> None:
        self._cause_of: dict[str, _Cause] = {}
        self._in: dict[Square, _Cause] = {}

    def of(self, alarm_id: str) -> str:
        """Id of the cause of an alarm; "" where it stands by itself."""
        cause = self._cause_of.get(alarm_id)
        return "" if cause is None else cause.id

    def sort_in(self, alarms: Iterable[Alarm]) -> set[str]:
        """Take in alarms; those already known stay where they are. Ids of known ones that belong elsewhere now."""
        moved: set[str] = set()
        for alarm in alarms:
            if alarm.priority is Priority.P1:
                self.forget([alarm.id])
            elif alarm.id not in self._cause_of:
                moved |= self._sort(alarm)
        return moved

    def forget(self, alarm_ids: Iterable[str]) -> None:
        """These are over."""
        for alarm_id in alarm_ids:
            if (cause := self._cause_of.pop(alarm_id, None)) is not None:
                cause.members.discard(alarm_id)
                if not cause.members:
                    for square in cause.squares:
                        del self._in[square]

    def _sort(self, alarm: Alarm) -> set[str]:
        kind, district, column, row = square = _square(alarm)
        gap = FAULT_GAP_S if alarm.is_fault else GAP_S
        near = {
            found.id: found
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            if (found := self._in.get((kind, district, x, y))) is not None
            and abs(alarm.raised_at - found.last_at) <= gap
        }
        cause, moved = (
            _merged(list(near.values())) if near else (_Cause(alarm.id, alarm.raised_at, set(), set()), set())
        )
        cause.members.add(alarm.id)
        cause.last_at = max(cause.last_at, alarm.raised_at)
        if (former := self._in.get(square)) is not None and former.id not in near:
            former.squares.discard(square)
        cause.squares.add(square)
        self._in.update(dict.fromkeys(cause.squares if moved else (square,), cause))
        self._cause_of.update(dict.fromkeys(moved | {alarm.id}, cause))
        return moved


def causes(alarms: Iterable[Alarm]) -> dict[str, set[str]]:
    """Ids of the members by cause, of all alarms at once; those that stand by themselves are causes of one."""
    sorter, known = Causes(), sorted(alarms, key=lambda alarm: alarm.raised_at)
    sorter.sort_in(known)
    found: dict[str, set[str]] = {}
    for alarm in known:
        found.setdefault(sorter.of(alarm.id) or alarm.id, set()).add(alarm.id)
    return found


def _merged(found: list[_Cause]) -> tuple[_Cause, set[str]]:
    """One of several causes, the one of most members; and those who come to it."""
    found.sort(key=lambda cause: len(cause.members), reverse=True)
    kept, *others = found
    moved = set().union(*(other.members for other in others))
    kept.members |= moved
    kept.squares.update(*(other.squares for other in others))
    kept.last_at = max(cause.last_at for cause in found)
    return kept, moved


def _square(alarm: Alarm) -> Square:
    if not is_position(alarm.lon, alarm.lat):
        return alarm.kind, alarm.district, 0, 0
    side = FAULT_REACH_M if alarm.is_fault else REACH_M
    east = alarm.lon * metres_per_degree_lon(CITY_LAT)
    north = alarm.lat * METRES_PER_DEGREE_LAT
    return alarm.kind, alarm.district, int(east // side), int(north // side)
