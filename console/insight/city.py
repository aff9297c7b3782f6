"""The city's ground as one value: streets as a graph, crossings, addresses; each made when first asked for."""

from collections.abc import Iterable
from functools import cache, cached_property

from console import paths
from console.domain.schematic import Schematic, load
from console.insight.addresses import Addresses, Named
from console.insight.crossings import Crossing, crossings
from console.insight.streets import StreetGraph
from console.insight.vicinity import Vicinity

AREA = "label"
"""The kind of places that are names of quarters."""


class City:
    """All that is reckoned from the map of a city, and does not change while the program runs."""

    def __init__(self, schematic: Schematic) -> None:
        self.schematic = schematic

    @cached_property
    def graph(self) -> StreetGraph:
        """The streets as a graph."""
        return StreetGraph(self.schematic.streets)

    @cached_property
    def crossings(self) -> list[Crossing]:
        """Where named streets meet."""
        return crossings(self.schematic.streets)

    @cached_property
    def addresses(self) -> Addresses:
        """What places are called by streets, named places and districts."""
        return self.addresses_with(())

    @cached_property
    def vicinity(self) -> Vicinity:
        """What lies around any place."""
        return Vicinity(self.schematic)

    def addresses_with(self, sites: Iterable[Named]) -> Addresses:
        """The same with sites that belong to no map but to a registry."""
        named = (Named(p.name, p.lon, p.lat, p.kind == AREA) for p in self.schematic.places)
        return Addresses(self.graph, self.crossings, [*named, *sites], self.schematic.districts)


@cache
def built_in() -> City:
    """The city that ships with the program; the same value each time. Raises SchematicError where it is damaged."""
    return City(load(paths.RESOURCES / "city"))
