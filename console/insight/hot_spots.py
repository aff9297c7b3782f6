"""Hot spots: where offences of some kinds happen at some hours, as a surface to paint and a list of places.

Kernel density estimation is what predicts street crime best among the common hot-spot methods (Chainey, Tompson, Uhlig
2008, "The utility of hotspot mapping for predicting spatial patterns of crime", Security Journal 21). The smaller the
bandwidth the better it predicts, and the cell size matters little (Chainey 2013, "Examining the influence of cell size
and bandwidth size on kernel density estimation crime hotspot maps", Bulletin of the Geographical Society of Liege 60),
so the kernel reaches 250 m, a few minutes of a patrol's walk, over cells of 100 m. Its form is the quartic one.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from console.clock import local
from console.domain.geo import CITY_BOUNDS, METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.offences import KINDS, NO_DISTRICT, OffenceKind, Offences
from console.insight.grid import Floats, Grid, Mask, Rows, as_levels, blurred

CELL_M = 100.0
BANDWIDTH_M = 250.0

APART_M = 2 * BANDWIDTH_M
"""Two places of the list are so far from each other that they share no offence."""

DAY_S = 86_400.0


class Choice(Struct, frozen=True):
    """Which offences count. ``hours`` is the local hour it begins with and the one it ends before; (22, 6) is a night.

    Equal ``hours`` and (0, 24) are the whole day. ``days`` are the last ones until the end of the record (None: all),
    ``weekdays`` 0 Monday to 6 Sunday.
    """

    kinds: frozenset[OffenceKind] = frozenset(OffenceKind)
    hours: tuple[int, int] = (0, 24)
    days: float | None = None
    weekdays: frozenset[int] = frozenset(range(7))


ALL = Choice()


class HotPlace(Struct, frozen=True):
    """A place where much happens: the middle of the offences within ``BANDWIDTH_M`` of it.

    ``offences`` are counted there; ``times_mean`` is its density over the mean; ``kind`` is the most frequent one.
    """

    rank: int
    lon: float
    lat: float
    district: str
    offences: int
    times_mean: float
    kind: OffenceKind


class Surface(Struct, frozen=True):
    """A density surface: ``levels`` (uint8, rows from the north) between ``bounds`` (world: west, north, east, south).

    A level is a ratio to the mean of the cells that have an offence in reach (``grid.as_levels``): the usual thresholds
    of hot spots are multiples of it (Chainey and Ratcliffe 2005, "GIS and Crime Mapping"). ``mean_per_km2`` is that
    mean, offences per square kilometre in the time chosen; ``offences`` are all that count.
    """

    levels: NDArray[np.uint8]
    bounds: tuple[float, float, float, float]
    mean_per_km2: float
    offences: int
    places: list[HotPlace]


class HotSpots:
    """Offences, prepared so that another choice of them costs a few milliseconds.

    Args:
        offences: the record.
        bounds: west, south, east, north of the surface, degrees; what lies outside does not count.
    """

    def __init__(self, offences: Offences, bounds: tuple[float, float, float, float] = CITY_BOUNDS) -> None:
        self.grid = Grid.over(bounds, CELL_M)
        cells = self.grid.cells(offences.lon, offences.lat)
        self._offences = offences.taken(cells >= 0)
        self._cells = cells[cells >= 0].astype(np.int32)
        day, self._hour = _day_and_hour(self._offences)
        self._weekday_bit = np.left_shift(1, (day + 3) % 7).astype(np.uint8)  # 1 January 1970 was a Thursday
        self._order = np.argsort(self._cells, kind="stable")
        self._starts = np.searchsorted(self._cells[self._order], np.arange(self.grid.rows * self.grid.columns + 1))

    def surface(self, choice: Choice = ALL, places: int = 10) -> Surface:
        """The surface of the offences chosen, with at most ``places`` ranked places."""
        chosen = self._chosen(choice)
        counts = self.grid.counts(self._cells[chosen])
        density = blurred(counts, BANDWIDTH_M / CELL_M)
        there = density > 1e-6
        cells = int(np.count_nonzero(there))
        mean = float(density.sum()) / cells if cells else 0.0
        found = self._places(density, chosen, mean, places) if cells else []
        per_km2 = mean * 1e6 / CELL_M**2
        return Surface(as_levels(density, mean), self.grid.bounds, per_km2, int(np.count_nonzero(chosen)), found)

    def by_hour(self, choice: Choice = ALL) -> tuple[int, ...]:
        """How many of them happened in each local hour of the day, whatever hours the choice is of."""
        whole_day = replace(choice, hours=ALL.hours)
        counted: list[int] = np.bincount(self._hour[self._chosen(whole_day)], minlength=24).tolist()
        return tuple(counted)

    def _chosen(self, choice: Choice) -> Mask:
        kinds = np.array([kind in choice.kinds for kind in KINDS])
        hours = _hours(*choice.hours)
        chosen: Mask = kinds[self._offences.kind] & hours[self._hour]
        if len(choice.weekdays) < 7:
            chosen &= (self._weekday_bit & np.uint8(sum(1 << day for day in choice.weekdays))) > 0
        if choice.days is not None:
            chosen &= self._offences.at >= self._offences.until - choice.days * DAY_S
        return chosen

    def _places(self, density: NDArray[np.float32], chosen: Mask, mean: float, count: int) -> list[HotPlace]:
        """The densest cells, one after the other, each without what lies around those before."""
        left = density.copy()
        around = int(APART_M / CELL_M)
        places: list[HotPlace] = []
        while len(places) < count:
            row, column = (int(n) for n in divmod(int(left.argmax()), self.grid.columns))
            top = float(left[row, column])
            if top <= mean:
                break
            left[max(0, row - around) : row + around + 1, max(0, column - around) : column + around + 1] = 0
            place = self._place(len(places) + 1, row, column, top / mean, chosen)
            if place is not None:
                places.append(place)
        return places

    def _place(self, rank: int, row: int, column: int, times_mean: float, chosen: Mask) -> HotPlace | None:
        lon, lat = self.grid.corner(row + 0.5, column + 0.5)
        near = self._near(row, column, chosen)
        facts = self._offences
        inside = near[_within(facts.lon[near], facts.lat[near], lon, lat)]
        if not len(inside):
            return None
        lon, lat = float(facts.lon[inside].mean()), float(facts.lat[inside].mean())
        inside = near[_within(facts.lon[near], facts.lat[near], lon, lat)]
        district = int(np.bincount(facts.district[inside]).argmax())
        return HotPlace(
            rank,
            round(lon, 6),
            round(lat, 6),
            "" if district == NO_DISTRICT else facts.districts[district],
            len(inside),
            round(times_mean, 2),
            KINDS[int(np.bincount(facts.kind[inside]).argmax())],
        )

    def _near(self, row: int, column: int, chosen: Mask) -> Rows:
        """Offences in the cells around one, as far as its place may move from it."""
        reach = 2 * int(np.ceil(BANDWIDTH_M / CELL_M))
        first, last = max(0, column - reach), min(self.grid.columns, column + reach + 1)
        rows: Iterable[int] = range(max(0, row - reach), min(self.grid.rows, row + reach + 1))
        runs = [
            self._order[self._starts[r * self.grid.columns + first] : self._starts[r * self.grid.columns + last]]
            for r in rows
        ]
        near: Rows = np.concatenate(runs)
        return near[chosen[near]]


def _within(lons: Floats, lats: Floats, lon: float, lat: float) -> Mask:
    """Which places are within the bandwidth of one."""
    east, north = (lons - lon) * metres_per_degree_lon(lat), (lats - lat) * METRES_PER_DEGREE_LAT
    inside: Mask = east**2 + north**2 <= BANDWIDTH_M**2
    return inside


def _hours(begin: int, end: int) -> Mask:
    """Which hours of the day are meant."""
    length = (end - begin) % 24 or 24
    hours: Mask = (np.arange(24) - begin) % 24 < length
    return hours


def _day_and_hour(offences: Offences) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Local days since 1970 and hours of the day; the zone's offset at the end of the record holds for all."""
    offset = local(offences.until).utcoffset()
    seconds = (offences.at + (offset.total_seconds() if offset else 0.0)).astype(np.int64)
    return seconds // 86_400, seconds // 3_600 % 24
