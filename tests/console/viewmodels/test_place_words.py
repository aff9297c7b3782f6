"""Names of places that get shorter."""

import pytest

from console import language
from console.domain.text import NOWHERE, LocalText
from console.insight.addresses import AtCrossing, OffPlace, OnStreet, Unnamed
from console.viewmodels.place_words import brief, shorter, told
from console.viewmodels.places import called

ABAY = LocalText("проспект Абая", "Абай даңғылы", "Abay Avenue")
SEIFULLIN = LocalText("улица Сейфуллина", "Сейфуллин көшесі", "Seifullin Street")


@pytest.mark.parametrize(
    ("code", "place", "abbreviated", "bare"),
    [
        (
            "ru",
            "улица Сатпаева – проспект Назарбаева",
            "ул. Сатпаева – пр. Назарбаева",
            "Сатпаева – Назарбаева",
        ),
        (
            "ru",
            "улица Масанчи, 70 м севернее улицы Кабанбай батыра",
            "ул. Масанчи, 70 м севернее ул. Кабанбай батыра",
            "Масанчи, 70 м севернее Кабанбай батыра",
        ),
        (
            "kk",
            "Абай даңғылы, Манас көшесінен 40 м батысқа",
            "Абай д-лы, Манас к-сінен 40 м батысқа",
            "Абай, Манас к-сінен 40 м батысқа",
        ),
        (
            "kk",
            "Бұқар жырау бульвары – Байтұрсынов көшесі",
            "Бұқар жырау бул. – Байтұрсынов к-сі",
            "Бұқар жырау – Байтұрсынов",
        ),
        ("en", "Abay Avenue – Manas Street", "Abay Ave – Manas St", "Abay – Manas"),
    ],
)
def test_kinds_of_streets_are_abbreviated_then_left_out(code: str, place: str, abbreviated: str, bare: str) -> None:
    language.use(code)
    assert shorter(place)[:3] == (place, abbreviated, bare)


@pytest.mark.parametrize(
    ("code", "place", "shortest"),
    [
        ("ru", "улица Момышулы, 360 м юго-восточнее улицы Жубанова", "Момышулы, 360 м ю.-в. Жубанова"),
        (
            "kk",
            "Момышұлы көшесі, Жұбанов көшесінен 360 м оңтүстік-шығысқа",
            "Момышұлы, Жұбанов к-сінен 360 м оңт.-шығ.",
        ),
        ("en", "Momyshuly Street, 360 m south-east of Zhubanov Street", "Momyshuly, 360 m SE of Zhubanov"),
    ],
)
def test_in_the_end_quarters_of_the_sky_are_abbreviated(code: str, place: str, shortest: str) -> None:
    language.use(code)
    assert shorter(place)[-1] == shortest


@pytest.mark.parametrize("place", ["Школа № 147", "дорога на Шымбулак", ""])
def test_a_place_that_is_no_street_stays_as_it_is(place: str) -> None:
    language.use("ru")
    assert shorter(place) == (place,)


def test_an_address_is_said_and_written_briefly() -> None:
    beside = OnStreet(ABAY, SEIFULLIN, 84.0, 91.0)

    assert told(beside) == "Abay Avenue, 80 m east of Seifullin Street"
    assert brief(beside) == "Abay – Seifullin, 80 m E"
    assert brief(AtCrossing(ABAY, SEIFULLIN)) == "Abay – Seifullin"
    assert brief(OffPlace(LocalText("Медеу", "Медеу", "Medeu"), 2440, 225)) == "Medeu, 2.4 km SW"
    assert brief(Unnamed(76.945, 43.238)) == "43.23800, 76.94500"


@pytest.mark.parametrize(("code", "crossing"), [("ru", "Абая – Сейфуллина"), ("kk", "Абай – Сейфуллин")])
def test_the_brief_form_leaves_kinds_of_streets_out_in_each_language(code: str, crossing: str) -> None:
    language.use(code)

    assert brief(AtCrossing(ABAY, SEIFULLIN)) == crossing


def test_a_place_that_the_center_did_not_name_is_named_by_the_map() -> None:
    assert called(ABAY, 76.93, 43.25) == "Abay Avenue"
    assert "Street" in called(NOWHERE, 76.93, 43.25)
    assert called(NOWHERE, 0.0, 0.0) == ""
