"""The watermark over a window that does not show the live city: nobody may take an exercise for the real thing."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.domain.protocol import Mode
from console.viewmodels import words
from ui import theme

_ALPHA = 0.16
_BORDER = 4


class Watermark(QWidget):
    """Lies over its window, lets every click through, and is there only in review and exercise."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._mode = Mode.LIVE
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        window.installEventFilter(self)
        self.hide()

    def show_mode(self, mode: Mode) -> None:
        """Be there, or not."""
        if mode is self._mode:
            return
        self._mode = mode
        self.setVisible(mode is not Mode.LIVE)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mode's name across the window, and a frame."""
        painter = QPainter(self)
        color = QColor(theme.current().text)
        painter.setPen(color)
        color.setAlphaF(_ALPHA)
        painter.fillRect(0, 0, self.width(), _BORDER, color)
        painter.fillRect(0, self.height() - _BORDER, self.width(), _BORDER, color)
        painter.fillRect(0, 0, _BORDER, self.height(), color)
        painter.fillRect(self.width() - _BORDER, 0, _BORDER, self.height(), color)
        painter.setPen(color)
        painter.setFont(theme.font(self.height() / 14, bold=True))
        painter.translate(QPointF(self.rect().center()))
        painter.rotate(-24)
        box = self.rect().translated(-self.rect().center())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.word(self._mode))
        painter.end()
