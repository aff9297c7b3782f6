"""PMTiles of version 3: one file with a directory of its tiles (github.com/protomaps/PMTiles, spec v3).

The header and the order of tiles are the library's; directories are read here, since the library unpacks whatever a
file says without a limit. The file is read, not mapped: one that shrinks under a map kills the program.
"""

import threading
from collections import OrderedDict
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import msgspec
from pmtiles.tile import Compression, Entry, TileType, deserialize_header, find_tile, zxy_to_tileid

from console.domain.map_tiles import PACKED_LIMIT, UNPACKED_LIMIT, BaseFacts, TileUnusable, unpacked
from console.language import _
from console.mapping.archive_facts import ArchiveUnusable, facts, sane_bounds

MAGIC = b"PMTiles"

_HEADER = 127
_DEPTH = 4
"""Directories above one another: the root and at most three leaves (spec v3, section 4)."""

_LEAVES_KEPT = 32
_PACKINGS = (Compression.NONE, Compression.GZIP, Compression.UNKNOWN)
_TYPES = (TileType.MVT, TileType.PNG, TileType.JPEG, TileType.WEBP)


class PMTiles:
    """An open file. ``facts`` tell what it is; any thread may ask for tiles.

    Raises ArchiveUnusable, OSError, or TileUnusable and ValueError (a damaged file).
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._leaves: OrderedDict[int, list[Entry]] = OrderedDict()
        self._file = path.open("rb")
        with ExitStack() as fault:
            fault.callback(self._file.close)
            self._header = self._checked_header(path)
            self.facts = self._look(path)
            fault.pop_all()

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """The bytes as they lie there; None where there is none. Raises OSError or TileUnusable."""
        place = zxy_to_tileid(zoom, column, row)
        at, length = self._header["root_offset"], self._header["root_length"]
        for _level in range(_DEPTH):
            found = find_tile(self._directory(at, length), place)
            if found is None:
                return None
            if found.run_length:
                return self._read(self._header["tile_data_offset"] + found.offset, found.length, PACKED_LIMIT)
            at, length = self._header["leaf_directory_offset"] + found.offset, found.length
        return None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _checked_header(self, path: Path) -> dict[str, Any]:
        """The header, of a file that is whole and of a kind that can be shown."""
        raw, size = self._file.read(_HEADER), path.stat().st_size
        if len(raw) < _HEADER:
            raise ArchiveUnusable(_("{file} is cut short; please copy it again.").format(file=path.name))
        if raw[7] != 3:
            text = _("{file} is a PMTiles archive of version {version}; only version 3 can be read.")
            raise ArchiveUnusable(text.format(file=path.name, version=raw[7]))
        header = cast(dict[str, Any], deserialize_header(raw))
        ends = (header[f"{part}_offset"] + header[f"{part}_length"] for part in ("root", "metadata", "tile_data"))
        if max(ends) > size:
            raise ArchiveUnusable(_("{file} is cut short; please copy it again.").format(file=path.name))
        packings = {header["internal_compression"], header["tile_compression"]}
        if header["tile_type"] not in _TYPES or not packings.issubset(_PACKINGS):
            text = _("{file} holds tiles of a kind that this console cannot draw.")
            raise ArchiveUnusable(text.format(file=path.name), f"{header['tile_type']} {packings}")
        return header

    def _look(self, path: Path) -> BaseFacts:
        header = self._header
        sample = self._sample()
        if sample is None:
            raise ArchiveUnusable(_("{file} holds no map tiles.").format(file=path.name))
        corners = (header[f"{name}_e7"] / 1e7 for name in ("min_lon", "min_lat", "max_lon", "max_lat"))
        zooms = header["min_zoom"], max(header["min_zoom"], header["max_zoom"])
        return facts(self._metadata(), zooms, sane_bounds(tuple(corners)), unpacked(sample, UNPACKED_LIMIT), path.stem)

    def _sample(self) -> bytes | None:
        """The first tile of all; None where there is none."""
        at, length = self._header["root_offset"], self._header["root_length"]
        for _level in range(_DEPTH):
            entries = self._directory(at, length)
            if not entries:
                return None
            first = entries[0]
            if first.run_length:
                return self._read(self._header["tile_data_offset"] + first.offset, first.length, PACKED_LIMIT)
            at, length = self._header["leaf_directory_offset"] + first.offset, first.length
        return None

    def _metadata(self) -> dict[str, Any]:
        """The metadata; nothing where it is no JSON object."""
        raw = self._read(self._header["metadata_offset"], self._header["metadata_length"], PACKED_LIMIT)
        try:
            return msgspec.json.decode(unpacked(raw, UNPACKED_LIMIT), type=dict[str, Any])
        except (msgspec.DecodeError, TileUnusable):
            return {}

    def _directory(self, at: int, length: int) -> list[Entry]:
        with self._lock:
            if (kept := self._leaves.get(at)) is not None:
                self._leaves.move_to_end(at)
                return kept
        entries = _entries(unpacked(self._read(at, length, PACKED_LIMIT), UNPACKED_LIMIT))
        with self._lock:
            self._leaves[at] = entries
            if len(self._leaves) > _LEAVES_KEPT:
                self._leaves.popitem(last=False)
        return entries

    def _read(self, at: int, length: int, limit: int) -> bytes:
        if length > limit:
            raise TileUnusable(f"{length} bytes are too many")
        with self._lock:
            self._file.seek(at)
            found = self._file.read(length)
        if len(found) < length:
            raise TileUnusable("the file is cut short")
        return found


def _entries(raw: bytes) -> list[Entry]:
    """A directory: the count, then a column each of tile ids (as differences), runs, lengths and offsets."""
    numbers = _Numbers(raw)
    count = numbers.next()
    if count > len(raw) // 4:
        raise TileUnusable("a directory says it is larger than it is")
    entries, place = [], 0
    for _n in range(count):
        place += numbers.next()
        entries.append(Entry(place, 0, 0, 0))
    for entry in entries:
        entry.run_length = numbers.next()
    for entry in entries:
        entry.length = numbers.next()
    behind = 0
    for entry in entries:
        told = numbers.next()
        entry.offset = told - 1 if told else behind
        behind = entry.offset + entry.length
    return entries


class _Numbers:
    """Reads variable-length numbers, one after the other."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def next(self) -> int:
        """The next number. Raises TileUnusable behind the end, or beyond 64 bits."""
        value = shift = 0
        while self._at < len(self._raw) and shift < 64:
            byte = self._raw[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise TileUnusable("a directory is damaged")
