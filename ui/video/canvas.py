"""The memory of the window under a painter: where pictures can be written at once, without one in between."""

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QRegion

from console.domain.playing import Surface

AS_WRITTEN = frozenset({QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied})
"""Formats of a window's memory in which an opaque pixel is what a frame puts there."""


class Canvas:
    """The memory that one painter of a widget paints into, for as long as it does.

    The painter must not have been given a transformation, a clip or an opacity.
    """

    def __init__(self, painter: QPainter, seen: QRegion | None) -> None:
        """``seen`` is what of the widget is painted now, and has nothing over it; None: all that will be asked for."""
        device = painter.paintEngine().paintDevice()
        self._seen = seen
        self._address = self._pitch = 0
        if isinstance(device, QImage) and device.format() in AS_WRITTEN:
            memory = np.frombuffer(device.constBits(), np.uint8)
            self._address, self._pitch = memory.__array_interface__["data"][0], device.bytesPerLine()
            self._box = device.rect()
        to = painter.deviceTransform()
        self._scale, self._left, self._top = to.m11(), to.dx(), to.dy()

    def surface(self, box: QRect) -> Surface | None:
        """The memory under a part of the widget; None where something lies over it, or there is no such memory."""
        if not self._address or (self._seen is not None and not QRegion(box).subtracted(self._seen).isEmpty()):
            return None
        scale = self._scale
        left, top = round(box.x() * scale + self._left), round(box.y() * scale + self._top)
        right = round((box.x() + box.width()) * scale + self._left)
        low = round((box.y() + box.height()) * scale + self._top)
        if right <= left or low <= top or not self._box.contains(QRect(left, top, right - left, low - top)):
            return None
        return Surface(self._address + top * self._pitch + 4 * left, self._pitch, right - left, low - top)
