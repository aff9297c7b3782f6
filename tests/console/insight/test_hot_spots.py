"""Where offences are dense, by kind, hour and day: what is chosen counts, nothing else does."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from console.clock import local
from console.domain.geo import METRES_PER_DEGREE_LAT, distance_m, metres_per_degree_lon
from console.domain.mercator import to_degrees, to_world
from console.domain.offences import KINDS, OffenceKind, Offences, none
from console.insight.grid import Grid, as_levels, blurred
from console.insight.hot_spots import CELL_M, Choice, HotSpots, Surface

BOUNDS = (76.80, 43.15, 77.00, 43.30)
MARKET, STATION = (76.90, 43.20), (76.95, 43.26)
MIDNIGHT = 1_795_028_400.0
DAY_S = 86_400.0
Row = tuple[OffenceKind, float, float, float]


def record(rows: Sequence[Row], days: int = 30) -> Offences:
    rows = sorted(rows, key=lambda row: row[1])
    kind, at, lon, lat = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Offences(
        MIDNIGHT - days * DAY_S,
        MIDNIGHT,
        ("a",),
        kind=np.array([KINDS.index(k) for k in kind], np.uint8),
        district=np.zeros(len(rows), np.uint8),
        at=np.array(at, float),
        lon=np.array(lon, float),
        lat=np.array(lat, float),
    )


def around(place: tuple[float, float], count: int, kind: OffenceKind, hour: int, ago: int = 1) -> list[Row]:
    """Offences within 60 m of a place, all at one hour of a day."""
    lots = np.random.default_rng(count).uniform(-60, 60, (count, 2))
    return [
        (
            kind,
            MIDNIGHT - ago * DAY_S + hour * 3600 + n,
            place[0] + east / metres_per_degree_lon(place[1]),
            place[1] + north / METRES_PER_DEGREE_LAT,
        )
        for n, (east, north) in enumerate(lots.tolist())
    ]


@pytest.fixture
def town() -> HotSpots:
    assert local(MIDNIGHT).hour == 0
    return HotSpots(
        record(
            [
                *around(MARKET, 300, OffenceKind.THEFT, 13),
                *around(STATION, 100, OffenceKind.FIGHT, 23, ago=9),
                *around((76.85, 43.18), 3, OffenceKind.FRAUD, 1, ago=20),
            ]
        ),
        BOUNDS,
    )


def brightest(surface: Surface) -> tuple[float, float]:
    row, column = divmod(int(surface.levels.argmax()), surface.levels.shape[1])
    west, north, east, south = surface.bounds
    rows, columns = surface.levels.shape
    lon, lat = to_degrees(west + (column + 0.5) / columns * (east - west), north + (row + 0.5) / rows * (south - north))
    return float(lon), float(lat)


def test_the_places_are_ranked_and_stand_where_it_happened(town: HotSpots) -> None:
    surface = town.surface()
    assert surface.offences == 403
    first, second, *_ = surface.places
    assert distance_m(first.lon, first.lat, *MARKET) < 15
    assert distance_m(second.lon, second.lat, *STATION) < 15
    assert (first.offences, first.kind, first.district) == (300, OffenceKind.THEFT, "a")
    assert (second.offences, second.kind) == (100, OffenceKind.FIGHT)
    assert [place.rank for place in surface.places] == list(range(1, len(surface.places) + 1))
    assert distance_m(*brightest(surface), *MARKET) < CELL_M


def test_only_the_kinds_chosen_count(town: HotSpots) -> None:
    surface = town.surface(Choice(kinds=frozenset({OffenceKind.FIGHT})))
    assert surface.offences == 100
    assert distance_m(*brightest(surface), *STATION) < CELL_M
    assert town.surface(Choice(kinds=frozenset())).offences == 0


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((22, 2), 103), ((13, 14), 300), ((14, 13), 103), ((0, 24), 403), ((5, 5), 403), ((23, 0), 100), ((2, 13), 0)],
)
def test_hours_run_round_the_clock(town: HotSpots, hours: tuple[int, int], expected: int) -> None:
    assert town.surface(Choice(hours=hours)).offences == expected


def test_the_last_days_and_the_days_of_the_week_are_chosen(town: HotSpots) -> None:
    assert town.surface(Choice(days=7)).offences == 300
    assert town.surface(Choice(days=10)).offences == 400
    weekday = local(MIDNIGHT - DAY_S).weekday()
    assert town.surface(Choice(weekdays=frozenset({weekday}))).offences == 300
    assert town.surface(Choice(weekdays=frozenset())).offences == 0


def test_where_nothing_happened_there_is_nothing_to_paint() -> None:
    for facts in (none(), record(around((75.0, 43.2), 5, OffenceKind.THEFT, 3))):
        surface = HotSpots(facts, BOUNDS).surface()
        assert (surface.offences, surface.places, surface.mean_per_km2) == (0, [], 0.0)
        assert not surface.levels.any()


def test_places_that_are_not_on_earth_do_not_count() -> None:
    rows = around(MARKET, 5, OffenceKind.THEFT, 3)
    odd = [(OffenceKind.THEFT, MIDNIGHT - 9.0, lon, lat) for lon, lat in ((np.nan, 43.2), (76.9, np.inf), (76.9, 95.0))]
    assert HotSpots(record([*rows, *odd]), BOUNDS).surface().offences == 5


def test_no_two_places_of_the_list_share_an_offence() -> None:
    lots = np.random.default_rng(5).normal(0, 0.02, (4000, 2))
    rows = [(OffenceKind.THEFT, MIDNIGHT - 60.0 - n, 76.9 + x, 43.22 + y) for n, (x, y) in enumerate(lots.tolist())]
    surface = HotSpots(record(rows), BOUNDS).surface(places=20)
    assert len(surface.places) == 20
    assert sum(place.offences for place in surface.places) <= 4000
    assert all(a.times_mean >= b.times_mean for a, b in pairwise(surface.places))


def test_the_kernel_keeps_the_sum_and_ends_at_its_radius() -> None:
    picture = np.zeros((21, 21), np.float32)
    picture[10, 10] = 7.0
    spread = blurred(picture, 2.5)
    assert spread.sum() == pytest.approx(7.0, rel=1e-5)
    north, east = np.mgrid[-10:11, -10:11]
    assert (spread[np.hypot(north, east) >= 2.5] == 0).all()
    assert (spread == spread.T).all()
    assert (spread == spread[::-1]).all()


def test_levels_are_ratios_to_the_mean() -> None:
    assert as_levels(np.array([0, 1, 3, 7, 1e9], np.float32), 1.0).tolist() == [0, 32, 64, 96, 255]
    assert as_levels(np.array([5.0], np.float32), 0.0).tolist() == [0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 23), st.integers(0, 23), st.frozensets(st.sampled_from(KINDS)))
def test_hours_and_the_rest_of_the_day_are_the_whole_day(begin: int, end: int, kinds: frozenset[OffenceKind]) -> None:
    rows = [row for hour in range(24) for row in around(MARKET, hour + 1, KINDS[hour % len(KINDS)], hour)]
    town = HotSpots(record(rows), BOUNDS)
    parts = [Choice(kinds=kinds, hours=hours) for hours in ((begin, end), (end, begin))][: 1 if begin == end else 2]
    assert sum(town.surface(part).offences for part in parts) == town.surface(Choice(kinds=kinds)).offences


@given(st.floats(76.81, 76.99), st.floats(43.16, 43.29))
def test_a_cell_holds_the_places_that_are_counted_in_it(lon: float, lat: float) -> None:
    grid = Grid.over(BOUNDS, CELL_M)
    (cell,) = grid.cells(np.array([lon]), np.array([lat])).tolist()
    row, column = divmod(cell, grid.columns)
    (west, north), (east, south) = grid.corner(row, column), grid.corner(row + 1, column + 1)
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9
    assert to_degrees(*to_world(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
