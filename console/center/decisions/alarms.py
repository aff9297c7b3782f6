"""What operators want done with alarms."""

from collections.abc import Iterable
from typing import assert_never

from console.center import problems
from console.center.decisions.asked import Asked, words
from console.domain import events as e, intents as i
from console.domain.alarms import LONGEST_SHELF_S, Act, Alarm, AlarmState, Priority
from console.domain.errors import ProblemType, Refused


def decide(asked: Asked, intent: i.AlarmIntent) -> list[e.Event]:
    """The events; see ``console.center.decisions.decide``."""
    match intent:
        case i.Acknowledge(alarm=alarm):
            return _acknowledge(asked, asked.alarm(alarm))
        case i.AcknowledgeMany(alarms=seen):
            return _acknowledge_many(asked, seen)
        case i.TakeOver(alarm=alarm):
            return _take_over(asked, asked.alarm(alarm))
        case i.GiveAlarms(alarms=alarms, to=to):
            return _give(asked, alarms, to)
        case i.Shelve():
            return _shelve(asked, asked.alarm(intent.alarm), intent)
        case i.Suppress() | i.RemoveFromService():
            return _keep_quiet(asked, asked.alarm(intent.alarm), intent)
        case i.ReturnAlarm(alarm=alarm):
            return _return(asked, asked.alarm(alarm))
        case _:
            assert_never(intent)


def left(intent: i.Intent, events: Iterable[e.Event]) -> tuple[str, ...]:
    """Of an intent about many alarms, those that it leaves as they are."""
    match intent:
        case i.AcknowledgeMany(alarms=seen):
            wanted = tuple(alarm.id for alarm in seen)
            done = {event.alarm for event in events if isinstance(event, e.AlarmAcknowledged)}
        case i.GiveAlarms(alarms=wanted):
            done = {event.alarm for event in events if isinstance(event, e.AlarmGiven)}
        case i.LinkAlarms(alarms=wanted):
            done = {alarm for event in events if isinstance(event, e.AlarmsLinked) for alarm in event.alarms}
        case _:
            return ()
    return tuple(alarm for alarm in dict.fromkeys(wanted) if alarm not in done)


def _acknowledge(asked: Asked, alarm: Alarm) -> list[e.Event]:
    if alarm.is_unacknowledged:
        asked.still_quiet(alarm)
        return [e.AlarmAcknowledged(alarm.id)]
    if alarm.parking is not None:
        raise _is_parked(alarm)
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


def _acknowledge_many(asked: Asked, seen: Iterable[i.Seen]) -> list[e.Event]:
    events: list[e.Event] = []
    why: Refused | None = None
    for alarm_id, version in {alarm.id: alarm.version for alarm in seen}.items():
        one = Asked(asked.picture, asked.actor, version, asked.now, asked.city)
        try:
            events += _acknowledge(one, one.alarm(alarm_id))
        except Refused as refused:
            # That one has asked for another look says more than that another has been looked at already.
            why = refused if why is None or refused.problem.type is ProblemType.CHANGED else why
    if not events and why is not None:
        raise why
    return events


def _take_over(asked: Asked, alarm: Alarm) -> list[e.Event]:
    if not alarm.owner or alarm.is_unacknowledged:
        detail = f"Alarm {alarm.id} is not acknowledged: acknowledge it to own it."
        raise problems.conflict(detail, current=alarm.version)
    if alarm.owner == asked.actor.id:
        detail = f"Alarm {alarm.id} is already yours."
        raise problems.conflict(detail, by=asked.actor.id, at=alarm.acknowledged_at, current=alarm.version)
    if asked.if_match is not None and asked.if_match != alarm.version:
        raise problems.changed(f"Alarm {alarm.id}", alarm.version)
    return [e.AlarmTakenOver(alarm.id)]


def _give(asked: Asked, alarm_ids: Iterable[str], to: str) -> list[e.Event]:
    """A supervisor also gives what nobody has looked at yet: it then waits for that operator's look."""
    if to not in asked.picture.operators:
        raise problems.not_found(f"operator {to}")
    events: list[e.Event] = []
    why: Refused | None = None
    for alarm_id in dict.fromkeys(alarm_ids):
        try:
            _may_give(asked, asked.alarm(alarm_id), to)
            events.append(e.AlarmGiven(alarm_id, to))
        except Refused as refused:
            why = why or refused
    if not events and why is not None:
        raise why
    return events


def _may_give(asked: Asked, alarm: Alarm, to: str) -> None:
    if alarm.owner == to:
        raise problems.conflict(f"Alarm {alarm.id} is theirs already.", by=to, current=alarm.version)
    if alarm.state is AlarmState.NORMAL:
        raise problems.conflict(f"Alarm {alarm.id} is over.", at=alarm.cleared_at, current=alarm.version)
    if alarm.owner != asked.actor.id and not asked.leads:
        detail = f"Alarm {alarm.id} is given by its owner or a supervisor."
        raise problems.forbidden(detail, by=alarm.owner)


def _shelve(asked: Asked, alarm: Alarm, intent: i.Shelve) -> list[e.Event]:
    reason = words(intent.reason, "Shelving an alarm")
    if alarm.priority is Priority.P1:
        raise problems.never_shelved(alarm.id)
    _can_be_parked(asked, alarm, Act.SHELVE)
    if intent.until <= asked.now:
        raise problems.over_already("The shelf")
    if not intent.until - asked.now <= LONGEST_SHELF_S:
        raise problems.shelved_too_long(LONGEST_SHELF_S)
    return [e.AlarmParked(alarm.id, Act.SHELVE, reason, intent.until)]


def _keep_quiet(asked: Asked, alarm: Alarm, intent: i.Suppress | i.RemoveFromService) -> list[e.Event]:
    act = Act.SUPPRESS if isinstance(intent, i.Suppress) else Act.REMOVE_FROM_SERVICE
    if not asked.leads:
        raise problems.forbidden(f"A {asked.actor.role} shelves alarms; only a supervisor keeps them quiet for good.")
    reason = words(intent.reason, "Keeping an alarm quiet")
    _can_be_parked(asked, alarm, act)
    if intent.until is not None and intent.until <= asked.now:
        raise problems.over_already("It")
    return [e.AlarmParked(alarm.id, act, reason, intent.until)]


def _can_be_parked(asked: Asked, alarm: Alarm, act: Act) -> None:
    if alarm.parking is not None:
        raise _is_parked(alarm)
    if not alarm.can(act) or alarm.state is AlarmState.NORMAL:
        raise problems.conflict(f"Alarm {alarm.id} is over.", at=alarm.cleared_at, current=alarm.version)
    asked.still_quiet(alarm)


def _return(asked: Asked, alarm: Alarm) -> list[e.Event]:
    if (parking := alarm.parking) is None:
        detail = f"Alarm {alarm.id} is neither shelved nor suppressed nor out of service."
        raise problems.conflict(detail, current=alarm.version)
    if alarm.state is not AlarmState.SHELVED and not asked.leads:
        raise problems.forbidden(f"Only a supervisor lets an alarm that is {alarm.state} return.", by=parking.by)
    asked.still_quiet(alarm)
    return [e.AlarmReturned(alarm.id)]


def _is_parked(alarm: Alarm) -> Refused:
    parking = alarm.parking
    by, at = ("", None) if parking is None else (parking.by, parking.at)
    return problems.conflict(f"Alarm {alarm.id} is {alarm.state} already.", by=by, at=at, current=alarm.version)
