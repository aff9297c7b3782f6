"""What things are called on screen, in the operator's language: the only place where a value becomes words.

Every function looks its text up when called, because the language switches while the program runs.
"""

from enum import StrEnum

from console import clock, language
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, PlaceKind
from console.domain.freshness import LinkState, Source
from console.domain.incidents import CallLine, Disposition, Incident, IncidentStatus, RequestState
from console.domain.offences import OffenceKind
from console.domain.protocol import Mode
from console.domain.repairs import RepairState
from console.domain.session import Role
from console.domain.sites import SiteKind
from console.domain.text import LocalText
from console.domain.units import Agency, AssignmentState, Skill, UnitStatus
from console.domain.zones import Way, ZoneKind
from console.language import N_, _

KIND = {
    AlarmKind.PANIC_BUTTON: N_("Panic button"),
    AlarmKind.HOLD_UP: N_("Hold-up"),
    AlarmKind.OFFICER_EMERGENCY: N_("Officer emergency"),
    AlarmKind.FIRE: N_("Fire"),
    AlarmKind.INTRUSION: N_("Intrusion"),
    AlarmKind.FIGHT: N_("Fight"),
    AlarmKind.THEFT: N_("Theft"),
    AlarmKind.FRAUD: N_("Fraud"),
    AlarmKind.CROWD: N_("Crowd"),
    AlarmKind.ROAD_ACCIDENT: N_("Road accident"),
    AlarmKind.ABANDONED_OBJECT: N_("Abandoned object"),
    AlarmKind.TURNSTILE_FORCED: N_("Turnstile forced"),
    AlarmKind.CAMERA_TAMPERED: N_("Camera tampered with"),
    AlarmKind.CAMERA_OFFLINE: N_("Camera offline"),
    AlarmKind.LAMP_OUTAGE: N_("Street lamp out"),
    AlarmKind.SYSTEM_FAULT: N_("System fault"),
    AlarmKind.GEOFENCE: N_("Geofence"),
    AlarmKind.MISSING_CHILD: N_("Missing child"),
    AlarmKind.LOCKDOWN: N_("School lockdown"),
    AlarmKind.THREAT: N_("Threat"),
}
ALARM_STATE = {
    AlarmState.NORMAL: N_("Normal"),
    AlarmState.UNACKNOWLEDGED: N_("New"),
    AlarmState.ACKNOWLEDGED: N_("Acknowledged"),
    AlarmState.RETURNED_UNACKNOWLEDGED: N_("Over"),
    AlarmState.SHELVED: N_("Shelved"),
    AlarmState.SUPPRESSED: N_("Suppressed"),
    AlarmState.OUT_OF_SERVICE: N_("Taken out of service"),
}
PRIORITY = {
    Priority.P1: N_("Emergency"),
    Priority.P2: N_("High"),
    Priority.P3: N_("Medium"),
    Priority.P4: N_("Low"),
}
UNIT_STATUS = {
    UnitStatus.AVAILABLE: N_("Available"),
    UnitStatus.ON_PATROL: N_("On patrol"),
    UnitStatus.DISPATCHED: N_("Dispatched"),
    UnitStatus.EN_ROUTE: N_("En route"),
    UnitStatus.ON_SCENE: N_("On scene"),
    UnitStatus.TRANSPORTING: N_("Transporting"),
    UnitStatus.BREAK: N_("Break"),
    UnitStatus.OUT_OF_SERVICE: N_("Out of service"),
    UnitStatus.OFFLINE: N_("Offline"),
}
AGENCY = {
    Agency.POLICE: N_("Police"),
    Agency.FIRE: N_("Fire 101"),
    Agency.AMBULANCE: N_("Ambulance 103"),
    Agency.GAS: N_("Gas 104"),
    Agency.RESCUE: N_("Rescue 112"),
    Agency.CITY: N_("City services"),
}
INCIDENT_STATUS = {
    IncidentStatus.NEW: N_("Not started"),
    IncidentStatus.IN_PROGRESS: N_("In progress"),
    IncidentStatus.ON_HOLD: N_("On hold"),
    IncidentStatus.RESOLVED: N_("Resolved"),
    IncidentStatus.CLOSED: N_("Closed"),
}
DISPOSITION = {
    Disposition.FOUNDED: N_("Founded"),
    Disposition.UNFOUNDED: N_("Unfounded"),
    Disposition.CANCELLED: N_("Cancelled"),
    Disposition.DUPLICATE: N_("Duplicate"),
    Disposition.MINOR: N_("Minor"),
    Disposition.FALSE_ALARM: N_("False alarm"),
}
ASSIGNMENT = {
    AssignmentState.PROPOSED: N_("Proposed"),
    AssignmentState.UNANSWERED: N_("No answer"),
    AssignmentState.ACCEPTED: N_("Accepted"),
    AssignmentState.REFUSED: N_("Refused"),
    AssignmentState.CLEARED: N_("Cleared"),
}
SKILL = {
    Skill.NEGOTIATOR: N_("Negotiator"),
    Skill.DOG: N_("Dog handler"),
    Skill.JUVENILE: N_("Juvenile officer"),
    Skill.FORENSICS: N_("Forensics"),
    Skill.FIRST_AID: N_("First aid"),
    Skill.CYBER: N_("Cyber crime"),
    Skill.ARMED: N_("Armed"),
}
CALL_LINE = {
    CallLine.POLICE_102: N_("Police line 102"),
    CallLine.RESCUE_112: N_("Emergency line 112"),
    CallLine.IN_PERSON: N_("In person"),
    CallLine.RADIO: N_("By radio"),
}
REQUEST_STATE = {
    RequestState.REQUESTED: N_("asked"),
    RequestState.ACCEPTED: N_("is coming"),
    RequestState.REFUSED: N_("cannot come"),
}
REPAIR_STATE = {
    RepairState.ORDERED: N_("Repair ordered"),
    RepairState.ACCEPTED: N_("Repair accepted"),
    RepairState.DONE: N_("Repaired"),
}
LINK_STATE = {
    LinkState.OFFLINE: N_("Offline"),
    LinkState.CONNECTING: N_("Connecting"),
    LinkState.SYNCING: N_("Catching up"),
    LinkState.LIVE: N_("Connected"),
}
SOURCE = {
    Source.EVENTS: N_("Events"),
    Source.POSITIONS: N_("Positions"),
    Source.VIDEO: N_("Video"),
    Source.MAP: N_("Map"),
}
MODE = {Mode.LIVE: N_("LIVE"), Mode.REVIEW: N_("REVIEW"), Mode.EXERCISE: N_("EXERCISE")}
ROLE = {
    Role.DUTY_OFFICER: N_("Duty officer"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.TRAINER: N_("Trainer"),
}
OWNER = {
    CameraOwner.CITY: N_("City"),
    CameraOwner.BUSINESS: N_("Business"),
    CameraOwner.RESIDENTS: N_("Residents"),
    CameraOwner.INSTITUTION: N_("Institution"),
}
PLACE_KIND = {
    PlaceKind.CROSSING: N_("Crossing"),
    PlaceKind.STREET: N_("Street"),
    PlaceKind.YARD: N_("Yard"),
    PlaceKind.MARKET: N_("Market"),
    PlaceKind.SCHOOL: N_("School"),
    PlaceKind.HOSPITAL: N_("Hospital"),
    PlaceKind.STATION: N_("Station"),
    PlaceKind.AIRPORT: N_("Airport"),
    PlaceKind.UNDERPASS: N_("Underpass"),
    PlaceKind.PARK: N_("Park"),
    PlaceKind.PARKING: N_("Parking"),
    PlaceKind.SHOP: N_("Shop"),
}
ZONE_KIND = {
    ZoneKind.CORDON: N_("Cordon"),
    ZoneKind.GEOFENCE: N_("Geofence"),
}
WAY = {
    Way.ENTER: N_("who enters"),
    Way.LEAVE: N_("who leaves"),
    Way.BOTH: N_("who enters or leaves"),
}
SITE_KIND = {
    SiteKind.SCHOOL: N_("School"),
    SiteKind.HOSPITAL: N_("Hospital"),
    SiteKind.STATION: N_("Station"),
    SiteKind.AIRPORT: N_("Airport"),
    SiteKind.MARKET: N_("Market"),
    SiteKind.MALL: N_("Shopping mall"),
    SiteKind.METRO: N_("Metro"),
    SiteKind.STADIUM: N_("Stadium"),
    SiteKind.UNIVERSITY: N_("University"),
    SiteKind.GOVERNMENT: N_("Government"),
}
OFFENCE_KIND = {
    OffenceKind.THEFT: N_("Theft"),
    OffenceKind.FRAUD: N_("Fraud"),
    OffenceKind.ROBBERY: N_("Robbery"),
    OffenceKind.FIGHT: N_("Fight"),
    OffenceKind.BURGLARY: N_("Burglary"),
    OffenceKind.VEHICLE_THEFT: N_("Vehicle theft"),
    OffenceKind.OTHER: N_("Other offences"),
}
DIRECTIONS = (
    N_("north"),
    N_("north-east"),
    N_("east"),
    N_("south-east"),
    N_("south"),
    N_("south-west"),
    N_("west"),
    N_("north-west"),
)

DISTRICTS = {
    "751110000": LocalText("Алмалинский", "Алмалы", "Almaly"),
    "751210000": LocalText("Алатауский", "Алатау", "Alatau"),
    "751310000": LocalText("Ауэзовский", "Әуезов", "Auezov"),
    "751410000": LocalText("Бостандыкский", "Бостандық", "Bostandyk"),
    "751510000": LocalText("Жетысуский", "Жетісу", "Zhetysu"),
    "751710000": LocalText("Медеуский", "Медеу", "Medeu"),
    "751810000": LocalText("Наурызбайский", "Наурызбай", "Nauryzbai"),
    "751910000": LocalText("Турксибский", "Түрксіб", "Turksib"),
}
"""The districts of Almaty by KATO code."""

_TABLES: tuple[dict[StrEnum, str], ...] = (  # type: ignore[assignment]  # dict is invariant in its key
    KIND,
    ALARM_STATE,
    UNIT_STATUS,
    AGENCY,
    INCIDENT_STATUS,
    DISPOSITION,
    ASSIGNMENT,
    CALL_LINE,
    REQUEST_STATE,
    REPAIR_STATE,
    SKILL,
    LINK_STATE,
    SOURCE,
    MODE,
    ROLE,
    OWNER,
    PLACE_KIND,
    SITE_KIND,
    ZONE_KIND,
    WAY,
    OFFENCE_KIND,
)
_OF_TYPE = {type(next(iter(table))): table for table in _TABLES}


def word(value: StrEnum) -> str:
    """The word for a value of the vocabulary (kind, state, status, agency, role...). KeyError for another type."""
    return _(_OF_TYPE[type(value)][value])


def priority(value: Priority) -> str:
    """``P1 Emergency``."""
    return f"P{int(value)} {_(PRIORITY[value])}"


def name(text: LocalText) -> str:
    """A name in the operator's language."""
    return text.said(language.current())


def plain(said: str) -> LocalText:
    """A text that is the same in every language."""
    return LocalText(said, said, said)


def district(code: str) -> str:
    """Name of the district with this KATO code; the code itself where it is not of this city."""
    known = DISTRICTS.get(code)
    return code if known is None else name(known)


def direction(degrees: float) -> str:
    """One of eight directions for a heading in degrees clockwise from north."""
    return _(DIRECTIONS[round(degrees / 45) % 8])


def age(seconds: float | None) -> str:
    """A time span in its largest unit: ``12 s``, ``4 min``, ``3 h``, ``2 d``; a dash where there is none."""
    if seconds is None:
        return "–"
    whole = max(0, int(seconds))
    if whole < 60:
        return _("{n} s").format(n=whole)
    if whole < 3600:
        return _("{n} min").format(n=whole // 60)
    if whole < 48 * 3600:
        return _("{n} h").format(n=whole // 3600)
    return _("{n} d").format(n=whole // 86400)


def time_of_day(seconds: float) -> str:
    """``14:03:22`` in the center's zone, from Unix seconds."""
    return clock.local(seconds).strftime("%H:%M:%S")


def day(seconds: float) -> str:
    """``2025-11-22`` in the center's zone, written as the language does."""
    at = clock.local(seconds)
    return at.strftime("%Y-%m-%d") if language.current() == "en" else at.strftime("%d.%m.%Y")


def distance(metres: float) -> str:
    """``340 m`` or ``2.4 km``."""
    if metres < 1000:
        return _("{n} m").format(n=round(metres / 10) * 10)
    number = f"{metres / 1000:.1f}"
    return _("{n} km").format(n=number if language.current() == "en" else number.replace(".", ","))


def speed(metres_per_second: float) -> str:
    """``42 km/h``."""
    return _("{n} km/h").format(n=round(metres_per_second * 3.6))


def camera(value: Camera) -> str:
    """``CAM-1043 · Crossing``: enough to tell one tile from another."""
    return f"{value.id} · {word(value.place_kind)}"


def crossing(way: Way, callsign: str, zone: str) -> str:
    """``M07 entered “Stadium cordon”``: what a geofence alarm tells."""
    text = _("{unit} entered “{zone}”") if way is Way.ENTER else _("{unit} left “{zone}”")
    return text.format(unit=callsign, zone=zone)


def incident_title(incident: Incident) -> str:
    """``INC-104 · Fire``."""
    return f"{incident.id} · {word(incident.kind)}"
