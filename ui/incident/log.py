"""The log: lines with their times, what they name can be pressed; below them a note in the making for each incident."""

from functools import lru_cache
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.intents import NOTE_LIMIT
from console.language import _
from console.viewmodels.incident_log import Line, Timeline
from console.viewmodels.mentions import Mention
from console.viewmodels.plain import entry
from console.viewmodels.table import ROW_ROLE
from ui import theme
from ui.incident.row_view import SCROLL_BAR
from ui.translation import Retranslated

Index = QModelIndex | QPersistentModelIndex

PAD = 8


class LogPage(Retranslated, QWidget):
    """``written(incident, text)``: a note is ready. ``mentioned(mention)``: something a line names was pressed."""

    written = Signal(str, str)
    mentioned = Signal(object)

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.lines = _Lines(timeline)
        self.lines.mentioned.connect(self.mentioned)
        self.note = QLineEdit(maxLength=NOTE_LIMIT)
        self.note.returnPressed.connect(self._write)
        self._of = ""
        self._drafts: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lines, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.addWidget(self.note)
        column.addLayout(foot)
        self.setFocusProxy(self.note)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.note.setPlaceholderText(_("Add a note, Enter to write it into the log"))
        self.note.setAccessibleName(_("Note"))
        self.lines.setAccessibleName(_("Timeline"))

    def show_incident(self, incident_id: str, *, is_open: bool) -> None:
        """Each incident has a note of its own in the making; none is written into another's log."""
        self.note.setEnabled(is_open)
        if incident_id == self._of:
            return
        self._drafts[self._of] = self.note.text()
        self._drafts = {of: text for of, text in self._drafts.items() if of and text}
        self._of = incident_id
        self.note.setText(self._drafts.get(incident_id, ""))

    def _write(self) -> None:
        if text := self.note.text().strip():
            self.written.emit(self._of, text)
            self.note.clear()


class _Lines(QListView):
    mentioned = Signal(object)

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self._delegate = _LineDelegate(self)
        self.setModel(timeline)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self.scrollToBottom())
        timeline.modelReset.connect(self.scrollToBottom)
        self.activated.connect(self._open)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be pressed."""
        super().mouseMoveEvent(event)
        is_over = self._mention_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was pressed is gone to."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and (mention := self._mention_at(event.position().toPoint())):
            self.mentioned.emit(mention)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _mention_at(self, at: QPoint) -> Mention | None:
        index = self.indexAt(at)
        return self._delegate.mention_at(self.visualRect(index), at, index) if index.isValid() else None

    def _open(self, index: QModelIndex) -> None:
        """By keyboard: the one thing a line names, or a choice of them. A mouse presses what it means itself."""
        line: Line = index.data(ROW_ROLE)
        things = list({(m.kind, m.id): m for m in line.mentions}.values())
        if self.hasFocus() and len(things) == 1:
            self.mentioned.emit(things[0])
        elif self.hasFocus() and things:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for mention in things:
                action = menu.addAction(entry(line.said[mention.start : mention.end]))
                action.triggered.connect(lambda _checked=False, one=mention: self.mentioned.emit(one))
            menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))


class _LineDelegate(QStyledItemDelegate):
    """Time in a column of its own, the sentence beside it, wrapped; room for a scroll bar is always left."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the wrapped sentence."""
        return QSize(100, round(self._document(index).size().height()) + PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        look = theme.current()
        line: Line = index.data(ROW_ROLE)
        area = QRect(option.rect)
        painter.save()
        painter.setFont(option.font)
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.fillRect(area, QColor(look.selected))
        painter.setPen(QColor(look.muted))
        painter.drawText(area.adjusted(PAD, PAD // 2, 0, 0), Qt.AlignmentFlag.AlignTop, line.time)
        painter.translate(self._origin(area))
        self._document(index).drawContents(painter, QRectF(0, 0, area.width(), area.height()))
        painter.restore()

    def mention_at(self, area: QRect, at: QPoint, index: Index) -> Mention | None:
        """What a line names at a place of the view."""
        place = QPointF(at) - self._origin(area)
        number = self._document(index).documentLayout().anchorAt(place)
        line: Line = index.data(ROW_ROLE)
        return line.mentions[int(number)] if number else None

    def _origin(self, area: QRect) -> QPointF:
        return QPointF(area.left() + PAD + _time_width(self._view.fontMetrics()), area.top() + PAD // 2)

    def _document(self, index: Index) -> QTextDocument:
        width = self._view.width() - SCROLL_BAR - _time_width(self._view.fontMetrics()) - 2 * PAD
        look = theme.current()
        return _laid_out(index.data(ROW_ROLE), max(width, 40), look.text, look.focus, self._view.font().toString())


@lru_cache(maxsize=512)
def _laid_out(line: Line, width: int, text: str, link: str, font: str) -> QTextDocument:
    dressed = QFont()
    dressed.fromString(font)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(dressed)
    document.setHtml(f'<div style="color:{text}">{_html(line, link)}</div>')
    document.setTextWidth(width)
    return document


def _html(line: Line, link: str) -> str:
    parts, end = [], 0
    for number, mention in enumerate(line.mentions):
        parts.append(escape(line.said[end : mention.start]))
        named = escape(line.said[mention.start : mention.end])
        parts.append(f'<a href="{number}" style="color:{link}; text-decoration:underline">{named}</a>')
        end = mention.end
    parts.append(escape(line.said[end:]))
    return "".join(parts).replace("\n", "<br>")


def _time_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance("00:00:00") + 12
