import pytest
from hypothesis import given, strategies as st

from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.geo import distance_m
from console.domain.units import Agency, Fix, UnitStatus
from console.insight.nearest import CameraViews, agency_for, nearest_units
from console.insight.pace import driven_s, run_s
from tests.desk import NOW, unit

LON, LAT = 76.93, 43.25


def at(unit_id: str, lon: float, status: UnitStatus = UnitStatus.AVAILABLE, age: float = 1.0, **fields: object):  # type: ignore[no-untyped-def]
    return unit(unit_id, status, fix=Fix(unit_id, lon, LAT, 0.0, 0.0, NOW - age), **fields)


def camera(camera_id: str, east_m: float, north_m: float, heading: int = 0, **fields: object) -> Camera:
    said: dict[str, object] = {
        "owner": CameraOwner.CITY,
        "integration": Integration.INTEGRATED,
        "consent": Consent.NOT_NEEDED,
        "place_kind": PlaceKind.STREET,
        "view_angle": 90,
        "reach": 100,
        "site": "",
    } | fields
    lon, lat = LON + east_m / 80_990, LAT + north_m / 111_195
    return Camera(id=camera_id, lon=lon, lat=lat, district="", heading=heading, street="", cross="", **said)  # type: ignore[arg-type]


def test_the_nearest_free_unit_with_a_fresh_fix_stands_first() -> None:
    units = [
        at("far", LON + 0.02),
        at("near", LON + 0.01, UnitStatus.ON_PATROL),
        at("busy", LON, UnitStatus.ON_SCENE),
        at("silent", LON, age=600),
    ]

    ranked = nearest_units(units, LON, LAT, NOW)

    assert [r.unit for r in ranked] == ["near", "far"]
    assert ranked[0].distance_m == pytest.approx(distance_m(LON + 0.01, LAT, LON, LAT), rel=0.002)
    assert ranked[0].eta_s == pytest.approx(driven_s(ranked[0].distance_m))


def test_those_on_foot_are_first_only_where_they_are_there_first() -> None:
    units = [at("walker", LON + 0.009, is_on_foot=True), at("car", LON + 0.01)]

    assert [r.unit for r in nearest_units(units, LON, LAT, NOW)] == ["car", "walker"]
    beside = [at("walker", LON + 0.0001, is_on_foot=True), at("car", LON + 0.0001)]
    first = nearest_units(beside, LON, LAT, NOW)[0]
    assert (first.unit, first.eta_s) == ("walker", pytest.approx(run_s(first.distance_m)))


def test_only_units_of_the_asked_agency_are_ranked() -> None:
    units = [at("police", LON), at("fire", LON + 0.01, agency=Agency.FIRE)]

    assert [r.unit for r in nearest_units(units, LON, LAT, NOW, agency=agency_for(AlarmKind.FIRE))] == ["fire"]
    assert nearest_units([], LON, LAT, NOW) == []


@given(st.lists(st.floats(76.7, 77.2), min_size=1, max_size=30))
def test_ranking_is_by_distance_for_any_positions(lons: list[float]) -> None:
    ranked = nearest_units([at(str(n), lon) for n, lon in enumerate(lons)], LON, LAT, NOW)

    distances = [r.distance_m for r in ranked]
    assert distances == sorted(distances)
    assert len(ranked) == len(lons)


def test_own_camera_then_the_sites_then_those_that_see_then_those_nearby() -> None:
    views = CameraViews(
        [
            camera("looks-away", 0, -20, heading=180),
            camera("sees-far", 0, -80, heading=0),
            camera("sees-near", -40, 0, heading=90),
            camera("of-site", 300, 300, site="SCHOOL"),
            camera("own", 900, 900),
            camera("out-of-town", 9000, 0),
        ]
    )

    ranked = views.nearest(LON, LAT, own="own", site="SCHOOL")

    assert [r.camera for r in ranked] == ["own", "of-site", "sees-near", "sees-far", "looks-away"]
    assert [r.sees for r in ranked] == [False, False, True, True, False]


def test_a_camera_that_may_not_be_opened_is_never_offered() -> None:
    views = CameraViews(
        [
            camera("withheld", 0, -10, consent=Consent.WITHHELD),
            camera("planned", 0, -10, integration=Integration.PLANNED),
            camera("with-reason", 0, -10, consent=Consent.WITH_REASON),
        ]
    )

    assert [r.camera for r in views.nearest(LON, LAT, own="withheld")] == ["with-reason"]


def test_no_more_than_the_limit_and_none_from_no_cameras() -> None:
    many = [camera(f"c{n}", n, 0) for n in range(20)]

    assert len(CameraViews(many).nearest(LON, LAT, limit=6)) == 6
    assert CameraViews([]).nearest(LON, LAT) == []


def test_reach_and_angle_bound_what_a_camera_sees() -> None:
    views = CameraViews(
        [camera("in", 0, -99, heading=44), camera("beyond", 0, -101), camera("beside", 0, -50, heading=46)]
    )

    assert {r.camera for r in views.nearest(LON, LAT) if r.sees} == {"in"}
