"""What an operator wants of units."""

from typing import Annotated

from msgspec import Meta

from console.domain.intent import Id, Ids, IntentBase, MaybeReason, Reason
from console.domain.messages import MESSAGE_LIMIT
from console.domain.units import UnitStatus


class AssignUnit(IntentBase, frozen=True, tag="assign_unit"):
    """Send this unit to this incident; the version is the unit's. With a reason also from another incident."""

    incident: Id
    unit: Id
    reason: MaybeReason = ""


class StandDown(IntentBase, frozen=True, tag="stand_down"):
    """Call the unit back from its incident; the version is the unit's."""

    unit: Id
    reason: Reason


class CheckIn(IntentBase, frozen=True, tag="check_in"):
    """The unit has been asked and is well."""

    unit: Id


class SetUnitStatus(IntentBase, frozen=True, tag="set_unit_status"):
    """The unit told its status by voice; the version is the unit's."""

    unit: Id
    status: UnitStatus


class SendMessage(IntentBase, frozen=True, tag="send_message"):
    """Write to units; each of them has to answer a roll call."""

    units: Ids
    text: Annotated[str, Meta(min_length=1, max_length=MESSAGE_LIMIT)]
    is_roll_call: bool = False


UnitIntent = AssignUnit | StandDown | CheckIn | SetUnitStatus | SendMessage
