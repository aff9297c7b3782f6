import json
from math import atan, degrees, pi, sinh
from pathlib import Path

import pytest

from console import paths
from console.domain.schematic import load
from console.mapping import schematic


@pytest.fixture(scope="module")
def city() -> dict:
    return json.loads(schematic.payload())


def positions(city: dict, part: list[int]) -> list[tuple[float, float]]:
    size = 256 * 2.0 ** city["zoom"]
    x = y = 0
    walked = []
    for dx, dy in zip(part[::2], part[1::2], strict=True):
        x, y = x + dx, y + dy
        walked.append(((x / size - 0.5) * 360, degrees(atan(sinh(pi * (1 - 2 * y / size))))))
    return walked


def test_streets_lie_where_they_are_drawn(city: dict) -> None:
    drawn = json.loads((paths.RESOURCES / "city" / "streets.geojson").read_text())["features"]
    assert len(city["themes"]["streets"]) == len(drawn)
    for street, source in zip(city["themes"]["streets"], drawn, strict=True):
        walked = positions(city, street["parts"][0])
        for (lon, lat), (true_lon, true_lat) in zip(walked, source["geometry"]["coordinates"], strict=True):
            assert abs(lon - true_lon) < 2e-6
            assert abs(lat - true_lat) < 2e-6


def test_names_come_in_three_languages(city: dict) -> None:
    for theme in ("streets", "districts", "places"):
        assert all(len(feature["name"]) == 3 for feature in city["themes"][theme])
    abay = next(street for street in city["themes"]["streets"] if street["id"] == "abay")
    assert abay["name"][0] == "проспект Абая"


def test_the_name_of_each_district_stands_in_it(city: dict) -> None:
    districts = load(paths.RESOURCES / "city").districts
    for shown in city["themes"]["districts"]:
        [place] = positions(city, shown["middle"])
        assert next(district for district in districts if district.id == shown["id"]).contains(*place)


def test_home_is_the_built_up_city(city: dict) -> None:
    west, north, east, south = city["home"]
    [(lon, lat), (lon2, lat2)] = positions(city, [west, north, east - west, south - north])
    assert 76.7 < lon < 76.9 < lon2 < 77.2
    assert 43.1 < lat2 < 43.24 < lat < 43.45


def test_it_is_small(city: dict) -> None:
    assert len(json.dumps(city)) < 400_000


def test_a_folder_without_themes_is_an_empty_city(tmp_path: Path) -> None:
    assert json.loads(schematic.payload(tmp_path))["home"] == [0, 0, 0, 0]
