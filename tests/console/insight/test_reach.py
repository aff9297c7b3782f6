from itertools import pairwise
from random import Random

import pytest
import shapely
from hypothesis import given, settings, strategies as st

from console.domain.plane import to_degrees, to_plane
from console.domain.schematic import Position, RoadClass, Street
from console.domain.text import LocalText
from console.insight.pace import MEAN_M_S, OFF_STREET_M_S, START_S
from console.insight.reach import Start, Stretch, Times, bands, reach
from console.insight.streets import StreetGraph
from console.insight.ways import etas_s, find_way

CITY = st.tuples(st.floats(76.82, 76.98), st.floats(43.19, 43.29))


def at(east_m: float, north_m: float) -> Position:
    lon, lat = to_degrees(east_m, north_m)
    return lon, lat


def street(name: str, *line: tuple[float, float], speed: int = 36) -> Street:
    return Street(name, LocalText(name, name, name), RoadClass.LOCAL, speed, [at(*point) for point in line])


@pytest.fixture
def cross() -> StreetGraph:
    """Two streets of 10 m/s, 2 km long, that cross in the middle of the plane."""
    return StreetGraph([street("row", (-1000, 0), (0, 0), (1000, 0)), street("column", (0, -1000), (0, 0), (0, 1000))])


def lengths(stretches: list[Stretch]) -> float:
    return sum(
        float(shapely.length(shapely.linestrings([to_plane(*position) for position in stretch.line])))
        for stretch in stretches
    )


def test_one_start_reaches_as_far_as_its_time_goes(cross: StreetGraph) -> None:
    found = reach(cross, [Start("U1", *at(-500, 0))], START_S + 80)

    assert lengths(found) == pytest.approx(500 + 500 + 3 * 300, abs=1)
    assert {stretch.first for stretch in found} == {"U1"}
    assert min(stretch.begin_s for stretch in found) == pytest.approx(START_S)
    assert max(stretch.end_s for stretch in found) == pytest.approx(START_S + 80)


def test_seconds_grow_along_a_stretch_as_its_street_allows(cross: StreetGraph) -> None:
    for stretch in reach(cross, [Start("U1", *at(-500, 0))], START_S + 80):
        assert stretch.end_s - stretch.begin_s == pytest.approx(lengths([stretch]) / 10)


def test_who_is_first_is_told_and_they_meet_halfway(cross: StreetGraph) -> None:
    starts = [Start("west", *at(-800, 0)), Start("east", *at(400, 0), delay_s=20)]

    found = reach(cross, starts, START_S + 1000)

    met = [stretch.end_s - START_S for stretch in found if stretch.end_s - START_S == pytest.approx(70)]
    assert len(met) == 2, "1200 m apart, one 20 s later: both are there 70 s after the call"
    assert lengths(found) == pytest.approx(4000, abs=1), "nothing is told twice, nothing is missing"
    assert lengths([s for s in found if s.first == "west"]) == pytest.approx(200 + 700, abs=1)


def test_nobody_reaches_anything_before_having_got_off(cross: StreetGraph) -> None:
    assert reach(cross, [Start("U1", *at(0, 0))], START_S) == []
    assert reach(cross, [], 480) == []
    assert bands([])[0].polygons == []


def test_fast_streets_count_no_faster_than_the_mean_of_a_call() -> None:
    graph = StreetGraph([street("motorway", (0, 0), (4000, 0), speed=110)])

    assert lengths(reach(graph, [Start("U1", *at(0, 0))], START_S + 60)) == pytest.approx(60 * MEAN_M_S, abs=1)


def test_bands_lie_in_each_other_the_widest_first(graph: StreetGraph) -> None:
    found = bands(reach(graph, [Start("U1", 76.93, 43.24)], 480))

    assert [band.limit_s for band in found] == [480, 240, 120]
    areas = [shapely.union_all([shapely.Polygon(part[0], part[1:]) for part in band.polygons]) for band in found]
    for wide, narrow in pairwise(areas):
        assert shapely.is_valid(wide)
        assert shapely.area(shapely.difference(narrow, wide)) < 0.01 * shapely.area(narrow)
        assert shapely.area(wide) > 2 * shapely.area(narrow)
    assert shapely.contains_xy(areas[-1], 76.93, 43.24)


@settings(max_examples=30, deadline=None)
@given(start=CITY, goal=CITY)
def test_the_way_takes_as_long_as_the_reach_says(graph: StreetGraph, start: Position, goal: Position) -> None:
    way = find_way(graph, start, goal)
    reached = Times(graph, [Start("U1", *start)]).at(*goal)

    assert reached is not None
    assert reached[0] <= way.seconds + 0.01, "the way may keep to one street where going round would be quicker"
    assert way.line[0] == start
    assert way.line[-1] == goal
    assert way.seconds >= START_S + way.metres / MEAN_M_S * 0.99 or way.metres < 200
    assert etas_s(graph, [Start("U1", *start)], goal)["U1"] == pytest.approx(reached[0])


def test_ways_of_the_city_are_as_quick_as_can_be(graph: StreetGraph) -> None:
    lots = Random(4)
    places = [(lots.uniform(76.82, 76.98), lots.uniform(43.19, 43.29)) for _ in range(40)]
    for start, goal in pairwise(places):
        reached = Times(graph, [Start("U1", *start)]).at(*goal)
        assert reached is not None
        assert find_way(graph, start, goal).seconds == pytest.approx(reached[0], abs=0.01)


def test_a_unit_beside_the_place_is_soon_there(cross: StreetGraph) -> None:
    way = find_way(cross, at(300, 40), at(300, -40))

    assert way.line == [at(300, 40), at(300, -40)]
    assert way.seconds == pytest.approx(START_S + 80 / OFF_STREET_M_S)


def test_far_from_every_street_there_is_no_way(graph: StreetGraph) -> None:
    with pytest.raises(LookupError):
        find_way(graph, (0.0, 0.0), (76.93, 43.24))


def test_a_band_tapers_where_its_time_ends(cross: StreetGraph) -> None:
    (band,) = bands(reach(cross, [Start("U1", *at(0, 0))], START_S + 90), [START_S + 90])

    (polygon,) = band.polygons
    land = shapely.Polygon([to_plane(*position) for position in polygon[0]])
    for metres, beside in ((200, 250), (600, 120), (800, 30)):
        assert shapely.contains_xy(land, metres, beside)
        assert shapely.contains_xy(land, -beside, -metres)
    assert not shapely.contains_xy(land, 850, 120), "30 s before the end one does not get 120 m off the street"
    assert not shapely.contains_xy(land, 930, 0)


@settings(max_examples=20, deadline=None)
@given(start=CITY, goal=CITY)
def test_what_is_reached_in_time_lies_in_the_band(graph: StreetGraph, start: Position, goal: Position) -> None:
    limit = 400.0
    reached = Times(graph, [Start("U1", *start)]).at(*goal)
    spot = graph.nearest(*to_plane(*goal))
    polygons = bands(reach(graph, [Start("U1", *start)], limit), [limit])[0].polygons

    assert reached is not None
    if reached[0] < limit - 20 and spot.off < 200:
        assert any(shapely.contains_xy(shapely.Polygon(part[0], part[1:]), *goal) for part in polygons)


def test_who_is_far_from_any_street_hides_nobody(graph: StreetGraph) -> None:
    here, goal = Start("U1", 76.93, 43.24), (76.94, 43.25)
    lost = [Start("W1", 0.0, 0.0), Start("W2", 43.24, 76.93)]
    assert etas_s(graph, [*lost, here], goal) == etas_s(graph, [here], goal)
    assert {stretch.first for stretch in reach(graph, [*lost, here], 120.0)} == {"U1"}
    with pytest.raises(LookupError):
        reach(graph, lost, 120.0)
