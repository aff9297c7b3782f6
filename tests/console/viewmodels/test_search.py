from hypothesis import given
from hypothesis import strategies as st

from console import language
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.text import LocalText
from console.viewmodels import fuzzy
from console.viewmodels.search import FoundKind, Search, Street
from tests.desk import ABAY, alarm, incident, store, unit


def search() -> Search:
    of = store([alarm("a", AlarmKind.FIRE)], [unit("U1", callsign="M-21")], [incident("INC-104")])
    streets = {
        "abay": Street(ABAY, 76.9, 43.2),
        "tole": Street(LocalText("ул. Толе би", "Төле би к-сі", "Tole Bi St"), 76.9, 43.2),
    }
    return Search(of, lambda: streets)


def test_units_alarms_incidents_and_streets_are_found_by_name() -> None:
    found = {typed: [(f.kind, f.id) for f in search().find(typed)] for typed in ("m21", "fire", "104", "tole")}

    assert found["m21"][0] == (FoundKind.UNIT, "U1")
    assert found["fire"][0] == (FoundKind.ALARM, "a")
    assert found["104"][0] == (FoundKind.INCIDENT, "INC-104")
    assert found["tole"][0] == (FoundKind.STREET, "tole")


def test_a_name_of_another_language_finds_too() -> None:
    language.use("kk")

    found = search().find("Толе")

    assert [(f.id, f.title) for f in found] == [("tole", "Төле би к-сі")]


def test_cameras_are_found_by_code_and_by_street_in_any_language() -> None:
    looked = search()
    for number, street in ((17, "tole"), (18, "abay")):
        camera = Camera(
            f"C{number:06}",
            76.9,
            43.2,
            "751110000",
            CameraOwner.CITY,
            Integration.INTEGRATED,
            Consent.NOT_NEEDED,
            PlaceKind.CROSSING,
            0,
            90,
            60,
            street,
            "",
            "",
        )
        looked._store.cameras[camera.id] = camera

    def cameras(typed: str) -> list[str]:
        return [found.id for found in looked.find(typed) if found.kind is FoundKind.CAMERA]

    assert cameras("c000017") == ["C000017"]
    assert cameras("төле") == cameras("Tole") == ["C000017"]
    assert cameras("c0") == [], "two letters would weigh half the city"


def test_nothing_typed_finds_nothing() -> None:
    assert search().find("  ") == []


def test_beginnings_of_words_beat_letters_inside() -> None:
    texts = ["Reopen", "Open its cameras", "Stop einsatz", "Show open incidents"]

    ranked = sorted(texts, key=lambda text: -(fuzzy.score("oi", text) or 0))

    assert ranked[0] in ("Open its cameras", "Show open incidents")
    assert fuzzy.score("acknowledge", "Acknowledge") is not None
    assert fuzzy.score("xyz", "Acknowledge") is None


@given(st.text(max_size=12), st.text(max_size=40))
def test_a_text_fits_exactly_when_it_holds_the_letters_in_order(typed: str, text: str) -> None:
    letters = typed.lower().replace(" ", "")
    rest = iter(text.lower())
    assert (fuzzy.score(typed, text) is not None) == all(c in rest for c in letters)
