"""The map as a view model: what the page shows, in one batch per tick, and what it says back.

The page asks for files and tiles through its own scheme (``file``, ``tile``), is told changes by ``told`` (one JSON
message, whose parts ``resources/map/main.js`` names in ``DO``), and calls the slots. What tiles are cut from comes
through ``MapSource``, which the app fills from ``console.mapping``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from console import language
from console.clock import monotonic
from console.domain.freshness import Source
from console.domain.picture import Changes
from console.state.points import Layer, Points
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.map_news import MapNews
from console.viewmodels.map_points import POINT_LAYERS, MapPoints, Tiles, Touched
from console.viewmodels.search import Street

UNITS, ALARMS, INCIDENTS = "units", "alarms", "incidents"
MOVING = frozenset({"alarm", "unit", "incident"})
LAYERS = (ALARMS, INCIDENTS, UNITS, *Layer)
"""All layers, the upper ones first."""

SHOWN_AT_FIRST = frozenset({ALARMS, INCIDENTS, UNITS, Layer.CAMERAS, Layer.SITES, Layer.CENTERS})


class MapSource(Protocol):
    """What the page is made of (``console.mapping.source.MapFiles``)."""

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Content type and body of a file of the page."""
        ...

    def point_tiles(self, points: Points, single_from: int) -> Tiles:
        """Tiles of one layer; called off the window's thread."""
        ...


class View(Struct, frozen=True):
    """What part of the world the map shows: its middle in degrees, and the zoom."""

    lon: float
    lat: float
    zoom: int


class LayerRow(Struct, frozen=True):
    """A layer for menus: its name, how many things it holds, and by state, with the words of the legend."""

    id: str
    title: str
    count: int
    is_visible: bool
    states: tuple[tuple[str, str, int], ...] = ()
    """Mark, words and count; a mark is ``layer/state``, ``units/agency`` or ``alarms/priority``."""


class MapLayers(QObject):
    """See the module's docstring.

    ``first_paint_s``: seconds from the page's load, or from the points being there where that was later, until all of
    them were painted; None before. ``points_drawn``: how many points the marks in view stand for.
    """

    told = Signal(str)
    """A message for the page."""
    selected = Signal(str, str)
    """Kind and id of what was clicked: camera, button, lighting, site, center, unit, alarm or incident; or two "" for
    the bare map."""
    counted = Signal()
    """Counts or visibility of layers are different."""
    stale_changed = Signal()
    follow_changed = Signal()
    viewed_changed = Signal()
    """The operator, or a flight, has come to another ``view``."""
    page_painted = Signal()

    def __init__(
        self,
        store: Store,
        source: MapSource,
        *,
        streets: Callable[[], Mapping[str, Street]] = dict,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._source, self._streets = store, source, streets
        self.view: View | None = None
        self.theme = "dark"
        self._priority_colors = ["#ff0000", "#ff8800", "#ffdd00", "#88bbee"]
        self.stale = ""
        self.follows_selection = False
        self.first_paint_s: float | None = None
        self.points_drawn = 0
        self._points = MapPoints(source.point_tiles, self)
        self._points.came.connect(self._points_came)
        self._news = MapNews(store)
        self._visible = set(SHOWN_AT_FIRST)
        self._selection: dict[str, Any] | None = None
        self._page_is_up = False
        self._load_started = 0.0

    # What the page asks for

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file of the page by name, or None."""
        return self._source.file(name)

    def tile(self, layer: str, zoom: int, column: int, row: int) -> bytes:
        """A tile of points; an empty one where the layer is not there (yet)."""
        return self._points.tile(layer, zoom, column, row)

    @property
    def points(self) -> dict[Layer, Points]:
        """What stands in the city, by layer; empty until the registry is there."""
        return self._points.layers

    def load_starts(self) -> None:
        """The page is being loaded (again): it knows nothing until it says hello."""
        self._page_is_up = False
        self._load_started = monotonic()

    @Slot(result=str)
    def hello(self) -> str:
        """The page's first word; answered with how it shall look and everything that is known."""
        self._page_is_up = True
        return _json(
            {
                "theme": self.theme,
                "priorities": self._priority_colors,
                "language": language.current(),
                "visible": sorted(self._visible),
                "view": self.view,
                "known": {**self._news.everything(), "select": self._selection},
            }
        )

    # What the page says

    @Slot(str, str)
    def clicked(self, kind: str, key: str) -> None:
        """A mark was clicked; ``key`` is an id, or the row of a point."""
        found = self._resolve(kind, key)
        self.selected.emit(*(found or ("", "")))

    @Slot(float, float, int)
    def viewed(self, lon: float, lat: float, zoom: int) -> None:
        """The page shows another part of the world."""
        came_to_other_zoom = self.view is None or self.view.zoom != zoom
        self.view = View(lon, lat, zoom)
        if came_to_other_zoom:
            self._tell({"touched": self._to_fetch(self._points.touched(zoom))})
        self.viewed_changed.emit()

    @Slot(int)
    def painted(self, points: int) -> None:
        """The page has painted all that is in view: marks that stand for so many points."""
        self.points_drawn = points
        if self.first_paint_s is None and points:
            self.first_paint_s = monotonic() - max(self._load_started, self._points.came_at)
        self.page_painted.emit()

    @Slot(str, str, result="QStringList")
    def describe(self, kind: str, key: str) -> list[str]:
        """What a mark is, for its tooltip: lines of plain text."""
        found = self._resolve(kind, key)
        return map_words.describe(self._store, *found, self._streets()) if found else []

    @Slot(str, "QVariantList", result="QStringList")
    def describe_cluster(self, layer: str, counts: list[int]) -> list[str]:
        """How many points of each state a cluster stands for."""
        return map_words.cluster(Layer(layer), [int(n) for n in counts])

    # What the console wants of the page

    def fly_to(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Move the view there; ``zoom`` None keeps it."""
        self._tell({"fly": {"lon": lon, "lat": lat, "zoom": zoom}})

    def restore_view(self, view: View | None) -> None:
        """Show what was shown in an earlier run; None: the whole city."""
        self.view = view
        self._tell({"fly": view} if view else {"home": True})

    def home(self) -> None:
        """Show the whole city."""
        self._tell({"home": True})

    def fly_to_district(self, district: str) -> None:
        """Show one district, by its KATO code."""
        self._tell({"district": district})

    def zoom_by(self, levels: int) -> None:
        """Closer (positive) or farther."""
        self._tell({"zoom": levels})

    def pan_by(self, right: int, down: int) -> None:
        """Move the view by pixels."""
        self._tell({"pan": [right, down]})

    def select(self, kind: str, thing: str) -> None:
        """Put the ring around a thing (kinds as of ``selected``); "" takes it away."""
        at = self._news.place(kind, thing) or self._points.position(kind, thing)
        self._selection = {"kind": kind, "id": thing, "lon": at[0], "lat": at[1]} if at else None
        self._tell({"select": self._selection})
        if at and self.follows_selection:
            self.fly_to(*at)

    def follow(self, is_on: bool) -> None:
        """Whether the view goes to what is chosen elsewhere. It is off until the operator wants it."""
        self.follows_selection = is_on
        self.follow_changed.emit()

    def set_theme(self, theme: str) -> None:
        """``dark``, ``light`` or ``high_contrast``."""
        self.theme = theme
        self._tell({"look": {"theme": theme}})

    def set_priority_colors(self, colors: Sequence[str]) -> None:
        """Colours of P1 to P4, ``#rrggbb``: the queue's, so that both show the same."""
        self._priority_colors = list(colors)
        self._tell({"look": {"priorities": self._priority_colors}})

    def set_language(self) -> None:
        """The language has changed (``console.language.current``)."""
        self._tell({"language": language.current()})
        self.counted.emit()
        self.beat()

    def set_layer_visible(self, layer: str, is_visible: bool) -> None:
        """Show or hide a layer; one that is not known (settings of another version) is left alone."""
        if layer not in LAYERS:
            return
        (self._visible.add if is_visible else self._visible.discard)(layer)
        self._tell({"visible": {layer: is_visible}})
        self.counted.emit()

    @property
    def visible(self) -> frozenset[str]:
        """The layers that are shown, to be remembered."""
        return frozenset(self._visible)

    def layers(self) -> list[LayerRow]:
        """All layers for the menu, the upper ones first, in the operator's language."""
        picture = self._store.picture
        incidents = sum(incident.is_open for incident in picture.incidents.values())
        counts = {ALARMS: len(picture.alarms), INCIDENTS: incidents, UNITS: len(picture.units)}
        rows = []
        for layer in LAYERS:
            points = self.points.get(Layer(layer)) if layer in POINT_LAYERS else None
            count = len(points) if points else counts.get(layer, 0)
            states = map_words.legend(layer, points.counts() if points else [], picture)
            rows.append(LayerRow(layer, map_words.layer(layer), count, layer in self._visible, states))
        return rows

    # What the store says

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick, and tell the page in one message."""
        if changes.registry and self._store.registry is not None:
            self._points.build(self._store.registry, self._store.picture.devices)
        touched = self._update_points(changes)
        if changes.whole:
            self._tell({"reset": True, **self._news.everything(), "touched": touched})
        elif changes:
            self._tell(self._news.changed(changes) | {"touched": touched})
        if changes.whole or changes.alarms or changes.incidents or changes.units or touched:
            self.counted.emit()

    def beat(self) -> None:
        """Once a second: units that went silent, and how old what is shown is."""
        self._tell(self._news.aged())
        ages = {s: self._store.age(s) for s in (Source.EVENTS, Source.POSITIONS) if self._store.is_stale(s)}
        stale = map_words.stale(ages)
        if stale != self.stale:
            self.stale = stale
            self.stale_changed.emit()

    def close(self) -> None:
        """Wait for the index where one is being built."""
        self._points.close()

    # Inside

    def _update_points(self, changes: Changes) -> list[dict[str, Any]]:
        names = None if changes.whole else changes.devices
        if names is not None and not names:
            return []
        zoom = self.view.zoom if self.view else None
        return self._to_fetch(self._points.update(self._store.picture.devices, names, zoom))

    def _points_came(self) -> None:
        self._points.update(self._store.picture.devices, None, None)
        self._tell({"points": [layer for layer in Layer if layer in self._visible]})
        self.counted.emit()

    def _to_fetch(self, touched: Touched) -> list[dict[str, Any]]:
        """Tiles that the page must fetch anew: of layers that it shows."""
        zoom = self.view.zoom if self.view else 0
        shown = ((layer, keys) for layer, keys in touched.items() if layer in self._visible)
        return [{"layer": layer, "zoom": zoom, "tiles": sorted(keys)} for layer, keys in shown]

    def _resolve(self, kind: str, key: str) -> tuple[str, str] | None:
        """Kind and id of what the page calls ``kind`` and ``key``."""
        return (kind, key) if kind in MOVING else self._points.named(kind, key)

    def _tell(self, message: dict[str, Any]) -> None:
        """Send the parts that say something, where a page listens."""
        parts = {name: part for name, part in message.items() if part not in ([], {})}
        if self._page_is_up and parts:
            self.told.emit(_json(parts))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
