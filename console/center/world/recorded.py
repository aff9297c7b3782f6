"""Offences of the last 90 days of the demo city, as its police has recorded them.

They follow the hours and the places of its live alarms (``offences``), but happen at all the city's places, watched or
not: most of what is recorded no camera has seen. A day's offences depend on nothing but the seed and the day. Numbers
and shares are the demo's assumption, made after what the city says: thefts and fraud above all.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from console.center.world.offences import HABITS, Scenes
from console.clock import local
from console.domain.alarms import AlarmKind
from console.domain.areas import OUTSIDE, district_of_points
from console.domain.cameras import Camera
from console.domain.offences import KINDS, NO_DISTRICT, OffenceKind, Offences
from console.domain.plane import Floats, to_degrees, to_plane
from console.domain.schematic import Schematic

KEPT_DAYS = 90
PER_DAY = 560.0

_SHARES = {
    OffenceKind.THEFT: 0.5,
    OffenceKind.FRAUD: 0.2,
    OffenceKind.ROBBERY: 0.05,
    OffenceKind.FIGHT: 0.1,
    OffenceKind.BURGLARY: 0.05,
    OffenceKind.VEHICLE_THEFT: 0.06,
    OffenceKind.OTHER: 0.04,
}
_HOURS_OF = {
    OffenceKind.THEFT: AlarmKind.THEFT,
    OffenceKind.FRAUD: AlarmKind.FRAUD,
    OffenceKind.ROBBERY: AlarmKind.HOLD_UP,
    OffenceKind.FIGHT: AlarmKind.FIGHT,
    OffenceKind.BURGLARY: AlarmKind.INTRUSION,
    OffenceKind.VEHICLE_THEFT: AlarmKind.INTRUSION,
    OffenceKind.OTHER: AlarmKind.THEFT,
}
"""The alarm whose hours of the day an offence keeps to."""

_WEEK = {
    OffenceKind.FRAUD: (1.1, 1.1, 1.1, 1.1, 1.1, 0.9, 0.6),
    OffenceKind.FIGHT: (0.85, 0.8, 0.85, 0.95, 1.25, 1.4, 0.9),
    OffenceKind.ROBBERY: (0.9, 0.9, 0.9, 0.95, 1.15, 1.2, 1.0),
}
"""How each day of the week, from Monday, compares to the mean."""

_EVERY = 3
"""Every third camera's place is enough to draw from."""

_SCATTER_M = 22.0
"""Standard deviation of an offence from the place that drew it."""

_NIGHT = (21, 7)
"""Hours at which the places of the night are drawn from, as the chronicle of alarms has it."""

_EPOCH_DAY = 719_163
"""Ordinal of 1 January 1970."""


class Recorded:
    """The record. Days are made when asked for; all calls come from one thread at a time."""

    def __init__(self, seed: int, schematic: Schematic, cameras: Sequence[Camera]) -> None:
        self._seed = seed
        self._schematic = schematic
        self._cameras = cameras[::_EVERY]
        self._days: dict[int, Offences] = {}
        self._places: tuple[Floats, Floats, list[tuple[Floats, Floats]]] | None = None

    def between(self, since: float, until: float) -> Offences:
        """Those of ``since`` <= time < ``until`` (Unix seconds), of the last ``KEPT_DAYS`` at most."""
        since = max(since, until - KEPT_DAYS * 86_400.0)
        first, last = _day(since), _day(until)
        self._days = {day: made for day, made in self._days.items() if day >= last - KEPT_DAYS - 1}
        days = [self._made(day) for day in range(first, last + 1)]
        columns = {
            name: np.concatenate([getattr(day, name) for day in days])
            for name in ("kind", "district", "at", "lon", "lat")
        }
        whole = Offences(since, until, [district.id for district in self._schematic.districts], **columns)
        return whole.between(since, until)

    def _made(self, day: int) -> Offences:
        if day not in self._days:
            self._days[day] = self._make(day)
        return self._days[day]

    def _make(self, day: int) -> Offences:
        """What happened on a local day (days since 1970), in order of time."""
        rng = np.random.default_rng([self._seed, 2, day])
        lon, lat, likely = self._drawn_from()
        kinds, hours, places = [], [], []
        for code, kind in enumerate(KINDS):
            count = rng.poisson(_rates(kind, day))
            hour = np.repeat(np.arange(24), count)
            is_night = (hour >= _NIGHT[0]) | (hour < _NIGHT[1])
            by_day, by_night = likely[code]
            lots = rng.random(len(hour))
            places.append(np.where(is_night, _drawn(by_night, lots), _drawn(by_day, lots)))
            kinds.append(np.full(len(hour), code, np.uint8))
            hours.append(hour)
        place = np.concatenate(places)
        at = np.floor(_midnight(day) + 3600.0 * (np.concatenate(hours) + rng.random(len(place))))
        x, y = to_plane(lon[place], lat[place])
        off = rng.normal(0, _SCATTER_M, (2, len(place)))
        order = np.argsort(at, kind="stable")
        return self._placed(np.concatenate(kinds)[order], at[order], (x + off[0])[order], (y + off[1])[order])

    def _placed(self, kind: NDArray[np.uint8], at: Floats, x: Floats, y: Floats) -> Offences:
        lon, lat = to_degrees(x, y)
        codes = district_of_points(self._schematic.districts, lon, lat)
        district = np.where(codes == OUTSIDE, NO_DISTRICT, codes).astype(np.uint8)
        ids = [district.id for district in self._schematic.districts]
        return Offences(0.0, 0.0, ids, kind=kind, district=district, at=at, lon=lon, lat=lat)

    def _drawn_from(self) -> tuple[Floats, Floats, list[tuple[Floats, Floats]]]:
        """Longitudes and latitudes of places, and for each kind how likely they are by day and by night, summed up."""
        if self._places is None:
            scenes = Scenes(self._schematic, self._cameras)
            self._places = (
                scenes.lon,
                scenes.lat,
                [(np.cumsum(by_day), np.cumsum(by_night)) for by_day, by_night in (_likely(scenes, k) for k in KINDS)],
            )
        return self._places


def _likely(scenes: Scenes, kind: OffenceKind) -> tuple[Floats, Floats]:
    match kind:
        case OffenceKind.THEFT:
            return scenes.by_day_and_night(AlarmKind.THEFT)
        case OffenceKind.FRAUD:
            return scenes.by_day_and_night(AlarmKind.FRAUD)
        case OffenceKind.FIGHT:
            return scenes.by_day_and_night(AlarmKind.FIGHT)
        case OffenceKind.ROBBERY:
            return scenes.by_day_and_night(AlarmKind.HOLD_UP)[0], scenes.by_day_and_night(AlarmKind.FIGHT)[1]
        case OffenceKind.BURGLARY:
            homes = scenes.at(0.3, 0.3, yard=2.0, shop=1.0, street=0.5, school=0.3)
        case OffenceKind.VEHICLE_THEFT:
            homes = scenes.at(0.5, 0.5, parking=3.0, yard=2.0, street=1.0)
        case OffenceKind.OTHER:
            homes = scenes.at(0.5, 1.0, street=1.0, yard=1.0, park=1.0, shop=0.5, crossing=1.0)
    return homes, homes


def _drawn(sums: Floats, lots: Floats) -> NDArray[np.intp]:
    """The places at ``lots`` (0..1) of the summed likelihoods."""
    places: NDArray[np.intp] = np.searchsorted(sums, lots * sums[-1], side="right")
    return places


def _rates(kind: OffenceKind, day: int) -> Floats:
    """Offences of a kind to expect in each hour of a day."""
    hours = np.array(HABITS[_HOURS_OF[kind]].hours)
    of_day = _WEEK[kind][(day + 3) % 7] if kind in _WEEK else 1.0  # 1 January 1970 was a Thursday
    rates: Floats = PER_DAY * _SHARES[kind] * of_day * hours / hours.sum()
    return rates


def _day(seconds: float) -> int:
    """The local day that a time lies in, days since 1970."""
    return local(seconds).date().toordinal() - _EPOCH_DAY


def _midnight(day: int) -> float:
    """Unix seconds at which a local day begins."""
    offset = local(day * 86_400.0).utcoffset()
    return day * 86_400.0 - (offset.total_seconds() if offset else 0.0)
