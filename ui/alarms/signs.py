"""Small signs in the rows of the queue: a group that can be opened, a P1 that waits, an alarm that is kept quiet."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui import theme


def chevron(painter: QPainter, box: QRectF, *, is_open: bool) -> None:
    """Points down where a group is open, right where it is closed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.current().text), 1.6))
    middle, third = box.center(), box.width() / 3
    tip = QPointF(0, third / 1.5) if is_open else QPointF(third / 1.5, 0)
    across = QPointF(third, 0) if is_open else QPointF(0, third)
    painter.drawPolyline([middle - across - tip, middle + tip, middle + across - tip])
    painter.restore()


def ring(painter: QPainter, box: QRectF) -> None:
    """Round an unacknowledged P1, as bright as text: to eyes that see little red its circle is the darkest mark."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.current().text), 1.5))
    painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
    painter.restore()


def pause(painter: QPainter, box: QRectF) -> None:
    """Two strokes in the corner of the mark: shelved, suppressed or out of service."""
    look = theme.current()
    corner = QRectF(box.right() - 7, box.bottom() - 8, 9, 9)
    painter.fillRect(corner, QColor(look.panel))
    for x in (corner.left() + 2, corner.left() + 6):
        painter.fillRect(QRectF(x, corner.top() + 1, 2, 7), QColor(look.text))
