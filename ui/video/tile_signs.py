"""Small signs over a picture: the pin, what plays as a tour, which part a zoom shows."""

from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from console.viewmodels import tile_words
from console.viewmodels.tile import Tile
from console.viewmodels.zooming import Part
from ui.elided import fitted
from ui.video import strips
from ui.video.strips import Strip

PADDING = 6
INSET_SHARE = 6
"""The inset of a zoom is so many times narrower than its tile."""
INSET_LEAST, INSET_MOST = 28, 120
INSET_MARGIN = 4


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
    width, height = metrics.horizontalAdvance(text) + around, tour_height(font)
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


def tour_height(font: QFont) -> int:
    """How high the strip of a tour is, in pixels."""
    return QFontMetrics(font).height() + 4


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


def draw_zoom(painter: QPainter, tile: Tile, font: QFont, picture: QRectF, top: int, low: int) -> int:
    """Upper right in the picture: its outline, the shown part bright, and how many times larger that is.

    Between ``top`` and ``low``; the number alone where there is no room for more. Where it ends.
    """
    if not tile.zoom.is_on:
        return top
    top = round(max(picture.top(), top))
    width = min(max(INSET_LEAST, picture.width() / INSET_SHARE), INSET_MOST)
    height = width * picture.height() / picture.width()
    metrics = QFontMetrics(font)
    text = tile_words.zoom(tile)
    if top + INSET_MARGIN + height + metrics.height() > low:
        width = height = 0.0
    plate = QRectF(0, 0, max(width, metrics.horizontalAdvance(text)) + 8, height + metrics.height() + 2 * INSET_MARGIN)
    plate.moveTopRight(QPointF(picture.right(), top))
    painter.save()
    painter.fillRect(plate, strips.VEIL)
    outline = QRectF(plate.center().x() - width / 2, plate.top() + INSET_MARGIN, width, height)
    if not outline.isEmpty():
        _outline_zoom(painter, outline, tile.zoom.part)
    painter.setPen(strips.BRIGHT)
    painter.setFont(font)
    below = QRectF(plate.left(), outline.bottom(), plate.width(), metrics.height() + INSET_MARGIN)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return ceil(below.bottom())


def _outline_zoom(painter: QPainter, outline: QRectF, part: Part) -> None:
    shown = QRectF(
        outline.left() + part.left * outline.width(),
        outline.top() + part.top * outline.height(),
        part.width * outline.width(),
        part.height * outline.height(),
    )
    painter.setPen(QPen(strips.SOFT, 1))
    painter.drawRect(outline)
    painter.setPen(QPen(strips.BRIGHT, 1))
    painter.setBrush(QColor(240, 243, 246, 90))
    painter.drawRect(shown)
