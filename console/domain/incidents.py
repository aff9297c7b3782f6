"""Incidents: what the control center works on, with all that was asked and done for it, its log and its end."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.text import NOWHERE, LocalText
from console.domain.units import Agency


class IncidentStatus(StrEnum):
    """Where the work stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


INTERRUPTED = frozenset({IncidentStatus.ON_HOLD, IncidentStatus.RESOLVED})
"""Statuses from which the work can be resumed (a resolved one too: nobody has closed it)."""


class Disposition(StrEnum):
    """What it turned out to be; closing needs one."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    MINOR = "minor"
    FALSE_ALARM = "false_alarm"


class EntryKind(StrEnum):
    """What a line of an incident's log tells."""

    OPENED = "opened"
    ALARM_LINKED = "alarm_linked"
    UNIT_ASSIGNED = "unit_assigned"
    UNIT_ACCEPTED = "unit_accepted"
    UNIT_REFUSED = "unit_refused"
    UNIT_UNANSWERED = "unit_unanswered"
    UNIT_STATUS = "unit_status"
    UNIT_CLEARED = "unit_cleared"
    UNIT_STOOD_DOWN = "unit_stood_down"
    STATUS = "status"
    RECLASSIFIED = "reclassified"
    NOTE = "note"
    LEAD = "lead"
    AGENCY_REQUESTED = "agency_requested"
    AGENCY_ACCEPTED = "agency_accepted"
    AGENCY_REFUSED = "agency_refused"
    TASK_ADDED = "task_added"
    TASK_DONE = "task_done"
    TASK_REOPENED = "task_reopened"
    STEP_DONE = "step_done"
    STEP_SKIPPED = "step_skipped"
    STEP_REOPENED = "step_reopened"
    REPAIR_ORDERED = "repair_ordered"
    LINKED = "linked"
    MERGED = "merged"
    """``text`` is the incident that was taken in, or the one that took this in."""
    SPLIT = "split"
    CLOSED = "closed"
    REOPENED = "reopened"


class IncidentEntry(Struct, frozen=True):
    """A line of an incident's log: ``text`` is free text or an id or status word that the view puts into a sentence."""

    time: float
    by: str
    kind: EntryKind
    text: str = ""
    unit: str = ""


class CallLine(StrEnum):
    """By which way a person asked for help."""

    POLICE_102 = "102"
    RESCUE_112 = "112"
    IN_PERSON = "in_person"
    RADIO = "radio"


class Call(Struct, frozen=True):
    """A call for service: what the person said, and how they can be reached ("" where they did not say)."""

    line: CallLine
    text: str
    caller: str = ""
    phone: str = ""


class Task(Struct, frozen=True):
    """Something to be done for the incident that no procedure foresaw."""

    id: str
    text: str
    by: str
    done_by: str = ""
    done_at: float | None = None


class StepMark(Struct, frozen=True):
    """A step of the procedure was done, or skipped with a ``reason``."""

    by: str
    at: float
    reason: str = ""

    @property
    def is_skipped(self) -> bool:
        """Whether it was left out."""
        return bool(self.reason)


class RequestState(StrEnum):
    """What another agency answered."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class AgencyRequest(Struct, frozen=True):
    """What another agency was asked for, and what it said."""

    agency: Agency
    text: str
    by: str
    at: float
    state: RequestState = RequestState.REQUESTED
    answer: str = ""
    answered_at: float | None = None


class Incident(Struct, frozen=True):
    """One incident. ``version`` is the seq of the log entry that last changed it."""

    id: str
    kind: AlarmKind
    priority: Priority
    status: IncidentStatus
    lon: float
    lat: float
    district: str
    opened_at: float
    opened_by: str
    place: LocalText = NOWHERE
    alarms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    log: tuple[IncidentEntry, ...] = ()
    disposition: Disposition | None = None
    closed_at: float | None = None
    version: int = 0
    site: str = ""
    call: Call | None = None
    lead: Agency = Agency.POLICE
    requests: dict[Agency, AgencyRequest] = {}
    """Other agencies that were asked; the last request of each."""
    tasks: tuple[Task, ...] = ()
    procedure: str = ""
    """Id of the procedure that is followed; "" where there is none for its kind."""
    mandatory: tuple[str, ...] = ()
    """Steps of it without which the incident is not closed; kept here, since the file may change meanwhile."""
    steps: dict[str, StepMark] = {}
    """What was done of the procedure, by the step's id."""
    links: tuple[str, ...] = ()
    """Incidents that have to do with it."""
    merged_into: str = ""

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self.status is not IncidentStatus.CLOSED

    @property
    def missing(self) -> tuple[str, ...]:
        """Mandatory steps that were neither done nor skipped with a reason."""
        return tuple(step for step in self.mandatory if step not in self.steps)
