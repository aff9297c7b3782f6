"""What lies over a picture: dark strips with text, drawn when their words change and blitted with every frame."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui import theme

GROUND = QColor(10, 13, 16)
"""Behind every picture, in every theme: a light frame would blind the eye for a dark scene."""

VEIL = QColor(10, 13, 16, 212)
"""Under text that lies over a picture: 4.5 : 1 for both text colours even where the picture is white."""

BRIGHT = QColor(240, 243, 246)
SOFT = QColor(190, 198, 206)
LIT = QColor(240, 243, 246, 60)
"""Under what the pointer is over."""

MARGIN = 6
"""Pixels between a text and the edge of its strip, or of the tile."""


def worn_on_dark() -> str:
    """Id of the theme whose colours are for a dark ground: pictures have one in every theme."""
    return theme.DARK.id if theme.current() is theme.LIGHT else theme.current().id


class Strip:
    """A piece of text on a ground of its own."""

    def __init__(self) -> None:
        self._key: object = None
        self.pixmap = QPixmap()

    def is_of(self, key: object) -> bool:
        """Whether what was drawn still says this."""
        return key == self._key

    def begin(self, key: object, width: int, height: int, ratio: float, ground: QColor = VEIL) -> QPainter:
        """Start drawing anew on ``ground``, in logical pixels; the caller ends the painter."""
        self._key = key
        self.pixmap = QPixmap(round(width * ratio), round(height * ratio))
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self.pixmap)
        painter.fillRect(0, 0, width, height, ground)
        return painter
