"""Lets the chronicle happen: signals and device states as time passes, and alarms that end because somebody came."""

from collections.abc import Iterable
from heapq import heappop, heappush
from random import Random

from console.center.signals import DeviceReport, RepairReport, Signal
from console.center.world.chronicle import Chronicle, Happening
from console.center.world.devices import Devices
from console.domain.alarms import FAULTS, Alarm, AlarmKind
from console.domain.devices import Health
from console.domain.picture import Picture
from console.domain.registry import Registry
from console.domain.repairs import RepairState
from console.domain.units import UnitStatus

_ATTENDED_AFTER_S = 90.0
"""So long after a unit arrived, what it came for is over."""

_LONGEST_GAP_S = 3600.0
"""What happened before that is not told any more."""

_LEFT_OVER_S = (60.0, 1200.0)
"""Within which seconds after a restart or a jump of the clock an alarm ends of which nothing else is known."""

_LOOK_BACK_S = 2400.0
"""So far back the chronicle is read again after a restart, for what goes on from then."""

_HEALTH_OF = {
    AlarmKind.CAMERA_OFFLINE: Health.OFFLINE,
    AlarmKind.CAMERA_TAMPERED: Health.TAMPERED,
    AlarmKind.LAMP_OUTAGE: Health.OUTAGE,
    AlarmKind.SYSTEM_FAULT: Health.DEGRADED,
}
"""State of a device while an alarm of that kind is raised."""

_KNOWN_FAULTS = {"cameras": 0.006, "lighting": 0.018, "buttons": 0.004, "systems": 0.01}
"""Share of devices that did not work already when the shift began; the demo's assumption."""


class Happenings:
    """What the devices of the city tell."""

    def __init__(self, seed: int, registry: Registry, devices: Devices, chronicle: Chronicle) -> None:
        self._seed = seed
        self._registry = registry
        self._devices = devices
        self._chronicle = chronicle
        self._coming: list[Happening] = []
        self._active: set[tuple[str, AlarmKind]] = set()
        self._planned: list[Happening] = []
        self._planned_until = 0.0
        self._told_until: float | None = None
        self._next_minute = 0

    def step(
        self, now: float, picture: Picture, repairs: Iterable[RepairReport] = ()
    ) -> tuple[list[Signal], list[DeviceReport]]:
        """Signals and changes of health until ``now``; what is repaired by then works again."""
        reports: list[DeviceReport] = []
        since = self._told_until
        if since is None:
            reports += self._begin(now, picture)
            since = now
        elif now < since or now - since > _LONGEST_GAP_S:
            since = self._restart(now)
        while self._next_minute * 60.0 <= now:
            for happening in self._chronicle.minute(self._next_minute):
                if happening.at > max(since, self._planned_until):
                    heappush(self._coming, happening)
            self._next_minute += 1
        self._told_until = now
        signals: list[Signal] = []
        mended = {repair.device for repair in repairs if repair.state is RepairState.DONE}
        for happening in [*self._due(now), *self._attended(now, picture), *self._mended(now, picture, mended)]:
            self._tell(happening, signals, reports)
        reports += [DeviceReport(device, Health.OK) for device in sorted(mended)]
        return signals, reports

    def plan(self, happenings: list[Happening], until: float) -> None:
        """Before the first look: let these happen, and what is in the chronicle only from ``until`` on."""
        self._planned, self._planned_until = happenings, until

    def signal(self, device: str, kind: AlarmKind, *, active: bool) -> Signal:
        """The signal that a device sends; raises KeyError for an unknown device."""
        found = self._devices[device]
        return Signal(device, kind, active, found.lon, found.lat, found.district, found.place, found.site)

    def _begin(self, now: float, picture: Picture) -> list[DeviceReport]:
        """The first look: a new log learns of known faults; after a restart the alarms of the picture go on."""
        active = (a for a in picture.alarms.values() if a.cleared_at is None)
        # Units at the edge of a zone, and devices of a larger city that this log was begun with, are not ours to end.
        self._active = {(a.source, a.kind) for a in active if a.source in self._devices}
        self._restart(now)
        for happening in self._planned:
            heappush(self._coming, happening)
        return [] if picture.alarms or picture.devices else self._known_faults()

    def _restart(self, now: float) -> float:
        """Tell from ``now`` on. What is raised ends within a while, at the latest, whatever was planned before."""
        self._coming.clear()
        self._next_minute = int((now - _LOOK_BACK_S) // 60)
        for source, kind in sorted(self._active):
            end = now + Random(f"{self._seed}/{source}/{kind}").uniform(*_LEFT_OVER_S)
            heappush(self._coming, Happening(end, source, kind, False))
        return now

    def _due(self, now: float) -> list[Happening]:
        due = []
        while self._coming and self._coming[0].at <= now:
            due.append(heappop(self._coming))
        return due

    def _attended(self, now: float, picture: Picture) -> list[Happening]:
        """Alarms of incidents at which a unit has been for a while: what it came for is over."""
        over = []
        for incident in picture.incidents.values():
            if not incident.is_open:
                continue
            units = (picture.units[unit] for unit in incident.units if unit in picture.units)
            if any(u.status is UnitStatus.ON_SCENE and now - u.status_since > _ATTENDED_AFTER_S for u in units):
                alarms = [picture.alarms[alarm] for alarm in incident.alarms if alarm in picture.alarms]
                over += [Happening(now, a.source, a.kind, False) for a in alarms if _can_be_settled(a)]
        # A trainer's alarms are among them, which were not raised here.
        self._active.update((happening.source, happening.kind) for happening in over)
        return over

    def _mended(self, now: float, picture: Picture, devices: set[str]) -> list[Happening]:
        """Faults of devices that have been repaired are over."""
        over = [
            Happening(now, alarm.source, alarm.kind, False)
            for alarm in (picture.alarms.values() if devices else ())
            if alarm.source in devices and alarm.kind in _HEALTH_OF and alarm.cleared_at is None
        ]
        self._active.update((happening.source, happening.kind) for happening in over)
        return over

    def _tell(self, happening: Happening, signals: list[Signal], reports: list[DeviceReport]) -> None:
        key = (happening.source, happening.kind)
        if happening.active:
            self._active.add(key)
        elif key in self._active:
            self._active.remove(key)
        else:
            return
        signals.append(self.signal(happening.source, happening.kind, active=happening.active))
        health = _HEALTH_OF.get(happening.kind)
        if health is not None:
            reports.append(DeviceReport(happening.source, health if happening.active else Health.OK))

    def _known_faults(self) -> list[DeviceReport]:
        rng, registry = Random(f"{self._seed}/faults"), self._registry
        opened = [camera.id for camera in registry.cameras if camera.can_be_opened]
        lit = [segment.id for segment in registry.lighting if segment.has_lamps]
        systems = [system.id for site in registry.sites for system in site.systems]
        buttons = [button.id for button in registry.buttons]
        broken = []
        for name, ids, health in (
            ("cameras", opened, Health.OFFLINE),
            ("lighting", lit, Health.OUTAGE),
            ("buttons", buttons, Health.OFFLINE),
            ("systems", systems, Health.DEGRADED),
        ):
            chosen = rng.sample(ids, round(len(ids) * _KNOWN_FAULTS[name]))
            broken += [DeviceReport(device, health) for device in chosen]
        return broken


def _can_be_settled(alarm: Alarm) -> bool:
    return alarm.cleared_at is None and alarm.kind not in FAULTS
