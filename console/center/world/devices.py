"""Every device of the city by its id: where it stands and how the place is called."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from console.domain.cameras import Camera
from console.domain.plane import to_plane
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.sites import PanicButton
from console.domain.text import LocalText
from console.insight.addresses import Addresses
from console.insight.place_names import said
from console.insight.streets import StreetGraph

FEED = "feed-"
"""What the id of the line that brings a district's pictures begins with; the rest is the district."""


class Device(Struct, frozen=True):
    """A thing that can send a signal."""

    id: str
    lon: float
    lat: float
    district: str
    place: LocalText
    site: str = ""


class Devices:
    """Looks devices up. ``where`` tells longitude and latitude of a unit, None when there is no such unit."""

    def __init__(
        self,
        schematic: Schematic,
        graph: StreetGraph,
        registry: Registry,
        where: Callable[[str], tuple[float, float] | None],
    ) -> None:
        self._schematic = schematic
        self._graph = graph
        self._addresses = Addresses(graph)
        self._registry = registry
        self._where = where
        self._sites = {site.id: site for site in registry.sites}
        self._site_of = {system.id: site for site in registry.sites for system in site.systems}
        self._centers = {center.district: center for center in registry.service_centers}
        self._districts = {district.id: district for district in schematic.districts}

    def __contains__(self, device: str) -> bool:
        try:
            self[device]
        except KeyError:
            return False
        return True

    def __getitem__(self, device: str) -> Device:
        """The device of this id; raises KeyError when there is none."""
        if (site := self._site_of.get(device) or self._sites.get(device)) is not None:
            return Device(device, site.lon, site.lat, site.district, site.name, site.id)
        if device.startswith(FEED):
            center = self._centers[device.removeprefix(FEED)]
            return Device(device, center.lon, center.lat, center.district, self._districts[center.district].name)
        if device[1:].isdecimal() and (found := self._standing(device[0], int(device[1:]) - 1, device)) is not None:
            return found
        if (position := self._where(device)) is not None:
            return self._placed(device, *position)
        raise KeyError(device)

    def _standing(self, letter: str, number: int, device: str) -> Device | None:
        """The camera, button or lamp at an index of the registry, None where that one is called otherwise."""
        registry = self._registry
        if letter == "L" and number < len(registry.lighting):
            lamp = registry.lighting[number]
            middle = (lamp.lon1 + lamp.lon2) / 2, (lamp.lat1 + lamp.lat2) / 2
            return self._placed(device, *middle, lamp.district) if lamp.id == device else None
        kinds: dict[str, Sequence[Camera | PanicButton]] = {"C": registry.cameras, "P": registry.buttons}
        rows = kinds.get(letter, ())
        if number >= len(rows) or rows[number].id != device:
            return None
        row = rows[number]
        if row.site:
            return Device(device, row.lon, row.lat, row.district, self._sites[row.site].name, row.site)
        return self._placed(device, row.lon, row.lat, row.district)

    def _placed(self, device: str, lon: float, lat: float, district: str = "") -> Device:
        if not district:
            found = self._schematic.district_at(lon, lat)
            district = found.id if found is not None else ""
        place = said(self._addresses.on_street(self._graph.nearest(*to_plane(lon, lat))))
        return Device(device, round(lon, 6), round(lat, 6), district, place)
