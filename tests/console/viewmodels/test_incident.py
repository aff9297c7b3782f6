"""The incident card: log in sentences, steps with their times, parties, what is near, what a supervisor is told."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console import language
from console.domain import events as e
from console.domain.alarms import AlarmKind, Priority
from console.domain.devices import Health
from console.domain.incidents import (
    AgencyRequest,
    Call,
    CallLine,
    EntryKind,
    Incident,
    IncidentEntry,
    RequestState,
    StepMark,
    Task,
)
from console.domain.intents import MarkStep
from console.domain.lighting import LightingSegment
from console.domain.picture import Snapshot
from console.domain.procedures import Procedure, Step, StepAction
from console.domain.registry import Registry
from console.domain.repairs import Repair, RepairState
from console.domain.session import Operator, Role
from console.domain.sites import ProtectionSystem, Site, SiteKind, SystemKind
from console.domain.text import LocalText
from console.domain.units import Agency, Assignment, AssignmentState
from console.state.store import Store
from console.viewmodels import incident_words
from console.viewmodels.desk import Desk
from console.viewmodels.found import FoundKind
from console.viewmodels.incident_steps import Mark
from tests.desk import NOW, alarm, incident, store, tell, unit


def text(said: str) -> LocalText:
    return LocalText(f"{said} ru", f"{said} kk", said)


FOLLOWED = Procedure(
    "fight",
    text("Fight"),
    (AlarmKind.FIGHT,),
    (
        Step("cameras", text("Look"), within=45, action=StepAction.OPEN_CAMERAS),
        Step("dispatch", text("Send a unit"), within=900, mandatory=True, action=StepAction.DISPATCH_NEAREST),
        Step("leadership", text("Report"), role=Role.SUPERVISOR),
        Step("verify", text("Get the report"), mandatory=True),
    ),
)


def fight(**fields: Any) -> Incident:
    return incident("INC-1", procedure="fight", mandatory=FOLLOWED.mandatory, **fields)


def desk(
    *incidents: Incident, procedures: Iterable[Procedure] = (FOLLOWED,), role: Role = Role.DUTY_OFFICER, **known: Any
) -> tuple[Desk, Store]:
    made = store(known.get("alarms", ()), known.get("units", ()), incidents)
    made.operator = Operator("serikova", "A. Serikova", role)
    made.picture.operators["akhmetov"] = "B. Akhmetov"
    made.follow(procedures)
    found = Desk(made)
    found.tick.now()
    found.selection.choose_incident("INC-1")
    return found, made


@pytest.mark.parametrize("code", ["en"])
@pytest.mark.parametrize("kind", EntryKind)
def test_every_line_of_a_log_is_a_sentence(kind: EntryKind, code: str) -> None:
    language.use(code)
    texts = {
        "unit_status": "on_scene",
        "status": "resolved",
        "closed": "minor",
        "reclassified": "fire",
        "lead": "fire",
        "agency_requested": "fire: a ladder",
        "agency_accepted": "fire",
        "agency_refused": "fire: no crew: all out",
        "step_skipped": "verify: nobody there",
        "repair_ordered": "L7: dark",
    }
    entry = IncidentEntry(NOW, "serikova", kind, texts.get(kind, "A7"), "M1")

    said = incident_words.sentence(entry, fight(), who="A. Serikova", unit="M-21")

    assert said
    assert "{" not in said
    if ": " in texts.get(kind, ""):
        assert texts[kind].split(": ", 1)[1] in said


def test_of_a_merged_incident_the_log_says_which_way_it_went() -> None:
    entry = IncidentEntry(NOW, "serikova", EntryKind.MERGED, "INC-2")

    kept = incident_words.sentence(entry, fight(), who="", unit="")
    gone = incident_words.sentence(entry, fight(merged_into="INC-2"), who="", unit="")

    assert kept == "INC-2 was the same and goes on here"
    assert gone == "The same as INC-2, where it goes on"


def test_many_alarms_that_were_added_are_counted() -> None:
    entry = IncidentEntry(NOW, "", EntryKind.ALARM_LINKED, ", ".join(f"A{n}" for n in range(400)))

    assert incident_words.sentence(entry, fight(), who="", unit="") == "Alarms A0, A1, A2 and 397 more were added"


def test_a_note_with_braces_is_shown_as_it_was_written() -> None:
    entry = IncidentEntry(NOW, "", EntryKind.NOTE, "code {0} {who} %s")

    assert incident_words.sentence(entry, fight(), who="", unit="") == "code {0} {who} %s"


def test_a_note_names_units_and_incidents_also_in_cyrillic_letters() -> None:
    found, made = desk(fight(), incident("INC-2"), units=[unit("U21", callsign="M21")])
    tell(made, e.IncidentNoted("INC-1", "М21 и m21 видели то же, что в INC-2; М210 нет"), actor="akhmetov")
    found.tick.now()

    timeline = found.incident.timeline
    line = timeline.data(timeline.index(timeline.rowCount() - 1), 257)

    assert [(m.kind, m.id) for m in line.mentions] == [  # type: ignore[attr-defined]
        (FoundKind.UNIT, "U21"),
        (FoundKind.UNIT, "U21"),
        (FoundKind.INCIDENT, "INC-2"),
    ]
    first = line.mentions[0]  # type: ignore[attr-defined]
    assert line.said[first.start : first.end] == "М21"  # type: ignore[attr-defined]


def test_steps_say_until_when_how_late_and_whose_they_are() -> None:
    found, _made = desk(fight())
    rows = [found.incident.steps.at(n) for n in range(4)]

    assert [(row.text, row.mark, row.note) for row in rows] == [
        ("Look", Mark.OVERDUE, "9 min late"),
        ("Send a unit", Mark.OPEN, "in 5 min"),
        ("Supervisor: Report", Mark.OPEN, ""),
        ("Get the report", Mark.OPEN, ""),
    ]
    assert [row.is_mandatory for row in rows] == [False, True, False, True]
    assert "needed before the incident can be closed" in rows[1].said


def test_steps_that_were_done_or_skipped_say_by_whom_and_why() -> None:
    marks = {"cameras": StepMark("akhmetov", NOW - 60), "verify": StepMark("serikova", NOW, "false alarm")}
    found, _made = desk(fight(steps=marks))
    rows = {found.incident.steps.at(n).key: found.incident.steps.at(n) for n in range(4)}

    assert rows["cameras"].mark is Mark.DONE
    assert rows["cameras"].done_by == "B. Akhmetov"
    assert rows["verify"].mark is Mark.SKIPPED
    assert rows["verify"].detail == "false alarm"
    assert [row.key for row in found.incident.missing()] == ["dispatch"]


def test_a_step_waits_until_the_center_has_answered() -> None:
    found, made = desk(fight())

    made.await_answer("key", MarkStep("INC-1", "dispatch"))
    found.tick.now()
    assert found.incident.steps.at(1).mark is Mark.WAITING

    tell(made, e.StepMarked("INC-1", "dispatch"), actor="serikova")
    made.settle("key")
    found.tick.now()
    assert found.incident.steps.at(1).mark is Mark.DONE


def test_tasks_stand_after_the_steps() -> None:
    task = Task("T1", "call the school", "serikova")
    found, made = desk(fight(tasks=(task,)))
    assert found.incident.steps.at(4).text == "call the school"

    tell(made, e.TaskMarked("INC-1", "T1", True), actor="akhmetov")
    found.tick.now()
    assert found.incident.steps.at(4).mark is Mark.DONE
    assert found.incident.steps.at(4).done_by == "B. Akhmetov"


def test_of_a_procedure_that_is_not_known_here_the_needed_steps_are_shown() -> None:
    found, _made = desk(fight(), procedures=())

    assert [found.incident.steps.at(n).key for n in range(found.incident.steps.rowCount())] == ["dispatch", "verify"]


def test_a_step_that_was_done_or_is_needed_is_never_lost_when_its_procedure_was_changed() -> None:
    """The file was edited while the center was down: what an officer did stands in the incident, and is shown."""
    done = {"old": StepMark("akhmetov", NOW - 60)}
    asked = replace(fight(steps=done), mandatory=("dispatch", "verify", "gone"))
    found, _made = desk(asked)
    rows = {found.incident.steps.at(n).key: found.incident.steps.at(n) for n in range(found.incident.steps.rowCount())}

    assert list(rows)[4:] == ["gone", "old"]
    assert (rows["gone"].mark, rows["gone"].is_mandatory) == (Mark.OPEN, True)
    assert (rows["old"].mark, rows["old"].done_by) == (Mark.DONE, "B. Akhmetov")


def test_procedures_that_come_late_are_shown_at_once() -> None:
    found, made = desk(fight(), procedures=())

    made.follow([FOLLOWED])
    found.tick.now()

    assert found.incident.steps.rowCount() == 4


def test_parties_are_units_agencies_and_alarms_and_say_who_does_not_answer() -> None:
    silent = unit(
        "U1", callsign="M-1", assignment=Assignment("INC-1", AssignmentState.UNANSWERED, "serikova", NOW - 40)
    )
    asked = AgencyRequest(Agency.AMBULANCE, "one hurt", "serikova", NOW - 60)
    cannot = AgencyRequest(Agency.FIRE, "a ladder", "x", NOW - 90, RequestState.REFUSED, "all out", NOW - 30)
    requests = {Agency.AMBULANCE: asked, Agency.FIRE: cannot}
    found, _made = desk(
        fight(units=("U1",), alarms=("A1",), requests=requests), units=[silent], alarms=[alarm("A1", incident="INC-1")]
    )
    rows = [found.incident.parties.at(n) for n in range(found.incident.parties.rowCount())]

    assert [(row.text, row.note, row.detail) for row in rows] == [
        ("M-1", "no answer · 40 s", ""),
        ("Ambulance 103", "asked · 1 min", "one hurt"),
        ("Fire 101", "cannot come · 30 s", "all out"),
        ("Theft A1", "New · 1 min", ""),
    ]
    assert [row.is_urgent for row in rows] == [True, False, True, False]
    assert [row.awaits_answer for row in rows] == [False, True, False, False]


def registry() -> Registry:
    lamp = LightingSegment("L1", 76.9305, 43.25, 76.931, 43.25, "751110000", "S", True)
    far = LightingSegment("L2", 76.99, 43.25, 76.991, 43.25, "751110000", "S", True)
    systems = (ProtectionSystem("F1", SystemKind.FIRE_ALARM, NOW - 86_400),)
    school = Site("S1", SiteKind.SCHOOL, text("School 5"), 76.93, 43.25, "751110000", systems)
    return Registry("almaty", 1, 0, [], [], [school], [lamp, far], [])


def test_the_place_tells_of_the_call_the_site_dark_streets_and_what_may_be_the_same() -> None:
    call = Call(CallLine.POLICE_102, "two men fight", "Aigerim", "+7 701 000 00 00")
    near = incident("INC-2", lon=76.931, opened_at=NOW - 300)
    found, made = desk(fight(call=call, site="S1"), near)
    made.enroll(registry())
    tell(made, e.DeviceChanged("L1", Health.OUTAGE), e.DeviceChanged("L2", Health.OUTAGE))
    found.tick.now()

    sections = {section.title: section.lines for section in found.incident.sections()}

    assert [line.text for line in sections["Police line 102"]] == ["two men fight", "Aigerim · +7 701 000 00 00"]
    assert [(line.key, line.hint) for line in sections["May be the same"]] == [("INC-2", "opened 5 min later")]
    assert sections["Protection systems"][0].text == "Fire alarm"
    assert [line.key for line in sections["Dark streets nearby"]] == ["L1"]
    assert "Nobody was asked" in sections["Dark streets nearby"][0].hint


def test_a_work_order_is_shown_beside_the_dark_street_until_it_is_done() -> None:
    found, made = desk(fight())
    made.enroll(registry())
    order = Repair("R1", "L1", "dark", "serikova", NOW - 60, "INC-1", changed_at=NOW - 60)
    tell(made, e.DeviceChanged("L1", Health.OUTAGE), e.RepairOrdered(order))
    found.tick.now()
    assert found.incident.surroundings.dark(fight())[0].repair == order
    assert [s.lines[0].hint for s in found.incident.sections()] == ["Repair ordered · 1 min"]

    tell(made, e.RepairProgressed("R1", RepairState.DONE))
    found.tick.now()
    assert "Nobody was asked" in found.incident.sections()[0].lines[0].hint


def test_a_closed_incident_is_listed_among_the_closed() -> None:
    found, made = desk(fight(), incident("INC-2"))
    tell(made, e.IncidentMerged("INC-1", "INC-2"))
    found.tick.now()

    assert [found.incident.open.incident_at(0).id] == ["INC-1"]
    assert [found.incident.closed.incident_at(0).id] == ["INC-2"]


def test_others_are_those_that_may_be_the_same_then_those_opened_about_then() -> None:
    far = incident("INC-3", lon=76.99, opened_at=NOW - 590)
    old = incident("INC-4", lon=76.99, opened_at=NOW - 7200, priority=Priority.P1)
    near = incident("INC-2", opened_at=NOW - 1000)
    found, _made = desk(fight(), far, old, near)

    assert [other.id for other in found.incident.others()] == ["INC-2", "INC-3", "INC-4"]


@pytest.mark.parametrize(
    ("role", "by", "step", "is_told"),
    [
        (Role.SUPERVISOR, "akhmetov", "verify", True),
        (Role.SUPERVISOR, "akhmetov", "cameras", False),
        (Role.SUPERVISOR, "serikova", "verify", False),
        (Role.DUTY_OFFICER, "akhmetov", "verify", False),
    ],
)
def test_a_supervisor_is_told_of_a_needed_step_that_a_colleague_left_out(
    qtbot: QtBot, role: Role, by: str, step: str, is_told: bool
) -> None:
    found, made = desk(fight(), role=role)
    told: list[str] = []
    found.incident.skipped.connect(lambda _incident, sentence: told.append(sentence))

    tell(made, e.StepMarked("INC-1", step, "nobody there"), actor=by)
    found.tick.now()
    found.tick.now()

    said = "INC-1: B. Akhmetov skipped a step: Get the report. Why: nobody there"
    assert told == ([said] if is_told else [])


def test_what_was_skipped_before_is_not_told_again_after_a_snapshot(qtbot: QtBot) -> None:
    found, made = desk(fight(), role=Role.SUPERVISOR)
    tell(made, e.StepMarked("INC-1", "verify", "nobody there"), actor="akhmetov")
    snapshot = made.picture.snapshot(NOW)
    assert isinstance(snapshot, Snapshot)
    told: list[str] = []
    found.incident.skipped.connect(lambda _incident, sentence: told.append(sentence))

    made.load(snapshot)
    found.tick.now()

    assert told == []
