"""The memory of the window under a painter: where pictures can be written at once, without one in between."""

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion

from console.domain.playing import Overlay, Surface

AS_WRITTEN = frozenset({QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied})
"""Formats of a window's memory in which an opaque pixel is what a frame puts there."""


Memory = tuple[int, int, int, float, float, float]


def _address(image: QImage) -> int:
    at: int = np.frombuffer(image.constBits(), np.uint8).__array_interface__["data"][0]
    return at


def overlay(image: QImage, at: QPoint, room: QRect) -> Overlay | None:
    """An image that lies at ``at``, as far as it is in ``room`` and from there on; None: it is not. All in its pixels.

    Of ``ARGB32_Premultiplied``.
    """
    seen = QRect(at, image.size()) & room
    if seen.isEmpty():
        return None
    hidden, pitch = seen.topLeft() - at, image.bytesPerLine()
    address = _address(image) + hidden.y() * pitch + 4 * hidden.x()
    place = seen.topLeft() - room.topLeft()
    return Overlay(address, pitch, seen.width(), seen.height(), place.x(), place.y(), image)


class Canvas:
    """The memory that one painter of a widget paints into, for as long as it does.

    The painter must not have been given a transformation, a clip or an opacity.
    """

    def __init__(self, painter: QPainter, seen: QRegion | None) -> None:
        """``seen`` is what of the widget is painted now, and has nothing over it; None: all that will be asked for."""
        device = painter.paintEngine().paintDevice()
        self._seen = seen
        self._address = self._pitch = self._high = 0
        if isinstance(device, QImage) and device.format() in AS_WRITTEN:
            self._address, self._pitch = _address(device), device.bytesPerLine()
            self._box, self._high = device.rect(), device.height()
        to = painter.deviceTransform()
        self.ratio, self._left, self._top = to.m11(), to.dx(), to.dy()
        """Pixels of the memory by one of the widget's."""
        self.memory: Memory | None = None
        """What it is, if nothing lies over what will be asked for: the same part of it is at the same address."""
        if self._address and seen is None:
            self.memory = self._address, self._high, self._pitch, self.ratio, self._left, self._top

    def surface(self, box: QRect) -> Surface | None:
        """The memory under a part of the widget; None where something lies over it, or there is no such memory."""
        if not self._address or (self._seen is not None and not QRegion(box).subtracted(self._seen).isEmpty()):
            return None
        scale = self.ratio
        left, top = round(box.x() * scale + self._left), round(box.y() * scale + self._top)
        right = round((box.x() + box.width()) * scale + self._left)
        low = round((box.y() + box.height()) * scale + self._top)
        if right <= left or low <= top or not self._box.contains(QRect(left, top, right - left, low - top)):
            return None
        return Surface(self._address + top * self._pitch + 4 * left, self._pitch, right - left, low - top)
