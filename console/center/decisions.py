"""What the center decides about an intent: the events it writes, or a refusal in words. Pure: nothing is changed here.

Two questions are asked in this order. *Can it be done at all?* If not, the refusal (409) says who brought the thing
into its state, and when. *Is it still what the operator saw?* If not (``If-Match``), the refusal (412) says so. An
acknowledgement is asked it only where the alarm has asked for another look since: a device that merely repeats or
clears between the look and the key press changes nothing about "I have seen it" (acknowledge and clear may come in
either order).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from console.center import problems
from console.domain import events as e
from console.domain import intents as i
from console.domain.alarms import Act, Alarm
from console.domain.cameras import Camera, Consent, Integration
from console.domain.errors import ProblemType
from console.domain.incidents import Incident, IncidentStatus
from console.domain.picture import Picture
from console.domain.session import Operator, Role
from console.domain.units import FREE, AssignmentState, Unit, UnitStatus
from console.domain.zones import MAY_DRAW, ZONES_AT_MOST, Drawing, Zone, fault, may_change, tidy

MAY_DECIDE = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR, Role.TRAINER})
"""Roles that work alarms, incidents and units. A trainer shows how it is done, so may do it as well."""

MAY_CHANGE_CONSENT = frozenset({Role.SUPERVISOR, Role.TRAINER})
"""Roles that put an owner's word on file; those who open cameras do not also say that they may."""

NO_CAMERAS: Mapping[str, Camera] = MappingProxyType({})

_I = IncidentStatus
INCIDENT_NEXT: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    _I.NEW: frozenset({_I.IN_PROGRESS, _I.ON_HOLD, _I.RESOLVED}),
    _I.IN_PROGRESS: frozenset({_I.ON_HOLD, _I.RESOLVED}),
    _I.ON_HOLD: frozenset({_I.IN_PROGRESS, _I.RESOLVED}),
    _I.RESOLVED: frozenset({_I.IN_PROGRESS}),
    _I.CLOSED: frozenset(),
}
"""Where an incident may go by ``SetIncidentStatus``; closing is an intent of its own, from any open status."""

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


def decide(
    picture: Picture,
    intent: i.Intent,
    actor: Operator,
    if_match: int | None,
    now: float,
    cameras: Mapping[str, Camera] = NO_CAMERAS,
) -> list[e.Event]:
    """The events that carry out ``intent``, in order, never empty.

    Args:
        picture: everything known; the first event becomes entry ``picture.seq + 1``, and new ids are made of that.
        intent: what is wanted.
        actor: who wants it.
        if_match: the version of ``subject(intent)`` that the actor saw; None where not told.
        now: Unix seconds of the center's clock.
        cameras: those of the registry, by id.

    Raises:
        Refused: it is not done; the problem says why.
    """
    if actor.role not in MAY_DECIDE:
        raise problems.forbidden(f"A {actor.role} does not work alarms and units.")
    match intent:
        case i.Acknowledge(alarm=alarm):
            return _acknowledge(_alarm(picture, alarm), if_match)
        case i.TakeOver(alarm=alarm):
            return _take_over(_alarm(picture, alarm), actor, if_match)
        case i.OpenIncident(alarms=alarms):
            return _open(picture, tuple(dict.fromkeys(alarms)), actor, now)
        case i.AssignUnit(incident=incident, unit=unit):
            return _assign(_incident(picture, incident), _unit(picture, unit), if_match, now)
        case i.SetUnitStatus(unit=unit, status=unit_status):
            return _set_unit_status(_unit(picture, unit), unit_status, if_match)
        case i.SetIncidentStatus(incident=incident, status=status):
            return _set_incident_status(_incident(picture, incident), status, if_match)
        case i.CloseIncident(incident=incident):
            return _close(picture, _incident(picture, incident), intent, if_match)
        case i.AddNote(incident=incident, text=text):
            if not text.strip():
                raise problems.malformed("A note needs words.")
            return [e.IncidentNoted(_incident(picture, incident).id, text)]
        case i.DrawZone() | i.ChangeZone() | i.RemoveZone():
            return _draw(picture, intent, actor, if_match, now)
        case i.ChangeConsent():
            return _change_consent(picture, intent, actor, cameras)
        case _:
            assert_never(intent)


def _alarm(picture: Picture, alarm_id: str) -> Alarm:
    if alarm := picture.alarms.get(alarm_id):
        return alarm
    raise problems.not_found(f"alarm {alarm_id}; it may have ended")


def _incident(picture: Picture, incident_id: str) -> Incident:
    if incident := picture.incidents.get(incident_id):
        return incident
    raise problems.not_found(f"incident {incident_id}")


def _unit(picture: Picture, unit_id: str) -> Unit:
    if unit := picture.units.get(unit_id):
        return unit
    raise problems.not_found(f"unit {unit_id}")


def _zone(picture: Picture, zone_id: str) -> Zone:
    if zone := picture.zones.get(zone_id):
        return zone
    raise problems.not_found(f"zone {zone_id}; it may have ended")


def _as_seen(thing: Alarm | Incident | Unit | Zone, what: str, if_match: int | None) -> None:
    if if_match is not None and if_match != thing.version:
        raise problems.changed(what, thing.version)


def _acknowledge(alarm: Alarm, if_match: int | None) -> list[e.Event]:
    if alarm.is_unacknowledged and alarm.can(Act.ACKNOWLEDGE):
        if if_match is not None and if_match < alarm.raised_version:
            raise problems.changed(f"Alarm {alarm.id}", alarm.raised_version)
        return [e.AlarmAcknowledged(alarm.id)]
    if alarm.owner:
        raise problems.conflict(
            f"Alarm {alarm.id} is already acknowledged by {alarm.owner}.",
            by=alarm.owner,
            at=alarm.acknowledged_at,
            current=alarm.version,
        )
    raise problems.conflict(
        f"Alarm {alarm.id} is {alarm.state}: there is nothing to acknowledge.", current=alarm.version
    )


def _take_over(alarm: Alarm, actor: Operator, if_match: int | None) -> list[e.Event]:
    if not alarm.owner or alarm.is_unacknowledged:
        detail = f"Alarm {alarm.id} is not acknowledged: acknowledge it to own it."
        raise problems.conflict(detail, current=alarm.version)
    if alarm.owner == actor.id:
        detail = f"Alarm {alarm.id} is already yours."
        raise problems.conflict(detail, by=actor.id, at=alarm.acknowledged_at, current=alarm.version)
    _as_seen(alarm, f"Alarm {alarm.id}", if_match)
    return [e.AlarmTakenOver(alarm.id)]


def _open(picture: Picture, alarm_ids: tuple[str, ...], actor: Operator, now: float) -> list[e.Event]:
    alarms = [_alarm(picture, alarm_id) for alarm_id in alarm_ids]
    for alarm in alarms:
        taken = picture.incidents.get(alarm.incident)
        if taken is not None and taken.is_open:
            raise problems.conflict(
                f"Alarm {alarm.id} already belongs to incident {taken.id}.",
                by=taken.opened_by,
                at=taken.opened_at,
                current=alarm.version,
            )
    first = min(alarms, key=lambda a: (a.priority, a.raised_at))
    incident = Incident(
        id=f"I{picture.seq + 1}",
        kind=first.kind,
        priority=first.priority,
        status=IncidentStatus.NEW,
        lon=first.lon,
        lat=first.lat,
        district=first.district,
        opened_at=now,
        opened_by=actor.id,
        place=first.place,
        alarms=alarm_ids,
    )
    # Linked first, acknowledged then: an alarm that has returned to normal would otherwise end before it is linked.
    return [e.IncidentOpened(incident), *(e.AlarmAcknowledged(a.id) for a in alarms if a.is_unacknowledged)]


def _assign(incident: Incident, unit: Unit, if_match: int | None, now: float) -> list[e.Event]:
    _still_open(incident)
    if (task := unit.assignment) is not None:
        detail = f"Unit {unit.callsign} is already assigned to incident {task.incident} by {task.by}."
        raise problems.conflict(detail, by=task.by, at=task.at, current=unit.version)
    if unit.status not in FREE:
        detail = f"Unit {unit.callsign} is not free: {unit.status}."
        raise problems.conflict(detail, at=unit.status_since, current=unit.version)
    if unit.status_at(now) is UnitStatus.OFFLINE:
        age = unit.fix_age(now)
        told = "has never told its position" if age is None else f"last told its position {age:.0f} s ago"
        detail = f"Unit {unit.callsign} is offline: it {told}."
        raise problems.conflict(detail, at=None if unit.fix is None else unit.fix.time, current=unit.version)
    _as_seen(unit, f"Unit {unit.callsign}", if_match)
    return [e.UnitAssigned(unit.id, incident.id)]


def _set_unit_status(unit: Unit, status: UnitStatus, if_match: int | None) -> list[e.Event]:
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
    _as_seen(unit, f"Unit {unit.callsign}", if_match)
    return events


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
    if task.state is not AssignmentState.PROPOSED:
        return [e.UnitStatusChanged(unit.id, status)]
    accepted = e.AssignmentAnswered(unit.id, task.incident, AssignmentState.ACCEPTED)
    # Accepted already means en route.
    return [accepted] if status is UnitStatus.EN_ROUTE else [accepted, e.UnitStatusChanged(unit.id, status)]


def _set_incident_status(incident: Incident, status: IncidentStatus, if_match: int | None) -> list[e.Event]:
    _still_open(incident)
    if status not in INCIDENT_NEXT[incident.status]:
        detail = f"Incident {incident.id} cannot go from {incident.status} to {status}."
        if status is IncidentStatus.CLOSED:
            detail = f"Incident {incident.id} is closed by saying what it turned out to be."
        raise problems.conflict(detail, current=incident.version)
    _as_seen(incident, f"Incident {incident.id}", if_match)
    return [e.IncidentStatusChanged(incident.id, status)]


def _close(picture: Picture, incident: Incident, intent: i.CloseIncident, if_match: int | None) -> list[e.Event]:
    _still_open(incident)
    _as_seen(incident, f"Incident {incident.id}", if_match)
    cleared = [
        e.AssignmentAnswered(unit_id, incident.id, AssignmentState.CLEARED)
        for unit_id in incident.units
        if (task := picture.units[unit_id].assignment) and task.incident == incident.id
    ]
    return [*cleared, e.IncidentClosed(incident.id, intent.disposition)]


def _still_open(incident: Incident) -> None:
    if not incident.is_open:
        by = incident.log[-1].by if incident.log else ""
        detail = f"Incident {incident.id} is closed."
        raise problems.conflict(detail, by=by, at=incident.closed_at, current=incident.version)


def _draw(
    picture: Picture,
    intent: i.DrawZone | i.ChangeZone | i.RemoveZone,
    actor: Operator,
    if_match: int | None,
    now: float,
) -> list[e.Event]:
    if actor.role not in MAY_DRAW:
        raise problems.forbidden(f"A {actor.role} draws no zones.")
    if isinstance(intent, i.DrawZone):
        if len(picture.zones) >= ZONES_AT_MOST:
            raise problems.too_many("zones", ZONES_AT_MOST)
        drawing = _checked(picture, intent.drawing, None, now)
        return [e.ZoneDrawn(Zone(f"Z{picture.seq + 1}", drawing, actor.id, now))]
    zone = _zone(picture, intent.zone)
    if not may_change(actor, zone):
        detail = f"Zone {zone.id} was drawn by {zone.drawn_by}: only they or a supervisor change or remove it."
        raise problems.forbidden(detail, by=zone.drawn_by)
    _as_seen(zone, f"Zone {zone.id}", if_match)
    if isinstance(intent, i.RemoveZone):
        return removed(picture, zone)
    drawing = _checked(picture, intent.drawing, zone.drawing, now)
    is_watched_anew = (drawing.ring, drawing.watch) != (zone.drawing.ring, zone.drawing.watch)
    return [e.ZoneChanged(zone.id, drawing), *(_crossings_over(picture, zone) if is_watched_anew else [])]


def _checked(picture: Picture, drawing: Drawing, before: Drawing | None, now: float) -> Drawing:
    """The drawing as it is kept. The incident that it had ``before`` may be over by now."""
    drawing = tidy(drawing)
    if kind := fault(drawing):
        raise problems.no_zone(kind)
    if drawing.expires_at is not None and drawing.expires_at <= now:
        raise problems.no_zone(ProblemType.ENDS_BEFORE_IT_BEGINS)
    if drawing.incident and (before is None or drawing.incident != before.incident):
        _still_open(_incident(picture, drawing.incident))
    for unit in drawing.watch.units if drawing.watch else ():
        _unit(picture, unit)
    return drawing


def removed(picture: Picture, zone: Zone) -> list[e.Event]:
    """The events when a zone ends, by hand or by its time: what it has raised is over with it."""
    return [e.ZoneRemoved(zone.id), *_crossings_over(picture, zone)]


def _crossings_over(picture: Picture, zone: Zone) -> list[e.Event]:
    """The alarms of this zone's watch return to normal: what they tell of is not watched any more."""
    return [
        e.AlarmCleared(alarm.id)
        for alarm in picture.alarms.values()
        if alarm.crossing is not None and alarm.crossing.zone == zone.id and alarm.can(Act.CLEAR)
    ]


def _change_consent(
    picture: Picture, intent: i.ChangeConsent, actor: Operator, cameras: Mapping[str, Camera]
) -> list[e.Event]:
    if actor.role not in MAY_CHANGE_CONSENT:
        raise problems.forbidden(f"A {actor.role} does not change what an owner has agreed to.")
    camera = cameras.get(intent.camera)
    if camera is None:
        raise problems.not_found(f"camera {intent.camera}")
    if not intent.note.strip():
        raise problems.malformed("Say how the owner's word is known.")
    if Consent.NOT_NEEDED in (camera.consent, intent.consent):
        raise problems.conflict("A camera of the city needs nobody's consent; a private one always does.")
    if camera.integration is not Integration.INTEGRATED:
        raise problems.conflict(f"The picture of camera {camera.id} does not reach the center.")
    if picture.consent(camera) is intent.consent:
        raise problems.conflict(f"The consent of camera {camera.id} is {intent.consent} already.")
    return [e.ConsentChanged(camera.id, intent.consent, intent.note.strip())]
