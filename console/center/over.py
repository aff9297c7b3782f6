"""Whose time is over: zones, alarms that were parked for a while, orders that no unit has answered. Pure.

The clock may have jumped (a machine slept, a log was replayed): what was due in between is due now, and what would
rest for longer than it ever could, since the clock was set back, is due as well.
"""

from collections.abc import Iterator

from console.center.decisions import removed
from console.domain.alarms import LONGEST_SHELF_S, Alarm, AlarmState
from console.domain.events import AlarmReturned, AssignmentAnswered, Event
from console.domain.picture import Picture
from console.domain.units import ANSWER_WITHIN_S, Assignment, AssignmentState


def over(picture: Picture, now: float) -> Iterator[list[Event]]:
    """The events of each that is over at ``now`` (Unix seconds), to be folded before the next one is taken."""
    for zone in [zone for zone in picture.zones.values() if zone.is_over(now)]:
        yield removed(picture, zone)
    for alarm in [alarm for alarm in picture.alarms.values() if _has_rested(alarm, now)]:
        yield [AlarmReturned(alarm.id)]
    for unit in list(picture.units.values()):
        if (task := unit.assignment) is not None and _is_unanswered(task, now):
            yield [AssignmentAnswered(unit.id, task.incident, AssignmentState.UNANSWERED)]


def _has_rested(alarm: Alarm, now: float) -> bool:
    if alarm.parking is None or (until := alarm.parking.until) is None:
        return False
    return until <= now or (alarm.state is AlarmState.SHELVED and until - now > LONGEST_SHELF_S)


def _is_unanswered(task: Assignment, now: float) -> bool:
    return task.state is AssignmentState.PROPOSED and not 0 <= now - task.at < ANSWER_WITHIN_S
