"""The alarm queue: which alarms stand in it, in which order and groups, and how many wait behind a filter.

Unacknowledged first, by priority and then the longest waiting; then acknowledged, then those that are shelved,
suppressed or out of service. Faults are a class of their own at the end of each. Alarms that are back to normal and
need nobody are not in the queue.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from console.domain.alarm_filter import AlarmFilter
from console.domain.alarms import Alarm, AlarmState, Priority
from console.state.gathering import Group, Groups
from console.state.rows import Key, RowsView, SortedRows

_RANK = {
    AlarmState.UNACKNOWLEDGED: 0,
    AlarmState.RETURNED_UNACKNOWLEDGED: 0,
    AlarmState.ACKNOWLEDGED: 1,
    AlarmState.SHELVED: 2,
    AlarmState.SUPPRESSED: 2,
    AlarmState.OUT_OF_SERVICE: 2,
}

Row = Alarm | Group
Common = Callable[[Alarm], str]
"""What an alarm has in common with those of its group; "" for an alarm that stands by itself."""


def by_itself(_alarm: Alarm) -> str:
    """No groups."""
    return ""


def place_in_queue(alarm: Alarm) -> Key | None:
    """The key the queue is sorted by, or None for an alarm that is not in it."""
    rank = _RANK.get(alarm.state)
    return None if rank is None else (rank, alarm.is_fault, alarm.priority, alarm.raised_at, alarm.id)


class AlarmQueue:
    """The rows of the queue and what waits in and behind them.

    Args:
        view: told of each step of the rows.
        said: an alarm's words for the text filter, in lower case.
    """

    def __init__(self, view: RowsView, said: Callable[[Alarm], str]) -> None:
        self.filter = AlarmFilter()
        self.me = ""
        """Id of the operator at this console."""
        self._said = said
        self.rows: SortedRows[Row] = SortedRows(lambda row: self._groups.key(row.id), view)
        self._alarms: dict[str, Alarm] = {}
        self._groups = Groups()
        self._common: Common = by_itself
        self._waiting: dict[str, Priority] = {}
        self._wait_in: Counter[Priority] = Counter()

    @property
    def standing(self) -> int:
        """How many alarms stand in the queue, whether shown or not."""
        return len(self._alarms)

    def shown(self) -> list[Alarm]:
        """All that the filter lets through, also those in closed groups; in no order."""
        return [alarm for alarm in self._alarms.values() if alarm.id in self._groups]

    def update(self, changed: Mapping[str, Alarm | None]) -> None:
        """Take in new values by id; None means it is gone."""
        concerned: set[str] = set()
        rows: dict[str, Row | None] = {}
        for alarm_id, alarm in changed.items():
            self._count(alarm_id, alarm)
            concerned |= self._put(alarm_id)
            rows[alarm_id] = self._alarms.get(alarm_id)
        self._settle(concerned, rows)

    def replace(self, alarms: Mapping[str, Alarm]) -> None:
        """Start from a whole set of alarms; rows that stay keep their selection."""
        self.update({**dict.fromkeys(self._alarms.keys() - alarms.keys()), **alarms})

    def show(self, wanted: AlarmFilter) -> None:
        """Filter anew."""
        self.filter = wanted
        self._anew()

    def group(self, common: Common, least: int = 2, *, opened: bool = True) -> None:
        """Gather alarms that have the same in common, ``least`` of them or more, in groups that begin ``opened``."""
        self._common = common
        held = self._groups.held
        self._groups = Groups(least, opened=opened)
        self._groups.hold(held)
        self._anew()

    def turn(self, group_id: str) -> None:
        """Open a group, or close it."""
        self._settle(self._groups.turn(group_id), {})

    def hold(self, alarm_ids: Iterable[str]) -> None:
        """Show these, even if their group is closed: somebody works with them."""
        self._settle((), {i: self._alarms.get(i) for i in self._groups.hold(alarm_ids)})

    def alarm(self, alarm_id: str) -> Alarm:
        """An alarm as the queue knows it: what is known elsewhere may be a tick ahead. Raises KeyError."""
        return self._alarms[alarm_id]

    def members(self, group_id: str) -> list[Alarm]:
        """The alarms of a group, the most urgent first."""
        return [self._alarms[i] for i in self._groups.members(group_id)]

    def is_member(self, alarm_id: str) -> bool:
        """Whether the alarm stands in a group that has a row."""
        return bool(self._groups.group_of(alarm_id))

    def row_of(self, alarm_id: str) -> int | None:
        """Row of the alarm, of its group where that is closed; None for one that is not shown."""
        row = self.rows.row_of(alarm_id)
        group = self._groups.group_of(alarm_id) if row is None else ""
        return self.rows.row_of(group) if group else row

    def waiting(self) -> Counter[Priority]:
        """How many wait for acknowledgement, by priority, whether shown or not."""
        return +self._wait_in

    def hidden(self) -> Counter[Priority]:
        """How many of those that wait the filter hides, by priority."""
        if self.filter == AlarmFilter():
            return Counter()
        return Counter(p for alarm_id, p in self._waiting.items() if alarm_id not in self._groups)

    def _count(self, alarm_id: str, alarm: Alarm | None) -> None:
        if alarm is not None and alarm.state in _RANK:
            self._alarms[alarm_id] = alarm
        else:
            self._alarms.pop(alarm_id, None)
        if (before := self._waiting.pop(alarm_id, None)) is not None:
            self._wait_in[before] -= 1
        if alarm is not None and alarm.is_unacknowledged:
            self._waiting[alarm_id] = alarm.priority
            self._wait_in[alarm.priority] += 1

    def _put(self, alarm_id: str) -> set[str]:
        alarm = self._alarms.get(alarm_id)
        if alarm is None or not self.filter.admits(alarm, self._said, self.me):
            return self._groups.put(alarm_id, "", None)
        return self._groups.put(alarm_id, self._common(alarm), place_in_queue(alarm))

    def _settle(self, concerned: Iterable[str], rows: dict[str, Row | None]) -> None:
        groups, moved = self._groups.settle(concerned)
        self.rows.update({**rows, **{i: self._alarms[i] for i in moved}, **groups})

    def _anew(self) -> None:
        for alarm_id in self._alarms:
            self._put(alarm_id)
        groups, _moved = self._groups.settle(self._groups.all())
        self.rows.replace({**self._alarms, **{i: g for i, g in groups.items() if g is not None}}, is_same_order=False)
