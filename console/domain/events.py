"""Everything is an event: what the center's append-only log is made of. State is a fold over it (``picture``)."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import Alarm, Priority
from console.domain.cameras import Consent
from console.domain.devices import Health
from console.domain.incidents import Disposition, Incident, IncidentStatus
from console.domain.ptz import Direction
from console.domain.session import Role
from console.domain.units import AssignmentState, Unit, UnitStatus
from console.domain.zones import Drawing, Zone

EVENT_VERSION = 1
"""Version of the meaning of the events below; an unknown one leads to a resync."""

CENTER = "center"
"""The actor of what the center itself or a device did."""


class _Event(Struct, frozen=True, tag_field="type"):
    """Base: each event travels with its type by name. Who and when stand in the log entry."""


class AlarmRaised(_Event, frozen=True, tag="alarm_raised"):
    """A new alarm."""

    alarm: Alarm


class AlarmRepeated(_Event, frozen=True, tag="alarm_repeated"):
    """The same source and kind again; ``priority`` may be higher than before."""

    alarm: str
    priority: Priority


class AlarmAcknowledged(_Event, frozen=True, tag="alarm_acknowledged"):
    """The actor has seen it and owns it."""

    alarm: str


class AlarmTakenOver(_Event, frozen=True, tag="alarm_taken_over"):
    """The actor owns it now."""

    alarm: str


class AlarmCleared(_Event, frozen=True, tag="alarm_cleared"):
    """What raised it has returned to normal."""

    alarm: str


class IncidentOpened(_Event, frozen=True, tag="incident_opened"):
    """A new incident; its alarms are linked to it."""

    incident: Incident


class IncidentStatusChanged(_Event, frozen=True, tag="incident_status_changed"):
    """Work goes on, rests, or is done."""

    incident: str
    status: IncidentStatus


class IncidentNoted(_Event, frozen=True, tag="incident_noted"):
    """A line for the incident's log."""

    incident: str
    text: str


class IncidentClosed(_Event, frozen=True, tag="incident_closed"):
    """The end, with what it turned out to be."""

    incident: str
    disposition: Disposition


class UnitAdded(_Event, frozen=True, tag="unit_added"):
    """A unit has come on duty."""

    unit: Unit


class UnitAssigned(_Event, frozen=True, tag="unit_assigned"):
    """The actor proposed the incident to the unit."""

    unit: str
    incident: str


class AssignmentAnswered(_Event, frozen=True, tag="assignment_answered"):
    """The unit accepted or refused, or was cleared from the incident."""

    unit: str
    incident: str
    state: AssignmentState


class UnitStatusChanged(_Event, frozen=True, tag="unit_status_changed"):
    """The unit's own report, or what an operator set for it."""

    unit: str
    status: UnitStatus


class DeviceChanged(_Event, frozen=True, tag="device_changed"):
    """A camera, button, lamp or protection system is not as it was."""

    device: str
    health: Health


class ZoneDrawn(_Event, frozen=True, tag="zone_drawn"):
    """A new cordon or geofence."""

    zone: Zone


class ZoneChanged(_Event, frozen=True, tag="zone_changed"):
    """The zone is now as drawn here."""

    zone: str
    drawing: Drawing


class ZoneRemoved(_Event, frozen=True, tag="zone_removed"):
    """The zone is no more: an operator took it away, or its time ended."""

    zone: str


class CameraOpened(_Event, frozen=True, tag="camera_opened"):
    """The actor opened a camera's picture; the reason stands beside it where the owner asked for one."""

    camera: str
    reason: str


class CloseReason(StrEnum):
    """Why a camera was closed."""

    CLOSED = "closed"
    """The operator had enough of it."""
    UNUSED = "unused"
    """Nobody watched or renewed it for the life of a lease."""
    NO_CONSENT = "no_consent"
    """Its owner does not agree any more."""
    RESTART = "restart"
    """The center ended, and all leases with it."""


class CameraClosed(_Event, frozen=True, tag="camera_closed"):
    """What entry ``opening`` opened is closed; ``seconds`` is how long it was open."""

    camera: str
    opening: int
    reason: CloseReason
    seconds: float


class ConsentChanged(_Event, frozen=True, tag="consent_changed"):
    """A camera's owner has agreed, or agrees no longer; ``note`` says how that came to be known."""

    camera: str
    consent: Consent
    note: str


class PtzTaken(_Event, frozen=True, tag="ptz_taken"):
    """The actor turns the camera now; ``instead_of`` is whom it was taken from, "" where it was free."""

    camera: str
    role: Role
    instead_of: str = ""


class PtzReleased(_Event, frozen=True, tag="ptz_released"):
    """Nobody turns the camera any more: the actor let go of it, or did nothing for too long (then it is the center)."""

    camera: str


class PresetSaved(_Event, frozen=True, tag="preset_saved"):
    """The actor kept a direction of the camera."""

    camera: str
    name: str
    direction: Direction


class PresetDeleted(_Event, frozen=True, tag="preset_deleted"):
    """The preset is no more."""

    camera: str
    name: str


class OperatorCame(_Event, frozen=True, tag="operator_came"):
    """The actor logged in."""

    name: str


Event = (
    AlarmRaised
    | AlarmRepeated
    | AlarmAcknowledged
    | AlarmTakenOver
    | AlarmCleared
    | IncidentOpened
    | IncidentStatusChanged
    | IncidentNoted
    | IncidentClosed
    | UnitAdded
    | UnitAssigned
    | AssignmentAnswered
    | UnitStatusChanged
    | DeviceChanged
    | ZoneDrawn
    | ZoneChanged
    | ZoneRemoved
    | CameraOpened
    | CameraClosed
    | ConsentChanged
    | PtzTaken
    | PtzReleased
    | PresetSaved
    | PresetDeleted
    | OperatorCame
)


CameraEvent = CameraOpened | CameraClosed | ConsentChanged | PtzTaken | PtzReleased | PresetSaved | PresetDeleted


class LogEntry(Struct, frozen=True):
    """One entry of the log: ``seq`` rises by exactly 1, ``time`` is Unix seconds, ``actor`` an operator's id."""

    seq: int
    time: float
    actor: str
    event: Event
    exercise: bool = False
    version: int = EVENT_VERSION
