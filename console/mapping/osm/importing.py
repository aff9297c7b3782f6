"""An import from the extract to the archive, step by step."""

from pathlib import Path
from typing import Protocol

from msgspec import Struct

from console import clock
from console.mapping.osm import cutting, reading
from console.mapping.osm.encoding import encoded
from console.mapping.osm.grid import Bounds
from console.mapping.osm.reading import Seen
from console.mapping.osm.schema import LAST_ZOOM
from console.mapping.osm.spool import Spool
from console.mapping.osm.target import Target, Written

MOST_TILES = 1 << 22
"""Tiles of the last zoom that an import may cover: four million, a country like Kazakhstan twice."""


class NothingIn(Exception):
    """There is nothing to draw."""


class TooLarge(Exception):
    """What is to be drawn covers more than ``MOST_TILES``; the argument is how many."""


class Imported(Struct, frozen=True):
    """What an import made, of what, in how many seconds."""

    written: Written
    streets: int
    buildings: int
    left_out: int
    bounds: Bounds
    seconds: float


class Progress(Protocol):
    """Who wants to know how far an import is."""

    def reading(self, objects: int) -> None:
        """So many objects have been read."""

    def drawing(self, done: float, tiles: int) -> None:
        """That share of the shapes, 0 to 1, has become so many tiles."""


def run(file: Path, target: Path, name: str, bounds: Bounds | None, progress: Progress) -> Imported:
    """Make an archive of an extract: it is there as a whole, or as it was before.

    Args:
        file: the extract.
        target: the MBTiles file; replaced where there is one.
        name: of the map.
        bounds: what to draw of it, degrees; None for all.
        progress: is told.

    Raises:
        reading.Unreadable: the extract cannot be read.
        NothingIn: it has nothing to draw.
        TooLarge: it covers too much.
        OSError, sqlite3.Error: the disk does not take it.
    """
    began = clock.monotonic()
    seen = Seen()

    def told() -> None:
        progress.reading(seen.objects)

    told()
    covered = reading.extent(file, told)
    if covered is None:
        raise NothingIn
    bounds = covered if bounds is None else bounds.shared(covered)
    if not bounds.is_sound:
        raise NothingIn
    if (tiles := bounds.tiles(LAST_ZOOM)) > MOST_TILES:
        raise TooLarge(tiles)
    with Target(target) as archive:
        spool = Spool(archive.spool, bounds)
        try:
            for shape, drawn in reading.drawn(file, seen, told):
                spool.add(shape, drawn)
            spool.finish()
            _draw(spool, archive, progress)
        finally:
            spool.close()
        written = archive.finish(name, bounds)
    return Imported(written, spool.streets, spool.buildings, seen.left_out, bounds, clock.monotonic() - began)


def _draw(spool: Spool, archive: Target, progress: Progress) -> None:
    blocks = spool.blocks()
    whole, done, tiles = sum(block.size for block in blocks), 0, 0
    for block in blocks:
        progress.drawing(done / whole, tiles)
        for tile in cutting.tiles(block, spool.pieces(block)):
            archive.put(tile.zoom, tile.x, tile.y, list(tile.layers), encoded(tile))
            tiles += 1
        done += block.size
    if not tiles:
        raise NothingIn
    progress.drawing(1.0, tiles)
