import numpy as np
import pytest

from console.domain.geo import distance_m
from console.insight.city import built_in
from console.insight.vicinity import Vicinity, offset_m

ABAY_SEIFULLIN = 76.9348, 43.2416


@pytest.fixture(scope="module")
def vicinity() -> Vicinity:
    return Vicinity(built_in().schematic)


def test_around_a_crossing_lie_its_streets_and_the_land(vicinity: Vicinity) -> None:
    ground = vicinity.around(*ABAY_SEIFULLIN, 200)

    names = {street.name.en for street in ground.streets}
    assert {"Abay Avenue", "Seifullin Avenue"} <= names
    assert "Al-Farabi Avenue" not in names, "that is 3 km away"
    assert ground.lands
    assert len(ground.districts) >= 1
    assert not ground.is_bare


def test_shapes_are_metres_from_the_place(vicinity: Vicinity) -> None:
    abay = next(s for s in vicinity.around(*ABAY_SEIFULLIN, 200).streets if s.name.en == "Abay Avenue")
    drawn = next(s for s in built_in().schematic.streets if s.name.en == "Abay Avenue")

    metres = np.hypot(*abay.lines[0].T)
    assert metres.min() < 600
    for corner, (lon, lat) in zip(metres[:5], drawn.line[:5], strict=True):
        assert corner == pytest.approx(distance_m(lon, lat, *ABAY_SEIFULLIN), rel=0.01)


def test_offsets_point_east_and_south() -> None:
    lon, lat = ABAY_SEIFULLIN

    assert offset_m(lon + 0.001, lat, lon, lat) == (pytest.approx(81, abs=1), 0)
    assert offset_m(lon, lat + 0.001, lon, lat) == (0, pytest.approx(-111, abs=1))


def test_far_from_the_city_there_is_nothing(vicinity: Vicinity) -> None:
    assert vicinity.around(71.43, 51.13, 200).is_bare
