"""What tells a record from a live picture, whatever the colours: a striped band with its words, and the time of it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from console.viewmodels import archive_words
from console.viewmodels.tile_archive import TileArchive
from ui.elided import fitted
from ui.video import strips
from ui.video.strips import Strip

PADDING = 6
STRIPE = 7
"""Distance of the stripes, pixels."""
STRIPED = 30
"""Width of the striped part at each end."""
LINE = QColor(240, 243, 246, 150)


def band_height(font: QFont) -> int:
    """Pixels that the band takes."""
    return QFontMetrics(font).height() + 6


def draw_band(
    painter: QPainter, strip: Strip, past: TileArchive, now: float, font: QFont, top: int, width: int, ratio: float
) -> int:
    """The band over the whole width at ``top``; returns where it ends. A note stands in a second line."""
    metrics = QFontMetrics(font)
    forms, note = archive_words.mark(past, now), archive_words.note(past, now)
    ends = STRIPED if width > 260 else 12
    text = fitted(forms, metrics, width - 2 * ends - 2 * PADDING)
    line = band_height(font)
    height = line * 2 if note else line
    key = (text, note, width, height, ratio, font.key())
    if not strip.is_of(key):
        inner = strip.begin(key, width, height, ratio)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        _stripes(inner, QRect(0, 0, ends, line))
        _stripes(inner, QRect(width - ends, 0, ends, line))
        inner.setPen(QPen(LINE, 1))
        inner.drawLine(0, line - 1, width, line - 1)
        inner.setFont(font)
        inner.setPen(strips.BRIGHT)
        inner.drawText(QRect(ends, 0, width - 2 * ends, line), Qt.AlignmentFlag.AlignCenter, text)
        if note:
            inner.setPen(strips.SOFT)
            plain = QFont(font)
            plain.setBold(False)
            inner.setFont(plain)
            shown = QFontMetrics(plain).elidedText(note, Qt.TextElideMode.ElideRight, width - 2 * PADDING)
            inner.drawText(QRect(PADDING, line, width - 2 * PADDING, line), Qt.AlignmentFlag.AlignCenter, shown)
        inner.end()
    painter.drawPixmap(0, top, strip.pixmap)
    return top + height


def _stripes(painter: QPainter, box: QRect) -> None:
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(LINE, 2))
    for x in range(box.left() - box.height(), box.right() + STRIPE, STRIPE):
        painter.drawLine(x, box.bottom() + 1, x + box.height() + 1, box.top())
    painter.restore()
