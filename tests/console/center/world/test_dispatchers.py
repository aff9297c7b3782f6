"""An agency that has said that it comes sends a unit, and the unit goes."""

from collections.abc import Callable

from msgspec.structs import replace

from console.center.city import City
from console.center.decisions import decide
from console.center.world.dispatchers import ROOMS, SENT_S, units_sent
from console.domain import events as e, intents as i
from console.domain.geo import distance_m
from console.domain.incidents import IncidentStatus, RequestState
from console.domain.units import FREE, Agency, AssignmentState, UnitStatus
from tests.console.center.world.control_room import ControlRoom

LATEST_S = SENT_S[1] + 1


def promised(room: ControlRoom, agency: Agency = Agency.AMBULANCE) -> None:
    """An incident to which an agency has said that it comes."""
    room.open(room.press())
    tell(room, e.AgencyRequested("I1", agency, "please"))
    tell(room, e.AgencyAnswered("I1", agency, RequestState.ACCEPTED, "we come"))


def tell(room: ControlRoom, *events: e.Event) -> None:
    for event in events:
        room.picture.apply(e.LogEntry(room.picture.seq + 1, room.now, "center", event))


def play(room: ControlRoom, seconds: float) -> list[i.AssignUnit]:
    """Let time pass; what the agencies sent, by the center's own rules."""
    sent = []
    for _second in range(round(seconds)):
        (step,) = room.play(1)
        for wish in step.wishes:
            if wish.operator in ROOMS.values():
                assert isinstance(wish.intent, i.AssignUnit)
                tell(room, *decide(room.picture, wish.intent, wish.operator, None, room.now, City()))
                sent.append(wish.intent)
    return sent


def test_the_nearest_free_unit_is_sent_and_drives_there(control_room: Callable[..., ControlRoom]) -> None:
    room = control_room()
    room.play(2)
    promised(room)
    incident = room.picture.incidents["I1"]
    free = [u for u in room.picture.units.values() if u.agency is Agency.AMBULANCE and u.status in FREE]
    (sent,) = play(room, LATEST_S)

    unit = room.unit(sent.unit)
    assert unit in [room.unit(one.id) for one in free]
    assert unit.assignment is not None
    assert room.picture.incidents["I1"].units == (unit.id,)
    assert unit.fix is not None
    before = distance_m(unit.fix.lon, unit.fix.lat, incident.lon, incident.lat)
    near = sorted(distance_m(u.fix.lon, u.fix.lat, incident.lon, incident.lat) for u in free if u.fix)
    assert before < near[3] + 500, "by the streets, not as the crow flies"

    more = play(room, 60)
    went = room.unit(sent.unit)
    if went.assignment is not None:  # it may have refused; then another was sent
        assert went.status in (UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE)
        assert went.fix is not None
        assert distance_m(went.fix.lon, went.fix.lat, incident.lon, incident.lat) < before
        assert not more, "one was promised"
    else:
        assert more


def test_a_crew_that_refuses_is_replaced_and_one_that_has_been_there_is_not(
    control_room: Callable[..., ControlRoom],
) -> None:
    room = control_room()
    room.play(2)
    promised(room)
    (first,) = play(room, LATEST_S)
    for answer in (AssignmentState.REFUSED,):
        if room.unit(first.unit).assignment is not None:
            tell(room, e.AssignmentAnswered(first.unit, "I1", answer))
    room.now += LATEST_S
    (other,) = units_sent(1, room.now, room.picture, room.world.streets)
    assert isinstance(other.intent, i.AssignUnit)
    assert other.intent.unit != first.unit

    tell(room, e.UnitAssigned(other.intent.unit, "I1"))
    tell(room, e.AssignmentAnswered(other.intent.unit, "I1", AssignmentState.CLEARED))
    assert not units_sent(1, room.now + 600, room.picture, room.world.streets)


def test_nobody_is_sent_where_it_is_not_wanted_any_more_or_somebody_was(
    control_room: Callable[..., ControlRoom],
) -> None:
    room = control_room()
    room.play(2)
    promised(room)
    later, streets = room.now + LATEST_S, room.world.streets
    assert len(units_sent(1, later, room.picture, streets)) == 1
    assert not units_sent(1, room.now + 1, room.picture, streets), "it takes some seconds"

    incident = room.picture.incidents["I1"]
    room.picture.incidents["I1"] = replace(incident, status=IncidentStatus.RESOLVED)
    assert not units_sent(1, later, room.picture, streets)
    room.picture.incidents["I1"] = incident

    own = next(u for u in room.picture.units.values() if u.agency is Agency.AMBULANCE and u.status in FREE)
    room.assign(own.id)
    assert not units_sent(1, later, room.picture, streets), "an operator has sent one"


def test_where_nobody_is_free_it_waits_until_somebody_is(control_room: Callable[..., ControlRoom]) -> None:
    room = control_room()
    room.play(2)
    promised(room)
    later, streets, units = room.now + LATEST_S, room.world.streets, room.picture.units
    crews = [unit for unit in units.values() if unit.agency is Agency.AMBULANCE]
    units.update({unit.id: replace(unit, status=UnitStatus.BREAK) for unit in crews})
    assert not units_sent(1, later, room.picture, streets)

    units[crews[0].id] = replace(crews[0], status=UnitStatus.AVAILABLE)
    (wish,) = units_sent(1, later, room.picture, streets)
    assert wish.intent == i.AssignUnit("I1", crews[0].id)
    assert wish.operator.name == "Диспетчер 103"
