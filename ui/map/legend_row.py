"""A line of the map's legend that is a switch: its mark, its words, how many there are; struck out where hidden."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from console.language import _
from console.viewmodels.map_legend import ValueRow
from ui import theme
from ui.map import marks

HEIGHT = 22
GAP = 6
HIDDEN_OPACITY = 0.4


class LegendRow(QAbstractButton):
    """Checked is shown. ``only_asked``: a double click, Alt and a click, or Enter want this value alone."""

    only_asked = Signal()

    def __init__(self, row: ValueRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setObjectName(row.mark)
        self._row = row
        self._tell()

    def say(self, row: ValueRow) -> None:
        """Show a value as it is now."""
        if row != self._row:
            self._row = row
            self._tell()

    def _tell(self) -> None:
        row = self._row
        self.setChecked(row.is_shown)
        shown = _("shown") if row.is_shown else _("hidden")
        self.setAccessibleName(f"{row.words}, {number(row.count)}, {shown}")
        hint = _("Click: show or hide. Double click or Enter: only this.")
        self.setToolTip(f"{row.words}\n{hint}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the whole line."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self._row.words) + metrics.horizontalAdvance(number(self._row.count))
        return QSize(words + marks.SIZE + 5 * GAP, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The words may be shortened."""
        return QSize(96, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark, words, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, box = theme.current(), self.rect()
        if self.underMouse() or self.hasFocus():
            painter.setPen(look.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
        painter.setOpacity(1.0 if self._row.is_shown else HIDDEN_OPACITY)
        picture = marks.pixmap(self._row.mark, self.devicePixelRatioF())
        painter.drawPixmap(GAP, (box.height() - marks.SIZE) // 2, picture)
        painter.setOpacity(1.0)
        count = number(self._row.count)
        wide = self.fontMetrics().horizontalAdvance(count)
        self._write(painter, QRect(box.right() - GAP - wide, 0, wide, box.height()), count, look.color("muted"))
        left = marks.SIZE + 2 * GAP
        room = QRect(left, 0, box.width() - left - wide - 3 * GAP, box.height())
        words = self.fontMetrics().elidedText(self._row.words, Qt.TextElideMode.ElideRight, room.width())
        font = self.font()
        font.setStrikeOut(not self._row.is_shown)
        painter.setFont(font)
        self._write(painter, room, words, look.color("text" if self._row.is_shown else "muted"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Alt: only this."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.only_asked.emit()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Only this; the click before has hidden or shown it, which is all the same now."""
        self.only_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: only this."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.only_asked.emit()
        else:
            super().keyPressEvent(event)

    def _write(self, painter: QPainter, box: QRect, text: str, color: QColor) -> None:
        painter.setPen(color)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)


def number(count: int) -> str:
    """With a narrow space between the thousands."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
