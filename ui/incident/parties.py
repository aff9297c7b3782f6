"""Units, agencies and alarms of the incident, one row each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.viewmodels.incident_parties import Parties, Party
from console.viewmodels.table import ROW_ROLE
from ui import icons, theme
from ui.empty import EmptyNote
from ui.marks import priority_pixmap, status_pixmap

Index = QModelIndex | QPersistentModelIndex

PAD, MARK, SCROLL_BAR = 8, 14, 10

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PartiesView(QListView):
    """The list; Qt's ``activated`` tells which row is meant."""

    def __init__(self, model: Parties) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_PartyDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.empty = EmptyNote(self)

    @property
    def row(self) -> Party | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._model.at(index.row()) if index.isValid() else None


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
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(look.hover))
        area.setWidth(self._view.width() - SCROLL_BAR)
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
