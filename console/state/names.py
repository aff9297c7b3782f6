"""Ids of 150,000 things, row by row, as one text: read and searched as they lie in the cache, without an object each.

A dictionary of 150,000 takes 30 ms, at the moment at which the window has most to do, and with its keys 18 MB; this
takes 3 MB and no time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import overload
from zlib import crc32

import numpy as np
from msgspec import Struct

LARGEST = 1 << 30
"""Bytes of all together."""


class KeptNames(Struct, frozen=True):
    """Names as they lie in a cache: UTF-8, and as little-endian uint32 where each ends, its mark, the rows by mark."""

    text: bytes
    ends: bytes
    marks: bytes
    rows: bytes


class Names(Sequence[str]):
    """A list that also knows the row of each name. A name that comes twice is found in its first row.

    Raises:
        ValueError: what was kept does not fit together.
    """

    def __init__(self, kept: KeptNames) -> None:
        self._kept = kept
        self._ends, self._marks, self._rows = (
            np.frombuffer(column, np.uint32) for column in (kept.ends, kept.marks, kept.rows)
        )
        count = len(self._ends)
        fits = len(self._marks) == len(self._rows) == count and int(self._ends[-1:].sum()) == len(kept.text)
        if not fits or (count and (np.diff(self._ends.astype(np.int64)) < 0).any()) or (self._rows >= count).any():
            raise ValueError("names")

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Names in this order."""
        coded = [_coded(name) for name in names]
        if (size := sum(map(len, coded))) > LARGEST:
            raise ValueError(f"names of {size} bytes")
        marks = np.fromiter(map(crc32, coded), np.uint32, len(coded))
        rows = np.argsort(marks, kind="stable")
        ends = np.cumsum(np.fromiter(map(len, coded), np.int64, len(coded))).astype(np.uint32)
        columns = (ends, marks[rows], rows.astype(np.uint32))
        return cls(KeptNames(b"".join(coded), *(column.tobytes() for column in columns)))

    @property
    def kept(self) -> KeptNames:
        """For a cache."""
        return self._kept

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        end = int(self._ends[row])  # raises IndexError, which ends loops
        place = int(row) % len(self)
        return _name(self._kept.text[int(self._ends[place - 1]) if place else 0 : end])

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends.tolist():
            yield _name(self._kept.text[start:end])
            start = end

    def row_of(self, name: str) -> int | None:
        """The row of a name; None where it is none of them."""
        mark = np.uint32(crc32(_coded(name)))
        place = int(self._marks.searchsorted(mark))
        while place < len(self._marks) and self._marks[place] == mark:
            if self[row := int(self._rows[place])] == name:
                return row
            place += 1
        return None

    def rows_of(self, names: Collection[str]) -> list[int | None]:
        """The row of each name, None where it is none of them: of these it takes next to nothing."""
        marks = np.fromiter((crc32(_coded(name)) for name in names), np.uint32, len(names))
        places = np.searchsorted(self._marks, marks)
        are_likely = np.append(self._marks, np.uint32(0))[places] == marks
        return [self.row_of(name) if is_likely else None for name, is_likely in zip(names, are_likely, strict=True)]


def _coded(name: str) -> bytes:
    return name.encode(errors="surrogatepass")


def _name(coded: bytes) -> str:
    return coded.decode(errors="surrogatepass")
