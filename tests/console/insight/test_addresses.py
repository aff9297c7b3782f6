import pytest
from hypothesis import given, strategies as st

from console.domain.geo import distance_m
from console.domain.outline import Position
from console.domain.plane import to_plane
from console.domain.schematic import RoadClass, Schematic, Street
from console.domain.text import LocalText
from console.insight.addresses import (
    Address,
    Addresses,
    AtCrossing,
    AtPlace,
    InDistrict,
    Named,
    OffCrossing,
    OffPlace,
    OnStreet,
    SomewhereOn,
    Unnamed,
)
from console.insight.city import City
from console.insight.crossings import crossings
from console.insight.streets import StreetGraph
from tests.console.insight.two_streets import ABAY, CROSSING, SEIFULLIN, two_streets

STADIUM = LocalText("Центральный стадион", "Орталық стадион", "Central Stadium")


@pytest.fixture(scope="module")
def city(schematic: Schematic) -> City:
    return City(schematic)


def addresses(*places: Named) -> Addresses:
    streets = two_streets()
    return Addresses(StreetGraph(streets), crossings(streets), places)


def beside(east_m: float, north_m: float) -> Position:
    return CROSSING[0] + east_m / 80_990, CROSSING[1] + north_m / 111_195


def test_at_a_crossing_both_streets_are_named() -> None:
    assert addresses().at(*beside(16, 0)) == AtCrossing(ABAY, SEIFULLIN)


@pytest.mark.parametrize(
    ("east", "north", "street", "bearing"),
    [(80, 5, ABAY, 90), (-80, 5, ABAY, 270), (5, 110, SEIFULLIN, 0), (5, -110, SEIFULLIN, 180)],
)
def test_beside_a_crossing_distance_and_direction_are_told(
    east: float, north: float, street: LocalText, bearing: float
) -> None:
    found = addresses().at(*beside(east, north))

    assert isinstance(found, OnStreet)
    assert found.street == street
    assert found.metres == pytest.approx(max(abs(east), abs(north)), abs=1)
    assert abs((found.bearing - bearing + 180) % 360 - 180) < 2


def test_away_from_the_streets_the_crossing_is_a_landmark() -> None:
    found = addresses().at(*beside(300, 300))

    assert isinstance(found, OffCrossing)
    assert {found.street, found.cross} == {ABAY, SEIFULLIN}
    assert found.metres == pytest.approx(424, abs=2)
    assert found.bearing == pytest.approx(45, abs=1)


def test_a_place_is_named_when_one_stands_at_it_and_told_from_when_it_is_nearer_than_a_crossing() -> None:
    looked = addresses(Named(STADIUM, *beside(500, 500)))

    assert looked.at(*beside(510, 500)) == AtPlace(STADIUM)
    away = looked.at(*beside(500, 400))
    assert isinstance(away, OffPlace)
    assert away.name == STADIUM
    assert away.metres == pytest.approx(100, abs=1)


def test_nobody_stands_at_a_quarter() -> None:
    looked = addresses(Named(STADIUM, *beside(100, 0), is_area=True))

    assert isinstance(looked.at(*beside(100, 0)), OnStreet)


def test_a_street_without_crossing_is_named_alone() -> None:
    graph = StreetGraph([Street("abay", ABAY, RoadClass.ARTERIAL, 60, [(76.9, 43.24), (76.91, 43.24)])])

    assert Addresses(graph).at(76.905, 43.24) == SomewhereOn(ABAY)


def test_a_street_of_several_lines_does_not_cross_itself() -> None:
    lines = [[(76.9, 43.24), (76.91, 43.24)], [(76.91, 43.24), (76.92, 43.24)]]
    graph = StreetGraph([Street(f"abay-{n}", ABAY, RoadClass.ARTERIAL, 60, line) for n, line in enumerate(lines)])

    assert Addresses(graph).at(76.9101, 43.24) == SomewhereOn(ABAY)


def test_in_the_mountains_the_district_is_told_and_at_sea_nothing(city: City) -> None:
    medeu = next(district for district in city.schematic.districts if district.id == "751710000")

    assert city.addresses.at(77.05, 43.06) == InDistrict(medeu.name)
    assert city.addresses.at(0.0, 0.0) == Unnamed(0.0, 0.0)


@pytest.mark.parametrize("position", [(float("nan"), 43.2), (76.9, float("inf")), (1e9, 1e9), (76.9, -91.0)])
def test_what_is_no_place_on_earth_has_no_name(city: City, position: Position) -> None:
    assert isinstance(city.addresses.at(*position), Unnamed)


@given(place=st.tuples(st.floats(76.70, 77.22), st.floats(43.00, 43.45)))
def test_every_place_of_the_map_has_a_name(city: City, place: Position) -> None:
    assert not isinstance(city.addresses.at(*place), Unnamed)


def test_crossings_of_the_city_are_called_by_their_streets(city: City) -> None:
    wrong: list[tuple[object, Address]] = []
    for crossing in city.crossings:
        spot = city.graph.look_near(*to_plane(crossing.lon, crossing.lat), 50)
        if spot is None:
            continue
        found = city.addresses.on_street(spot)
        if not isinstance(found, AtCrossing) or crossing.one not in (found.street, found.cross):
            wrong.append((crossing, found))
    assert len(wrong) < 0.05 * len(city.crossings), "only where three streets meet, or two pass over each other"


def test_all_streets_that_share_a_point_are_crossings(city: City) -> None:
    graph = city.graph
    known = {frozenset((crossing.one, crossing.two)) for crossing in city.crossings}
    for node in range(len(graph.xs)):
        names = sorted({graph.names[street] for street in graph.crossing_streets(node)}, key=lambda name: name.ru)
        for n, one in enumerate(names):
            for two in names[n + 1 :]:
                assert frozenset((one, two)) in known


def test_lines_that_cross_without_a_common_vertex_or_end_just_short_meet() -> None:
    west, east = beside(-500, 0), beside(500, 0)
    abay = Street("abay", ABAY, RoadClass.ARTERIAL, 60, [west, east])
    over = Street("over", SEIFULLIN, RoadClass.ARTERIAL, 60, [beside(100, -400), beside(100, 400)])
    short = Street("short", STADIUM, RoadClass.LOCAL, 40, [beside(-200, 20), beside(-200, 400)])
    apart = Street("apart", LocalText("в", "в", "c"), RoadClass.LOCAL, 40, [beside(-300, 60), beside(-300, 400)])

    found = {frozenset((c.one, c.two)): (c.lon, c.lat) for c in crossings([abay, over, short, apart])}

    assert set(found) == {frozenset((ABAY, SEIFULLIN)), frozenset((ABAY, STADIUM))}
    assert distance_m(*found[frozenset((ABAY, SEIFULLIN))], *beside(100, 0)) < 1
    assert distance_m(*found[frozenset((ABAY, STADIUM))], *beside(-200, 20)) < 1


def test_carriageways_are_one_crossing_and_a_second_meeting_is_another() -> None:
    abay = [
        Street(f"abay-{n}", ABAY, RoadClass.ARTERIAL, 60, [beside(-900, north), beside(900, north)])
        for n, north in enumerate((0, 25))
    ]
    bend = [beside(-500, -100), beside(-500, 100), beside(500, 100), beside(500, -100)]
    around = Street("around", SEIFULLIN, RoadClass.ARTERIAL, 60, bend)

    found = crossings([*abay, around])

    assert len(found) == 2
    for crossing, east in zip(sorted(found, key=lambda c: c.lon), (-500, 500), strict=True):
        assert distance_m(crossing.lon, crossing.lat, *beside(east, 12.5)) < 1
