"""Alarms and their life cycle after ISA-18.2 / IEC 62682; one transition table for center and console."""

from enum import IntEnum, StrEnum

from msgspec import Struct

from console.domain.text import NOWHERE, LocalText
from console.domain.zones import Crossing


class AlarmState(StrEnum):
    """Where an alarm stands in its life."""

    NORMAL = "normal"
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED_UNACKNOWLEDGED = "returned_unacknowledged"
    SHELVED = "shelved"
    SUPPRESSED = "suppressed"
    OUT_OF_SERVICE = "out_of_service"


class Priority(IntEnum):
    """Consequence x time to respond."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


class AlarmKind(StrEnum):
    """What happened."""

    PANIC_BUTTON = "panic_button"
    HOLD_UP = "hold_up"
    OFFICER_EMERGENCY = "officer_emergency"
    FIRE = "fire"
    INTRUSION = "intrusion"
    FIGHT = "fight"
    THEFT = "theft"
    FRAUD = "fraud"
    CROWD = "crowd"
    ROAD_ACCIDENT = "road_accident"
    ABANDONED_OBJECT = "abandoned_object"
    TURNSTILE_FORCED = "turnstile_forced"
    CAMERA_TAMPERED = "camera_tampered"
    CAMERA_OFFLINE = "camera_offline"
    LAMP_OUTAGE = "lamp_outage"
    SYSTEM_FAULT = "system_fault"
    GEOFENCE = "geofence"
    """A unit has crossed the edge of a zone that is watched."""
    MISSING_CHILD = "missing_child"
    LOCKDOWN = "lockdown"
    """Somebody threatens a school, and its doors are shut."""
    THREAT = "threat"
    """A threat to a station, the airport or another place full of people: a call, an object, a person."""


PRIORITY_OF: dict[AlarmKind, Priority] = {
    AlarmKind.PANIC_BUTTON: Priority.P1,
    AlarmKind.HOLD_UP: Priority.P1,
    AlarmKind.OFFICER_EMERGENCY: Priority.P1,
    AlarmKind.LOCKDOWN: Priority.P1,
    AlarmKind.THREAT: Priority.P1,
    AlarmKind.FIRE: Priority.P2,
    AlarmKind.MISSING_CHILD: Priority.P2,
    AlarmKind.INTRUSION: Priority.P2,
    AlarmKind.FIGHT: Priority.P2,
    AlarmKind.ROAD_ACCIDENT: Priority.P2,
    AlarmKind.THEFT: Priority.P3,
    AlarmKind.FRAUD: Priority.P3,
    AlarmKind.CROWD: Priority.P3,
    AlarmKind.ABANDONED_OBJECT: Priority.P3,
    AlarmKind.TURNSTILE_FORCED: Priority.P3,
    AlarmKind.GEOFENCE: Priority.P3,
    AlarmKind.CAMERA_TAMPERED: Priority.P3,
    AlarmKind.CAMERA_OFFLINE: Priority.P4,
    AlarmKind.LAMP_OUTAGE: Priority.P4,
    AlarmKind.SYSTEM_FAULT: Priority.P4,
}
"""Default priority of each kind (domain.md: P1 emergency, P2 high, P3 medium, P4 low)."""

FAULTS = frozenset({AlarmKind.CAMERA_OFFLINE, AlarmKind.LAMP_OUTAGE, AlarmKind.SYSTEM_FAULT})
"""Kinds that tell of broken equipment: a class of their own."""

CHATTERING_COUNT = 3
CHATTERING_WINDOW_S = 60.0
"""Chattering: >= 3 in 1 minute (ISA-18.2 practice)."""

STALE_AFTER_S = 24 * 3600.0
"""A stale alarm is older than 24 h (ISA-18.2)."""

REPEAT_WINDOW_S = 600.0
"""Repeats of the same source and kind within this many seconds raise ``occurrences``, not new rows; a setting."""

EMERGENCIES = frozenset({AlarmKind.PANIC_BUTTON, AlarmKind.HOLD_UP, AlarmKind.OFFICER_EMERGENCY})
"""Kinds by which a person calls for help."""

EMERGENCY_REPEAT_WINDOW_S = 15.0
"""The same for ``EMERGENCIES``. A hand that hits the button again and again, or a device that sends until it is heard,
does so within seconds; whoever presses after a pause has something new to say and must be heard again."""


def repeat_window(kind: AlarmKind) -> float:
    """Within how many seconds of the last time the same again tells nothing new to who has acknowledged it."""
    return EMERGENCY_REPEAT_WINDOW_S if kind in EMERGENCIES else REPEAT_WINDOW_S


LONGEST_SHELF_S = 8 * 3600.0
"""An alarm rests on the shelf for at most this long, a shift, and then wants a look again (ISA-18.2: a shelf has an
end); a setting of the center."""


class Act(StrEnum):
    """What can happen to an alarm."""

    RAISE = "raise"
    ACKNOWLEDGE = "acknowledge"
    CLEAR = "clear"
    SHELVE = "shelve"
    SUPPRESS = "suppress"
    REMOVE_FROM_SERVICE = "remove_from_service"
    RETURN = "return"
    """Back from shelf, suppression or service, and what raised it is still so: a fresh look is needed."""
    RETURN_CLEARED = "return_cleared"
    """Back from there, and what raised it is over."""


_S = AlarmState
PARKED_BY: dict[Act, AlarmState] = {
    Act.SHELVE: _S.SHELVED,
    Act.SUPPRESS: _S.SUPPRESSED,
    Act.REMOVE_FROM_SERVICE: _S.OUT_OF_SERVICE,
}
"""Three ways to keep an alarm from asking for a look: for a while by who works it, by a supervisor since another alarm
says the same, and because its device is being repaired."""

PARKED = frozenset(PARKED_BY.values())

TRANSITIONS: dict[tuple[AlarmState, Act], AlarmState] = {
    (_S.NORMAL, Act.RAISE): _S.UNACKNOWLEDGED,
    (_S.UNACKNOWLEDGED, Act.RAISE): _S.UNACKNOWLEDGED,
    (_S.UNACKNOWLEDGED, Act.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.UNACKNOWLEDGED, Act.CLEAR): _S.RETURNED_UNACKNOWLEDGED,
    (_S.ACKNOWLEDGED, Act.CLEAR): _S.NORMAL,
    (_S.ACKNOWLEDGED, Act.RAISE): _S.UNACKNOWLEDGED,
    (_S.RETURNED_UNACKNOWLEDGED, Act.ACKNOWLEDGE): _S.NORMAL,
    (_S.RETURNED_UNACKNOWLEDGED, Act.RAISE): _S.UNACKNOWLEDGED,
    **{
        (state, act): parked
        for state in (_S.NORMAL, _S.UNACKNOWLEDGED, _S.ACKNOWLEDGED, _S.RETURNED_UNACKNOWLEDGED)
        for act, parked in PARKED_BY.items()
    },
    **{(parked, act): parked for parked in PARKED for act in (Act.RAISE, Act.CLEAR)},
    **{(parked, Act.RETURN): _S.UNACKNOWLEDGED for parked in PARKED},
    **{(parked, Act.RETURN_CLEARED): _S.NORMAL for parked in PARKED},
}
"""State after an act; a pair that is not here cannot happen (ISA-18.2 figure 'alarm state transition diagram'). What is
parked stays so, whatever its device says meanwhile; where it returns to depends on what the device said last."""


class Parking(Struct, frozen=True):
    """Why an alarm is shelved, suppressed or out of service: who did it, when, and until when (None: until undone)."""

    by: str
    at: float
    reason: str
    until: float | None = None


class Alarm(Struct, frozen=True):
    """One alarm. Times are Unix seconds; ``version`` is the seq of the log entry that last changed it.

    ``priority`` latches at the highest seen until acknowledged. ``owner`` is the operator who acknowledged it or took
    it over; ``incident`` the incident it belongs to (both may be empty). ``source`` is the id of the device or unit.
    """

    id: str
    kind: AlarmKind
    priority: Priority
    state: AlarmState
    source: str
    lon: float
    lat: float
    district: str
    raised_at: float
    last_at: float
    place: LocalText = NOWHERE
    site: str = ""
    occurrences: int = 1
    recent: tuple[float, ...] = ()
    """Times of the last repeats, for the chattering mark; at most CHATTERING_COUNT."""
    cleared_at: float | None = None
    acknowledged_at: float | None = None
    owner: str = ""
    incident: str = ""
    version: int = 0
    raised_version: int = 0
    """The ``version`` it had when it last asked for a look: raised, raised again after one, or worse than before."""
    crossing: Crossing | None = None
    """Of a ``geofence`` alarm: which zone ``source`` entered or left; ``place`` is the zone's name."""
    parking: Parking | None = None
    """While it is shelved, suppressed or out of service."""

    @property
    def is_unacknowledged(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.state in (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED_UNACKNOWLEDGED)

    @property
    def is_active(self) -> bool:
        """Whether what raised it is still so."""
        return self.state in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)

    @property
    def is_parked(self) -> bool:
        """Whether it is shelved, suppressed or out of service."""
        return self.state in PARKED

    @property
    def returning(self) -> Act:
        """The act that brings it back from where it is parked."""
        return Act.RETURN if self.cleared_at is None else Act.RETURN_CLEARED

    @property
    def is_fault(self) -> bool:
        """Whether it tells of broken equipment."""
        return self.kind in FAULTS

    @property
    def is_chattering(self) -> bool:
        """Whether it came at least 3 times within a minute."""
        return (
            len(self.recent) >= CHATTERING_COUNT
            and self.recent[-1] - self.recent[-CHATTERING_COUNT] <= CHATTERING_WINDOW_S
        )

    def can(self, act: Act) -> bool:
        """Whether ``act`` may happen now. P1 cannot be shelved."""
        if act is Act.SHELVE and self.priority is Priority.P1:
            return False
        return (self.state, act) in TRANSITIONS
