"""The layers of the map: what stands and what moves in the city, told to the page in one batch per tick.

The page asks for tiles of points through its own scheme (``tile``) and calls the slots. What tiles are cut from comes
through ``MapSource``, which the app fills from ``console.mapping``.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.clock import monotonic
from console.domain.changes import Changes
from console.domain.freshness import Source
from console.domain.gaps import CoverageGap
from console.state.points import Layer, Points
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.map_filters import ALARMS, INCIDENTS, UNITS, MapFilter, hidden_emergencies
from console.viewmodels.map_legend import SIGHT, Extra, LayerRow, Legend
from console.viewmodels.map_news import MapNews
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_points import MapPoints, Tiles, Touched
from console.viewmodels.map_sieve import Sieve
from console.viewmodels.map_views import MapViews
from console.viewmodels.search import Street

MOVING = frozenset({"alarm", "unit", "incident", "zone"})
LAYERS = (ALARMS, INCIDENTS, UNITS, *Layer, SIGHT)
"""The layers that are always there, the upper ones first."""

SHOWN_AT_FIRST = frozenset({ALARMS, INCIDENTS, UNITS, Layer.CAMERAS, SIGHT, Layer.SITES, Layer.CENTERS})


MANY_ALARMS, GATHERED_MS = 10, 200
"""Where so many alarms were told at once, those that follow are gathered for so long: the page paints all that moves
for each message, and a flood of thirty a second would keep a core busy with ten thousand marks."""


class MapSource(Protocol):
    """What the page is made of (``console.mapping.source.MapFiles``)."""

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Content type and body of a file of the page."""
        ...

    def point_tiles(self, points: Points, single_from: int) -> Tiles:
        """Tiles of one layer; called off the window's thread."""
        ...

    def write_gaps(self, target: Path, gaps: Sequence[CoverageGap], districts: Mapping[str, str]) -> None:
        """Write coverage gaps into a file, in the form that its name ends with. Raises OSError."""
        ...


class MapLayers(Feature):
    """See the module's docstring.

    ``first_paint_s``: seconds from the page's load, or from the points being there where that was later, until all of
    them were painted; None before. ``points_drawn``: how many points the marks in view stand for.
    """

    selected = Signal(str, str)
    """Kind and id of what was clicked: camera, button, lighting, site, center, unit, alarm or incident; or two "" for
    the bare map."""
    counted = Signal()
    """Counts or visibility of layers, what their filter hides, or the zoom that some are drawn from, are different."""
    points_came = Signal()
    """What stands in the city is there, or is another."""
    switched = Signal(str, bool)
    """A layer is shown from now on, or no more."""
    stale_changed = Signal()
    page_painted = Signal()

    def __init__(
        self,
        store: Store,
        source: MapSource,
        page: MapPage,
        views: MapViews,
        *,
        streets: Callable[[], Mapping[str, Street]] = dict,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._page, self._views, self._streets = store, page, views, streets
        self.stale = ""
        self.first_paint_s: float | None = None
        self.points_drawn = 0
        self._points = MapPoints(source.point_tiles, self)
        self._points.came.connect(self._points_came)
        self._points.filtered.connect(self._points_filtered)
        self._news = Sieve(MapNews(store), store)
        self._visible: set[str] = set(SHOWN_AT_FIRST)
        self._extras: list[Extra] = []
        self._more: list[Callable[[str, str], list[str]]] = []
        self._legend = Legend(store, self._points.counts)
        self._selection: dict[str, Any] | None = None
        self._gathered: set[str] = set()
        """Alarms that changed and were not told yet."""
        self._gathering = QTimer(self, singleShot=True, interval=GATHERED_MS)
        self._gathering.timeout.connect(self._tell_gathered)
        page.join("layers", self)
        views.zoomed.connect(self._zoomed)

    def known(self) -> dict[str, Any]:
        """What is shown, everything that moves, and what is chosen."""
        visible = {layer: layer in self._visible for layer in self._names}
        return {"visible": visible, **self._news.everything(), "select": self._selection}

    def tile(self, layer: str, zoom: int, column: int, row: int) -> bytes:
        """A tile of points; an empty one where the layer is not there (yet)."""
        return self._points.tile(layer, zoom, column, row)

    @property
    def points(self) -> dict[Layer, Points]:
        """What stands in the city, by layer; empty until the registry is there."""
        return self._points.layers

    def within(self, ring: Sequence[tuple[float, float]]) -> dict[Layer, NDArray[np.intp]]:
        """Rows of what stands inside a ring of longitudes and latitudes, of the layers that are shown."""
        return self._points.within(ring, (layer for layer in Layer if layer in self._visible))

    # What the page says

    @Slot(str, str)
    def clicked(self, kind: str, key: str) -> None:
        """A mark was clicked; ``key`` is an id, or the row of a point."""
        found = self.named(kind, key)
        self.selected.emit(*(found or ("", "")))

    @Slot(int)
    def painted(self, points: int) -> None:
        """The page has painted all that is in view: marks that stand for so many points."""
        self.points_drawn = points
        if self.first_paint_s is None and points:
            self.first_paint_s = monotonic() - max(self._page.loaded_at, self._points.came_at)
        self.page_painted.emit()

    @Slot(str, str, result="QStringList")
    def describe(self, kind: str, key: str) -> list[str]:
        """What a mark is, for its tooltip: lines of plain text."""
        found = self.named(kind, key)
        return self.describe_thing(*found) if found else []

    def describe_thing(self, kind: str, thing: str) -> list[str]:
        """The same by kind and id; nothing for what is not there (any more)."""
        if not kind:
            return []
        lines = map_words.describe(self._store, kind, thing, self._streets())
        return [*lines, *(line for more in self._more for line in more(kind, thing))]

    @Slot(str, "QVariantList", result="QStringList")
    def describe_cluster(self, layer: str, counts: list[int]) -> list[str]:
        """How many points of each state a cluster stands for."""
        return map_words.cluster(Layer(layer), [int(n) for n in counts])

    # What the console wants of the page

    def select(self, kind: str, thing: str) -> None:
        """Put the ring around a thing (kinds as of ``selected``); "" takes it away."""
        at = self._news.place(kind, thing) or self._points.position(kind, thing)
        before = self._selection
        self._selection = {"kind": kind, "id": thing, "lon": at[0], "lat": at[1]} if at else None
        self._page.tell(select=self._selection)
        is_other = before is None or (before["kind"], before["id"]) != (kind, thing)
        if at and is_other and self._views.follows_selection:
            self._views.show_place(*at)

    def retranslate(self) -> None:
        """The language has changed."""
        self.counted.emit()
        self.beat()

    # Which layers there are, and what is shown of them

    def describe_with(self, more: Callable[[str, str], list[str]]) -> None:
        """Let a feature say more lines of a thing (kind and id) in its tooltip."""
        self._more.append(more)

    def add(self, extra: Extra) -> None:
        """Take a layer that another feature draws into the menu; before settings are restored."""
        self._extras.append(extra)
        if extra.is_visible_at_first:
            self._visible.add(extra.id)

    def set_layer_visible(self, layer: str, is_visible: bool) -> None:
        """Show or hide a layer; one that is not known (settings of another version) is left alone."""
        if layer not in self._names or (layer in self._visible) == is_visible:
            return
        (self._visible.add if is_visible else self._visible.discard)(layer)
        self._page.tell(visible={layer: is_visible})
        self.switched.emit(layer, is_visible)
        self.counted.emit()

    @property
    def visible(self) -> frozenset[str]:
        """The layers that are shown, to be remembered."""
        return frozenset(self._visible)

    @property
    def filter(self) -> MapFilter:
        """What is hidden of the layers, to be remembered."""
        return self._news.wanted

    def show(self, wanted: MapFilter) -> None:
        """Hide what this filter hides, and nothing else."""
        before, self._news.wanted = self._news.wanted, wanted
        if wanted == before:
            return
        for layer in self.points:
            if wanted.filters(layer) or before.filters(layer):
                self._filter_points(layer)
        if {m for m in wanted.hidden ^ before.hidden if m.startswith((ALARMS, INCIDENTS, UNITS))}:
            self._page.tell(reset=True, **self._news.everything())
        self.counted.emit()

    def show_emergencies(self) -> None:
        """Bring back every alarm that the filter, or the layer's switch, keeps from the map."""
        self.show(self.filter.without(ALARMS))
        self.set_layer_visible(ALARMS, True)

    @property
    def hidden_emergencies(self) -> int:
        """How many P1 that nobody has acknowledged are kept from the map."""
        return hidden_emergencies(self._store.picture.alarms.values(), self.filter, ALARMS in self._visible)

    def rows(self) -> list[LayerRow]:
        """All layers for the menu, group by group, in the operator's language."""
        zoom = self._views.view.zoom if self._views.view else None
        return self._legend.rows(self.points, self._extras, self.visible, self.filter, zoom)

    # What the store says

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick, and tell the page in one message."""
        touched = self._update_points(changes)
        if changes.registry and self._store.registry is not None:
            self._points.build(self._store.registry, self._store.picture.devices)
        if changes.whole:
            self._gathered.clear()
            self._page.tell(reset=True, **self._news.everything(), touched=touched)
        elif changes:
            due = replace(changes, alarms=self._due(changes.alarms))
            self._page.tell(**self._news.changed(due), touched=touched)
        if changes.whole or changes.alarms or changes.incidents or changes.units or touched:
            self.counted.emit()

    def beat(self) -> None:
        """Once a second: units that went silent, and how old what is shown is."""
        self._page.tell(**self._news.aged())
        ages = {s: self._store.age(s) for s in (Source.EVENTS, Source.POSITIONS) if self._store.is_stale(s)}
        stale = map_words.stale(ages)
        if stale != self.stale:
            self.stale = stale
            self.stale_changed.emit()

    def close(self) -> None:
        """Wait for the index where one is being built."""
        self._points.close()

    # Inside

    def _due(self, alarms: Set[str]) -> set[str]:
        """Which alarms to tell now, of these and those that wait."""
        self._gathered |= alarms
        if self._gathering.isActive():
            return set()
        due, self._gathered = self._gathered, set()
        if len(due) >= MANY_ALARMS:
            self._gathering.start()
        return due

    def _tell_gathered(self) -> None:
        if self._gathered:
            self._page.tell(**self._news.changed(Changes(alarms=self._due(frozenset()))))

    def _zoomed(self, zoom: int) -> None:
        self._page.tell(touched=self._to_fetch(self._points.touched(zoom)))
        self.counted.emit()

    def _update_points(self, changes: Changes) -> list[dict[str, Any]]:
        names = None if changes.whole else changes.devices
        if names is not None and not names:
            return []
        zoom = self._views.view.zoom if self._views.view else None
        return self._to_fetch(self._points.update(self._store.picture.devices, names, zoom))

    def _points_came(self) -> None:
        self._points.catch_up(self._store.picture.devices)
        for layer in self.points:
            if self.filter.filters(layer):
                self._filter_points(layer)
        self._page.tell(points=[layer for layer in Layer if layer in self._visible])
        self.points_came.emit()
        self.counted.emit()

    def _filter_points(self, layer: Layer) -> None:
        self._points.filter(layer, self.filter.mask(layer, self.points[layer]), self.filter.states(layer))

    def _points_filtered(self, layer: str) -> None:
        if layer in self._visible:
            self._page.tell(points=[layer])

    @property
    def _names(self) -> tuple[str, ...]:
        return (*LAYERS, *(extra.id for extra in self._extras))

    def _to_fetch(self, touched: Touched) -> list[dict[str, Any]]:
        """What the page must show anew, of the layers that it shows."""
        zoom = self._views.view.zoom if self._views.view else 0
        return [{"layer": layer, "zoom": zoom, **what} for layer, what in touched.items() if layer in self._visible]

    def named(self, kind: str, key: str) -> tuple[str, str] | None:
        """Kind and id of what the page calls ``kind`` and ``key``."""
        return (kind, key) if kind in MOVING else self._points.named(kind, key)
