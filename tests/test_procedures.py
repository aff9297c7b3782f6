"""The procedures that ship with the program can be followed: they load, in three languages, one for every kind."""

from collections import Counter

import msgspec
import pytest

from console import paths
from console.domain.alarms import AlarmKind
from console.domain.procedures import Procedure, Step, StepAction, procedure_for
from console.domain.session import Role
from console.domain.sites import SiteKind
from console.domain.text import LocalText

FILES = sorted((paths.RESOURCES / "procedures").glob("*.toml"))
PROCEDURES = tuple(msgspec.toml.decode(file.read_text(encoding="utf-8"), type=Procedure) for file in FILES)
STEPS = [(procedure.id, step) for procedure in PROCEDURES for step in procedure.steps]

LONGEST = 110
"""Characters: two lines of the card's narrowest list."""


def test_a_file_is_called_as_its_procedure_and_no_id_is_given_twice() -> None:
    assert [file.stem for file in FILES] == [procedure.id for procedure in PROCEDURES]
    for procedure in PROCEDURES:
        assert max(Counter(step.id for step in procedure.steps).values()) == 1, procedure.id


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_of_alarm_has_a_procedure_anywhere(kind: AlarmKind) -> None:
    found = procedure_for(PROCEDURES, kind)

    assert found is not None
    assert not found.sites


@pytest.mark.parametrize("kind", AlarmKind)
@pytest.mark.parametrize("site", SiteKind)
def test_no_two_procedures_are_meant_for_the_same_kind_at_the_same_site(kind: AlarmKind, site: SiteKind) -> None:
    assert len([p for p in PROCEDURES if kind in p.kinds and site in p.sites]) <= 1
    assert len([p for p in PROCEDURES if kind in p.kinds and not p.sites]) == 1


def test_a_threat_at_the_airport_has_a_procedure_of_its_own() -> None:
    at_airport = procedure_for(PROCEDURES, AlarmKind.THREAT, SiteKind.AIRPORT)
    at_school = procedure_for(PROCEDURES, AlarmKind.THREAT, SiteKind.SCHOOL)

    assert (at_airport.id if at_airport else "") == "threat_transport"
    assert (at_school.id if at_school else "") == "threat"


def is_said(text: LocalText) -> bool:
    return all((text.ru.strip(), text.kk.strip(), text.en.strip())) and text.ru != text.kk != text.en


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.id)
def test_a_procedure_is_said_in_three_languages_has_a_source_and_can_be_done(procedure: Procedure) -> None:
    assert is_said(procedure.title)
    assert procedure.source
    assert procedure.mandatory
    assert 3 <= len(procedure.steps) <= 12


@pytest.mark.parametrize(("procedure", "step"), STEPS, ids=lambda part: getattr(part, "id", part))
def test_a_step_fits_the_card_and_names_whom_it_asks(procedure: str, step: Step) -> None:
    assert is_said(step.text)
    assert max(map(len, (step.text.ru, step.text.kk, step.text.en))) <= LONGEST
    assert step.within is None or step.within > 0
    assert (step.agency is not None) == (step.action is StepAction.REQUEST_AGENCY)
    assert step.role in (Role.DUTY_OFFICER, Role.SUPERVISOR)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.id)
def test_no_text_was_put_under_another_language(procedure: Procedure) -> None:
    """Kazakh has letters that Russian has not."""
    own = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")

    assert not own & set("".join(step.text.ru for step in procedure.steps))
    assert sum(bool(own & set(step.text.kk)) for step in procedure.steps) >= len(procedure.steps) - 1


def test_a_step_that_is_called_the_same_does_the_same_in_every_procedure() -> None:
    actions: dict[str, set[StepAction | None]] = {}
    for _procedure, step in STEPS:
        actions.setdefault(step.id, set()).add(step.action)
    differing = {step: found for step, found in actions.items() if len(found) > 1}

    assert differing.keys() <= {"verify"}
