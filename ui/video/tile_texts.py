"""The fonts of a tile: as large as its width allows, in whole pixels."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

SIZES = (110, 10), (230, 11), (480, 12), (900, 13)
"""Below so many pixels of width, so many pixels of text."""
LARGEST = 16
SMALLEST = 9
"""Pixels; below this Cyrillic letters run together."""


class Texts:
    """Of one tile, kept until its width or its font is another (``forget``)."""

    def __init__(self, tile: QWidget) -> None:
        self._tile = tile
        self._fonts: dict[tuple[int, bool], QFont] = {}

    def font(self, *, larger: int = 0, bold: bool = False) -> QFont:
        """The usual one, or one that is so many pixels larger."""
        known = self._fonts.get((larger, bold))
        if known is not None:
            return known
        width = self._tile.width()
        font = QFont(self._tile.font())
        font.setPixelSize(next((size for below, size in SIZES if width < below), LARGEST) + larger)
        font.setBold(bold)
        self._fonts[larger, bold] = font
        return font

    def forget(self) -> None:
        """Another width, or another font."""
        self._fonts.clear()
