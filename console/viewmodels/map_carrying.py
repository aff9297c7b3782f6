"""A camera's mark that is dragged out of the map: the page finds it under the hand, the window carries it to a tile."""

from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_page import Feature, MapPage


class MapCarrying(Feature):
    """Hears of a press on a mark that has moved; ``begun`` says which camera it is."""

    begun = Signal(str)

    def __init__(self, page: MapPage, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers = layers
        page.join("carrying", self)

    @Slot(str, str)
    def take(self, kind: str, key: str) -> None:
        """A mark is carried away; ``key`` is the row of a point."""
        found = self._layers.named(kind, key)
        if found is not None and found[0] == "camera":
            self.begun.emit(found[1])
