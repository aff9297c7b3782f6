"""Where units have been: near to the truth, few points, never more than an hour."""

from itertools import pairwise
from math import cos, hypot, nan, sin

import pytest
from hypothesis import example, given, strategies as st

from console.center.trails import KEEP_EVERY_S, KEPT_S, POINTS_AT_MOST, TOLERANCE_M, Trails
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.protocol import Trail
from console.domain.units import Fix
from tests.desk import NOW

LON, LAT = 76.93, 43.24
Metres = tuple[float, float]


def fix(place: Metres, time: float) -> Fix:
    lon, lat = LON + place[0] / metres_per_degree_lon(LAT), LAT + place[1] / METRES_PER_DEGREE_LAT
    return Fix("M07", lon, lat, 8.0, 90.0, NOW + time)


def metres(trail: Trail) -> list[Metres]:
    per_lon = metres_per_degree_lon(LAT)
    return [((lon - LON) * per_lon, (lat - LAT) * METRES_PER_DEGREE_LAT) for _, lon, lat in trail.points]


def driven(places: list[Metres], step_s: float = 1.0) -> tuple[Trails, float]:
    trails = Trails()
    for n, place in enumerate(places):
        trails.take([fix(place, n * step_s)])
    return trails, NOW + (len(places) - 1) * step_s


def distance(point: Metres, a: Metres, b: Metres) -> float:
    ax, ay = b[0] - a[0], b[1] - a[1]
    length = ax * ax + ay * ay
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((point[0] - a[0]) * ax + (point[1] - a[1]) * ay) / length))
    return hypot(point[0] - a[0] - share * ax, point[1] - a[1] - share * ay)


def test_a_straight_street_is_a_point_a_minute() -> None:
    trails, end = driven([(10.0 * n, 5.0 * n) for n in range(600)])
    points = trails.of("M07", end - KEPT_S).points
    assert len(points) <= 600 / KEEP_EVERY_S + 2
    assert (points[0][0], points[-1][0]) == (NOW, end)


def test_a_corner_is_kept() -> None:
    trails, end = driven([(10.0 * min(n, 30), 10.0 * max(0, n - 30)) for n in range(50)])
    places = metres(trails.of("M07", end - KEPT_S))
    assert min(hypot(x - 300, y) for x, y in places) <= TOLERANCE_M
    assert len(places) <= 5


def test_who_stands_all_hour_is_two_points_and_when_he_left_is_known() -> None:
    jitter = [(n % 3 * 1.0, n % 2 * 1.0) for n in range(1800)]
    trails, end = driven([*jitter, *((15.0 * n, 0.0) for n in range(1, 20))])
    points = trails.of("M07", end - KEPT_S).points
    assert len(points) <= 4
    assert any(NOW + 1790 <= time <= NOW + 1800 for time, _, _ in points)


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("radius", [30.0, 200.0, 2000.0])
def test_a_long_bend_to_either_side_is_followed(radius: float, way: int) -> None:
    turns = [5.0 * n / radius for n in range(200)]
    places = [(radius * sin(t), way * radius * (1 - cos(t))) for t in turns]
    trails, end = driven(places, step_s=0.1)
    line = metres(trails.of("M07", end - KEPT_S))
    assert max(min(distance(p, a, b) for a, b in pairwise(line)) for p in places) <= TOLERANCE_M + 0.2
    assert len(line) < 60


@given(st.lists(st.tuples(st.floats(-25, 25), st.floats(-25, 25)), max_size=200))
@example([(-20.0, 14.0), (3.0, -9.0)])  # a little back, and beside the line
def test_no_position_is_farther_from_the_line_than_the_tolerance(moves: list[Metres]) -> None:
    places = [(0.0, 0.0)]
    for dx, dy in moves:
        places.append((places[-1][0] + dx, places[-1][1] + dy))
    trails, end = driven(places)
    line = metres(trails.of("M07", end - KEPT_S))
    pairs = [*pairwise(line)] or [(line[0], line[0])]
    for place in places:
        assert min(distance(place, a, b) for a, b in pairs) <= TOLERANCE_M + 0.2  # answers are rounded to a decimetre
    assert metres(trails.of("M07", end))[-1] == pytest.approx(places[-1], abs=0.2)


def test_an_hour_is_kept_and_never_more_than_the_limit() -> None:
    zigzag = [(20.0 * n, 30.0 * (n % 2)) for n in range(6000)]
    trails, end = driven(zigzag)
    points = trails.of("M07", end - 10 * KEPT_S).points
    assert len(points) <= POINTS_AT_MOST + KEEP_EVERY_S + 1
    assert points[0][0] >= end - KEPT_S - 2 * KEEP_EVERY_S
    asked = trails.of("M07", end - 600)
    assert asked.since == end - 600
    assert all(time >= end - 600 for time, _, _ in asked.points)


def test_what_is_known_is_told_from_when_on() -> None:
    trails, end = driven([(10.0 * n, 0.0) for n in range(60)])
    assert trails.of("M07", end - 1800).since == NOW
    assert trails.of("M08", end - 1800) == Trail("M08", None, ())


def test_late_positions_and_places_that_are_none_are_left_out() -> None:
    trails, end = driven([(10.0 * n, 0.0) for n in range(60)])
    before = trails.of("M07", end - 1800)
    trails.take(
        [fix((900.0, 900.0), 30.0), Fix("M07", nan, LAT, 0.0, 0.0, end + 1), Fix("M07", 400.0, LAT, 0, 0, end + 2)]
    )
    assert trails.of("M07", end - 1800) == before
