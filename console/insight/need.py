"""How much each piece of ground needs to be watched: what was recorded there, and who is there. An estimate.

``need = (0.6 x offences + 0.4 x people) x darkness``, each part as its share of the whole city. What is recorded counts
more than what is guessed; but not alone, since it is recorded only where somebody was there to report it, and a new
quarter has people before it has a record. The weights are ours and want the city's own judgement.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from console.domain.devices import Health
from console.domain.lighting import LightingSegment, LightingState
from console.domain.offences import Offences
from console.domain.schematic import RoadClass, Schematic
from console.domain.sites import Site, SiteKind
from console.insight.grid import Floats, Grid, blurred

Picture = NDArray[np.float32]

OFFENCES, PEOPLE = 0.6, 0.4

OFFENCE_RADIUS_M = 150.0
"""An offence speaks for the ground so far around it: it is recorded at an address, not where it was done."""

RESIDENTS_PER_KM2 = 10_000.0
"""People on ground of density 1.0. Summed over the schematic's built-up land it gives about the city's 2.2 million."""

PEOPLE_AT: dict[SiteKind, float] = {
    SiteKind.MARKET: 3_000.0,
    SiteKind.AIRPORT: 2_500.0,
    SiteKind.STATION: 2_000.0,
    SiteKind.MALL: 2_000.0,
    SiteKind.UNIVERSITY: 2_000.0,
    SiteKind.SCHOOL: 800.0,
    SiteKind.HOSPITAL: 600.0,
    SiteKind.METRO: 500.0,
    SiteKind.STADIUM: 500.0,
    SiteKind.GOVERNMENT: 300.0,
}
"""People at a site at a busy hour: orders of magnitude, guessed by us, until the city has counted."""

SITE_RADIUS_M = 200.0
"""They come and go within so far of it."""

PEOPLE_PER_M: dict[RoadClass, float] = {
    RoadClass.MOTORWAY: 0.0,
    RoadClass.ARTERIAL: 0.2,
    RoadClass.COLLECTOR: 0.1,
    RoadClass.LOCAL: 0.04,
}
"""People on foot for each metre of a drawn street: ten on 50 m of a main street; guessed by us. None on a motorway."""

DARK = 1 / 0.79
"""Ground whose street is dark needs as much more: where lighting was improved, offences fell by 21 % compared to where
it was not (Welsh and Farrington 2008, "Effects of improved street lighting on crime", Campbell review)."""

_STREET_STEP_M = 20.0
_PARTS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where along a segment of about 100 m it is asked which cell it runs through."""


class Streetlight:
    """Metres of lit and of all street lighting segments in each cell."""

    def __init__(self, grid: Grid, segments: Sequence[LightingSegment], devices: Mapping[str, Health]) -> None:
        ends = np.array([(s.lon1, s.lat1, s.lon2, s.lat2) for s in segments], dtype=np.float64).reshape(-1, 4)
        east1, south1 = grid.metres(ends[:, 0], ends[:, 1])
        east2, south2 = grid.metres(ends[:, 2], ends[:, 3])
        metres = np.hypot(east2 - east1, south2 - south1) / len(_PARTS)
        cells = [grid.cells_at(east1 + part * (east2 - east1), south1 + part * (south2 - south1)) for part in _PARTS]
        self._cells = np.concatenate(cells)
        self._metres = np.where(self._cells >= 0, np.tile(np.nan_to_num(metres), len(_PARTS)), 0.0)
        self._shape = grid.shape
        self._segments = list(segments)
        self.all_m = self._sum(np.ones(len(segments), dtype=np.bool_))
        self.lit_m = self.all_m
        self.update(devices)

    def update(self, devices: Mapping[str, Health]) -> None:
        """Take over the health of lamps."""
        lit = [s.state(devices.get(s.id, Health.OK)) is LightingState.LIT for s in self._segments]
        self.lit_m = self._sum(np.array(lit, dtype=np.bool_))

    def darkness(self) -> Picture:
        """1.0 where the street is lit, or where none is known; ``DARK`` where it is dark."""
        dark_m = np.maximum(self.all_m - self.lit_m, 0)
        share = np.divide(dark_m, self.all_m, out=np.zeros_like(dark_m), where=self.all_m > 0)
        darkness: Picture = 1 + np.float32(DARK - 1) * share
        return darkness

    def _sum(self, which: NDArray[np.bool_]) -> Picture:
        weights = self._metres * np.tile(which, len(_PARTS))
        cells = np.maximum(self._cells, 0)
        return np.bincount(cells, weights, self._shape[0] * self._shape[1]).astype(np.float32).reshape(self._shape)


def people(grid: Grid, schematic: Schematic, sites: Sequence[Site]) -> Picture:
    """People in each cell: who lives there, who visits its sites, who walks its streets. An estimate."""
    density = np.zeros(grid.shape, dtype=np.float32)
    for land in schematic.lands:
        density[grid.filled(land.rings)] = land.density
    picture = density * np.float32(RESIDENTS_PER_KM2 * grid.cell_m**2 / 1e6)
    lon, lat = np.array([s.lon for s in sites], dtype=float), np.array([s.lat for s in sites], dtype=float)
    visitors = _summed(grid, lon, lat, np.array([PEOPLE_AT[site.kind] for site in sites], dtype=float))
    picture += blurred(visitors, SITE_RADIUS_M / grid.cell_m)
    return picture + _walking(grid, schematic)


def offences(grid: Grid, record: Offences) -> Picture:
    """Offences recorded around each cell."""
    return blurred(grid.counts(grid.cells(record.lon, record.lat)), OFFENCE_RADIUS_M / grid.cell_m)


def need(offences: Picture, people: Picture, darkness: Picture) -> Picture:
    """Each cell's share of what the whole city needs watched; sums up to 1, or to 0 where nobody and nothing is."""
    whole = (OFFENCES * _shares(offences) + PEOPLE * _shares(people)) * darkness
    return _shares(whole)


def _shares(values: Picture) -> Picture:
    total = float(values.sum(dtype=np.float64))
    return values / np.float32(total) if total > 0 else values


def _walking(grid: Grid, schematic: Schematic) -> Picture:
    lons, lats, counts = [], [], []
    for street in schematic.streets:
        line = np.array(street.line)
        east, south = grid.metres(line[:, 0], line[:, 1])
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east), np.diff(south)))])
        at = np.arange(_STREET_STEP_M / 2, along[-1], _STREET_STEP_M)
        lons.append(np.interp(at, along, line[:, 0]))
        lats.append(np.interp(at, along, line[:, 1]))
        counts.append(np.full(len(at), PEOPLE_PER_M[street.road_class] * _STREET_STEP_M))
    if not lons:
        return np.zeros(grid.shape, dtype=np.float32)
    return _summed(grid, np.concatenate(lons), np.concatenate(lats), np.concatenate(counts))


def _summed(grid: Grid, lon: Floats, lat: Floats, weights: Floats) -> Picture:
    cells = grid.cells(lon, lat)
    inside = cells >= 0
    total = np.bincount(cells[inside], weights[inside], grid.rows * grid.columns)
    return total.astype(np.float32).reshape(grid.shape)
