"""How a row of the alarm queue is painted: a card of two lines in a narrow pane, plain columns in a wide one."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.alarms import Alarm, AlarmState, Priority
from console.language import _
from console.viewmodels import place_words, words
from console.viewmodels.alarms import AlarmColumn, AlarmsModel
from console.viewmodels.table import ROW_ROLE
from ui import theme
from ui.elided import fitted
from ui.marks import priority_pixmap

CARD_HEIGHT = 44
LINE_HEIGHT = 28
MARK = 20
GAP = 8
TINT = 0.13
"""How much of the alarm's colour lies under an unacknowledged P1."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class AlarmDelegate(QStyledItemDelegate):
    """Paints rows of an ``AlarmsModel``; ``is_card`` says which of the two forms."""

    def __init__(self, model: AlarmsModel) -> None:
        super().__init__()
        self._model = model
        self.is_card = True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high."""
        return QSize(80, CARD_HEIGHT if self.is_card else LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        alarm: Alarm = index.data(ROW_ROLE)
        painter.save()
        _ground(painter, option, alarm)
        area = QRect(option.rect)
        if self.is_card:
            self._card(painter, area.adjusted(12, 4, -12, -5), alarm)
        else:
            self._cell(painter, area.adjusted(GAP, 0, -GAP, -1), alarm, index)
        painter.restore()

    def _card(self, painter: QPainter, area: QRect, alarm: Alarm) -> None:
        look = theme.current()
        self._mark(painter, QRectF(area.left(), area.center().y() - MARK / 2 + 0.5, MARK, MARK), alarm)
        body = area.adjusted(MARK + 12, 0, 0, 0)
        top = QRect(body.left(), body.top(), body.width(), body.height() // 2)
        low = QRect(body.left(), top.bottom() + 1, body.width(), body.height() - top.height())
        is_new = alarm.is_unacknowledged
        plain = painter.font()
        text, muted = QColor(look.text), QColor(look.muted)

        age = words.age(self._model.age_of(alarm))
        age_width = QFontMetrics(plain).horizontalAdvance(words.age(59 * 60)) + 2 * GAP
        painter.setPen(text if is_new else muted)
        painter.drawText(top, _RIGHT, age)
        room = top.width() - age_width
        painter.setFont(_weight(plain, bold=is_new))
        title = words.word(alarm.kind)
        metrics = painter.fontMetrics()
        painter.drawText(top, _LEFT, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.setFont(plain)
        painter.setPen(muted)
        left = room - metrics.horizontalAdvance(title) - GAP
        state = self._state(alarm)
        if painter.fontMetrics().horizontalAdvance(state) > 2 * left:
            state = ""
        state = painter.fontMetrics().elidedText(state, Qt.TextElideMode.ElideRight, left)
        painter.drawText(top.adjusted(0, 0, -age_width, 0), _RIGHT, state)
        room -= painter.fontMetrics().horizontalAdvance(state) + GAP
        if (tail := self._tail(alarm)) and metrics.horizontalAdvance(f"{title}  {tail}") < room:
            painter.drawText(top.adjusted(metrics.horizontalAdvance(title + "  "), 0, 0, 0), _LEFT, tail)

        places = place_words.with_district(self._model.place_of(alarm), words.district(alarm.district))
        metrics = painter.fontMetrics()
        incident_width = metrics.horizontalAdvance(alarm.incident) + GAP if alarm.incident else 0
        painter.drawText(low, _RIGHT, alarm.incident)
        room = low.width() - incident_width
        painter.drawText(low, _LEFT, fitted(places, metrics, room))

    def _cell(self, painter: QPainter, area: QRect, alarm: Alarm, index: Index) -> None:
        look = theme.current()
        column = AlarmColumn(index.column())
        if column is AlarmColumn.MARK:
            self._mark(painter, QRectF(area.left(), area.center().y() - 8, 17, 17), alarm)
            return
        is_strong = alarm.is_unacknowledged and column in (AlarmColumn.KIND, AlarmColumn.AGE)
        painter.setFont(_weight(painter.font(), bold=is_strong and column is AlarmColumn.KIND))
        painter.setPen(QColor(look.text if is_strong or column is AlarmColumn.PLACE else look.muted))
        text = self._tail(alarm) if column is AlarmColumn.REPEATS else str(index.data())
        forms = place_words.shorter(text) if column is AlarmColumn.PLACE else (text,)
        aligned = _RIGHT if column is AlarmColumn.AGE else _LEFT
        painter.drawText(area, aligned, fitted(forms, painter.fontMetrics(), area.width()))

    def _mark(self, painter: QPainter, box: QRectF, alarm: Alarm) -> None:
        pulses = alarm.priority is Priority.P1 and alarm.state is AlarmState.UNACKNOWLEDGED
        pulse = 1.0 if pulses and int(self._model.age_of(alarm)) % 2 else 0.0
        ratio = painter.device().devicePixelRatioF()
        picture = priority_pixmap(
            alarm.priority, round(box.width()), ratio, filled=alarm.is_unacknowledged, pulse=pulse
        )
        grown = (picture.width() / ratio - box.width()) / 2
        painter.drawPixmap(QPointF(box.left() - grown, box.top() - grown), picture)

    def _state(self, alarm: Alarm) -> str:
        if self._model.is_pending(alarm.id):
            return _("Sending…")
        if alarm.state is AlarmState.ACKNOWLEDGED and alarm.owner:
            return self._model.owner_of(alarm)
        return words.word(alarm.state)

    def _tail(self, alarm: Alarm) -> str:
        marks = [
            f"×{alarm.occurrences}" if alarm.occurrences > 1 else "",
            _("chattering") if alarm.is_chattering else "",
            _("stale alarm") if self._model.is_stale(alarm) else "",
        ]
        return " ".join(mark for mark in marks if mark)


def _ground(painter: QPainter, option: QStyleOptionViewItem, alarm: Alarm) -> None:
    look = theme.current()
    area = QRect(option.rect)
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(look.selected))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(look.hover))
    if alarm.priority is Priority.P1 and alarm.state is AlarmState.UNACKNOWLEDGED:
        tint = look.priority(alarm.priority)
        tint.setAlphaF(TINT)
        painter.fillRect(area, tint)
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(look.line))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(look.focus))
    painter.setFont(option.font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))


def _weight(font: QFont, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
