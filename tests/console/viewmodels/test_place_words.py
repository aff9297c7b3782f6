"""Names of places that get shorter."""

import pytest

from console import language
from console.viewmodels.place_words import shorter


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
