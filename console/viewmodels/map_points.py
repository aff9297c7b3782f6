"""What stands in the city, for the map: index and tiles of the registry, built off the window's thread."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal

from console import paths
from console.clock import monotonic
from console.domain.devices import Health
from console.domain.registry import Registry
from console.state.points import Layer, Points, State, index
from console.viewmodels import map_words

POINT_LAYERS = frozenset(Layer)

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

EMPTY_TILE = bytes(16)
"""A header that says: no marks."""

Touched = dict[Layer, dict[str, Any]]
"""What the page has to show anew of each layer: ``revision`` and ``marks`` as they are now, or ``tiles`` to fetch."""


class Tiles(Protocol):
    """Tiles of one layer (``console.mapping.point_tiles.PointTiles``)."""

    def tile(self, zoom: int, column: int, row: int) -> bytes: ...  # noqa: D102
    def update(self, rows: NDArray[np.intp]) -> None: ...  # noqa: D102
    def touched(self, rows: NDArray[np.intp], zoom: int) -> set[tuple[int, int]]: ...  # noqa: D102
    def changed(self, rows: NDArray[np.intp], zoom: int) -> tuple[int, list[int]] | None: ...  # noqa: D102
    def filter(self, mask: NDArray[np.bool_] | None, states: Iterable[int] | None = None) -> None: ...  # noqa: D102
    def counts(self) -> list[int]: ...  # noqa: D102
    @property
    def shown(self) -> NDArray[np.bool_]: ...  # noqa: D102


Built = tuple[dict[Layer, Points], dict[Layer, Tiles]]


class MapPoints(QObject):
    """The layers of points. ``came`` is emitted when a registry has been taken in; ``came_at`` says when.

    Another registry has other rows: filters end with it, and whoever filters sets them anew at ``came``, after
    ``catch_up``.

    Args:
        cut: makes the tiles of a layer; called off the window's thread.
    """

    came = Signal()
    filtered = Signal(str)
    """What is shown of a layer is different: the page has to fetch its tiles anew, the menu its counts."""
    _built = Signal(object)

    def __init__(self, cut: Callable[[Points, int], Tiles], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layers: dict[Layer, Points] = {}
        self.came_at = 0.0
        self._cut = cut
        self._tiles: dict[Layer, Tiles] = {}
        self._recent: deque[tuple[float, Layer, NDArray[np.intp]]] = deque()
        self._making: Registry | None = None
        self._missed: set[str] | None = set()
        """Devices that were told of while points are being made of the states from before; None: all."""
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._built.connect(self._take)

    def build(self, registry: Registry, devices: Mapping[str, Health]) -> None:
        """Begin to take in a registry: some tenths of a second for a whole city."""
        known = dict(devices)
        self._making, self._missed = registry, set()
        self._pool.start(lambda: self._built.emit((registry, self._made(registry, known))))

    def close(self) -> None:
        """Wait for what is being built."""
        self._pool.waitForDone()

    def tile(self, layers: str, zoom: int, column: int, row: int) -> bytes:
        """The tiles of layers (names with commas between), each with its length before it (uint32, little-endian).

        An empty one where a layer is not there (yet).
        """
        bodies = [self._tile(layer, zoom, column, row) for layer in layers.split(",")]
        return b"".join(part for body in bodies for part in (len(body).to_bytes(4, "little"), body))

    def _tile(self, layer: str, zoom: int, column: int, row: int) -> bytes:
        tiles = self._tiles.get(Layer(layer)) if layer in POINT_LAYERS else None
        return tiles.tile(zoom, column, row) if tiles else EMPTY_TILE

    def update(self, devices: Mapping[str, Health], names: set[str] | None, zoom: int | None) -> Touched:
        """Take over the states of devices (``names`` None: all); returns what ``zoom`` shows of them."""
        first = len(self._recent)
        if self._making is not None:
            self._missed = None if names is None or self._missed is None else self._missed | names
        for layer, points in self.layers.items():
            rows = points.update(devices, names)
            if rows.size:
                self._tiles[layer].update(rows)
                self._recent.append((monotonic(), layer, rows))
        return {} if zoom is None else self.touched(zoom, first)

    def catch_up(self, devices: Mapping[str, Health]) -> None:
        """Take over what was told while the points that ``came`` were being made."""
        missed, self._missed = self._missed, set()
        if missed is None or missed:
            self.update(devices, missed, None)

    def touched(self, zoom: int, first: int = 0) -> Touched:
        """What a zoom shows of what changed of late, from the ``first`` change on."""
        recent: dict[Layer, list[NDArray[np.intp]]] = {}
        for _at, layer, rows in list(self._recent)[first:]:
            recent.setdefault(layer, []).append(rows)
        while self._recent and self._recent[0][0] < monotonic() - REMEMBERED_S:
            self._recent.popleft()
        return {
            layer: _shown(self._tiles[layer], np.unique(np.concatenate(rows)), zoom) for layer, rows in recent.items()
        }

    def filter(self, layer: Layer, mask: NDArray[np.bool_] | None, states: Iterable[State] | None = None) -> None:
        """Show those points of a layer alone that ``mask`` (by row; None: all) and ``states`` (None: all) let through.

        What does not change by itself (owner, district) belongs into the mask, the state into ``states``: points then
        come and go as their state changes, without another call. Before ``came`` there is nothing to filter.
        """
        if (tiles := self._tiles.get(layer)) is not None:
            tiles.filter(mask, states)
            self.filtered.emit(layer)

    def counts(self, layer: Layer) -> list[int]:
        """How many points of each state are shown of a layer; nothing before the registry is there."""
        return self._tiles[layer].counts() if layer in self._tiles else []

    def within(self, ring: Sequence[tuple[float, float]], layers: Iterable[Layer]) -> dict[Layer, NDArray[np.intp]]:
        """Rows of the shown points of ``layers`` inside a ring of longitudes and latitudes (box, lasso, district)."""
        found = {layer: self.layers[layer].within(ring) for layer in layers if layer in self.layers}
        return {layer: rows[self._tiles[layer].shown[rows]] for layer, rows in found.items()}

    def named(self, layer: str, row: str) -> tuple[str, str] | None:
        """Kind and id of a point by its row, as the page calls it; None where there is none."""
        points = self.layers.get(Layer(layer)) if layer in POINT_LAYERS else None
        if points is None or not row.isdecimal() or int(row) >= len(points):
            return None
        return map_words.KIND_OF[Layer(layer)], points.ids[int(row)]

    def position(self, kind: str, thing: str) -> tuple[float, float] | None:
        """Longitude and latitude of a point by kind and id."""
        for layer, points in self.layers.items():
            row = points.row_of(thing) if map_words.KIND_OF[layer] == kind else None
            if row is not None:
                return points.position(row)
        return None

    def _made(self, registry: Registry, devices: Mapping[str, Health]) -> Built:
        layers = index(registry, devices, paths.cache() / "map")
        return layers, {layer: self._cut(points, SINGLE_FROM[layer]) for layer, points in layers.items()}

    def _take(self, made: tuple[Registry, Built]) -> None:
        registry, built = made
        if registry is not self._making:
            return  # another is on its way
        self._making = None
        self.layers, self._tiles = built
        self.came_at = monotonic()
        self._recent.clear()
        self.came.emit()


def _shown(tiles: Tiles, rows: NDArray[np.intp], zoom: int) -> dict[str, Any]:
    if (changed := tiles.changed(rows, zoom)) is not None:
        return {"revision": changed[0], "marks": changed[1]}
    return {"tiles": sorted(tiles.touched(rows, zoom))}
