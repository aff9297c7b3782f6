"""Most paints of a tile: another picture, and nothing else is new.

Fifteen times a second a tile asks what of twenty things lies over its picture, and where it goes; on a wall of 25 that
cost more than the picture itself. So where a live picture was painted is kept, and the next ones are painted there for
as long as nobody says (``forget``) that more is another than the picture, and its second.
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
    """Whether mark and frame are there then, as they should be."""
    has_header: bool = True
    """The same of the header."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left for a painter."""
        return self.has_marks and self.has_header


class NextPicture:
    """What stays from picture to picture, until it is forgotten. All in pixels of the pane."""

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
        """What lies over the next pictures below the header, and where in the pane, until it is said anew.

        What reaches out of the picture is cut off there.
        """
        assert self._size is not None
        ratio = round(self._size[2])
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

    def fits(self, frame: Frame, ratio: float, kept: int) -> bool:
        """Whether a picture can be painted on a screen with such pixels by what was kept, as it was ``kept``, or 0."""
        return (frame.width, frame.height, ratio) == self._size and kept in (0, self._kept)

    def paint_below(self, painter: QPainter, frame: Frame, canvas: Canvas) -> Writes:
        """Paint one that fits, below the header; what is to be called for it: if anything is, all lies over it then."""
        surface = self._surface_below(canvas)
        return self._paint(painter, frame, surface, self._below, self._above, self._over)

    def paint_whole(self, painter: QPainter, frame: Frame, canvas: Canvas) -> Writes:
        """Paint one that fits, and the ground around it; what is to be called for it, if anything is."""
        for part in self._ground:
            painter.fillRect(part, strips.GROUND)
        return self._paint(painter, frame, canvas.surface(self._inside), self._inside, 0, ())

    def _paint(
        self,
        painter: QPainter,
        frame: Frame,
        surface: Surface | None,
        part: QRect,
        above: int,
        over: tuple[Overlay, ...],
    ) -> Writes:
        writes = () if surface is None else frame.writes(surface, above, over)
        if not writes:
            painter.setClipRect(part)
            painter.drawImage(self._where, image_of(frame))
            painter.setClipping(False)
        return writes

    def _surface_below(self, canvas: Canvas) -> Surface | None:
        memory = canvas.memory
        if memory is None or memory != self._memory:
            self._memory, self._surface = memory, canvas.surface(self._below)
        return self._surface
