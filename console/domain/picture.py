"""The fold: what is known after a prefix of the log. Center and console run the same one and cannot disagree.

``Picture.apply`` trusts its entries: the center checked every intent before it wrote one. An entry about something
that is not there (an id of another epoch) raises ``Inconsistent``, which means resync.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from console.domain import events as e
from console.domain.alarms import CHATTERING_COUNT, TRANSITIONS, Act, Alarm, AlarmState, Priority, repeat_window
from console.domain.cameras import Camera, Consent
from console.domain.devices import Health
from console.domain.incidents import EntryKind, Incident, IncidentEntry, IncidentStatus
from console.domain.ptz import Direction, PtzLock, PtzPosition
from console.domain.units import Assignment, AssignmentState, Fix, Unit, UnitStatus
from console.domain.zones import Zone

RECENTLY_CLOSED = 50
"""How many closed incidents stay in the picture."""


class Inconsistent(Exception):
    """An entry does not fit what is known."""


class Viewing(Struct, frozen=True):
    """A camera that somebody has open, since when."""

    camera: str
    operator: str
    since: float


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


class Changes(Struct):
    """Ids that an update touched, by kind; ``whole`` means: everything may be different."""

    alarms: set[str] = set()
    incidents: set[str] = set()
    units: set[str] = set()
    fixes: set[str] = set()
    devices: set[str] = set()
    zones: set[str] = set()
    cameras: set[str] = set()
    """Consent, viewers, lock or presets."""
    turned: set[str] = set()
    """Cameras that look elsewhere."""
    registry: bool = False
    whole: bool = False

    def add(self, other: "Changes") -> None:
        """Take in another change set."""
        self.alarms |= other.alarms
        self.incidents |= other.incidents
        self.units |= other.units
        self.fixes |= other.fixes
        self.devices |= other.devices
        self.zones |= other.zones
        self.cameras |= other.cameras
        self.turned |= other.turned
        self.registry |= other.registry
        self.whole |= other.whole

    def __bool__(self) -> bool:
        things = self.alarms or self.incidents or self.units or self.fixes or self.devices or self.zones
        return bool(self.whole or self.registry or things or self.cameras or self.turned)


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

    def turn(self, positions: Iterable[PtzPosition]) -> Changes:
        """Take in where cameras look; the latest of each wins."""
        newer = {p.camera: p for p in positions if (known := self.turned.get(p.camera)) is None or known.time <= p.time}
        self.turned.update(newer)
        return Changes(turned=set(newer))

    def _fold(self, entry: e.LogEntry) -> Changes:
        match entry.event:
            case e.AlarmRaised(alarm=alarm):
                return self._put_alarm(entry, replace(alarm, version=entry.seq, raised_version=entry.seq))
            case (
                e.AlarmRepeated(alarm=id_)
                | e.AlarmAcknowledged(alarm=id_)
                | e.AlarmTakenOver(alarm=id_)
                | e.AlarmCleared(alarm=id_)
            ):
                return self._put_alarm(entry, _alarm_after(self.alarms[id_], entry))
            case e.IncidentOpened(incident=incident):
                return self._open(entry, incident)
            case e.IncidentStatusChanged(incident=id_, status=status):
                return self._work(entry, id_, EntryKind.STATUS, str(status), status=status)
            case e.IncidentNoted(incident=id_, text=text):
                return self._work(entry, id_, EntryKind.NOTE, text)
            case e.IncidentClosed():
                return self._close(entry, entry.event)
            case e.UnitAdded(unit=unit):
                self.units[unit.id] = replace(unit, version=entry.seq)
                return Changes(units={unit.id})
            case e.UnitAssigned() | e.AssignmentAnswered():
                return self._assign(entry, entry.event)
            case e.UnitStatusChanged(unit=unit_id, status=unit_status):
                return self._report(entry, unit_id, unit_status)
            case e.DeviceChanged(device=device, health=health):
                if health is Health.OK:
                    self.devices.pop(device, None)
                else:
                    self.devices[device] = health
                return Changes(devices={device})
            case e.ZoneDrawn() | e.ZoneChanged() | e.ZoneRemoved():
                return self._draw(entry, entry.event)
            case e.OperatorCame(name=name):
                self.operators[entry.actor] = name
                return Changes()
            case _:
                return self._camera(entry, entry.event)

    def _camera(self, entry: e.LogEntry, event: e.CameraEvent) -> Changes:
        match event:
            case e.CameraOpened(camera=camera):
                self.viewings[entry.seq] = Viewing(camera, entry.actor, entry.time)
            case e.CameraClosed(opening=opening):
                self.viewings.pop(opening, None)
            case e.ConsentChanged(consent=consent):
                self.consents[event.camera] = consent
            case e.PtzTaken(camera=camera, role=role):
                self.locks[camera] = PtzLock(entry.actor, role, entry.time)
            case e.PtzReleased(camera=camera):
                self.locks.pop(camera, None)
            case e.PresetSaved(camera=camera, name=name, direction=direction):
                self.presets.setdefault(camera, {})[name] = direction
            case e.PresetDeleted(camera=camera, name=name):
                del self.presets[camera][name]
        return Changes(cameras={event.camera})

    def _draw(self, entry: e.LogEntry, event: e.ZoneDrawn | e.ZoneChanged | e.ZoneRemoved) -> Changes:
        match event:
            case e.ZoneDrawn(zone=zone):
                self.zones[zone.id] = replace(zone, version=entry.seq)
                return Changes(zones={zone.id})
            case e.ZoneChanged(zone=id_, drawing=drawing):
                self.zones[id_] = replace(self.zones[id_], drawing=drawing, version=entry.seq)
            case e.ZoneRemoved(zone=id_):
                del self.zones[id_]
        return Changes(zones={id_})

    def _put_alarm(self, entry: e.LogEntry, alarm: Alarm) -> Changes:
        incident = self.incidents.get(alarm.incident)
        if alarm.state is AlarmState.NORMAL and (incident is None or not incident.is_open):
            self.alarms.pop(alarm.id, None)
        else:
            self.alarms[alarm.id] = alarm
        return Changes(alarms={alarm.id})

    def _open(self, entry: e.LogEntry, incident: Incident) -> Changes:
        first = IncidentEntry(entry.time, entry.actor, EntryKind.OPENED)
        self.incidents[incident.id] = replace(incident, version=entry.seq, log=(first,))
        for alarm_id in incident.alarms:
            alarm = self.alarms[alarm_id]
            self.alarms[alarm_id] = replace(alarm, incident=incident.id, version=entry.seq)
        return Changes(alarms=set(incident.alarms), incidents={incident.id})

    def _work(
        self,
        entry: e.LogEntry,
        incident_id: str,
        kind: EntryKind,
        text: str = "",
        unit: str = "",
        *,
        status: IncidentStatus | None = None,
        units: tuple[str, ...] | None = None,
    ) -> Changes:
        incident = self.incidents[incident_id]
        line = IncidentEntry(entry.time, entry.actor, kind, text, unit)
        self.incidents[incident_id] = replace(
            incident,
            log=(*incident.log, line),
            status=incident.status if status is None else status,
            units=incident.units if units is None else units,
            version=entry.seq,
        )
        return Changes(incidents={incident_id})

    def _close(self, entry: e.LogEntry, event: e.IncidentClosed) -> Changes:
        changes = self._work(
            entry, event.incident, EntryKind.CLOSED, str(event.disposition), status=IncidentStatus.CLOSED
        )
        incident = replace(self.incidents[event.incident], disposition=event.disposition, closed_at=entry.time)
        self.incidents[event.incident] = incident
        for alarm_id in incident.alarms:
            if (alarm := self.alarms.get(alarm_id)) and alarm.state is AlarmState.NORMAL:
                del self.alarms[alarm_id]
            elif alarm is not None:  # it still stands, and may need another incident
                self.alarms[alarm_id] = replace(alarm, incident="", version=entry.seq)
            changes.alarms.add(alarm_id)
        closed = sorted((i for i in self.incidents.values() if not i.is_open), key=lambda i: (i.closed_at or 0, i.id))
        for old in closed[:-RECENTLY_CLOSED]:
            del self.incidents[old.id]
            changes.incidents.add(old.id)
        return changes

    def _assign(self, entry: e.LogEntry, event: e.UnitAssigned | e.AssignmentAnswered) -> Changes:
        unit, incident = self.units[event.unit], self.incidents[event.incident]
        if isinstance(event, e.UnitAssigned):
            task: Assignment | None = Assignment(incident.id, AssignmentState.PROPOSED, entry.actor, entry.time)
            kind, units = EntryKind.UNIT_ASSIGNED, (*incident.units, unit.id)
            status = UnitStatus.DISPATCHED
        elif event.state is AssignmentState.ACCEPTED and unit.assignment is not None:
            task = replace(unit.assignment, state=AssignmentState.ACCEPTED)
            kind, units, status = EntryKind.UNIT_ACCEPTED, incident.units, UnitStatus.EN_ROUTE
        else:
            refused = event.state is AssignmentState.REFUSED
            task, status = None, UnitStatus.AVAILABLE
            kind = EntryKind.UNIT_REFUSED if refused else EntryKind.UNIT_CLEARED
            units = tuple(u for u in incident.units if u != unit.id)
        self.units[unit.id] = replace(unit, assignment=task, status=status, status_since=entry.time, version=entry.seq)
        working = IncidentStatus.IN_PROGRESS if incident.status is IncidentStatus.NEW else None
        changes = self._work(entry, incident.id, kind, "", unit.id, status=working, units=units)
        changes.units.add(unit.id)
        return changes

    def _report(self, entry: e.LogEntry, unit_id: str, status: UnitStatus) -> Changes:
        unit = self.units[unit_id]
        self.units[unit_id] = replace(unit, status=status, status_since=entry.time, version=entry.seq)
        changes = Changes(units={unit_id})
        if unit.assignment is not None:
            changes.add(self._work(entry, unit.assignment.incident, EntryKind.UNIT_STATUS, str(status), unit_id))
        return changes


def _alarm_after(alarm: Alarm, entry: e.LogEntry) -> Alarm:
    match entry.event:
        case e.AlarmRepeated(priority=priority):
            return _repeated(alarm, entry, priority)
        case e.AlarmAcknowledged():
            return replace(
                alarm,
                state=TRANSITIONS[alarm.state, Act.ACKNOWLEDGE],
                owner=entry.actor,
                acknowledged_at=entry.time,
                version=entry.seq,
            )
        case e.AlarmTakenOver():
            return replace(alarm, owner=entry.actor, version=entry.seq)
        case _:
            return replace(alarm, state=TRANSITIONS[alarm.state, Act.CLEAR], cleared_at=entry.time, version=entry.seq)


def _repeated(alarm: Alarm, entry: e.LogEntry, priority: Priority) -> Alarm:
    """The same again: nothing new to who has acknowledged it just now, else a look is needed anew."""
    worse = priority < alarm.priority
    is_known = entry.time - alarm.last_at <= repeat_window(alarm.kind) and not worse
    counted = replace(
        alarm,
        priority=min(alarm.priority, priority),
        occurrences=alarm.occurrences + 1,
        recent=(*alarm.recent, entry.time)[-CHATTERING_COUNT:],
        last_at=entry.time,
        cleared_at=None,
        version=entry.seq,
    )
    if alarm.state is AlarmState.ACKNOWLEDGED and is_known:
        return counted
    raised = replace(counted, state=TRANSITIONS[alarm.state, Act.RAISE])
    if not raised.is_unacknowledged:
        return raised
    if worse or not alarm.is_unacknowledged:
        raised = replace(raised, raised_version=entry.seq)
    return raised if alarm.is_unacknowledged else replace(raised, owner="", acknowledged_at=None)
