"""The alarm queue as a table model: batched, never reset while running, one ranged announcement per batch."""

from collections import Counter
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal

from console.domain.alarm_filter import AlarmFilter as AlarmFilter, Grouping
from console.domain.alarms import Alarm, Priority
from console.domain.changes import Changes
from console.insight.causes import LEAST, Causes
from console.language import _
from console.state.gathering import Group as Group
from console.state.queue import AlarmQueue, by_itself
from console.state.store import Store
from console.viewmodels import group_words, words
from console.viewmodels.alarm_columns import TITLES, AlarmColumn as AlarmColumn
from console.viewmodels.alarm_words import AlarmWords
from console.viewmodels.nearby import Nearby
from console.viewmodels.plain import tip
from console.viewmodels.table import PENDING_ROLE, ROOT, ROW_ROLE, AnyIndex, SortedTableModel


class AlarmsModel(SortedTableModel):
    """Rows of the queue: alarms, and groups of them. ``counted``: the numbers behind the rows may be different.

    While there is a flood the alarms of one cause stand in one row, unless the operator gathers by something else.
    """

    changing = Signal()
    """Rows are about to come, go or change places; ``counted`` follows."""
    counted = Signal()
    arranged = Signal()
    """Another filter or grouping."""
    aged = Signal()
    """A second has passed; the columns that show it are announced next."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.words = AlarmWords(store)
        self.nearby = Nearby(store)
        self._queue = AlarmQueue(self, self.words.said)
        self._causes = Causes()
        self.grouping = Grouping.NONE
        self._is_flood = False
        self.gathers_floods = True

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed."""
        alarms = self._store.picture.alarms
        self._know_operator()
        if not (changes.whole or changes.alarms):
            return
        self.changing.emit()
        if changes.whole:
            self._causes = Causes()
            self._causes.sort_in(sorted(alarms.values(), key=lambda alarm: alarm.raised_at))
            self._queue.replace(alarms)
        else:
            changed = {i: alarms.get(i) for i in changes.alarms}
            moved = self._sort_into_causes(changed)
            self._queue.update({**{i: alarms.get(i) for i in moved}, **changed} if self.gathers_causes else changed)
        self.counted.emit()

    def beat(self) -> None:
        """A second has passed: ages grow and the mark of an unacknowledged P1 pulses."""
        self.aged.emit()
        self.changed_columns(AlarmColumn.MARK, AlarmColumn.AGE)
        if self.nearby.beat():
            self.changed_columns(AlarmColumn.NEAREST, AlarmColumn.CAMERAS)

    def show(self, wanted: AlarmFilter) -> None:
        """Filter the rows."""
        if wanted != self._queue.filter:
            self.changing.emit()
            self._queue.show(wanted)
            self.arranged.emit()
            self.counted.emit()

    def group_by(self, grouping: Grouping) -> None:
        """Gather what has this in common; open groups, but those of one cause closed."""
        if grouping is not self.grouping:
            self.grouping = grouping
            self._gather()

    def follow_flood(self, is_flood: bool) -> None:
        """A flood has begun or ended."""
        if is_flood is not self._is_flood:
            self._is_flood = is_flood
            if self.grouping is Grouping.NONE:
                self._gather()

    def gather_floods(self, wanted: bool) -> None:
        """Whether a flood is gathered by cause."""
        if wanted is not self.gathers_floods:
            self.gathers_floods = wanted
            self._gather()

    @property
    def gathers_causes(self) -> bool:
        """Whether alarms of one cause stand in one row now."""
        is_by_itself = self.grouping is Grouping.NONE and self._is_flood and self.gathers_floods
        return self.grouping is Grouping.CAUSE or is_by_itself

    def owners(self) -> set[str]:
        """Who owns alarms that stand in the queue, and who has logged in."""
        alarms = self._store.picture.alarms.values()
        return {alarm.owner for alarm in alarms if alarm.owner} | self._store.picture.operators.keys()

    def turn(self, row: int) -> None:
        """Open or close the group in ``row``; nothing where an alarm stands."""
        if (group := self.group_at(row)) is not None:
            self.changing.emit()
            self._queue.turn(group.id)
            self.counted.emit()

    def hold(self, alarm_ids: Iterable[str]) -> None:
        """Show these, even in a closed group: they are chosen."""
        self._queue.hold(alarm_ids)

    @property
    def filter(self) -> AlarmFilter:
        """What is asked to be seen."""
        return self._queue.filter

    def waiting(self) -> Counter[Priority]:
        """How many wait for acknowledgement, by priority, shown or not."""
        return self._queue.waiting()

    def hidden(self) -> Counter[Priority]:
        """How many of those that wait the filter hides."""
        return self._queue.hidden()

    @property
    def known(self) -> int:
        """How many alarms stand in the queue, shown or not; those back to normal whose incident is open do not."""
        return self._queue.standing

    def shown(self) -> list[Alarm]:
        """All alarms that the filter lets through, also those in closed groups; in no order."""
        return self._queue.shown()

    def alarm_at(self, row: int) -> Alarm:
        """The alarm in ``row``, the most urgent of a group; raises IndexError."""
        item = self._queue.rows[row]
        return item if isinstance(item, Alarm) else self._queue.alarm(item.head)

    def group_at(self, row: int) -> Group | None:
        """The group in ``row``; None where an alarm stands. Raises IndexError."""
        item = self._queue.rows[row]
        return item if isinstance(item, Group) else None

    def alarms_at(self, row: int) -> list[Alarm]:
        """The alarm in ``row``, or all of the group there, the most urgent first. Raises IndexError."""
        item = self._queue.rows[row]
        return [item] if isinstance(item, Alarm) else self._queue.members(item.id)

    def row_id(self, row: int) -> str:
        """Id of what stands in ``row``: an alarm's, or a group's. Raises IndexError."""
        return self._queue.rows.id_at(row)

    def row_of(self, alarm_id: str) -> int | None:
        """Row of the alarm, of its group where that is closed; None when it is not shown."""
        return self._queue.row_of(alarm_id)

    def is_member(self, alarm_id: str) -> bool:
        """Whether the alarm stands under the row of a group."""
        return self._queue.is_member(alarm_id)

    def is_pending(self, alarm_id: str) -> bool:
        """Whether an intent about the alarm waits for an answer."""
        return alarm_id in self._store.pending

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of rows shown."""
        return 0 if parent.isValid() else len(self._queue.rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(AlarmColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(TITLES[AlarmColumn(section)])
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a cell; the alarm or group itself under ``ROW_ROLE``; a whole sentence for screen readers."""
        if not index.isValid():
            return None
        row = self._queue.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if isinstance(row, Group):
                    return self.group_title(row) if index.column() == AlarmColumn.KIND else ""
                return self.text(row, AlarmColumn(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._sentence(row)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._sentence(row))
            case _ if role == ROW_ROLE:
                return row
            case _ if role == PENDING_ROLE:
                return self.is_pending(row.id)
        return None

    def text(self, alarm: Alarm, column: AlarmColumn) -> str:
        """What a cell says."""
        match column:
            case AlarmColumn.MARK:
                return f"P{int(alarm.priority)}"
            case AlarmColumn.AGE:
                return words.age(self.words.age(alarm))
            case AlarmColumn.KIND:
                return words.word(alarm.kind)
            case AlarmColumn.PLACE:
                return self.words.place(alarm)
            case AlarmColumn.DISTRICT:
                return words.district(alarm.district)
            case AlarmColumn.SOURCE:
                return self.words.source(alarm)
            case AlarmColumn.STATE:
                return _("Sending…") if self.is_pending(alarm.id) else words.word(alarm.state)
            case AlarmColumn.OWNER:
                return self.words.operator(alarm.owner)
            case AlarmColumn.NEAREST:
                return self.nearest(alarm)
            case AlarmColumn.CAMERAS:
                seeing = self.nearby.cameras(alarm)
                return "" if seeing is None else str(seeing)
            case AlarmColumn.REPEATS:
                return " ".join(self.words.marks(alarm))

    def nearest(self, alarm: Alarm) -> str:
        """The nearest unit that could go and how long it would take: ``M21 4 min``."""
        unit = self.nearby.unit(alarm)
        return "" if unit is None else f"{self.nearby.callsign(unit.unit)} {words.age(unit.eta_s)}"

    def head_of(self, group: Group) -> Alarm:
        """The most urgent alarm of a group."""
        return self._queue.alarm(group.head)

    def group_title(self, group: Group) -> str:
        """What the members have in common."""
        by = Grouping.CAUSE if self.gathers_causes else self.grouping
        return group_words.title(by, group.about, self.head_of(group), self.words, self._store)

    def _sentence(self, row: Alarm | Group) -> str:
        if isinstance(row, Group):
            parts = [words.priority(self.head_of(row).priority), self.group_title(row), group_words.count(row)]
            return ", ".join([*parts, _("open") if row.is_open else _("closed")])
        parts = [
            words.priority(row.priority),
            *(self.text(row, c) for c in AlarmColumn if c not in (AlarmColumn.MARK, AlarmColumn.CAMERAS)),
            row.incident,
        ]
        return ", ".join(part for part in parts if part)

    def _sort_into_causes(self, changed: dict[str, Alarm | None]) -> set[str]:
        self._causes.forget(i for i, alarm in changed.items() if alarm is None)
        return self._causes.sort_in(alarm for alarm in changed.values() if alarm is not None)

    def _gather(self) -> None:
        self.changing.emit()
        if self.gathers_causes:
            self._queue.group(self._cause, LEAST, opened=False)
        else:
            self._queue.group(_COMMON[self.grouping])
        self.arranged.emit()
        self.counted.emit()

    def _cause(self, alarm: Alarm) -> str:
        return "" if alarm.is_parked else self._causes.of(alarm.id)

    def _know_operator(self) -> None:
        operator = self._store.operator
        if operator is not None and operator.id != self._queue.me:
            self._queue.me = operator.id
            if self._queue.filter.mine:
                self._queue.show(self._queue.filter)


_COMMON: dict[Grouping, Callable[[Alarm], str]] = {
    Grouping.NONE: by_itself,
    Grouping.INCIDENT: lambda alarm: alarm.incident,
    Grouping.SOURCE: lambda alarm: alarm.source,
    Grouping.SITE: lambda alarm: alarm.site,
    Grouping.DISTRICT: lambda alarm: alarm.district,
}
