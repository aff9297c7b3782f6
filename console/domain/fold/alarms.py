"""What the events of alarms do to the picture."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain import alarm_events as e
from console.domain.alarms import (
    CHATTERING_COUNT,
    TRANSITIONS,
    Act,
    Alarm,
    AlarmState,
    Parking,
    Priority,
    repeat_window,
)
from console.domain.changes import Changes

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture


def fold(picture: "Picture", entry: "LogEntry", event: e.AlarmEvent) -> Changes:
    """Take in what happened to an alarm."""
    if isinstance(event, e.AlarmRaised):
        alarm = replace(event.alarm, version=entry.seq, raised_version=entry.seq)
    else:
        alarm = replace(_after(picture.alarms[event.alarm], entry, event), version=entry.seq)
    incident = picture.incidents.get(alarm.incident)
    if alarm.state is AlarmState.NORMAL and (incident is None or not incident.is_open):
        picture.alarms.pop(alarm.id, None)
    else:
        picture.alarms[alarm.id] = alarm
    return Changes(alarms={alarm.id})


def _after(alarm: Alarm, entry: "LogEntry", event: e.AlarmEvent) -> Alarm:
    match event:
        case e.AlarmRepeated(priority=priority):
            return _repeated(alarm, entry, priority)
        case e.AlarmAcknowledged():
            state = TRANSITIONS[alarm.state, Act.ACKNOWLEDGE]
            return replace(alarm, state=state, owner=entry.actor, acknowledged_at=entry.time)
        case e.AlarmTakenOver():
            return replace(alarm, owner=entry.actor)
        case e.AlarmGiven(to=to):
            return replace(alarm, owner=to)
        case e.AlarmCleared():
            return replace(alarm, state=TRANSITIONS[alarm.state, Act.CLEAR], cleared_at=entry.time)
        case e.AlarmParked(act=act, reason=reason, until=until):
            parking = Parking(entry.actor, entry.time, reason, until)
            return replace(alarm, state=TRANSITIONS[alarm.state, act], parking=parking)
        case e.AlarmReturned():
            return _asking(replace(alarm, state=TRANSITIONS[alarm.state, alarm.returning], parking=None), entry)
        case _:
            raise TypeError(event)


def _repeated(alarm: Alarm, entry: "LogEntry", priority: Priority) -> Alarm:
    """The same again: nothing new to who has acknowledged it just now, else a look is needed anew.

    What is parked counts quietly; only what was shelved and has become worse leaves the shelf.
    """
    worse = priority < alarm.priority
    is_known = entry.time - alarm.last_at <= repeat_window(alarm.kind) and not worse
    counted = replace(
        alarm,
        priority=min(alarm.priority, priority),
        occurrences=alarm.occurrences + 1,
        recent=(*alarm.recent, entry.time)[-CHATTERING_COUNT:],
        last_at=entry.time,
        cleared_at=None,
    )
    if alarm.state is AlarmState.ACKNOWLEDGED and is_known:
        return counted
    if alarm.state is AlarmState.SHELVED and worse:
        return _asking(replace(counted, state=TRANSITIONS[alarm.state, Act.RETURN], parking=None), entry)
    raised = replace(counted, state=TRANSITIONS[alarm.state, Act.RAISE])
    if not raised.is_unacknowledged:
        return raised
    if not alarm.is_unacknowledged:
        return _asking(raised, entry)
    return replace(raised, raised_version=entry.seq) if worse else raised


def _asking(alarm: Alarm, entry: "LogEntry") -> Alarm:
    """It asks for a look anew, and is nobody's until somebody has looked."""
    if not alarm.is_unacknowledged:
        return alarm
    return replace(alarm, owner="", acknowledged_at=None, raised_version=entry.seq)
