"""What is to be done, as a list: a box to tick, the words, until when, and what can be run from here.

Steps that are still to be done show all their words; those that are settled one line.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.procedures import StepAction
from console.viewmodels.incident_steps import Mark, Steps, ToDo
from console.viewmodels.table import ROW_ROLE
from ui import icons, theme
from ui.ground import paint_ground
from ui.incident.row_view import RowView

Index = QModelIndex | QPersistentModelIndex

ICONS = {
    StepAction.ACKNOWLEDGE: "check",
    StepAction.OPEN_CAMERAS: "camera",
    StepAction.SHOW_ON_MAP: "position",
    StepAction.DISPATCH_NEAREST: "unit",
    StepAction.REQUEST_AGENCY: "agency",
    StepAction.SHOW_PASSPORT: "site",
    StepAction.DRAW_CORDON: "cordon",
    StepAction.ORDER_REPAIR: "repair",
    StepAction.MESSAGE_UNITS: "message",
    StepAction.WRITE_NOTE: "note",
}
PAD, BOX, ICON = 8, 14, 16

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class StepsView(RowView[ToDo]):
    """The list; ``ticked`` and ``run`` tell the row whose box or sign was pressed."""

    ticked = Signal(object)
    run = Signal(object)

    def __init__(self, model: Steps) -> None:
        super().__init__(model)
        self.setItemDelegate(_StepDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._of = ""
        model.modelReset.connect(self._begin)
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)

    def show_incident(self, incident_id: str) -> None:
        """Another incident begins with the first step that is still to be done."""
        if incident_id != self._of:
            self._of = incident_id
            self._begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _begin(self) -> None:
        rows = [self._rows.at(n) for n in range(self._rows.rowCount())]
        first = next((n for n, row in enumerate(rows) if not row.is_settled), 0)
        if rows:
            self.setCurrentIndex(self._rows.index(first))
            self.scrollTo(self._rows.index(max(0, first - 1)), QListView.ScrollHint.PositionAtTop)


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, view: StepsView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: ToDo = index.data(ROW_ROLE)
        metrics = QFontMetrics(option.font)
        if row.is_settled:
            return QSize(100, metrics.height() + PAD)
        room = QRect(0, 0, self._texts(QRect(0, 0, self._view.room, 1000), row, metrics).width(), 10_000)
        return QSize(100, metrics.boundingRect(room, int(_WRAPPED), _words(row)).height() + PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, row = theme.current(), index.data(ROW_ROLE)
        area = QRect(option.rect)
        painter.save()
        painter.setFont(option.font)
        paint_ground(painter, area, option.state)
        if row.is_task and index.row() and not _row_above(index).is_task:
            painter.fillRect(area.left() + PAD, area.top(), area.width() - 2 * PAD, 1, QColor(look.line))
        area.setWidth(self._view.room)
        metrics = QFontMetrics(option.font)
        _paint_box(painter, QRectF(self._box(area, metrics)), row.mark)
        self._paint_words(painter, area, row, metrics)
        self._paint_note(painter, area, row, metrics)
        if row.action is not None and not row.is_settled:
            icons.icon(ICONS[row.action], color="text").paint(painter, self._sign(area, metrics))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box ticks it, one on the sign runs it."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            row: ToDo = index.data(ROW_ROLE)
            area, metrics = QRect(option.rect), QFontMetrics(option.font)
            area.setWidth(self._view.room)
            at = event.position().toPoint()
            if self._box(area, metrics).adjusted(-PAD, -PAD // 2, PAD // 2, PAD // 2).contains(at):
                self._view.ticked.emit(row)
                return True
            if row.action and self._sign(area, metrics).adjusted(-4, -4, 4, 4).contains(at) and not row.is_settled:
                self._view.run.emit(row)
                return True
        return super().editorEvent(event, model, option, index)

    def _box(self, area: QRect, metrics: QFontMetrics) -> QRect:
        return QRect(area.left() + PAD, area.top() + PAD // 2 + (metrics.height() - BOX) // 2, BOX, BOX)

    def _sign(self, area: QRect, metrics: QFontMetrics) -> QRect:
        top = area.top() + PAD // 2 + (metrics.height() - ICON) // 2
        return QRect(area.right() - PAD - ICON, top, ICON, ICON)

    def _texts(self, area: QRect, row: ToDo, metrics: QFontMetrics) -> QRect:
        note = metrics.horizontalAdvance(row.note) + PAD if row.note else 0
        return area.adjusted(2 * PAD + BOX, PAD // 2, -note - 2 * PAD - ICON - PAD // 2, -PAD // 2)

    def _paint_words(self, painter: QPainter, area: QRect, row: ToDo, metrics: QFontMetrics) -> None:
        look, room = theme.current(), self._texts(area, row, metrics)
        if row.is_settled:
            painter.setPen(QColor(look.muted))
            said = metrics.elidedText(_words(row), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(_LEFT), said)
        else:
            painter.setPen(QColor(look.text))
            painter.drawText(room, int(_WRAPPED), _words(row))

    def _paint_note(self, painter: QPainter, area: QRect, row: ToDo, metrics: QFontMetrics) -> None:
        look = theme.current()
        painter.setPen(QColor(look.stale if row.mark is Mark.OVERDUE else look.muted))
        if row.mark is Mark.OVERDUE:
            bold = QFont(painter.font())
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
        room = area.adjusted(0, PAD // 2, -PAD - ICON - PAD, 0)
        painter.drawText(room, int(_RIGHT), row.note)


def _words(row: ToDo) -> str:
    """The words; a star marks what is needed before the end, as forms do."""
    text = f"{row.text} *" if row.is_mandatory else row.text
    return f"{text} – {row.detail}" if row.detail else text


def _row_above(index: Index) -> ToDo:
    row: ToDo = index.sibling(index.row() - 1, 0).data(ROW_ROLE)
    return row


def _paint_box(painter: QPainter, box: QRectF, mark: Mark) -> None:
    """Empty, with an exclamation mark when late, dots while sent, a tick when done, a dash when skipped."""
    look = theme.current()
    color = QColor(look.stale if mark is Mark.OVERDUE else look.muted)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)
    middle = box.center()
    match mark:
        case Mark.DONE:
            left, low, right = box.left() + 3.5, box.bottom() - 4, box.right() - 3
            tick = [QPointF(left, middle.y()), QPointF(middle.x() - 1, low), QPointF(right, box.top() + 4)]
            painter.drawPolyline(QPolygonF(tick))
        case Mark.SKIPPED:
            painter.drawLine(QPointF(box.left() + 4, middle.y()), QPointF(box.right() - 4, middle.y()))
        case Mark.WAITING:
            for step in (-3.0, 0.0, 3.0):
                painter.drawPoint(QPointF(middle.x() + step, middle.y()))
        case Mark.OVERDUE:
            painter.setPen(QPen(color, 1.8))
            painter.drawLine(QPointF(middle.x(), box.top() + 3.5), QPointF(middle.x(), middle.y() + 1))
            painter.drawPoint(QPointF(middle.x(), box.bottom() - 3.5))
        case Mark.OPEN:
            pass
    painter.restore()
