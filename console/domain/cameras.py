"""Cameras: who owns them, whether the center may open them, where they look."""

from enum import StrEnum

from msgspec import Struct


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
    of the schematic; ``site`` is the id of the site it belongs to; each may be empty.
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

    @property
    def can_be_opened(self) -> bool:
        """Whether an operator may see its picture: integrated, and the owner has agreed."""
        return self.integration is Integration.INTEGRATED and self.consent in (
            Consent.GIVEN,
            Consent.WITH_REASON,
            Consent.NOT_NEEDED,
        )
