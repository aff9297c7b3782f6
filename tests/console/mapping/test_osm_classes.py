"""What an object of OpenStreetMap is on the map."""

import pytest

from console.mapping.osm import classes
from console.mapping.osm.schema import LAYERS
from console.mapping.osm.texts import LONGEST, plain


def _layers(found: list[classes.Drawn]) -> list[str]:
    return [drawn.layer for drawn in found]


def test_a_street_has_its_kind_and_a_label_with_all_names() -> None:
    tags = {"highway": "primary", "name": "Абай даңғылы", "name:ru": "проспект Абая", "ref": "A1;E 40", "oneway": "-1"}
    street, label = classes.of_way(tags)
    assert street.fields == {"kind": "primary", "oneway": True, "oneway_reverse": True}
    assert (street.from_zoom, label.from_zoom) == (8, 12)
    assert label.fields["name"] == "Абай даңғылы"
    assert label.fields["name_ru"] == "проспект Абая"
    assert (label.fields["ref"], label.fields["ref_rows"], label.fields["ref_cols"]) == ("A1\nE 40", 2, 4)


def test_a_link_is_of_its_road_and_a_siding_shows_later_than_the_line() -> None:
    (link,) = classes.of_way({"highway": "trunk_link"})
    assert link.fields == {"kind": "trunk", "link": True}
    (line,) = classes.of_way({"railway": "rail"})
    (siding,) = classes.of_way({"railway": "rail", "service": "yard"})
    assert line.fields["rail"]
    assert line.from_zoom < siding.from_zoom


def test_bridges_lie_above_and_tunnels_below_whatever_the_road() -> None:
    order = {
        name: next(iter(classes.of_way({"highway": kind, **more}))).order
        for name, kind, more in (
            ("motorway", "motorway", {}),
            ("path", "path", {}),
            ("bridge", "path", {"bridge": "yes"}),
            ("tunnel", "motorway", {"tunnel": "yes"}),
            ("upper", "path", {"bridge": "yes", "layer": "2"}),
        )
    }
    assert sorted(order, key=lambda name: order[name]) == ["tunnel", "path", "motorway", "bridge", "upper"]


@pytest.mark.parametrize(
    ("tags", "layers"),
    [
        ({"building": "yes"}, ["buildings"]),
        ({"building": "no", "landuse": "residential"}, ["land"]),
        ({"building": "school", "amenity": "school"}, ["buildings", "sites", "pois"]),
        ({"leisure": "park"}, ["land"]),
        ({"natural": "water", "name": "Сайран"}, ["water_polygons", "water_polygons_labels"]),
        ({"highway": "pedestrian", "area": "yes"}, ["street_polygons"]),
        ({"highway": "residential"}, []),
        ({"building": "yes", "addr:housenumber": "5"}, ["buildings", "addresses"]),
        ({"office": "company"}, []),
    ],
)
def test_an_area_is(tags: dict[str, str], layers: list[str]) -> None:
    assert _layers(list(classes.of_area(tags))) == layers


def test_a_point_of_interest_keeps_its_house_number_and_is_no_address_too() -> None:
    (police,) = classes.of_node({"amenity": "police", "name": "УП", "addr:housenumber": "12", "atm": "yes"})
    assert police.layer == "pois"
    assert police.fields == {"amenity": "police", "name": "УП", "housenumber": "12"}


@pytest.mark.parametrize(("told", "population"), [("2000900", 2_000_900), ("about 5", 100_000), ("9" * 40, 100_000)])
def test_a_city_without_a_sound_population_has_the_usual_one(told: str, population: int) -> None:
    (city,) = classes.of_node({"place": "city", "name": "Алматы", "population": told})
    assert city.fields["population"] == population


def test_every_field_is_one_that_its_layer_describes() -> None:
    everything = {
        **{"highway": "primary", "name": "a", "name:kk": "b", "ref": "1", "surface": "asphalt", "bridge": "yes"},
        **{"amenity": "restaurant", "cuisine": "kazakh", "place": "city", "addr:housenumber": "1", "route": "ferry"},
        **{"natural": "water", "boundary": "administrative", "admin_level": "4", "waterway": "river"},
    }
    found = [*classes.of_node(everything), *classes.of_way(everything), *classes.of_area(everything)]
    assert len({drawn.layer for drawn in found}) > 8
    for drawn in found:
        assert set(drawn.fields) <= set(LAYERS[drawn.layer].fields), drawn.layer


def test_a_hostile_text_is_a_line_of_plain_text() -> None:
    assert plain("<b>Абай</b>\n\x00\x1b[31m\u202eда\u2066") == "<b>Абай</b> [31mда"
    assert len(plain("ж" * 10_000)) == LONGEST
    assert plain("\u200b\x07") == ""
