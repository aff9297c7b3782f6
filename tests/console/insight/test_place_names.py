import pytest

from console.domain.text import LocalText
from console.insight.addresses import AtCrossing, AtPlace, OffCrossing, OffPlace, OnStreet, Unnamed
from console.insight.place_names import kk_ablative, ru_genitive, said
from console.insight.streets import StreetGraph
from tests.console.insight.two_streets import ABAY, SEIFULLIN

MEDEU = LocalText("Каток Медеу", "Медеу мұз айдыны", "Medeu Rink")


def test_a_crossing_is_called_by_both_its_streets() -> None:
    assert said(AtCrossing(ABAY, SEIFULLIN)) == LocalText(
        "проспект Абая – улица Сейфуллина", "Абай даңғылы – Сейфуллин көшесі", "Abay Avenue – Seifullin Street"
    )


def test_a_place_beside_a_crossing_tells_how_far_and_where() -> None:
    assert said(OnStreet(ABAY, SEIFULLIN, 81.2, 90)) == LocalText(
        "проспект Абая, 80 м восточнее улицы Сейфуллина",
        "Абай даңғылы, Сейфуллин көшесінен 80 м шығысқа",
        "Abay Avenue, 80 m east of Seifullin Street",
    )


def test_the_other_winds_are_right_too() -> None:
    assert said(OnStreet(ABAY, SEIFULLIN, 80, 269)).en == "Abay Avenue, 80 m west of Seifullin Street"
    assert said(OnStreet(SEIFULLIN, ABAY, 111, 359)).en == "Seifullin Street, 110 m north of Abay Avenue"
    assert said(OnStreet(SEIFULLIN, ABAY, 111, 180)).ru == "улица Сейфуллина, 110 м южнее проспекта Абая"


def test_away_from_streets_and_places_the_way_there_is_told() -> None:
    assert said(OffCrossing(ABAY, SEIFULLIN, 424, 45)).en == "Abay Avenue – Seifullin Street, 420 m north-east"
    assert said(OffPlace(MEDEU, 2440, 225)) == LocalText(
        "Каток Медеу, 2,4 км юго-западнее", "Медеу мұз айдыны, 2,4 км оңтүстік-батысқа", "Medeu Rink, 2.4 km south-west"
    )
    assert said(AtPlace(MEDEU)) == MEDEU
    assert said(Unnamed(76.945, 43.238)).kk == "43.23800, 76.94500"


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("улица Толе би", "улицы Толе би"),
        ("бульвар Бухар жырау", "бульвара Бухар жырау"),
        ("Кульджинский тракт", ""),
        ("БАКАД", ""),
    ],
)
def test_russian_genitive(name: str, genitive: str) -> None:
    assert ru_genitive(name) == genitive


@pytest.mark.parametrize(
    ("name", "ablative"),
    [
        ("Абай даңғылы", "Абай даңғылынан"),
        ("Гоголь көшесі", "Гоголь көшесінен"),
        ("Құлжа тас жолы", "Құлжа тас жолынан"),
        ("БАКАД", ""),
    ],
)
def test_kazakh_ablative(name: str, ablative: str) -> None:
    assert kk_ablative(name) == ablative


def test_every_street_of_the_city_has_a_name_that_can_be_used(graph: StreetGraph) -> None:
    for name in graph.names.values():
        assert name.ru
        assert name.kk
        assert name.en
