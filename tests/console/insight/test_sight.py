"""Which cameras see a point: by pixels per metre, in their direction only, and those that could turn after them."""

from math import cos, nan, radians, sin

import pytest
from hypothesis import given, strategies as st

from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind, reach_m
from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.insight.sight import PX_PER_M, Sight, SightClass, sight_class

LON, LAT = 76.9, 43.2


def camera(name: str = "C", heading: int = 0, angle: int = 60, **said: object) -> Camera:
    width = said.setdefault("width_px", 1920)
    about: dict[str, object] = {
        "lon": LON,
        "lat": LAT,
        "district": "",
        "owner": CameraOwner.CITY,
        "integration": Integration.INTEGRATED,
        "consent": Consent.NOT_NEEDED,
        "place_kind": PlaceKind.STREET,
        "reach": round(reach_m(width or 1920, angle)),  # type: ignore[call-overload]
        "street": "",
        "cross": "",
        "site": "",
    }
    return Camera(id=name, heading=heading, view_angle=angle, **{**about, **said})  # type: ignore[arg-type]


def at(bearing: float, metres: float) -> tuple[float, float]:
    east, north = metres * sin(radians(bearing)), metres * cos(radians(bearing))
    return LON + east / metres_per_degree_lon(LAT), LAT + north / METRES_PER_DEGREE_LAT


def test_pixels_per_metre_are_those_of_the_standard() -> None:
    (seen,) = Sight([camera(angle=90, width_px=2000)]).of(*at(0, 20))
    assert seen.px_per_m == pytest.approx(2000 / (2 * 20 * 1.0), abs=0.1)
    assert (seen.sight_class, seen.must_turn) == (SightClass.DETECT, False)
    assert seen.distance_m == pytest.approx(20, abs=0.1)


def test_a_camera_that_looks_north_does_not_see_what_is_south() -> None:
    sight = Sight([camera()])
    assert sight.of(*at(0, 15))
    assert sight.of(*at(29, 15))
    assert not sight.of(*at(31, 15))
    assert not sight.of(*at(180, 15))
    assert sight.of(*at(350, 15))[0].off_axis_deg == pytest.approx(10, abs=0.2)


def test_one_that_turns_could_see_it_and_comes_after_those_that_do() -> None:
    sight = Sight([camera("near", heading=180, is_ptz=True), camera("far", width_px=1280)])
    found = sight.of(*at(0, 30))
    assert [(s.camera, s.must_turn) for s in found] == [("far", False), ("near", True)]
    assert found[1].off_axis_deg == pytest.approx(180, abs=0.2)


def test_the_sharpest_comes_first_and_not_the_nearest() -> None:
    lon, lat = at(0, 30)
    narrow = camera("narrow", angle=30, width_px=3840)
    wide = camera("wide", angle=100, width_px=1280, lon=at(0, 15)[0], lat=at(0, 15)[1])
    assert [s.camera for s in Sight([wide, narrow]).of(lon, lat)] == ["narrow", "wide"]


@pytest.mark.parametrize(
    "change",
    [
        {"integration": Integration.PLANNED},
        {"integration": Integration.NOT_INTEGRATED},
        {"consent": Consent.WITHHELD},
        {"lon": nan},
        {"lat": 91.0},
    ],
)
def test_what_cannot_be_opened_or_is_nowhere_sees_nothing(change: dict[str, object]) -> None:
    assert Sight([camera(**change)]).of(*at(0, 10)) == []  # type: ignore[arg-type]


def test_an_offline_camera_sees_nothing_until_it_is_back() -> None:
    sight = Sight([camera()])
    sight.update({"C": Health.OFFLINE}, ["C", "L7"])
    assert sight.of(*at(0, 10)) == []
    sight.update({"C": Health.DEGRADED}, ["C"])
    assert sight.of(*at(0, 10))
    sight.update({"C": Health.OFFLINE})
    sight.update({})
    assert sight.of(*at(0, 10))


@pytest.mark.parametrize(("lon", "lat"), [(nan, 43.2), (76.9, nan), (float("inf"), 0), (200, 43), (76.9, 99)])
def test_no_place_is_seen_by_nobody(lon: float, lat: float) -> None:
    assert Sight([camera()]).of(lon, lat) == []


def test_no_cameras_see_nothing() -> None:
    assert Sight([]).of(LON, LAT) == []


def test_right_below_a_camera_figures_stay_finite() -> None:
    (seen,) = Sight([camera(heading=123)]).of(LON, LAT)
    assert seen.px_per_m < 2_000
    assert seen.off_axis_deg == 0


def test_a_register_without_pixels_still_tells_by_its_reach() -> None:
    told, untold = camera(width_px=1920), camera(width_px=0)
    (a,), (b,) = Sight([told]).of(*at(0, 20)), Sight([untold]).of(*at(0, 20))
    assert b.px_per_m == pytest.approx(a.px_per_m, rel=0.03)


@pytest.mark.parametrize("angle", [32, 78, 108, 149, 180, 360])
def test_at_its_reach_a_person_is_just_observed(angle: int) -> None:
    one = camera(angle=angle, width_px=3840)
    (seen,) = Sight([one]).of(*at(0, reach_m(3840, angle)))
    assert seen.px_per_m == pytest.approx(PX_PER_M[SightClass.OBSERVE], rel=0.01)


def test_less_than_monitoring_is_no_sight() -> None:
    assert sight_class(12.5) is SightClass.MONITOR
    assert sight_class(1e9) is SightClass.IDENTIFY
    with pytest.raises(LookupError):
        sight_class(12.4)
    assert not Sight([camera()]).of(*at(0, 5 * 27 + 10))


@given(st.integers(0, 359), st.integers(0, 359), st.floats(3, 60), st.integers(20, 170))
def test_turning_camera_and_point_together_changes_nothing(heading: int, turn: int, metres: float, angle: int) -> None:
    here = Sight([camera(heading=heading, angle=angle)]).of(*at(heading + 7, metres))
    there = Sight([camera(heading=(heading + turn) % 360, angle=angle)]).of(*at(heading + turn + 7, metres))
    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert one.px_per_m == pytest.approx(other.px_per_m, rel=0.01)
        assert one.off_axis_deg == pytest.approx(other.off_axis_deg, abs=0.3)
