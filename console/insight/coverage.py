"""Coverage gaps: where people and offences are, and no camera sees; as a surface and as a ranked list of areas.

What is seen comes from ``seen`` (fields of view, no obstacles), what needs to be watched from ``need`` (an estimate;
its weights are told there). A gap is a patch of cells of 50 m, most of each unseen, each needing at least twice what a
cell of the city needs on average. It reaches at most 250 m from its middle, about what a few poles, or one patrol on
foot, can take over; a larger unseen quarter is several gaps.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.cameras import Integration
from console.domain.devices import Health
from console.domain.gaps import CoverageGap
from console.domain.geo import is_position
from console.domain.offences import Offences
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.insight import need
from console.insight.grid import OUTSIDE, Grid, Mask, as_levels, blurred
from console.insight.outlines import outlines
from console.insight.seen import SeenGround

CELL_M = 50.0
"""Half a block: streets and yards fall apart, and a city of 700 km2 stays below a million cells."""

UNSEEN_FROM = 0.5
"""A cell with a larger unseen part belongs to a gap: most of it."""

TIMES_MEAN = 2.0
"""A cell belongs to a gap from so many times the mean need on; so the outskirts are not one endless gap."""

REACH_M = 250.0
SMALLEST_CELLS = 4
"""One hectare; less is a corner of something."""

_LISTED = 2.0
"""So many times as many gaps are looked for as are listed: they are found by their middle and ranked by their whole."""


class GapSurface(Struct, frozen=True):
    """Need that nobody sees: ``levels`` (uint8, rows from the north) between ``bounds`` (world: w, n, e, s).

    A level is the ratio of a cell's unseen need to the mean need of the city's cells (``grid.as_levels``).
    ``share_seen`` is the seen part of what the city needs watched, 0..1: an estimate, as the need is.
    """

    levels: NDArray[np.uint8]
    bounds: tuple[float, float, float, float]
    share_seen: float


class Coverage:
    """What is seen and what is not, kept up with health and record. For a worker thread; not for two at once.

    Args:
        schematic: districts, built-up land and streets; only ground in a district counts.
        registry: cameras, sites and lighting.
        record: recorded offences.
        devices: health of what is not in order, as the picture has it.
    """

    def __init__(
        self, schematic: Schematic, registry: Registry, record: Offences, devices: Mapping[str, Health]
    ) -> None:
        self.grid = Grid.over(_bounds(schematic), CELL_M)
        self._ids = [district.id for district in schematic.districts]
        self._district = np.full(self.grid.shape, OUTSIDE, dtype=np.int16)
        for number, district in enumerate(schematic.districts):
            self._district[self.grid.filled(ring for part in district.parts for ring in part)] = number
        self._seen = SeenGround(self.grid, registry.cameras, devices)
        self._light = need.Streetlight(self.grid, registry.lighting, devices)
        self._lamps = {segment.id for segment in registry.lighting if segment.has_lamps}
        self._people = need.people(self.grid, schematic, registry.sites) * (self._district >= 0)
        planned = [c for c in registry.cameras if c.integration is Integration.PLANNED and is_position(c.lon, c.lat)]
        lon, lat = np.array([c.lon for c in planned], dtype=float), np.array([c.lat for c in planned], dtype=float)
        self._planned = self.grid.counts(self.grid.cells(lon, lat))
        self.record(record)

    def record(self, record: Offences) -> None:
        """Take over another record of offences."""
        inside = self._district >= 0
        self._counts = self.grid.counts(self.grid.cells(record.lon, record.lat)) * inside
        self._offences = need.offences(self.grid, record) * inside
        self._weigh()

    def update(self, devices: Mapping[str, Health], touched: Iterable[str] | None = None) -> bool:
        """Take over the health of the devices ``touched`` (None: of all); whether gaps may be others now.

        It costs what has changed; ask for gaps anew seldom (they cost tenths of a second), not at each change.
        """
        touched = None if touched is None else set(touched)
        is_other = self._seen.update(devices, touched)
        if touched is None or touched & self._lamps:
            self._light.update(devices)
            self._weigh()
            is_other = True
        return is_other

    def surface(self) -> GapSurface:
        """The unseen need as a picture."""
        unseen = self._need * (1 - self._seen.share())
        levels = as_levels(unseen, self._mean())
        whole = float(self._need.sum(dtype=np.float64))
        share = 1 - float(unseen.sum(dtype=np.float64)) / whole if whole else 0.0
        return GapSurface(levels, self.grid.bounds, min(1.0, max(0.0, share)))

    def gaps(self, limit: int = 100) -> list[CoverageGap]:
        """The gaps with the most unseen need, ranked."""
        unseen_part = 1 - self._seen.share()
        unseen = self._need * unseen_part
        open_cells = (unseen_part > UNSEEN_FROM) & (unseen >= TIMES_MEAN * self._mean()) & (self._need > 0)
        patches = self._patches(unseen, open_cells, round(limit * _LISTED))
        patches.sort(key=lambda patch: -patch.need)
        return [self._gap(rank, patch, unseen, unseen_part) for rank, patch in enumerate(patches[:limit], 1)]

    def _weigh(self) -> None:
        self._need = need.need(self._offences, self._people, self._light.darkness())

    def _mean(self) -> float:
        """Mean need of the cells that need anything."""
        cells = int(np.count_nonzero(self._need))
        return float(self._need.sum(dtype=np.float64)) / cells if cells else 0.0

    def _patches(self, unseen: need.Picture, open_cells: Mask, count: int) -> "list[_Patch]":
        """Patches of open cells, the ones with the most around them first; none reaches into another."""
        reach = round(REACH_M / self.grid.cell_m)
        middles = blurred(unseen * open_cells, reach) * open_cells
        left = open_cells.copy()
        found: list[_Patch] = []
        while len(found) < count:
            row, column = (int(n) for n in divmod(int(middles.argmax()), self.grid.columns))
            if middles[row, column] <= 0:
                break
            window = (
                slice(max(0, row - reach), row + reach + 1),
                slice(max(0, column - reach), column + reach + 1),
            )
            cells = _connected(left[window], row - window[0].start, column - window[1].start, reach)
            left[window] &= ~cells
            middles[window][cells] = 0
            if np.count_nonzero(cells) >= SMALLEST_CELLS:
                found.append(_Patch(window, cells, float(unseen[window][cells].sum())))
        return found

    def _gap(self, rank: int, patch: "_Patch", unseen: need.Picture, unseen_part: need.Picture) -> CoverageGap:
        window, cells = patch.window, patch.cells
        top, left = window[0].start, window[1].start
        row, column = _middle(cells, unseen[window])
        lon, lat = self.grid.corner(top + row + 0.5, left + column + 0.5)
        size = self.grid.cell_m
        nearest = self._seen.nearest_m((left + column + 0.5) * size, (top + row + 0.5) * size)
        all_m, lit_m = (float(metres[window][cells].sum()) for metres in (self._light.all_m, self._light.lit_m))
        around = np.zeros(self.grid.shape, dtype=np.bool_)
        around[window] = cells
        wider = _wider(window[0]), _wider(window[1])
        planned = self._planned[wider][_grown(around[wider])]
        return CoverageGap(
            rank,
            round(float(lon), 6),
            round(float(lat), 6),
            self._ids[np.bincount(self._district[window][cells]).argmax()],
            round(float(unseen_part[window][cells].sum()) * size**2),
            round(patch.need, 8),
            int(self._counts[window][cells].sum()),
            None if nearest is None else round(nearest, 1),
            int(planned.sum()),
            round(min(1.0, lit_m / all_m), 3) if all_m > 0 else None,
            tuple(tuple(self._corner(top + i, left + j) for i, j in ring) for ring in outlines(cells)),
        )

    def _corner(self, row: int, column: int) -> tuple[float, float]:
        lon, lat = self.grid.corner(row, column)
        return round(float(lon), 6), round(float(lat), 6)


class _Patch(Struct, frozen=True):
    """Cells of a window of the raster, and what they need."""

    window: tuple[slice, slice]
    cells: Mask
    need: float


def _bounds(schematic: Schematic) -> tuple[float, float, float, float]:
    boxes = [district.outline for district in schematic.districts]
    return (
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def _connected(open_cells: Mask, row: int, column: int, reach: int) -> Mask:
    """The open cells that hang together with one by their sides, within a circle around it."""
    north, east = np.ogrid[: open_cells.shape[0], : open_cells.shape[1]]
    allowed = open_cells & ((north - row) ** 2 + (east - column) ** 2 <= reach**2)
    cells: Mask = np.zeros_like(allowed)
    cells[row, column] = True
    while True:
        more: Mask = _grown(cells, is_square=False) & allowed
        if (more == cells).all():
            return cells
        cells = more


def _grown(cells: Mask, *, is_square: bool = True) -> Mask:
    """The cells with those beside them (and, ``is_square``, those at their corners)."""
    grown: Mask = cells.copy()
    grown[1:] |= cells[:-1]
    grown[:-1] |= cells[1:]
    across = grown.copy() if is_square else cells
    grown[:, 1:] |= across[:, :-1]
    grown[:, :-1] |= across[:, 1:]
    return grown


def _wider(side: slice) -> slice:
    return slice(max(0, side.start - 1), side.stop + 1)


def _middle(cells: Mask, weights: need.Picture) -> tuple[int, int]:
    """The cell nearest to the middle of a patch, as its need is spread."""
    rows, columns = np.nonzero(cells)
    weight = weights[rows, columns]
    middle_row, middle_column = np.average(rows, weights=weight), np.average(columns, weights=weight)
    nearest = int(np.argmin((rows - middle_row) ** 2 + (columns - middle_column) ** 2))
    return int(rows[nearest]), int(columns[nearest])
