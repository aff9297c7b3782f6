"""What comes back from units: who is silent is told in time, to who asked, and once."""

from console.domain.events import AssignmentAnswered, MessageRead, UnitAssigned, UnitsMessaged
from console.domain.messages import Message
from console.domain.session import Operator, Role
from console.domain.units import AssignmentState
from console.viewmodels.radio import ROLL_CALL_WITHIN_S, Radio
from tests.desk import NOW, incident, store, tell, unit

ME = Operator("me", "M. E.", Role.DUTY_OFFICER)


def radio_of(of, said):  # type: ignore[no-untyped-def]
    of.operator = ME
    radio = Radio(of)
    radio.told.connect(lambda *what: said.append(what))
    return radio


def roll_call(by: str = "me") -> UnitsMessaged:
    return UnitsMessaged(Message("R1", "Roll call", by, NOW, ("U1", "U2"), is_roll_call=True))


def test_the_silent_ones_of_a_roll_call_are_told_once_when_its_time_is_over() -> None:
    of, said = store(units=[unit("U1", callsign="M-1"), unit("U2", callsign="M-2")]), []
    radio = radio_of(of, said)
    tell(of, roll_call(), MessageRead("R1", "U1"))
    radio.refresh(of.take())

    of.clock.tell(NOW + ROLL_CALL_WITHIN_S - 1, 0.0)
    radio.beat()
    assert not said
    of.clock.tell(NOW + ROLL_CALL_WITHIN_S, 0.0)
    radio.beat()
    radio.beat()

    assert said == [("Roll call: 1 of 2 have not answered: M-2", "R1", True)]
    assert [(row.answered, row.asked, row.silent) for row in radio.sent] == [(1, 2, ("M-2",))]


def test_a_complete_roll_call_is_told_to_who_called_it() -> None:
    of, said = store(units=[unit("U1"), unit("U2")]), []
    radio = radio_of(of, said)
    tell(of, roll_call())
    radio.refresh(of.take())
    tell(of, MessageRead("R1", "U1"), MessageRead("R1", "U2"))
    radio.refresh(of.take())
    assert [(text, warns) for text, _key, warns in said] == [("Roll call: all 2 have answered.", False)]


def test_the_roll_call_of_a_colleague_is_shown_and_not_told() -> None:
    of, said = store(units=[unit("U1"), unit("U2")]), []
    radio = radio_of(of, said)
    tell(of, roll_call(by="other"))
    radio.refresh(of.take())
    of.clock.tell(NOW + 600, 0.0)
    radio.beat()
    assert not said
    assert len(radio.sent) == 1


def test_a_dispatch_without_an_answer_is_told_to_who_gave_it_once() -> None:
    of, said = store(units=[unit("U1", callsign="M-1")], incidents=[incident("I1")]), []
    radio = radio_of(of, said)
    tell(of, UnitAssigned("U1", "I1"), actor="me")
    tell(of, AssignmentAnswered("U1", "I1", AssignmentState.UNANSWERED))
    radio.refresh(of.take())
    radio.refresh(of.take())
    assert said == [("M-1 has not answered I1. Call it, or send another.", "call-U1", True)]
