"""Turns the drawing (``*.txt``) into the GeoJSON layers of the folder above; run it after each change of the drawing.

``python resources/city/drawing/build.py [FOLDER]`` (another FOLDER than the one above, to compare)
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ink import HERE, Drawn, Paper, Point, degrees_of, read
from weave import Network, between

Position = list[float]
Feature = dict[str, object]


def feature(properties: dict[str, object], kind: str, coordinates: object) -> Feature:
    """One row of a layer."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def name_of(fields: list[str]) -> dict[str, str]:
    """The last three fields of a heading, which are its names."""
    ru, kk, en = fields[-3:]
    return {"ru": ru, "kk": kk, "en": en}


def districts() -> Iterator[Feature]:
    """Each district put together from the borders it shares with its neighbours."""
    drawn, paper = read("borders.txt"), Paper([])
    borders = {d.id: [degrees_of(p) for p in paper.line(d.lines[0])] for d in drawn if d.word == "border"}
    for d in drawn:
        if d.word == "district":
            parts = [[ring([borders[id_] for id_ in ids])] for ids in d.lines]
            kind, shape = ("Polygon", parts[0]) if len(parts) == 1 else ("MultiPolygon", parts)
            yield feature({"id": d.id, "name": name_of(d.fields)}, kind, shape)


def ring(borders: list[list[Position]]) -> list[Position]:
    """The closed outline made of ``borders`` end to end, each walked whichever way goes on from the last."""
    outline, *rest = borders
    if rest and outline[-1] not in (rest[0][0], rest[0][-1]):
        outline = outline[::-1]
    for border in rest:
        onward = border if border[0] == outline[-1] else border[::-1]
        if onward[0] != outline[-1]:
            raise ValueError(f"no border goes on from {outline[-1]}")
        outline = outline + onward[1:]
    if outline[0] != outline[-1]:
        raise ValueError(f"the borders from {outline[0]} end at {outline[-1]}")
    return anticlockwise(outline)


def anticlockwise(outline: list[Position]) -> list[Position]:
    """The closed ``outline`` in the direction that RFC 7946 asks of an outer ring."""
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(outline))
    return outline if twice_area > 0 else outline[::-1]


def streets(paper: Paper) -> Iterator[Feature]:
    """The streets with a common vertex wherever two of them meet; a further piece of a street gets a numbered id."""
    pieces = [(d, line) for d in read("streets.txt") if d.word == "street" for line in d.lines]
    woven = Network([paper.line(line) for _, line in pieces], kept_apart([d for d, _ in pieces])).woven()
    seen: Counter[str] = Counter()
    for (d, _), line in zip(pieces, woven, strict=True):
        seen[d.id] += 1
        road_class, speed, *names = d.fields[:5]
        properties: dict[str, object] = {
            "id": d.id if seen[d.id] == 1 else f"{d.id}-{seen[d.id]}",
            "name": name_of(names),
            "class": road_class,
            "speed_kmh": int(speed),
        }
        yield feature(properties, "LineString", [degrees_of(p) for p in line])


def kept_apart(pieces: list[Drawn]) -> list[set[int]]:
    """For each piece of street the pieces it passes over or under (``over ID ID`` in a sixth field)."""
    over = [set(d.fields[5].split()[1:]) if len(d.fields) > 5 else set() for d in pieces]
    return [
        {j for j, other in enumerate(pieces) if other.id in over[i] or one.id in over[j]}
        for i, one in enumerate(pieces)
    ]


def polygon(paper: Paper, d: Drawn, *, shore: bool = False) -> list[list[Position]]:
    """The outline drawn below ``d``, closed; a ``shore`` is bent smoothly."""
    outline = [p for line in d.lines for p in paper.line(line)]
    outline.append(outline[0])
    return [anticlockwise([degrees_of(p) for p in (smooth(outline) if shore else outline)])]


def curves(paper: Paper, d: Drawn) -> Iterator[list[Position]]:
    """The lines drawn below ``d``, bent smoothly."""
    return ([degrees_of(p) for p in smooth(paper.line(line))] for line in d.lines)


def smooth(line: list[Point]) -> list[Point]:
    """``line`` with its corners cut twice (Chaikin, 1974): rivers, rails and heights have none."""
    closed = line[0] == line[-1]
    for _ in range(2):
        cuts = [between(a, b, share) for a, b in pairwise(line) for share in (0.25, 0.75)]
        line = [*cuts, cuts[0]] if closed else [line[0], *cuts[1:-1], line[-1]]
    return line


def waters(paper: Paper, nature: list[Drawn]) -> Iterator[Feature]:
    """Rivers and canals as lines, lakes as outlines."""
    for d in nature:
        if d.word not in ("river", "canal", "lake"):
            continue
        about: Feature = {"id": d.id, "kind": d.word, "name": name_of(d.fields)}
        if d.word == "lake":
            yield feature(about, "Polygon", polygon(paper, d, shore=True))
        else:
            yield from (feature(about, "LineString", line) for line in curves(paper, d))


def parks(paper: Paper, nature: list[Drawn]) -> Iterator[Feature]:
    """Parks as outlines."""
    for d in nature:
        if d.word == "park":
            yield feature({"id": d.id, "name": name_of(d.fields)}, "Polygon", polygon(paper, d))


def mountains(paper: Paper, nature: list[Drawn]) -> Iterator[Feature]:
    """Lines of about equal height, metres above the sea."""
    for d in nature:
        if d.word == "height":
            about: Feature = {"id": d.id, "kind": "edge" if d.id == "foothills" else "contour"}
            about["height_m"] = int(d.fields[0])
            yield from (feature(about, "LineString", line) for line in curves(paper, d))


def rails(paper: Paper) -> Iterator[Feature]:
    """Railways and the metro."""
    for d in read("rail.txt"):
        about: Feature = {"id": d.id, "kind": d.fields[0], "name": name_of(d.fields)}
        yield from (feature(about, "LineString", line) for line in curves(paper, d))


def lands(paper: Paper) -> Iterator[Feature]:
    """Built-up land."""
    for d in read("land.txt"):
        kind, density = d.fields
        yield feature({"id": d.id, "kind": kind, "density": float(density)}, "Polygon", polygon(paper, d))


def places(paper: Paper) -> Iterator[Feature]:
    """Named points."""
    for d in read("places.txt"):
        rank, point, *names = d.fields
        about: Feature = {"id": d.id, "kind": d.word, "name": name_of(names), "rank": int(rank)}
        yield feature(about, "Point", degrees_of(paper.point(point)))


def write(folder: Path, name: str, features: Iterator[Feature]) -> None:
    """One layer, one feature a line."""
    rows = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(rows) + "\n]}\n"
    (folder / f"{name}.geojson").write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{name}: {len(rows)} features, {len(text.encode()) // 1024} KiB\n")


def main(folder: Path) -> None:
    """Write every layer into ``folder``."""
    paper = Paper([d for d in read("streets.txt") if d.word == "grid"])
    nature = read("nature.txt")
    write(folder, "districts", districts())
    write(folder, "streets", streets(paper))
    write(folder, "water", waters(paper, nature))
    write(folder, "parks", parks(paper, nature))
    write(folder, "mountains", mountains(paper, nature))
    write(folder, "rail", rails(paper))
    write(folder, "builtup", lands(paper))
    write(folder, "places", places(paper))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent)
