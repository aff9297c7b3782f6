"""Every device of the city by its id: where it stands and how the place is called."""

from collections.abc import Callable

from msgspec import Struct

from console.center.world.places import place_at
from console.center.world.streets import StreetGraph
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.text import LocalText

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
        self._registry = registry
        self._where = where
        self._sites = {site.id: site for site in registry.sites}
        self._site_of = {system.id: site for site in registry.sites for system in site.systems}
        self._centers = {center.district: center for center in registry.service_centers}
        self._districts = {district.id: district for district in schematic.districts}

    def __getitem__(self, device: str) -> Device:
        """The device of this id; raises KeyError when there is none."""
        if (site := self._site_of.get(device) or self._sites.get(device)) is not None:
            return Device(device, site.lon, site.lat, site.district, site.name, site.id)
        if device.startswith(FEED):
            center = self._centers[device.removeprefix(FEED)]
            return Device(device, center.lon, center.lat, center.district, self._districts[center.district].name)
        registry = self._registry
        rows = {"C": registry.cameras, "P": registry.buttons, "L": registry.lighting}.get(device[:1], [])
        number = int(device[1:]) - 1 if device[1:].isdecimal() else -1
        if 0 <= number < len(rows) and rows[number].id == device:
            return self._standing(device, number)
        if (position := self._where(device)) is not None:
            return self._placed(device, *position)
        raise KeyError(device)

    def _standing(self, device: str, number: int) -> Device:
        registry = self._registry
        if device[0] == "L":
            lamp = registry.lighting[number]
            return self._placed(device, (lamp.lon1 + lamp.lon2) / 2, (lamp.lat1 + lamp.lat2) / 2, lamp.district)
        row = registry.cameras[number] if device[0] == "C" else registry.buttons[number]
        if row.site:
            return Device(device, row.lon, row.lat, row.district, self._sites[row.site].name, row.site)
        return self._placed(device, row.lon, row.lat, row.district)

    def _placed(self, device: str, lon: float, lat: float, district: str = "") -> Device:
        if not district:
            found = self._schematic.district_at(lon, lat)
            district = found.id if found is not None else ""
        return Device(device, round(lon, 6), round(lat, 6), district, place_at(self._graph, lon, lat))
