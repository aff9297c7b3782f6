"""Who could go to an alarm and how many cameras see it: reckoned for the alarms that somebody looks at, bit by bit."""

from console.clock import monotonic
from console.domain.alarms import Alarm
from console.domain.geo import is_position
from console.insight.nearest import CameraViews, FreeUnits, RankedUnit, agency_for
from console.state.store import Store

REMEMBERED = 5000
"""So many alarms' cameras are remembered; then the longest known are forgotten."""

A_BEAT = 60
"""So many alarms are reckoned in one go: 50 µs each."""

FRESH_S = 1.0


def has_place(alarm: Alarm) -> bool:
    """Whether the device said where it stands (0, 0 is what one says that does not know)."""
    return is_position(alarm.lon, alarm.lat) and (alarm.lon, alarm.lat) != (0, 0)


class Nearby:
    """Answers at once with what it knows; what it does not is there after ``beat``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = -1
        self._views: CameraViews | None = None
        self._seeing: dict[str, int] = {}
        self._asked: dict[str, Alarm] = {}
        self._free: FreeUnits | None = None
        self._nearest: dict[str, RankedUnit | None] = {}
        self._looked_at = 0.0

    def views(self) -> CameraViews:
        """Where the cameras of the registry look."""
        revision = self._store.registry.revision if self._store.registry else 0
        if self._views is None or self._revision != revision:
            self._revision, self._views = revision, CameraViews(self._store.cameras.values())
            self._seeing.clear()
        return self._views

    def cameras(self, alarm: Alarm) -> int | None:
        """How many cameras see the place of the alarm; None: not known yet."""
        known = self._seeing.get(alarm.id)
        if known is None:
            self._asked[alarm.id] = alarm
        return known

    def unit(self, alarm: Alarm) -> RankedUnit | None:
        """The nearest free unit of the agency that answers, at most a second old; None where there is none.

        Nobody is near an alarm whose place is not known.
        """
        if not has_place(alarm):
            return None
        now = monotonic()
        if self._free is None or now - self._looked_at > FRESH_S:
            self._looked_at = now
            self._free = FreeUnits(self._store.picture.units.values(), self._store.clock.now())
            self._nearest.clear()
        if alarm.id not in self._nearest:
            self._nearest[alarm.id] = self._free.nearest(alarm.lon, alarm.lat, agency_for(alarm.kind))
        return self._nearest[alarm.id]

    def callsign(self, unit_id: str) -> str:
        """What a unit is called."""
        unit = self._store.picture.units.get(unit_id)
        return unit_id if unit is None else unit.callsign

    def beat(self) -> bool:
        """A second has passed: reckon what was asked for. Whether there is something new."""
        asked = [self._asked.popitem()[1] for _n in range(min(A_BEAT, len(self._asked)))]
        if not asked:
            return False
        views = self.views()
        for alarm in asked:
            self._seeing[alarm.id] = views.seeing(alarm.lon, alarm.lat)
        for alarm_id in list(self._seeing)[: len(self._seeing) - REMEMBERED]:
            del self._seeing[alarm_id]
        return True
