"""The map as a view model: what the page shows, in one batch per tick, and what it says back.

The page asks for files and tiles through its own scheme (``file``, ``tile``), is told changes by ``told`` (one JSON
message, whose parts ``resources/map/main.js`` names in ``DO``), and calls the slots. What tiles are cut from comes
through ``MapSource``, which the app fills from ``console.mapping``.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from console import language
from console.clock import monotonic
from console.domain.alarms import Alarm
from console.domain.freshness import Source
from console.domain.incidents import Incident
from console.domain.picture import Changes
from console.domain.registry import Registry
from console.domain.units import Unit, UnitStatus
from console.state.points import Layer, Points, index
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.search import Street

UNITS, ALARMS, INCIDENTS = "units", "alarms", "incidents"
POINT_LAYERS = frozenset(Layer)
LAYERS = (ALARMS, INCIDENTS, UNITS, *Layer)
"""All layers, the upper ones first."""

SHOWN_AT_FIRST = frozenset({ALARMS, INCIDENTS, UNITS, Layer.CAMERAS, Layer.SITES, Layer.CENTERS})

SINGLE_FROM: dict[Layer, int] = {
    Layer.CAMERAS: 18,
    Layer.PLANNED: 17,
    Layer.BUTTONS: 16,
    Layer.LIGHTING: 15,
    Layer.SITES: 0,
    Layer.CENTERS: 0,
}
"""Zoom from which a layer's points stand alone: about where a screen of 1920 x 1080 holds some hundreds of them."""

REMEMBERED_S = 3.0
"""How long changed points are told again when the page comes to another zoom, seconds: its tiles may be older."""


class Tiles(Protocol):
    """Tiles of one layer (``console.mapping.point_tiles.PointTiles``)."""

    def tile(self, zoom: int, column: int, row: int) -> bytes: ...  # noqa: D102
    def update(self, rows: NDArray[np.intp]) -> None: ...  # noqa: D102
    def touched(self, rows: NDArray[np.intp], zoom: int) -> set[tuple[int, int]]: ...  # noqa: D102


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
    _indexed = Signal(object)

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
        self.points: dict[Layer, Points] = {}
        self._tiles: dict[Layer, Tiles] = {}
        self._visible = set(SHOWN_AT_FIRST)
        self._selection: dict[str, Any] | None = None
        self._statuses: dict[str, UnitStatus] = {}
        self._recent: deque[tuple[float, Layer, NDArray[np.intp]]] = deque()
        self._page_is_up = False
        self._load_started = self._points_came = 0.0
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._indexed.connect(self._take_index)

    # What the page asks for

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file of the page by name, or None."""
        return self._source.file(name)

    def tile(self, layer: str, zoom: int, column: int, row: int) -> bytes:
        """A tile of points; a header alone where the layer is not there (yet)."""
        tiles = self._tiles.get(Layer(layer)) if layer in POINT_LAYERS else None
        return tiles.tile(zoom, column, row) if tiles else bytes(16)

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
                "known": {**self._everything(), "select": self._selection},
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
            self._tell({"touched": self._touched(zoom)})
        self.viewed_changed.emit()

    @Slot(int)
    def painted(self, points: int) -> None:
        """The page has painted all that is in view: marks that stand for so many points."""
        self.points_drawn = points
        if self.first_paint_s is None and points:
            self.first_paint_s = monotonic() - max(self._load_started, self._points_came)
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
        at = self._place_of(kind, thing)
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
        if changes.registry or (changes.whole and not self.points):
            self._build_index()
        touched = self._update_points(changes)
        if changes.whole:
            self._tell({"reset": True, **self._everything(), "touched": touched})
        elif changes:
            self._tell(self._deltas(changes) | {"touched": touched})
        if changes.whole or changes.alarms or changes.incidents or changes.units or touched:
            self.counted.emit()

    def beat(self) -> None:
        """Once a second: units that went silent, and how old what is shown is."""
        now, units = self._store.clock.now(), self._store.picture.units
        silent = [u for u in units.values() if self._statuses.get(u.id, u.status) is not u.status_at(now)]
        if silent:
            self._tell({"units": [self._unit(unit) for unit in silent]})
        ages = {s: self._store.age(s) for s in (Source.EVENTS, Source.POSITIONS) if self._store.is_stale(s)}
        stale = map_words.stale(ages)
        if stale != self.stale:
            self.stale = stale
            self.stale_changed.emit()

    def close(self) -> None:
        """Wait for the index where one is being built."""
        self._pool.waitForDone()

    # Inside

    def _build_index(self) -> None:
        registry = self._store.registry
        if registry is not None:
            devices = dict(self._store.picture.devices)
            self._pool.start(lambda: self._indexed.emit(self._index(registry, devices)))

    def _index(self, registry: Registry, devices: Mapping[str, Any]) -> tuple[dict[Layer, Points], dict[Layer, Tiles]]:
        """Off the window's thread: some tenths of a second for a whole city."""
        points = index(registry, devices)
        return points, {layer: self._source.point_tiles(p, SINGLE_FROM[layer]) for layer, p in points.items()}

    def _take_index(self, built: tuple[dict[Layer, Points], dict[Layer, Tiles]]) -> None:
        self.points, self._tiles = built
        self._points_came = monotonic()
        self._recent.clear()
        self._update_points(Changes(whole=True))
        self._tell({"points": [layer for layer in Layer if layer in self._visible]})
        self.counted.emit()

    def _update_points(self, changes: Changes) -> list[dict[str, Any]]:
        """Take over states of devices; the tiles that show them, at the zoom of the page."""
        names = None if changes.whole else changes.devices
        if names is not None and not names:
            return []
        first = len(self._recent)
        for layer, points in self.points.items():
            rows = points.update(self._store.picture.devices, names)
            if rows.size:
                self._tiles[layer].update(rows)
                self._recent.append((monotonic(), layer, rows))
        return self._touched(self.view.zoom, first) if self.view else []

    def _touched(self, zoom: int, first: int = 0) -> list[dict[str, Any]]:
        """Tiles of a zoom that show what changed of late, from the ``first`` change on."""
        tiles: dict[Layer, set[tuple[int, int]]] = {}
        for _at, layer, rows in list(self._recent)[first:]:
            if layer in self._visible:
                tiles.setdefault(layer, set()).update(self._tiles[layer].touched(rows, zoom))
        while self._recent and self._recent[0][0] < monotonic() - REMEMBERED_S:
            self._recent.popleft()
        return [{"layer": layer, "zoom": zoom, "tiles": sorted(keys)} for layer, keys in tiles.items()]

    def _everything(self) -> dict[str, Any]:
        picture = self._store.picture
        self._statuses.clear()
        return {
            "units": [self._unit(unit) for unit in picture.units.values()],
            "alarms": [_alarm(alarm) for alarm in picture.alarms.values()],
            "incidents": [_incident(incident) for incident in picture.incidents.values() if incident.is_open],
        }

    def _deltas(self, changes: Changes) -> dict[str, Any]:
        picture = self._store.picture
        alarms, no_alarms = _known(picture.alarms, changes.alarms)
        incidents, closed = _known({i.id: i for i in picture.incidents.values() if i.is_open}, changes.incidents)
        units, no_units = _known(picture.units, changes.units)
        gone = {"alarm": no_alarms, "incident": closed, "unit": no_units}
        moved = [picture.units[id_] for id_ in changes.fixes - changes.units if id_ in picture.units]
        return {
            "units": [self._unit(unit) for unit in units],
            "fixes": [_fix(unit) for unit in moved],
            "alarms": [_alarm(alarm) for alarm in alarms],
            "incidents": [_incident(incident) for incident in incidents],
            "gone": {kind: ids for kind, ids in gone.items() if ids},
        }

    def _unit(self, unit: Unit) -> dict[str, Any]:
        status = self._statuses[unit.id] = unit.status_at(self._store.clock.now())
        return {
            "id": unit.id,
            "callsign": unit.callsign,
            "agency": unit.agency,
            "status": status,
            "incident": unit.assignment.incident if unit.assignment else "",
            "fix": _fix(unit)[1:],
        }

    def _resolve(self, kind: str, key: str) -> tuple[str, str] | None:
        """Kind and id of what the page calls ``kind`` and ``key``."""
        if kind not in POINT_LAYERS:
            return (kind, key) if kind in ("alarm", "unit", "incident") else None
        points = self.points.get(Layer(kind))
        if points is None or not key.isdecimal() or int(key) >= len(points):
            return None
        return map_words.KIND_OF[Layer(kind)], points.ids[int(key)]

    def _place_of(self, kind: str, thing: str) -> tuple[float, float] | None:
        picture = self._store.picture
        match kind:
            case "alarm" | "incident":
                found = (picture.alarms if kind == "alarm" else picture.incidents).get(thing)
                return (found.lon, found.lat) if found else None
            case "unit":
                unit = picture.units.get(thing)
                return (unit.fix.lon, unit.fix.lat) if unit and unit.fix else None
            case _:
                rows = ((p, p.row_of(thing)) for layer, p in self.points.items() if map_words.KIND_OF[layer] == kind)
                return next((points.position(row) for points, row in rows if row is not None), None)

    def _tell(self, message: dict[str, Any]) -> None:
        """Send the parts that say something, where a page listens."""
        parts = {name: part for name, part in message.items() if part not in ([], {})}
        if self._page_is_up and parts:
            self.told.emit(_json(parts))


def _known(things: Mapping[str, Any], ids: Iterable[str]) -> tuple[list[Any], list[str]]:
    return [things[id_] for id_ in ids if id_ in things], [id_ for id_ in ids if id_ not in things]


def _fix(unit: Unit) -> list[Any]:
    """Id, longitude, latitude (to a decimetre), speed, heading."""
    fix = unit.fix
    if fix is None:
        return [unit.id]
    return [unit.id, round(fix.lon, 6), round(fix.lat, 6), round(fix.speed, 1), round(fix.heading)]


def _alarm(alarm: Alarm) -> dict[str, Any]:
    waits = alarm.is_unacknowledged
    return {"id": alarm.id, "priority": alarm.priority, "waits": waits, "lon": alarm.lon, "lat": alarm.lat}


def _incident(incident: Incident) -> dict[str, Any]:
    return {"id": incident.id, "priority": incident.priority, "lon": incident.lon, "lat": incident.lat}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
