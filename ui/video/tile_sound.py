"""What a tile says and shows of its sound, where the operator listens to it."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen

from console.viewmodels import tile_words
from console.viewmodels.surroundings import Hearing, Listened
from ui.elided import fitted
from ui.video import strips
from ui.video.strips import Strip

PADDING = 6


def least(font: QFont) -> int:
    """How wide it is without a word."""
    return QFontMetrics(font).ascent() + 2 * PADDING


def height(font: QFont) -> int:
    """How high it is."""
    return QFontMetrics(font).height() + 4


def draw(
    painter: QPainter, strip: Strip, heard: Listened, font: QFont, lower_left: QPoint, room: int, ratio: float
) -> int:
    """A loudspeaker with the words there is room for, in a bright strip; how wide it became."""
    metrics = QFontMetrics(font)
    sign, high = metrics.ascent(), height(font)
    text = fitted(tile_words.listened(heard), metrics, max(0, room - sign - 3 * PADDING))
    width = sign + 2 * PADDING + (metrics.horizontalAdvance(text) + PADDING if text else 0)
    key = (text, heard.hearing, width, high, ratio)
    if not strip.is_of(key):
        is_heard = heard.hearing is Hearing.HEARD
        inner = strip.begin(key, width, high, ratio)
        inner.fillRect(0, 0, width, high, strips.BRIGHT if is_heard else strips.GROUND)
        ink = strips.GROUND if is_heard else strips.SOFT
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        _loudspeaker(inner, QRectF(PADDING, (high - sign) / 2, sign, sign), QPen(ink, 1.5), heard.hearing)
        inner.setFont(font)
        inner.setPen(ink)
        inner.drawText(QRect(2 * PADDING + sign, 0, width, high), Qt.AlignmentFlag.AlignVCenter, text)
        inner.end()
    painter.drawPixmap(lower_left - QPoint(0, high), strip.pixmap)
    return width


def _loudspeaker(painter: QPainter, box: QRectF, pen: QPen, hearing: Hearing) -> None:
    """With two waves while it is heard, with one while it is waited for, else crossed out."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    painter.setPen(pen)
    painter.setBrush(pen.color())
    horn = QPainterPath()
    for number, (x, y) in enumerate(((1, 6), (4, 6), (8, 2), (8, 14), (4, 10), (1, 10), (1, 6))):
        horn.lineTo(x, y) if number else horn.moveTo(x, y)
    painter.drawPath(horn)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if hearing in (Hearing.HEARD, Hearing.OPENING):
        painter.drawArc(QRectF(6.5, 4.5, 5, 7), -60 * 16, 120 * 16)
        if hearing is Hearing.HEARD:
            painter.drawArc(QRectF(6.5, 1.5, 8.5, 13), -60 * 16, 120 * 16)
    else:
        painter.drawLine(11, 5, 15, 11)
        painter.drawLine(15, 5, 11, 11)
    painter.restore()
