"""How a cell of the patrol board is painted: the status by its mark, what is old in the colour of old."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from console.domain.units import FREE, AssignmentState, Unit, UnitStatus
from console.viewmodels.table import ROW_ROLE
from console.viewmodels.unit_columns import FIGURES, UnitColumn
from console.viewmodels.units import UnitsModel
from ui import theme
from ui.ground import paint_ground
from ui.marks import status_pixmap

ROW_HEIGHT = 28
MARK = 12


class UnitDelegate(QStyledItemDelegate):
    """Paints cells of a ``UnitsModel``."""

    def __init__(self, model: UnitsModel) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows are equally high."""
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        look = theme.current()
        unit: Unit = index.data(ROW_ROLE)
        column = UnitColumn(index.column())
        area = QRect(option.rect)
        painter.save()
        paint_ground(painter, area, option.state)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(look.line))
        status = self._model.status_of(unit)
        color = QColor(look.stale if self._wants_asking(unit, column) else _color(look, column, status))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if column is UnitColumn.CALLSIGN else QFont.Weight.Normal)
        painter.setFont(font)
        inner = area.adjusted(8, 0, -8, -1)
        if column is UnitColumn.STATUS:
            picture = status_pixmap(status, color, MARK, painter.device().devicePixelRatioF())
            painter.drawPixmap(inner.left() - 1, inner.center().y() - MARK // 2 + 1, picture)
            inner.adjust(MARK + 6, 0, 0, 0)
        painter.setPen(color)
        side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _wants_asking(self, unit: Unit, column: UnitColumn) -> bool:
        """Whether the cell tells that somebody should call the unit."""
        if column is UnitColumn.CHECK_IN:
            return self._model.is_overdue(unit)
        is_silent = unit.assignment is not None and unit.assignment.state is AssignmentState.UNANSWERED
        return column is UnitColumn.TASK and is_silent


def _color(look: theme.Theme, column: UnitColumn, status: UnitStatus) -> str:
    if status is UnitStatus.OFFLINE:
        return look.stale if column is UnitColumn.FIX_AGE else look.muted
    if column in (UnitColumn.CALLSIGN, UnitColumn.TASK, UnitColumn.DISTANCE):
        return look.text
    if column is UnitColumn.STATUS:
        return look.muted if status in FREE else look.text
    return look.muted
