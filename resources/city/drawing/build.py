"""Turns the drawing (``*.txt``: bends, borders, outlines by hand) into the GeoJSON layers that the programs read.

The drawing says where a street bends; here the crossings are found, so that streets that meet share a vertex and the
layer can be routed on. Run after each change of the drawing: ``python resources/city/drawing/build.py``.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, hypot, radians, sin
from pathlib import Path

HERE = Path(__file__).parent
MIDDLE_LAT = 43.24
LAT_M = 111_195.0
LON_M = LAT_M * cos(radians(MIDDLE_LAT))
END_SNAPS_M = 130.0
"""An end this near to another street was meant to meet it."""
SAME_CORNER_M = 25.0
"""Crossings nearer to each other than this are one corner."""
STUB_M = 70.0
"""What sticks out less than this beyond the last corner was drawn too far."""

Point = tuple[float, float]


@dataclass
class Drawn:
    """One heading of a drawing file with the lines below it, split at blanks."""

    word: str
    id: str
    fields: list[str]
    lines: list[list[str]] = field(default_factory=list)


def read(name: str) -> list[Drawn]:
    """The headings of ``name``: ``word ID | field | field`` and the lines that follow each."""
    found: list[Drawn] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(("c", "w", "7", "-")) and "|" not in line or "|" not in line and found:
            found[-1].lines.append(line.split())
        else:
            head, *fields = (part.strip() for part in line.split("|"))
            word, id_ = head.split(maxsplit=1)
            found.append(Drawn(word, id_, fields))
    return found


class Paper:
    """Where a written point lies: ``lon,lat`` or ``cU:V``, metres along a named grid; answers metres east and north."""

    def __init__(self, grids: list[Drawn]) -> None:
        self.grids: dict[str, tuple[Point, float]] = {}
        for grid in grids:
            self.grids[grid.id] = (self.point(grid.fields[0]), radians(float(grid.fields[1])))

    def point(self, text: str) -> Point:
        if text[0].isdigit():
            lon, lat = (float(part) for part in text.split(","))
            return lon * LON_M, lat * LAT_M
        (x, y), turn = self.grids[text[0]]
        u, v = (float(part) for part in text[1:].split(":"))
        return x + u * cos(turn) - v * sin(turn), y + u * sin(turn) + v * cos(turn)

    def line(self, words: list[str]) -> list[Point]:
        return [self.point(word) for word in words]


def degrees_of(point: Point) -> list[float]:
    """``point`` as longitude and latitude with the five decimals (1 m) that are written."""
    return [round(point[0] / LON_M, 5), round(point[1] / LAT_M, 5)]


def distance(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def share_along(a: Point, b: Point, p: Point) -> float:
    """How far along from ``a`` (0) to ``b`` (1) the place nearest to ``p`` lies."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)))


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def crossing(a: Point, b: Point, c: Point, d: Point) -> tuple[float, float] | None:
    """Shares along ``ab`` and ``cd`` at which the two segments cross; None where they do not."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    turn = rx * sy - ry * sx
    if turn == 0:
        return None
    qx, qy = c[0] - a[0], c[1] - a[1]
    t, u = (qx * sy - qy * sx) / turn, (qx * ry - qy * rx) / turn
    return (t, u) if 0 <= t <= 1 and 0 <= u <= 1 else None


class Network:
    """The street lines while their corners are looked for; ``corners[i]`` are (segment + share, place) on line i."""

    def __init__(self, lines: list[list[Point]], apart: list[set[int]]) -> None:
        self.lines = lines
        self.apart = apart
        self.corners: list[list[tuple[float, Point]]] = [[] for _ in lines]

    def join_ends(self) -> None:
        for i, line in enumerate(self.lines):
            for end in (0, -1):
                near = self._nearest(i, line[end])
                if near is not None:
                    other, position, place = near
                    self.corners[other].append((position, place))
                    line[end] = place

    def _nearest(self, i: int, p: Point) -> tuple[int, float, Point] | None:
        best: tuple[float, int, float, Point] | None = None
        for j, line in enumerate(self.lines):
            if j == i or j in self.apart[i]:
                continue
            for k, (a, b) in enumerate(zip(line, line[1:], strict=False)):
                share = share_along(a, b, p)
                place = between(a, b, share)
                gap = distance(place, p)
                if gap < (best[0] if best else END_SNAPS_M):
                    best = gap, j, k + share, place
        return best[1:] if best else None

    def cross(self) -> None:
        for i, one in enumerate(self.lines):
            for j in range(i):
                if j not in self.apart[i]:
                    self._cross_pair(i, one, j, self.lines[j])

    def _cross_pair(self, i: int, one: list[Point], j: int, other: list[Point]) -> None:
        for k, (a, b) in enumerate(zip(one, one[1:], strict=False)):
            for m, (c, d) in enumerate(zip(other, other[1:], strict=False)):
                if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
                    continue
                if shares := crossing(a, b, c, d):
                    place = between(a, b, shares[0])
                    self.corners[i].append((k + shares[0], place))
                    self.corners[j].append((m + shares[1], place))

    def woven(self) -> list[list[Point]]:
        """The lines with their corners put in, corners that are nearly the same made one, loose stubs cut."""
        merged = one_place_each([place for corners in self.corners for _, place in corners])
        woven = []
        for line, corners in zip(self.lines, self.corners, strict=True):
            steps = sorted([*((float(k), p) for k, p in enumerate(line)), *corners])
            places = [merged(p) for _, p in steps]
            line = [p for k, p in enumerate(places) if k == 0 or p != places[k - 1]]
            woven.append(line)
        shared = {p for p in (merged(q) for corners in self.corners for _, q in corners)}
        return [without_stubs(line, shared) for line in woven]


def one_place_each(places: list[Point]):  # noqa: ANN201
    """A function that maps each point to the first known corner within ``SAME_CORNER_M`` of it, else to itself."""
    kept: list[Point] = []
    for p in places:
        if not any(distance(p, q) < SAME_CORNER_M for q in kept):
            kept.append(p)

    def merged(p: Point) -> Point:
        near = min(kept, key=lambda q: distance(p, q))
        return near if distance(p, near) < SAME_CORNER_M else p

    return merged


def without_stubs(line: list[Point], shared: set[Point]) -> list[Point]:
    while len(line) > 2 and line[0] not in shared and line[1] in shared and distance(line[0], line[1]) < STUB_M:
        line = line[1:]
    while len(line) > 2 and line[-1] not in shared and line[-2] in shared and distance(line[-1], line[-2]) < STUB_M:
        line = line[:-1]
    return line


def name_of(fields: list[str]) -> dict[str, str]:
    ru, kk, en = fields
    return {"ru": ru, "kk": kk, "en": en}


def feature(properties: dict[str, object], kind: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def write(name: str, features: list[dict[str, object]]) -> None:
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features)
    text = '{"type":"FeatureCollection","features":[\n' + rows + "\n]}\n"
    (HERE.parent / name).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{name}: {len(features)} features, {len(text.encode()) // 1024} KiB\n")


def streets() -> Iterator[dict[str, object]]:
    drawn = read("streets.txt")
    paper = Paper([d for d in drawn if d.word == "grid"])
    pieces = [(d, line) for d in drawn if d.word == "street" for line in d.lines]
    above = [set(d.fields[5].split()[1:]) if len(d.fields) > 5 else set() for d, _ in pieces]
    ids = [d.id for d, _ in pieces]
    apart = [
        {j for j in range(len(ids)) if ids[j] in above[i] or ids[i] in above[j] or j == i} for i in range(len(ids))
    ]
    network = Network([paper.line(words) for _, words in pieces], apart)
    network.join_ends()
    network.cross()
    seen: dict[str, int] = {}
    for (d, _), line in zip(pieces, network.woven(), strict=True):
        seen[d.id] = seen.get(d.id, 0) + 1
        id_ = d.id if seen[d.id] == 1 else f"{d.id}-{seen[d.id]}"
        road_class, speed, *name = d.fields[:5]
        properties: dict[str, object] = {"id": id_, "name": name_of(name), "class": road_class, "speed_kmh": int(speed)}
        yield feature(properties, "LineString", [degrees_of(p) for p in line])


def ring(names: list[str], borders: dict[str, list[list[float]]]) -> list[list[float]]:
    """The closed outline made of ``names`` end to end, each border walked whichever way continues the last one."""
    lines = [borders[name] for name in names]
    if len(lines) > 1 and lines[0][-1] not in (lines[1][0], lines[1][-1]):
        lines[0] = lines[0][::-1]
    outline = list(lines[0])
    for line in lines[1:]:
        line = line if line[0] == outline[-1] else line[::-1]
        if line[0] != outline[-1]:
            raise ValueError(f"borders do not join: {names}")
        outline += line[1:]
    if outline[0] != outline[-1]:
        raise ValueError(f"borders do not close: {names}")
    return outline if area(outline) > 0 else outline[::-1]


def area(outline: list[list[float]]) -> float:
    """Signed area of a closed ring; above zero where it runs anticlockwise, as RFC 7946 asks of an outer ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, outline[1:], strict=False)) / 2


def districts() -> Iterator[dict[str, object]]:
    drawn, paper = read("borders.txt"), Paper([])
    borders = {d.id: [degrees_of(p) for p in paper.line(d.lines[0])] for d in drawn if d.word == "border"}
    for d in drawn:
        if d.word == "district":
            rings = [[ring(names, borders)] for names in d.lines]
            kind, shape = ("Polygon", rings[0]) if len(rings) == 1 else ("MultiPolygon", rings)
            yield feature({"id": d.id, "name": name_of(d.fields)}, kind, shape)


def main() -> None:
    write("districts.geojson", list(districts()))
    write("streets.geojson", list(streets()))


if __name__ == "__main__":
    main()
