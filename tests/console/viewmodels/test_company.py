"""Who else is on duty: colleagues are seen at what they look at, and are told what this operator looks at."""

from console.domain.changes import Changes
from console.domain.presence import Gaze, Looked, Present
from console.domain.session import Operator, Role
from console.viewmodels.company import Company
from console.viewmodels.selection import Selection
from tests.desk import alarm, incident, store


def made() -> tuple[Company, Selection]:
    of = store([alarm("a")], [], [incident("I1")])
    of.operator = Operator("me", "M. E.", Role.DUTY_OFFICER)
    gaze = Gaze(Looked.ALARM, "a")
    of.attend(
        Present(who, name, Role.DUTY_OFFICER, 0.0, gaze)
        for who, name in (("me", "M. E."), ("anna", "A. Serikova"), ("ben", "B. Omarov"))
    )
    selection = Selection(of)
    return Company(of, selection), selection


def test_others_are_seen_at_what_they_look_at_and_oneself_is_not() -> None:
    company, _selection = made()
    assert [p.operator for p in company.others] == ["anna", "ben"]
    assert company.said(Looked.ALARM, "a") == "A. Serikova and B. Omarov look at this too"
    assert company.said(Looked.INCIDENT, "a") == ""


def test_what_is_chosen_is_told_once_and_so_is_that_nothing_is() -> None:
    company, selection = made()
    told: list[Gaze | None] = []
    company.gazed.connect(told.append)

    selection.choose_alarms(["a"])
    selection.refresh(Changes(alarms={"a"}))
    selection.choose_incident("I1")
    selection.choose_camera("C1")

    assert told == [Gaze(Looked.ALARM, "a"), Gaze(Looked.INCIDENT, "I1"), None]
