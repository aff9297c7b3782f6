"""The page in its web view: a profile of its own that keeps nothing, and goes nowhere else."""

import logging
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from console.viewmodels.city_map import CityMap
from console.viewmodels.map_bases import MapBases
from ui import theme
from ui.map.base_tiles import BaseTiles
from ui.map.scheme import INSIDE, PAGE, SCHEME, Gate, Shelf

log = logging.getLogger(__name__)

_LEVELS = {
    QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel: logging.INFO,
    QWebEnginePage.JavaScriptConsoleMessageLevel.WarningMessageLevel: logging.WARNING,
    QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel: logging.ERROR,
}


class MapPage(QWebEnginePage):
    """The page. ``said`` repeats what it writes to its console: level of ``logging``, text, place."""

    said = Signal(int, str, str)

    def acceptNavigationRequest(
        self,
        url: QUrl | str,
        kind: QWebEnginePage.NavigationType,
        isMainFrame: bool,  # noqa: N803 - Qt's name
    ) -> bool:
        """Stay: a page that would go elsewhere is not ours."""
        return QUrl(url).scheme() in INSIDE

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Into the log."""
        log.log(_LEVELS[level], "%s (%s:%d)", message, source, line)
        self.said.emit(_LEVELS[level], message, f"{source}:{line}")


class MapWeb(QWebEngineView):
    """The view. ``gate`` counts what wanted to leave.

    Page and profile belong to nobody but the view: the page must go before the profile, which no parent promises.
    """

    def __init__(self, city_map: CityMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = city_map.page
        profile = _profile(city_map)
        self.map_page = MapPage(profile)
        self.destroyed.connect(partial(_end, self.map_page, profile))
        self.gate = Gate(profile)
        profile.setUrlRequestInterceptor(self.gate)
        channel = QWebChannel(self.map_page)
        channel.registerObject("page", city_map.page)
        for name, feature in city_map.page.features.items():
            channel.registerObject(name, feature)
        self.map_page.setWebChannel(channel)
        self.setPage(self.map_page)
        self.restyle()

    def load_map(self) -> None:
        """Load the page (again); it asks for everything that is known."""
        self._page.load_starts()
        self.map_page.load(QUrl(PAGE))

    def restyle(self) -> None:
        """The ground shows through until the page is painted."""
        self.map_page.setBackgroundColor(theme.current().color("window"))

    def contextMenuEvent(self, event: Any) -> None:
        """None: the browser's own menu has no meaning here."""


def _end(*things: MapPage | QWebEngineProfile) -> None:
    for thing in things:
        if shiboken6.isValid(thing):
            shiboken6.delete(thing)


def _profile(city_map: CityMap) -> QWebEngineProfile:
    """A profile without a disk."""
    profile = QWebEngineProfile()
    bases = city_map.page.features.get("bases")
    base_tiles = BaseTiles(bases.fetch) if isinstance(bases, MapBases) else None
    profile.installUrlSchemeHandler(SCHEME, Shelf(city_map.page.file, city_map.layers.tile, profile, base_tiles))
    settings = profile.settings()
    attribute = QWebEngineSettings.WebAttribute
    for unwanted in (attribute.PluginsEnabled, attribute.LocalStorageEnabled, attribute.PdfViewerEnabled):
        settings.setAttribute(unwanted, False)
    return profile
