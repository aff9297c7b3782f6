import pytest

from console.domain import events as e
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.registry import Registry
from console.domain.sites import PanicButton, Site, SiteKind
from console.domain.text import LocalText
from console.domain.units import Fix
from console.insight.city import built_in
from console.state.store import Store
from console.viewmodels import places
from console.viewmodels.alarm_vicinity import ACROSS_M, AlarmVicinity
from console.viewmodels.nearby import Nearby
from tests.desk import alarm, store, tell, unit

LON, LAT = 76.9348, 43.2416
"""On Abay, a block from Seifullin."""

EAST_100_M = 100 / 81_000


def camera(id_: str, lon: float) -> Camera:
    return Camera(
        id_, lon, LAT, "751110000", CameraOwner.CITY, Integration.INTEGRATED, Consent.NOT_NEEDED,
        PlaceKind.CROSSING, 270, 90, 120, "", "", "",
    )  # fmt: skip


@pytest.fixture
def known() -> Store:
    made = store(
        [alarm("a", lon=LON, lat=LAT)],
        [
            unit("M21", fix=Fix("M21", LON + EAST_100_M, LAT, 10.0, 90.0, 1_763_791_401.0)),
            unit("M07", fix=Fix("M07", LON - 30 * EAST_100_M, LAT, 0.0, 0.0, 1_763_791_401.0)),
        ],
    )
    cameras = [camera("near", LON + EAST_100_M), camera("far", LON + 10 * EAST_100_M)]
    site = Site("SITE-1", SiteKind.SCHOOL, LocalText("Школа", "Мектеп", "School"), LON, LAT, "751110000", ())
    buttons = [PanicButton("P1", LON, LAT, "751110000", "", "", ""), PanicButton("P2", LON + 0.1, LAT, "", "", "", "")]
    made.enroll(Registry("almaty", 1, 0, cameras, buttons, [site], [], []))
    return made


def vicinity(of: Store) -> AlarmVicinity:
    return AlarmVicinity(of, Nearby(of), built_in, places.brief)


def test_what_stands_near_is_told_in_metres_from_the_alarm(known: Store) -> None:
    scene = vicinity(known).scene(known.picture.alarms["a"])

    assert scene is not None
    (eye,) = scene.eyes
    assert (eye.x, eye.y, eye.heading) == (pytest.approx(100, abs=1), 0, 270)
    assert [stand.site for stand in scene.stands] == [SiteKind.SCHOOL, None]
    assert {"Abay Avenue", "Seifullin Avenue"} <= {street.name.en for street in scene.ground.streets}


def test_a_device_that_breaks_asks_for_another_picture_and_nothing_else_does(known: Store) -> None:
    around, of = vicinity(known), known.picture.alarms["a"]
    before = around.scene(of)
    tell(known, e.DeviceChanged("elsewhere", Health.OFFLINE))
    same = around.scene(of)
    tell(known, e.DeviceChanged("near", Health.OFFLINE))
    other = around.scene(of)

    assert before is not None
    assert same is not None
    assert other is not None
    assert before.key == same.key != other.key
    assert other.eyes[0].health is Health.OFFLINE


def test_units_in_the_picture_and_the_nearest_free_one(known: Store) -> None:
    (nearest,) = vicinity(known).units(known.picture.alarms["a"])

    assert (nearest.callsign, nearest.is_nearest_free) == ("M21", True)
    assert nearest.distance_m == pytest.approx(100, abs=1)
    assert nearest.heading == 90


def test_the_nearest_free_unit_is_told_however_far_it_is() -> None:
    far = unit("M07", fix=Fix("M07", LON - 30 * EAST_100_M, LAT, 0.0, 0.0, 1_763_791_401.0))
    of = store([alarm("a", lon=LON, lat=LAT)], [far])

    (nearest,) = vicinity(of).units(of.picture.alarms["a"])

    assert nearest.distance_m > ACROSS_M
    assert nearest.heading is None


def test_in_words_it_says_what_a_look_would(known: Store) -> None:
    told = vicinity(known).told(known.picture.alarms["a"])

    assert told == (
        "Surroundings of Abay – Amangeldy, 60 m E · 1 camera · 1 guarded site · 1 panic button · Nearest: M21, 100 m"
    )


@pytest.mark.parametrize("place", [(0.0, 0.0), (float("nan"), 43.2), (500.0, 43.2)])
def test_without_a_place_there_is_no_picture_and_nobody_is_near(place: tuple[float, float]) -> None:
    of = store([alarm("a", lon=place[0], lat=place[1])], [unit("M21")])
    around, one = vicinity(of), of.picture.alarms["a"]

    assert around.scene(one) is None
    assert around.units(one) == []
    assert around.told(one) == "No picture of the surroundings: the place is not known."
    assert Nearby(of).unit(one) is None
