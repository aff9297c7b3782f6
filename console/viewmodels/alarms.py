"""The alarm queue as a table model: batched, never reset while running, one ranged announcement per batch."""

from collections import Counter
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from console.domain.alarms import STALE_AFTER_S, Alarm, Priority
from console.domain.changes import Changes
from console.language import N_, _
from console.state.queue import AlarmFilter as AlarmFilter, AlarmQueue
from console.state.store import Store
from console.viewmodels import places, words
from console.viewmodels.plain import tip
from console.viewmodels.table import PENDING_ROLE, ROOT, ROW_ROLE, AnyIndex, SortedTableModel


class AlarmColumn(IntEnum):
    """The columns of the queue."""

    MARK = 0
    AGE = 1
    KIND = 2
    PLACE = 3
    DISTRICT = 4
    STATE = 5
    OWNER = 6
    REPEATS = 7


TITLES = {
    AlarmColumn.MARK: "",
    AlarmColumn.AGE: N_("Age"),
    AlarmColumn.KIND: N_("Alarm"),
    AlarmColumn.PLACE: N_("Place"),
    AlarmColumn.DISTRICT: N_("District"),
    AlarmColumn.STATE: N_("State"),
    AlarmColumn.OWNER: N_("Owner"),
    AlarmColumn.REPEATS: N_("Repeats"),
}


class AlarmsModel(SortedTableModel):
    """Rows of the queue. ``counted`` is emitted when the numbers behind the rows may be different."""

    counted = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._queue = AlarmQueue(self, self.said)

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed."""
        alarms = self._store.picture.alarms
        if changes.whole:
            self._queue.replace(alarms)
        elif changes.alarms:
            self._queue.update({i: alarms.get(i) for i in changes.alarms})
        else:
            return
        self.counted.emit()

    def beat(self) -> None:
        """A second has passed: ages grow and the mark of an unacknowledged P1 pulses."""
        self.changed_columns(AlarmColumn.MARK, AlarmColumn.AGE)

    def show(self, wanted: AlarmFilter) -> None:
        """Filter the rows."""
        self._queue.show(wanted)
        self.counted.emit()

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

    def alarm_at(self, row: int) -> Alarm:
        """The alarm in ``row``; raises IndexError."""
        return self._queue.rows[row]

    def row_of(self, alarm_id: str) -> int | None:
        """Row of the alarm, or None when it is not shown."""
        return self._queue.rows.row_of(alarm_id)

    def is_pending(self, alarm_id: str) -> bool:
        """Whether an intent about the alarm waits for an answer."""
        return alarm_id in self._store.pending

    def age_of(self, alarm: Alarm) -> float:
        """Seconds since it was raised, by the center's clock."""
        return self._store.clock.now() - alarm.raised_at

    def is_stale(self, alarm: Alarm) -> bool:
        """Whether it is a stale alarm (> 24 h, ISA-18.2)."""
        return self.age_of(alarm) > STALE_AFTER_S

    def owner_of(self, alarm: Alarm) -> str:
        """Who acknowledged it, as a name: "me" for the operator at this console."""
        operator = self._store.operator
        if operator is not None and alarm.owner == operator.id:
            return _("me")
        return self._store.picture.operators.get(alarm.owner, alarm.owner)

    def place_of(self, alarm: Alarm) -> str:
        """Where it is: the site's name, the place's or the map's, else its source; at a zone's edge also who."""
        if alarm.crossing is not None:
            unit = self._store.picture.units.get(alarm.source)
            callsign = alarm.source if unit is None else unit.callsign
            return words.crossing(alarm.crossing.way, callsign, words.name(alarm.place))
        site = self._store.sites.get(alarm.site)
        named = words.name(site.name) if site else ""
        return named or places.called(alarm.place, alarm.lon, alarm.lat) or alarm.source

    def said(self, alarm: Alarm) -> str:
        """All words of its row in lower case, for the text filter."""
        parts = (
            words.word(alarm.kind),
            self.place_of(alarm),
            words.name(alarm.place),
            words.district(alarm.district),
            alarm.source,
            alarm.id,
            alarm.owner,
            self._store.picture.operators.get(alarm.owner, ""),
            alarm.incident,
        )
        return "\n".join(parts).lower()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of alarms shown."""
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
        """Text of a cell; the alarm itself under ``ROW_ROLE``; a whole sentence for screen readers."""
        if not index.isValid():
            return None
        alarm = self._queue.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(alarm, AlarmColumn(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._sentence(alarm)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._sentence(alarm))
            case _ if role == ROW_ROLE:
                return alarm
            case _ if role == PENDING_ROLE:
                return self.is_pending(alarm.id)
        return None

    def _text(self, alarm: Alarm, column: AlarmColumn) -> str:
        match column:
            case AlarmColumn.MARK:
                return f"P{int(alarm.priority)}"
            case AlarmColumn.AGE:
                return words.age(self.age_of(alarm))
            case AlarmColumn.KIND:
                return words.word(alarm.kind)
            case AlarmColumn.PLACE:
                return self.place_of(alarm)
            case AlarmColumn.DISTRICT:
                return words.district(alarm.district)
            case AlarmColumn.STATE:
                return _("Sending…") if self.is_pending(alarm.id) else words.word(alarm.state)
            case AlarmColumn.OWNER:
                return self.owner_of(alarm)
            case AlarmColumn.REPEATS:
                return f"×{alarm.occurrences}" if alarm.occurrences > 1 else ""

    def _sentence(self, alarm: Alarm) -> str:
        marks = [
            _("chattering") if alarm.is_chattering else "",
            _("stale alarm") if self.is_stale(alarm) else "",
            alarm.incident,
        ]
        parts = [
            words.priority(alarm.priority),
            *(self._text(alarm, c) for c in AlarmColumn if c is not AlarmColumn.MARK),
            *marks,
        ]
        return ", ".join(part for part in parts if part)
