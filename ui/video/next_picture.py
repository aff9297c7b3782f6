"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and where it goes; on a wall of 25 that
cost more than the picture itself. So where a live picture was painted is kept, and the next ones are painted there for
as long as nothing of what that depends on  is another.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from console.domain.playing import Frame, Overlay, Surface, Writes
from ui.video import strips
from ui.video.canvas import Canvas, Memory, overlay


def image_of(frame: Frame) -> QImage:
    """Its pixels, to be painted at once: they are valid until those of another are asked for."""
    shown = frame.pixels()
    return QImage(shown.data, shown.width, shown.height, shown.pitch, QImage.Format.Format_RGB32)


class News(NamedTuple):
    """A tile with another picture."""

    tile: int
    kept: int = 0
    """``NextPicture.kept`` where nothing but the picture below the header changes and, maybe, the header."""
    says_more: bool = False
    """Whether the header does."""


class Painting(NamedTuple):
    """How far a tile is painted."""

    writes: Writes = ()
    """What writes its picture, to be called yet."""
    has_marks: bool = True
    """Whether mark and frame are there then."""
    has_header: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left for a painter."""
        return self.has_marks and self.has_header


class NextPicture:
    """What stays from picture to picture; without a key nothing does. All in pixels of the pane."""

    def __init__(self) -> None:
        self._size: tuple[int, int, float] | None = None
        """Of the picture that was painted, and the screen's pixels by one of the widget; None: nothing is kept."""
        self._where, self._inside, self._below = QRectF(), QRect(), QRect()
        self._above = self._kept = 0
        self._ground: tuple[QRect, ...] = ()
        self._over: tuple[Overlay, ...] = ()
        self._memory: Memory | None = None
        """Of which the surface below the header is a part."""
        self._surface: Surface | None = None

    def forget(self) -> None:
        """Let the next paint be a whole one."""
        self._size = None

    def keep(
        self, frame: Frame, where: QRectF, tile: QRect, header: QRect, ratio: float, ground: tuple[QRect, ...]
    ) -> None:
        """Where an unscaled picture was painted in its tile, with the header over it, and the ground around it."""
        self._size, self._where, self._ground = (frame.width, frame.height, ratio), where, ground
        self._inside = where.toAlignedRect() & tile
        hidden = max(0, header.bottom() + 1 - self._inside.top())
        self._below = self._inside.adjusted(0, hidden, 0, 0)
        self._above = round(hidden * ratio) if ratio == round(ratio) else 1  # else rows would have to be rounded apart
        self._over, self._memory = (), None
        self._kept += 1

    def lay_over(self, images: Iterable[tuple[QImage, QPoint]]) -> None:
        """What lies over the next pictures below the header, and where in the pane, until it is said anew."""
        ratio = 1 if self._size is None else round(self._size[2])
        room = QRect(self._below.topLeft() * ratio, self._below.size() * ratio)
        over = (overlay(image, at * ratio, room) for image, at in images)
        self._over = tuple(one for one in over if one is not None)

    @property
    def kept(self) -> int:
        """Another number for each place that was kept; 0 where the next picture cannot be painted below the header."""
        return 0 if self._size is None or self._above % 2 or self._below.isEmpty() else self._kept

    @property
    def below(self) -> QRect:
        """What another picture changes then."""
        return self._below

    def fits(self, frame: Frame, ratio: float) -> bool:
        """Whether a picture can be painted by what was kept, on a screen with such pixels."""
        return (frame.width, frame.height, ratio) == self._size

    def paint(self, painter: QPainter, frame: Frame, canvas: Canvas, news: News) -> Painting:
        """Paint one that fits."""
        if not news.kept:
            for part in self._ground:
                painter.fillRect(part, strips.GROUND)
            surface, above = canvas.surface(self._inside), 0
        else:
            surface, above = self._surface_below(canvas), self._above
        over = self._over if news.kept else ()
        writes = () if surface is None else frame.writes(surface, above, over)
        if not writes:
            painter.setClipRect(self._below if news.kept else self._inside)
            painter.drawImage(self._where, image_of(frame))
            painter.setClipping(False)
        is_kept = news.kept > 0
        return Painting(writes, has_marks=is_kept and bool(writes), has_header=is_kept and not news.says_more)

    def _surface_below(self, canvas: Canvas) -> Surface | None:
        memory = canvas.memory
        if memory is None or memory != self._memory:
            self._memory, self._surface = memory, canvas.surface(self._below)
        return self._surface
