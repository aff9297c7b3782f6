"""A place on the map that the operator points at: what is there, what it is called, how it is written."""

from math import cos, pi, sin

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from console.domain.coordinates import Notation, written
from console.domain.geo import METRES_PER_DEGREE_LAT, is_position, metres_per_degree_lon
from console.insight.city import built_in
from console.language import _
from console.viewmodels import place_words
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_tools import MapTools, Place, Tool
from console.viewmodels.map_views import MapViews

CIRCLE_CORNERS = 48


class Spot(Struct, frozen=True):
    """Where the operator points: the place, its pixel in the map, and what lies there (two "" for nothing)."""

    lon: float
    lat: float
    x: int = 0
    y: int = 0
    kind: str = ""
    thing: str = ""

    def ring(self, radius_m: float) -> list[Place]:
        """A circle around it, as corners."""
        turns = [2 * pi * n / CIRCLE_CORNERS for n in range(CIRCLE_CORNERS)]
        wide, high = radius_m / metres_per_degree_lon(self.lat), radius_m / METRES_PER_DEGREE_LAT
        return [(round(self.lon + wide * sin(t), 7), round(self.lat + high * cos(t), 7)) for t in turns]

    def written(self, notation: Notation) -> str:
        """Its coordinates as text."""
        return written(self.lon, self.lat, notation)

    def address(self) -> str:
        """What it is called: street and crossing, place or district."""
        return place_words.brief(built_in().addresses.at(self.lon, self.lat))


class MapPlaces(Feature):
    """``pointed`` is emitted where the operator asks what can be done at a place (right click, menu key)."""

    pointed = Signal(object)

    def __init__(
        self, page: MapPage, views: MapViews, layers: MapLayers, tools: MapTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._views, self._layers, self._tools = page, views, layers, tools
        page.join("places", self)

    @property
    def middle(self) -> Spot | None:
        """The middle of the view: where keys point; None before there is a view."""
        view = self._views.view
        return Spot(view.lon, view.lat) if view else None

    def point_at_middle(self) -> None:
        """Ask what can be done in the middle of the view, or with the mark that lies there."""
        self._page.tell(point_at_middle=True)

    def measure_from(self, spot: Spot) -> None:
        """Take the measuring tool, with its first point here."""
        self._tools.use(Tool.DISTANCE)
        self._page.tell(tool_at=[spot.lon, spot.lat])

    @Slot(int, int, result=str)
    def stacked(self, place: int, among: int) -> str:
        """What a tooltip says where several marks lie over one another: which of them it is about, from above."""
        return _("{n} of {all} here · click again for the next").format(n=place, all=among)

    @Slot(float, float, int, int, str, str)
    def asked(self, lon: float, lat: float, x: int, y: int, kind: str, key: str) -> None:
        """The page was asked at a place, where a mark may lie (as the page names it)."""
        if is_position(lon, lat):
            found = self._layers.named(kind, key) if kind else None
            self.pointed.emit(Spot(lon, lat, x, y, *(found or ("", ""))))
