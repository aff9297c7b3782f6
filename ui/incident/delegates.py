"""How a row of the incidents is painted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from console.domain.incidents import Incident
from console.viewmodels import place_words, words
from console.viewmodels.incident import IncidentView
from console.viewmodels.places import called
from console.viewmodels.table import ROW_ROLE
from ui import theme
from ui.elided import fitted
from ui.ground import paint_ground
from ui.marks import priority_mark

Index = QModelIndex | QPersistentModelIndex

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PAD = 8


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
        paint_ground(painter, area, option.state)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(look.line))
        inner = area.adjusted(12, 4, -12, -5)
        box = QRectF(inner.left(), inner.center().y() - self.MARK / 2 + 0.5, self.MARK, self.MARK)
        painter.setFont(option.font)
        priority_mark(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), incident.priority, filled=False)
        body = inner.adjusted(self.MARK + 12, 0, 0, 0)
        top = QRect(body.left(), body.top(), body.width(), body.height() // 2)
        low = QRect(body.left(), top.bottom() + 1, body.width(), body.height() - top.height())
        metrics = QFontMetrics(option.font)
        status = words.word(incident.disposition or incident.status)
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
