"""Dispatcher shorthand: what it asks for, and that nothing else is taken for it."""

import pytest

from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition
from console.domain.intents import (
    AcknowledgeMany,
    AddNote,
    AssignUnit,
    CheckIn,
    CloseIncident,
    Intent,
    Seen,
    SendMessage,
    SetUnitStatus,
    StandDown,
    TakeOver,
)
from console.domain.units import Agency, Assignment, AssignmentState, Fix, UnitStatus
from console.language import use
from console.viewmodels.shorthand import read
from tests.desk import NOW, alarm, incident, store, unit

TASK = Assignment("INC-9", AssignmentState.ACCEPTED, "anna", NOW)
FIX = Fix("U1", 76.9, 43.2, 0, 0, NOW)

PICTURE = store(
    [alarm("A1", AlarmKind.PANIC_BUTTON, version=3), alarm("A2", AlarmKind.THEFT)],
    [
        unit("U1", callsign="M-2", fix=FIX),
        unit("U2", callsign="M-21", assignment=TASK, status=UnitStatus.EN_ROUTE, fix=FIX),
        unit("F1", callsign="AC-3", agency=Agency.FIRE, fix=FIX),
    ],
    [incident("INC-104"), incident("INC-9", units=("U2",))],
).picture


def asked(typed: str) -> tuple[Intent, ...] | None:
    said = read(typed, PICTURE, NOW)
    return None if said is None else said.intents


@pytest.mark.parametrize(
    ("typed", "intents"),
    [
        ("m2 > inc-104", [AssignUnit("INC-104", "U1")]),
        ("M2>104", [AssignUnit("INC-104", "U1")]),
        ("M2, M21 > 104: nearer", [AssignUnit("INC-104", "U1", "nearer"), AssignUnit("INC-104", "U2", "nearer")]),
        ("M21 < all is quiet", [StandDown("U2", "all is quiet")]),
        ("M21 onscene", [SetUnitStatus("U2", UnitStatus.ON_SCENE)]),
        ("m21 OK", [CheckIn("U2")]),
        ("M2: look behind the market", [SendMessage(("U1",), "look behind the market")]),
        ("fire: water is off", [SendMessage(("F1",), "water is off")]),
        ("104: he has a red bag", [AddNote("INC-104", "he has a red bag")]),
        ("104 close minor", [CloseIncident("INC-104", Disposition.MINOR)]),
        ("ack p1", [AcknowledgeMany((Seen("A1", 3),))]),
        ("ack a2", [AcknowledgeMany((Seen("A2", 0),))]),
        ("take A1", [TakeOver("A1")]),
        ("roll fire", [SendMessage(("F1",), "Roll call", is_roll_call=True)]),
        ("roll", [SendMessage(("U1", "U2"), "Roll call", is_roll_call=True)]),
    ],
)
def test_shorthand_asks_for(typed: str, intents: list[Intent]) -> None:
    assert asked(typed) == tuple(intents)


@pytest.mark.parametrize(
    "typed",
    "|".join(
        [
            "| |>|<|:|M21|M21 > INC-7|M99 onscene|M21 offline|on scene|M2 < it has no task|M21 <|104:|104 close",
            "104 close duplicate|ack|ack p3x|take A9|roll gas|M2 M99 > 104",
        ]
    ).split("|"),
)
def test_what_speaks_of_nothing_known_is_no_shorthand(typed: str) -> None:
    assert asked(typed) is None


@pytest.mark.parametrize(
    ("language", "typed", "intents"),
    [
        ("ru", "M21 на месте", [SetUnitStatus("U2", UnitStatus.ON_SCENE)]),
        ("ru", "м21 норма", [CheckIn("U2")]),
        ("ru", "М2 > 104", [AssignUnit("INC-104", "U1")]),
        ("ru", "полиция: сбор у рынка", [SendMessage(("U1", "U2"), "сбор у рынка")]),
        ("ru", "принять р1", [AcknowledgeMany((Seen("A1", 3),))]),
        ("ru", "взять А1", [TakeOver("A1")]),
        ("ru", "104 закрыть незначительное", [CloseIncident("INC-104", Disposition.MINOR)]),
        ("kk", "қабылдау p1", [AcknowledgeMany((Seen("A1", 3),))]),
        ("kk", "алу a1", [TakeOver("A1")]),
        ("kk", "М21 аман", [CheckIn("U2")]),
        ("kk", "104 жабу болмашы", [CloseIncident("INC-104", Disposition.MINOR)]),
        ("kk", "түгендеу", [SendMessage(("U1", "U2"), "Түгендеу", is_roll_call=True)]),
    ],
)
def test_words_and_letters_may_be_of_the_operators_language(language: str, typed: str, intents: list[Intent]) -> None:
    use(language)
    try:
        assert asked(typed) == tuple(intents)
    finally:
        use("en")
