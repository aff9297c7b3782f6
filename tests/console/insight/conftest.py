"""The drawn city, made once for all tests of this folder."""

import pytest

from console.domain.schematic import Schematic, load
from console.insight.streets import StreetGraph
from console.paths import RESOURCES


@pytest.fixture(scope="session")
def schematic() -> Schematic:
    return load(RESOURCES / "city")


@pytest.fixture(scope="session")
def graph(schematic: Schematic) -> StreetGraph:
    return StreetGraph(schematic.streets)
