"""Tiles of base maps as bytes: what kinds there are, how they are told apart by content, and how much is too much.

Archives and servers are foreign: a tile is looked at before anybody decodes it, unpacked within a limit, and an image
of absurd size is refused by its header.
"""

import zlib
from enum import StrEnum
from typing import Literal

from msgspec import Struct

PACKED_LIMIT = 4 * 1024 * 1024
"""Largest tile as it lies in an archive or comes from a server, bytes; the usual limit of tile makers is 0.5 MB."""

UNPACKED_LIMIT = 16 * 1024 * 1024
"""Largest vector tile when unpacked, bytes."""

SIDE_LIMIT = 2048
"""Longest side of a raster tile, pixels; usual are 256 and 512."""

LAST_ZOOM = 24
"""Deepest zoom that any archive may have (a tile is half a metre wide there)."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (WGS84)."""

WORLD: Bounds = (-180.0, -85.0511, 180.0, 85.0511)

VECTOR_PX = 512
"""Side at which a vector tile is drawn, pixels of the screen."""

_LAYER = 0x1A
"""First byte of a vector tile: field 3 (a layer), length-delimited (Mapbox Vector Tile 2.1, section 4.1)."""

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that carry its size (ITU-T T.81, table B.1)."""


class BaseKind(StrEnum):
    """How a base map is drawn."""

    SCHEMATIC = "schematic"
    RASTER = "raster"
    VECTOR = "vector"


class TileKind(StrEnum):
    """What a tile's bytes are."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    MVT = "mvt"

    @property
    def base(self) -> BaseKind:
        """The kind of base that such tiles make."""
        return BaseKind.VECTOR if self is TileKind.MVT else BaseKind.RASTER


class BaseFacts(Struct, frozen=True):
    """What a base map is. ``tile_px`` is the side at which a tile is drawn, in pixels of the screen.

    ``has_names``: whether its tiles bring names of streets and places.
    """

    kind: BaseKind
    name: str
    attribution: str
    min_zoom: int
    max_zoom: int
    bounds: Bounds
    tile_px: int
    has_names: bool


class BaseUnusable(Exception):
    """A base map cannot be used; ``str`` is one clear sentence for the operator, ``details`` for those who mend it."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


class TileUnusable(ValueError):
    """A tile is not what it should be; ``str`` is for the log."""


def kind_of(tile: bytes) -> TileKind | None:
    """What an unpacked tile is, by its first bytes; None for anything else (a web page, text, a cut image)."""
    if tile.startswith(b"\x89PNG\r\n\x1a\n"):
        return TileKind.PNG
    if tile.startswith(b"\xff\xd8\xff"):
        return TileKind.JPEG
    if tile[:4] == b"RIFF" and tile[8:12] == b"WEBP":
        return TileKind.WEBP
    return TileKind.MVT if tile[:1] == bytes([_LAYER]) else None


def checked(tile: bytes, base: BaseKind) -> bytes:
    """The tile unpacked; b"" stays what it is: nothing there.

    Raises TileUnusable for what a base of this kind cannot show: too large, damaged, or something else altogether.
    """
    if len(tile) > PACKED_LIMIT:
        raise TileUnusable(f"{len(tile)} bytes are too many for a tile")
    found = unpacked(tile, UNPACKED_LIMIT)
    if not found:
        return b""
    kind = kind_of(found)
    if kind is None or kind.base is not base:
        raise TileUnusable(f"{kind or 'something else'} instead of a {base} tile: {found[:24]!r}")
    if kind.base is BaseKind.RASTER:
        side_of(found)
    return found


def unpacked(data: bytes, limit: int) -> bytes:
    """``data``, decompressed where it is gzip or zlib. Raises TileUnusable beyond ``limit`` bytes, or when damaged."""
    if data[:2] != b"\x1f\x8b" and not (data[:1] == b"\x78" and int.from_bytes(data[:2]) % 31 == 0):
        return data
    machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        found = machine.decompress(data, limit)
    except zlib.error as fault:
        raise TileUnusable(f"cannot be unpacked: {fault}") from fault
    if machine.unconsumed_tail:
        raise TileUnusable(f"unpacks to more than {limit} bytes")
    if not machine.eof:
        raise TileUnusable("is cut short")
    return found


def side_of(image: bytes) -> int:
    """The longer side of an image in pixels, by its header. Raises TileUnusable where it has none, or an absurd one."""
    try:
        side = max(_size(image))
    except IndexError as fault:
        raise TileUnusable("an image is cut short") from fault
    if not 0 < side <= SIDE_LIMIT:
        raise TileUnusable(f"an image of {side} pixels")
    return side


def _size(image: bytes) -> tuple[int, int]:
    match kind_of(image):
        case TileKind.PNG:
            return _number(image, 16, 4, "big"), _number(image, 20, 4, "big")
        case TileKind.JPEG:
            return _jpeg_size(image)
        case TileKind.WEBP:
            return _webp_size(image)
        case other:
            raise TileUnusable(f"{other or 'something else'} instead of an image")


def _jpeg_size(image: bytes) -> tuple[int, int]:
    """From marker to marker until the frame's."""
    at = 2
    while (marker := image[at + 1]) not in _JPEG_FRAMES:
        if image[at] != 0xFF:
            raise TileUnusable("a JPEG without a frame")
        at += 1 if marker == 0xFF else 2 + max(_number(image, at + 2, 2, "big"), 2)
    return _number(image, at + 7, 2, "big"), _number(image, at + 5, 2, "big")


def _webp_size(image: bytes) -> tuple[int, int]:
    """By the first chunk: extended, lossless or lossy (RFC 9649)."""
    match image[12:16]:
        case b"VP8X":
            return _number(image, 24, 3, "little") + 1, _number(image, 27, 3, "little") + 1
        case b"VP8L":
            bits = _number(image, 21, 4, "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            return _number(image, 26, 2, "little") & 0x3FFF, _number(image, 28, 2, "little") & 0x3FFF


def _number(data: bytes, at: int, length: int, order: Literal["big", "little"]) -> int:
    if len(data) < at + length:
        raise IndexError(at)
    return int.from_bytes(data[at : at + length], order)
