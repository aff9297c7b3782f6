"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and where it goes; on a wall of 25 that
cost more than the picture itself. So where a live picture was painted is kept, and the next ones are painted there for
as long as nothing of what that depends on (``key``) is another.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from console.domain.playing import Frame
from ui.video import strips
from ui.video.canvas import Canvas


def image_of(frame: Frame) -> QImage:
    """Its pixels, to be painted at once: they are valid until those of another are asked for."""
    shown = frame.pixels()
    return QImage(shown.data, shown.width, shown.height, shown.pitch, QImage.Format.Format_RGB32)


Key = tuple[object, ...]
"""All that decides where a picture stands, and that only mark and header lie over it."""


class NextPicture:
    """What stays from picture to picture; without a key nothing does. All in pixels of the pane."""

    def __init__(self) -> None:
        self._key: Key | None = None
        self._where, self._inside, self._below = QRectF(), QRect(), QRect()
        self._above = self._kept = 0
        self._ground: tuple[QRect, ...] = ()

    def forget(self) -> None:
        """Let the next paint be a whole one."""
        self._key = None

    def keep(
        self, key: Key, where: QRectF, tile: QRect, header: QRect, ratio: float, ground: tuple[QRect, ...]
    ) -> None:
        """Where an unscaled picture was painted in its tile, with the header over it, and the ground around it."""
        self._key, self._where, self._ground = key, where, ground
        self._inside = where.toAlignedRect() & tile
        hidden = max(0, header.bottom() + 1 - self._inside.top())
        self._below = self._inside.adjusted(0, hidden, 0, 0)
        self._above = round(hidden * ratio) if ratio == round(ratio) else 1  # else rows would have to be rounded apart
        self._kept += 1

    @property
    def kept(self) -> int:
        """Another number for each place that was kept; 0 where the next picture cannot be painted below the header."""
        return 0 if self._key is None or self._above % 2 or self._below.isEmpty() else self._kept

    @property
    def below(self) -> QRect:
        """What another picture changes then."""
        return self._below

    def paint(self, painter: QPainter, frame: Frame, key: Key, canvas: Canvas, *, leaves_header: bool) -> bool:
        """Paint another picture; False where more than that is another, and nothing was painted."""
        if key != self._key:
            return False
        if not leaves_header:
            for part in self._ground:
                painter.fillRect(part, strips.GROUND)
        inside, above = (self._below, self._above) if leaves_header else (self._inside, 0)
        surface = canvas.surface(inside)
        if surface is None or not frame.put(surface, above):
            painter.setClipRect(inside)
            painter.drawImage(self._where, image_of(frame))
            painter.setClipping(False)
        return True
