"""Everything is an event: what the center's append-only log is made of. State is a fold over it (``picture``)."""

from msgspec import Struct

from console.domain.alarm_events import (
    AlarmAcknowledged as AlarmAcknowledged,
    AlarmCleared as AlarmCleared,
    AlarmEvent as AlarmEvent,
    AlarmGiven as AlarmGiven,
    AlarmParked as AlarmParked,
    AlarmRaised as AlarmRaised,
    AlarmRepeated as AlarmRepeated,
    AlarmReturned as AlarmReturned,
    AlarmTakenOver as AlarmTakenOver,
)
from console.domain.camera_events import (
    CameraClosed as CameraClosed,
    CameraEvent as CameraEvent,
    CameraOpened as CameraOpened,
    CloseReason as CloseReason,
    ConsentChanged as ConsentChanged,
    ListeningBegan as ListeningBegan,
    ListeningEnded as ListeningEnded,
    PresetDeleted as PresetDeleted,
    PresetSaved as PresetSaved,
    PtzReleased as PtzReleased,
    PtzTaken as PtzTaken,
)
from console.domain.devices import Health
from console.domain.event import EventBase
from console.domain.incident_events import (
    AgencyAnswered as AgencyAnswered,
    AgencyRequested as AgencyRequested,
    AlarmsLinked as AlarmsLinked,
    IncidentClosed as IncidentClosed,
    IncidentEvent as IncidentEvent,
    IncidentMerged as IncidentMerged,
    IncidentNoted as IncidentNoted,
    IncidentOpened as IncidentOpened,
    IncidentReclassified as IncidentReclassified,
    IncidentReopened as IncidentReopened,
    IncidentsLinked as IncidentsLinked,
    IncidentSplit as IncidentSplit,
    IncidentStatusChanged as IncidentStatusChanged,
    LeadSet as LeadSet,
    RepairEvent as RepairEvent,
    RepairOrdered as RepairOrdered,
    RepairProgressed as RepairProgressed,
    StepMarked as StepMarked,
    StepReopened as StepReopened,
    TaskAdded as TaskAdded,
    TaskMarked as TaskMarked,
)
from console.domain.unit_events import (
    AssignmentAnswered as AssignmentAnswered,
    MessageRead as MessageRead,
    UnitAdded as UnitAdded,
    UnitAssigned as UnitAssigned,
    UnitCheckedIn as UnitCheckedIn,
    UnitEvent as UnitEvent,
    UnitsMessaged as UnitsMessaged,
    UnitStatusChanged as UnitStatusChanged,
    UnitStoodDown as UnitStoodDown,
)
from console.domain.zone_events import (
    ZoneChanged as ZoneChanged,
    ZoneDrawn as ZoneDrawn,
    ZoneEvent as ZoneEvent,
    ZoneRemoved as ZoneRemoved,
)

EVENT_VERSION = 1
"""Version of the meaning of the events below; an unknown one leads to a resync."""

CENTER = "center"
"""The actor of what the center itself or a device did."""


class DeviceChanged(EventBase, frozen=True, tag="device_changed"):
    """A camera, button, lamp or protection system is not as it was."""

    device: str
    health: Health


class OperatorCame(EventBase, frozen=True, tag="operator_came"):
    """The actor logged in."""

    name: str


Event = AlarmEvent | IncidentEvent | RepairEvent | UnitEvent | ZoneEvent | CameraEvent | DeviceChanged | OperatorCame


class LogEntry(Struct, frozen=True):
    """One entry of the log: ``seq`` rises by exactly 1, ``time`` is Unix seconds, ``actor`` an operator's id."""

    seq: int
    time: float
    actor: str
    event: Event
    exercise: bool = False
    version: int = EVENT_VERSION
