"""How often what happens at which hour, and where: the demo city's life as rates and pools of sources.

The mix follows what the city says (thefts and fraud above all); the figures themselves are the demo's assumption, made
so that the default of 30 alarms an hour is a busy but manageable control room (EEMUA 191: peak 15/h per operator).
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from console.center.world.bustle import bustle_at
from console.domain.alarms import AlarmKind
from console.domain.cameras import Camera, PlaceKind
from console.domain.plane import Floats, to_plane
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.sites import SiteKind, SystemKind
from console.domain.units import Agency, Unit

PER_HOUR = 30.0
"""Alarms an hour in the whole city, mean over the day."""

_FLAT = (1.0,) * 24
_DAY = (
    0.6,
    0.5,
    0.4,
    0.4,
    0.4,
    0.5,
    0.6,
    0.8,
    1.0,
    1.2,
    1.3,
    1.3,
    1.3,
    1.3,
    1.3,
    1.3,
    1.3,
    1.4,
    1.4,
    1.3,
    1.2,
    1.1,
    0.9,
    0.7,
)
_EVENING = (
    1.4,
    1.2,
    1.0,
    0.8,
    0.6,
    0.5,
    0.5,
    0.5,
    0.6,
    0.7,
    0.7,
    0.8,
    0.8,
    0.9,
    0.9,
    1.0,
    1.0,
    1.2,
    1.4,
    1.5,
    1.6,
    1.8,
    1.8,
    1.6,
)
_NIGHT = (
    1.8,
    1.9,
    1.9,
    1.8,
    1.6,
    1.2,
    0.8,
    0.6,
    0.5,
    0.5,
    0.5,
    0.5,
    0.5,
    0.5,
    0.5,
    0.6,
    0.7,
    0.8,
    1.0,
    1.1,
    1.3,
    1.5,
    1.6,
    1.7,
)
_RUSH = (
    0.5,
    0.4,
    0.4,
    0.4,
    0.4,
    0.6,
    0.9,
    1.5,
    1.7,
    1.4,
    1.1,
    1.0,
    1.1,
    1.1,
    1.0,
    1.1,
    1.4,
    1.7,
    1.9,
    1.6,
    1.1,
    0.9,
    0.7,
    0.6,
)
"""How each hour of the day compares to the mean."""


class Habit(Struct, frozen=True):
    """How one kind of alarm comes and goes.

    Args:
        share: part of all alarms.
        hours: 24 factors around 1.
        fleeting: share of those that clear by themselves soon, and within which seconds.
        lasts: within which seconds the others clear at last when nobody comes.
        chatters: share of those whose source repeats itself.
    """

    share: float
    hours: tuple[float, ...]
    fleeting: float
    fleeting_s: tuple[float, float]
    lasts: tuple[float, float]
    chatters: float = 0.0


HABITS: dict[AlarmKind, Habit] = {
    AlarmKind.THEFT: Habit(0.3, _DAY, 0.1, (60, 240), (900, 2400)),
    AlarmKind.FRAUD: Habit(0.13, _DAY, 0.05, (60, 240), (1200, 3000)),
    AlarmKind.FIGHT: Habit(0.085, _EVENING, 0.35, (40, 180), (400, 1200)),
    AlarmKind.PANIC_BUTTON: Habit(0.085, _EVENING, 0.3, (60, 240), (900, 1800)),
    AlarmKind.ROAD_ACCIDENT: Habit(0.08, _RUSH, 0.0, (1, 1), (1200, 2700)),
    AlarmKind.CROWD: Habit(0.04, _DAY, 0.5, (90, 400), (600, 1500)),
    AlarmKind.ABANDONED_OBJECT: Habit(0.03, _DAY, 0.5, (60, 300), (600, 1800)),
    AlarmKind.INTRUSION: Habit(0.045, _NIGHT, 0.3, (30, 120), (600, 1800)),
    AlarmKind.FIRE: Habit(0.03, _FLAT, 0.4, (30, 150), (900, 2400), 0.25),
    AlarmKind.HOLD_UP: Habit(0.006, _EVENING, 0.0, (1, 1), (1200, 2400)),
    AlarmKind.OFFICER_EMERGENCY: Habit(0.003, _NIGHT, 0.3, (30, 90), (300, 900)),
    AlarmKind.TURNSTILE_FORCED: Habit(0.04, _RUSH, 0.6, (10, 60), (300, 900), 0.4),
    AlarmKind.CAMERA_TAMPERED: Habit(0.02, _NIGHT, 0.2, (60, 300), (900, 3600)),
    AlarmKind.CAMERA_OFFLINE: Habit(0.055, _FLAT, 0.5, (60, 300), (600, 3600)),
    AlarmKind.LAMP_OUTAGE: Habit(0.03, _NIGHT, 0.0, (1, 1), (1800, 7200)),
    AlarmKind.SYSTEM_FAULT: Habit(0.02, _FLAT, 0.3, (60, 300), (900, 3600), 0.25),
}


def rate(kind: AlarmKind, hour: int, per_hour: float) -> float:
    """Alarms of a kind per hour at an hour of the day."""
    habit = HABITS[kind]
    return per_hour * habit.share * habit.hours[hour] / (sum(habit.hours) / 24)


class Scenes:
    """Places that cameras look at, weighed by what they are and how much is going on there."""

    def __init__(self, schematic: Schematic, cameras: Sequence[Camera]) -> None:
        self.lon = np.array([camera.lon for camera in cameras])
        self.lat = np.array([camera.lat for camera in cameras])
        self._busy = bustle_at(schematic, *to_plane(self.lon, self.lat))
        codes = {kind: code for code, kind in enumerate(PlaceKind)}
        self._kinds = np.array([codes[camera.place_kind] for camera in cameras], dtype=np.intp)

    def at(self, base: float, pull: float, **weights: float) -> Floats:
        """How likely each is: the weight of its kind, times ``base`` plus ``pull`` for the bustle around it."""
        of_kind = np.array([weights.get(kind.value, 0.0) for kind in PlaceKind])
        weighed: Floats = of_kind[self._kinds] * (base + pull * self._busy)
        return weighed

    def by_day_and_night(self, kind: AlarmKind) -> tuple[Floats, Floats]:
        """How likely each is for thefts, frauds, fights and hold-ups."""
        at = self.at
        match kind:
            case AlarmKind.THEFT:
                return (
                    at(
                        0.15,
                        3.0,
                        shop=1.5,
                        market=2.0,
                        station=1.5,
                        underpass=2.0,
                        crossing=0.5,
                        parking=1.0,
                        street=0.5,
                    ),
                    at(0.4, 1.0, parking=2.0, yard=1.5, park=2.0, street=1.0, station=1.0),
                )
            case AlarmKind.FRAUD:
                day = at(0.2, 2.0, shop=2.0, market=1.5, station=0.5)
                return day, day
            case AlarmKind.FIGHT:
                return (
                    at(0.2, 2.0, street=0.6, yard=0.6, park=2.0, market=1.0, station=1.0),
                    at(0.3, 1.5, park=4.0, yard=1.0, street=0.8, shop=0.5, underpass=2.0, station=1.0),
                )
            case AlarmKind.HOLD_UP:
                day = at(1.0, 1.0, shop=1.0)
                return day, day
            case _:
                raise LookupError(kind)


class Pool:
    """Sources with how likely each is, by day and by night."""

    def __init__(self, ids: list[str], day: Floats, night: Floats | None = None) -> None:
        kept = np.nonzero(day + (day if night is None else night) > 0)[0]
        self._ids = [ids[i] for i in kept]
        self._day = np.cumsum(day[kept])
        self._night = self._day if night is None else np.cumsum(night[kept])

    def draw(self, lot: float, *, is_night: bool) -> str:
        """The source at ``lot`` (0..1) of the summed likelihoods; "" when there is none."""
        total = self._night if is_night else self._day
        if not len(total) or total[-1] <= 0:
            return ""
        return self._ids[int(np.searchsorted(total, lot * total[-1], side="right"))]


def pools(schematic: Schematic, registry: Registry, units: tuple[Unit, ...]) -> dict[AlarmKind, Pool]:
    """Where each kind of alarm comes from."""
    cameras = [camera for camera in registry.cameras if camera.can_be_opened]
    ids = [camera.id for camera in cameras]
    scenes = Scenes(schematic, cameras)
    at = scenes.at
    every = np.ones(len(cameras))
    systems = [(system, site) for site in registry.sites for system in site.systems]

    def of(kind: SystemKind | None, **weights: float) -> Pool:
        chosen = [(system.id, site.kind) for system, site in systems if kind is None or system.kind is kind]
        return Pool([i for i, _ in chosen], np.array([weights.get(site.value, 1.0) for _, site in chosen]))

    police = [unit.id for unit in units if unit.agency is Agency.POLICE]
    lamps = [segment.id for segment in registry.lighting if segment.has_lamps]
    buttons = [button.id for button in registry.buttons]
    at_site = np.array([1.6 if button.site else 1.0 for button in registry.buttons])
    return {
        AlarmKind.THEFT: Pool(ids, *scenes.by_day_and_night(AlarmKind.THEFT)),
        AlarmKind.FRAUD: Pool(ids, *scenes.by_day_and_night(AlarmKind.FRAUD)),
        AlarmKind.FIGHT: Pool(ids, *scenes.by_day_and_night(AlarmKind.FIGHT)),
        AlarmKind.CROWD: Pool(ids, at(0.0, 1.0, park=2.0, station=2.0, market=1.5, underpass=1.5, crossing=0.5)),
        AlarmKind.ROAD_ACCIDENT: Pool(ids, at(1.0, 0.3, crossing=6.0)),
        AlarmKind.ABANDONED_OBJECT: Pool(ids, at(0.02, 1.0, station=3.0, airport=2.0, underpass=2.0, market=0.7)),
        AlarmKind.HOLD_UP: Pool(ids, *scenes.by_day_and_night(AlarmKind.HOLD_UP)),
        AlarmKind.CAMERA_TAMPERED: Pool(ids, every),
        AlarmKind.CAMERA_OFFLINE: Pool(ids, every),
        AlarmKind.PANIC_BUTTON: Pool(buttons, at_site),
        AlarmKind.INTRUSION: of(SystemKind.SECURITY_ALARM),
        AlarmKind.FIRE: of(SystemKind.FIRE_ALARM),
        AlarmKind.TURNSTILE_FORCED: of(
            SystemKind.TURNSTILE,
            **{SiteKind.METRO: 12.0, SiteKind.STATION: 12.0, SiteKind.STADIUM: 3.0, SiteKind.UNIVERSITY: 3.0},
        ),
        AlarmKind.SYSTEM_FAULT: of(None),
        AlarmKind.LAMP_OUTAGE: Pool(lamps, np.ones(len(lamps))),
        AlarmKind.OFFICER_EMERGENCY: Pool(police, np.ones(len(police))),
    }
