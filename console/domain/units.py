"""Units of all agencies: status, position fix, assignment."""

from enum import StrEnum

from msgspec import Struct


class Agency(StrEnum):
    """Who sends the unit."""

    POLICE = "police"
    FIRE = "fire"
    AMBULANCE = "ambulance"
    GAS = "gas"
    RESCUE = "rescue"
    CITY = "city"


class UnitStatus(StrEnum):
    """What a unit does. ``offline`` is derived from its fix age, never set by hand."""

    AVAILABLE = "available"
    ON_PATROL = "on_patrol"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    BREAK = "break"
    OUT_OF_SERVICE = "out_of_service"
    OFFLINE = "offline"


FREE = frozenset({UnitStatus.AVAILABLE, UnitStatus.ON_PATROL})
"""Statuses in which a unit can be assigned without pre-empting it."""

BUSY = frozenset({UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.TRANSPORTING})

OFFLINE_AFTER_S = 60.0
"""Fix age from which a unit counts as offline, seconds; a setting. AVL units of the demo city report each second."""


ANSWER_WITHIN_S = 30.0
"""A unit that has not answered its assignment for so long is marked; a setting of the center. Half of the minute that
NFPA 1225 (2022) gives from answer to dispatch: so there is time to send another."""

CHECK_IN_WITHIN_S: dict[UnitStatus, float] = {
    UnitStatus.DISPATCHED: 5 * 60.0,
    UnitStatus.EN_ROUTE: 15 * 60.0,
    UnitStatus.ON_SCENE: 20 * 60.0,
    UnitStatus.TRANSPORTING: 30 * 60.0,
    UnitStatus.ON_PATROL: 60 * 60.0,
    UnitStatus.BREAK: 45 * 60.0,
}
"""How long a unit may be silent in a status before somebody should ask how it is (a setting; dispatch centers use 10 to
30 minutes for a unit on the scene). A unit that is available or out of service is not asked."""


class AssignmentState(StrEnum):
    """What a unit answered to an assignment."""

    PROPOSED = "proposed"
    UNANSWERED = "unanswered"
    """Proposed, and nothing came back in time: somebody has to call the unit, or send another."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLEARED = "cleared"


class Assignment(Struct, frozen=True):
    """A unit's task: the incident, by whom it was given and what the unit answered."""

    incident: str
    state: AssignmentState
    by: str
    at: float
    reason: str = ""
    """Why it was taken from another incident for this one."""

    @property
    def awaits_answer(self) -> bool:
        """Whether the unit has neither accepted nor refused."""
        return self.state in (AssignmentState.PROPOSED, AssignmentState.UNANSWERED)


class Skill(StrEnum):
    """What a crew can do that not every crew can."""

    NEGOTIATOR = "negotiator"
    DOG = "dog"
    JUVENILE = "juvenile"
    FORENSICS = "forensics"
    FIRST_AID = "first_aid"
    CYBER = "cyber"
    ARMED = "armed"


class Fix(Struct, frozen=True, array_like=True, gc=False):
    """A position report (AVL): ``speed`` in m/s, ``heading`` in degrees clockwise from north, ``time`` Unix seconds.

    The latest fix of a unit wins, by ``time``.
    """

    unit: str
    lon: float
    lat: float
    speed: float
    heading: float
    time: float


class Unit(Struct, frozen=True):
    """A crew with a vehicle or on foot. ``version`` is the seq of the log entry that last changed it."""

    id: str
    callsign: str
    agency: Agency
    crew: int
    home: str
    status: UnitStatus
    status_since: float
    assignment: Assignment | None = None
    fix: Fix | None = None
    version: int = 0
    skills: tuple[Skill, ...] = ()
    is_on_foot: bool = False
    heard_at: float = 0.0
    """When it last said something itself or by voice: a status, an answer, a check-in."""

    def check_in_due(self) -> float | None:
        """When somebody should ask how it is, Unix seconds; None where nobody has to."""
        within = CHECK_IN_WITHIN_S.get(self.status)
        return None if within is None else max(self.heard_at, self.status_since) + within

    def fix_age(self, now: float) -> float | None:
        """Seconds since the last position report; None when there never was one."""
        return None if self.fix is None else max(0.0, now - self.fix.time)

    def status_at(self, now: float) -> UnitStatus:
        """The status to show: ``offline`` when the fix is stale."""
        age = self.fix_age(now)
        if age is None or age > OFFLINE_AFTER_S:
            return UnitStatus.OFFLINE
        return self.status
