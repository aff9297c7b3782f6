"""The LIVE mark of a tile: how late its picture is, and how many come."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from console.viewmodels import tile_words
from console.viewmodels.tile import Tile
from ui.video import strips
from ui.video.strips import MARGIN, Strip
from ui.video.tile_texts import Texts


class LiveMark:
    """Composed when it says something else."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._strip = Strip()
        self._says: object = None

    @property
    def pixmap(self) -> QPixmap:
        """As it was composed last."""
        return self._strip.pixmap

    @property
    def size(self) -> QSize:
        """Of the pixmap, in the widget's pixels."""
        return self._strip.pixmap.deviceIndependentSize().toSize()

    def forget(self) -> None:
        """The texts have another size."""
        self._says = None

    def compose(self, tile: Tile, moment: object, width: int, ratio: float) -> None:
        """Say what is so, in a tile of that width; for a ``moment`` it is asked once only."""
        has_more = tile.tour is not None or tile.listened is not None
        says = (tile.state, tile.camera, moment, has_more, width, ratio)
        if says != self._says:
            self._says = says
            room = 0 if has_more else width - 2 * MARGIN
            self._compose(tile_words.live_mark(tile), room, ratio, is_live=tile_words.is_on_time(tile))

    def _compose(self, forms: tuple[str, ...], room: int, ratio: float, *, is_live: bool) -> None:
        """In the longest form that has room; in the shortest where more stands beside it."""
        font = self._texts.font(larger=-1, bold=True)
        metrics = QFontMetrics(font)
        dot, height = metrics.ascent() // 2, metrics.height() + 4
        around = dot + 3 * MARGIN
        text = next((form for form in forms if metrics.horizontalAdvance(form) <= room - around), forms[-1])
        width = metrics.horizontalAdvance(text) + around
        key = (text, is_live, width, height, ratio)
        if self._strip.is_of(key):
            return
        painter = self._strip.begin(key, width, height, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if is_live else strips.SOFT)
        painter.setBrush(strips.BRIGHT if is_live else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(MARGIN, (height - dot) / 2, dot, dot))
        painter.setFont(font)
        painter.setPen(strips.BRIGHT if is_live else strips.SOFT)
        painter.drawText(QRect(2 * MARGIN + dot, 0, width, height), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
