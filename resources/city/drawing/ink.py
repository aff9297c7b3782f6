"""Reads the drawing: plain text files in which headings name things and the lines below them say where they lie.

A heading is ``WORD ID | field | field``; a line of points is ``lon,lat lon,lat`` or ``cU:V``, metres along a grid.
"""

from dataclasses import dataclass, field
from math import cos, hypot, radians, sin
from pathlib import Path

HERE = Path(__file__).parent
MIDDLE_LAT = 43.24
LAT_M = 111_195.0
"""Metres in a degree of latitude, and below of longitude at the city's middle: flat enough to draw on."""
LON_M = LAT_M * cos(radians(MIDDLE_LAT))

Point = tuple[float, float]
"""Metres east and north on the drawing's flat paper."""


@dataclass
class Drawn:
    """One heading of a drawing file with the lines below it, split at blanks."""

    word: str
    id: str
    fields: list[str]
    lines: list[list[str]] = field(default_factory=list)


def read(name: str) -> list[Drawn]:
    """The things drawn in file ``name``, in its order."""
    found: list[Drawn] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if "|" in line and not line.startswith("#"):
            head, *fields = (part.strip() for part in line.split("|"))
            word, id_ = head.split(maxsplit=1)
            found.append(Drawn(word, id_, fields))
        elif line.strip() and not line.startswith("#"):
            found[-1].lines.append(line.split())
    return found


class Paper:
    """Knows where a written point lies, also one given along a turned grid."""

    def __init__(self, grids: list[Drawn]) -> None:
        self._grids: dict[str, tuple[Point, float]] = {}
        for grid in grids:
            self._grids[grid.id] = (self.point(grid.fields[0]), radians(float(grid.fields[1])))

    def point(self, text: str) -> Point:
        """The place of ``lon,lat`` or ``cU:V`` (``U`` metres along the grid's streets, ``V`` across)."""
        if text[0].isdigit():
            lon, lat = (float(part) for part in text.split(","))
            return lon * LON_M, lat * LAT_M
        (x, y), turn = self._grids[text[0]]
        u, v = (float(part) for part in text[1:].split(":"))
        return x + u * cos(turn) - v * sin(turn), y + u * sin(turn) + v * cos(turn)

    def line(self, words: list[str]) -> list[Point]:
        """The places of several written points."""
        return [self.point(word) for word in words]


def degrees_of(point: Point) -> list[float]:
    """``point`` as longitude and latitude, with the five decimals (1 m) that are written."""
    return [round(point[0] / LON_M, 5), round(point[1] / LAT_M, 5)]


def distance(a: Point, b: Point) -> float:
    """Metres between two places."""
    return hypot(a[0] - b[0], a[1] - b[1])
