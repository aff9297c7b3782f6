"""The patrol board's columns, in which order units stand at first, and which part of them is looked at."""

from enum import Enum, IntEnum

from msgspec import Struct

from console.domain.units import BUSY, FREE, Agency, UnitStatus
from console.language import N_

PENDING_MARK = " …"
"""Behind a status while an intent about the unit waits for an answer: the status stays what the center knows."""


class UnitColumn(IntEnum):
    """The columns of the board."""

    CALLSIGN = 0
    STATUS = 1
    IN_STATUS = 2
    CHECK_IN = 3
    TASK = 4
    HOME = 5
    DISTANCE = 6
    FIX_AGE = 7
    SPEED = 8
    AGENCY = 9


TITLES = {
    UnitColumn.CALLSIGN: N_("Callsign"),
    UnitColumn.STATUS: N_("Status"),
    UnitColumn.IN_STATUS: N_("In status"),
    UnitColumn.CHECK_IN: N_("Check-in"),
    UnitColumn.TASK: N_("Task"),
    UnitColumn.HOME: N_("Home"),
    UnitColumn.DISTANCE: N_("Distance, ETA"),
    UnitColumn.FIX_AGE: N_("Fix age"),
    UnitColumn.SPEED: N_("Speed"),
    UnitColumn.AGENCY: N_("Agency"),
}

FIGURES = frozenset(
    {UnitColumn.IN_STATUS, UnitColumn.CHECK_IN, UnitColumn.DISTANCE, UnitColumn.FIX_AGE, UnitColumn.SPEED}
)
"""Columns of figures, aligned on the right."""

FIRST_ORDER = (UnitColumn.TASK, False)
"""Column the board is sorted by at first, and whether falling: who works, then police by callsign."""


class Share(Enum):
    """A share of the board that can be looked at alone."""

    ALL = "all"
    FREE = "free"
    BUSY = "busy"
    TO_ASK = "to_ask"
    """Silent for longer than their status allows: somebody should ask how they are."""
    OFFLINE = "offline"

    def holds(self, status: UnitStatus, is_overdue: bool = False) -> bool:
        """Whether a unit of this status belongs to the share."""
        match self:
            case Share.FREE:
                return status in FREE
            case Share.BUSY:
                return status in BUSY
            case Share.TO_ASK:
                return is_overdue
            case Share.OFFLINE:
                return status is UnitStatus.OFFLINE
            case _:
                return True


class UnitFilter(Struct, frozen=True):
    """Which units are looked at; ``district`` is the KATO code of their home, ``text`` is lower case."""

    share: Share = Share.ALL
    text: str = ""
    agency: Agency | None = None
    district: str = ""


_ON_TASK = (UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.TRANSPORTING)
STATUS_ORDER = {
    status: n for n, status in enumerate((*_ON_TASK, *(status for status in UnitStatus if status not in _ON_TASK)))
}
"""Units on a task first, in the order in which a task goes on: they are what an officer watches."""
AGENCY_ORDER = {agency: n for n, agency in enumerate(Agency)}
