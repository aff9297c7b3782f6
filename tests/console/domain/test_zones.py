"""What is a zone and what is none; whom a watch means."""

from math import cos, pi, sin

import msgspec
import pytest
from hypothesis import assume, example, given, strategies as st
from msgspec.structs import replace
from shapely import LinearRing, Polygon

from console.domain.errors import ProblemType
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.units import Agency
from console.domain.zones import Drawing, Ring, Watch, Way, ZoneKind, area_m2, crosses_itself, fault, tidy
from tests.desk import unit

LON, LAT = 76.93, 43.24
SQUARE = ((LON, LAT), (LON + 0.01, LAT), (LON + 0.01, LAT + 0.01), (LON, LAT + 0.01))


def drawing(ring: Ring = SQUARE, name: str = "Stadium cordon", **fields: object) -> Drawing:
    return msgspec.structs.replace(Drawing(ZoneKind.CORDON, name, ring), **fields)


def star(corners: int, metres: float) -> Ring:
    """A ring around the middle of the city with every other corner nearer to it."""
    far = [metres * (1.0 if n % 2 else 0.5) for n in range(corners)]
    turn = [2 * pi * n / corners for n in range(corners)]
    per_lon = metres_per_degree_lon(LAT)
    return tuple(
        (LON + r * cos(a) / per_lon, LAT + r * sin(a) / METRES_PER_DEGREE_LAT) for r, a in zip(far, turn, strict=True)
    )


_grid = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda p: (LON + p[0] / 1000, LAT + p[1] / 1000))


@given(st.lists(_grid, min_size=3, max_size=12))
@example([(LON, LAT), (LON + 0.002, LAT), (LON + 0.001, LAT)])  # runs back over itself
@example([(LON, LAT), (LON + 0.002, LAT + 0.002), (LON + 0.002, LAT), (LON, LAT + 0.002)])  # a bow tie
def test_a_ring_crosses_itself_where_the_geometer_says_so(corners: list[tuple[float, float]]) -> None:
    ring = tidy(drawing(tuple(corners))).ring
    assume(len(ring) >= 3)
    whole = [(round((x - LON) * 1000), round((y - LAT) * 1000)) for x, y in ring]
    assert crosses_itself(ring) is not Polygon(whole).is_valid


@given(st.integers(3, 200), st.floats(20, 7000))
def test_a_star_is_a_zone(corners: int, metres: float) -> None:
    ring = star(corners, metres)
    assert not crosses_itself(ring)
    assert LinearRing(ring).is_simple
    backwards = (*ring[:1], *ring[2:], ring[1])  # one corner is visited last
    assert crosses_itself(backwards) is not LinearRing(backwards).is_simple


def test_area_is_that_of_the_ground() -> None:
    flat = 0.01 * metres_per_degree_lon(LAT + 0.005) * 0.01 * METRES_PER_DEGREE_LAT
    assert area_m2(SQUARE) == pytest.approx(flat, rel=1e-9)
    assert area_m2(SQUARE[::-1]) == pytest.approx(flat, rel=1e-9)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (drawing(), None),
        (drawing(star(200, 7000)), None),
        (drawing(name=" \n\t"), ProblemType.NAMELESS),
        (drawing((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])), ProblemType.CROSSES_ITSELF),
        (drawing((SQUARE[0], SQUARE[1], SQUARE[0])), ProblemType.AREA_TOO_SMALL),
        (drawing((SQUARE[0],) * 5), ProblemType.AREA_TOO_SMALL),
        (drawing(star(7, 4)), ProblemType.AREA_TOO_SMALL),
        (drawing(star(9, 20_000)), ProblemType.AREA_TOO_LARGE),
        (drawing(((-179, -80), (179, -80), (179, 80), (-179, 80))), ProblemType.AREA_TOO_LARGE),
        (drawing(((70, 43), (80, 43), (80, 43.000001))), ProblemType.AREA_TOO_LARGE),
        (drawing(((LON, 90), (LON + 1, 90), (LON + 1, 89.99999))), ProblemType.AREA_TOO_SMALL),
    ],
)
def test_what_is_no_zone_is_told_why(what: Drawing, why: ProblemType | None) -> None:
    assert fault(tidy(what)) is why


@pytest.mark.parametrize(
    "ring",
    [
        "[[76.93,43.24],[76.94,43.24]]",
        "[[76.93,43.24],[76.94,43.24],[276.94,43.25]]",
        "[[76.93,43.24],[76.94,43.24],[76.94,143.25]]",
        "[[76.93,43.24],[76.94,43.24],[76.94,NaN]]",
        "[[76.93,43.24],[76.94,43.24],[76.94,1e999]]",
        "[[76.93,43.24],[76.94,43.24],[76.94]]",
        "[[76.93,43.24],[76.94,43.24],null]",
        "[" + ",".join(["[76.93,43.24]"] * 201) + "]",
    ],
)
def test_what_is_no_ring_at_all_is_not_read(ring: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(f'{{"kind":"cordon","name":"x","ring":{ring}}}', type=Drawing)


def test_a_tidy_drawing_says_no_corner_twice_and_its_name_in_one_line() -> None:
    twice = (*SQUARE[:2], SQUARE[1], *SQUARE[2:], SQUARE[0])
    assert tidy(drawing(twice, "  Stadium\n cordon ")) == drawing()


@given(st.lists(_grid, min_size=3, max_size=12))
def test_tidying_twice_changes_nothing_more(corners: list[tuple[float, float]]) -> None:
    once = tidy(drawing(tuple(corners)))
    assume(once.ring)
    assert tidy(once) == once


def test_a_watch_tells_of_those_it_names() -> None:
    patrol, engine = unit("M07"), unit("F01", agency=Agency.FIRE)
    everybody = Watch()
    named = Watch(Way.ENTER, units=("M07",))
    agency = replace(named, units=(), agencies=(Agency.FIRE,))
    either = replace(named, agencies=(Agency.FIRE,))
    assert [w.tells(patrol, Way.ENTER) for w in (everybody, named, agency, either)] == [True, True, False, True]
    assert [w.tells(engine, Way.ENTER) for w in (everybody, named, agency, either)] == [True, False, True, True]
    assert [w.tells(patrol, Way.LEAVE) for w in (everybody, named)] == [True, False]
