"""What an operator wants done with alarms."""

from typing import Annotated

from msgspec import Meta, Struct

from console.domain.intent import MANY, Id, Ids, IntentBase, Reason


class Seen(Struct, frozen=True, array_like=True):
    """A thing as it was when the operator looked at it."""

    id: Id
    version: int


class Acknowledge(IntentBase, frozen=True, tag="acknowledge"):
    """I have seen this alarm and own it."""

    alarm: Id


class AcknowledgeMany(IntentBase, frozen=True, tag="acknowledge_many"):
    """I have seen these alarms and own them. Those that have asked for another look since are left as they are."""

    alarms: Annotated[tuple[Seen, ...], Meta(min_length=1, max_length=MANY)]


class TakeOver(IntentBase, frozen=True, tag="take_over"):
    """I own this alarm from now on, instead of its owner."""

    alarm: Id


class GiveAlarms(IntentBase, frozen=True, tag="give_alarms"):
    """That operator owns these alarms from now on: given by their owner, or by a supervisor."""

    alarms: Ids
    to: Id


class Shelve(IntentBase, frozen=True, tag="shelve"):
    """Ask me again at ``until`` (Unix seconds)."""

    alarm: Id
    reason: Reason
    until: float


class Suppress(IntentBase, frozen=True, tag="suppress"):
    """Another alarm says the same (supervisors); until undone where no time is given."""

    alarm: Id
    reason: Reason
    until: float | None = None


class RemoveFromService(IntentBase, frozen=True, tag="remove_from_service"):
    """Its device is being repaired (supervisors); until undone where no time is given."""

    alarm: Id
    reason: Reason
    until: float | None = None


class ReturnAlarm(IntentBase, frozen=True, tag="return_alarm"):
    """Back from the shelf, from suppression or to service."""

    alarm: Id


AlarmIntent = (
    Acknowledge | AcknowledgeMany | TakeOver | GiveAlarms | Shelve | Suppress | RemoveFromService | ReturnAlarm
)
