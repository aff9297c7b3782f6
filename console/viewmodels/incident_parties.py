"""Who and what belongs to an incident: its units, its alarms, the agencies that were asked to help."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import Alarm, Priority
from console.domain.incidents import AgencyRequest, Incident, RequestState
from console.domain.units import Agency, AssignmentState, Unit, UnitStatus
from console.language import _
from console.viewmodels import words
from console.viewmodels.row_list import RowList


class PartyKind(StrEnum):
    """What a row speaks of."""

    UNIT = "unit"
    ALARM = "alarm"
    AGENCY = "agency"


class Party(Struct, frozen=True):
    """A unit, an alarm or an agency; ``id`` is its own. ``note`` stands at the end, ``is_urgent`` marks it."""

    kind: PartyKind
    id: str
    text: str
    note: str
    detail: str = ""
    """What an agency was asked for, or what it said."""
    is_urgent: bool = False
    status: UnitStatus | None = None
    priority: Priority | None = None
    is_new: bool = False
    awaits_answer: bool = False

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.kind}:{self.id}"

    @property
    def said(self) -> str:
        """Everything the row tells."""
        return "\n".join(part for part in (f"{self.text} · {self.note}", self.detail) if part)


class Parties(RowList[Party]):
    """Who works at the incident shown, and what it is made of."""


def parties(incident: Incident, units: Iterable[Unit], alarms: Iterable[Alarm], now: float) -> Iterator[Party]:
    """Units first, then agencies, then alarms."""
    for unit in units:
        yield _unit(unit, now)
    if incident.lead is not Agency.POLICE and incident.lead not in incident.requests:
        yield Party(PartyKind.AGENCY, incident.lead, words.word(incident.lead), _("leads"))
    for request in incident.requests.values():
        yield _agency(request, now, leads=request.agency is incident.lead)
    for alarm in alarms:
        yield _alarm(alarm, now)


def _unit(unit: Unit, now: float) -> Party:
    status, task = unit.status_at(now), unit.assignment
    note = f"{words.word(status)} · {words.age(now - unit.status_since)}"
    is_silent = task is not None and task.state is AssignmentState.UNANSWERED
    if task is not None and task.awaits_answer:
        word = _("no answer") if is_silent else _("not answered yet")
        note = f"{word} · {words.age(now - task.at)}"
    is_urgent = is_silent or status is UnitStatus.OFFLINE
    return Party(PartyKind.UNIT, unit.id, unit.callsign, note, status=status, is_urgent=is_urgent)


def _agency(request: AgencyRequest, now: float, *, leads: bool) -> Party:
    text = words.word(request.agency)
    if leads:
        text = _("{agency}, leads").format(agency=text)
    is_open = request.state is RequestState.REQUESTED
    since = request.at if request.answered_at is None else request.answered_at
    note = f"{words.word(request.state)} · {words.age(now - since)}"
    is_refused = request.state is RequestState.REFUSED
    detail = request.answer or request.text
    return Party(PartyKind.AGENCY, request.agency, text, note, detail, is_refused, awaits_answer=is_open)


def _alarm(alarm: Alarm, now: float) -> Party:
    note = f"{words.word(alarm.state)} · {words.age(now - alarm.raised_at)}"
    text = f"{words.word(alarm.kind)} {alarm.id}"
    return Party(PartyKind.ALARM, alarm.id, text, note, priority=alarm.priority, is_new=alarm.is_unacknowledged)
