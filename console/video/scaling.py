"""Decoded pictures made as large as their tile, and of pixels: by a chain of ffmpeg's filters.

A chain uses the memory of a picture again as soon as nobody holds it. A new piece for each would come from the system
page by page and go back to it (``spare_memory``): that costs more than scaling does, 0.4 ms for 640 x 360.
"""

from fractions import Fraction

from av.filter import Graph
from av.video.frame import VideoFrame

from console.video.frames import fitted
from console.video.timeline import CLOCK

SMALLER, LARGER = "area", "bilinear"
"""How pictures are scaled: by the mean of what falls into a pixel, or smoothly between them."""

PIXELS = "bgra"


class Scaler:
    """Makes the pictures of one stream fit ``box`` (width and height in pixels), aspect kept."""

    def __init__(self, box: tuple[int, int]) -> None:
        self._box = box
        self._of: object = None
        self._chain = Graph()

    def scaled(self, picture: VideoFrame) -> VideoFrame:
        """The same in pixels of 32 bits (blue, green, red, unused), valid as long as somebody holds it."""
        of = picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range
        if of != self._of:
            self._of, self._chain = of, self._chain_for(picture)
        self._chain.vpush(picture)
        return self._chain.vpull()

    def _chain_for(self, picture: VideoFrame) -> Graph:
        """Scaled as it is, and only then made into pixels: both at once take 233 us to 382 x 214, so it is 149."""
        chain = Graph()
        chain.threads = 1  # more would wake each other for every small picture
        last = chain.add_buffer(
            width=picture.width,
            height=picture.height,
            format=picture.format,
            time_base=picture.time_base or Fraction(1, CLOCK),
        )
        width, height = fitted((picture.width, picture.height), self._box)
        steps = [("scale", f"flags={LARGER}"), ("format", PIXELS)]
        if (width, height) != (picture.width, picture.height):
            way = SMALLER if width < picture.width else LARGER
            steps = [("scale", f"{width}:{height}:flags={way}"), ("format", picture.format.name), *steps]
        for name, arguments in (*steps, ("buffersink", "")):
            step = chain.add(name, arguments)
            last.link_to(step)
            last = step
        chain.configure()
        return chain
