"""What an operator wants done. The center decides; an event comes down, or a refusal in words.

Each intent travels in ``POST /intents`` with an ``Idempotency-Key`` header and, where it changes something that has a
version, the version the operator saw as ``If-Match``.
"""

from console.domain.alarm_intents import (
    Acknowledge as Acknowledge,
    AcknowledgeMany as AcknowledgeMany,
    AlarmIntent as AlarmIntent,
    GiveAlarms as GiveAlarms,
    RemoveFromService as RemoveFromService,
    ReturnAlarm as ReturnAlarm,
    Seen as Seen,
    Shelve as Shelve,
    Suppress as Suppress,
    TakeOver as TakeOver,
)
from console.domain.cameras import Consent
from console.domain.incident_intents import (
    AddNote as AddNote,
    AddTask as AddTask,
    AnswerRequest as AnswerRequest,
    CloseIncident as CloseIncident,
    IncidentIntent as IncidentIntent,
    LinkAlarms as LinkAlarms,
    LinkIncidents as LinkIncidents,
    MarkStep as MarkStep,
    MarkTask as MarkTask,
    MergeIncidents as MergeIncidents,
    OpenCall as OpenCall,
    OpenIncident as OpenIncident,
    OrderRepair as OrderRepair,
    Reclassify as Reclassify,
    ReopenIncident as ReopenIncident,
    ReopenStep as ReopenStep,
    RequestAgency as RequestAgency,
    SetIncidentStatus as SetIncidentStatus,
    SetLead as SetLead,
    SplitIncident as SplitIncident,
)
from console.domain.intent import NOTE_LIMIT as NOTE_LIMIT, Id, IntentBase, Reason
from console.domain.unit_intents import (
    AssignUnit as AssignUnit,
    CheckIn as CheckIn,
    SendMessage as SendMessage,
    SetUnitStatus as SetUnitStatus,
    StandDown as StandDown,
    UnitIntent as UnitIntent,
)
from console.domain.zones import Drawing


class DrawZone(IntentBase, frozen=True, tag="draw_zone"):
    """Keep this cordon or geofence and show it to all."""

    drawing: Drawing


class ChangeZone(IntentBase, frozen=True, tag="change_zone"):
    """The zone shall be as drawn here; the version is the zone's."""

    zone: Id
    drawing: Drawing


class RemoveZone(IntentBase, frozen=True, tag="remove_zone"):
    """Take the zone away; the version is the zone's."""

    zone: Id


class ChangeConsent(IntentBase, frozen=True, tag="change_consent"):
    """The owner of this camera has agreed, or agrees no longer (supervisors and trainers); ``note`` says whence."""

    camera: Id
    consent: Consent
    note: Reason


ZoneIntent = DrawZone | ChangeZone | RemoveZone
Intent = AlarmIntent | IncidentIntent | UnitIntent | ZoneIntent | ChangeConsent


def subject(intent: Intent) -> str:
    """Id of what the intent changes, which is what ``If-Match`` speaks of ("" where nothing has a version yet)."""
    match intent:
        case Acknowledge(alarm=alarm) | TakeOver(alarm=alarm) | ReturnAlarm(alarm=alarm):
            return alarm
        case Shelve(alarm=alarm) | Suppress(alarm=alarm) | RemoveFromService(alarm=alarm):
            return alarm
        case AssignUnit(unit=unit) | SetUnitStatus(unit=unit) | StandDown(unit=unit):
            return unit
        case (
            SetIncidentStatus(incident=incident) | CloseIncident(incident=incident) | ReopenIncident(incident=incident)
        ):
            return incident
        case Reclassify(incident=incident) | SetLead(incident=incident):
            return incident
        case ChangeZone(zone=zone) | RemoveZone(zone=zone):
            return zone
        case ChangeConsent(camera=camera):
            return camera
        case _:
            return ""


def about(intent: Intent) -> tuple[str, ...]:
    """Ids of all that will be different when it is done: what shows on the screen that an answer is waited for."""
    match intent:
        case AcknowledgeMany(alarms=seen):
            return tuple(alarm.id for alarm in seen)
        case GiveAlarms(alarms=alarms) | OpenIncident(alarms=alarms):
            return alarms
        case LinkAlarms(incident=incident, alarms=alarms) | SplitIncident(incident=incident, alarms=alarms):
            return (incident, *alarms)
        case LinkIncidents(incident=incident, other=other) | MergeIncidents(incident=incident, other=other):
            return (incident, other)
        case SendMessage(units=units):
            return units
        case CheckIn(unit=unit):
            return (unit,)
        case DrawZone() | OpenCall():
            return ("",)
        case OrderRepair(device=device):
            return (device,)
        case (
            RequestAgency(incident=incident)
            | AnswerRequest(incident=incident)
            | AddTask(incident=incident)
            | MarkTask(incident=incident)
            | MarkStep(incident=incident)
            | ReopenStep(incident=incident)
            | AddNote(incident=incident)
        ):
            return (incident,)
        case _:
            return (subject(intent),)


def written(intent: Intent) -> str:
    """What an operator wrote by hand, which would be lost with the intent; "" where there is nothing of that kind."""
    match intent:
        case AddNote(text=text) | OpenCall(text=text) | RequestAgency(text=text) | SendMessage(text=text):
            return text
        case AddTask(text=text) | OrderRepair(text=text):
            return text
        case _:
            return ""
