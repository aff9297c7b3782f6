"""The map in words: names of layers, legends, tooltips; in the operator's language, asked anew each time."""

from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum

from console.domain.alarms import Priority
from console.domain.cameras import Camera, Consent, Integration
from console.domain.devices import Health
from console.domain.freshness import Source
from console.language import N_, _, ngettext
from console.state.points import Layer, State
from console.state.store import Store
from console.viewmodels import places, words, zone_words
from console.viewmodels.map_filters import Facet, Help
from console.viewmodels.search import Street

TITLES = {
    "alarms": N_("Alarms"),
    "incidents": N_("Incidents"),
    "units": N_("Units"),
    Layer.CAMERAS: N_("Cameras"),
    Layer.PLANNED: N_("Planned cameras"),
    Layer.BUTTONS: N_("Panic buttons"),
    Layer.LIGHTING: N_("Street lighting"),
    Layer.SITES: N_("Guarded sites"),
    Layer.CENTERS: N_("Service centers"),
    "sight": N_("Camera sight"),
}

KIND_OF = {
    Layer.CAMERAS: "camera",
    Layer.PLANNED: "camera",
    Layer.BUTTONS: "button",
    Layer.LIGHTING: "lighting",
    Layer.SITES: "site",
    Layer.CENTERS: "center",
}
"""What a point of a layer is called where things are selected."""

STATES: dict[Layer, dict[State, str]] = {
    Layer.CAMERAS: {
        State.OK: N_("Integrated"),
        State.DEGRADED: N_("Impaired"),
        State.OFFLINE: N_("Offline"),
        State.ABSENT: N_("Not integrated"),
    },
    Layer.PLANNED: {},
    Layer.BUTTONS: {State.OK: N_("In order"), State.DEGRADED: N_("Impaired"), State.OFFLINE: N_("Offline")},
    Layer.LIGHTING: {State.OK: N_("Lit"), State.OFFLINE: N_("Lamps out"), State.ABSENT: N_("No lamps")},
    Layer.SITES: {State.OK: N_("In order"), State.DEGRADED: N_("A system is not in order")},
    Layer.CENTERS: {},
}

HELP = {Help.NONE: N_("No unit sent"), Help.SENT: N_("Units sent")}

HEALTH = {
    Health.OK: N_("In order"),
    Health.DEGRADED: N_("Impaired"),
    Health.OFFLINE: N_("Offline"),
    Health.TAMPERED: N_("Tampered with"),
    Health.OUTAGE: N_("Lamps out"),
}

CONSENT = {
    Consent.GIVEN: N_("The owner has agreed"),
    Consent.WITH_REASON: N_("Each opening needs a reason"),
    Consent.ASKED: N_("The owner has been asked"),
    Consent.WITHHELD: N_("The owner has not agreed"),
    Consent.NOT_NEEDED: "",
}

INTEGRATION = {
    Integration.INTEGRATED: N_("Integrated"),
    Integration.NOT_INTEGRATED: N_("Not integrated"),
    Integration.PLANNED: N_("Planned"),
}


def layer(name: str) -> str:
    """The layer's name."""
    return _(TITLES[name])


def value(name: str, facet: Facet, one: Enum) -> str:
    """A value of a layer's facet."""
    if facet is Facet.STATE and isinstance(one, State):
        return _(STATES[Layer(name)][one])
    if isinstance(one, Priority):
        return words.priority(one)
    if isinstance(one, Help):
        return _(HELP[one])
    assert isinstance(one, StrEnum)
    return words.word(one)


def cluster(name: Layer, counts: Sequence[int]) -> list[str]:
    """Name of the layer with the number of points, then a line for each state."""
    lines = [f"{layer(name)}: {_number(sum(counts))}"]
    states = STATES[name].items()
    return lines + [f"{_(title)}: {_number(counts[s])}" for s, title in states if counts[s] and s < len(counts)]


def stale(ages: Mapping[Source, float | None]) -> str:
    """What of the map is old, and how old; "" where nothing is."""
    if not ages:
        return ""
    known = [age for age in ages.values() if age is not None]
    if not known:
        return _("No data from the center yet")
    what = _("Events and positions") if len(ages) > 1 else words.word(next(iter(ages)))
    return _("{what} are {age} old").format(what=what, age=words.age(max(known)))


def describe(store: Store, kind: str, thing: str, streets: Mapping[str, Street]) -> list[str]:
    """Lines of plain text that say what a thing is; none for one that is not known (any more)."""
    match kind:
        case "alarm":
            return _alarm(store, thing)
        case "unit":
            return _unit(store, thing)
        case "incident":
            return _incident(store, thing)
        case "camera":
            return _camera(store, thing, streets)
        case "site":
            return _site(store, thing)
        case "zone":
            return _zone(store, thing)
        case _:
            return _device(store, kind, thing, streets)


def _zone(store: Store, thing: str) -> list[str]:
    zone = store.picture.zones.get(thing)
    return [] if zone is None else [zone.drawing.name, *zone_words.lines(store, zone)[:3]]


def _alarm(store: Store, thing: str) -> list[str]:
    alarm = store.picture.alarms.get(thing)
    if alarm is None:
        return []
    age = words.age(store.clock.now() - alarm.raised_at)
    return _lines(
        f"P{alarm.priority} · {words.word(alarm.kind)}",
        places.called(alarm.place, alarm.lon, alarm.lat) or words.district(alarm.district),
        f"{words.word(alarm.state)} · {age}",
    )


def _unit(store: Store, thing: str) -> list[str]:
    unit = store.picture.units.get(thing)
    if unit is None:
        return []
    now = store.clock.now()
    return _lines(
        f"{unit.callsign} · {words.word(unit.agency)}",
        words.word(unit.status_at(now)),
        unit.assignment.incident if unit.assignment else "",
        _("Position {age} old").format(age=words.age(unit.fix_age(now))),
    )


def _incident(store: Store, thing: str) -> list[str]:
    incident = store.picture.incidents.get(thing)
    if incident is None:
        return []
    sent = ngettext("{n} unit", "{n} units", len(incident.units)).format(n=len(incident.units))
    return _lines(
        words.incident_title(incident),
        places.called(incident.place, incident.lon, incident.lat) or words.district(incident.district),
        f"{words.word(incident.status)} · {sent}",
    )


def _camera(store: Store, thing: str, streets: Mapping[str, Street]) -> list[str]:
    camera = store.cameras.get(thing)
    if camera is None:
        return []
    state = camera_state(store, camera)
    return _lines(
        words.camera(camera),
        _place(streets, camera.street, camera.cross) or words.district(camera.district),
        f"{words.word(camera.owner)} · {state}",
        _(CONSENT[store.picture.consent(camera)]) if camera.integration is not Integration.PLANNED else "",
    )


def camera_state(store: Store, camera: Camera) -> str:
    """How a camera does where it is integrated, else that it is not."""
    if camera.integration is Integration.INTEGRATED:
        return _(HEALTH[store.picture.devices.get(camera.id, Health.OK)])
    return _(INTEGRATION[camera.integration])


def _site(store: Store, thing: str) -> list[str]:
    site = store.sites.get(thing)
    if site is None:
        return []
    ailing = sum(system.id in store.picture.devices for system in site.systems)
    systems = ngettext("{n} protection system", "{n} protection systems", len(site.systems)).format(n=len(site.systems))
    return _lines(
        words.name(site.name),
        words.word(site.kind),
        systems,
        _("{n} not in order").format(n=ailing) if ailing else "",
    )


def _device(store: Store, kind: str, thing: str, streets: Mapping[str, Street]) -> list[str]:
    """A panic button, a lighting segment or a service center."""
    health = _(HEALTH[store.picture.devices.get(thing, Health.OK)])
    if kind == "button" and (button := store.buttons.get(thing)):
        return _lines(f"{_('Panic button')} {thing}", _place(streets, button.street, button.cross), health)
    registry = store.registry
    if registry is None:
        return []
    if kind == "center":
        return [words.name(center.name) for center in registry.service_centers if center.id == thing]
    for segment in registry.lighting:
        if segment.id == thing:
            state = health if segment.has_lamps else _("No lamps")
            return _lines(f"{_('Street lighting')} {thing}", _place(streets, segment.street), state)
    return []


def _place(streets: Mapping[str, Street], *ids: str) -> str:
    return " – ".join(words.name(streets[id_].name) for id_ in ids if id_ in streets)


def _lines(*lines: str) -> list[str]:
    return [line for line in lines if line]


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
