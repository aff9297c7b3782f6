"""Digital zoom: which part of a picture is shown; pure values. All places are shares (0..1) of the whole picture."""

from typing import NamedTuple

from msgspec import Struct

MOST = 8.0
"""Beyond this a pixel of a main stream would be larger than a finger."""

STEP = 1.25
"""One notch of the wheel, or one press of a key."""

LEAST = 1.01
"""Below this it is no zoom."""


class Part(NamedTuple):
    """A part of a picture, as shares of its width and height."""

    left: float
    top: float
    width: float
    height: float


class Zoom(Struct, frozen=True):
    """So many times as large, around a middle."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_on(self) -> bool:
        """Whether less than the whole picture is shown."""
        return self.factor > 1.0

    @property
    def part(self) -> Part:
        """What is shown."""
        side = 1 / self.factor
        return Part(self.x - side / 2, self.y - side / 2, side, side)

    def by(self, times: float, x: float = 0.5, y: float = 0.5) -> "Zoom":
        """Larger or smaller; what is seen at (x, y), shares of what is shown, stays under the pointer."""
        factor = min(MOST, self.factor * times)
        if factor < LEAST:
            return Zoom()
        part = self.part
        at_x, at_y = part.left + x * part.width, part.top + y * part.height
        return _inside(factor, at_x + (0.5 - x) / factor, at_y + (0.5 - y) / factor)

    def panned(self, across: float, down: float) -> "Zoom":
        """Moved by shares of what is shown, as far as the picture reaches."""
        return _inside(self.factor, self.x + across / self.factor, self.y + down / self.factor)


WHOLE_PICTURE = Zoom()


def _inside(factor: float, x: float, y: float) -> Zoom:
    half = 0.5 / factor
    return Zoom(factor, min(max(x, half), 1 - half), min(max(y, half), 1 - half))
