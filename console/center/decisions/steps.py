"""What was done counts: a step whose action was carried out is done, whether it was run from the step or by any key."""

from collections.abc import Iterator, Sequence

from console.center.decisions.asked import Asked
from console.domain import events as e
from console.domain.incidents import Incident
from console.domain.procedures import Step, StepAction
from console.domain.zones import Drawing, Zone, ZoneKind
from console.insight.nearest import agency_for


def done_with(asked: Asked, events: Sequence[e.Event]) -> list[e.Event]:
    """The steps that ``events`` (not folded yet) carry out and that nobody has marked, as events to follow them."""
    opened = {event.incident.id: event.incident for event in events if isinstance(event, e.IncidentOpened)}
    acknowledged = {event.alarm for event in events if isinstance(event, e.AlarmAcknowledged)}
    marks: dict[tuple[str, str], e.Event] = {}
    for event in events:
        for incident_id, action in _carried_out(asked, event, acknowledged):
            incident = opened.get(incident_id) or asked.picture.incidents.get(incident_id)
            for step in _steps(asked, incident):
                if step.action is action and incident is not None and _is_meant(asked, incident, step, event):
                    marks[incident_id, step.id] = e.StepMarked(incident_id, step.id)
    return list(marks.values())


def _carried_out(asked: Asked, event: e.Event, acknowledged: set[str]) -> Iterator[tuple[str, StepAction]]:
    """Incidents for which the event is what an action asks for."""
    match event:
        case e.UnitAssigned(incident=incident):
            yield incident, StepAction.DISPATCH_NEAREST
        case e.AgencyRequested(incident=incident):
            yield incident, StepAction.REQUEST_AGENCY
        case e.RepairOrdered(repair=repair) if repair.incident:
            yield repair.incident, StepAction.ORDER_REPAIR
        case e.ZoneDrawn(zone=Zone(drawing=drawing)) | e.ZoneChanged(drawing=drawing) if _is_cordon(drawing):
            yield drawing.incident, StepAction.DRAW_CORDON
        case e.IncidentOpened(incident=incident) if incident.alarms:  # opening takes its alarms in hand
            yield incident.id, StepAction.ACKNOWLEDGE
        case e.AlarmAcknowledged(alarm=alarm):
            known = asked.picture.incidents.get(asked.picture.alarms[alarm].incident)
            if known is not None and not _waiting(asked, known) - acknowledged:
                yield known.id, StepAction.ACKNOWLEDGE
        case _:
            return


def _is_cordon(drawing: Drawing) -> bool:
    """Whether it closes the ground around an incident."""
    return drawing.kind is ZoneKind.CORDON and bool(drawing.incident)


def _waiting(asked: Asked, incident: Incident) -> set[str]:
    """Its alarms that nobody has acknowledged."""
    known = asked.picture.alarms
    return {alarm for alarm in incident.alarms if alarm in known and known[alarm].is_unacknowledged}


def _steps(asked: Asked, incident: Incident | None) -> Iterator[Step]:
    """Its steps that are still to be done; none of one that is over, whose zones may still be changed."""
    procedure = asked.city.procedures.get(incident.procedure) if incident is not None else None
    if incident is not None and incident.is_open and procedure is not None:
        yield from (step for step in procedure.steps if step.id not in incident.steps)


def _is_meant(asked: Asked, incident: Incident, step: Step, event: e.Event) -> bool:
    """Whether a request went to the agency that the step names, and a unit was sent of one that goes first.

    An ambulance that was asked to come as well is not the crew that the step wants to be sent at once.
    """
    match event:
        case e.AgencyRequested(agency=agency):
            return step.agency is agency
        case e.UnitAssigned(unit=unit):
            return asked.picture.units[unit].agency in (incident.lead, agency_for(incident.kind))
        case _:
            return True
