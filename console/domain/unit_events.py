"""What happens to units: their tasks, what they tell and what they are told."""

from console.domain.event import EventBase
from console.domain.messages import Message
from console.domain.units import AssignmentState, Unit, UnitStatus


class UnitAdded(EventBase, frozen=True, tag="unit_added"):
    """A unit has come on duty."""

    unit: Unit


class UnitAssigned(EventBase, frozen=True, tag="unit_assigned"):
    """The actor proposed the incident to the unit; ``reason`` says why it was taken from another for it."""

    unit: str
    incident: str
    reason: str = ""


class AssignmentAnswered(EventBase, frozen=True, tag="assignment_answered"):
    """The unit accepted or refused, was cleared from the incident, or has not answered in time."""

    unit: str
    incident: str
    state: AssignmentState


class UnitStatusChanged(EventBase, frozen=True, tag="unit_status_changed"):
    """The unit's own report, or what an operator set for it."""

    unit: str
    status: UnitStatus


class UnitStoodDown(EventBase, frozen=True, tag="unit_stood_down"):
    """The actor called the unit back from the incident, and says why."""

    unit: str
    incident: str
    reason: str


class UnitCheckedIn(EventBase, frozen=True, tag="unit_checked_in"):
    """The unit is well: it said so itself, or the actor has asked it."""

    unit: str


class UnitsMessaged(EventBase, frozen=True, tag="units_messaged"):
    """A message to units, or a roll call."""

    message: Message


class MessageRead(EventBase, frozen=True, tag="message_read"):
    """The unit has read the message; of a roll call: it has answered."""

    message: str
    unit: str


UnitEvent = (
    UnitAdded
    | UnitAssigned
    | AssignmentAnswered
    | UnitStoodDown
    | UnitStatusChanged
    | UnitCheckedIn
    | UnitsMessaged
    | MessageRead
)
