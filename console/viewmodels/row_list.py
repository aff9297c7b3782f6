"""A short list of rows with keys: rows come, go and change; the chosen one stays chosen."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from console.viewmodels.plain import tip
from console.viewmodels.table import ROOT, ROW_ROLE, AnyIndex


class Row(Protocol):
    """A row: ``key`` names it among the others, ``said`` is all of it as a sentence (screen readers, tooltips)."""

    @property
    def key(self) -> str:
        """What it is known by."""
        ...

    @property
    def said(self) -> str:
        """Everything the row tells."""
        ...


AnyRow = TypeVar("AnyRow", bound=Row)


class RowList(QAbstractListModel, Generic[AnyRow]):
    """Rows in the order they are given; the row itself under ``ROW_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AnyRow] = []

    def show(self, rows: Sequence[AnyRow]) -> None:
        """Have these rows, with as little change as it takes."""
        new = list(rows)
        if new == self._rows:
            return
        wanted = {row.key for row in new}
        for n in range(len(self._rows) - 1, -1, -1):
            if self._rows[n].key not in wanted:
                self.beginRemoveRows(ROOT, n, n)
                del self._rows[n]
                self.endRemoveRows()
        kept = {row.key for row in self._rows}
        if [row.key for row in new if row.key in kept] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        for n, row in enumerate(new):
            if row.key not in kept:
                self.beginInsertRows(ROOT, n, n)
                self._rows.insert(n, row)
                self.endInsertRows()
            elif row != self._rows[n]:
                self._rows[n] = row
                self.dataChanged.emit(self.index(n), self.index(n))

    def at(self, row: int) -> AnyRow:
        """The row with this number. Raises IndexError."""
        return self._rows[row]

    def row_of(self, key: str) -> int | None:
        """Number of the row with this key; None where there is none."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence; the row itself under ``ROW_ROLE``."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.said)
        return row.said if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
