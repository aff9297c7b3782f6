"""The incidents there are: those that are open, and those that were closed lately and can be opened again."""

from PySide6.QtCore import QObject, Qt

from console.domain.changes import Changes
from console.domain.incidents import Incident
from console.state.rows import SortedRows
from console.state.store import Store
from console.viewmodels import places, words
from console.viewmodels.table import ROOT, ROW_ROLE, AnyIndex, SortedTableModel


class Incidents(SortedTableModel):
    """Open ones: the most urgent, then the oldest first. With ``closed`` the others, the latest first."""

    def __init__(self, store: Store, parent: QObject | None = None, *, closed: bool = False) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: SortedRows[Incident] = SortedRows(_closed if closed else _open, self)

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
        """Number of incidents."""
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


def _open(incident: Incident) -> tuple[float, float, str] | None:
    return (incident.priority, incident.opened_at, incident.id) if incident.is_open else None


def _closed(incident: Incident) -> tuple[float, float, str] | None:
    return None if incident.is_open else (-(incident.closed_at or 0.0), incident.priority, incident.id)
