"""Which cameras are witnesses of an alarm."""

import pytest

from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.witness import witnesses
from tests.desk import alarm

LON, LAT = 76.93, 43.24


@pytest.mark.parametrize(
    ("east_m", "north_m", "site", "is_one"),
    [
        (0, 60, "", True),
        (0, -60, "", True),
        (0, 140, "", True),
        (0, -140, "", False),
        (140, 0, "", False),
        (0, 190, "", False),
        (0, -900, "STATION", True),
        (0, -900, "SCHOOL", False),
    ],
)
def test_a_camera_is_witness_of_what_it_sees_what_is_close_by_and_what_is_of_its_site(
    east_m: float, north_m: float, site: str, is_one: bool
) -> None:
    look = PlaceKind.STATION, 0, 90, 150, "", ""
    camera = Camera(
        "c", LON, LAT, "751310000", CameraOwner.CITY, Integration.INTEGRATED, Consent.NOT_NEEDED, *look, "STATION"
    )
    lon = LON + east_m / metres_per_degree_lon(LAT)
    there = alarm("a", AlarmKind.FIRE, source="S", site=site, lon=lon, lat=LAT + north_m / METRES_PER_DEGREE_LAT)
    assert witnesses(camera, there) is is_one
