"""Alarms at the center: many at once, given away, kept quiet for a while, and back."""

import pytest

from console.center.decisions import left
from console.domain import events as e, intents as i
from console.domain.alarms import LONGEST_SHELF_S, REPEAT_WINDOW_S, Act, AlarmKind, AlarmState, Priority
from console.domain.errors import ProblemType
from tests.console.center.picture_desk import Desk
from tests.console.center.story import ALIYA, ANNA, BOLAT


def seen(desk: Desk, *alarms: str) -> i.AcknowledgeMany:
    return i.AcknowledgeMany(tuple(i.Seen(alarm, desk.picture.alarms[alarm].version) for alarm in alarms))


def test_of_many_those_that_ask_again_are_left(desk: Desk) -> None:
    one, other, third = desk.alarm("B0"), desk.alarm("B1", AlarmKind.CROWD), desk.alarm("B2")
    intent = seen(desk, one, other, third)
    desk.does(i.Acknowledge(third), BOLAT)
    desk.signal("B1", AlarmKind.CROWD, priority=Priority.P1)
    events = desk.does(intent)
    assert events == [e.AlarmAcknowledged(one)]
    assert left(intent, events) == (other, third)
    assert desk.picture.alarms[other].is_unacknowledged
    assert desk.picture.alarms[third].owner == BOLAT.id


def test_of_many_none_is_left_to_do(desk: Desk) -> None:
    one, other = desk.alarm("B0"), desk.alarm("B1", AlarmKind.CROWD)
    intent = seen(desk, one, other)
    desk.does(i.Acknowledge(one), BOLAT)
    desk.signal("B1", AlarmKind.CROWD, priority=Priority.P1)
    assert desk.refused(intent).type is ProblemType.CHANGED
    desk.does(i.Acknowledge(other), BOLAT)
    problem = desk.refused(intent)
    assert (problem.type, problem.by) == (ProblemType.CONFLICT, BOLAT.id)
    assert desk.refused(i.AcknowledgeMany((i.Seen("A99", 1),))).type is ProblemType.NOT_FOUND


def test_an_owner_gives_their_alarms_away_and_a_supervisor_any(desk: Desk) -> None:
    mine, theirs, nobodys = (desk.alarm(f"B{n}") for n in range(3))
    desk.does(i.Acknowledge(mine))
    desk.does(i.Acknowledge(theirs), BOLAT)
    intent = i.GiveAlarms((mine, theirs, nobodys), ALIYA.id)
    events = desk.does(intent)
    assert left(intent, events) == (theirs, nobodys)
    assert desk.picture.alarms[mine].owner == ALIYA.id
    problem = desk.refused(i.GiveAlarms((theirs,), ALIYA.id))
    assert (problem.type, problem.by) == (ProblemType.FORBIDDEN, BOLAT.id)
    desk.does(i.GiveAlarms((theirs, nobodys), ANNA.id), BOLAT)
    given = desk.picture.alarms[nobodys]
    assert (given.owner, given.is_unacknowledged) == (ANNA.id, True), "it still needs a look"
    assert desk.refused(i.GiveAlarms((nobodys,), "nobody"), BOLAT).type is ProblemType.NOT_FOUND
    assert desk.refused(i.GiveAlarms((nobodys,), ANNA.id), BOLAT).by == ANNA.id


def test_a_shelf_has_an_end(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Shelve(alarm, "known test", desk.now + 600))
    parked = desk.picture.alarms[alarm]
    assert parked.state is AlarmState.SHELVED
    assert parked.parking is not None
    assert (parked.parking.by, parked.parking.reason) == (ANNA.id, "known test")
    desk.signal()
    desk.wait(599)
    assert desk.picture.alarms[alarm].is_parked
    desk.wait(1)
    back = desk.picture.alarms[alarm]
    assert (back.state, back.owner, back.parking) == (AlarmState.UNACKNOWLEDGED, "", None)


def test_what_is_over_while_it_rests_is_gone_when_it_returns(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Shelve(alarm, "known test", desk.now + 600))
    desk.signal(active=False)
    assert desk.signal(active=False) == [], "once is enough"
    desk.wait(600)
    assert alarm not in desk.picture.alarms


def test_what_is_parked_stays_one_alarm_however_long_it_was_quiet(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.RemoveFromService(alarm, "being repaired"), BOLAT)
    desk.signal(active=False)
    desk.wait(10 * REPEAT_WINDOW_S)
    desk.signal()
    assert list(desk.picture.alarms) == [alarm]
    assert desk.picture.alarms[alarm].state is AlarmState.OUT_OF_SERVICE
    desk.does(i.ReturnAlarm(alarm), BOLAT)
    assert desk.picture.alarms[alarm].state is AlarmState.UNACKNOWLEDGED


@pytest.mark.parametrize(
    ("reason", "seconds", "why"),
    [
        (" ", 600.0, ProblemType.NO_WORDS),
        ("known", 0.0, ProblemType.ENDS_BEFORE_IT_BEGINS),
        ("known", -5.0, ProblemType.ENDS_BEFORE_IT_BEGINS),
        ("known", LONGEST_SHELF_S + 1, ProblemType.SHELVED_TOO_LONG),
    ],
)
def test_no_shelf_without_reason_nor_for_ever(desk: Desk, reason: str, seconds: float, why: ProblemType) -> None:
    assert desk.refused(i.Shelve(desk.alarm(), reason, desk.now + seconds)).type is why


def test_an_emergency_is_not_shelved_but_may_be_suppressed_by_a_supervisor(desk: Desk) -> None:
    alarm = desk.alarm(kind=AlarmKind.PANIC_BUTTON)
    assert desk.refused(i.Shelve(alarm, "known", desk.now + 60)).type is ProblemType.NEVER_SHELVED
    for intent in (i.Suppress(alarm, "known"), i.RemoveFromService(alarm, "known")):
        assert desk.refused(intent).type is ProblemType.FORBIDDEN
    desk.does(i.Suppress(alarm, "the other button says the same"), BOLAT)
    assert desk.refused(i.ReturnAlarm(alarm)).by == BOLAT.id
    desk.does(i.ReturnAlarm(alarm), BOLAT)
    assert desk.picture.alarms[alarm].is_unacknowledged


def test_whoever_parks_second_is_told_who_was_first(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Shelve(alarm, "known", desk.now + 60))
    for intent in (i.Shelve(alarm, "known", desk.now + 60), i.Suppress(alarm, "known"), i.Acknowledge(alarm)):
        problem = desk.refused(intent, BOLAT)
        assert (problem.type, problem.by, problem.at) == (ProblemType.CONFLICT, ANNA.id, desk.now)
    desk.does(i.ReturnAlarm(alarm), ALIYA)
    assert desk.refused(i.ReturnAlarm(alarm)).type is ProblemType.CONFLICT


def test_what_is_worse_than_it_looked_is_not_shelved(desk: Desk) -> None:
    alarm = desk.alarm(kind=AlarmKind.THEFT)
    seen_at = desk.picture.alarms[alarm].version
    desk.signal(kind=AlarmKind.THEFT, priority=Priority.P2)
    assert desk.refused(i.Shelve(alarm, "known", desk.now + 60), seen=seen_at).type is ProblemType.CHANGED
    desk.does(i.Shelve(alarm, "known", desk.now + 60))
    desk.signal(kind=AlarmKind.THEFT, priority=Priority.P1)
    back = desk.picture.alarms[alarm]
    assert (back.state, back.priority) == (AlarmState.UNACKNOWLEDGED, Priority.P1), "worse leaves the shelf"


def test_a_clock_that_was_set_back_leaves_no_alarm_on_the_shelf(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.does(i.Shelve(alarm, "known", desk.now + LONGEST_SHELF_S))
    desk.now -= 7200
    desk.wait(0)
    assert desk.picture.alarms[alarm].is_unacknowledged


def test_the_center_returns_what_it_returns(desk: Desk) -> None:
    alarm = desk.alarm()
    desk.write([e.AlarmParked(alarm, Act.SUPPRESS, "known", desk.now + 5)], BOLAT.id)
    desk.wait(3600)
    assert desk.picture.alarms[alarm].raised_version == desk.picture.seq
