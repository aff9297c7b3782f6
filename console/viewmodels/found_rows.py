"""How each thing that a search finds is shown: its name, and the hint that tells it from its like."""

from collections.abc import Mapping

from console.domain.alarms import Alarm
from console.domain.cameras import Camera
from console.domain.incidents import Incident
from console.domain.schematic import District, Place
from console.domain.sites import PanicButton, ServiceCenter, Site
from console.domain.units import Unit
from console.insight.city import AREA
from console.language import _
from console.viewmodels import places, words
from console.viewmodels.found import Found, FoundKind
from console.viewmodels.street_search import Street

Streets = Mapping[str, Street]
DISTRICT_ZOOM, QUARTER_ZOOM = 12, 14


def unit(thing: Unit, now: float, score: int) -> Found:
    """A unit with its agency and status; one without a fix is nowhere (0, 0)."""
    lon, lat = (thing.fix.lon, thing.fix.lat) if thing.fix else (0.0, 0.0)
    hint = f"{words.word(thing.agency)} · {words.word(thing.status_at(now))}"
    return Found(FoundKind.UNIT, thing.id, thing.callsign, hint, lon, lat, score)


def alarm(thing: Alarm, score: int) -> Found:
    """An alarm with its place, priority and state."""
    place = places.called(thing.place, thing.lon, thing.lat) or thing.source
    title = f"{words.word(thing.kind)}, {place}"
    hint = f"P{int(thing.priority)} · {words.word(thing.state)}"
    return Found(FoundKind.ALARM, thing.id, title, hint, thing.lon, thing.lat, score)


def incident(thing: Incident, score: int) -> Found:
    """An incident with its place and status."""
    hint = f"{places.called(thing.place, thing.lon, thing.lat)} · {words.word(thing.status)}"
    return Found(FoundKind.INCIDENT, thing.id, words.incident_title(thing), hint, thing.lon, thing.lat, score)


def site(thing: Site, score: int) -> Found:
    """A site with its kind and district."""
    hint = f"{words.word(thing.kind)} · {words.district(thing.district)}"
    return Found(FoundKind.SITE, thing.id, words.name(thing.name), hint, thing.lon, thing.lat, score)


def center(thing: ServiceCenter, score: int) -> Found:
    """A police service center."""
    return Found(FoundKind.CENTER, thing.id, words.name(thing.name), _("Service center"), thing.lon, thing.lat, score)


def place(thing: Place, district: str, score: int) -> Found:
    """A named place of the map; ``district`` is the name of the one it lies in."""
    zoom = QUARTER_ZOOM if thing.kind == AREA else None
    return Found(FoundKind.PLACE, thing.id, words.name(thing.name), district, thing.lon, thing.lat, score, zoom)


def district(thing: District, score: int) -> Found:
    """A district, at the middle of its bounds."""
    edge = thing.outline
    lon, lat = (edge.west + edge.east) / 2, (edge.south + edge.north) / 2
    return Found(FoundKind.DISTRICT, thing.id, words.name(thing.name), _("District"), lon, lat, score, DISTRICT_ZOOM)


def camera(thing: Camera, streets: Streets, score: int) -> Found:
    """A camera with its streets and what it looks at."""
    title = f"{thing.id} · {_streets_of(thing, streets)}"
    return Found(FoundKind.CAMERA, thing.id, title, words.word(thing.place_kind), thing.lon, thing.lat, score)


def button(thing: PanicButton, streets: Streets, score: int) -> Found:
    """A panic button with its streets."""
    title = f"{thing.id} · {_streets_of(thing, streets)}"
    return Found(FoundKind.BUTTON, thing.id, title, _("Panic button"), thing.lon, thing.lat, score)


def _streets_of(thing: Camera | PanicButton, streets: Streets) -> str:
    named = [words.name(streets[street].name) for street in (thing.street, thing.cross) if street in streets]
    return " – ".join(named) or words.district(thing.district)
