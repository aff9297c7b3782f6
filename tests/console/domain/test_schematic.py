"""The drawn Almaty: is it whole, is it where Almaty is, and does the loader say what is wrong with a damaged one."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from console.domain.areas import OUTSIDE, district_of_points
from console.domain.geo import CITY_BOUNDS, METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.schematic import Position, Schematic, SchematicError, load
from console.domain.text import LocalText

CITY = Path(__file__).parents[3] / "resources" / "city"
LAYERS = ["builtup", "districts", "mountains", "parks", "places", "rail", "streets", "water"]
KATO = {
    "almaly": "751110000",
    "alatau": "751210000",
    "auezov": "751310000",
    "bostandyk": "751410000",
    "zhetysu": "751510000",
    "medeu": "751710000",
    "nauryzbay": "751810000",
    "turksib": "751910000",
}


@pytest.fixture(scope="module")
def city() -> Schematic:
    return load(CITY)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CITY, tmp_path / "city", ignore=shutil.ignore_patterns("drawing")))


def scattered(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = CITY_BOUNDS
    random = np.random.default_rng(seed)
    return random.uniform(west, east, count), random.uniform(south, north, count)


def test_there_are_the_eight_districts_with_their_codes(city: Schematic) -> None:
    assert {district.id for district in city.districts} == set(KATO.values())


def test_no_point_lies_in_two_districts(city: Schematic) -> None:
    lon, lat = scattered(1, 20_000)
    owners = np.array([district_of_points([district], lon, lat) != OUTSIDE for district in city.districts])
    assert owners.sum(axis=0).max() == 1


def test_districts_leave_no_gap_between_them(city: Schematic) -> None:
    """A border is walked by two districts, or by one where the city ends; then the outer borders close into rings."""
    walked = Counter(
        frozenset(step)
        for district in city.districts
        for part in district.parts
        for ring in part
        for step in pairwise(ring)
    )
    assert set(walked.values()) == {1, 2}
    outer_ends = Counter(end for step, times in walked.items() if times == 1 for end in step)
    assert set(outer_ends.values()) == {2}
    assert len(rings_of([step for step, times in walked.items() if times == 1])) == 2, "the city and Alatau village"


def rings_of(steps: list[frozenset[Position]]) -> list[set[Position]]:
    rings: list[set[Position]] = []
    for step in steps:
        touched = [ring for ring in rings if ring & step]
        rings = [ring for ring in rings if not ring & step] + [set(step).union(*touched)]
    return rings


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("almaty-2", "zhetysu"),
        ("almaty-1", "turksib"),
        ("airport", "turksib"),
        ("sairan", "auezov"),
        ("medeu-rink", "medeu"),
        ("kok-tobe", "medeu"),
        ("green-bazaar", "medeu"),
        ("opera", "almaly"),
        ("police-hq", "almaly"),
        ("akimat", "bostandyk"),
        ("kaznu", "bostandyk"),
        ("mega", "bostandyk"),
        ("orbita", "bostandyk"),
        ("mamyr", "auezov"),
        ("aksai", "auezov"),
        ("shanyrak-1", "alatau"),
        ("almaty-arena", "alatau"),
        ("barakholka", "alatau"),
        ("ainabulak", "zhetysu"),
        ("kalkaman", "nauryzbay"),
        ("shugyla", "nauryzbay"),
        ("alatau-village", "medeu"),
        ("big-almaty-lake", "bostandyk"),
    ],
)
def test_known_places_lie_in_their_district(city: Schematic, place: str, district: str) -> None:
    spot = next(found for found in city.places if found.id == place)
    owner = city.district_at(spot.lon, spot.lat)
    assert owner is not None
    assert owner.id == KATO[district]


def test_each_district_hall_stands_in_its_district(city: Schematic) -> None:
    halls = {place.id.removeprefix("akimat-"): place for place in city.places if place.id.startswith("akimat-")}
    assert set(halls) == set(KATO)
    for name, hall in halls.items():
        owner = city.district_at(hall.lon, hall.lat)
        assert owner is not None
        assert owner.id == KATO[name]


def test_every_place_lies_in_the_city(city: Schematic) -> None:
    assert [place.id for place in city.places if city.district_at(place.lon, place.lat) is None] == []


def test_kaskelen_and_talgar_are_not_almaty(city: Schematic) -> None:
    assert city.district_at(76.627, 43.202) is None
    assert city.district_at(77.24, 43.303) is None


def test_many_points_are_placed_as_one_is(city: Schematic) -> None:
    lon, lat = scattered(2, 2_000)
    codes = district_of_points(city.districts, lon, lat)
    for x, y, code in zip(lon.tolist(), lat.tolist(), codes.tolist(), strict=True):
        assert city.district_at(x, y) is (None if code == OUTSIDE else city.districts[code])


def test_streets_stay_within_what_the_city_draws(city: Schematic) -> None:
    west, south, east, north = CITY_BOUNDS
    for street in city.streets:
        assert all(west < lon < east and south < lat < north for lon, lat in street.line), street.id


def test_every_street_can_be_reached_from_every_other(city: Schematic) -> None:
    steps = [frozenset(step) for street in city.streets for step in pairwise(street.line)]
    assert len(rings_of(steps)) == 1


def test_the_grid_of_the_centre_has_its_corners(city: Schematic) -> None:
    lines = {street.id: set(street.line) for street in city.streets}
    for across in ("abay", "tole-bi", "gogol", "kabanbay"):
        for up in ("nazarbayev", "abylay-khan", "seifullin", "dostyk"):
            assert lines[across] & lines[up], f"{across} meets {up}"


def test_built_up_land_has_a_street_near(city: Schematic) -> None:
    """At most 900 m to the next street; 500 m in the old centre."""
    ends = np.array([(*a, *b) for street in city.streets for a, b in pairwise(street.line)])
    scale = np.array([metres_per_degree_lon(43.24), METRES_PER_DEGREE_LAT])
    a, along = ends[:, :2] * scale, (ends[:, 2:] - ends[:, :2]) * scale
    for land in city.lands:
        if land.density < 0.1:
            continue
        for lon in np.arange(land.outline.west, land.outline.east, 0.004):
            for lat in np.arange(land.outline.south, land.outline.north, 0.003):
                if land.outline.contains(lon, lat):
                    off = np.array([lon, lat]) * scale - a
                    share = np.clip((off * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
                    gap = np.hypot(*(off - along * share[:, None]).T).min()
                    assert gap < (500 if land.id == "old-centre" else 900), (land.id, lon, lat)


def test_there_are_streets_enough_and_each_class(city: Schematic) -> None:
    assert len({street.name for street in city.streets}) >= 160
    assert {str(street.road_class) for street in city.streets} == {"motorway", "arterial", "collector", "local"}


@pytest.mark.parametrize("layer", LAYERS)
def test_names_are_whole_in_three_languages(layer: str) -> None:
    for row in json.loads((CITY / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]:
        name = row["properties"].get("name")
        if name is not None:
            assert set(name) == {"ru", "kk", "en"}
            assert all(text == text.strip() and text for text in name.values())
            assert not set(name["ru"]) & set("әғқңөұүһіӘҒҚҢӨҰҮҺІ"), "Kazakh letters in a Russian name"
            assert name["en"].isascii()


def test_known_streets_are_named_as_on_their_signs(city: Schematic) -> None:
    names = {street.id: street.name for street in city.streets}
    assert names["abay"] == LocalText("проспект Абая", "Абай даңғылы", "Abay Avenue")
    assert names["tole-bi"] == LocalText("улица Толе би", "Төле би көшесі", "Tole Bi Street")


def test_the_layers_are_what_the_drawing_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, CITY / "drawing" / "build.py", tmp_path], check=True, capture_output=True)
    for layer in LAYERS:
        assert (tmp_path / f"{layer}.geojson").read_bytes() == (CITY / f"{layer}.geojson").read_bytes(), layer


def test_a_missing_layer_is_named(copy: Path) -> None:
    (copy / "streets.geojson").unlink()
    with pytest.raises(SchematicError, match=r"streets\.geojson cannot be read"):
        load(copy)


@pytest.mark.parametrize("layer", ["builtup", "districts", "parks", "places", "rail", "streets", "water"])
@pytest.mark.parametrize("text", ["", "{", "[]", "<html>", '{"type":"FeatureCollection","features":[{}]}'])
def test_a_damaged_layer_is_named(copy: Path, layer: str, text: str) -> None:
    (copy / f"{layer}.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(SchematicError, match=rf"{layer}\.geojson is damaged"):
        load(copy)


def test_an_open_outline_is_refused(copy: Path) -> None:
    path = copy / "districts.geojson"
    layer = json.loads(path.read_text(encoding="utf-8"))
    layer["features"][0]["geometry"]["coordinates"][0].pop()
    path.write_text(json.dumps(layer), encoding="utf-8")
    with pytest.raises(SchematicError, match="outline of 751110000 is not closed"):
        load(copy)


def test_an_empty_layer_is_refused(copy: Path) -> None:
    (copy / "places.geojson").write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    with pytest.raises(SchematicError, match=r"places\.geojson is empty"):
        load(copy)


def test_what_is_for_the_eye_is_read_too() -> None:
    city = load(CITY)

    assert "panfilov" in {park.id for park in city.parks}
    assert {water.is_area for water in city.waters} == {True, False}
    assert {"main", "metro"} <= {rail.kind for rail in city.railways}
