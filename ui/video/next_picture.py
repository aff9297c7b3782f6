"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and draws it in as many calls; on a wall
of 25 that cost more than the picture itself. So what was painted over a live picture is kept as it was, and painted
with the next ones for as long as nothing of what it depends on (``key``) is another.
"""

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from console.domain.playing import Frame
from ui.video import strips

Key = tuple[object, ...]
"""All that decides what lies over a picture and where it stands."""


class NextPicture:
    """What stays from picture to picture; without a key nothing does."""

    def __init__(self) -> None:
        self._key: Key | None = None
        self._where = QRectF()
        self._ground: tuple[QRect, ...] = ()
        self._strips: tuple[tuple[QPoint, QPixmap], ...] = ()

    def forget(self) -> None:
        """Let the next paint be a whole one."""
        self._key = None

    def keep(
        self, key: Key, where: QRectF, ground: tuple[QRect, ...], over: tuple[tuple[QPoint, QPixmap], ...]
    ) -> None:
        """What was painted: the unscaled picture, the ground around it, the strips over it."""
        self._key, self._where, self._ground, self._strips = key, where, ground, over

    def paint(self, painter: QPainter, frame: Frame, key: Key) -> bool:
        """Paint another picture; False where more than that is another, and nothing was painted."""
        if key != self._key:
            return False
        for box in self._ground:
            painter.fillRect(box, strips.GROUND)
        image = QImage(frame.data, frame.width, frame.height, frame.pitch, QImage.Format.Format_RGB32)
        painter.drawImage(self._where, image)
        for place, pixmap in self._strips:
            painter.drawPixmap(place, pixmap)
        return True
