from msgspec.structs import replace

from console.center.world.owners import EVERY_S, FOR_S, Owners
from console.domain.cameras import CameraOwner, Consent
from console.domain.picture import Picture
from console.domain.registry import Registry
from console.domain.viewing import Viewing
from tests.console.center.town import CAMERAS

NOON = 1_790_000_000.0
PRIVATE = [replace(CAMERAS[0], id=f"C{n}") for n in range(9)]
CITY = [replace(CAMERAS[0], id="city", owner=CameraOwner.CITY, consent=Consent.NOT_NEEDED)]
ASKS = [replace(CAMERAS[0], id="asks", consent=Consent.WITH_REASON)]
REGISTRY = Registry("t", 1, 0, PRIVATE + CITY + ASKS, [], [], [], [])


def told(picture: Picture, each: float, hours: float = 8.0) -> list[tuple[str, Consent]]:
    owners = Owners(1, REGISTRY)
    steps = range(int(hours * 3600 / each))
    return [(r.camera, r.consent) for step in steps for r in owners.step(NOON + step * each, picture)]


def test_now_and_then_an_owner_withdraws_and_agrees_again() -> None:
    reports = told(Picture(), 10.0)
    withdrawn = [camera for camera, consent in reports if consent is Consent.WITHHELD]
    agreed = [camera for camera, consent in reports if consent is Consent.GIVEN]
    assert 10 <= len(withdrawn) <= 8 * 3600 / EVERY_S + 1
    assert 0 <= len(withdrawn) - len(agreed) <= FOR_S[1] // EVERY_S + 2
    assert set(withdrawn) <= {camera.id for camera in PRIVATE}


def test_how_often_one_looks_changes_nothing() -> None:
    assert [c for c in told(Picture(), 10.0) if c[1] is Consent.WITHHELD] == [
        c for c in told(Picture(), 1.0) if c[1] is Consent.WITHHELD
    ]


def test_it_happens_to_what_is_watched() -> None:
    picture = Picture()
    picture.viewings = {1: Viewing("C7", "me", NOON), 2: Viewing("city", "me", NOON)}
    assert {camera for camera, _consent in told(picture, 10.0)} == {"C7"}
