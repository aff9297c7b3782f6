"""The log of one incident, line by line, with what each line names."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QObject, Qt

from console.viewmodels.mentions import Mention
from console.viewmodels.plain import tip
from console.viewmodels.table import ROOT, ROW_ROLE, AnyIndex


class Line(Struct, frozen=True):
    """A line of the log as it is shown; ``mentions`` are those of ``said``."""

    time: str
    sentence: str
    by: str
    is_note: bool
    mentions: tuple[Mention, ...] = ()

    @property
    def said(self) -> str:
        """What stands beside the time: a note says who wrote it."""
        return f"{self.by}: {self.sentence}" if self.is_note else self.sentence


class Timeline(QAbstractListModel):
    """Oldest first; grows at its end."""

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
            return tip(f"{line.time} {line.said}")
        return None
