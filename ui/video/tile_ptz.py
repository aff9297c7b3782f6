"""What a tile says and shows of a camera that turns: who controls it, whether it obeys, where the hand pushes it."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen

from console.viewmodels.ptz import Ptz
from ui.elided import fitted
from ui.video import strips
from ui.video.strips import Strip

PADDING = 6


def draw_note(
    painter: QPainter, strip: Strip, ptz: Ptz, camera: str, font: QFont, lower_left: QPointF, room: int, ratio: float
) -> None:
    """A sign for a camera that turns, with the words there are, in a strip that ends at ``lower_left``."""
    metrics = QFontMetrics(font)
    sign, height = metrics.ascent(), metrics.height() + 4
    forms = ptz.words(camera)
    text = fitted(forms, metrics, max(0, room - sign - 3 * PADDING)) if forms else ""
    width = sign + 2 * PADDING + (metrics.horizontalAdvance(text) + PADDING if text else 0)
    key = (text, width, height, ratio, ptz.is_trouble(camera))
    if not strip.is_of(key):
        inner = strip.begin(key, width, height, ratio)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(PADDING, (height - sign) / 2, sign, sign)
        if ptz.is_trouble(camera):
            _warning(inner, box)
        else:
            _arrows(inner, box)
        inner.setFont(font)
        inner.setPen(strips.BRIGHT)
        inner.drawText(QRect(2 * PADDING + sign, 0, width, height), Qt.AlignmentFlag.AlignVCenter, text)
        inner.end()
    painter.drawPixmap(QPointF(lower_left.x(), lower_left.y() - height), strip.pixmap)


def draw_push(painter: QPainter, picture: QRectF, push: QPointF | None) -> None:
    """The middle of the picture, from which the hand pushes, and how far: a ring, and an arrow where it does."""
    middle = picture.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((strips.GROUND, 4.0), (strips.BRIGHT, 1.6)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(middle, 9, 9)
        if push is not None:
            painter.drawLine(middle, push)
            painter.drawEllipse(push, 3, 3)
    painter.restore()


def _arrows(painter: QPainter, box: QRectF) -> None:
    """Four arrow heads around a dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strips.BRIGHT)
    painter.translate(box.center())
    reach, wide = box.width() / 2, box.width() / 4.5
    for _quarter in range(4):
        head = QPainterPath(QPointF(0, -reach))
        head.lineTo(wide, -reach + wide * 1.2)
        head.lineTo(-wide, -reach + wide * 1.2)
        head.closeSubpath()
        painter.drawPath(head)
        painter.rotate(90)
    painter.drawEllipse(QPointF(0, 0), wide * 0.6, wide * 0.6)
    painter.resetTransform()


def _warning(painter: QPainter, box: QRectF) -> None:
    """A triangle with its mark: the camera did not do what was asked."""
    path = QPainterPath(QPointF(box.center().x(), box.top()))
    path.lineTo(box.bottomRight())
    path.lineTo(box.bottomLeft())
    path.closeSubpath()
    painter.setPen(QPen(strips.BRIGHT, 1.4))
    painter.drawPath(path)
    painter.drawLine(
        QPointF(box.center().x(), box.top() + box.height() * 0.4), QPointF(box.center().x(), box.bottom() - 4)
    )
