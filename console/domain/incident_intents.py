"""What an operator wants done with incidents."""

from typing import Annotated

from msgspec import Meta

from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import CallLine, Disposition, IncidentStatus
from console.domain.intent import MANY, Id, Ids, IntentBase, Line, MaybeId, MaybeReason, NoteText, Reason
from console.domain.units import Agency


class OpenIncident(IntentBase, frozen=True, tag="open_incident"):
    """Open an incident from one or more alarms."""

    alarms: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]


class OpenCall(IntentBase, frozen=True, tag="open_call"):
    """Open an incident from a call for service; ``priority`` None: that of the kind."""

    kind: AlarmKind
    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    place: Line
    line: CallLine
    text: NoteText
    caller: Line = ""
    phone: Line = ""
    priority: Priority | None = None
    site: MaybeId = ""


class LinkAlarms(IntentBase, frozen=True, tag="link_alarms"):
    """These alarms belong to that incident too."""

    incident: Id
    alarms: Ids


class LinkIncidents(IntentBase, frozen=True, tag="link_incidents"):
    """Two incidents have to do with each other."""

    incident: Id
    other: Id


class MergeIncidents(IntentBase, frozen=True, tag="merge_incidents"):
    """``other`` is the same as ``incident``, which goes on."""

    incident: Id
    other: Id


class SplitIncident(IntentBase, frozen=True, tag="split_incident"):
    """These alarms and units of the incident are an incident of their own."""

    incident: Id
    alarms: Ids
    units: Annotated[tuple[Id, ...], Meta(max_length=MANY)] = ()


class Reclassify(IntentBase, frozen=True, tag="reclassify"):
    """It is something else, or more or less urgent, than it looked."""

    incident: Id
    kind: AlarmKind
    priority: Priority


class SetLead(IntentBase, frozen=True, tag="set_lead"):
    """That agency leads."""

    incident: Id
    agency: Agency


class RequestAgency(IntentBase, frozen=True, tag="request_agency"):
    """Ask another agency to help."""

    incident: Id
    agency: Agency
    text: NoteText


class AnswerRequest(IntentBase, frozen=True, tag="answer_request"):
    """The agency has answered by voice."""

    incident: Id
    agency: Agency
    accepted: bool
    text: Line = ""


class AddTask(IntentBase, frozen=True, tag="add_task"):
    """Something more is to be done."""

    incident: Id
    text: Reason


class MarkTask(IntentBase, frozen=True, tag="mark_task"):
    """A task is done, or after all is not."""

    incident: Id
    task: Id
    done: bool


class MarkStep(IntentBase, frozen=True, tag="mark_step"):
    """A step of the procedure is done; with a reason: skipped."""

    incident: Id
    step: Id
    reason: MaybeReason = ""


class ReopenStep(IntentBase, frozen=True, tag="reopen_step"):
    """A step is to be done after all."""

    incident: Id
    step: Id


class OrderRepair(IntentBase, frozen=True, tag="order_repair"):
    """Ask the city to repair a lamp, a button or a camera."""

    device: Id
    text: Reason
    incident: MaybeId = ""


class SetIncidentStatus(IntentBase, frozen=True, tag="set_incident_status"):
    """Put the incident on hold, back in progress, or resolved."""

    incident: Id
    status: IncidentStatus


class CloseIncident(IntentBase, frozen=True, tag="close_incident"):
    """Close the incident; its units are cleared."""

    incident: Id
    disposition: Disposition


class ReopenIncident(IntentBase, frozen=True, tag="reopen_incident"):
    """The end was none."""

    incident: Id
    reason: Reason


class AddNote(IntentBase, frozen=True, tag="add_note"):
    """Write a line into the incident's log."""

    incident: Id
    text: NoteText


IncidentIntent = (
    OpenIncident
    | OpenCall
    | LinkAlarms
    | LinkIncidents
    | MergeIncidents
    | SplitIncident
    | Reclassify
    | SetLead
    | RequestAgency
    | AnswerRequest
    | AddTask
    | MarkTask
    | MarkStep
    | ReopenStep
    | OrderRepair
    | SetIncidentStatus
    | CloseIncident
    | ReopenIncident
    | AddNote
)
