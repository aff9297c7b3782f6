"""What a search finds: one thing of the city, with its name, what tells it from its like, and where it is."""

from enum import StrEnum

from msgspec import Struct


class FoundKind(StrEnum):
    """What was found."""

    UNIT = "unit"
    ALARM = "alarm"
    INCIDENT = "incident"
    SITE = "site"
    STREET = "street"
    CROSSING = "crossing"
    CAMERA = "camera"
    BUTTON = "button"
    CENTER = "center"
    PLACE = "place"
    DISTRICT = "district"
    POSITION = "position"


class Found(Struct, frozen=True):
    """A thing with its name, a hint that tells it from its like, and where it is; a better fit has a higher score."""

    kind: FoundKind
    id: str
    title: str
    hint: str
    lon: float
    lat: float
    score: int = 0
    zoom: int | None = None
    """How near one looks at it; as near as streets are read where nothing is said."""
