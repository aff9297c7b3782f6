"""Plain text where room is short: the longest form that fits, else an ellipsis. The whole of it is the tooltip."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from console.viewmodels.plain import tip


def fitted(forms: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """The first of ``forms`` (the longest first) that fits into ``width`` pixels, else the last with an ellipsis."""
    for form in forms:
        if metrics.horizontalAdvance(form) <= width:
            return form
    return metrics.elidedText(forms[-1], Qt.TextElideMode.ElideRight, width)


class ElidedLabel(QLabel):
    """One line; asks for the room of its text and is content with less."""

    _forms: tuple[str, ...] = ("",)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(24, super().minimumSizeHint().height())

    def say(self, text: str, *shorter: str) -> None:
        """Show ``text``, or the longest of its ``shorter`` forms that fits."""
        self._forms = (text, *shorter)
        self.setText(text)
        self.setToolTip(tip(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the text as fits."""
        painter = QPainter(self)
        shown = fitted(self._forms, self.fontMetrics(), self.width())
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()
