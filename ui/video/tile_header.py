"""A tile's header: alarm, pin, camera, place and the clock of its picture."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from console.viewmodels import place_words, tile_words
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import PLAYING
from ui import theme
from ui.elided import fitted
from ui.marks import priority_mark
from ui.video import strips, tile_signs as signs
from ui.video.strips import MARGIN, Strip
from ui.video.tile_texts import Texts

AS_WIDE = str.maketrans("123456789", "0" * 9)
"""Every digit is as wide as another in fonts for numbers, and hardly less than 0 in any."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Header:
    """Drawn when its words change; its clock, which changes each second, in its place in what was drawn."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._strip = Strip()
        self._high: int | None = None
        self._clock, self._says_time = QRect(), ""
        """Where the clock is, in the strip, and what it says."""

    @property
    def height(self) -> int:
        """Pixels, an even number: see ``Frame.writes``."""
        if self._high is None:
            self._high = (QFontMetrics(self._texts.font()).height() + 7) // 2 * 2
        return self._high

    def forget(self) -> None:
        """The texts have another size."""
        self._strip, self._high = Strip(), None

    def draw(self, painter: QPainter, tile: Tile, width: int, border: int, ratio: float) -> None:
        """Over the whole ``width`` of a tile that has a border all around."""
        time = tile_words.picture_clock(tile)
        clock = time.translate(AS_WIDE)
        dressed = strips.worn_on_dark()
        key = (tile.code, tile.place, clock, tile.state, tile.alarm, tile.is_pinned, width, ratio, dressed)
        if not self._strip.is_of(key):
            inner = self._strip.begin(key, width, self.height, ratio, strips.GROUND)
            self._compose(inner, tile, clock, width - 2 * border - MARGIN)
            self._says_time = ""
        if time != self._says_time and not self._clock.isEmpty():
            self._says_time = time
            inner = QPainter(self._strip.pixmap)  # the rest of it would take four times as long
            inner.fillRect(self._clock, strips.GROUND)
            inner.setFont(self._texts.font())
            inner.setPen(strips.SOFT)
            inner.drawText(self._clock, _RIGHT, time)
            inner.end()
        painter.drawPixmap(border, border, self._strip.pixmap)

    def _compose(self, painter: QPainter, tile: Tile, clock: str, right: int) -> None:
        """All but the clock, which is as wide as ``clock``: where it goes."""
        left, height = MARGIN, self.height
        plain, bold = self._texts.font(), self._texts.font(bold=True)
        middle = Qt.AlignmentFlag.AlignVCenter
        if tile.alarm is not None:
            side = height - 6
            with theme.worn(strips.worn_on_dark()):
                priority_mark(painter, QRectF(left, 3, side, side), tile.alarm)
            left += side + MARGIN
        if tile.is_pinned:
            side = height - 8
            signs.draw_pin(painter, QRectF(left - 2, 4, side, side))
            left += side
        painter.setFont(bold)
        painter.setPen(strips.BRIGHT)
        code = QFontMetrics(bold).elidedText(tile.code, Qt.TextElideMode.ElideLeft, right - left)  # its end tells most
        painter.drawText(QRect(left, 0, right - left, height), middle, code)
        left += QFontMetrics(bold).horizontalAdvance(code) + MARGIN
        painter.setFont(plain)
        painter.setPen(strips.SOFT)
        metrics = QFontMetrics(plain)
        places = place_words.shorter(tile.place)
        wide = metrics.horizontalAdvance(clock)
        beside = metrics.horizontalAdvance(places[-1]) if tile.state in PLAYING else 0
        self._clock = QRect()
        if clock and beside + wide <= right - left:  # whole or not at all: half a time would be another one
            self._clock = QRect(right - wide, 0, wide, height)
            right -= wide + MARGIN
        if (room := right - left) >= metrics.horizontalAdvance("мммммм…"):
            painter.drawText(QRect(left, 0, room, height), middle, fitted(places, metrics, room))
        painter.end()
