"""Units at the center: taken from one incident for another, called back, silent, asked, written to."""

import pytest

from console.center.annunciation import unit_told
from console.center.signals import UnitReport
from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind
from console.domain.errors import ProblemType
from console.domain.incidents import EntryKind
from console.domain.units import ANSWER_WITHIN_S, AssignmentState, UnitStatus
from tests.console.center.picture_desk import Desk
from tests.console.center.story import ANNA, BOLAT


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    """Two incidents; U0 is at the first."""
    one, other = desk.incident(desk.alarm("B0")), desk.incident(desk.alarm("B1", AlarmKind.CROWD))
    desk.does(i.AssignUnit(one, "U0"))
    return one, other


def test_a_busy_unit_is_taken_away_with_a_reason_only(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    assert desk.refused(i.AssignUnit(other, "U0"), BOLAT).by == ANNA.id
    events = desk.does(i.AssignUnit(other, "U0", "a child is missing"), BOLAT)
    assert [type(event) for event in events] == [e.UnitStoodDown, e.UnitAssigned]
    task = desk.picture.units["U0"].assignment
    assert task is not None
    assert (task.incident, task.reason, task.by) == (other, "a child is missing", BOLAT.id)
    assert desk.picture.incidents[one].units == ()
    assert desk.picture.incidents[one].log[-1].kind is EntryKind.UNIT_STOOD_DOWN
    assert desk.refused(i.AssignUnit(other, "U0", "again")).type is ProblemType.CONFLICT


def test_a_crew_is_called_from_its_break_but_not_from_the_workshop(desk: Desk, two: tuple[str, str]) -> None:
    desk.does(i.SetUnitStatus("U1", UnitStatus.BREAK))
    desk.does(i.AssignUnit(two[1], "U1", "nobody else"))
    desk.does(i.StandDown("U1", "not needed"))
    desk.does(i.SetUnitStatus("U1", UnitStatus.OUT_OF_SERVICE))
    assert desk.refused(i.AssignUnit(two[1], "U1", "nobody else")).type is ProblemType.CONFLICT


def test_a_unit_is_called_back_with_a_reason(desk: Desk, two: tuple[str, str]) -> None:
    seen = desk.picture.units["U0"].version
    assert desk.refused(i.StandDown("U0", " ")).type is ProblemType.NO_WORDS
    assert desk.refused(i.StandDown("U0", "not needed"), seen=seen - 1).type is ProblemType.CHANGED
    desk.does(i.StandDown("U0", "not needed"), seen=seen)
    assert (desk.picture.units["U0"].assignment, desk.picture.units["U0"].status) == (None, UnitStatus.AVAILABLE)
    assert desk.refused(i.StandDown("U0", "not needed")).type is ProblemType.CONFLICT


def test_who_does_not_answer_in_time_is_told_and_may_still_accept(desk: Desk, two: tuple[str, str]) -> None:
    desk.wait(ANSWER_WITHIN_S - 1)
    assert _task(desk).state is AssignmentState.PROPOSED
    desk.wait(1)
    assert _task(desk).state is AssignmentState.UNANSWERED
    assert desk.picture.incidents[two[0]].log[-1].kind is EntryKind.UNIT_UNANSWERED
    seq = desk.picture.seq
    desk.wait(3600)
    assert desk.picture.seq == seq, "once"
    assert unit_told(desk.picture, UnitReport("U0", answer=AssignmentState.UNANSWERED)) == []
    desk.write(unit_told(desk.picture, UnitReport("U0", answer=AssignmentState.ACCEPTED)))
    assert (_task(desk).state, desk.picture.units["U0"].status) == (AssignmentState.ACCEPTED, UnitStatus.EN_ROUTE)


def test_by_voice_an_unanswered_order_is_accepted_too(desk: Desk, two: tuple[str, str]) -> None:
    desk.wait(ANSWER_WITHIN_S)
    desk.does(i.SetUnitStatus("U0", UnitStatus.ON_SCENE))
    assert _task(desk).state is AssignmentState.ACCEPTED


def test_a_clock_set_back_does_not_leave_an_order_waiting(desk: Desk, two: tuple[str, str]) -> None:
    desk.now -= 3600
    desk.wait(0)
    assert _task(desk).state is AssignmentState.UNANSWERED


def test_a_unit_that_has_just_gone_offline_is_not_sent_for_any_reason(desk: Desk, two: tuple[str, str]) -> None:
    desk.now += 61
    assert "offline" in desk.refused(i.AssignUnit(two[1], "U0", "nobody else")).detail


def test_a_roll_call_is_answered_by_each_once(desk: Desk) -> None:
    desk.does(i.SendMessage(("U0", "U1", "U0"), "where are you", is_roll_call=True))
    (message,) = desk.picture.messages.values()
    assert message.units == message.silent == ("U0", "U1")
    answer = UnitReport("U0", read=message.id)
    desk.now += 5
    desk.write(unit_told(desk.picture, answer))
    assert desk.picture.messages[message.id].silent == ("U1",)
    assert desk.picture.units["U0"].heard_at == desk.now
    assert unit_told(desk.picture, answer) == []
    assert unit_told(desk.picture, UnitReport("U1", read="M99")) == []
    assert desk.refused(i.SendMessage(("U9",), "hello")).type is ProblemType.NOT_FOUND
    assert desk.refused(i.SendMessage(("U0",), " ")).type is ProblemType.NO_WORDS


def test_who_was_asked_is_well_from_then(desk: Desk) -> None:
    desk.does(i.SetUnitStatus("U0", UnitStatus.ON_PATROL))
    due = desk.picture.units["U0"].check_in_due()
    desk.wait(600)
    desk.does(i.CheckIn("U0"))
    later = desk.picture.units["U0"].check_in_due()
    assert due is not None
    assert later == due + 600
    desk.wait(60)
    desk.write(unit_told(desk.picture, UnitReport("U0", is_well=True)))
    assert desk.picture.units["U0"].check_in_due() == due + 660


def _task(desk: Desk):  # type: ignore[no-untyped-def]
    task = desk.picture.units["U0"].assignment
    assert task is not None
    return task
