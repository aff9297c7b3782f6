"""How a line of the timeline and a row of the open incidents are painted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.incidents import Incident
from console.viewmodels import place_words, words
from console.viewmodels.incident import IncidentView, Line
from console.viewmodels.places import called
from console.viewmodels.table import ROW_ROLE
from ui import theme
from ui.elided import fitted
from ui.marks import priority_mark

Index = QModelIndex | QPersistentModelIndex

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PAD = 8
SCROLL_BAR = 10


class LineDelegate(QStyledItemDelegate):
    """Time in a column of its own, the sentence beside it, wrapped; room for a scroll bar is always left."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the wrapped sentence."""
        metrics = QFontMetrics(option.font)
        room = QRect(0, 0, self._view.width() - SCROLL_BAR - _time_width(metrics) - 2 * PAD, 10_000)
        line: Line = index.data(ROW_ROLE)
        return QSize(100, metrics.boundingRect(room, int(_WRAPPED), _said(line)).height() + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        look = theme.current()
        line: Line = index.data(ROW_ROLE)
        painter.save()
        painter.setFont(option.font)
        area = QRect(option.rect).adjusted(PAD, 4, -PAD, -4)
        area.setRight(self._view.width() - SCROLL_BAR - PAD)
        painter.setPen(QColor(look.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line.time)
        painter.setPen(QColor(look.text))
        indent = _time_width(painter.fontMetrics())
        painter.drawText(area.adjusted(indent, 0, 0, 0), int(_WRAPPED), _said(line))
        painter.restore()


class IncidentDelegate(QStyledItemDelegate):
    """Mark, title and age above, place and status below."""

    HEIGHT = 44
    MARK = 20

    def __init__(self, view: IncidentView) -> None:
        super().__init__()
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high."""
        return QSize(200, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one incident."""
        look = theme.current()
        incident: Incident = index.data(ROW_ROLE)
        area = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(look.hover))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(look.line))
        inner = area.adjusted(12, 4, -12, -5)
        box = QRectF(inner.left(), inner.center().y() - self.MARK / 2 + 0.5, self.MARK, self.MARK)
        painter.setFont(option.font)
        priority_mark(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), incident.priority, filled=False)
        body = inner.adjusted(self.MARK + 12, 0, 0, 0)
        top = QRect(body.left(), body.top(), body.width(), body.height() // 2)
        low = QRect(body.left(), top.bottom() + 1, body.width(), body.height() - top.height())
        metrics = QFontMetrics(option.font)
        status = words.word(incident.status)
        painter.setPen(QColor(look.muted))
        painter.drawText(top, _RIGHT, self._view.age(incident))
        painter.drawText(low, _RIGHT, status)
        room = low.width() - metrics.horizontalAdvance(status) - PAD
        place = called(incident.place, incident.lon, incident.lat)
        places = place_words.with_district(place, words.district(incident.district))
        painter.drawText(low, _LEFT, fitted(places, metrics, room))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        painter.drawText(top, _LEFT, words.incident_title(incident))
        painter.restore()


def _said(line: Line) -> str:
    return f"{line.by}: {line.sentence}" if line.is_note else line.sentence


def _time_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance("00:00:00") + 12
