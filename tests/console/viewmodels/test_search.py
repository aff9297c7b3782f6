import pytest
from hypothesis import given, strategies as st

from console import language
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.domain.sites import PanicButton, ServiceCenter, Site, SiteKind
from console.domain.text import LocalText
from console.insight.city import City, built_in
from console.viewmodels import fuzzy
from console.viewmodels.found import Found, FoundKind
from console.viewmodels.search import Search, Street
from tests.desk import ABAY, NOW, alarm, incident, store, unit

HOSPITAL = LocalText("Городская больница № 7", "№ 7 қалалық аурухана", "City Hospital No. 7")
MEDEU = LocalText("Сервисный центр полиции, Медеуский район", "Медеу ауданы", "Police Service Center, Medeu District")


def camera(number: int, street: str, cross: str = "") -> Camera:
    return Camera(
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
        cross,
        "",
    )


def registry() -> Registry:
    return Registry(
        city="almaty",
        revision=1,
        since=0,
        cameras=[camera(17, "tole-bi"), camera(18, "abay", "seifullin"), camera(117, "gogol")],
        buttons=[PanicButton("P0017", 76.9, 43.2, "751110000", "abay", "seifullin", "")],
        sites=[Site("S-1", SiteKind.HOSPITAL, HOSPITAL, 76.8, 43.2, "751110000", ())],
        lighting=[],
        service_centers=[ServiceCenter("SC-1", MEDEU, 76.95, 43.25, "751710000")],
    )


def lines(city: City) -> dict[str, Street]:
    return {street.id: Street(street.name, *street.line[0]) for street in city.schematic.streets}


@pytest.fixture
def search() -> Search:
    known = store([alarm("a", AlarmKind.FIRE)], [unit("U1", callsign="M-21")], [incident("INC-104")])
    known.enroll(registry())
    streets = lines(built_in())
    return Search(known, lambda: streets, built_in)


def things(found: list[Found]) -> list[tuple[FoundKind, str]]:
    return [(row.kind, row.id) for row in found]


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("m21", (FoundKind.UNIT, "U1")),
        ("M-21", (FoundKind.UNIT, "U1")),
        ("м21", (FoundKind.UNIT, "U1")),
        ("fire", (FoundKind.ALARM, "a")),
        ("104", (FoundKind.INCIDENT, "INC-104")),
        ("tole bi", (FoundKind.STREET, "tole-bi")),
        ("ул. Толе би", (FoundKind.STREET, "tole-bi")),
        ("пр-т Абая", (FoundKind.STREET, "abay")),
        ("улица Абая", (FoundKind.STREET, "abay")),
        ("Құрманғазы", (FoundKind.STREET, "kurmangazy")),
        ("курмангазы", (FoundKind.STREET, "kurmangazy")),
        ("больница 7", (FoundKind.SITE, "S-1")),
        ("hospital 7", (FoundKind.SITE, "S-1")),
        ("c000117", (FoundKind.CAMERA, "C000117")),
        ("с000117", (FoundKind.CAMERA, "C000117")),
        ("p0017", (FoundKind.BUTTON, "P0017")),
        ("police medeu", (FoundKind.CENTER, "SC-1")),
        ("Наурызбайский", (FoundKind.DISTRICT, "751810000")),
        ("f,fz", (FoundKind.STREET, "abay")),
    ],
)
def test_things_are_found_by_name_code_and_in_the_wrong_layout(
    search: Search, typed: str, thing: tuple[FoundKind, str]
) -> None:
    assert things(search.find(typed))[0] == thing


@pytest.mark.parametrize(
    "typed",
    [
        "Абая – Сейфуллина",
        "абай сейфуллин",
        "сейфулин абай",
        "Abay / Seifullin",
        "Seyfullin Abai",
        "Абай Сейфуллин қиылысы",
        "угол Абая и Сейфуллина",
        "пр. Абая - пр. Сейфуллина",
        "АБАЯ & seifullin ave",
        "абая сейф",
    ],
)
@pytest.mark.parametrize("code", ["ru", "kk", "en"])
def test_a_crossing_is_found_in_any_language_and_order(search: Search, typed: str, code: str) -> None:
    language.use(code)

    first = search.find(typed)[0]

    assert first.kind is FoundKind.CROSSING
    assert set(first.id.split("+")) == {"abay", "seifullin"}
    assert (first.lon, first.lat) == pytest.approx((76.9349, 43.2404), abs=0.003)


def test_cameras_and_buttons_of_a_crossing_stand_behind_it(search: Search) -> None:
    found = things(search.find("абая сейфуллина"))

    assert found[0][0] is FoundKind.CROSSING
    assert (FoundKind.CAMERA, "C000018") in found
    assert (FoundKind.BUTTON, "P0017") in found
    assert (FoundKind.CAMERA, "C000017") not in found


def test_a_street_and_nothing_more_yet_offers_its_crossings(search: Search) -> None:
    found = search.find("Абая –")

    assert len(found) > 10
    assert {row.kind for row in found[:10]} == {FoundKind.CROSSING}
    assert all("Abay" in row.title for row in found[:10])


def test_a_street_of_several_lines_is_one_hit(search: Search) -> None:
    name = built_in().schematic.streets[0].name
    search._streets = lambda: {f"abay-{n}": Street(name, 76.9, 43.2) for n in range(3)}

    assert things(search.find("abay")).count((FoundKind.STREET, "abay-0")) == 1
    assert (FoundKind.STREET, "abay-1") not in things(search.find("abay"))


def test_a_name_of_another_language_finds_too(search: Search) -> None:
    language.use("kk")

    assert (search.find("Толе би")[0].id, search.find("Толе би")[0].title) == ("tole-bi", "Төле би көшесі")


def test_cameras_are_found_by_street_in_any_language(search: Search) -> None:
    def cameras(typed: str) -> list[str]:
        return [found.id for found in search.find(typed) if found.kind is FoundKind.CAMERA]

    assert cameras("төле би") == cameras("Tole Bi") == ["C000017"]
    assert cameras("0017") == ["C000017"]
    assert cameras("c0") == [], "two letters would weigh half the city"


def test_what_begins_with_the_code_stands_before_what_holds_it(search: Search) -> None:
    known = search._store
    assert known.registry is not None
    known.enroll(Registry("almaty", 2, 0, [camera(2000117, "abay"), camera(117, "abay")], [], [], [], []))

    assert [found.id for found in search.find("c000117")] == ["C000117"]
    assert {found.id for found in search.find("00117")} == {"C000117", "C2000117"}
    assert [found.id for found in search.find("c2000")] == ["C2000117"]


@pytest.mark.parametrize("typed", ["43.238, 76.945", "76,945 43,238", "geo:43.238,76.945", "N43.238 E76.945"])
def test_coordinates_are_a_place_that_is_told_by_its_streets(search: Search, typed: str) -> None:
    found = search.find(typed)

    assert [row.kind for row in found] == [FoundKind.POSITION]
    assert (found[0].lon, found[0].lat) == (76.945, 43.238)
    assert " – " in found[0].hint


def test_two_small_numbers_are_a_code_before_a_place_in_the_ocean(search: Search) -> None:
    found = search.find("0001 17")

    assert found[0].id == "C000117"


def test_a_new_alarm_is_found_and_one_that_is_gone_is_not(search: Search) -> None:
    known = search._store
    assert (FoundKind.ALARM, "a") in things(search.find("fire"))

    known.load(Snapshot("other", 5, NOW, (alarm("b", AlarmKind.FIRE),), (), (), {}))

    assert [thing for thing in things(search.find("fire")) if thing[0] is FoundKind.ALARM] == [(FoundKind.ALARM, "b")]


def test_nothing_typed_finds_nothing(search: Search) -> None:
    assert search.find("  ") == []
    assert search.find("–") == []


@pytest.mark.parametrize(
    "typed",
    ["а" * 10_000, "\u202eабая\u202c", "абая\0", "<абая>", "\n\nабая", "ab " * 4000, "%s{}'\"\\", "\ud800"],
)
def test_hostile_input_finds_what_it_names_or_nothing(search: Search, typed: str) -> None:
    found = things(search.find(typed))

    assert len(found) <= 30
    if "абая" in typed and len(typed) < 100:
        assert (FoundKind.STREET, "abay") in found


def test_a_name_that_is_10_kb_long_harms_nothing() -> None:
    long = LocalText("х" * 10_000, "<script>" * 1000, "\u202e" * 10_000)
    known = store([alarm("a", place=long)], [unit("U1")])

    assert things(Search(known).find("ххх")) in ([], [(FoundKind.ALARM, "a")])


def test_without_map_and_registry_the_store_is_searched_still() -> None:
    known = store([alarm("a", AlarmKind.FIRE)], [unit("U1", callsign="M-21")])
    streets = {"abay": Street(ABAY, 76.9, 43.2)}

    assert things(Search(known).find("m21")) == [(FoundKind.UNIT, "U1")]
    assert (FoundKind.STREET, "abay") in things(Search(known, lambda: streets).find("abay"))


@given(st.text(max_size=60))
def test_any_text_may_be_typed(typed: str) -> None:
    known = store([alarm("a")], [unit("U1")], [incident("INC-104")])
    known.enroll(registry())

    assert len(Search(known, dict, built_in).find(typed)) <= 30


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
