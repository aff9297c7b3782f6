"""Views of the map that an operator comes back to: each with a name and the layers that were shown."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from console.settings import Bookmark, MapView
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_views import MapViews

KEYS = 9
"""So many can be called by a digit."""

BOOKMARKS_AT_MOST = 200
NAME_LIMIT = 80
"""Longest name, characters."""


class Bookmarks(QObject):
    """The bookmarks in their order."""

    changed = Signal()
    removed = Signal(str)
    """A bookmark of this name is gone; ``bring_back`` undoes it."""

    def __init__(self, views: MapViews, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views, self._layers = views, layers
        self._items: list[Bookmark] = []
        self._gone: tuple[int, Bookmark] | None = None

    @property
    def items(self) -> Sequence[Bookmark]:
        """All of them, the first nine have a key."""
        return tuple(self._items)

    def restore(self, items: Iterable[Bookmark]) -> None:
        """Take over what an earlier run has kept."""
        self._items = list(items)[:BOOKMARKS_AT_MOST]
        self.changed.emit()

    def add(self, name: str, lon: float | None = None, lat: float | None = None) -> None:
        """Keep the present view, or the same around another place; nothing before the map has a view."""
        view, tidy = self._views.view, _tidy(name)
        if view is None or not tidy or len(self._items) >= BOOKMARKS_AT_MOST:
            return
        kept = MapView(view.lon if lon is None else lon, view.lat if lat is None else lat, view.zoom)
        self._items.append(Bookmark(tidy, kept, sorted(self._layers.visible)))
        self.changed.emit()

    def rename(self, index: int, name: str) -> None:
        """Call a bookmark otherwise; a blank name leaves it its own."""
        if tidy := _tidy(name):
            old = self._items[index]
            self._items[index] = Bookmark(tidy, old.view, old.layers)
        self.changed.emit()

    def remove(self, index: int) -> None:
        """Take a bookmark away."""
        self._gone = (index, self._items.pop(index))
        self.changed.emit()
        self.removed.emit(self._gone[1].name)

    def bring_back(self) -> None:
        """Undo the last ``remove``."""
        if self._gone is not None:
            self._items.insert(*self._gone)
            self._gone = None
            self.changed.emit()

    def go(self, index: int) -> None:
        """Show a bookmark's view, and its layers alone."""
        mark = self._items[index]
        for row in self._layers.rows():
            self._layers.set_layer_visible(row.id, row.id in mark.layers)
        self._views.fly_to(mark.view.lon, mark.view.lat, mark.view.zoom)


def _tidy(name: str) -> str:
    return " ".join(name.split())[:NAME_LIMIT]
