"""What the events of incidents do to the picture."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from console.domain import incident_events as e
from console.domain.alarms import Alarm, AlarmState
from console.domain.changes import Changes
from console.domain.incidents import (
    AgencyRequest,
    Disposition,
    EntryKind,
    Incident,
    IncidentEntry,
    IncidentStatus,
    RequestState,
    StepMark,
)

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture

RECENTLY_CLOSED = 50
"""How many closed incidents stay in the picture."""

_SAID = {RequestState.ACCEPTED: EntryKind.AGENCY_ACCEPTED, RequestState.REFUSED: EntryKind.AGENCY_REFUSED}


def fold(picture: "Picture", entry: "LogEntry", event: e.IncidentEvent) -> Changes:
    """Take in what happened to an incident."""
    match event:
        case e.IncidentOpened(incident=incident):
            return _open(picture, entry, incident)
        case e.IncidentStatusChanged(incident=id_, status=status):
            return write(picture, entry, id_, EntryKind.STATUS, str(status), status=status)
        case e.IncidentNoted(incident=id_, text=text):
            return write(picture, entry, id_, EntryKind.NOTE, text)
        case e.IncidentReclassified(incident=id_, kind=kind, priority=priority):
            return write(
                picture,
                entry,
                id_,
                EntryKind.RECLASSIFIED,
                str(kind),
                kind=kind,
                priority=priority,
                procedure=event.procedure,
                mandatory=event.mandatory,
            )
        case e.AlarmsLinked(incident=id_, alarms=alarms):
            linked = picture.incidents[id_].alarms
            changes = write(
                picture, entry, id_, EntryKind.ALARM_LINKED, ", ".join(alarms), alarms=_joined(linked, alarms)
            )
            return _move_alarms(picture, entry, alarms, id_, changes)
        case e.IncidentsLinked(incident=id_, other=other):
            changes = _link(picture, entry, id_, other)
            changes.add(_link(picture, entry, other, id_))
            return changes
        case e.IncidentClosed():
            return _close(picture, entry, event)
        case e.IncidentReopened(incident=id_, reason=reason):
            return _reopen(picture, entry, id_, reason)
        case e.IncidentMerged():
            return _merge(picture, entry, event)
        case e.IncidentSplit(incident=id_, part=part):
            return _split(picture, entry, id_, part)
        case _:
            return _work(picture, entry, event)


def _work(picture: "Picture", entry: "LogEntry", event: e.IncidentEvent) -> Changes:
    """What is asked and done for an incident: agencies, tasks, steps."""
    id_ = event.incident if not isinstance(event, e.IncidentOpened) else event.incident.id
    known = picture.incidents[id_]
    match event:
        case e.LeadSet(agency=agency):
            return write(picture, entry, id_, EntryKind.LEAD, str(agency), lead=agency)
        case e.AgencyRequested(agency=agency, text=text):
            asked = AgencyRequest(agency, text, entry.actor, entry.time)
            line = f"{agency}: {text}"
            return write(
                picture, entry, id_, EntryKind.AGENCY_REQUESTED, line, requests={**known.requests, agency: asked}
            )
        case e.AgencyAnswered(agency=agency, state=state, text=text):
            answered = replace(known.requests[agency], state=state, answer=text, answered_at=entry.time)
            line = f"{agency}: {text}" if text else str(agency)
            return write(picture, entry, id_, _SAID[state], line, requests={**known.requests, agency: answered})
        case e.TaskAdded(task=task):
            return write(picture, entry, id_, EntryKind.TASK_ADDED, task.text, tasks=(*known.tasks, task))
        case e.TaskMarked(task=task_id, done=done):
            by, at = (entry.actor, entry.time) if done else ("", None)
            task = next(t for t in known.tasks if t.id == task_id)
            tasks = tuple(replace(t, done_by=by, done_at=at) if t.id == task_id else t for t in known.tasks)
            kind = EntryKind.TASK_DONE if done else EntryKind.TASK_REOPENED
            return write(picture, entry, id_, kind, task.text, tasks=tasks)
        case e.StepMarked(step=step, reason=reason):
            mark = StepMark(entry.actor, entry.time, reason)
            kind = EntryKind.STEP_SKIPPED if reason else EntryKind.STEP_DONE
            text = f"{step}: {reason}" if reason else step
            return write(picture, entry, id_, kind, text, steps={**known.steps, step: mark})
        case e.StepReopened(step=step):
            steps = {name: mark for name, mark in known.steps.items() if name != step}
            return write(picture, entry, id_, EntryKind.STEP_REOPENED, step, steps=steps)
        case _:
            raise TypeError(event)


def write(
    picture: "Picture",
    entry: "LogEntry",
    incident_id: str,
    kind: EntryKind,
    text: str = "",
    unit: str = "",
    /,
    **changed: Any,
) -> Changes:
    """Add a line to an incident's log and change what is named."""
    incident = picture.incidents[incident_id]
    line = IncidentEntry(entry.time, entry.actor, kind, text, unit)
    picture.incidents[incident_id] = replace(incident, log=(*incident.log, line), version=entry.seq, **changed)
    return Changes(incidents={incident_id})


def _open(picture: "Picture", entry: "LogEntry", incident: Incident) -> Changes:
    first = IncidentEntry(entry.time, entry.actor, EntryKind.OPENED)
    picture.incidents[incident.id] = replace(incident, version=entry.seq, log=(first,))
    return _move_alarms(picture, entry, incident.alarms, incident.id, Changes(incidents={incident.id}))


def _own(picture: "Picture", incident_id: str) -> list[Alarm]:
    """Its alarms that are still known, and have not come to another incident."""
    known = (picture.alarms.get(alarm_id) for alarm_id in picture.incidents[incident_id].alarms)
    return [alarm for alarm in known if alarm is not None and alarm.incident == incident_id]


def _move_alarms(
    picture: "Picture", entry: "LogEntry", alarms: Iterable[str], incident_id: str, changes: Changes
) -> Changes:
    """The alarms that are still known belong to that incident now."""
    for alarm_id in alarms:
        if alarm := picture.alarms.get(alarm_id):
            picture.alarms[alarm_id] = replace(alarm, incident=incident_id, version=entry.seq)
            changes.alarms.add(alarm_id)
    return changes


def _move_units(
    picture: "Picture", entry: "LogEntry", units: Iterable[str], incident_id: str, changes: Changes
) -> None:
    for unit_id in units:
        unit = picture.units[unit_id]
        if unit.assignment is not None:
            task = replace(unit.assignment, incident=incident_id)
            picture.units[unit_id] = replace(unit, assignment=task, version=entry.seq)
            changes.units.add(unit_id)


def _close(picture: "Picture", entry: "LogEntry", event: e.IncidentClosed) -> Changes:
    changes = write(
        picture,
        entry,
        event.incident,
        EntryKind.CLOSED,
        str(event.disposition),
        status=IncidentStatus.CLOSED,
        disposition=event.disposition,
        closed_at=entry.time,
    )
    for alarm in _own(picture, event.incident):
        if alarm.state is AlarmState.NORMAL:
            del picture.alarms[alarm.id]
        else:  # it still stands, and may need another incident
            picture.alarms[alarm.id] = replace(alarm, incident="", version=entry.seq)
        changes.alarms.add(alarm.id)
    return _forget_old(picture, changes)


def _forget_old(picture: "Picture", changes: Changes) -> Changes:
    closed = sorted((i for i in picture.incidents.values() if not i.is_open), key=lambda i: (i.closed_at or 0, i.id))
    for old in closed[:-RECENTLY_CLOSED]:
        del picture.incidents[old.id]
        changes.incidents.add(old.id)
    return changes


def _reopen(picture: "Picture", entry: "LogEntry", incident_id: str, reason: str) -> Changes:
    """Alarms that have come to another incident meanwhile stay there."""
    alarms = picture.incidents[incident_id].alarms
    elsewhere = {a for a in alarms if (known := picture.alarms.get(a)) and known.incident}
    changes = write(
        picture,
        entry,
        incident_id,
        EntryKind.REOPENED,
        reason,
        status=IncidentStatus.IN_PROGRESS,
        disposition=None,
        closed_at=None,
        alarms=tuple(alarm for alarm in alarms if alarm not in elsewhere),
    )
    return _move_alarms(picture, entry, [a for a in alarms if a not in elsewhere], incident_id, changes)


def _link(picture: "Picture", entry: "LogEntry", incident_id: str, other: str) -> Changes:
    links = _joined(picture.incidents[incident_id].links, (other,))
    return write(picture, entry, incident_id, EntryKind.LINKED, other, links=links)


def _merge(picture: "Picture", entry: "LogEntry", event: e.IncidentMerged) -> Changes:
    kept, gone = picture.incidents[event.incident], picture.incidents[event.other]
    changes = write(
        picture,
        entry,
        kept.id,
        EntryKind.MERGED,
        gone.id,
        priority=min(kept.priority, gone.priority),
        status=IncidentStatus.IN_PROGRESS if gone.units else kept.status,
        alarms=_joined(kept.alarms, gone.alarms),
        units=_joined(kept.units, gone.units),
        tasks=(*kept.tasks, *gone.tasks),
        requests={**gone.requests, **kept.requests},
        links=tuple(link for link in _joined(kept.links, gone.links) if link not in (kept.id, gone.id)),
        call=kept.call or gone.call,
    )
    _move_alarms(picture, entry, [alarm.id for alarm in _own(picture, gone.id)], kept.id, changes)
    _move_units(picture, entry, gone.units, kept.id, changes)
    changes.add(
        write(
            picture,
            entry,
            gone.id,
            EntryKind.MERGED,
            kept.id,
            status=IncidentStatus.CLOSED,
            disposition=Disposition.DUPLICATE,
            closed_at=entry.time,
            merged_into=kept.id,
            units=(),
        )
    )
    return _forget_old(picture, changes)


def _split(picture: "Picture", entry: "LogEntry", incident_id: str, part: Incident) -> Changes:
    whole = picture.incidents[incident_id]
    changes = _open(picture, entry, part)
    changes.add(write(picture, entry, part.id, EntryKind.SPLIT, whole.id))
    _move_units(picture, entry, part.units, part.id, changes)
    changes.add(
        write(
            picture,
            entry,
            whole.id,
            EntryKind.SPLIT,
            part.id,
            alarms=tuple(alarm for alarm in whole.alarms if alarm not in part.alarms),
            units=tuple(unit for unit in whole.units if unit not in part.units),
        )
    )
    return changes


def _joined(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))
