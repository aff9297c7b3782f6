"""What is seen and what is not: sectors on the ground, gaps where need is unseen, and updates that cost no truth."""

from collections.abc import Mapping
from itertools import pairwise
from math import cos, nan, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.lighting import LightingSegment
from console.domain.offences import Offences, none
from console.domain.registry import Registry
from console.domain.schematic import District, Land, RoadClass, Schematic, Street
from console.domain.sites import Site, SiteKind
from console.domain.text import LocalText
from console.insight import need
from console.insight.coverage import CELL_M, Coverage
from console.insight.grid import Grid
from console.insight.seen import SAMPLES, SeenGround

LON, LAT = 76.90, 43.20
BOUNDS = (76.88, 43.185, 76.92, 43.215)
NAME = LocalText("р", "а", "d")


def at(east: float, north: float) -> tuple[float, float]:
    return LON + east / metres_per_degree_lon(LAT), LAT + north / METRES_PER_DEGREE_LAT


def square(size: float, east: float = 0.0, north: float = 0.0) -> list[tuple[float, float]]:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [at(east + i * size / 2, north + j * size / 2) for i, j in corners]


def camera(name: str = "C", east: float = 0.0, north: float = 0.0, heading: int = 0, **said: object) -> Camera:
    lon, lat = at(east, north)
    about: dict[str, object] = {
        "lon": lon,
        "lat": lat,
        "district": "a",
        "owner": CameraOwner.CITY,
        "integration": Integration.INTEGRATED,
        "consent": Consent.NOT_NEEDED,
        "place_kind": PlaceKind.STREET,
        "view_angle": 60,
        "reach": 53,
        "street": "",
        "cross": "",
        "site": "",
        "width_px": 3840,
    }
    return Camera(id=name, heading=heading, **{**about, **said})  # type: ignore[arg-type]


def all_round(name: str, east: float, north: float) -> list[Camera]:
    return [camera(f"{name}{heading}", east, north, heading) for heading in range(0, 360, 45)]


def town(**said: object) -> Schematic:
    """A district of 2 km with houses in its middle kilometre and one street through it."""
    parts: dict[str, list[object]] = {
        "districts": [District("a", NAME, [[square(2000)]])],
        "streets": [Street("s", NAME, RoadClass.ARTERIAL, 40, [at(-900, 300), at(900, 300)])],
        "lands": [Land("l", "highrise", 1.0, [square(1000)])],
        "places": [],
    }
    return Schematic(**{**parts, **said})  # type: ignore[arg-type]


def registry(cameras: list[Camera] | None = None, **said: object) -> Registry:
    rest: dict[str, list[object]] = {"buttons": [], "sites": [], "lighting": [], "service_centers": []}
    return Registry("t", 1, 0, cameras or [], **{**rest, **said})  # type: ignore[arg-type]


def thefts(count: int, east: float, north: float) -> Offences:
    lots = np.random.default_rng(1).normal(0, 30, (2, count))
    lon, lat = at(east, north)
    codes = np.zeros(count, np.uint8)
    return Offences(
        0.0,
        9e4,
        ("a",),
        kind=codes,
        district=codes,
        at=np.arange(count, dtype=float),
        lon=lon + lots[0] / metres_per_degree_lon(LAT),
        lat=lat + lots[1] / METRES_PER_DEGREE_LAT,
    )


def seen_at(seen: SeenGround, grid: Grid, bearing: float, metres: float, by: tuple[float, float] = (0, 0)) -> bool:
    lon, lat = at(by[0] + metres * sin(radians(bearing)), by[1] + metres * cos(radians(bearing)))
    fine = grid.finer(SAMPLES)
    (cell,) = fine.cells(np.array([lon]), np.array([lat]))
    return bool(seen._seen_by[cell] > 0)


GRID = Grid.over(BOUNDS, CELL_M)


def test_a_camera_that_looks_north_does_not_see_south() -> None:
    seen = SeenGround(GRID, [camera()], {})
    assert seen_at(seen, GRID, 0, 80)
    assert not seen_at(seen, GRID, 180, 80)
    assert not seen_at(seen, GRID, 90, 80)
    assert not seen_at(seen, GRID, 270, 80)


def test_sight_ends_where_a_person_is_no_longer_detected() -> None:
    seen = SeenGround(GRID, [camera()], {})
    reach = 3840 / (2 * 25 * np.tan(np.radians(30)))
    assert seen_at(seen, GRID, 0, reach - 15)
    assert not seen_at(seen, GRID, 0, reach + 15)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 359), st.integers(20, 340), st.floats(30, 100), st.floats(-30, 30))
def test_turning_a_camera_turns_what_it_sees_and_nothing_else(
    heading: int, angle: int, metres: float, off_axis: float
) -> None:
    seen = SeenGround(GRID, [camera(heading=heading, view_angle=angle)], {})
    alike = SeenGround(GRID, [camera(heading=0, view_angle=angle)], {})
    area, same = (float(picture.share().sum()) for picture in (seen, alike))
    assert area == pytest.approx(same, rel=0.12, abs=0.5)
    assert area * CELL_M**2 == pytest.approx(np.radians(angle) / 2 * _range(angle) ** 2, rel=0.12, abs=900)


def _range(angle: int) -> float:
    spread = 2 * np.tan(np.radians(angle / 2)) if angle < 150 else np.radians(angle)
    return float(min(300.0, 3840 / 25 / spread))


@pytest.mark.parametrize(
    "change",
    [
        {"integration": Integration.PLANNED},
        {"integration": Integration.NOT_INTEGRATED},
        {"consent": Consent.WITHHELD},
        {"lon": nan},
        {"lat": 200.0},
        {"lon": 70.0},
        {"reach": 0, "width_px": 0},
    ],
)
def test_what_cannot_be_opened_or_stands_elsewhere_sees_nothing(change: dict[str, object]) -> None:
    assert SeenGround(GRID, [camera(**change)], {}).share().sum() == 0  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(list(Health))), max_size=12))
def test_changes_of_health_lead_where_a_fresh_look_would(changes: list[tuple[int, Health]]) -> None:
    cameras = all_round("C", 0, 0)
    seen, devices = SeenGround(GRID, cameras, {}), dict[str, Health]()
    for number, health in changes:
        name = cameras[number].id
        was = devices.get(name) is Health.OFFLINE
        devices[name] = health
        assert seen.update(devices, [name, "L1"]) == (was != (health is Health.OFFLINE))
    assert (seen.share() == SeenGround(GRID, cameras, devices).share()).all()


def coverage(
    cameras: list[Camera], record: Offences, devices: Mapping[str, Health] | None = None, **said: object
) -> Coverage:
    return Coverage(town(), registry(cameras, **said), record, devices or {})


def test_the_gap_is_where_it_happens_and_nobody_looks() -> None:
    watched, unwatched = (-350.0, -350.0), (300.0, -300.0)
    facts = thefts(200, *unwatched)
    gaps = coverage(all_round("C", *watched), facts).gaps()
    first = gaps[0]
    east, north = (first.lon - LON) * metres_per_degree_lon(LAT), (first.lat - LAT) * METRES_PER_DEGREE_LAT
    assert np.hypot(east - unwatched[0], north - unwatched[1]) < 120
    assert (first.rank, first.district) == (1, "a")
    assert first.offences > 190
    assert first.nearest_camera_m == pytest.approx(np.hypot(650, 50), abs=120)
    assert [gap.rank for gap in gaps] == list(range(1, len(gaps) + 1))
    assert all(a.demand >= b.demand for a, b in pairwise(gaps))


def test_a_camera_that_looks_there_closes_the_gap_and_its_failure_opens_it_again() -> None:
    facts, cameras = thefts(200, 0, 0), [c for i in (-1, 0, 1) for c in all_round(f"C{i}", i * 60, 0)]
    city = coverage(cameras, facts)
    before, share = city.gaps(), city.surface().share_seen
    assert not any(gap.offences > 100 for gap in before)
    devices = {c.id: Health.OFFLINE for c in cameras}
    assert city.update(devices, devices.keys())
    assert city.surface().share_seen == pytest.approx(0, abs=1e-3)
    opened = city.gaps()[0]
    assert (opened.offences > 190, opened.nearest_camera_m) == (True, None)
    assert city.update({}, devices.keys())
    assert city.gaps() == before
    assert city.surface().share_seen == share
    assert not city.update({"C-10": Health.DEGRADED}, ["C-10"])


def test_planned_cameras_in_a_gap_or_in_a_cell_beside_it_are_counted() -> None:
    facts = thefts(200, 0, 0)
    (gap,) = coverage([], facts).gaps(1)
    west = min(lon for lon, _ in gap.outline[0])
    lat = max(lat for lon, lat in gap.outline[0] if lon == west) - 1e-5
    places = {"within": (gap.lon, gap.lat), "beside": (west - 2e-4, lat), "far": (west - 2e-3, lat), "no": (nan, lat)}
    planned = [camera(n, lon=x, lat=y, integration=Integration.PLANNED) for n, (x, y) in places.items()]
    assert coverage(planned, facts).gaps(1)[0].planned == 2


def test_the_gap_that_needs_most_is_first_not_the_one_that_is_sharpest() -> None:
    sharp, wide = thefts(100, -400, 400), thefts(200, 400, -400)
    spot = wide.lon.mean(), wide.lat.mean()
    wide.lon, wide.lat = spot[0] + (wide.lon - spot[0]) * 5, spot[1] + (wide.lat - spot[1]) * 5
    columns = {n: np.concatenate([getattr(f, n) for f in (sharp, wide)]) for n in ("kind", "district", "lon", "lat")}
    both = Offences(0.0, 9e4, ("a",), at=np.arange(300.0), **columns)
    gaps = coverage([], both).gaps()
    assert gaps[0].lon > LON > gaps[1].lon
    assert all(a.demand >= b.demand for a, b in pairwise(gaps))


def lamp(name: str, north: float, *, has_lamps: bool = True) -> LightingSegment:
    return LightingSegment(name, *at(-50, north), *at(50, north), "a", "s", has_lamps)


def test_the_share_of_lit_street_is_told_where_there_is_one() -> None:
    lighting = [lamp("L1", 0), lamp("L2", 20), lamp("L3", -20, has_lamps=False)]
    city = coverage([], thefts(200, 0, 0), {"L2": Health.OUTAGE}, lighting=lighting)
    assert city.gaps()[0].share_lit == pytest.approx(1 / 3, abs=0.01)
    city.update({}, ["L2"])
    assert city.gaps()[0].share_lit == pytest.approx(2 / 3, abs=0.01)
    assert coverage([], thefts(200, 0, 0)).gaps()[0].share_lit is None


def test_dark_ground_needs_more() -> None:
    light = need.Streetlight(GRID, [lamp("L1", 0), lamp("L2", 500)], {"L2": Health.OUTAGE})
    darkness = light.darkness()
    assert darkness.max() == pytest.approx(need.DARK, rel=1e-5)
    assert darkness.min() == 1.0
    assert (darkness > 1).sum() == pytest.approx(2, abs=1)


def test_need_is_shared_out_over_the_city_and_a_market_draws_more_than_a_street() -> None:
    market = Site("S", SiteKind.MARKET, NAME, *at(300, 0), "a", ())
    people = need.people(GRID, town(), [market])
    whole = need.need(need.offences(GRID, none()), people, np.ones(GRID.shape, np.float32))
    assert whole.sum() == pytest.approx(1, rel=1e-4)
    plain = need.people(GRID, town(), [])
    assert people.sum() - plain.sum() == pytest.approx(need.PEOPLE_AT[SiteKind.MARKET], rel=0.01)
    residents = need.people(GRID, town(streets=[]), [])
    assert residents.sum() == pytest.approx(need.RESIDENTS_PER_KM2, rel=0.03)
    assert plain.sum() - residents.sum() == pytest.approx(1800 * 0.2, rel=0.02)


def test_ground_outside_all_districts_has_no_gaps() -> None:
    city = coverage([], thefts(200, 1500, 0))
    assert not any(gap.offences for gap in city.gaps())
    beyond = town(
        districts=[District("a", NAME, [[square(600, -700)]])], lands=[Land("l", "highrise", 1.0, [square(300)])]
    )
    assert Coverage(beyond, registry(), none(), {}).surface().levels[:, -1].max() == 0
    assert all(gap.lon < LON - 0.004 for gap in Coverage(beyond, registry(), none(), {}).gaps())


def test_nobody_and_nothing_is_no_gap() -> None:
    empty = town(lands=[], streets=[])
    city = Coverage(empty, registry(), none(), {})
    assert city.gaps() == []
    surface = city.surface()
    assert (surface.share_seen, int(surface.levels.max())) == (0.0, 0)


def test_another_record_moves_the_gaps() -> None:
    city = coverage([], thefts(200, -300, 0))
    west = city.gaps()[0]
    city.record(thefts(200, 300, 0))
    assert city.gaps()[0].lon > west.lon
    city.record(none())
    assert all(gap.offences == 0 for gap in city.gaps())


def test_moving_the_whole_city_moves_the_gaps_with_it() -> None:
    def moved(shift: float) -> list[float]:
        cameras = [replace(c, lon=c.lon + shift) for c in all_round("C", -300, 0)]
        parts = town(
            districts=[District("a", NAME, [[[(x + shift, y) for x, y in square(2000)]]])],
            lands=[Land("l", "highrise", 1.0, [[(x + shift, y) for x, y in square(1000)]])],
            streets=[],
        )
        facts = thefts(200, 300, 0)
        facts.lon = facts.lon + shift
        return [gap.lon - shift for gap in Coverage(parts, registry(cameras), facts, {}).gaps()[:1]]

    assert moved(0.0) == pytest.approx(moved(0.37), abs=1e-5)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_no_more_than_asked_for_are_listed(limit: int) -> None:
    assert len(coverage([], thefts(200, 0, 0)).gaps(limit)) <= limit
