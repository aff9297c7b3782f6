"""The table of a pane: whole rows are chosen, and what is chosen elsewhere is followed.

What the operator marks is told; what was marked because it is chosen already is not, or both would run after each
other. No row looks as if keys acted on it while something else is chosen.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RowTable(QTableView):
    """Rows of one model.

    Args:
        model: the rows.
        column: the one in which the keyboard is; it is never hidden.
    """

    picked = Signal()
    """The operator has marked other rows."""
    resized = Signal()
    """There is room for other columns: the pane, or a scroll bar, has changed."""

    def __init__(self, model: QAbstractItemModel, column: int) -> None:
        super().__init__()
        self._column = column
        self._is_following = False
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().selectionChanged.connect(self._tell)

    @property
    def marked(self) -> list[int]:
        """The marked rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def choose(self, row: int) -> None:
        """Mark one row as the operator would, and bring it into view."""
        index = self.model().index(row, self._column)
        self.selectionModel().setCurrentIndex(index, _ROWS)
        self.scrollTo(index)

    def mark(self, rows: Sequence[int]) -> None:
        """These are chosen already, the first one in view; none: what is chosen has no row here."""
        with self._following():
            if not rows:
                self.selectionModel().clear()
                return
            several = QItemSelection()
            for row in rows:
                index = self.model().index(row, self._column)
                several.select(index, index)
            self.selectionModel().select(several, _ROWS)
            first = self.model().index(rows[0], self._column)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The viewport has another size."""
        super().resizeEvent(event)
        self.resized.emit()

    def _tell(self) -> None:
        if not self._is_following:
            self.picked.emit()

    @contextmanager
    def _following(self) -> Iterator[None]:
        self._is_following = True
        try:
            yield
        finally:
            self._is_following = False
