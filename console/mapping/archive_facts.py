"""What an archive of map tiles says of itself, with everything absurd taken out: it comes from outside."""

import math
import unicodedata
from html.parser import HTMLParser
from typing import Any

from console.domain.map_tiles import (
    LAST_ZOOM,
    VECTOR_PX,
    WORLD,
    BaseFacts,
    BaseKind,
    BaseUnusable,
    Bounds,
    TileKind,
    TileUnusable,
    kind_of,
    side_of,
)

NAME_LIMIT = 80
ATTRIBUTION_LIMIT = 200
"""Longest texts taken, characters; an attribution names the sources, it is no essay."""


class ArchiveUnusable(BaseUnusable):
    """A file cannot be used as a base map."""


def facts(said: dict[str, Any], zooms: tuple[int, int], bounds: Bounds, sample: bytes, name: str) -> BaseFacts:
    """Facts of an archive. JPEG is what aerial photographs are kept in: they have no names.

    Args:
        said: its metadata, as it is.
        zooms: the first and last zoom it really has.
        bounds: see ``sane_bounds``.
        sample: one of its tiles, unpacked; it decides what kind of archive this is.
        name: what it is called where it says nothing.

    Raises TileUnusable where the sample is no tile.
    """
    kind = kind_of(sample)
    if kind is None:
        raise TileUnusable(f"no tile: {sample[:24]!r}")
    is_raster = kind.base is BaseKind.RASTER
    return BaseFacts(
        kind=kind.base,
        name=plain(said.get("name"), NAME_LIMIT) or name,
        attribution=plain(said.get("attribution"), ATTRIBUTION_LIMIT),
        min_zoom=min(max(zooms[0], 0), LAST_ZOOM),
        max_zoom=min(max(zooms[1], 0), LAST_ZOOM),
        bounds=bounds,
        tile_px=side_of(sample) if is_raster else VECTOR_PX,
        has_names=kind is not TileKind.JPEG,
    )


def sane_bounds(found: Any) -> Bounds:
    """West, south, east, north from four numbers, or a text of them; the whole world for anything else."""
    parts = found.split(",") if isinstance(found, str) else found
    try:
        west, south, east, north = (float(part) for part in parts)
    except (TypeError, ValueError):
        return WORLD
    if not all(map(math.isfinite, (west, south, east, north))):
        return WORLD
    west, east = max(west, WORLD[0]), min(east, WORLD[2])
    south, north = max(south, WORLD[1]), min(north, WORLD[3])
    return (west, south, east, north) if west < east and south < north else WORLD


def plain(text: Any, limit: int) -> str:
    """A foreign text as one line of plain words: no markup, no control or direction marks, at most ``limit`` long."""
    if not isinstance(text, str):
        return ""
    reader = _Words()
    reader.feed(text[: limit * 20])
    reader.close()
    words = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in "".join(reader.words))
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


class _Words(HTMLParser):
    """The text of a piece of HTML: attributions are mostly links. What scripts and styles hold is not text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.words.append(data)
