"""A scene all around: filmed as upright strips side by side, which a camera that turns looks at a part of.

Each strip is an ordinary picture of a narrow angle with a level lens, so that beside each other they are a cylinder to
within a fortieth: turning is moving a window over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.scene import Drawing, filmed

STRIP_DEG = 30
"""Width of a strip."""


@dataclass(frozen=True)
class Panorama:
    """How much of the surroundings is filmed, and how large.

    Attributes:
        strips: How many, side by side.
        strip_width: Pixels of each.
        above: Degrees above the horizon.
        below: Degrees below the horizon.
    """

    strips: int
    strip_width: int
    above: float
    below: float

    @property
    def width(self) -> int:
        """Pixels."""
        return self.strips * self.strip_width

    @property
    def height(self) -> int:
        """Pixels, even."""
        return self._half - self._skipped

    @property
    def focal(self) -> float:
        """Focal length of a strip in pixels: rows from the horizon are this times the tangent of the elevation."""
        return self.strip_width / 2 / math.tan(math.radians(STRIP_DEG / 2))

    @property
    def horizon(self) -> int:
        """The row at which the horizon lies."""
        return self._half // 2 - self._skipped

    @property
    def field(self) -> float:
        """Degrees all in all."""
        return float(self.strips * STRIP_DEG)

    @property
    def _half(self) -> int:
        """Height of a whole strip; the horizon is in its middle."""
        return round(self.focal * math.tan(math.radians(max(self.above, self.below)))) // 2 * 4

    @property
    def _skipped(self) -> int:
        """Rows of sky that are left out."""
        return (self._half // 2 - round(self.focal * math.tan(math.radians(self.above)))) // 2 * 2

    def filmed(self, drawing: Callable[[], Drawing], count: int) -> Iterator[Frame]:
        """The first ``count`` frames of a scene's minute; the same Frame object each time, without the clock."""
        middle = drawing().lens.yaw
        first = middle - self.field / 2 + STRIP_DEG / 2
        yaws = [first + number * STRIP_DEG for number in range(self.strips)]
        films = [filmed(self._turned(drawing(), yaw), self.strip_width, self._half, count) for yaw in yaws]
        whole = Frame(self.width, self.height)
        for parts in zip(*films, strict=True):
            for number, part in enumerate(parts):
                self._lay(whole, part, number)
            yield whole

    def _turned(self, drawing: Drawing, yaw: float) -> Drawing:
        drawing.lens = replace(drawing.lens, yaw=yaw, pitch=0.0, field=float(STRIP_DEG), bend=0.0)
        drawing.fall_off = 0.0  # dark corners would be dark stripes
        return drawing

    def _lay(self, whole: Frame, part: Frame, number: int) -> None:
        left, width, skipped = number * self.strip_width, self.strip_width, self._skipped
        whole.luma[:, left : left + width] = part.luma[skipped:]
        whole.chroma[:, :, left // 2 : (left + width) // 2] = part.chroma[:, skipped // 2 :]
