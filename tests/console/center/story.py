"""Stories for Hypothesis: what operators want and what the world says, in any order, on a small city."""

from hypothesis import strategies as st

from console.center.annunciation import Rows, annunciate, device_told, unit_told
from console.center.decisions import decide
from console.center.signals import DeviceReport, Signal, UnitReport
from console.domain import intents as i
from console.domain.alarms import AlarmKind
from console.domain.devices import Health
from console.domain.errors import Refused
from console.domain.events import CENTER, Event, LogEntry, UnitAdded
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.intents import Intent
from console.domain.picture import Picture
from console.domain.session import Operator, Role
from console.domain.units import AssignmentState, UnitStatus
from console.domain.zones import Crossing, Drawing, Watch, Way, ZoneKind
from tests.console.center.town import LAT, LON, PLACE, UNITS, unit

ANNA = Operator("anna", "Anna", Role.DUTY_OFFICER)
BOLAT = Operator("bolat", "Bolat", Role.SUPERVISOR)
START = 1_750_000_000.0

_sources = st.sampled_from(["B0", "B1", "B2"])
_kinds = st.sampled_from([AlarmKind.PANIC_BUTTON, AlarmKind.FIRE, AlarmKind.CAMERA_OFFLINE])
_units = st.sampled_from(UNITS[:3])
_number = st.integers(0, 5)
"""Stands for the n-th alarm or incident that there is (modulo), so that stories hit something."""

_drawings = st.builds(
    Drawing,
    st.sampled_from(ZoneKind),
    st.sampled_from(["Stadium", "Market"]),
    st.sampled_from(
        [((LON, LAT), (LON + 0.01, LAT), (LON, LAT + 0.01)), ((LON, LAT), (LON + 0.02, LAT), (LON, LAT + 0.02))]
    ),
    st.none() | st.builds(Watch, st.sampled_from(Way)),
)
_wishes = st.one_of(
    st.tuples(st.just("acknowledge"), _number),
    st.tuples(st.just("take_over"), _number),
    st.tuples(st.just("open"), st.lists(_number, min_size=1, max_size=3)),
    st.tuples(st.just("assign"), _number, _units),
    st.tuples(st.just("unit_status"), _units, st.sampled_from(UnitStatus)),
    st.tuples(st.just("incident_status"), _number, st.sampled_from(IncidentStatus)),
    st.tuples(st.just("close"), _number, st.sampled_from(Disposition)),
    st.tuples(st.just("note"), _number),
    st.tuples(st.just("draw"), _drawings),
    st.tuples(st.just("redraw"), _number, _drawings),
    st.tuples(st.just("remove"), _number),
)
_words = st.one_of(
    st.builds(Signal, _sources, _kinds, st.booleans(), st.just(LON), st.just(LAT), st.just("d"), st.just(PLACE)),
    st.builds(
        Signal,
        _units,
        st.just(AlarmKind.GEOFENCE),
        st.booleans(),
        st.just(LON),
        st.just(LAT),
        st.just("d"),
        st.just(PLACE),
        crossing=st.builds(Crossing, st.sampled_from(["Z4", "Z5"]), st.sampled_from([Way.ENTER, Way.LEAVE])),
    ),
    st.builds(UnitReport, _units, status=st.sampled_from(UnitStatus)),
    st.builds(UnitReport, _units, answer=st.sampled_from(AssignmentState)),
    st.builds(DeviceReport, _sources, st.sampled_from(Health)),
)
steps = st.lists(
    st.tuples(
        st.sampled_from([1.0, 30.0, 700.0]), st.one_of(_words, st.tuples(st.sampled_from([ANNA, BOLAT]), _wishes))
    ),
    max_size=60,
)


def told(story: list) -> tuple[Picture, list[LogEntry]]:  # type: ignore[type-arg]
    """Live through a story: the picture at its end and all entries it wrote."""
    picture, entries = Picture(), []
    now = START

    def write(events: list[Event], actor: str) -> None:
        for event in events:
            entry = LogEntry(picture.seq + 1, now, actor, event)
            picture.apply(entry)
            entries.append(entry)

    write([UnitAdded(unit(id_, START)) for id_ in UNITS[:3]], CENTER)
    for wait, what in story:
        now += wait
        picture.place([u.fix.__class__(u.id, LON, LAT, 0, 0, now) for u in picture.units.values() if u.fix])
        match what:
            case Signal():
                row = Rows(picture).find(what.source, what.kind, what.crossing)
                write(annunciate(picture, what, now, row), CENTER)
            case UnitReport():
                write(unit_told(picture, what), CENTER)
            case DeviceReport():
                write(device_told(picture, what), CENTER)
            case (actor, wish):
                intent = _intent(picture, wish)
                try:
                    events = decide(picture, intent, actor, None, now)
                except Refused:
                    continue
                write(events, actor.id)
    return picture, entries


def _intent(picture: Picture, wish: tuple) -> Intent:  # type: ignore[type-arg]
    alarms, incidents = list(picture.alarms), list(picture.incidents)

    def nth(things: list[str], number: int) -> str:
        return things[number % len(things)] if things else "nothing"

    match wish:
        case ("acknowledge", n):
            return i.Acknowledge(nth(alarms, n))
        case ("take_over", n):
            return i.TakeOver(nth(alarms, n))
        case ("open", numbers):
            return i.OpenIncident(tuple(nth(alarms, n) for n in numbers))
        case ("assign", n, unit_id):
            return i.AssignUnit(nth(incidents, n), unit_id)
        case ("unit_status", unit_id, status):
            return i.SetUnitStatus(unit_id, status)
        case ("incident_status", n, status):
            return i.SetIncidentStatus(nth(incidents, n), status)
        case ("close", n, disposition):
            return i.CloseIncident(nth(incidents, n), disposition)
        case ("draw", drawing):
            return i.DrawZone(drawing)
        case ("redraw", n, drawing):
            return i.ChangeZone(nth(list(picture.zones), n), drawing)
        case ("remove", n):
            return i.RemoveZone(nth(list(picture.zones), n))
        case (_, n):
            return i.AddNote(nth(incidents, n), "seen")
    raise AssertionError(wish)
