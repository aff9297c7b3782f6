"""What any place of the map is called on this desk: by the city's map and by the sites the center guards."""

from collections.abc import Callable
from functools import lru_cache

from console.domain.text import NOWHERE, LocalText
from console.insight.addresses import Address, Addresses, Named, Unnamed
from console.insight.city import City, built_in
from console.insight.place_names import said
from console.language import current
from console.state.store import Store
from console.viewmodels import place_words


class Places:
    """Addresses that follow the registry; ``city`` gives the map."""

    def __init__(self, store: Store, city: Callable[[], City] = built_in) -> None:
        self._store = store
        self._city = city
        self._made: tuple[int, Addresses] | None = None

    def at(self, lon: float, lat: float) -> Address:
        """What a place is called, as a value; ``place_words.told`` and ``brief`` say it."""
        return self._addresses().at(lon, lat)

    def _addresses(self) -> Addresses:
        revision = self._store.registry.revision if self._store.registry else 0
        if self._made is None or self._made[0] != revision:
            sites = (Named(site.name, site.lon, site.lat) for site in self._store.sites.values())
            self._made = (revision, self._city().addresses_with(sites))
        return self._made[1]


def called(place: LocalText, lon: float, lat: float) -> str:
    """The name a center gave to a place, or, where it gave none, what the built-in map calls it; "" far from all."""
    return place.said(current()) or _on_the_map(lon, lat).said(current())


def brief(lon: float, lat: float) -> str:
    """What the built-in map calls a place, as one writes it on a map: "Abay – Seifullin, 80 m E"."""
    return place_words.brief(built_in().addresses.at(lon, lat))


@lru_cache(maxsize=4096)
def _on_the_map(lon: float, lat: float) -> LocalText:
    address = built_in().addresses.at(lon, lat)
    return NOWHERE if isinstance(address, Unnamed) else said(address)
