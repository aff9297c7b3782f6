"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and where it goes; on a wall of 25 that
cost more than the picture itself. So where a live picture was painted is kept, and the next ones are painted there for
as long as nothing of what that depends on (``key``) is another.
"""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from console.domain.playing import Frame, Overlay, Surface
from ui.video import strips
from ui.video.canvas import Canvas, Memory, overlay


def image_of(frame: Frame) -> QImage:
    """Its pixels, to be painted at once: they are valid until those of another are asked for."""
    shown = frame.pixels()
    return QImage(shown.data, shown.width, shown.height, shown.pitch, QImage.Format.Format_RGB32)


Key = tuple[object, ...]
"""All that decides where a picture stands, and that only mark and header lie over it."""


class Painted(Enum):
    """What of another picture was painted."""

    NOTHING = 0
    """More than the picture is another."""
    PICTURE = 1
    """What lies over it has to come yet."""
    ALL = 2


class NextPicture:
    """What stays from picture to picture; without a key nothing does. All in pixels of the pane."""

    def __init__(self) -> None:
        self._key: Key | None = None
        self._where, self._inside, self._below = QRectF(), QRect(), QRect()
        self._above = self._kept = 0
        self._ground: tuple[QRect, ...] = ()
        self._ratio = 1.0
        self._over: tuple[Overlay, ...] | None = None
        self._memory: Memory | None = None
        """Of which the surface below the header is a part."""
        self._surface: Surface | None = None

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
        self._ratio, self._over, self._memory = ratio, None, None
        self._kept += 1

    def lay_over(self, images: Iterable[tuple[QImage, QPoint]]) -> None:
        """What lies over the next pictures below the header, and where in the pane, until it is said anew."""
        ratio = round(self._ratio)
        room = QRect(self._below.topLeft() * ratio, self._below.size() * ratio)
        over = (overlay(image, at * ratio, room) for image, at in images)
        self._over = tuple(one for one in over if one is not None)

    @property
    def kept(self) -> int:
        """Another number for each place that was kept; 0 where the next picture cannot be painted below the header."""
        return 0 if self._key is None or self._above % 2 or self._below.isEmpty() else self._kept

    @property
    def below(self) -> QRect:
        """What another picture changes then."""
        return self._below

    def paint(self, painter: QPainter, frame: Frame, key: Key, canvas: Canvas, *, leaves_header: bool) -> Painted:
        """Paint another picture."""
        if key != self._key:
            return Painted.NOTHING
        over = self._over if leaves_header else None
        if not leaves_header:
            for part in self._ground:
                painter.fillRect(part, strips.GROUND)
            surface, above = canvas.surface(self._inside), 0
        else:
            surface, above = self._surface_below(canvas), self._above
        if surface is None or not frame.put(surface, above, over or ()):
            painter.setClipRect(self._below if leaves_header else self._inside)
            painter.drawImage(self._where, image_of(frame))
            painter.setClipping(False)
            return Painted.PICTURE
        return Painted.PICTURE if over is None else Painted.ALL

    def _surface_below(self, canvas: Canvas) -> Surface | None:
        memory = canvas.memory
        if memory is None or memory != self._memory:
            self._memory, self._surface = memory, canvas.surface(self._below)
        return self._surface
