"""The map put together: the page, and the features that are joined to it, in the order in which they are told."""

from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.offences import Offences
from console.insight.addresses import Addresses
from console.insight.city import built_in
from console.state.store import Store
from console.viewmodels import place_words
from console.viewmodels.bookmarks import Bookmarks
from console.viewmodels.coverage_gaps import GapLayer
from console.viewmodels.hot_spots import HotSpotLayer
from console.viewmodels.map_carrying import MapCarrying
from console.viewmodels.map_districts import MapDistricts
from console.viewmodels.map_follow import MapFollow
from console.viewmodels.map_layers import MapLayers, MapSource
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_places import MapPlaces
from console.viewmodels.map_reach import MapReach
from console.viewmodels.map_selection import MapSelection
from console.viewmodels.map_tools import MapTools
from console.viewmodels.map_trails import MapTrails
from console.viewmodels.map_views import MapViews
from console.viewmodels.map_ways import MapWays
from console.viewmodels.map_zones import MapZones
from console.viewmodels.onlookers import Onlookers
from console.viewmodels.passport import Passports
from console.viewmodels.search import Street


class CityMap(QObject):
    """What the window's map pane draws and the app feeds."""

    record_wanted = Signal()
    """A layer is shown that needs the record of offences."""

    def __init__(
        self,
        store: Store,
        source: MapSource,
        *,
        streets: Callable[[], Mapping[str, Street]] = dict,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.page = MapPage(source, self)
        self.views = MapViews(self.page, self)
        self.tools = MapTools(self.page, self)
        self.follow = MapFollow(store, self.page, self.views, self)
        self.layers = MapLayers(store, source, self.page, self.views, streets=streets, parent=self)
        self.passports = Passports(store, _address, self)
        self.layers.selected.connect(self.passports.choose)
        self.districts = MapDistricts(store, self.page, self.layers, self.passports, self)
        self.hot_spots = HotSpotLayer(self.page, self.layers, self)
        self.gaps = GapLayer(store, self.page, self.layers, source, self)
        for layer in (self.hot_spots, self.gaps):
            layer.wanted.connect(self.record_wanted)
        self.ways = MapWays(store, self.page, self)
        self.layers.describe_with(self.ways.lines)
        self.zones = MapZones(store, self.page, self.layers, self.tools, self)
        self.selection = MapSelection(store, self.page, self.layers, self)
        self.tools.ringed.connect(self.selection.take)
        self.places = MapPlaces(self.page, self.views, self.layers, self.tools, self)
        self.onlookers = Onlookers(store, self.page, _address, self)
        self.trails = MapTrails(store, self.page, self)
        self.reach = MapReach(store, self.page, self)
        self.carrying = MapCarrying(self.page, self.layers, self)
        self.bookmarks = Bookmarks(self.views, self.layers, self)

    @property
    def wants_record(self) -> bool:
        """Whether a layer that is shown waits for the record of offences."""
        return self.hot_spots.is_wanted or self.gaps.is_wanted

    def take_record(self, record: Offences) -> None:
        """The center's record of offences, or a newer one."""
        self.hot_spots.take(record)
        self.gaps.take(record)

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        self.layers.refresh(changes)
        self.follow.refresh(changes)
        self.zones.refresh(changes)
        self.selection.refresh(changes)
        self.onlookers.refresh(changes)
        self.trails.refresh(changes)
        self.passports.refresh(changes)
        self.districts.refresh(changes)
        self.ways.refresh(changes)
        self.gaps.refresh(changes)

    def beat(self) -> None:
        """Once a second: what became older by itself."""
        self.layers.beat()
        self.selection.beat()
        self.onlookers.beat()
        self.ways.beat()

    def retranslate(self) -> None:
        """The language has changed."""
        self.page.set_language()
        self.tools.retranslate()
        self.selection.retranslate()
        self.onlookers.retranslate()
        self.reach.retranslate()
        self.trails.retranslate()
        self.layers.retranslate()
        self.passports.changed.emit()
        self.districts.retranslate()
        self.hot_spots.changed.emit()
        self.gaps.changed.emit()

    def address(self, lon: float, lat: float) -> str:
        """What a place is called, as it is written on a map."""
        return _address(lon, lat)

    def close(self) -> None:
        """Wait for what is being built."""
        self.onlookers.close()
        self.reach.close()
        self.layers.close()
        self.ways.close()
        self.hot_spots.close()
        self.gaps.close()


def _address(lon: float, lat: float) -> str:
    """A place by its streets alone, for what has a name of its own."""
    return place_words.brief(_streets_only().at(lon, lat))


@cache
def _streets_only() -> Addresses:
    city = built_in()
    return Addresses(city.graph, city.crossings, [], city.schematic.districts)
