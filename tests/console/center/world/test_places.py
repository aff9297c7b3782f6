import pytest

from console.center.world.places import kk_ablative, place_at, ru_genitive
from console.domain.schematic import RoadClass, Street
from console.domain.text import LocalText
from console.insight.streets import StreetGraph

ABAY = LocalText("проспект Абая", "Абай даңғылы", "Abay Avenue")
SEIFULLIN = LocalText("улица Сейфуллина", "Сейфуллин көшесі", "Seifullin Street")
CROSSING = (76.93, 43.24)


@pytest.fixture
def two_streets() -> StreetGraph:
    lon, lat = CROSSING
    return StreetGraph(
        [
            Street("abay", ABAY, RoadClass.ARTERIAL, 60, [(lon - 0.01, lat), CROSSING, (lon + 0.01, lat)]),
            Street("seifullin", SEIFULLIN, RoadClass.ARTERIAL, 60, [(lon, lat - 0.01), CROSSING, (lon, lat + 0.01)]),
        ]
    )


def test_a_crossing_is_called_by_both_its_streets(two_streets: StreetGraph) -> None:
    assert place_at(two_streets, CROSSING[0] + 0.0002, CROSSING[1]) == LocalText(
        "проспект Абая – улица Сейфуллина", "Абай даңғылы – Сейфуллин көшесі", "Abay Avenue – Seifullin Street"
    )


def test_a_place_beside_a_crossing_tells_how_far_and_where(two_streets: StreetGraph) -> None:
    assert place_at(two_streets, CROSSING[0] + 0.001, CROSSING[1] + 0.00005) == LocalText(
        "проспект Абая, 80 м восточнее улицы Сейфуллина",
        "Абай даңғылы, Сейфуллин көшесінен 80 м шығысқа",
        "Abay Avenue, 80 m east of Seifullin Street",
    )


def test_the_other_winds_are_right_too(two_streets: StreetGraph) -> None:
    assert place_at(two_streets, CROSSING[0] - 0.001, CROSSING[1]).en == "Abay Avenue, 80 m west of Seifullin Street"
    assert place_at(two_streets, CROSSING[0], CROSSING[1] + 0.001).en == "Seifullin Street, 110 m north of Abay Avenue"
    assert place_at(two_streets, CROSSING[0], CROSSING[1] - 0.001).ru == "улица Сейфуллина, 110 м южнее проспекта Абая"


def test_a_street_without_crossing_is_called_alone() -> None:
    graph = StreetGraph([Street("abay", ABAY, RoadClass.ARTERIAL, 60, [(76.9, 43.24), (76.91, 43.24)])])
    assert place_at(graph, 76.905, 43.24) == ABAY


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
