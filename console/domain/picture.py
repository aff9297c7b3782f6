"""The fold: what is known after a prefix of the log. Center and console run the same one and cannot disagree.

``Picture.apply`` trusts its entries: the center checked every intent before it wrote one. An entry about something
that is not there (an id of another epoch) raises ``Inconsistent``, which means resync.
"""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from console.domain import events as e
from console.domain.alarms import Alarm
from console.domain.cameras import Camera, Consent, Integration
from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.fold import alarms, cameras, incidents, repairs, units, zones
from console.domain.incidents import Incident
from console.domain.messages import Message
from console.domain.ptz import Direction, PtzLock, PtzPosition
from console.domain.repairs import Repair
from console.domain.units import Fix, Unit
from console.domain.viewing import Viewing
from console.domain.zones import Zone


class Inconsistent(Exception):
    """An entry does not fit what is known."""


class Snapshot(Struct, frozen=True):
    """The picture as it travels: everything known at ``seq``. Devices are exceptions only (not ``ok``)."""

    epoch: str
    seq: int
    time: float
    alarms: tuple[Alarm, ...]
    incidents: tuple[Incident, ...]
    units: tuple[Unit, ...]
    devices: dict[str, Health]
    operators: dict[str, str] = {}
    """Names of those who have logged in, by id."""
    zones: tuple[Zone, ...] = ()
    consents: dict[str, Consent] = {}
    """Of cameras whose consent is not as the registry says."""
    viewings: dict[int, Viewing] = {}
    """Cameras that are open, by the ``seq`` of their opening."""
    locks: dict[str, PtzLock] = {}
    """Who turns which camera."""
    presets: dict[str, dict[str, Direction]] = {}
    """Directions that were kept, by camera and name."""
    messages: tuple[Message, ...] = ()
    """To units, the latest."""
    repairs: tuple[Repair, ...] = ()
    """Work orders to the city."""


Fold = Callable[["Picture", e.LogEntry, Any], Changes]
_FOLDS: dict[type, Fold] = {
    kind: fold
    for events, fold in (
        (e.AlarmEvent, alarms.fold),
        (e.IncidentEvent, incidents.fold),
        (e.RepairEvent, repairs.fold),
        (e.UnitEvent, units.fold),
        (e.ZoneEvent, zones.fold),
        (e.CameraEvent, cameras.fold),
    )
    for kind in get_args(events)
}


class Picture:
    """Alarms, incidents, units, zones, names of operators and what is not as the registry says of cameras, by id."""

    def __init__(self) -> None:
        self.epoch = ""
        self.seq = 0
        self.alarms: dict[str, Alarm] = {}
        self.incidents: dict[str, Incident] = {}
        self.units: dict[str, Unit] = {}
        self.devices: dict[str, Health] = {}
        self.operators: dict[str, str] = {}
        self.zones: dict[str, Zone] = {}
        self.consents: dict[str, Consent] = {}
        self.viewings: dict[int, Viewing] = {}
        self.locks: dict[str, PtzLock] = {}
        self.presets: dict[str, dict[str, Direction]] = {}
        self.messages: dict[str, Message] = {}
        self.repairs: dict[str, Repair] = {}
        self.turned: dict[str, PtzPosition] = {}
        """Where cameras look; like fixes, in no log."""

    def load(self, snapshot: Snapshot) -> None:
        """Forget everything and start from ``snapshot``."""
        self.epoch, self.seq = snapshot.epoch, snapshot.seq
        self.alarms = {a.id: a for a in snapshot.alarms}
        self.incidents = {i.id: i for i in snapshot.incidents}
        self.units = {u.id: u for u in snapshot.units}
        self.devices = dict(snapshot.devices)
        self.operators = dict(snapshot.operators)
        self.zones = {z.id: z for z in snapshot.zones}
        self.consents, self.viewings = dict(snapshot.consents), dict(snapshot.viewings)
        self.locks = dict(snapshot.locks)
        self.presets = {camera: dict(kept) for camera, kept in snapshot.presets.items()}
        self.messages = {m.id: m for m in snapshot.messages}
        self.repairs = {r.id: r for r in snapshot.repairs}

    def snapshot(self, time: float) -> Snapshot:
        """The whole picture as a value."""
        return Snapshot(
            self.epoch,
            self.seq,
            time,
            tuple(self.alarms.values()),
            tuple(self.incidents.values()),
            tuple(self.units.values()),
            dict(self.devices),
            dict(self.operators),
            tuple(self.zones.values()),
            dict(self.consents),
            dict(self.viewings),
            dict(self.locks),
            {camera: dict(kept) for camera, kept in self.presets.items()},
            tuple(self.messages.values()),
            tuple(self.repairs.values()),
        )

    def apply(self, entry: e.LogEntry) -> Changes:
        """Take in the next entry of the log. Raises Inconsistent for a gap or an unknown id."""
        if entry.seq != self.seq + 1:
            raise Inconsistent(f"entry {entry.seq} after {self.seq}")
        try:
            changes = self._fold(entry)
        except KeyError as missing:
            raise Inconsistent(f"entry {entry.seq} speaks of {missing}, which is not known") from missing
        self.seq = entry.seq
        return changes

    def place(self, fixes: Iterable[Fix]) -> Changes:
        """Take in position reports; the latest per unit wins, by fix time. Unknown units are left out."""
        moved = set()
        for fix in fixes:
            unit = self.units.get(fix.unit)
            if unit is None or (unit.fix is not None and unit.fix.time > fix.time):
                continue
            self.units[fix.unit] = replace(unit, fix=fix)
            moved.add(fix.unit)
        return Changes(fixes=moved)

    def consent(self, camera: Camera) -> Consent:
        """What its owner has agreed to, as far as is known now."""
        return self.consents.get(camera.id, camera.consent)

    def may_open(self, camera: Camera) -> bool:
        """Whether an operator may see its picture, as far as is known now."""
        return camera.integration is Integration.INTEGRATED and self.consent(camera).allows

    def turn(self, positions: Iterable[PtzPosition]) -> Changes:
        """Take in where cameras look; the latest of each wins."""
        newer = {p.camera: p for p in positions if (known := self.turned.get(p.camera)) is None or known.time <= p.time}
        self.turned.update(newer)
        return Changes(turned=set(newer))

    def _fold(self, entry: e.LogEntry) -> Changes:
        match entry.event:
            case e.DeviceChanged(device=device, health=health):
                if health is Health.OK:
                    self.devices.pop(device, None)
                else:
                    self.devices[device] = health
                return Changes(devices={device})
            case e.OperatorCame(name=name):
                self.operators[entry.actor] = name
                return Changes()
            case event:
                return _FOLDS[type(event)](self, entry, event)
