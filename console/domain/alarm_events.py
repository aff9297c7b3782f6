"""What happens to alarms."""

from console.domain.alarms import Act, Alarm, Priority
from console.domain.event import EventBase


class AlarmRaised(EventBase, frozen=True, tag="alarm_raised"):
    """A new alarm."""

    alarm: Alarm


class AlarmRepeated(EventBase, frozen=True, tag="alarm_repeated"):
    """The same source and kind again; ``priority`` may be higher than before."""

    alarm: str
    priority: Priority


class AlarmAcknowledged(EventBase, frozen=True, tag="alarm_acknowledged"):
    """The actor has seen it and owns it."""

    alarm: str


class AlarmTakenOver(EventBase, frozen=True, tag="alarm_taken_over"):
    """The actor owns it now."""

    alarm: str


class AlarmCleared(EventBase, frozen=True, tag="alarm_cleared"):
    """What raised it has returned to normal."""

    alarm: str


class AlarmGiven(EventBase, frozen=True, tag="alarm_given"):
    """The actor gave it to another operator, who owns it now."""

    alarm: str
    to: str


class AlarmParked(EventBase, frozen=True, tag="alarm_parked"):
    """Shelved, suppressed or taken out of service (``act`` says which) with a reason, until a time or until undone."""

    alarm: str
    act: Act
    reason: str
    until: float | None = None


class AlarmReturned(EventBase, frozen=True, tag="alarm_returned"):
    """Back from where it was parked: by an operator, or by the center when its time was over or it had become worse."""

    alarm: str


AlarmEvent = (
    AlarmRaised
    | AlarmRepeated
    | AlarmAcknowledged
    | AlarmTakenOver
    | AlarmGiven
    | AlarmCleared
    | AlarmParked
    | AlarmReturned
)
