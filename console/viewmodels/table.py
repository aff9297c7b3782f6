"""A Qt table over sorted rows: the row steps of ``SortedRows`` as the calls Qt wants around them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole item of a row, for delegates."""

PENDING_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether an intent about the row waits for the center's answer."""


class SortedTableModel(QAbstractTableModel):
    """Base of the table models: a ``RowsView`` whose selection and persistent indexes survive every batch."""

    @contextmanager
    def removing(self, first: int, last: int) -> Iterator[None]:
        """Around the removal of rows."""
        self.beginRemoveRows(ROOT, first, last)
        yield
        self.endRemoveRows()

    @contextmanager
    def inserting(self, first: int, last: int) -> Iterator[None]:
        """Around the insertion of rows."""
        self.beginInsertRows(ROOT, first, last)
        yield
        self.endInsertRows()

    @contextmanager
    def moving(self, row: int, to: int) -> Iterator[None]:
        """Around the move of one row; Qt wants the row before which it lands, counted before the move."""
        self.beginMoveRows(ROOT, row, row, ROOT, to if to < row else to + 1)
        yield
        self.endMoveRows()

    @contextmanager
    def reordering(self, order: Sequence[int]) -> Iterator[None]:
        """Around a new order of all rows."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        yield
        new_row = {old: new for new, old in enumerate(order)} if before else {}
        self.changePersistentIndexList(before, [self.index(new_row[i.row()], i.column()) for i in before])
        self.layoutChanged.emit()

    def changed(self, first: int, last: int) -> None:
        """One ranged announcement, however many rows changed: a signal for each costs more than painting them."""
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def changed_columns(self, first: int, last: int) -> None:
        """Announce columns ``first..last`` of all rows (ages grow everywhere at once)."""
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, first), self.index(rows - 1, last))

    def retranslate(self) -> None:
        """The language has changed: all words are different."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.changed(0, self.rowCount() - 1)
