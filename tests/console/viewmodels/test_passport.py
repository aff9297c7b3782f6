from msgspec.structs import replace

from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.events import DeviceChanged
from console.domain.registry import Registry
from console.domain.sites import ProtectionSystem, ServiceCenter, Site, SiteKind, SystemKind
from console.domain.text import LocalText
from console.domain.units import UnitStatus
from console.state.store import Store
from console.viewmodels import city_map
from console.viewmodels.passport import TEST_DUE_S, Facts, Line, Opens, Passports, Tone
from tests.desk import NOW, alarm, incident, store, tell, unit

ALMALY = "751110000"
SYSTEMS = (
    ProtectionSystem("SYS-1", SystemKind.FIRE_ALARM, NOW - TEST_DUE_S + 60),
    ProtectionSystem("SYS-2", SystemKind.TURNSTILE, NOW - TEST_DUE_S - 86_400),
)
SCHOOL = Site("S1", SiteKind.SCHOOL, LocalText("Школа 25", "25-мектеп", "School 25"), 76.94, 43.25, ALMALY, SYSTEMS)
CENTER = ServiceCenter("CENTER-1", LocalText("Центр", "Орталық", "Center"), 76.95, 43.25, ALMALY)


def camera(id_: str, consent: Consent = Consent.GIVEN) -> Camera:
    return Camera(
        id_, 76.94, 43.25, ALMALY, CameraOwner.INSTITUTION, Integration.INTEGRATED, consent, PlaceKind.SCHOOL,
        0, 60, 30, "", "", "S1" if id_ != "C9" else "",
    )  # fmt: skip


def told(known: Store, kind: str, thing: str) -> tuple[Passports, Facts]:
    cameras = [camera("C1"), camera("C2", Consent.WITHHELD), camera("C9")]
    known.enroll(Registry("almaty", 1, 0, cameras, [], [SCHOOL], [], [CENTER]))
    passports = Passports(known, lambda _lon, _lat: "Abay – Seifullin")
    passports.choose(kind, thing)
    facts = passports.facts()
    assert facts is not None
    return passports, facts


def lines(facts: Facts, title: str) -> dict[str, Line]:
    section = next(s for s in facts.sections if s.title == title)
    return {line.text: line for line in section.lines}


def test_a_site_says_what_it_is_and_where() -> None:
    _passports, facts = told(store(), "site", "S1")
    assert (facts.title, facts.hint) == ("School 25", "School · Almaly · Abay – Seifullin")
    assert facts.at == (SCHOOL.lon, SCHOOL.lat)


def test_a_system_whose_test_is_overdue_is_marked_and_a_fresh_one_is_not() -> None:
    _passports, facts = told(store(), "site", "S1")
    systems = lines(facts, "Protection systems")
    assert (systems["Fire alarm"].tone, systems["Fire alarm"].value) == (Tone.PLAIN, "In order")
    assert (systems["Turnstiles"].tone, systems["Turnstiles"].hint_tone) == (Tone.PLAIN, Tone.WARNING)
    assert systems["Turnstiles"].hint.endswith("overdue")


def test_a_system_that_fails_says_since_when() -> None:
    known = store([alarm("A1", AlarmKind.SYSTEM_FAULT, source="SYS-1", site="S1", raised_at=NOW - 7200)])
    tell(known, DeviceChanged("SYS-1", Health.OFFLINE))
    _passports, facts = told(known, "site", "S1")
    line = lines(facts, "Protection systems")["Fire alarm"]
    assert (line.value, line.tone) == ("Offline for 2 h", Tone.WARNING)
    assert lines(facts, "Open alarms")["System fault"].opens is Opens.ALARM


def test_cameras_of_the_site_can_be_opened_where_their_owner_agrees() -> None:
    _passports, facts = told(store(), "site", "S1")
    cameras = lines(facts, "2 cameras")
    assert {text: line.opens for text, line in cameras.items()} == {
        "C1 · School": Opens.CAMERA,
        "C2 · School": Opens.NOTHING,
    }


def test_a_center_counts_the_units_at_home_and_names_the_open_incidents_of_its_district() -> None:
    here = [unit("U1"), unit("U2"), unit("U3", UnitStatus.ON_SCENE), replace(unit("U4"), home="CENTER-2")]
    known = store(units=here, incidents=[incident("INC-1", units=("U3",)), incident("INC-2", district="751910000")])
    passports, facts = told(known, "center", "CENTER-1")
    counts = {text: line.value for text, line in lines(facts, "Units at home here").items()}
    assert counts == {"On patrol": "2", "On scene": "1"}
    assert list(lines(facts, "Open incidents of the district")) == ["INC-1 · Fight"]
    assert passports.district == ALMALY


def test_what_happens_at_the_site_is_told_and_other_things_take_the_card_away() -> None:
    known = store()
    passports, _facts = told(known, "site", "S1")
    known.take()
    said: list[Facts | None] = []
    passports.changed.connect(lambda: said.append(passports.facts()))
    tell(known, DeviceChanged("SYS-1", Health.TAMPERED))
    passports.refresh(known.take())
    assert said[0] is not None
    assert lines(said[0], "Protection systems")["Fire alarm"].value == "Tampered with"
    passports.choose("unit", "U1")
    assert said[-1] is None


def test_an_address_names_streets_not_the_site_itself() -> None:
    gymnasium_12 = (76.95224, 43.25277)
    assert "Gymnasium" not in city_map._address(*gymnasium_12)
    assert " – " in city_map._address(*gymnasium_12)
