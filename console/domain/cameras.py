"""Cameras: who owns them, whether the center may open them, where they look and how sharply."""

from enum import StrEnum
from math import radians, tan

from msgspec import Struct

OBSERVE_PX_PER_M = 62.5
"""Pixels per metre from which a person is observed (IEC 62676-4); a camera's ``reach`` ends there."""

RECTILINEAR_DEG = 150
"""Wider lenses are fish-eyes: they spread their pixels over the angle, not over a plane (a tangent has no end)."""


def spread(view_angle: float) -> float:
    """Metres of scene that a lens of so many degrees puts side by side, for each metre of distance."""
    angle = radians(min(max(view_angle, 1.0), 360.0))
    return 2 * tan(angle / 2) if view_angle < RECTILINEAR_DEG else angle


def reach_m(width_px: float, view_angle: float) -> float:
    """Distance in metres at which ``width_px`` pixels across ``view_angle`` degrees are ``OBSERVE_PX_PER_M``."""
    return width_px / (OBSERVE_PX_PER_M * spread(view_angle))


class CameraOwner(StrEnum):
    """Who owns the camera."""

    CITY = "city"
    BUSINESS = "business"
    RESIDENTS = "residents"
    INSTITUTION = "institution"


class Integration(StrEnum):
    """Whether the picture reaches the center."""

    INTEGRATED = "integrated"
    NOT_INTEGRATED = "not_integrated"
    PLANNED = "planned"


class Consent(StrEnum):
    """What the owner has agreed to; a camera without consent cannot be opened."""

    GIVEN = "given"
    WITH_REASON = "with_reason"
    """Given, and each opening must state its reason."""
    ASKED = "asked"
    WITHHELD = "withheld"
    NOT_NEEDED = "not_needed"
    """The city's own."""

    @property
    def allows(self) -> bool:
        """Whether an operator may see the picture (perhaps with a reason)."""
        return self in (Consent.GIVEN, Consent.WITH_REASON, Consent.NOT_NEEDED)


class PlaceKind(StrEnum):
    """What a camera looks at."""

    CROSSING = "crossing"
    STREET = "street"
    YARD = "yard"
    MARKET = "market"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    STATION = "station"
    AIRPORT = "airport"
    UNDERPASS = "underpass"
    PARK = "park"
    PARKING = "parking"
    SHOP = "shop"


class Camera(Struct, frozen=True, array_like=True, gc=False):
    """One camera of the registry; 150,000 of them, so the fields travel as an array.

    ``heading`` is degrees clockwise from north, ``view_angle`` the horizontal field of view in degrees, ``reach`` the
    distance in metres at which a person is still observed (62.5 px/m, IEC 62676-4). ``street`` and ``cross`` are ids
    of the schematic; ``site`` is the id of the site it belongs to; each may be empty. ``width_px`` is the horizontal
    resolution of the main stream, 0 where the register does not say; ``is_ptz`` that it is known to pan and tilt.
    """

    id: str
    lon: float
    lat: float
    district: str
    owner: CameraOwner
    integration: Integration
    consent: Consent
    place_kind: PlaceKind
    heading: int
    view_angle: int
    reach: int
    street: str
    cross: str
    site: str
    width_px: int = 0
    is_ptz: bool = False

    @property
    def can_be_opened(self) -> bool:
        """Whether an operator may see its picture: integrated, and the owner has agreed."""
        return self.integration is Integration.INTEGRATED and self.consent.allows
