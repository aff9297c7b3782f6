"""Who is nearest: units that could go to a place, and cameras that can see it. Pure functions over numpy arrays."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.units import FREE, Agency, Unit
from console.insight.pace import driven_s, run_s

NEAR_ENOUGH_M = 400.0
"""A camera that does not look at the place itself is still offered this near to it: who leaves passes there."""

ANSWERED_BY: dict[AlarmKind, Agency] = {
    AlarmKind.FIRE: Agency.FIRE,
    AlarmKind.CAMERA_OFFLINE: Agency.CITY,
    AlarmKind.LAMP_OUTAGE: Agency.CITY,
    AlarmKind.SYSTEM_FAULT: Agency.CITY,
}
"""The agency that goes first; police where nothing else is said."""

Floats = NDArray[np.float64]


class RankedUnit(Struct, frozen=True):
    """A unit that could go: straight distance in metres, estimated time of arrival in seconds."""

    unit: str
    distance_m: float
    eta_s: float


class RankedCamera(Struct, frozen=True):
    """A camera to open: distance in metres, whether its field of view covers the place."""

    camera: str
    distance_m: float
    sees: bool


def agency_for(kind: AlarmKind) -> Agency:
    """Who answers this kind of alarm first."""
    return ANSWERED_BY.get(kind, Agency.POLICE)


def nearest_units(
    units: Iterable[Unit], lon: float, lat: float, now: float, *, agency: Agency | None = None
) -> list[RankedUnit]:
    """Units that are free now and have a fresh fix, who arrives first first; of one ``agency`` if given."""
    free = [u for u in units if u.status_at(now) in FREE and (agency is None or u.agency is agency)]
    if not free:
        return []
    lons = np.fromiter((u.fix.lon for u in free if u.fix), float, len(free))
    lats = np.fromiter((u.fix.lat for u in free if u.fix), float, len(free))
    distance = np.hypot(*_offsets(lons, lats, lon, lat))
    eta = _etas(np.array([unit.is_on_foot for unit in free]), distance)
    return [RankedUnit(free[n].id, float(distance[n]), float(eta[n])) for n in np.lexsort((distance, eta))]


class FreeUnits:
    """Units that are free at a moment, as arrays: for asking who is nearest to many places."""

    def __init__(self, units: Iterable[Unit], now: float) -> None:
        free = [u for u in units if u.fix is not None and u.status_at(now) in FREE]
        self._of: dict[Agency, tuple[list[Unit], Floats]] = {}
        self._on_foot: dict[Agency, NDArray[np.bool_]] = {}
        for agency in {u.agency for u in free}:
            own = [u for u in free if u.agency is agency]
            places = np.array([(u.fix.lon, u.fix.lat) for u in own if u.fix], dtype=float).T
            self._of[agency] = own, places
            self._on_foot[agency] = np.array([u.is_on_foot for u in own])

    def nearest(self, lon: float, lat: float, agency: Agency) -> RankedUnit | None:
        """The nearest free unit of the agency; None where it has none."""
        if agency not in self._of:
            return None
        units, (lons, lats) = self._of[agency]
        distance = np.hypot(*_offsets(lons, lats, lon, lat))
        eta = _etas(self._on_foot[agency], distance)
        n = int(np.argmin(eta))
        return RankedUnit(units[n].id, float(distance[n]), float(eta[n]))


class CameraViews:
    """Where each camera that can be opened stands and looks, as arrays sorted by latitude; built for a registry."""

    def __init__(self, cameras: Iterable[Camera]) -> None:
        self._cameras = sorted((c for c in cameras if c.can_be_opened), key=attrgetter("lat"))
        self._row = {c.id: n for n, c in enumerate(self._cameras)}
        table = np.array(
            [(c.lon, c.lat, c.heading, c.view_angle, c.reach) for c in self._cameras], dtype=float
        ).reshape(-1, 5)
        self._lon, self._lat, self._heading, self._angle, self._reach = table.T
        self._farthest = max(NEAR_ENOUGH_M, float(self._reach.max(initial=0.0)))

    def seeing(self, lon: float, lat: float) -> int:
        """How many cameras have the place in their field of view."""
        band = self._band(lat)
        return int(self._sees(lon, lat, band)[1].sum())

    def nearest(self, lon: float, lat: float, *, own: str = "", site: str = "", limit: int = 6) -> list[RankedCamera]:
        """Cameras to open for a place.

        First ``own`` (the camera that raised the alarm), then those of the ``site``, then those whose field of view
        covers the place, then others nearby; within each the nearest first, at most ``limit``.
        """
        if not self._cameras:
            return []
        band = self._band(lat)
        distance, sees = self._sees(lon, lat, band)
        near = np.flatnonzero(sees | (distance <= NEAR_ENOUGH_M))
        class_of = np.where(sees[near], 2, 3)
        ranked = (near[np.lexsort((distance[near], class_of))] + band.start).tolist()
        chosen = list(dict.fromkeys([*self._first(own, site, lon, lat), *ranked]))[:limit]
        return [self._ranked(n, lon, lat) for n in chosen]

    def _band(self, lat: float) -> slice:
        """The cameras that are not too far north or south to matter."""
        reach = self._farthest / METRES_PER_DEGREE_LAT
        first, last = np.searchsorted(self._lat, (lat - reach, lat + reach))
        return slice(int(first), int(last))

    def _sees(self, lon: float, lat: float, some: slice) -> tuple[Floats, NDArray[np.bool_]]:
        """Distance of some cameras to a place in metres, and whether they see it."""
        east, north = _offsets(self._lon[some], self._lat[some], lon, lat)
        distance = np.hypot(east, north)
        bearing = np.degrees(np.arctan2(-east, -north))
        off_axis = np.abs((bearing - self._heading[some] + 180) % 360 - 180)
        is_within = (off_axis <= self._angle[some] / 2) | (distance < 1)
        return distance, (distance <= self._reach[some]) & is_within

    def _ranked(self, n: int, lon: float, lat: float) -> RankedCamera:
        distance, sees = self._sees(lon, lat, slice(n, n + 1))
        return RankedCamera(self._cameras[n].id, float(distance[0]), bool(sees[0]))

    def _first(self, own: str, site: str, lon: float, lat: float) -> Sequence[int]:
        of_site = [n for n, c in enumerate(self._cameras) if c.site == site] if site else []
        of_site.sort(key=lambda n: self._ranked(n, lon, lat).distance_m)
        return ([self._row[own]] if own in self._row else []) + of_site


def _etas(on_foot: NDArray[np.bool_], distance: Floats) -> Floats:
    """Seconds to arrival, as ``pace`` has it where no way is reckoned: the same rule as by the streets."""
    eta: Floats = np.where(on_foot, run_s(distance), driven_s(distance))
    return eta


def _offsets(lons: Floats, lats: Floats, lon: float, lat: float) -> tuple[Floats, Floats]:
    """Metres east and north of a place; flat, good to 0.1 % within a city."""
    return (lons - lon) * metres_per_degree_lon(lat), (lats - lat) * METRES_PER_DEGREE_LAT
