"""A strip of the day's 24 hours: how much happened in each, and which are chosen; drawn over, or set by keys."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.language import _
from ui import theme

HOURS = 24
HEIGHT = 64
SCALE = 14
"""Pixels at the bottom for the hours' names."""


class HourStrip(QWidget):
    """``chosen(begin, end)``: from one hour until before another; it may run over midnight. Double click: all day."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._counts: tuple[int, ...] = ()
        self._range = (0, HOURS)
        self._from: int | None = None

    def show_hours(self, counts: tuple[int, ...], chosen: tuple[int, int]) -> None:
        """How much happened in each hour (empty: not known), and which are chosen."""
        self._counts, self._range = counts, chosen
        self.setAccessibleDescription(_("{begin}:00 to {end}:00").format(begin=chosen[0], end=chosen[1]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bar an hour; those that do not count are quiet."""
        painter = QPainter(self)
        look = theme.current()
        wide, room = self.width() / HOURS, self.height() - SCALE
        most = max(self._counts, default=0) or 1
        for hour in range(HOURS):
            high = max(1.0, (room - 2) * (self._counts[hour] / most if self._counts else 0))
            color = look.color("focus" if self._counts_in(hour) else "line")
            painter.fillRect(QRectF(hour * wide + 1, room - high, wide - 2, high), color)
        painter.setPen(look.color("muted"))
        font = theme.font()
        font.setPixelSize(10)
        painter.setFont(font)
        for hour in (0, 6, 12, 18):
            painter.drawText(QPointF(hour * wide + 1, self.height() - 2), str(hour))
        if self.hasFocus():
            painter.setPen(look.color("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first hour."""
        self._from = self._hour(event)
        self._choose(self._from, self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As far as it is drawn."""
        if self._from is not None:
            self._choose(self._from, self._hour(event))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """That is it."""
        self._from = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The whole day again."""
        self._from = None
        self._tell(0, HOURS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the chosen hours, up and down make them more or fewer, Home is the whole day."""
        begin, end = self._range
        length = (end - begin) % HOURS or HOURS
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left | Qt.Key.Key_Right as key:
                begin = (begin + (1 if key == Qt.Key.Key_Right else -1)) % HOURS
            case Qt.Key.Key_Up:
                length = min(HOURS, length + 1)
            case Qt.Key.Key_Down:
                length = max(1, length - 1)
            case Qt.Key.Key_Home:
                begin, length = 0, HOURS
            case _:
                super().keyPressEvent(event)
                return
        self._tell(*((0, HOURS) if length == HOURS else (begin, (begin + length) % HOURS or HOURS)))

    def _hour(self, event: QMouseEvent) -> int:
        return min(max(int(event.position().x() / self.width() * HOURS), 0), HOURS - 1)

    def _choose(self, one: int, other: int) -> None:
        """From where the drawing began to where it is; to the left of that it runs on from the later one."""
        self._tell(min(one, other), max(one, other) + 1)

    def _tell(self, begin: int, end: int) -> None:
        if (begin, end) != self._range:
            self._range = begin, end
            self.update()
            self.chosen.emit(begin, end)

    def _counts_in(self, hour: int) -> bool:
        begin, end = self._range
        return (hour - begin) % HOURS < ((end - begin) % HOURS or HOURS)
