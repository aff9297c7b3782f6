"""The map pane: the page in a web view, a slim bar above it, a quiet banner where what it shows is old."""

from PySide6.QtCore import QUrl
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.viewmodels.map_layers import MapLayers
from ui.map.scheme import PAGE, SCHEME, Gate, Shelf


class MapPane(QWidget):
    def __init__(self, layers: MapLayers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = layers
        self.view = QWebEngineView(self)
        self._profile = QWebEngineProfile(self)
        self.gate = Gate(self._profile)
        self._profile.setUrlRequestInterceptor(self.gate)
        self._profile.installUrlSchemeHandler(SCHEME, Shelf(layers.file, layers.tile, self._profile))
        self.page = QWebEnginePage(self._profile, self.view)
        self.channel = QWebChannel(self.page)
        self.channel.registerObject("console", layers)
        self.page.setWebChannel(self.channel)
        self.view.setPage(self.page)
        box = QVBoxLayout(self); box.setContentsMargins(0,0,0,0); box.addWidget(self.view)
        layers.load_starts()
        self.page.load(QUrl(PAGE))
