"""What of the registry the map cannot show is counted and named."""

import pytest
from msgspec.structs import replace

from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.state.points import index
from console.viewmodels.map_astray import astray
from tests.console.viewmodels.test_map_tools import camera

GOOD = [camera(n, 76.9 + n / 100) for n in range(4)]


def registry(*places: tuple[float, float]) -> Registry:
    wrong = [replace(GOOD[0], id=f"W{n}", lon=lon, lat=lat) for n, (lon, lat) in enumerate(places)]
    return Registry("almaty", 1, 0, [*GOOD, *wrong], [PanicButton("B", 76.93, 43.24, "", "", "", "")], [], [], [])


def test_a_sound_registry_has_nothing_astray() -> None:
    sound = registry()
    found = astray(sound, index(sound, {}))
    assert (found.count, found.sentence) == (0, "")


@pytest.mark.parametrize(
    "place", [(43.24, 76.93), (0.0, 0.0), (float("nan"), 43.2), (999.0, 43.2), (76.93, -43.24), (1e300, -1e300)]
)
def test_what_has_no_place_in_the_city_is_counted_and_named(place: tuple[float, float]) -> None:
    known = registry(place, (76.95, 43.25))
    found = astray(known, index(known, {}))
    assert (found.count, found.ids) == (1, ("W0",))
    assert found.sentence.startswith("1 device or site of the registry cannot be seen on the map")
