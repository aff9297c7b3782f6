"""What an operator wants to see of the alarm queue, and by what its rows are gathered."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import Alarm, AlarmKind, Priority


class Standing(StrEnum):
    """How an alarm stands with the operators."""

    NEW = "new"
    """Nobody has acknowledged it."""
    ACKNOWLEDGED = "acknowledged"
    PARKED = "parked"
    """Shelved, suppressed or out of service."""


class Grouping(StrEnum):
    """What the alarms of one group have in common."""

    NONE = "none"
    INCIDENT = "incident"
    SOURCE = "source"
    SITE = "site"
    DISTRICT = "district"
    CAUSE = "cause"
    """The same kind of thing, near in time and place (``console.insight.causes``)."""


def standing(alarm: Alarm) -> Standing:
    """How the alarm stands."""
    if alarm.is_parked:
        return Standing.PARKED
    return Standing.NEW if alarm.is_unacknowledged else Standing.ACKNOWLEDGED


class AlarmFilter(Struct, frozen=True):
    """What an operator asked to see. Empty kinds, districts and owners mean all; ``text`` is looked for in the row."""

    priorities: frozenset[Priority] = frozenset(Priority)
    standings: frozenset[Standing] = frozenset(Standing)
    kinds: frozenset[AlarmKind] = frozenset()
    districts: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    mine: bool = False
    """Only what the operator at this console owns."""
    text: str = ""

    @property
    def unacknowledged_only(self) -> bool:
        """Whether only what nobody has acknowledged is wanted."""
        return self.standings == {Standing.NEW}

    def admits(self, alarm: Alarm, said: Callable[[Alarm], str], me: str = "") -> bool:
        """Whether the alarm is to be seen by the operator ``me``; ``said`` gives what its row says, in lower case."""
        return (
            alarm.priority in self.priorities
            and standing(alarm) in self.standings
            and (not self.kinds or alarm.kind in self.kinds)
            and (not self.districts or alarm.district in self.districts)
            and (not self.owners or alarm.owner in self.owners)
            and (not self.mine or (bool(me) and alarm.owner == me))
            and (not self.text or self.text.lower() in said(alarm))
        )
