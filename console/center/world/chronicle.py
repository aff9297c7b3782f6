"""What will happen, minute by minute: a Poisson process of the hour, keyed by seed and minute.

A minute's events depend on nothing but the seed and the minute: not on operators, not on how often one looks. So the
same seed makes the same city have the same hour, and a restart finds the minute again.
"""

import numpy as np
from msgspec import Struct

from console.center.world.devices import FEED
from console.center.world.offences import HABITS, PER_HOUR, Pool, rate
from console.clock import local
from console.domain.alarms import AlarmKind
from console.domain.registry import Registry

_CHATTER_COUNT = (4, 9)
_CHATTER_EACH_S = (8.0, 18.0)
_CHATTER_RAISED_S = 4.0
_FEED_FAILURES_PER_HOUR = 0.2
_FEED_CAMERAS = (4, 8)
_FEED_DOWN_S = (240.0, 900.0)


class Happening(Struct, frozen=True, order=True):
    """At a time (Unix seconds) a source raises (``active``) or clears an alarm."""

    at: float
    source: str
    kind: AlarmKind
    active: bool


class Chronicle:
    """The events of any minute. ``per_hour`` is the mean number of alarms an hour."""

    def __init__(self, seed: int, registry: Registry, pools: dict[AlarmKind, Pool], per_hour: float = PER_HOUR) -> None:
        self._seed = seed
        self._pools = pools
        self._per_hour = per_hour
        self._districts = [center.district for center in registry.service_centers]
        self._cameras: dict[str, list[str]] = {district: [] for district in self._districts}
        for camera in registry.cameras:
            if camera.can_be_opened:
                self._cameras[camera.district].append(camera.id)

    def minute(self, number: int) -> list[Happening]:
        """What begins in a minute (Unix time divided by 60), with how it goes on; in order of time."""
        rng = np.random.default_rng([self._seed, number])
        at = local(number * 60.0)
        events: list[Happening] = []
        for kind in HABITS:
            for _ in range(rng.poisson(rate(kind, at.hour, self._per_hour) / 60)):
                events += self._episode(kind, number * 60.0 + rng.uniform(0, 60), at.hour, rng)
        if rng.random() < _FEED_FAILURES_PER_HOUR / 60:
            events += self._feed_failure(number * 60.0 + rng.uniform(0, 60), rng)
        return sorted(events)

    def source(self, kind: AlarmKind, hour: int, rng: np.random.Generator) -> str:
        """Where an alarm of a kind comes from at an hour of the day; "" when nothing can send one."""
        return self._pools[kind].draw(rng.random(), is_night=hour < 7 or hour >= 21)

    def _episode(self, kind: AlarmKind, begin: float, hour: int, rng: np.random.Generator) -> list[Happening]:
        habit, source = HABITS[kind], self.source(kind, hour, rng)
        if not source:
            return []
        lasts = habit.fleeting_s if rng.random() < habit.fleeting else habit.lasts
        repeats = int(rng.integers(*_CHATTER_COUNT)) if rng.random() < habit.chatters else 0
        events, at = [], begin
        for _ in range(repeats):
            events.append(Happening(at, source, kind, True))
            events.append(Happening(at + _CHATTER_RAISED_S, source, kind, False))
            at += rng.uniform(*_CHATTER_EACH_S)
        events.append(Happening(at, source, kind, True))
        events.append(Happening(at + rng.uniform(*lasts), source, kind, False))
        return events

    def _feed_failure(self, begin: float, rng: np.random.Generator) -> list[Happening]:
        """A district's line fails and several cameras with it; all come back together."""
        district = self._districts[int(rng.integers(len(self._districts)))]
        end = begin + rng.uniform(*_FEED_DOWN_S)
        cameras = self._cameras[district]
        count = min(len(cameras), int(rng.integers(*_FEED_CAMERAS)))
        events = [Happening(begin, FEED + district, AlarmKind.SYSTEM_FAULT, True)]
        events.append(Happening(end, FEED + district, AlarmKind.SYSTEM_FAULT, False))
        for i in rng.choice(len(cameras), count, replace=False).tolist():
            late = rng.uniform(0.5, 4.0)
            events.append(Happening(begin + late, cameras[i], AlarmKind.CAMERA_OFFLINE, True))
            events.append(Happening(end + late, cameras[i], AlarmKind.CAMERA_OFFLINE, False))
        return events
