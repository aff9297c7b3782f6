"""What zones are called and described with, in the operator's language."""

from console.domain.errors import ProblemType
from console.domain.units import Agency
from console.domain.zones import Drawing, Watch, Zone, area_m2, fault
from console.language import N_, _, current
from console.state.store import Store
from console.viewmodels import words

NOT_POLICE = tuple(agency for agency in Agency if agency is not Agency.POLICE)

FAULTS = {
    ProblemType.NAMELESS: N_("It needs a name."),
    ProblemType.CROSSES_ITSELF: N_("Its edge crosses itself. Move a corner and try again."),
    ProblemType.AREA_TOO_SMALL: N_("Its area is too small to be kept."),
    ProblemType.AREA_TOO_LARGE: N_("Its area is too large. Draw a smaller one."),
}


def lines(store: Store, zone: Zone) -> list[str]:
    """What it is and how large, whom it watches, until when, and who drew it."""
    drawing = zone.drawing
    by = store.picture.operators.get(zone.drawn_by, zone.drawn_by)
    return [
        f"{words.word(drawing.kind)}, {area(area_m2(drawing.ring))}",
        watch(drawing.watch, store),
        ends(drawing.expires_at),
        *((_("For {incident}").format(incident=_incident(store, drawing.incident)),) if drawing.incident else ()),
        _("Drawn by {name}, {time}").format(name=by, time=words.time_of_day(zone.drawn_at)),
    ]


def _incident(store: Store, incident_id: str) -> str:
    incident = store.picture.incidents.get(incident_id)
    return incident_id if incident is None else words.incident_title(incident)


def problem(drawing: Drawing) -> str:
    """Why a tidy drawing is no zone, as a sentence; "" where it is one."""
    why = fault(drawing)
    return _(FAULTS[why]) if why is not None else ""


def area(square_metres: float) -> str:
    """``850 m²``, ``2.4 ha`` or ``1.3 km²``."""
    if square_metres < 10_000:
        return _("{n} m²").format(n=round(square_metres))
    if square_metres < 1e6:
        return _("{n} ha").format(n=_number(square_metres / 1e4))
    return _("{n} km²").format(n=_number(square_metres / 1e6))


def watch(told: Watch | None, store: Store) -> str:
    """Whose crossing raises an alarm, and which way."""
    if told is None:
        return _("Nobody is watched")
    units = store.picture.units
    names = [units[id_].callsign if id_ in units else id_ for id_ in told.units]
    whom = ", ".join([*names, *(words.word(agency) for agency in told.agencies)]) or _("all units")
    if set(told.agencies) == set(NOT_POLICE):
        whom = _("all but police")
    return _("Watches {whom}: {way}").format(whom=whom, way=words.word(told.way))


def ends(expires_at: float | None) -> str:
    """Until when it is kept."""
    if expires_at is None:
        return _("Until it is removed")
    return _("Until {day} {time}").format(day=words.day(expires_at), time=words.time_of_day(expires_at)[:5])


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return text if current() == "en" else text.replace(".", ",")
