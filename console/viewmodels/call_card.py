"""A call for service while it is taken: what was written so far, and what place it speaks of."""

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import CallLine
from console.domain.intents import OpenCall
from console.language import _
from console.viewmodels import places
from console.viewmodels.found import Found, FoundKind
from console.viewmodels.search import Search

PLACES_AT_MOST = 6

STANDING = frozenset(
    {
        FoundKind.STREET,
        FoundKind.CROSSING,
        FoundKind.PLACE,
        FoundKind.SITE,
        FoundKind.CENTER,
        FoundKind.BUTTON,
        FoundKind.CAMERA,
        FoundKind.DISTRICT,
        FoundKind.POSITION,
    }
)
"""What a caller can name as the place."""

REPORTED = tuple(
    kind
    for kind in AlarmKind
    if kind not in (AlarmKind.CAMERA_OFFLINE, AlarmKind.SYSTEM_FAULT, AlarmKind.CAMERA_TAMPERED, AlarmKind.GEOFENCE)
)
"""What people call about; the others are told by devices alone."""

NAME_AT_MOST = 200
"""Longest name of a place and of a caller (``Line`` of the intents)."""


class Where(Struct, frozen=True):
    """A place: what it is called, what tells it from its like, and the site that stands there ("" for none).

    ``is_middle``: it is the middle of the map, which nobody has named.
    """

    name: str
    hint: str
    lon: float
    lat: float
    site: str = ""
    is_middle: bool = False


class CallDraft(Struct, frozen=True):
    """What was written so far. ``priority`` None: that of the kind."""

    line: CallLine = CallLine.POLICE_102
    kind: AlarmKind | None = None
    priority: Priority | None = None
    text: str = ""
    typed_place: str = ""
    where: Where | None = None
    caller: str = ""
    phone: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost."""
        return not any((self.text.strip(), self.typed_place.strip(), self.caller.strip(), self.phone.strip()))

    def problem(self) -> str:
        """What is still missing, in words; "" where it can be sent."""
        if self.where is None:
            return _("Choose the place.")
        if self.kind is None:
            return _("Choose what it is.")
        return "" if self.text.strip() else _("Write down what the caller says.")

    def intent(self) -> OpenCall | None:
        """The call as it is sent; None while something is missing."""
        if self.where is None or self.kind is None or not self.text.strip():
            return None
        return OpenCall(
            self.kind,
            self.where.lon,
            self.where.lat,
            self.where.name[:NAME_AT_MOST],
            self.line,
            self.text.strip(),
            self.caller.strip()[:NAME_AT_MOST],
            self.phone.strip()[:NAME_AT_MOST],
            self.priority,
            self.where.site,
        )


def wheres(search: Search, typed: str, middle: tuple[float, float] | None) -> list[Where]:
    """Places that fit what was typed, the best first, and the middle of the map at the end."""
    fitting = (found for found in search.find(typed) if found.kind in STANDING) if typed.strip() else ()
    offered = [_where(found) for found in fitting][:PLACES_AT_MOST]
    if middle is not None:
        name = places.brief(*middle)
        offered.append(Where(name, _("The middle of the map"), *middle, is_middle=True))
    return offered


def _where(found: Found) -> Where:
    site = found.id if found.kind is FoundKind.SITE else ""
    return Where(found.title, found.hint, found.lon, found.lat, site)
