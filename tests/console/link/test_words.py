"""Every refusal has words, each in every shape it can come in."""

import pytest

from console.domain.errors import Problem, ProblemType
from console.domain.events import CENTER
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.intents import (
    Acknowledge,
    AddNote,
    AssignUnit,
    ChangeZone,
    CloseIncident,
    DrawZone,
    Intent,
    OpenIncident,
    RemoveZone,
    SetIncidentStatus,
    SetUnitStatus,
    TakeOver,
)
from console.domain.picture import Picture
from console.domain.session import Operator, Role
from console.domain.units import Agency, Unit, UnitStatus
from console.domain.zones import Drawing, Zone, ZoneKind
from console.link import words
from console.link.outbox import Doubt, Queued

AT = 1_760_000_000.0  # 13:53:20 in Almaty
ME = Operator("aliya", "Aliya", Role.DUTY_OFFICER)

STADIUM = Drawing(ZoneKind.CORDON, "Stadium", ((76.93, 43.24), (76.94, 43.24), (76.94, 43.25)))

INTENTS: list[Intent] = [
    Acknowledge("A1"),
    TakeOver("A1"),
    OpenIncident(("A1", "A2")),
    AssignUnit("I1", "U1"),
    SetUnitStatus("U1", UnitStatus.BREAK),
    SetIncidentStatus("I1", IncidentStatus.ON_HOLD),
    CloseIncident("I1", Disposition.FOUNDED),
    AddNote("I1", "text"),
    DrawZone(STADIUM),
    ChangeZone("Z1", STADIUM),
    RemoveZone("Z1"),
]


@pytest.mark.parametrize("kind", list(ProblemType))
def test_every_problem_is_a_sentence(kind: ProblemType) -> None:
    said = words.sentence(Problem(kind, "English title", 400), Picture(), ME)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "English" not in said


@pytest.mark.parametrize(
    ("by", "at", "said"),
    [
        ("bolat", AT, "Bolat changed it at 13:53:20."),
        ("bolat", None, "Bolat changed it before you."),
        ("aliya", AT, "You changed it yourself at 13:53:20."),
        (CENTER, AT, "It has been different since 13:53:20."),
        ("", None, "It is different now."),
    ],
)
@pytest.mark.parametrize("kind", [ProblemType.CONFLICT, ProblemType.CHANGED])
def test_a_conflict_says_who_and_when(kind: ProblemType, by: str, at: float | None, said: str) -> None:
    assert words.sentence(Problem(kind, "", 409, by=by, at=at), Picture(), ME).startswith(said)


def test_who_may_not_is_told_who_else_may() -> None:
    problem = Problem(ProblemType.FORBIDDEN, "", 403, by="bolat")
    assert words.sentence(problem, Picture(), ME) == "Only bolat or a supervisor may do this."


def test_zones_are_called_by_their_names() -> None:
    picture = Picture()
    assert words.wanted(RemoveZone("Z1"), picture) == "Remove zone Z1"
    picture.zones["Z1"] = Zone("Z1", STADIUM, "bolat", AT)
    assert words.wanted(RemoveZone("Z1"), picture) == "Remove zone Stadium"


def test_operators_are_called_by_their_names() -> None:
    picture = Picture()
    picture.operators["supervisor"] = "Н. Касымова"
    problem = Problem(ProblemType.CHANGED, "", 412, by="supervisor", at=AT)
    assert words.sentence(problem, picture, ME).startswith("Н. Касымова changed it")
    queued = Queued("k", Acknowledge("A1"), None, AT, "supervisor", "e1")
    assert "given by Н. Касымова at" in words.held(queued, Doubt.OTHER_OPERATOR, picture)


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: type(i).__name__)
@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_held_intent_says_what_and_when(intent: Intent, doubt: Doubt) -> None:
    said = words.held(Queued("k", intent, None, AT, "bolat", "e1"), doubt, Picture())
    assert "13:53:20" in said
    assert "{" not in said


def test_a_unit_is_called_by_its_callsign() -> None:
    picture = Picture()
    picture.units["U1"] = Unit("U1", "M21", Agency.POLICE, 2, "", UnitStatus.AVAILABLE, 0.0)
    assert words.wanted(AssignUnit("I104", "U1"), picture) == "Assign M21 to I104"
