"""The drawn city, and a small registry of it, made once for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.center.world.demo import DemoWorld
from console.center.world.ground import Ground
from console.center.world.nature import Nature, load_nature
from console.center.world.registry import build_registry
from console.domain.registry import Registry
from console.domain.schematic import Schematic, load
from console.insight.streets import StreetGraph
from console.paths import RESOURCES
from tests.console.center.world.control_room import NOON, ControlRoom

FEW = 12_800
"""A tenth of the city's private cameras."""


@pytest.fixture(scope="session")
def schematic() -> Schematic:
    return load(RESOURCES / "city")


@pytest.fixture(scope="session")
def nature() -> Nature:
    return load_nature(RESOURCES / "city")


@pytest.fixture(scope="session")
def graph(schematic: Schematic) -> StreetGraph:
    return StreetGraph(schematic.streets)


@pytest.fixture(scope="session")
def ground(schematic: Schematic, nature: Nature, graph: StreetGraph) -> Ground:
    return Ground(schematic, nature, graph)


@pytest.fixture(scope="session")
def registry(schematic: Schematic, nature: Nature, graph: StreetGraph) -> Registry:
    return build_registry(schematic, nature, graph, seed=1, cameras=FEW)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city")


@pytest.fixture
def control_room(cache: Path) -> Callable[..., ControlRoom]:
    """Control rooms, each over a world of its own."""

    def begin(now: float = NOON, seed: int = 1) -> ControlRoom:
        return ControlRoom(DemoWorld(seed, FEW, cache=cache, now=now), now)

    return begin
