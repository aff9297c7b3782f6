"""What the center decides, and what it says when it does not do something."""

import pytest
from msgspec.structs import replace

from console.center.annunciation import device_told, unit_told
from console.center.signals import DeviceReport, UnitReport
from console.domain import events as e, intents as i
from console.domain.alarms import (
    EMERGENCY_REPEAT_WINDOW_S,
    PRIORITY_OF,
    REPEAT_WINDOW_S,
    AlarmKind,
    AlarmState,
    Priority,
    repeat_window,
)
from console.domain.devices import Health
from console.domain.errors import ProblemType
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.intents import Intent
from console.domain.session import Operator
from console.domain.units import OFFLINE_AFTER_S, AssignmentState, UnitStatus
from tests.console.center.picture_desk import Desk
from tests.console.center.story import ANNA, BOLAT, START


def test_acknowledging_claims_the_alarm(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Acknowledge(alarm))
    assert desk.picture.alarms[alarm].owner == ANNA.id
    assert desk.picture.alarms[alarm].state is AlarmState.ACKNOWLEDGED


def test_the_second_to_acknowledge_is_told_who_was_first_and_when(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.now += 5
    desk.does(i.Acknowledge(alarm))
    desk.now += 5
    problem = desk.refused(i.Acknowledge(alarm), BOLAT)
    assert problem.type is ProblemType.CONFLICT
    assert (problem.by, problem.at) == (ANNA.id, START + 5)
    assert problem.current == desk.picture.alarms[alarm].version


def test_a_device_that_repeats_or_clears_does_not_make_an_acknowledgement_old(desk: Desk) -> None:
    alarm = desk.alarm()
    seen = desk.picture.alarms[alarm].version
    desk.signal()
    desk.signal(active=False)
    desk.does(i.Acknowledge(alarm), seen=seen)
    assert alarm not in desk.picture.alarms


def test_taking_over_is_explicit(desk: Desk) -> None:
    alarm = desk.alarm()
    assert desk.refused(i.TakeOver(alarm), BOLAT).type is ProblemType.CONFLICT
    desk.does(i.Acknowledge(alarm))
    assert desk.refused(i.TakeOver(alarm), ANNA).by == ANNA.id
    desk.does(i.TakeOver(alarm), BOLAT)
    assert desk.picture.alarms[alarm].owner == BOLAT.id


def test_what_has_changed_since_it_was_seen_is_not_taken_over(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Acknowledge(alarm))
    seen = desk.picture.alarms[alarm].version
    desk.does(i.TakeOver(alarm), BOLAT)
    problem = desk.refused(i.TakeOver(alarm), Operator("aliya", "Aliya", ANNA.role), seen)
    assert problem.type is ProblemType.CHANGED
    assert problem.status == 412
    assert problem.current == desk.picture.alarms[alarm].version


def test_opening_an_incident_acknowledges_its_alarms(desk: Desk) -> None:
    first, second = desk.alarm("B0"), desk.alarm("B1", AlarmKind.PANIC_BUTTON)
    desk.does(i.Acknowledge(first), BOLAT)
    events = desk.does(i.OpenIncident((first, second, first)))
    assert [type(event) for event in events] == [e.IncidentOpened, e.AlarmAcknowledged]
    (incident,) = desk.picture.incidents.values()
    assert incident.alarms == (first, second)
    assert incident.kind is AlarmKind.PANIC_BUTTON
    assert desk.picture.alarms[first].owner == BOLAT.id
    assert desk.picture.alarms[second].owner == ANNA.id
    assert {a.incident for a in desk.picture.alarms.values()} == {incident.id}


def test_an_alarm_that_has_cleared_is_kept_by_its_incident(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.signal(active=False)
    incident = desk.incident(alarm)
    assert desk.picture.alarms[alarm].state is AlarmState.NORMAL
    desk.does(i.CloseIncident(incident, Disposition.FOUNDED))
    assert alarm not in desk.picture.alarms


def test_an_alarm_that_ends_after_its_incident_leaves(desk: Desk) -> None:
    alarm = desk.alarm()
    incident = desk.incident(alarm)
    desk.does(i.CloseIncident(incident, Disposition.FOUNDED))
    assert alarm in desk.picture.alarms
    desk.signal(active=False)
    assert alarm not in desk.picture.alarms


def test_an_alarm_belongs_to_one_open_incident(desk: Desk) -> None:
    alarm = desk.alarm()
    incident = desk.incident(alarm)
    problem = desk.refused(i.OpenIncident((alarm,)), BOLAT)
    assert (problem.type, problem.by) == (ProblemType.CONFLICT, ANNA.id)
    assert incident in problem.detail
    desk.does(i.CloseIncident(incident, Disposition.UNFOUNDED))
    assert desk.incident(alarm) != incident


def test_two_who_send_the_same_unit_one_wins_and_the_other_is_told(desk: Desk) -> None:
    one, other = desk.incident(desk.alarm("B0")), desk.incident(desk.alarm("B1"))
    seen = desk.picture.units["U0"].version
    desk.does(i.AssignUnit(one, "U0"), seen=seen)
    problem = desk.refused(i.AssignUnit(other, "U0"), BOLAT, seen)
    assert (problem.type, problem.by, problem.at) == (ProblemType.CONFLICT, ANNA.id, desk.now)
    assert one in problem.detail


def test_a_unit_that_is_not_free_is_not_sent(desk: Desk) -> None:
    incident = desk.incident()
    desk.does(i.SetUnitStatus("U0", UnitStatus.BREAK))
    assert "break" in desk.refused(i.AssignUnit(incident, "U0")).detail


def test_a_unit_whose_position_is_old_is_not_sent(desk: Desk) -> None:
    incident = desk.incident()
    desk.now += OFFLINE_AFTER_S + 12
    assert "72 s ago" in desk.refused(i.AssignUnit(incident, "U0")).detail
    desk.picture.units["U0"] = replace(desk.picture.units["U0"], fix=None)
    assert "never" in desk.refused(i.AssignUnit(incident, "U0")).detail


def test_a_unit_that_is_not_as_seen_is_not_sent(desk: Desk) -> None:
    incident = desk.incident()
    seen = desk.picture.units["U0"].version
    desk.does(i.SetUnitStatus("U0", UnitStatus.ON_PATROL))
    assert desk.refused(i.AssignUnit(incident, "U0"), seen=seen).type is ProblemType.CHANGED


def test_no_unit_is_sent_to_a_closed_incident(desk: Desk) -> None:
    incident = desk.incident()
    desk.does(i.CloseIncident(incident, Disposition.DUPLICATE), BOLAT)
    problem = desk.refused(i.AssignUnit(incident, "U0"))
    assert (problem.type, problem.by) == (ProblemType.CONFLICT, BOLAT.id)


def test_a_unit_goes_along_its_life_cycle(desk: Desk) -> None:
    incident = desk.incident()
    desk.does(i.AssignUnit(incident, "U0"))
    desk.write(unit_told(desk.picture, UnitReport("U0", answer=AssignmentState.ACCEPTED)))
    assert desk.picture.units["U0"].status is UnitStatus.EN_ROUTE
    desk.write(unit_told(desk.picture, UnitReport("U0", UnitStatus.ON_SCENE)))
    assert unit_told(desk.picture, UnitReport("U0", UnitStatus.EN_ROUTE)) == []
    desk.does(i.SetUnitStatus("U0", UnitStatus.ON_PATROL))
    freed = desk.picture.units["U0"]
    assert (freed.assignment, freed.status) == (None, UnitStatus.ON_PATROL)
    assert desk.picture.incidents[incident].units == ()


def test_a_unit_told_by_voice_accepts_by_driving(desk: Desk) -> None:
    incident = desk.incident()
    desk.does(i.AssignUnit(incident, "U0"))
    desk.does(i.SetUnitStatus("U0", UnitStatus.ON_SCENE))
    task = desk.picture.units["U0"].assignment
    assert task is not None
    assert task.state is AssignmentState.ACCEPTED
    assert desk.picture.units["U0"].status is UnitStatus.ON_SCENE


@pytest.mark.parametrize(
    "status",
    [UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.OFFLINE, UnitStatus.AVAILABLE],
)
def test_statuses_that_need_an_incident_or_are_derived_or_the_same_are_refused(desk: Desk, status: UnitStatus) -> None:
    assert desk.refused(i.SetUnitStatus("U0", status)).type is ProblemType.CONFLICT


def test_a_late_answer_of_a_unit_is_nothing(desk: Desk) -> None:
    for answer in AssignmentState:
        assert unit_told(desk.picture, UnitReport("U0", answer=answer)) == []
    assert unit_told(desk.picture, UnitReport("nobody", UnitStatus.ON_PATROL)) == []


def test_closing_frees_the_units(desk: Desk) -> None:
    incident = desk.incident()
    desk.does(i.AssignUnit(incident, "U0"))
    desk.does(i.AssignUnit(incident, "U1"))
    desk.does(i.CloseIncident(incident, Disposition.FOUNDED))
    assert {u.status for u in desk.picture.units.values()} == {UnitStatus.AVAILABLE}
    assert desk.picture.incidents[incident].disposition is Disposition.FOUNDED


@pytest.mark.parametrize("status", [IncidentStatus.NEW, IncidentStatus.CLOSED])
def test_an_incident_does_not_jump(desk: Desk, status: IncidentStatus) -> None:
    assert desk.refused(i.SetIncidentStatus(desk.incident(), status)).type is ProblemType.CONFLICT


def test_a_resolved_incident_can_go_on(desk: Desk) -> None:
    incident = desk.incident()
    for status in (IncidentStatus.ON_HOLD, IncidentStatus.RESOLVED, IncidentStatus.IN_PROGRESS):
        desk.does(i.SetIncidentStatus(incident, status))
        assert desk.picture.incidents[incident].status is status


def test_a_note_needs_words(desk: Desk) -> None:
    assert desk.refused(i.AddNote(desk.incident(), " \n")).type is ProblemType.NO_WORDS


@pytest.mark.parametrize(
    "intent",
    [
        i.Acknowledge("A9"),
        i.TakeOver("A9"),
        i.OpenIncident(("A9",)),
        i.AssignUnit("I9", "U0"),
        i.SetUnitStatus("U9", UnitStatus.BREAK),
        i.SetIncidentStatus("I9", IncidentStatus.ON_HOLD),
        i.CloseIncident("I9", Disposition.MINOR),
        i.AddNote("I9", "hello"),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(desk: Desk, intent: Intent) -> None:
    assert desk.refused(intent).status == 404


def test_a_repeat_within_the_window_is_counted(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.signal(active=False)
    desk.now += REPEAT_WINDOW_S
    desk.signal()
    assert desk.picture.alarms[alarm].occurrences == 2
    assert desk.picture.alarms[alarm].state is AlarmState.UNACKNOWLEDGED


def test_a_return_after_the_window_is_a_new_alarm(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.signal(active=False)
    desk.now += REPEAT_WINDOW_S + 1
    assert desk.alarm() != alarm
    assert len(desk.picture.alarms) == 2


def test_an_alarm_that_never_cleared_is_counted_however_long_it_lasts(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.now += 10 * REPEAT_WINDOW_S
    desk.signal()
    assert desk.picture.alarms[alarm].occurrences == 2


@pytest.mark.parametrize("kind", AlarmKind)
def test_the_same_again_is_heard_unless_it_was_acknowledged_just_now(desk: Desk, kind: AlarmKind) -> None:
    alarm = desk.alarm(kind=kind)
    desk.does(i.Acknowledge(alarm))
    desk.now += repeat_window(kind)
    desk.signal(kind=kind)
    assert desk.picture.alarms[alarm].state is AlarmState.ACKNOWLEDGED
    assert desk.picture.alarms[alarm].owner == ANNA.id
    desk.now += repeat_window(kind) + 1
    desk.signal(kind=kind)
    again = desk.picture.alarms[alarm]
    assert again.state is AlarmState.UNACKNOWLEDGED
    assert (again.owner, again.acknowledged_at, again.occurrences) == ("", None, 3)


@pytest.mark.parametrize("kind", [AlarmKind.PANIC_BUTTON, AlarmKind.HOLD_UP, AlarmKind.OFFICER_EMERGENCY])
def test_who_calls_for_help_again_within_a_minute_is_heard(desk: Desk, kind: AlarmKind) -> None:
    assert repeat_window(kind) == EMERGENCY_REPEAT_WINDOW_S < 60 < repeat_window(AlarmKind.FIRE)


def test_worse_than_before_sounds_again_at_once_and_latches(desk: Desk) -> None:
    alarm = desk.alarm(kind=AlarmKind.CROWD)
    assert desk.picture.alarms[alarm].priority is PRIORITY_OF[AlarmKind.CROWD]
    desk.does(i.Acknowledge(alarm))
    desk.now += 1
    desk.signal(kind=AlarmKind.CROWD, priority=Priority.P1)
    worse = desk.picture.alarms[alarm]
    assert (worse.priority, worse.state, worse.owner) == (Priority.P1, AlarmState.UNACKNOWLEDGED, "")
    desk.signal(kind=AlarmKind.CROWD)
    assert desk.picture.alarms[alarm].priority is Priority.P1


def test_a_late_acknowledgement_does_not_swallow_what_was_raised_again_since(desk: Desk) -> None:
    alarm = desk.alarm()
    seen = desk.picture.alarms[alarm].version
    desk.does(i.Acknowledge(alarm), BOLAT)
    desk.now += REPEAT_WINDOW_S + 1
    desk.signal()
    problem = desk.refused(i.Acknowledge(alarm), seen=seen)
    assert (problem.type, problem.status) == (ProblemType.CHANGED, 412)
    desk.does(i.Acknowledge(alarm), seen=desk.picture.alarms[alarm].version)
    assert desk.picture.alarms[alarm].owner == ANNA.id


def test_an_acknowledgement_of_something_less_bad_does_not_hold(desk: Desk) -> None:
    alarm = desk.alarm(kind=AlarmKind.CROWD)
    seen = desk.picture.alarms[alarm].version
    desk.signal(kind=AlarmKind.CROWD, priority=Priority.P1)
    assert desk.refused(i.Acknowledge(alarm), seen=seen).type is ProblemType.CHANGED


def test_an_alarm_that_outlives_its_incident_belongs_to_none_and_can_get_another(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.CloseIncident(desk.incident(alarm), Disposition.FALSE_ALARM))
    left = desk.picture.alarms[alarm]
    assert (left.incident, left.version) == ("", desk.picture.seq)
    assert left.state is AlarmState.ACKNOWLEDGED
    other = desk.incident(alarm)
    assert desk.picture.alarms[alarm].incident == other


def test_another_kind_of_the_same_source_is_another_alarm(desk: Desk) -> None:
    assert desk.alarm("B0", AlarmKind.FIRE) != desk.alarm("B0", AlarmKind.SYSTEM_FAULT)


def test_clearing_silences_and_does_not_remove(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.signal(active=False)
    assert desk.picture.alarms[alarm].state is AlarmState.RETURNED_UNACKNOWLEDGED
    assert desk.signal(active=False) == []


def test_an_alarm_that_nobody_knows_clears_quietly(desk: Desk) -> None:
    assert desk.signal("B7", active=False) == []


def test_a_device_is_told_when_it_changes(desk: Desk) -> None:
    assert device_told(desk.picture, DeviceReport("B0", Health.OK)) == []
    desk.write(device_told(desk.picture, DeviceReport("B0", Health.OFFLINE)))
    assert device_told(desk.picture, DeviceReport("B0", Health.OFFLINE)) == []
    desk.write(device_told(desk.picture, DeviceReport("B0", Health.OK)))
    assert desk.picture.devices == {}
