"""Decoded pictures made as large as their tile, and of pixels: by chains of ffmpeg's filters, or by ``libyuv``.

A chain uses the memory of a picture again as soon as nobody holds it. A new piece for each would come from the system
page by page and go back to it (``spare_memory``): that costs more than scaling does, 0.4 ms for 640 x 360.
"""

from fractions import Fraction
from threading import local

from av.filter import Graph
from av.video.frame import VideoFrame

from console.video import libyuv
from console.video.frames import fitted
from console.video.libyuv import Planes
from console.video.timeline import CLOCK

SMALLER, LARGER = "area", "bilinear"
"""How pictures are scaled: by the mean of what falls into a pixel, or smoothly between them."""

PIXELS = "bgra"

CHAINS = 32
"""Kinds of pictures for which a thread keeps a chain; a wall shows two or three."""

UNTOLD = 2
SPACES = frozenset({0, 1, UNTOLD, 4, 5, 6, 7, 9})
"""Numbers of colour spaces (ITU-T H.273, table 4) that ffmpeg makes pixels of."""

Kind = tuple[object, ...]


def _kind(picture: VideoFrame) -> Kind:
    return picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range


class Scaler:
    """Makes the pictures of one stream fit ``box`` (width and height in pixels), aspect kept."""

    def __init__(self, box: tuple[int, int]) -> None:
        self._box = box
        self._of: Kind | None = None
        self._size = (0, 0)
        self._matrix: int | None = None
        self._plain: tuple[int, int] | None = None
        self._chain: Graph | None = None
        self._spare = libyuv.spare()

    def scaled(self, picture: VideoFrame) -> VideoFrame | Planes:
        """The same in its size, coded as it was; in planes where libyuv makes its pixels.

        Raises:
            OSError: of such pictures no pixels can be made.
        """
        of = _kind(picture)
        is_new = of != self._of
        if is_new:
            self._of = of
            self._look_at(picture)
        if self._matrix is None or self._chain is not None:
            _forget_oddities(picture)
        if self._chain is not None:
            self._chain.vpush(picture)
            picture = self._chain.vpull()
        if self._matrix is None:
            if is_new:
                IN_PIXELS.of(picture)  # what cannot be done must not be found out by who paints
            return picture
        planes = Planes.of(picture, self._matrix)
        return planes if self._plain is None else planes.scaled(self._plain, self._spare)

    def _look_at(self, picture: VideoFrame) -> None:
        source = picture.width, picture.height
        self._matrix = libyuv.matrix_of(picture)
        self._plain = None if self._matrix is None else libyuv.plain_size(source, self._box)
        self._size = self._plain or fitted(source, self._box)
        if self._size == source:
            self._plain = None
        self._chain = None if self._size in (source, self._plain) else self._chain_for(picture)

    def _chain_for(self, picture: VideoFrame) -> Graph:
        width, height = self._size
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


def _forget_oddities(picture: VideoFrame) -> None:
    """A camera may say of its colours what ffmpeg refuses; they are then seen as if it had said nothing."""
    picture.color_trc = picture.color_primaries = UNTOLD
    if picture.colorspace not in SPACES:
        picture.colorspace = UNTOLD


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
