from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.geo import distance_m
from console.domain.lighting import LightingSegment
from console.domain.mercator import to_degrees, to_world
from console.domain.registry import Registry
from console.domain.sites import PanicButton, ProtectionSystem, Site, SiteKind, SystemKind
from console.domain.text import NOWHERE
from console.state.points import OWNERS, Layer, Points, State, index

LON = st.floats(76.7, 77.2, allow_nan=False)
LAT = st.floats(43.0, 43.45, allow_nan=False)
Ring = list[tuple[float, float]]
PLACES = st.lists(st.tuples(LON, LAT), max_size=80)
Steps = list[tuple[int, int]]
STEP = st.tuples(st.integers(76_700, 77_200), st.integers(43_000, 43_450))


def camera(id_: str, lon: float = 76.9, lat: float = 43.2, integration: Integration = Integration.INTEGRATED) -> Camera:
    return Camera(
        id_, lon, lat, "", CameraOwner.CITY, integration, Consent.GIVEN, PlaceKind.STREET, 90, 60, 30, "", "", ""
    )


def site(id_: str, *systems: str) -> Site:
    parts = tuple(ProtectionSystem(system, SystemKind.FIRE_ALARM, 0.0) for system in systems)
    return Site(id_, SiteKind.SCHOOL, NOWHERE, 76.9, 43.2, "", parts)


def registry(
    cameras: tuple[Camera, ...] = (), lighting: tuple[LightingSegment, ...] = (), sites: tuple[Site, ...] = ()
) -> Registry:
    buttons = [PanicButton("B1", 76.91, 43.21, "", "", "", "")]
    return Registry("almaty", 1, 0, list(cameras), buttons, list(sites), list(lighting), [])


def points(places: list[tuple[float, float]]) -> Points:
    return Points([f"P{n}" for n in range(len(places))], [p[0] for p in places], [p[1] for p in places])


@settings(deadline=None, max_examples=40)
@given(LON, LAT)
def test_world_coordinates_lead_back_to_the_position(lon: float, lat: float) -> None:
    x, y = to_world(np.array([lon]), np.array([lat]))
    assert to_degrees(float(x[0]), float(y[0])) == pytest.approx((lon, lat), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(PLACES, LON, LAT, LON, LAT)
def test_a_box_holds_what_a_look_at_every_point_finds(
    places: list[tuple[float, float]], lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    found = points(places)
    (west, east), (north, south) = to_world(
        np.array([min(lon1, lon2), max(lon1, lon2)]), np.array([max(lat1, lat2), min(lat1, lat2)])
    )
    inside = (found.x >= west) & (found.x < east) & (found.y >= north) & (found.y < south)
    assert found.box(west, north, east, south).tolist() == np.flatnonzero(inside).tolist()


@settings(deadline=None, max_examples=40)
@given(PLACES, LON, LAT, st.floats(10, 20_000))
def test_near_finds_all_within_the_radius_nearest_first(
    places: list[tuple[float, float]], lon: float, lat: float, radius: float
) -> None:
    found = points(places)
    near = found.near(lon, lat, radius)
    brute = {f"P{n}" for n, place in enumerate(places) if distance_m(lon, lat, *place) < radius * 0.999}
    assert {found.ids[row] for _distance, row in near} >= brute
    assert [d for d, _row in near] == sorted(d for d, _row in near)
    assert all(d <= radius for d, _row in near)


def test_rows_keep_what_belongs_to_a_point_together() -> None:
    spread = [camera(f"C{n}", 76.8 + n * 0.037 % 0.3, 43.1 + n * 0.071 % 0.3) for n in range(50)]
    found = index(registry(tuple(spread)), {})[Layer.CAMERAS]
    for one in spread:
        row = found.row_of(one.id)
        assert row is not None
        assert found.ids[row] == one.id
        assert found.position(row) == pytest.approx((one.lon, one.lat), abs=1e-9)


def test_owner_and_district_stay_with_their_camera_and_in_the_cache(tmp_path: Path) -> None:
    owners, districts = tuple(CameraOwner), ("751110000", "751210000", "")
    spread = [
        replace(camera(f"C{n}", 76.8 + n * 0.037 % 0.3), owner=owners[n % 4], district=districts[n % 3])
        for n in range(24)
    ]
    for _time in range(2):
        found = index(registry(tuple(spread)), {}, tmp_path)[Layer.CAMERAS]
        for one in spread:
            row = found.row_of(one.id)
            assert row is not None
            assert OWNERS[found.owner[row]] is one.owner
            assert found.districts[found.district[row]] == one.district


def test_cameras_are_split_by_what_is_planned_and_what_is_integrated() -> None:
    layers = index(
        registry(
            (
                camera("C1"),
                camera("C2", integration=Integration.NOT_INTEGRATED),
                camera("C3", integration=Integration.PLANNED),
            )
        ),
        {},
    )
    assert layers[Layer.CAMERAS].counts() == [1, 0, 0, 1]
    assert list(layers[Layer.PLANNED].ids) == ["C3"]


def test_a_device_that_fails_and_comes_back_changes_its_row_and_only_that() -> None:
    found = index(registry((camera("C1"), camera("C2", 76.95))), {"C2": Health.OFFLINE})[Layer.CAMERAS]
    assert found.counts() == [1, 0, 1, 0]
    changed = found.update({"C1": Health.TAMPERED, "C2": Health.OFFLINE}, ["C1", "C2", "unknown"])
    assert [found.ids[row] for row in changed] == ["C1"]
    assert found.counts() == [0, 1, 1, 0]
    assert sorted(found.ids[row] for row in found.update({})) == ["C1", "C2"]
    assert found.counts() == [2, 0, 0, 0]


def test_a_camera_that_is_not_integrated_stays_so_whatever_its_health() -> None:
    found = index(registry((camera("C1", integration=Integration.NOT_INTEGRATED),)), {})[Layer.CAMERAS]
    assert found.update({"C1": Health.OFFLINE}, ["C1"]).size == 0
    assert found.state[0] == State.ABSENT


def test_a_site_is_impaired_as_long_as_any_of_its_systems_is() -> None:
    found = index(registry(sites=(site("S1", "a", "b"),)), {"a": Health.OFFLINE, "b": Health.DEGRADED})[Layer.SITES]
    assert found.state[0] == State.DEGRADED
    assert found.update({"b": Health.DEGRADED}, ["a"]).size == 0
    assert found.update({}, ["b"]).tolist() == [0]
    assert found.state[0] == State.OK


def test_a_lighting_segment_lies_in_its_middle_along_its_street() -> None:
    lamp = LightingSegment("L1", 76.90, 43.20, 76.90, 43.2009, "", "", True)
    found = index(registry(lighting=(lamp,)), {"L1": Health.OUTAGE})[Layer.LIGHTING]
    assert found.position(0) == pytest.approx((76.90, 43.20045), abs=1e-6)
    assert (int(found.heading[0]), int(found.reach[0])) == (0, 100)
    assert found.state[0] == State.OFFLINE


@pytest.mark.parametrize(("lon", "lat"), [(float("nan"), 43.2), (43.2, 176.9), (float("inf"), 0.0), (200.0, 43.0)])
def test_what_has_no_place_on_earth_is_left_out(lon: float, lat: float) -> None:
    found = index(registry((camera("C1"), camera("bad", lon, lat))), {})[Layer.CAMERAS]
    assert list(found.ids) == ["C1"]


def test_an_index_that_was_kept_is_the_one_that_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = registry(tuple(camera(f"C{n}", 76.9 + n / 1000) for n in range(50)))
    made = index(city, {"C3": Health.OFFLINE}, tmp_path)
    monkeypatch.setattr("console.state.points._sorted_layers", lambda _: pytest.fail("it was not kept"))
    again = index(city, {"C3": Health.OFFLINE}, tmp_path)
    for layer, points in made.items():
        assert list(again[layer].ids) == list(points.ids)
        assert (again[layer].state == points.state).all()
        assert (again[layer].keys == points.keys).all()
    assert again[Layer.CAMERAS].row_of("C7") == made[Layer.CAMERAS].row_of("C7")


def test_another_registry_and_a_damaged_cache_are_indexed_anew(tmp_path: Path) -> None:
    index(registry((camera("C1"),)), {}, tmp_path)
    assert list(index(registry((camera("C2"),)), {}, tmp_path)[Layer.CAMERAS].ids) == ["C2"]
    for file in tmp_path.iterdir():
        file.write_bytes(b"rubbish points")
    assert list(index(registry((camera("C2"),)), {}, tmp_path)[Layer.CAMERAS].ids) == ["C2"]


def test_an_id_that_would_break_the_cache_is_indexed_all_the_same(tmp_path: Path) -> None:
    city = registry((camera("C\0 1"), camera("C2", 76.95)))
    for _time in range(2):
        assert sorted(index(city, {}, tmp_path)[Layer.CAMERAS].ids) == ["C\0 1", "C2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=80), st.lists(STEP, min_size=3, max_size=12))
def test_a_ring_holds_what_it_lies_around_an_odd_number_of_times(places: Steps, corners: Steps) -> None:
    """Points lie half a step beside the corners: what lies on the border itself is nobody's."""
    made = points([((lon + 0.4999) / 1000, (lat + 0.4998) / 1000) for lon, lat in places])
    ring = [(lon / 1000, lat / 1000) for lon, lat in corners]
    assert made.within(ring).tolist() == [row for row in range(len(made)) if _is_inside(made, row, ring)]


def test_a_ring_of_two_corners_holds_nothing() -> None:
    assert not points([(76.9, 43.2)]).within([(76.8, 43.1), (77.0, 43.3)]).size


def _is_inside(made: Points, row: int, ring: Ring) -> bool:
    """Even-odd rule by a ray to the north, where the code casts one to the east."""
    x, y = to_world(*np.array(ring).T)
    place, is_inside = (made.x[row], made.y[row]), False
    for ax, ay, bx, by in zip(x, y, np.roll(x, 1), np.roll(y, 1), strict=True):
        if (ax > place[0]) != (bx > place[0]) and place[1] > (by - ay) * (place[0] - ax) / (bx - ax) + ay:
            is_inside = not is_inside
    return is_inside
