"""What operators want of units, and what a unit tells of itself."""

from typing import assert_never

from console.center import problems
from console.center.decisions.asked import Asked, words
from console.domain import events as e, intents as i
from console.domain.messages import Message
from console.domain.units import FREE, AssignmentState, Unit, UnitStatus

_U = UnitStatus
WITHOUT_TASK = frozenset({_U.AVAILABLE, _U.ON_PATROL, _U.BREAK, _U.OUT_OF_SERVICE})
"""Statuses of a unit that has no assignment; telling one of them ends the assignment."""

TASK_NEXT: dict[UnitStatus, frozenset[UnitStatus]] = {
    _U.DISPATCHED: frozenset({_U.EN_ROUTE, _U.ON_SCENE}),
    _U.EN_ROUTE: frozenset({_U.ON_SCENE}),
    _U.ON_SCENE: frozenset({_U.TRANSPORTING}),
    _U.TRANSPORTING: frozenset({_U.ON_SCENE}),
}
"""Where a unit may go while it has an assignment, besides ending it."""


def decide(asked: Asked, intent: i.UnitIntent) -> list[e.Event]:
    """The events; see ``console.center.decisions.decide``."""
    match intent:
        case i.AssignUnit():
            return _assign(asked, intent)
        case i.StandDown():
            return _stand_down(asked, intent)
        case i.CheckIn(unit=unit):
            return [e.UnitCheckedIn(asked.unit(unit).id)]
        case i.SetUnitStatus(unit=unit, status=status):
            return _set_status(asked, asked.unit(unit), status)
        case i.SendMessage():
            return _send(asked, intent)
        case _:
            assert_never(intent)


def told(unit: Unit, status: UnitStatus) -> list[e.Event]:
    """The events when a unit tells ``status``, by voice or by itself; empty when its life cycle does not lead there."""
    if status is unit.status:
        return []
    if (task := unit.assignment) is None:
        return [e.UnitStatusChanged(unit.id, status)] if status in WITHOUT_TASK else []
    if status in WITHOUT_TASK:
        cleared = e.AssignmentAnswered(unit.id, task.incident, AssignmentState.CLEARED)
        # Cleared already means available.
        return [cleared] if status is UnitStatus.AVAILABLE else [cleared, e.UnitStatusChanged(unit.id, status)]
    if status not in TASK_NEXT.get(unit.status, frozenset()):
        return []
    if not task.awaits_answer:
        return [e.UnitStatusChanged(unit.id, status)]
    accepted = e.AssignmentAnswered(unit.id, task.incident, AssignmentState.ACCEPTED)
    # Accepted already means en route.
    return [accepted] if status is UnitStatus.EN_ROUTE else [accepted, e.UnitStatusChanged(unit.id, status)]


def _assign(asked: Asked, intent: i.AssignUnit) -> list[e.Event]:
    incident, unit = asked.open_incident(intent.incident), asked.unit(intent.unit)
    task, reason = unit.assignment, intent.reason.strip()
    if task is not None and (not reason or task.incident == incident.id):
        detail = f"Unit {unit.callsign} is already assigned to incident {task.incident} by {task.by}."
        raise problems.conflict(detail, by=task.by, at=task.at, current=unit.version)
    if unit.status not in FREE and (not reason or unit.status is UnitStatus.OUT_OF_SERVICE):
        detail = f"Unit {unit.callsign} is not free: {unit.status}."
        raise problems.conflict(detail, at=unit.status_since, current=unit.version)
    if unit.status_at(asked.now) is UnitStatus.OFFLINE:
        age = unit.fix_age(asked.now)
        seen = "has never told its position" if age is None else f"last told its position {age:.0f} s ago"
        detail = f"Unit {unit.callsign} is offline: it {seen}."
        raise problems.conflict(detail, at=None if unit.fix is None else unit.fix.time, current=unit.version)
    asked.as_seen(unit, f"Unit {unit.callsign}")
    if task is not None:
        return [e.UnitStoodDown(unit.id, task.incident, reason), e.UnitAssigned(unit.id, incident.id, reason)]
    return [e.UnitAssigned(unit.id, incident.id, "" if unit.status in FREE else reason)]


def _stand_down(asked: Asked, intent: i.StandDown) -> list[e.Event]:
    unit, reason = asked.unit(intent.unit), words(intent.reason, "Calling a unit back")
    if (task := unit.assignment) is None:
        detail = f"Unit {unit.callsign} is at no incident."
        raise problems.conflict(detail, at=unit.status_since, current=unit.version)
    asked.as_seen(unit, f"Unit {unit.callsign}")
    return [e.UnitStoodDown(unit.id, task.incident, reason)]


def _set_status(asked: Asked, unit: Unit, status: UnitStatus) -> list[e.Event]:
    if status is UnitStatus.OFFLINE:
        raise problems.conflict("Offline follows from the age of the position; it cannot be set.", current=unit.version)
    if status is unit.status:
        raise problems.conflict(
            f"Unit {unit.callsign} is {status} already.", at=unit.status_since, current=unit.version
        )
    events = told(unit, status)
    if not events:
        detail = f"Unit {unit.callsign} cannot go from {unit.status} to {status}"
        detail += "." if unit.assignment else " without an incident: assign it to one."
        raise problems.conflict(detail, at=unit.status_since, current=unit.version)
    asked.as_seen(unit, f"Unit {unit.callsign}")
    return events


def _send(asked: Asked, intent: i.SendMessage) -> list[e.Event]:
    text = words(intent.text, "A message")
    units = tuple(asked.unit(unit).id for unit in dict.fromkeys(intent.units))
    message = Message(asked.new_id("M"), text, asked.actor.id, asked.now, units, intent.is_roll_call)
    return [e.UnitsMessaged(message)]
