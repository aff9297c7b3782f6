"""A line of the layer panel that opens the card of a layer; there while the layer is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from console.language import _
from console.viewmodels.map_layers import MapLayers
from ui.map.card import Card, Corner
from ui.translation import Retranslated


class CardLink(Retranslated, QPushButton):
    """Says what the card is about, as the card does."""

    def __init__(self, card: Card, corner: Corner, layers: MapLayers, layer: str, parent: QWidget) -> None:
        super().__init__(parent, flat=True)
        self.setObjectName("cardLine")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._card, self._layers, self._layer = card, layers, layer
        self.clicked.connect(lambda: corner.open(card))
        self.clicked.connect(lambda: self.window().hide())
        layers.counted.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self._follow()

    def _follow(self) -> None:
        self.setVisible(self._layer in self._layers.visible)
        self.setText(_("{layer}: the list…").format(layer=self._card.title.text()))
