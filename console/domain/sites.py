"""Schools, hospitals, stations and other guarded places with the passport of their protection systems."""

from enum import StrEnum

from msgspec import Struct

from console.domain.text import LocalText


class SiteKind(StrEnum):
    """What the place is."""

    SCHOOL = "school"
    HOSPITAL = "hospital"
    STATION = "station"
    AIRPORT = "airport"
    MARKET = "market"
    MALL = "mall"
    METRO = "metro"
    STADIUM = "stadium"
    UNIVERSITY = "university"
    GOVERNMENT = "government"


class SystemKind(StrEnum):
    """The protection systems the city asks for."""

    CAMERAS = "cameras"
    PANIC_BUTTON = "panic_button"
    TURNSTILE = "turnstile"
    SECURITY_ALARM = "security_alarm"
    FIRE_ALARM = "fire_alarm"


class ProtectionSystem(Struct, frozen=True):
    """One system of a site. ``tested_at`` is Unix seconds; ``id`` is the device its events speak of."""

    id: str
    kind: SystemKind
    tested_at: float


class Site(Struct, frozen=True):
    """A guarded place."""

    id: str
    kind: SiteKind
    name: LocalText
    lon: float
    lat: float
    district: str
    systems: tuple[ProtectionSystem, ...]


class PanicButton(Struct, frozen=True, array_like=True, gc=False):
    """A panic button in a public place; pressed = a P1 alarm."""

    id: str
    lon: float
    lat: float
    district: str
    street: str
    cross: str
    site: str


class ServiceCenter(Struct, frozen=True):
    """A police service center, one per district: home base of units."""

    id: str
    name: LocalText
    lon: float
    lat: float
    district: str
