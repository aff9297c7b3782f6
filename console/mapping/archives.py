"""Archives of map tiles in one file: MBTiles and PMTiles, raster and vector, known by what is in them, not by a name.

Opening and reading may be slow (a network drive): call them off the window's thread.
"""

import logging
import sqlite3
from pathlib import Path

from console.domain.map_tiles import BaseFacts, BaseKind, Bounds, checked
from console.language import _
from console.mapping import mbtiles, pmtiles3
from console.mapping.archive_facts import ArchiveUnusable
from console.mapping.mbtiles import MBTiles
from console.mapping.pmtiles3 import PMTiles

__all__ = ["Archive", "ArchiveUnusable"]

log = logging.getLogger(__name__)

_DAMAGE = (sqlite3.Error, OSError, ValueError)
"""What reading a tile of a damaged file, or of one that was closed meanwhile, may come to."""


class Archive:
    """A base map in a file. Any thread may ask for tiles."""

    def __init__(self, path: Path, file: MBTiles | PMTiles) -> None:
        self.path = path
        self.problem = ""
        """What is wrong with its tiles, as a sentence; "" while nothing is."""
        self._file = file

    @classmethod
    def open(cls, path: Path) -> "Archive":
        """Open a file. Raises ArchiveUnusable, with a sentence that says why, for no archive or a damaged one."""
        try:
            with path.open("rb") as file:
                start = file.read(16)
            if start.startswith(pmtiles3.MAGIC):
                return cls(path, PMTiles(path))
            if start == mbtiles.MAGIC:
                return cls(path, MBTiles(path))
        except OSError as fault:
            raise ArchiveUnusable(_("{file} cannot be read.").format(file=path.name), str(fault)) from fault
        except (sqlite3.Error, ValueError) as fault:
            text = _("{file} is damaged; please copy it again.").format(file=path.name)
            raise ArchiveUnusable(text, repr(fault)) from fault
        if not start:
            raise ArchiveUnusable(_("{file} is empty.").format(file=path.name))
        raise ArchiveUnusable(_("{file} is no archive of map tiles (MBTiles or PMTiles).").format(file=path.name))

    @property
    def facts(self) -> BaseFacts:
        """All it is known by."""
        return self._file.facts

    @property
    def kind(self) -> BaseKind:
        """Raster or vector."""
        return self.facts.kind

    @property
    def name(self) -> str:
        """What it calls itself, else the file's name."""
        return self.facts.name

    @property
    def attribution(self) -> str:
        """Whose data it is, as plain text."""
        return self.facts.attribution

    @property
    def min_zoom(self) -> int:
        """First zoom that has tiles."""
        return self.facts.min_zoom

    @property
    def max_zoom(self) -> int:
        """Last zoom that has tiles."""
        return self.facts.max_zoom

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self.facts.bounds

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """An unpacked tile, rows counted from the north; None where there is none, or only a damaged one.

        Damage is logged and told by ``problem``.
        """
        facts = self.facts
        if not (facts.min_zoom <= zoom <= facts.max_zoom and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
            return None
        try:
            found = self._file.tile(zoom, column, row)
            return checked(found, facts.kind) or None if found else None
        except _DAMAGE as fault:
            if not self.problem:
                log.warning("%s: tile %d/%d/%d: %s", self.path.name, zoom, column, row, fault)
                self.problem = _("Some tiles of {file} are damaged; the schematic stands in for them.").format(
                    file=self.path.name
                )
            return None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
