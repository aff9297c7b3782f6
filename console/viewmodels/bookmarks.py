"""Views of the map that an operator comes back to: each with a name and the layers that were shown."""

from PySide6.QtCore import QObject

from console.settings import Bookmark, MapView
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_views import MapViews
from console.viewmodels.named import NamedList


class Bookmarks(NamedList[Bookmark]):
    """The bookmarks in their order; the first nine have a key."""

    def __init__(self, views: MapViews, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views, self._layers = views, layers

    def add(self, name: str, lon: float | None = None, lat: float | None = None) -> bool:
        """Keep the present view, or the same around another place; see ``keep``. False before the map has a view."""
        if (view := self._views.view) is None:
            return False
        kept = MapView(view.lon if lon is None else lon, view.lat if lat is None else lat, view.zoom)
        return self.keep(Bookmark(name, kept, sorted(self._layers.visible)))

    def go(self, index: int) -> None:
        """Show a bookmark's view, and its layers alone."""
        mark = self.items[index]
        for row in self._layers.rows():
            self._layers.set_layer_visible(row.id, row.id in mark.layers)
        self._views.fly_to(mark.view.lon, mark.view.lat, mark.view.zoom)
