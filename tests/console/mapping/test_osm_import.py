"""A small extract becomes an archive of vector tiles in which everything is where and what it was."""

from pathlib import Path

import pytest
import shapely

from console.domain.map_tiles import BaseKind
from console.mapping import archives
from console.mapping.osm import importing
from console.mapping.osm.grid import BUFFER, Bounds
from console.mapping.osm.importing import NothingIn, TooLarge
from console.mapping.osm.reading import Unreadable
from console.mapping.osm.schema import EXTENT
from tests.console.mapping.osm_extract import CENTER, Archive, Extract, at, imported, square_ring

CORNERS = at(-40, -40), at(40, 40)


def _town() -> Extract:
    town = Extract()
    town.node(CENTER, place="city", name="Алматы", name__kk="Алматы қ.", name__ru="г. Алматы", name__en="Almaty")
    for part in range(-30, 30, 10):  # one avenue in short ways, as it is mapped
        town.way([at(part, 0), at(part + 10, 0)], highway="primary", name="Абай", name__ru="Абая", surface="asphalt")
    town.way([at(0, -30), at(0, 0), at(0, 30)], highway="residential", name="Сейфуллин")
    town.way([at(-3, 5), at(3, 7)], highway="footway")
    town.way([at(-35, -35), at(-20, -20), at(-10, -33)], waterway="river", name="Есентай")
    outer = town.way(square_ring(1, 1, 6))
    hole = town.way(square_ring(3, 3, 2))
    town.relation([(outer, "outer"), (hole, "inner")], type="multipolygon", leisure="park", name="Парк")
    town.way(square_ring(-5, -5, 0.3), building="yes", addr__housenumber="7")
    town.way(square_ring(-8, -7, 2), amenity="hospital", name="Больница", building="hospital")
    border = town.way([at(-40, 20), at(40, 20)])
    town.relation([(border, "outer")], type="boundary", boundary="administrative", admin_level="6")
    return town


@pytest.fixture
def town(tmp_path: Path) -> Archive:
    _town().write(tmp_path / "town.osm.pbf", CORNERS)
    imported(tmp_path / "town.osm.pbf", tmp_path / "town.mbtiles")
    return Archive(tmp_path / "town.mbtiles")


def test_the_archive_says_what_it_is(town: Archive) -> None:
    assert town.metadata["name"] == "Town"
    assert town.metadata["format"] == "pbf"
    assert town.metadata["attribution"] == "© OpenStreetMap contributors"
    west, south, east, north = map(float, town.metadata["bounds"].split(","))
    assert (west, south, east, north) == pytest.approx((*CORNERS[0], *CORNERS[1]))
    assert (town.metadata["minzoom"], town.metadata["maxzoom"]) == ("6", "14")
    assert {"streets", "street_labels", "land", "buildings", "water_lines", "boundaries"} <= set(town.layers)
    assert town.layers["street_labels"]["fields"]["name_kk"] == "String"
    assert (town.layers["streets"]["minzoom"], town.layers["buildings"]["minzoom"]) == (8, 14)


def test_the_console_s_own_reader_takes_it(town: Archive, tmp_path: Path) -> None:
    opened = archives.Archive.open(tmp_path / "town.mbtiles")
    assert (opened.kind, opened.name, opened.attribution) == (
        BaseKind.VECTOR,
        "Town",
        "© OpenStreetMap contributors",
    )
    assert (opened.min_zoom, opened.max_zoom) == (6, 14)
    assert opened.facts.bounds == pytest.approx((*CORNERS[0], *CORNERS[1]))
    assert opened.tile(*town.tile(14, CENTER)) is not None
    opened.close()


def test_streets_begin_at_the_zoom_of_their_kind(town: Archive) -> None:
    kinds = {z: {f.fields["kind"] for f in town.at(z, at(0.5, 0.5), "streets")} for z in range(7, 15)}
    assert kinds[7] == set()
    assert kinds[8] == {"primary"}
    assert kinds[12] == {"primary", "residential"}
    assert kinds[14] == {"primary", "residential", "footway"}


def test_an_avenue_mapped_in_parts_is_one_line_with_all_its_names(town: Archive) -> None:
    (label,) = [f for f in town.at(14, at(0.5, 0.5), "street_labels") if f.fields["kind"] == "primary"]
    assert label.fields == {"kind": "primary", "name": "Абай", "name_ru": "Абая"}
    assert label.kind == "LineString"
    assert len(label.coordinates) == 2


def test_a_crossing_is_where_it_was(town: Archive) -> None:
    primary, residential = (
        shapely.LineString(f.coordinates)
        for f in town.at(14, at(0.5, 0.5), "streets")
        if f.fields["kind"] in ("primary", "residential")
    )
    met = primary.intersection(residential)
    x, y = town.spot(14, CENTER)
    assert met.distance(shapely.Point(x, y)) <= 1.5


def test_details_of_a_street_are_told_from_their_zoom(town: Archive) -> None:
    assert "surface" not in town.at(10, CENTER, "streets")[0].fields
    assert town.at(11, CENTER, "streets")[0].fields["surface"] == "asphalt"


def test_a_park_keeps_its_hole_and_its_rings_turn_as_the_format_wants(town: Archive) -> None:
    (park,) = [f for f in town.at(14, CENTER, "land") if f.fields["kind"] == "park"]
    shell, hole = map(shapely.LinearRing, park.coordinates)
    assert shapely.is_ccw(shell)  # with y to the south: clockwise on the screen
    assert not shapely.is_ccw(hole)
    area = shapely.Polygon(shell, [hole])
    assert area.contains(shapely.Point(town.spot(14, at(2, 2))))
    assert not area.contains(shapely.Point(town.spot(14, at(4, 4))))


def test_names_of_a_place_come_in_three_languages(town: Archive) -> None:
    (city,) = town.at(6, CENTER, "place_labels")
    names = {field: name for field, name in city.fields.items() if field.startswith("name")}
    assert names == {"name": "Алматы", "name_kk": "Алматы қ.", "name_ru": "г. Алматы", "name_en": "Almaty"}
    assert city.coordinates == list(town.spot(6, CENTER))
    assert town.at(5, CENTER, "place_labels") == []


def test_houses_are_drawn_at_the_last_zoom_with_number_and_purpose(town: Archive) -> None:
    assert len(town.at(14, at(-5, -5), "buildings")) == 2
    assert town.at(13, at(-5, -5), "buildings") == []
    assert [f.fields for f in town.at(14, at(-5, -5), "addresses")] == [{"housenumber": "7"}]
    (hospital,) = town.at(14, at(-7, -6), "pois")
    assert hospital.fields == {"amenity": "hospital", "name": "Больница"}


def test_a_border_is_a_line_of_its_level(town: Archive) -> None:
    (border,) = town.at(9, at(0, 20), "boundaries")
    assert border.fields == {"admin_level": 6}
    assert town.at(8, at(0, 20), "boundaries") == []


def test_what_crosses_a_tile_s_border_is_cut_a_little_beyond_it(town: Archive) -> None:
    (avenue,) = (f for f in town.at(14, CENTER, "streets") if f.fields["kind"] == "primary")
    (west, _), (east, _) = sorted(avenue.coordinates)
    assert (west, east) == (-BUFFER, EXTENT + BUFFER)
    (beside,) = (f for f in town.at(14, at(-15, 0), "streets") if f.fields["kind"] == "primary")
    assert max(x for x, _y in beside.coordinates) == EXTENT + BUFFER


def test_all_beyond_the_bounds_is_left_out(tmp_path: Path) -> None:
    file = _town().write(tmp_path / "town.osm.pbf")
    asked = Bounds(*at(-6, -6), *at(1, 1))
    done = imported(file, tmp_path / "part.mbtiles", asked)
    part = Archive(tmp_path / "part.mbtiles")
    assert (done.streets, done.buildings) == (3, 1)
    assert part.at(14, at(20, 0.5), "streets") == []
    (avenue,) = [f for f in part.at(14, at(0.5, 0.5), "streets") if f.fields["kind"] == "primary"]
    east = max(x for x, _y in avenue.coordinates)
    assert abs(east - part.spot(14, at(1, 0))[0]) <= 1
    assert part.at(9, CENTER, "boundaries") == []


@pytest.mark.parametrize("ending", [".osm", ".osm.gz", ".osm.bz2", ".osm.pbf"])
def test_each_format_gives_the_same_tiles(tmp_path: Path, ending: str, town: Archive) -> None:
    imported(_town().write(tmp_path / f"other{ending}", CORNERS), tmp_path / "other.mbtiles")
    assert Archive(tmp_path / "other.mbtiles").tiles == town.tiles


def test_a_street_that_the_extract_cuts_is_drawn_as_far_as_it_is_known(tmp_path: Path) -> None:
    cut = Extract()
    cut.way([at(0, 0), at(5, 0)], 999, 998, highway="primary")
    cut.way([at(0, 3)], 997, highway="primary")
    done = imported(cut.write(tmp_path / "cut.osm.pbf"), tmp_path / "cut.mbtiles")
    assert (done.streets, done.left_out) == (1, 1)
    (street,) = Archive(tmp_path / "cut.mbtiles").at(14, at(1, 0), "streets")
    assert len(street.coordinates) == 2


def test_a_sea_is_drawn_over_many_blocks(tmp_path: Path) -> None:
    sea = Extract()
    sea.way(square_ring(-150, -150, 300), natural="water")
    done = imported(sea.write(tmp_path / "sea.osm.pbf"), tmp_path / "sea.mbtiles")
    drawn = Archive(tmp_path / "sea.mbtiles")
    assert done.written.tiles == len(drawn.tiles) > 300
    assert drawn.at(3, CENTER, "water_polygons") == []
    (water,) = drawn.at(14, at(13, 13), "water_polygons")
    far = EXTENT + BUFFER
    assert shapely.Polygon(water.coordinates[0]).equals(shapely.box(-BUFFER, -BUFFER, far, far))


def test_hostile_names_are_text(tmp_path: Path) -> None:
    town = Extract()
    town.node(CENTER, place="city", name="<script>alert(1)</script>\x01\u202e" + "х" * 200)
    imported(town.write(tmp_path / "t.osm.pbf"), tmp_path / "t.mbtiles")
    (city,) = Archive(tmp_path / "t.mbtiles").at(10, CENTER, "place_labels")
    assert city.fields["name"].startswith("<script>alert(1)</script>хх")
    assert len(city.fields["name"]) == 200


def test_places_off_the_world_are_left_out(tmp_path: Path) -> None:
    town = Extract()
    town.way([at(0, 0), at(1, 1)], highway="primary")
    town.way([at(0, 0), (76.9, 89.99)], highway="primary")
    town.node((76.9, -89.5), place="city", name="Pole")
    imported(town.write(tmp_path / "t.osm.pbf", CORNERS), tmp_path / "t.mbtiles")
    found = Archive(tmp_path / "t.mbtiles")
    assert len(found.at(14, at(0.5, 0.5), "streets")) == 1
    assert {z for z, _x, _y in found.tiles} == set(range(8, 15))


def test_an_extract_without_anything_to_draw_is_refused(tmp_path: Path) -> None:
    empty = Extract()
    with pytest.raises(NothingIn):
        imported(empty.write(tmp_path / "empty.osm.pbf"), tmp_path / "t.mbtiles")
    empty.node(CENTER)
    with pytest.raises(NothingIn):
        imported(empty.write(tmp_path / "empty.osm.pbf"), tmp_path / "t.mbtiles")
    assert [file.name for file in tmp_path.iterdir()] == ["empty.osm.pbf"]


def test_an_extract_over_half_the_world_is_refused_before_it_is_read(tmp_path: Path) -> None:
    wide = Extract()
    wide.way([(-100.0, -60.0), (100.0, 60.0)], highway="primary")
    with pytest.raises(TooLarge):
        imported(wide.write(tmp_path / "wide.osm.pbf"), tmp_path / "t.mbtiles")


def test_a_damaged_extract_leaves_the_older_archive_as_it_was(tmp_path: Path) -> None:
    file = _town().write(tmp_path / "town.osm.pbf", CORNERS)
    target = tmp_path / "town.mbtiles"
    imported(file, target)
    before = target.read_bytes()
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(Unreadable, match="ends too early"):
        imported(file, target)
    assert target.read_bytes() == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["town.mbtiles", "town.osm.pbf"]


def test_what_a_killed_import_left_is_swept_by_the_next(tmp_path: Path) -> None:
    file = _town().write(tmp_path / "town.osm.pbf", CORNERS)
    (tmp_path / ".town.mbtiles.4194305.part").write_bytes(b"half")
    (tmp_path / ".other.mbtiles.4194305.part").write_bytes(b"not ours")
    imported(file, tmp_path / "town.mbtiles")
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        ".other.mbtiles.4194305.part",
        "town.mbtiles",
        "town.osm.pbf",
    ]


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    told: list[float] = []

    class Listening:
        def reading(self, objects: int) -> None: ...
        def drawing(self, done: float, tiles: int) -> None:
            told.append(done)

    file = _town().write(tmp_path / "town.osm.pbf", CORNERS)
    importing.run(file, tmp_path / "t.mbtiles", "Town", None, Listening())
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
