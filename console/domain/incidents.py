"""Incidents: what the control center works on, with its log and its end."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.text import NOWHERE, LocalText


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
    UNIT_STATUS = "unit_status"
    UNIT_CLEARED = "unit_cleared"
    STATUS = "status"
    NOTE = "note"
    CLOSED = "closed"
    REOPENED = "reopened"


class IncidentEntry(Struct, frozen=True):
    """A line of an incident's log: ``text`` is free text or an id or status word that the view puts into a sentence."""

    time: float
    by: str
    kind: EntryKind
    text: str = ""
    unit: str = ""


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

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self.status is not IncidentStatus.CLOSED
