"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and where it goes; on a wall of 25 that
cost more than the picture itself. So where a live picture was painted is kept, and the next ones are painted there for
as long as nothing of what that depends on (``key``) is another.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from console.domain.playing import Frame
from ui.video import strips


def image_of(frame: Frame) -> QImage:
    """Its pixels, to be painted at once: they are valid until those of another are asked for."""
    shown = frame.pixels()
    return QImage(shown.data, shown.width, shown.height, shown.pitch, QImage.Format.Format_RGB32)


Key = tuple[object, ...]
"""All that decides where a picture stands, and that only mark and header lie over it."""


class NextPicture:
    """What stays from picture to picture; without a key nothing does."""

    def __init__(self) -> None:
        self._key: Key | None = None
        self._where = QRectF()
        self._ground: tuple[QRect, ...] = ()

    def forget(self) -> None:
        """Let the next paint be a whole one."""
        self._key = None

    def keep(self, key: Key, where: QRectF, ground: tuple[QRect, ...]) -> None:
        """Where an unscaled picture was painted, and the ground around it."""
        self._key, self._where, self._ground = key, where, ground

    def paint(self, painter: QPainter, frame: Frame, key: Key) -> bool:
        """Paint another picture; False where more than that is another, and nothing was painted."""
        if key != self._key:
            return False
        for box in self._ground:
            painter.fillRect(box, strips.GROUND)
        painter.drawImage(self._where, image_of(frame))
        return True
