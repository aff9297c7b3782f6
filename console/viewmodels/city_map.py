"""The map put together: the page, and the features that are joined to it, in the order in which they are told."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from console.domain.picture import Changes
from console.insight.city import built_in
from console.state.store import Store
from console.viewmodels import place_words
from console.viewmodels.bookmarks import Bookmarks
from console.viewmodels.map_districts import MapDistricts
from console.viewmodels.map_follow import MapFollow
from console.viewmodels.map_layers import MapLayers, MapSource
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_tools import MapTools
from console.viewmodels.map_views import MapViews
from console.viewmodels.passport import Passports
from console.viewmodels.search import Street


class CityMap(QObject):
    """What the window's map pane draws and the app feeds."""

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
        self.bookmarks = Bookmarks(self.views, self.layers, self)

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        self.layers.refresh(changes)
        self.follow.refresh(changes)
        self.passports.refresh(changes)
        self.districts.refresh(changes)

    def beat(self) -> None:
        """Once a second: what became older by itself."""
        self.layers.beat()

    def retranslate(self) -> None:
        """The language has changed."""
        self.page.set_language()
        self.tools.retranslate()
        self.layers.retranslate()
        self.passports.changed.emit()
        self.districts.retranslate()

    def close(self) -> None:
        """Wait for what is being built."""
        self.layers.close()


def _address(lon: float, lat: float) -> str:
    """A place by its streets, for what has a name of its own."""
    return place_words.brief(built_in().addresses.at(lon, lat))
