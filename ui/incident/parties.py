"""Units, agencies and alarms of the incident, one row each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from console.viewmodels.incident_parties import Parties, Party
from console.viewmodels.table import ROW_ROLE
from ui import icons, theme
from ui.empty import EmptyNote
from ui.ground import paint_ground
from ui.incident.row_view import RowView
from ui.marks import priority_pixmap, status_pixmap

Index = QModelIndex | QPersistentModelIndex

PAD, MARK = 8, 14

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PartiesView(RowView[Party]):
    """The list."""

    def __init__(self, model: Parties) -> None:
        super().__init__(model)
        self.setItemDelegate(_PartyDelegate(self))
        self.empty = EmptyNote(self)


class _PartyDelegate(QStyledItemDelegate):
    def __init__(self, view: PartiesView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Party = index.data(ROW_ROLE)
        lines = 2 if row.detail else 1
        return QSize(100, QFontMetrics(option.font).height() * lines + PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, row = theme.current(), index.data(ROW_ROLE)
        area, metrics = QRect(option.rect), QFontMetrics(option.font)
        painter.save()
        painter.setFont(option.font)
        paint_ground(painter, area, option.state)
        area.setWidth(self._view.room)
        line = QRect(area.left() + PAD, area.top() + PAD // 2, area.width() - 2 * PAD, metrics.height())
        painter.drawPixmap(line.left(), line.center().y() - MARK // 2 + 1, self._mark(row))
        words = line.adjusted(MARK + PAD, 0, 0, 0)
        painter.save()
        painter.setPen(QColor(look.stale if row.is_urgent else look.muted))
        if row.is_urgent:
            bold = QFont(painter.font())
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
        painter.drawText(words, int(_RIGHT), row.note)
        taken = painter.fontMetrics().horizontalAdvance(row.note) + PAD
        painter.restore()
        painter.setPen(QColor(look.text))
        _say(painter, words.adjusted(0, 0, -taken, 0), row.text)
        if row.detail:
            painter.setPen(QColor(look.muted))
            _say(painter, words.translated(0, metrics.height()), " ".join(row.detail.split()))
        painter.restore()

    def _mark(self, row: Party) -> QPixmap:
        look, ratio = theme.current(), self._view.devicePixelRatioF()
        if row.status is not None:
            return status_pixmap(row.status, look.color("text"), MARK, ratio)
        if row.priority is not None:
            return priority_pixmap(row.priority, MARK, ratio, filled=row.is_new)
        return icons.icon("agency").pixmap(QSize(MARK, MARK), ratio)


def _say(painter: QPainter, room: QRect, text: str) -> None:
    said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(_LEFT), said)
