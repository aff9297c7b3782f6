"""The alarm queue: which alarms stand in it, in which order, and how many wait behind a filter.

Unacknowledged first, by priority and then the longest waiting; then acknowledged, then those that are shelved,
suppressed or out of service. Faults are a class of their own at the end of each. Alarms that are back to normal and
need nobody are not in the queue.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec import Struct

from console.domain.alarms import Alarm, AlarmState, Priority
from console.state.rows import Key, RowsView, SortedRows

_RANK = {
    AlarmState.UNACKNOWLEDGED: 0,
    AlarmState.RETURNED_UNACKNOWLEDGED: 0,
    AlarmState.ACKNOWLEDGED: 1,
    AlarmState.SHELVED: 2,
    AlarmState.SUPPRESSED: 2,
    AlarmState.OUT_OF_SERVICE: 2,
}


class AlarmFilter(Struct, frozen=True):
    """What an operator asked to see; empty districts mean all, ``text`` is looked for in what the row says."""

    priorities: frozenset[Priority] = frozenset(Priority)
    districts: frozenset[str] = frozenset()
    text: str = ""
    unacknowledged_only: bool = False

    def admits(self, alarm: Alarm, said: Callable[[Alarm], str]) -> bool:
        """Whether the alarm is to be seen; ``said`` gives what its row says, in lower case."""
        return (
            alarm.priority in self.priorities
            and (not self.districts or alarm.district in self.districts)
            and (not self.unacknowledged_only or alarm.is_unacknowledged)
            and (not self.text or self.text.lower() in said(alarm))
        )


def place_in_queue(alarm: Alarm) -> Key | None:
    """The key the queue is sorted by, or None for an alarm that is not in it."""
    rank = _RANK.get(alarm.state)
    return None if rank is None else (rank, alarm.is_fault, alarm.priority, alarm.raised_at, alarm.id)


class AlarmQueue:
    """The rows of the queue and what waits in and behind them. ``said`` gives an alarm's words for the text filter."""

    def __init__(self, view: RowsView, said: Callable[[Alarm], str]) -> None:
        self.filter = AlarmFilter()
        self._said = said
        self.rows: SortedRows[Alarm] = SortedRows(self._key, view)
        self._waiting: dict[str, Priority] = {}
        self._standing: set[str] = set()

    @property
    def standing(self) -> int:
        """How many alarms stand in the queue, whether shown or not."""
        return len(self._standing)

    def update(self, changed: Mapping[str, Alarm | None]) -> None:
        """Take in new values by id; None means it is gone."""
        self._count(changed)
        self.rows.update(changed)

    def replace(self, alarms: Mapping[str, Alarm]) -> None:
        """Start from a whole set of alarms; rows that stay keep their selection."""
        self._waiting.clear()
        self._standing.clear()
        self._count(alarms)
        self.rows.replace(alarms)

    def show(self, wanted: AlarmFilter) -> None:
        """Filter anew."""
        self.filter = wanted
        self.rows.rekey()

    def waiting(self) -> Counter[Priority]:
        """How many wait for acknowledgement, by priority, whether shown or not."""
        return Counter(self._waiting.values())

    def hidden(self) -> Counter[Priority]:
        """How many of those that wait the filter hides, by priority."""
        if self.filter == AlarmFilter():
            return Counter()
        return Counter(p for alarm_id, p in self._waiting.items() if not self.rows.shows(alarm_id))

    def _count(self, changed: Mapping[str, Alarm | None]) -> None:
        for alarm_id, alarm in changed.items():
            if alarm is not None and place_in_queue(alarm) is not None:
                self._standing.add(alarm_id)
            else:
                self._standing.discard(alarm_id)
            if alarm is not None and alarm.is_unacknowledged:
                self._waiting[alarm_id] = alarm.priority
            else:
                self._waiting.pop(alarm_id, None)

    def _key(self, alarm: Alarm) -> Key | None:
        return place_in_queue(alarm) if self.filter.admits(alarm, self._said) else None
