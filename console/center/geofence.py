"""The geofence watch: which units cross the edges of the zones that are watched, told by their positions.

A position is known to some metres, so standing at an edge must not raise alarms. A unit has crossed when two positions
in a row are on the other side and the last of them is ``MARGIN_M`` beyond the edge, or when all of them have been on
the other side for ``DWELL_S`` (a street too narrow for the margin, a crew that waits just behind the line). One wild
position alone is nothing; neither is a zone that was flown over between two positions. The first position after the
start, or after a zone was drawn, only says on which side the unit is.

Boxes are compared first, all units at once; only who is near an edge is looked at closer.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.center.signals import Signal
from console.domain.alarms import AlarmKind
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.picture import Picture
from console.domain.text import LocalText
from console.domain.units import Fix, Unit
from console.domain.zones import Crossing, Ring, Way, Zone

MARGIN_M = 10.0
"""How far beyond the edge a crossing is certain, metres: twice what a vehicle's receiver is wrong by in a street
(95 % within 4.9 m under open sky; van Diggelen and Enge 2015, "The world's first GPS MOOC")."""

DWELL_S = 20.0
"""How long beyond the edge a crossing is certain however near to it, seconds."""

_UNKNOWN, _OUT, _IN = -1, 0, 1
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class _Over(Struct):
    """A unit that was last seen on the other side: since when (its own time), and how often in a row."""

    since: float
    count: int = 1


class Fence:
    """One ring, and on which side of it each unit was last certain to be (units are columns)."""

    def __init__(self, ring: Ring) -> None:
        corners = np.array(ring)
        self.ring = ring
        self._west, self._south = corners.min(axis=0)
        self._east, self._north = corners.max(axis=0)
        self._scale = np.array([metres_per_degree_lon((self._south + self._north) / 2), METRES_PER_DEGREE_LAT])
        self._from = (corners - (self._west, self._south)) * self._scale
        self._to = np.roll(self._from, -1, axis=0)
        self._side = np.zeros(0, np.int8)
        self._over: dict[int, _Over] = {}

    def know(self, column: int, way: Way) -> None:
        """The log says that the unit has gone this way last."""
        self._room(column + 1)
        self._side[column] = _IN if way is Way.ENTER else _OUT

    def crossed(self, columns: NDArray[np.intp], lon: Floats, lat: Floats, times: Sequence[float]) -> dict[int, Way]:
        """Who has crossed the edge with these positions: index into them -> which way. Each unit stands there once."""
        self._room(int(columns.max()) + 1)
        side, before = self._sides(lon, lat), self._side[columns]
        new = before == _UNKNOWN
        self._side[columns[new]] = side[new]
        if self._over:
            for column in self._over.keys() & columns[side == before].tolist():
                del self._over[column]
        certain = {}
        for index in np.flatnonzero(~new & (side != before)).tolist():
            column, time = int(columns[index]), times[index]
            over = self._over.get(column)
            if over is None:
                self._over[column] = _Over(time)
                continue
            over.count += 1
            if time - over.since >= DWELL_S or self._distance_m(lon[index], lat[index]) >= MARGIN_M:
                del self._over[column]
                self._side[column] = side[index]
                certain[index] = Way.ENTER if side[index] == _IN else Way.LEAVE
        return certain

    def _room(self, columns: int) -> None:
        if columns > len(self._side):
            self._side = np.append(self._side, np.full(columns - len(self._side), _UNKNOWN, np.int8))

    def _sides(self, lon: Floats, lat: Floats) -> NDArray[np.int8]:
        near = (lon >= self._west) & (lon <= self._east) & (lat >= self._south) & (lat <= self._north)
        side = np.full(lon.shape, _OUT, np.int8)
        if near.any():
            side[near] = self._contains(lon[near], lat[near])
        return side

    def _contains(self, lon: Floats, lat: Floats) -> Bools:
        """Even-odd rule over all edges."""
        x = ((lon - self._west) * self._scale[0])[:, None]
        y = ((lat - self._south) * self._scale[1])[:, None]
        (x1, y1), (x2, y2) = self._from.T, self._to.T
        spans = (y1 <= y) != (y2 <= y)
        rise = np.where(y1 == y2, 1.0, y2 - y1)
        inside: Bools = (np.count_nonzero(spans & (x < x1 + (y - y1) * (x2 - x1) / rise), axis=1) % 2).astype(np.bool_)
        return inside

    def _distance_m(self, lon: float, lat: float) -> float:
        """Metres to the nearest edge."""
        point = (np.array([lon, lat]) - (self._west, self._south)) * self._scale
        along = self._to - self._from
        share = ((point - self._from) * along).sum(axis=1) / (along**2).sum(axis=1)
        nearest = self._from + along * np.clip(share, 0.0, 1.0)[:, None]
        return float(np.hypot(*(point - nearest).T).min())


class GeofenceWatch:
    """All watched zones of a picture. Feed it every position once: ``look``."""

    def __init__(self) -> None:
        self._fences: dict[str, Fence] = {}
        self._columns: dict[str, int] = {}
        self._last: dict[str, float] = {}

    def look(self, picture: Picture, fixes: Iterable[Fix]) -> list[Signal]:
        """What the crossings among ``fixes`` say, in the order of zones.

        A position that is not later than the unit's last one, or of a unit nobody knows, says nothing. Going one way
        clears the alarm of the other way, whoever is watched by now.
        """
        self._keep_up(picture)
        latest = {fix.unit: fix for fix in sorted(fixes, key=lambda fix: fix.time) if self._is_news(picture, fix)}
        self._last.update((fix.unit, fix.time) for fix in latest.values())
        if not latest or not self._fences:
            return []
        told = list(latest.values())
        columns = np.array([self._column(fix.unit) for fix in told])
        lon, lat = np.array([fix.lon for fix in told]), np.array([fix.lat for fix in told])
        times = [fix.time for fix in told]
        return [
            signal
            for id_, fence in self._fences.items()
            for index, way in fence.crossed(columns, lon, lat, times).items()
            for signal in _signals(picture.zones[id_], picture.units[told[index].unit], told[index], way)
        ]

    def _is_news(self, picture: Picture, fix: Fix) -> bool:
        return fix.unit in picture.units and fix.time > self._last.get(fix.unit, 0.0)

    def _column(self, unit: str) -> int:
        return self._columns.setdefault(unit, len(self._columns))

    def _keep_up(self, picture: Picture) -> None:
        """Fences of the zones that are watched now; one that has another ring begins anew."""
        watched = {zone.id: zone for zone in picture.zones.values() if zone.drawing.watch is not None}
        for gone in self._fences.keys() - watched.keys():
            del self._fences[gone]
        for zone in watched.values():
            fence = self._fences.get(zone.id)
            if fence is None or fence.ring != zone.drawing.ring:
                self._fences[zone.id] = self._fence(zone, picture)

    def _fence(self, zone: Zone, picture: Picture) -> Fence:
        fence = Fence(zone.drawing.ring)
        for alarm in picture.alarms.values():
            if alarm.crossing is not None and alarm.crossing.zone == zone.id and alarm.cleared_at is None:
                fence.know(self._column(alarm.source), alarm.crossing.way)
        return fence


def _signals(zone: Zone, unit: Unit, fix: Fix, way: Way) -> list[Signal]:
    """The alarm of the other way is over; this way is told where somebody wants to know."""
    back = Way.LEAVE if way is Way.ENTER else Way.ENTER
    over = _signal(zone, fix, back, active=False)
    is_told = zone.drawing.watch is not None and zone.drawing.watch.tells(unit, way)
    return [over, _signal(zone, fix, way, active=True)] if is_told else [over]


def _signal(zone: Zone, fix: Fix, way: Way, *, active: bool) -> Signal:
    name = zone.drawing.name
    place = LocalText(name, name, name)
    return Signal(fix.unit, AlarmKind.GEOFENCE, active, fix.lon, fix.lat, "", place, crossing=Crossing(zone.id, way))
