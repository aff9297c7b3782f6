"""What happens to incidents and to the orders that come of them."""

from console.domain.alarms import AlarmKind, Priority
from console.domain.event import EventBase
from console.domain.incidents import Disposition, Incident, IncidentStatus, RequestState, Task
from console.domain.repairs import Repair, RepairState
from console.domain.units import Agency


class IncidentOpened(EventBase, frozen=True, tag="incident_opened"):
    """A new incident; its alarms are linked to it."""

    incident: Incident


class IncidentStatusChanged(EventBase, frozen=True, tag="incident_status_changed"):
    """Work goes on, rests, or is done."""

    incident: str
    status: IncidentStatus


class IncidentNoted(EventBase, frozen=True, tag="incident_noted"):
    """A line for the incident's log."""

    incident: str
    text: str


class IncidentClosed(EventBase, frozen=True, tag="incident_closed"):
    """The end, with what it turned out to be."""

    incident: str
    disposition: Disposition


class IncidentReopened(EventBase, frozen=True, tag="incident_reopened"):
    """The end was none."""

    incident: str
    reason: str


class IncidentReclassified(EventBase, frozen=True, tag="incident_reclassified"):
    """It is something else, or more or less urgent; the procedure is the one for that."""

    incident: str
    kind: AlarmKind
    priority: Priority
    procedure: str
    mandatory: tuple[str, ...]


class AlarmsLinked(EventBase, frozen=True, tag="alarms_linked"):
    """These alarms belong to it too."""

    incident: str
    alarms: tuple[str, ...]


class IncidentsLinked(EventBase, frozen=True, tag="incidents_linked"):
    """Two incidents have to do with each other."""

    incident: str
    other: str


class IncidentMerged(EventBase, frozen=True, tag="incident_merged"):
    """``other`` was the same: its alarms, units and tasks go over to ``incident``, and it is closed as a duplicate."""

    incident: str
    other: str


class IncidentSplit(EventBase, frozen=True, tag="incident_split"):
    """A part of ``incident`` is an incident of its own: the alarms and units that ``part`` names go over to it."""

    incident: str
    part: Incident


class LeadSet(EventBase, frozen=True, tag="lead_set"):
    """This agency leads."""

    incident: str
    agency: Agency


class AgencyRequested(EventBase, frozen=True, tag="agency_requested"):
    """Another agency was asked to help."""

    incident: str
    agency: Agency
    text: str


class AgencyAnswered(EventBase, frozen=True, tag="agency_answered"):
    """What it said."""

    incident: str
    agency: Agency
    state: RequestState
    text: str = ""


class TaskAdded(EventBase, frozen=True, tag="task_added"):
    """Something more is to be done."""

    incident: str
    task: Task


class TaskMarked(EventBase, frozen=True, tag="task_marked"):
    """A task is done, or after all is not."""

    incident: str
    task: str
    done: bool


class StepMarked(EventBase, frozen=True, tag="step_marked"):
    """A step of the procedure is done; or it is skipped, and the reason says why."""

    incident: str
    step: str
    reason: str = ""


class StepReopened(EventBase, frozen=True, tag="step_reopened"):
    """A step is to be done after all."""

    incident: str
    step: str


class RepairOrdered(EventBase, frozen=True, tag="repair_ordered"):
    """The city was asked to repair a device."""

    repair: Repair


class RepairProgressed(EventBase, frozen=True, tag="repair_progressed"):
    """What the city says of a work order."""

    repair: str
    state: RepairState


IncidentEvent = (
    IncidentOpened
    | IncidentStatusChanged
    | IncidentNoted
    | IncidentClosed
    | IncidentReopened
    | IncidentReclassified
    | AlarmsLinked
    | IncidentsLinked
    | IncidentMerged
    | IncidentSplit
    | LeadSet
    | AgencyRequested
    | AgencyAnswered
    | TaskAdded
    | TaskMarked
    | StepMarked
    | StepReopened
)
RepairEvent = RepairOrdered | RepairProgressed
