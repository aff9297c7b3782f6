"""What operators want of incidents as a whole: to open, join, part, close and reopen them."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from console.center import problems
from console.center.decisions import work
from console.center.decisions.asked import Asked, words
from console.domain import events as e, intents as i
from console.domain.alarms import PRIORITY_OF, Alarm, AlarmKind
from console.domain.errors import Refused
from console.domain.incidents import Call, Incident, IncidentStatus
from console.domain.text import LocalText
from console.domain.units import AssignmentState

_I = IncidentStatus
INCIDENT_NEXT: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    _I.NEW: frozenset({_I.IN_PROGRESS, _I.ON_HOLD, _I.RESOLVED}),
    _I.IN_PROGRESS: frozenset({_I.ON_HOLD, _I.RESOLVED}),
    _I.ON_HOLD: frozenset({_I.IN_PROGRESS, _I.RESOLVED}),
    _I.RESOLVED: frozenset({_I.IN_PROGRESS}),
    _I.CLOSED: frozenset(),
}
"""Where an incident may go by ``SetIncidentStatus``; closing is an intent of its own, from any open status."""


def decide(asked: Asked, intent: i.IncidentIntent) -> list[e.Event]:
    """The events; see ``console.center.decisions.decide``."""
    match intent:
        case i.OpenIncident(alarms=alarms):
            return _open(asked, [asked.alarm(alarm) for alarm in dict.fromkeys(alarms)])
        case i.OpenCall():
            return _open_call(asked, intent)
        case i.LinkAlarms():
            return _link_alarms(asked, intent)
        case i.LinkIncidents(incident=incident, other=other):
            return _link(asked, asked.incident(incident), asked.incident(other))
        case i.MergeIncidents(incident=incident, other=other):
            kept, gone = asked.open_incident(incident), asked.open_incident(other)
            if kept.id == gone.id:
                raise problems.malformed("An incident is not merged with itself.")
            return [e.IncidentMerged(kept.id, gone.id)]
        case i.SplitIncident():
            return _split(asked, asked.open_incident(intent.incident), intent)
        case i.Reclassify():
            return _reclassify(asked, asked.open_incident(intent.incident), intent)
        case i.SetIncidentStatus(incident=incident, status=status):
            return _set_status(asked, asked.open_incident(incident), status)
        case i.CloseIncident():
            return _close(asked, asked.open_incident(intent.incident), intent)
        case i.ReopenIncident():
            return _reopen(asked, asked.incident(intent.incident), intent)
        case i.AddNote(incident=incident, text=text):
            words(text, "A note")
            return [e.IncidentNoted(asked.incident(incident).id, text)]
        case _:
            return work.decide(asked, intent)


def _open(asked: Asked, alarms: Sequence[Alarm]) -> list[e.Event]:
    for alarm in alarms:
        _is_free(asked, alarm)
    # Linked first, acknowledged then: an alarm that has returned to normal would otherwise end before it is linked.
    return [e.IncidentOpened(_of_alarms(asked, alarms)), *_looked_at(alarms)]


def _is_free(asked: Asked, alarm: Alarm) -> None:
    taken = asked.picture.incidents.get(alarm.incident)
    if taken is not None and taken.is_open:
        detail = f"Alarm {alarm.id} already belongs to incident {taken.id}."
        raise problems.conflict(detail, by=taken.opened_by, at=taken.opened_at, current=alarm.version)


def _looked_at(alarms: Sequence[Alarm]) -> list[e.Event]:
    return [e.AlarmAcknowledged(alarm.id) for alarm in alarms if alarm.is_unacknowledged]


def _of_alarms(asked: Asked, alarms: Sequence[Alarm]) -> Incident:
    """A new incident of alarms: what, where and how bad is said by the worst of them, of equal ones the first."""
    first = min(alarms, key=lambda alarm: (alarm.priority, alarm.raised_at))
    return Incident(
        id=asked.new_id("I"),
        kind=first.kind,
        priority=first.priority,
        status=IncidentStatus.NEW,
        lon=first.lon,
        lat=first.lat,
        district=first.district,
        opened_at=asked.now,
        opened_by=asked.actor.id,
        place=first.place,
        alarms=tuple(alarm.id for alarm in alarms),
        site=first.site,
        **_followed(asked, first.kind, first.site),
    )


def _followed(asked: Asked, kind: AlarmKind, site: str) -> dict[str, Any]:
    """What an incident, or its reclassification, says of the procedure that is followed."""
    procedure = asked.city.procedure(kind, site)
    if procedure is None:
        return {"procedure": "", "mandatory": ()}
    return {"procedure": procedure.id, "mandatory": procedure.mandatory}


def _open_call(asked: Asked, intent: i.OpenCall) -> list[e.Event]:
    text, place = words(intent.text, "A call"), intent.place.strip()
    if intent.site and intent.site not in asked.city.sites:
        raise problems.not_found(f"site {intent.site}")
    incident = Incident(
        id=asked.new_id("I"),
        kind=intent.kind,
        priority=PRIORITY_OF[intent.kind] if intent.priority is None else intent.priority,
        status=IncidentStatus.NEW,
        lon=intent.lon,
        lat=intent.lat,
        district=asked.city.district_at(intent.lon, intent.lat),
        opened_at=asked.now,
        opened_by=asked.actor.id,
        place=LocalText(place, place, place),
        site=intent.site,
        call=Call(intent.line, text, intent.caller.strip(), intent.phone.strip()),
        **_followed(asked, intent.kind, intent.site),
    )
    return [e.IncidentOpened(incident)]


def _link_alarms(asked: Asked, intent: i.LinkAlarms) -> list[e.Event]:
    incident = asked.open_incident(intent.incident)
    linked: list[Alarm] = []
    why: Refused | None = None
    for alarm_id in dict.fromkeys(intent.alarms):
        try:
            alarm = asked.alarm(alarm_id)
            _is_free(asked, alarm)
            linked.append(alarm)
        except Refused as refused:
            why = why or refused
    if not linked and why is not None:
        raise why
    return [e.AlarmsLinked(incident.id, tuple(alarm.id for alarm in linked)), *_looked_at(linked)]


def _link(asked: Asked, incident: Incident, other: Incident) -> list[e.Event]:
    if incident.id == other.id:
        raise problems.malformed("An incident is not linked with itself.")
    if other.id in incident.links:
        raise problems.conflict(f"{incident.id} and {other.id} are linked already.", current=incident.version)
    return [e.IncidentsLinked(incident.id, other.id)]


def _split(asked: Asked, incident: Incident, intent: i.SplitIncident) -> list[e.Event]:
    alarms = [asked.alarm(alarm) for alarm in dict.fromkeys(intent.alarms)]
    units = [asked.unit(unit) for unit in dict.fromkeys(intent.units)]
    for alarm in alarms:
        if alarm.incident != incident.id:
            raise problems.conflict(f"Alarm {alarm.id} is not of incident {incident.id}.", current=alarm.version)
    for unit in units:
        if unit.id not in incident.units:
            detail = f"Unit {unit.callsign} is not at incident {incident.id}."
            raise problems.conflict(detail, at=unit.status_since, current=unit.version)
    if incident.call is None and not set(incident.alarms) - {alarm.id for alarm in alarms}:
        raise problems.nothing_left(incident.id)
    part = replace(
        _of_alarms(asked, alarms),
        units=tuple(unit.id for unit in units),
        status=IncidentStatus.IN_PROGRESS if units else IncidentStatus.NEW,
    )
    return [e.IncidentSplit(incident.id, part)]


def _reclassify(asked: Asked, incident: Incident, intent: i.Reclassify) -> list[e.Event]:
    if (incident.kind, incident.priority) == (intent.kind, intent.priority):
        detail = f"Incident {incident.id} is {intent.kind} of priority {intent.priority} already."
        raise problems.conflict(detail, current=incident.version)
    asked.as_seen(incident, f"Incident {incident.id}")
    followed = _followed(asked, intent.kind, incident.site)
    return [e.IncidentReclassified(incident.id, intent.kind, intent.priority, **followed)]


def _set_status(asked: Asked, incident: Incident, status: IncidentStatus) -> list[e.Event]:
    if status not in INCIDENT_NEXT[incident.status]:
        detail = f"Incident {incident.id} cannot go from {incident.status} to {status}."
        if status is IncidentStatus.CLOSED:
            detail = f"Incident {incident.id} is closed by saying what it turned out to be."
        raise problems.conflict(detail, current=incident.version)
    asked.as_seen(incident, f"Incident {incident.id}")
    return [e.IncidentStatusChanged(incident.id, status)]


def _close(asked: Asked, incident: Incident, intent: i.CloseIncident) -> list[e.Event]:
    if incident.missing:
        raise problems.steps_missing(incident.id, incident.missing)
    asked.as_seen(incident, f"Incident {incident.id}")
    cleared = [
        e.AssignmentAnswered(unit_id, incident.id, AssignmentState.CLEARED)
        for unit_id in incident.units
        if (task := asked.picture.units[unit_id].assignment) and task.incident == incident.id
    ]
    return [*cleared, e.IncidentClosed(incident.id, intent.disposition)]


def _reopen(asked: Asked, incident: Incident, intent: i.ReopenIncident) -> list[e.Event]:
    reason = words(intent.reason, "Reopening an incident")
    if incident.is_open:
        raise problems.conflict(f"Incident {incident.id} is open.", current=incident.version)
    if incident.merged_into:
        by = incident.log[-1].by
        detail = f"Incident {incident.id} goes on in {incident.merged_into}."
        raise problems.conflict(detail, by=by, at=incident.closed_at, current=incident.version)
    asked.as_seen(incident, f"Incident {incident.id}")
    return [e.IncidentReopened(incident.id, reason)]
