"""Small signs over a picture: the pin, what plays as a tour, which part a zoom shows."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from console.viewmodels import tile_words
from console.viewmodels.tile import Tile
from ui.elided import fitted
from ui.video import strips
from ui.video.strips import Strip

PADDING = 6
INSET_SHARE = 6
"""The inset of a zoom is so many times narrower than its tile."""
INSET_LEAST, INSET_MOST = 28, 120


def draw_pin(painter: QPainter, box: QRectF) -> None:
    """A drawing pin, in one colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.left(), box.top())
    painter.scale(box.width() / 16, box.height() / 16)
    path = QPainterPath()
    for number, (x, y) in enumerate(((5, 2), (11, 2), (10, 3), (10, 7), (12.5, 10), (3.5, 10), (6, 7), (6, 3), (5, 2))):
        path.lineTo(x, y) if number else path.moveTo(x, y)
    painter.setPen(QPen(strips.BRIGHT, 1.6))
    painter.setBrush(strips.BRIGHT)
    painter.drawPath(path)
    painter.drawLine(8, 10, 8, 15)
    painter.restore()


def draw_tour(
    painter: QPainter, strip: Strip, tile: Tile, font: QFont, corner: QPoint, room: int, ratio: float
) -> bool:
    """A strip that ends at ``corner`` (lower right) in at most ``room`` pixels: name and step, or the step alone.

    False where there is a tour, but no room to say so.
    """
    note = tile.tour
    if note is None:
        return True
    metrics = QFontMetrics(font)
    sign = metrics.ascent() * 3 // 4
    around = sign + 3 * PADDING
    if room < around + metrics.horizontalAdvance(tile_words.tour(note)[-1]):
        return False
    text = fitted(tile_words.tour(note), metrics, room - around)
    width, height = metrics.horizontalAdvance(text) + around, metrics.height() + 4
    key = (text, width, height, note.is_paused, ratio)
    if not strip.is_of(key):
        inner = strip.begin(key, width, height, ratio)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        _tour_sign(inner, QRectF(PADDING, (height - sign) / 2, sign, sign), is_paused=note.is_paused)
        inner.setFont(font)
        inner.setPen(strips.BRIGHT)
        inner.drawText(QRect(2 * PADDING + sign, 0, width, height), Qt.AlignmentFlag.AlignVCenter, text)
        inner.end()
    painter.drawPixmap(corner - QPoint(width, height), strip.pixmap)
    return True


def _tour_sign(painter: QPainter, box: QRectF, *, is_paused: bool) -> None:
    """Two bars while it stands still, else an arrow to a bar: on to the next."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strips.BRIGHT)
    bar = box.width() / 3.5
    painter.drawRect(QRectF(box.right() - bar, box.top(), bar, box.height()))
    if is_paused:
        painter.drawRect(QRectF(box.left(), box.top(), bar, box.height()))
        return
    path = QPainterPath(box.topLeft())
    path.lineTo(box.right() - bar, box.center().y())
    path.lineTo(box.bottomLeft())
    path.closeSubpath()
    painter.drawPath(path)


def draw_zoom(painter: QPainter, tile: Tile, font: QFont, picture: QRectF, top: int) -> None:
    """Upper right in the picture: its outline, the shown part bright, and how many times larger that is."""
    if not tile.zoom.is_on:
        return
    width = min(max(INSET_LEAST, picture.width() / INSET_SHARE), INSET_MOST)
    height = width * picture.height() / picture.width()
    metrics = QFontMetrics(font)
    text = tile_words.zoom(tile)
    plate = QRectF(0, 0, max(width, metrics.horizontalAdvance(text)) + 8, height + metrics.height() + 8)
    plate.moveTopRight(picture.topRight())
    plate.moveTop(max(picture.top(), top))
    painter.save()
    painter.fillRect(plate, strips.VEIL)
    outline = QRectF(plate.center().x() - width / 2, plate.top() + 4, width, height)
    part = tile.zoom.part
    painter.setPen(QPen(strips.SOFT, 1))
    painter.drawRect(outline)
    shown = QRectF(
        outline.left() + part.left * width, outline.top() + part.top * height, part.width * width, part.height * height
    )
    painter.setPen(QPen(strips.BRIGHT, 1))
    painter.setBrush(QColor(240, 243, 246, 90))
    painter.drawRect(shown)
    painter.setFont(font)
    below = QRectF(plate.left(), outline.bottom(), plate.width(), metrics.height() + 4)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
