"""Those who are asked in the demo city answer: crews, other agencies, workshops; and people call."""

from collections.abc import Callable

from msgspec.structs import replace

from console.center.world.answers import agencies_said, units_said, workshops_said
from console.center.world.callers import PER_HOUR, TELEPHONES, Callers
from console.domain.alarms import AlarmKind, Priority
from console.domain.devices import Health
from console.domain.events import DeviceChanged, LogEntry, RepairOrdered
from console.domain.incidents import AgencyRequest, Incident, IncidentStatus
from console.domain.intents import OpenCall
from console.domain.messages import Message
from console.domain.picture import Picture
from console.domain.registry import Registry
from console.domain.repairs import Repair, RepairState
from console.domain.units import CHECK_IN_WITHIN_S, Agency, UnitStatus
from tests.console.center.town import unit
from tests.console.center.world.control_room import NOON, ControlRoom


def picture(status: UnitStatus = UnitStatus.ON_PATROL, crews: int = 200) -> Picture:
    known = Picture()
    known.units = {f"U{n}": replace(unit(f"U{n}", NOON), status=status) for n in range(crews)}
    return known


def asked(request: AgencyRequest) -> Picture:
    known = Picture()
    known.incidents = {
        f"I{n}": Incident(
            f"I{n}", AlarmKind.FIRE, Priority.P2, IncidentStatus.NEW, 76.9, 43.2, "d", NOON, "anna",
            requests={request.agency: request},
        )
        for n in range(100)
    }  # fmt: skip
    return known


def test_a_roll_call_is_answered_by_nearly_all_after_some_seconds() -> None:
    known = picture()
    known.messages["M1"] = Message("M1", "where are you", "anna", NOON, tuple(known.units), True)
    assert not units_said(1, NOON + 3, known, ())
    said = {report.unit for report in units_said(1, NOON + 30, known, ["U7"]) if report.read == "M1"}
    assert 0.9 * len(known.units) < len(said) < len(known.units)
    assert "U7" not in said, "it has no radio"
    assert said == {report.unit for report in units_said(1, NOON + 30, known, ["U7"])}, "and asked again the same"


def test_crews_say_that_all_is_well_before_it_is_due_and_a_few_forget() -> None:
    known, within = picture(), CHECK_IN_WITHIN_S[UnitStatus.ON_PATROL]
    assert not units_said(1, NOON + 0.3 * within, known, ())
    well = {report.unit for report in units_said(1, NOON + within - 1, known, ()) if report.is_well}
    assert 0.85 * len(known.units) < len(well) < len(known.units)
    assert not units_said(1, NOON + within - 1, picture(UnitStatus.AVAILABLE), ()), "who is not asked says nothing"


def test_other_agencies_answer_within_a_minute_and_some_refuse_with_a_reason() -> None:
    known = asked(AgencyRequest(Agency.GAS, "please", "anna", NOON))
    assert not agencies_said(1, NOON + 9, known)
    answers = agencies_said(1, NOON + 61, known)
    assert len(answers) == len(known.incidents)
    refusals = [answer for answer in answers if not answer.accepted]
    assert 3 <= len(refusals) <= 35
    assert all(answer.text for answer in refusals)


def test_a_workshop_takes_an_order_and_then_it_is_done() -> None:
    known = Picture()
    known.repairs["R1"] = order = Repair("R1", "L1", "dark", "anna", NOON)
    assert not workshops_said(1, NOON + 10, known)
    (taken,) = workshops_said(1, NOON + 95, known)
    assert taken.state is RepairState.ACCEPTED
    known.repairs["R1"] = replace(order, state=RepairState.ACCEPTED)
    (done,) = workshops_said(1, NOON + 1000, known)
    assert (done.state, done.device) == (RepairState.DONE, "L1")


def test_what_is_repaired_works_again(control_room: Callable[..., ControlRoom]) -> None:
    room = control_room()
    room.play(2)
    lamp = next(device for device, health in room.picture.devices.items() if health is Health.OUTAGE)
    order = Repair("R1", lamp, "dark", "anna", room.now - 2000, state=RepairState.ACCEPTED)
    room.picture.apply(LogEntry(room.picture.seq + 1, room.now, "anna", RepairOrdered(order)))
    (step,) = room.play(1)
    assert [(report.repair, report.state) for report in step.repairs] == [("R1", RepairState.DONE)]
    assert lamp not in room.picture.devices


def test_a_lamp_that_raised_an_alarm_clears_it_when_it_is_repaired(control_room: Callable[..., ControlRoom]) -> None:
    room = control_room()
    room.play(2)
    lamp = room.world.registry.lighting[3].id
    room.hear(room.world.signal(lamp, AlarmKind.LAMP_OUTAGE, active=True))
    room.picture.apply(LogEntry(room.picture.seq + 1, room.now, "center", DeviceChanged(lamp, Health.OUTAGE)))
    order = Repair("R1", lamp, "dark", "anna", room.now - 2000, state=RepairState.ACCEPTED)
    room.picture.apply(LogEntry(room.picture.seq + 1, room.now, "anna", RepairOrdered(order)))
    room.play(1)
    (alarm,) = [alarm for alarm in room.picture.alarms.values() if alarm.source == lamp]
    assert alarm.cleared_at is not None
    assert lamp not in room.picture.devices


def test_people_call_as_often_as_they_should_and_a_minute_is_the_same_whenever_one_looks(registry: Registry) -> None:
    callers, minutes = Callers(1, registry), range(1000)
    calls = [wish for minute in minutes for _, wish in callers.minute(minute)]
    assert 0.8 * PER_HOUR < len(calls) / (len(minutes) / 60) < 1.2 * PER_HOUR
    assert calls == [wish for minute in minutes for _, wish in callers.minute(minute)]
    intents = [wish.intent for wish in calls if isinstance(wish.intent, OpenCall)]
    assert {AlarmKind.MISSING_CHILD, AlarmKind.THREAT} <= {intent.kind for intent in intents}
    assert all(intent.text and intent.place and intent.site for intent in intents)
    assert {wish.operator for wish in calls} == set(TELEPHONES)


def test_what_was_called_while_nobody_looked_is_not_made_up_for(registry: Registry) -> None:
    callers = Callers(1, registry)
    assert not callers.step(NOON)
    assert not callers.step(NOON + 36_000)
    assert sum(len(callers.step(NOON + 36_000 + 60 * n)) for n in range(1, 121)) > 3


def test_crews_have_skills_and_those_on_foot_are_known_to_be(control_room: Callable[..., ControlRoom]) -> None:
    units = control_room().world.units
    assert {unit.callsign[0] for unit in units if unit.is_on_foot} == {"N"}
    assert len({skill for unit in units for skill in unit.skills}) >= 6
