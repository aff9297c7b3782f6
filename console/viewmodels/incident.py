"""The incident card: what is open, and of the selected one its head, alarms, units and log in sentences."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal

from console.domain.alarms import Alarm
from console.domain.changes import Changes
from console.domain.events import CENTER
from console.domain.incidents import Incident, IncidentEntry
from console.domain.units import Unit
from console.language import _
from console.state.rows import SortedRows
from console.state.store import Store
from console.viewmodels import places, words
from console.viewmodels.plain import tip
from console.viewmodels.selection import Selection
from console.viewmodels.table import ROOT, ROW_ROLE, AnyIndex, SortedTableModel


class Line(Struct, frozen=True):
    """A line of the log as it is shown."""

    time: str
    sentence: str
    by: str
    is_note: bool


class Timeline(QAbstractListModel):
    """The log of one incident, oldest first; grows at its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of = ""
        self._lines: list[Line] = []

    def show(self, incident_id: str, lines: Sequence[Line]) -> None:
        """Show the log of an incident; lines that are already there are not touched."""
        if incident_id != self._of or list(lines[: len(self._lines)]) != self._lines:
            self.beginResetModel()
            self._of, self._lines = incident_id, list(lines)
            self.endResetModel()
        elif len(lines) > len(self._lines):
            self.beginInsertRows(ROOT, len(self._lines), len(lines) - 1)
            self._lines = list(lines)
            self.endInsertRows()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence; the whole line under ``ROW_ROLE``."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.time} {line.sentence}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{line.time} {line.sentence}")
        return None


class OpenIncidents(SortedTableModel):
    """All incidents that are not closed: the most urgent, then the oldest first."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: SortedRows[Incident] = SortedRows(
            lambda i: (i.priority, i.opened_at, i.id) if i.is_open else None, self
        )

    def refresh(self, changes: Changes) -> None:
        """Take in the incidents that changed."""
        incidents = self._store.picture.incidents
        if changes.whole:
            self._rows.replace(incidents)
        elif changes.incidents:
            self._rows.update({i: incidents.get(i) for i in changes.incidents})

    def incident_at(self, row: int) -> Incident:
        """The incident in ``row``; raises IndexError."""
        return self._rows[row]

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of open incidents."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """One column: the delegate lays a row out."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title and place; the incident itself under ``ROW_ROLE``."""
        if not index.isValid():
            return None
        incident = self._rows[index.row()]
        if role == ROW_ROLE:
            return incident
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            place = places.called(incident.place, incident.lon, incident.lat)
            return f"{words.incident_title(incident)}, {place}, {words.word(incident.status)}"
        return None


class IncidentView(QObject):
    """The incident of the selection; ``changed`` is emitted when anything of it is different."""

    changed = Signal()

    def __init__(self, store: Store, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self.timeline = Timeline(self)
        self.open = OpenIncidents(store, self)
        selection.changed.connect(self._show)

    @property
    def incident(self) -> Incident | None:
        """The incident shown."""
        return self._selection.incident

    @property
    def is_pending(self) -> bool:
        """Whether an intent about it waits for an answer."""
        return self._selection.incident_id in self._store.pending

    def refresh(self, changes: Changes) -> None:
        """Take in what changed of the incident, its alarms and its units."""
        self.open.refresh(changes)
        shown = self.incident
        if changes.whole or (
            shown is not None
            and (
                shown.id in changes.incidents
                or not changes.units.isdisjoint(shown.units)
                or not changes.alarms.isdisjoint(shown.alarms)
            )
        ):
            self._show()

    def retranslate(self) -> None:
        """The language has changed."""
        self.open.retranslate()
        self._show()

    def alarms(self) -> list[Alarm]:
        """Its alarms that are still known."""
        known = self._store.picture.alarms
        return [known[i] for i in (self.incident.alarms if self.incident else ()) if i in known]

    def units(self) -> list[Unit]:
        """The units sent to it."""
        known = self._store.picture.units
        return [known[i] for i in (self.incident.units if self.incident else ()) if i in known]

    def unit_words(self, unit: Unit) -> str:
        """What a unit of the incident does, and since when."""
        now = self._store.clock.now()
        return f"{words.word(unit.status_at(now))} · {words.age(now - unit.status_since)}"

    def age(self, incident: Incident) -> str:
        """How long ago it was opened."""
        return words.age(self._store.clock.now() - incident.opened_at)

    def _show(self) -> None:
        incident = self.incident
        lines = [self._line(entry) for entry in incident.log] if incident else []
        self.timeline.show(incident.id if incident else "", lines)
        self.changed.emit()

    def _line(self, entry: IncidentEntry) -> Line:
        unit = self._store.picture.units.get(entry.unit)
        who = self._who(entry.by)
        sentence = words.incident_line(entry, unit.callsign if unit else entry.unit, who)
        return Line(words.time_of_day(entry.time), sentence, who, entry.kind == "note")

    def _who(self, actor: str) -> str:
        operator = self._store.operator
        if operator is not None and actor == operator.id:
            return operator.name
        return _("The center") if actor == CENTER else self._store.picture.operators.get(actor, actor)
