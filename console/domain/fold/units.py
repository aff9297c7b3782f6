"""What the events of units do to the picture: their tasks, and what is said to and by them."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain import unit_events as e
from console.domain.changes import Changes
from console.domain.fold.incidents import write
from console.domain.incidents import EntryKind, IncidentStatus
from console.domain.units import Assignment, AssignmentState, Unit, UnitStatus

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture

RECENT_MESSAGES = 100
"""How many messages stay in the picture."""

_ANSWERS = {
    AssignmentState.ACCEPTED: EntryKind.UNIT_ACCEPTED,
    AssignmentState.REFUSED: EntryKind.UNIT_REFUSED,
    AssignmentState.CLEARED: EntryKind.UNIT_CLEARED,
    AssignmentState.UNANSWERED: EntryKind.UNIT_UNANSWERED,
}


def fold(picture: "Picture", entry: "LogEntry", event: e.UnitEvent) -> Changes:
    """Take in what happened to a unit."""
    match event:
        case e.UnitAdded(unit=unit):
            return _put(picture, entry, unit)
        case e.UnitAssigned():
            return _assigned(picture, entry, event)
        case e.AssignmentAnswered():
            return _answered(picture, entry, event)
        case e.UnitStoodDown(unit=unit_id, incident=incident, reason=reason):
            return _off(picture, entry, unit_id, incident, EntryKind.UNIT_STOOD_DOWN, reason)
        case e.UnitStatusChanged(unit=unit_id, status=status):
            return _reported(picture, entry, unit_id, status)
        case e.UnitCheckedIn(unit=unit_id):
            return _put(picture, entry, _heard(picture.units[unit_id], entry))
        case e.UnitsMessaged(message=message):
            picture.messages[message.id] = message
            for old in list(picture.messages)[:-RECENT_MESSAGES]:
                del picture.messages[old]
            return Changes(messages={message.id})
        case e.MessageRead(message=message_id, unit=unit_id):
            message = picture.messages[message_id]
            picture.messages[message_id] = replace(message, read={**message.read, unit_id: entry.time})
            changes = _put(picture, entry, _heard(picture.units[unit_id], entry))
            return Changes(messages={message_id}, units=changes.units)


def _put(picture: "Picture", entry: "LogEntry", unit: Unit) -> Changes:
    picture.units[unit.id] = replace(unit, version=entry.seq)
    return Changes(units={unit.id})


def _heard(unit: Unit, entry: "LogEntry") -> Unit:
    return replace(unit, heard_at=entry.time)


def _assigned(picture: "Picture", entry: "LogEntry", event: e.UnitAssigned) -> Changes:
    unit, incident = picture.units[event.unit], picture.incidents[event.incident]
    task = Assignment(incident.id, AssignmentState.PROPOSED, entry.actor, entry.time, event.reason)
    changes = write(
        picture,
        entry,
        incident.id,
        EntryKind.UNIT_ASSIGNED,
        event.reason,
        unit.id,
        status=IncidentStatus.IN_PROGRESS if incident.status is IncidentStatus.NEW else incident.status,
        units=(*incident.units, unit.id),
    )
    sent = replace(unit, assignment=task, status=UnitStatus.DISPATCHED, status_since=entry.time)
    changes.add(_put(picture, entry, sent))
    return changes


def _answered(picture: "Picture", entry: "LogEntry", event: e.AssignmentAnswered) -> Changes:
    if event.state in (AssignmentState.REFUSED, AssignmentState.CLEARED):
        return _off(picture, entry, event.unit, event.incident, _ANSWERS[event.state])
    unit = picture.units[event.unit]
    task = None if unit.assignment is None else replace(unit.assignment, state=event.state)
    told = replace(unit, assignment=task)
    if event.state is AssignmentState.ACCEPTED:
        told = _heard(replace(told, status=UnitStatus.EN_ROUTE, status_since=entry.time), entry)
    changes = write(picture, entry, event.incident, _ANSWERS[event.state], "", unit.id)
    changes.add(_put(picture, entry, told))
    return changes


def _off(
    picture: "Picture", entry: "LogEntry", unit_id: str, incident_id: str, kind: EntryKind, reason: str = ""
) -> Changes:
    """The unit is not on the incident any more, and free."""
    unit, incident = picture.units[unit_id], picture.incidents[incident_id]
    units = tuple(u for u in incident.units if u != unit_id)
    changes = write(picture, entry, incident_id, kind, reason, unit_id, units=units)
    free = replace(unit, assignment=None, status=UnitStatus.AVAILABLE, status_since=entry.time)
    changes.add(_put(picture, entry, _heard(free, entry) if kind is EntryKind.UNIT_REFUSED else free))
    return changes


def _reported(picture: "Picture", entry: "LogEntry", unit_id: str, status: UnitStatus) -> Changes:
    unit = picture.units[unit_id]
    changes = _put(picture, entry, _heard(replace(unit, status=status, status_since=entry.time), entry))
    if unit.assignment is not None:
        changes.add(write(picture, entry, unit.assignment.incident, EntryKind.UNIT_STATUS, str(status), unit_id))
    return changes
