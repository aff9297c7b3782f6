"""Decoded pictures made as large as their tile, and of pixels: by chains of ffmpeg's filters.

A chain uses the memory of a picture again as soon as nobody holds it. A new piece for each would come from the system
page by page and go back to it (``spare_memory``): that costs more than scaling does, 0.4 ms for 640 x 360.
"""

from fractions import Fraction
from threading import local

from av.filter import Graph
from av.video.frame import VideoFrame

from console.video.frames import fitted
from console.video.timeline import CLOCK

SMALLER, LARGER = "area", "bilinear"
"""How pictures are scaled: by the mean of what falls into a pixel, or smoothly between them."""

PIXELS = "bgra"

CHAINS = 32
"""Kinds of pictures for which a thread keeps a chain; a wall shows two or three."""

Kind = tuple[object, ...]


def _kind(picture: VideoFrame) -> Kind:
    return picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range


class Scaler:
    """Makes the pictures of one stream fit ``box`` (width and height in pixels), aspect kept."""

    def __init__(self, box: tuple[int, int]) -> None:
        self._box = box
        self._of: Kind | None = None
        self._chain: Graph | None = None

    def scaled(self, picture: VideoFrame) -> VideoFrame:
        """The same in its size, coded as it was; the picture itself where it has that size."""
        of = _kind(picture)
        if of != self._of:
            self._of, self._chain = of, self._chain_for(picture)
        if self._chain is None:
            return picture
        self._chain.vpush(picture)
        return self._chain.vpull()

    def _chain_for(self, picture: VideoFrame) -> Graph | None:
        width, height = fitted((picture.width, picture.height), self._box)
        if (width, height) == (picture.width, picture.height):
            return None
        way = SMALLER if width < picture.width else LARGER
        return _chain(picture, ("scale", f"{width}:{height}:flags={way}"), ("format", picture.format.name))


class InPixels(local):
    """Makes pixels of pictures, with chains of each thread's own.

    All pictures of a kind go through one chain, so that their pixels come into the same memory if those before are let
    go: it stays in the processor's cache.
    """

    def __init__(self) -> None:
        self._chains: dict[Kind, Graph] = {}

    def of(self, picture: VideoFrame) -> VideoFrame:
        """The same in pixels of 32 bits (blue, green, red, unused), valid as long as somebody holds it."""
        of = _kind(picture)
        chain = self._chains.get(of)
        if chain is None:
            if len(self._chains) == CHAINS:
                self._chains.clear()
            chain = self._chains[of] = _chain(picture, ("scale", f"flags={LARGER}"), ("format", PIXELS))
        chain.vpush(picture)
        return chain.vpull()


IN_PIXELS = InPixels()
"""For whoever paints."""


def _chain(picture: VideoFrame, *steps: tuple[str, str]) -> Graph:
    chain = Graph()
    chain.threads = 1  # more would wake each other for every small picture
    last = chain.add_buffer(
        width=picture.width,
        height=picture.height,
        format=picture.format,
        time_base=picture.time_base or Fraction(1, CLOCK),
    )
    for name, arguments in (*steps, ("buffersink", "")):
        step = chain.add(name, arguments)
        last.link_to(step)
        last = step
    chain.configure()
    return chain
