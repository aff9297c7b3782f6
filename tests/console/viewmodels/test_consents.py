"""An owner's word on file: who changes it, what the center is told, and how it is taken back."""

import pytest

from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.events import ConsentChanged
from console.domain.intents import ChangeConsent
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.consents import Consents
from tests.desk import Asked, store, tell

PRIVATE = ("private", CameraOwner.BUSINESS, Integration.INTEGRATED, Consent.GIVEN)
CITY = ("city", CameraOwner.CITY, Integration.INTEGRATED, Consent.NOT_NEEDED)
FAR = ("far", CameraOwner.RESIDENTS, Integration.NOT_INTEGRATED, Consent.WITHHELD)


def camera(id_: str, owner: CameraOwner, integration: Integration, consent: Consent) -> Camera:
    return Camera(id_, 76.93, 43.24, "751310000", owner, integration, consent, PlaceKind.SHOP, 0, 90, 30, "", "", "")


def at_the_desk_of(role: Role) -> tuple[Store, Consents]:
    known = store()
    known.operator = Operator("me", "Me", role)
    cameras = [camera(*said) for said in (PRIVATE, CITY, FAR)]
    known.enroll(Registry("town", 1, 0, cameras, [], [], [], []))
    known.take()
    return known, Consents(known)


def hear(known: Store, consents: Consents, consent: Consent) -> None:
    tell(known, ConsentChanged("private", consent, ""))
    consents.refresh(known.take())


def asked(act: Asked) -> list[ChangeConsent]:
    return [arguments[0] for _name, arguments in act.calls]


@pytest.mark.parametrize(
    ("role", "id_", "may"),
    [
        (Role.SUPERVISOR, "private", True),
        (Role.TRAINER, "private", True),
        (Role.DUTY_OFFICER, "private", False),
        (Role.SUPERVISOR, "city", False),
        (Role.SUPERVISOR, "far", False),
        (Role.SUPERVISOR, "unheard of", False),
    ],
)
def test_supervisors_change_what_is_on_file_about_private_cameras(role: Role, id_: str, may: bool) -> None:
    assert at_the_desk_of(role)[1].may_change(id_) is may


def test_a_change_is_told_with_its_note_and_said_when_the_center_has_done_it() -> None:
    known, consents = at_the_desk_of(Role.SUPERVISOR)
    act, told = Asked(), []
    consents.changed.connect(told.append)
    consents.change(act, "private", Consent.WITHHELD, "by telephone")
    assert asked(act) == [ChangeConsent("private", Consent.WITHHELD, "by telephone")]
    assert (told, consents.can_take_back) == ([], False)
    hear(known, consents, Consent.WITHHELD)
    assert told == ["private"]
    assert consents.of("private") is Consent.WITHHELD


def test_what_is_taken_back_is_as_it_was_before() -> None:
    known, consents = at_the_desk_of(Role.SUPERVISOR)
    act = Asked()
    consents.change(act, "private", Consent.WITHHELD, "by telephone")
    hear(known, consents, Consent.WITHHELD)
    consents.take_back(act)
    assert asked(act)[-1].consent is Consent.GIVEN
    consents.take_back(act)
    assert len(act.calls) == 2  # once


def test_what_another_has_changed_since_is_not_taken_back() -> None:
    known, consents = at_the_desk_of(Role.SUPERVISOR)
    act = Asked()
    consents.change(act, "private", Consent.WITHHELD, "by telephone")
    hear(known, consents, Consent.WITHHELD)
    hear(known, consents, Consent.WITH_REASON)
    consents.take_back(act)
    assert len(act.calls) == 1


def test_the_map_says_what_is_on_file_now() -> None:
    known, consents = at_the_desk_of(Role.SUPERVISOR)
    assert map_words.CONSENT[Consent.GIVEN] in map_words.describe(known, "camera", "private", {})
    hear(known, consents, Consent.WITHHELD)
    assert map_words.CONSENT[Consent.WITHHELD] in map_words.describe(known, "camera", "private", {})
