"""The table of the queue: what somebody reads or is about to press stays under their eyes while rows come and go.

At the top it stays at the top, so that what is most urgent is seen; anywhere else the chosen row, or else the first one
in view, keeps its place on the screen however many rows come before it.
"""

from PySide6.QtGui import QPaintEvent

from console.viewmodels.alarms import AlarmColumn, AlarmsModel
from ui.alarms.delegate import AlarmDelegate
from ui.row_table import RowTable


class QueueTable(RowTable):
    """Rows of an ``AlarmsModel``."""

    def __init__(self, model: AlarmsModel, delegate: AlarmDelegate) -> None:
        super().__init__(model, AlarmColumn.KIND)
        self._rows, self._delegate = model, delegate
        self._anchor: tuple[str, int] | None = None
        """Id of the row that shall keep its place, and where that is, pixels below the upper edge."""
        self.setItemDelegate(delegate)
        self.horizontalHeader().setMinimumSectionSize(24)
        model.changing.connect(self._drop_anchor)
        model.counted.connect(self._hold_on)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; rows that are only older by a second come a few in a turn."""
        self._delegate.begin()
        super().paintEvent(event)
        if self._delegate.is_behind:
            self.viewport().update()

    def _drop_anchor(self) -> None:
        """Rows are about to come and go."""
        self._anchor = None
        if self.verticalScrollBar().value() == 0:
            return
        row = self.currentIndex().row()
        if row < 0 or not self.visualRect(self.currentIndex()).intersects(self.viewport().rect()):
            row = self.rowAt(0)
        if row >= 0:
            self._anchor = self._rows.row_id(row), self.rowViewportPosition(row)

    def _hold_on(self) -> None:
        """They have."""
        if self._anchor is None:
            return
        (row_id, before), self._anchor = self._anchor, None
        row = self._rows.row_of(row_id)
        if row is not None:
            bar = self.verticalScrollBar()
            moved = self.rowViewportPosition(row) - before
            if moved:
                self.updateGeometries()
                bar.setValue(bar.value() + moved)
