"""What is drawn over a picture: the alarm's shape with its letter, strips of text that are drawn once and kept."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QPolygonF

from console.domain.alarms import Priority

GROUND = QColor(13, 16, 19)
"""Behind every picture, in every theme: a light frame would blind the eye for a dark scene."""
VEIL = QColor(9, 11, 14, 200)
"""Under text that lies over a picture: enough for 4.5 : 1 on white."""
BRIGHT = QColor(236, 239, 242)
SOFT = QColor(176, 184, 192)
FAINT = QColor(122, 131, 140)

SHAPE_COLOURS = {
    Priority.P1: QColor(233, 61, 68),
    Priority.P2: QColor(240, 138, 36),
    Priority.P3: QColor(235, 200, 60),
    Priority.P4: QColor(110, 165, 215),
}
"""Used where no theme gives its own; shape and digit say the same without colour."""

ColourOf = Callable[[Priority], QColor]
"""The colour that means a priority."""


def colour_of(priority: Priority) -> QColor:
    """The colour of a priority where no theme gives another."""
    return SHAPE_COLOURS[priority]


def draw_alarm(painter: QPainter, box: QRectF, priority: Priority, colour: QColor) -> None:
    """A filled circle, triangle, diamond or square with the priority's digit."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    middle, half = box.center(), box.width() / 2
    match priority:
        case Priority.P1:
            painter.drawEllipse(box)
        case Priority.P2:
            tip = QPointF(middle.x(), box.top() - half * 0.1)
            painter.drawPolygon(QPolygonF([tip, box.bottomRight(), box.bottomLeft()]))
        case Priority.P3:
            left, right = QPointF(middle.x() - half * 1.1, middle.y()), QPointF(middle.x() + half * 1.1, middle.y())
            top, bottom = QPointF(middle.x(), middle.y() - half * 1.1), QPointF(middle.x(), middle.y() + half * 1.1)
            painter.drawPolygon(QPolygonF([top, right, bottom, left]))
        case Priority.P4:
            painter.drawRect(box.adjusted(1, 1, -1, -1))
    font = QFont(painter.font())
    font.setPixelSize(max(7, round(box.height() * 0.66)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(255, 255, 255) if priority is Priority.P1 else QColor(20, 20, 20))
    lower = box.height() * 0.16 if priority is Priority.P2 else 0.0
    painter.drawText(box.adjusted(0, lower, 0, lower), Qt.AlignmentFlag.AlignCenter, str(int(priority)))


class Strip:
    """A line of text on a veil, drawn when its key changes and blitted otherwise."""

    def __init__(self) -> None:
        self._key: object = None
        self.pixmap = QPixmap()

    def is_of(self, key: object) -> bool:
        """Whether what was drawn still says this."""
        return key == self._key

    def begin(self, key: object, width: int, height: int, ratio: float) -> QPainter:
        """Start drawing anew, in logical pixels; the caller ends the painter."""
        self._key = key
        self.pixmap = QPixmap(round(width * ratio), round(height * ratio))
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(VEIL)
        return QPainter(self.pixmap)


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """``text`` shortened with an ellipsis to fit; nothing at all where not even three letters would."""
    if width < metrics.horizontalAdvance("мм…"):
        return ""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
