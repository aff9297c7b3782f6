"""Incidents at the center: calls, what belongs together, procedures, agencies, tasks, orders to the city."""

import pytest

from console.center.decisions import left
from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind, Priority
from console.domain.errors import ProblemType
from console.domain.incidents import CallLine, Disposition, EntryKind, Incident, IncidentStatus, RequestState
from console.domain.repairs import RepairState
from console.domain.units import Agency
from tests.console.center.picture_desk import Desk
from tests.console.center.story import ANNA, BOLAT
from tests.console.center.town import LAT, LON

CALL = i.OpenCall(AlarmKind.HOLD_UP, LON, LAT, "Abay 5", CallLine.POLICE_102, "two with a knife", "Aliya", "+7701")


def called(desk: Desk, call: i.OpenCall = CALL) -> Incident:
    desk.does(call)
    return list(desk.picture.incidents.values())[-1]


def test_a_call_opens_an_incident_with_its_procedure(desk: Desk) -> None:
    incident = called(desk)
    assert (incident.kind, incident.priority, incident.district) == (AlarmKind.HOLD_UP, Priority.P1, "d")
    assert incident.place.ru == incident.place.en == "Abay 5"
    assert incident.call is not None
    assert (incident.call.text, incident.call.phone) == ("two with a knife", "+7701")
    assert (incident.procedure, incident.missing) == ("call_for_help", ("look", "send"))
    assert desk.refused(i.OpenCall(AlarmKind.FIRE, LON, LAT, "", CallLine.RADIO, " ")).type is ProblemType.NO_WORDS
    nowhere = i.OpenCall(AlarmKind.FIRE, LON, LAT, "", CallLine.RADIO, "smoke", site="S9")
    assert desk.refused(nowhere).type is ProblemType.NOT_FOUND


def test_a_site_has_a_procedure_of_its_own(desk: Desk) -> None:
    there = called(desk, i.OpenCall(AlarmKind.FIRE, LON, LAT, "", CallLine.RADIO, "smoke", site="S1"))
    elsewhere = called(desk, i.OpenCall(AlarmKind.FIRE, LON, LAT, "", CallLine.RADIO, "smoke"))
    assert (there.procedure, elsewhere.procedure) == ("at_school", "")


def test_an_incident_is_not_closed_before_its_mandatory_steps(desk: Desk) -> None:
    incident = called(desk).id
    close = i.CloseIncident(incident, Disposition.FOUNDED)
    problem = desk.refused(close)
    assert (problem.type, problem.status, problem.steps) == (ProblemType.STEPS_MISSING, 409, ("look", "send"))
    desk.does(i.MarkStep(incident, "look"))
    desk.does(i.MarkStep(incident, "send", "they have gone"))
    desk.does(i.ReopenStep(incident, "look"), BOLAT)
    assert desk.refused(close).steps == ("look",)
    desk.does(i.MarkStep(incident, "look"))
    desk.does(close)
    assert desk.picture.incidents[incident].steps["send"].is_skipped


def test_a_step_is_done_once_by_one_and_an_unknown_one_by_nobody(desk: Desk) -> None:
    incident = called(desk).id
    desk.does(i.MarkStep(incident, "tell"))
    desk.now += 5
    problem = desk.refused(i.MarkStep(incident, "tell"), BOLAT)
    assert (problem.type, problem.by, problem.at) == (ProblemType.CONFLICT, ANNA.id, desk.now - 5)
    assert desk.refused(i.MarkStep(incident, "dance")).type is ProblemType.NOT_FOUND
    assert desk.refused(i.MarkStep(incident, "look", " ")).type is ProblemType.NO_WORDS
    assert desk.refused(i.ReopenStep(incident, "look")).type is ProblemType.CONFLICT


def test_reclassified_it_follows_another_procedure_and_keeps_what_was_done(desk: Desk) -> None:
    incident = called(desk).id
    desk.does(i.MarkStep(incident, "look"))
    desk.does(i.Reclassify(incident, AlarmKind.THEFT, Priority.P3))
    after = desk.picture.incidents[incident]
    assert (after.kind, after.priority, after.procedure, after.missing) == (AlarmKind.THEFT, Priority.P3, "", ())
    desk.does(i.Reclassify(incident, AlarmKind.PANIC_BUTTON, Priority.P1))
    assert desk.picture.incidents[incident].missing == ("send",)
    same = i.Reclassify(incident, AlarmKind.PANIC_BUTTON, Priority.P1)
    assert desk.refused(same).type is ProblemType.CONFLICT


def test_alarms_are_linked_and_those_of_others_left(desk: Desk) -> None:
    incident, taken, free = called(desk).id, desk.alarm("B0"), desk.alarm("B1")
    desk.incident(taken)
    intent = i.LinkAlarms(incident, (taken, free, "A99"))
    events = desk.does(intent)
    assert left(intent, events) == (taken, "A99")
    assert desk.picture.alarms[free].incident == incident
    assert desk.picture.alarms[free].owner == ANNA.id, "to link it is to have seen it"
    assert desk.refused(intent).type is ProblemType.CONFLICT


def test_merged_all_goes_over_and_the_other_ends_as_a_duplicate_without_its_steps(desk: Desk) -> None:
    kept, alarm = called(desk).id, desk.alarm("B0", AlarmKind.PANIC_BUTTON)
    gone = desk.incident(alarm)
    desk.does(i.AssignUnit(gone, "U0"))
    assert desk.picture.incidents[gone].missing
    desk.does(i.MergeIncidents(kept, gone))
    one, other = desk.picture.incidents[kept], desk.picture.incidents[gone]
    assert (one.alarms, one.units) == ((alarm,), ("U0",))
    assert (other.disposition, other.merged_into, other.units) == (Disposition.DUPLICATE, kept, ())
    task = desk.picture.units["U0"].assignment
    assert task is not None
    assert task.incident == kept
    assert desk.refused(i.ReopenIncident(gone, "no")).type is ProblemType.CONFLICT
    assert desk.refused(i.MergeIncidents(kept, kept)).status == 400
    assert kept in desk.refused(i.MergeIncidents(kept, gone)).detail


def test_a_part_becomes_an_incident_of_its_own(desk: Desk) -> None:
    first, second = desk.alarm("B0"), desk.alarm("B1", AlarmKind.PANIC_BUTTON)
    whole = desk.incident(first, second)
    desk.does(i.AssignUnit(whole, "U0"))
    assert desk.refused(i.SplitIncident(whole, (first, second))).type is ProblemType.NOTHING_LEFT
    assert desk.refused(i.SplitIncident(whole, (first,), ("U1",))).type is ProblemType.CONFLICT
    desk.does(i.SplitIncident(whole, (second,), ("U0",)))
    part = list(desk.picture.incidents.values())[-1]
    assert (part.kind, part.status, part.units) == (AlarmKind.PANIC_BUTTON, IncidentStatus.IN_PROGRESS, ("U0",))
    assert desk.picture.incidents[whole].alarms == (first,)
    assert desk.picture.incidents[whole].log[-1].kind is EntryKind.SPLIT


def test_reopened_it_takes_back_only_what_has_not_gone_elsewhere(desk: Desk) -> None:
    first, second = desk.alarm("B0"), desk.alarm("B1")
    incident = desk.incident(first, second)
    desk.does(i.CloseIncident(incident, Disposition.MINOR))
    other = desk.incident(second)
    assert desk.refused(i.ReopenIncident(incident, "")).type is ProblemType.NO_WORDS
    desk.does(i.ReopenIncident(incident, "they are back"))
    assert desk.picture.alarms[first].incident == incident
    assert desk.picture.alarms[second].incident == other
    desk.does(i.CloseIncident(incident, Disposition.MINOR))
    assert desk.picture.alarms[second].incident == other, "closing it again does not take it either"
    assert desk.refused(i.ReopenIncident(other, "why")).type is ProblemType.CONFLICT


def test_an_agency_is_asked_once_and_again_when_it_has_refused(desk: Desk) -> None:
    incident = called(desk).id
    ask = i.RequestAgency(incident, Agency.GAS, "smell of gas")
    assert desk.refused(i.AnswerRequest(incident, Agency.GAS, True)).type is ProblemType.CONFLICT
    desk.does(ask)
    assert desk.refused(ask, BOLAT).by == ANNA.id
    desk.does(i.AnswerRequest(incident, Agency.GAS, False, "no crew"))
    desk.does(ask, BOLAT)
    desk.does(i.AnswerRequest(incident, Agency.GAS, True))
    assert desk.picture.incidents[incident].requests[Agency.GAS].state is RequestState.ACCEPTED
    assert desk.refused(i.RequestAgency(incident, Agency.POLICE, "come")).type is ProblemType.CONFLICT
    desk.does(i.SetLead(incident, Agency.GAS))
    assert desk.refused(i.SetLead(incident, Agency.GAS)).type is ProblemType.CONFLICT


def test_tasks_are_done_and_undone(desk: Desk) -> None:
    incident = called(desk).id
    desk.does(i.AddTask(incident, "ask the guard"))
    (task,) = desk.picture.incidents[incident].tasks
    assert desk.refused(i.MarkTask(incident, task.id, False)).type is ProblemType.CONFLICT
    desk.does(i.MarkTask(incident, task.id, True), BOLAT)
    assert desk.refused(i.MarkTask(incident, task.id, True)).by == BOLAT.id
    desk.does(i.MarkTask(incident, task.id, False))
    assert desk.refused(i.MarkTask(incident, "T99", True)).type is ProblemType.NOT_FOUND


def test_a_device_has_one_order_at_a_time(desk: Desk) -> None:
    order = i.OrderRepair("B0", "does not answer")
    desk.does(order)
    assert desk.refused(order, BOLAT).by == ANNA.id
    (repair,) = desk.picture.repairs.values()
    desk.write([e.RepairProgressed(repair.id, RepairState.DONE)])
    desk.does(order, BOLAT)
    assert desk.refused(i.OrderRepair("X1", "broken")).type is ProblemType.NOT_FOUND
    assert desk.refused(i.OrderRepair("B1", "broken", "I99")).type is ProblemType.NOT_FOUND


@pytest.mark.parametrize(
    "intent",
    [
        i.LinkAlarms("I", ("A",)),
        i.SplitIncident("I", ("A",)),
        i.Reclassify("I", AlarmKind.FIRE, Priority.P2),
        i.SetLead("I", Agency.FIRE),
        i.RequestAgency("I", Agency.FIRE, "come"),
        i.AnswerRequest("I", Agency.FIRE, True),
        i.AddTask("I", "look"),
        i.MarkTask("I", "T", True),
        i.MarkStep("I", "look"),
        i.ReopenStep("I", "look"),
        i.MergeIncidents("I", "I"),
    ],
    ids=lambda intent: type(intent).__name__,
)
def test_nothing_is_done_for_an_incident_that_is_closed_or_unknown(desk: Desk, intent: i.IncidentIntent) -> None:
    assert desk.refused(intent).status == 404
    desk.incident(desk.alarm())
    desk.picture.incidents["I"] = desk.picture.incidents.popitem()[1]
    closed = desk.picture.incidents["I"]
    desk.picture.incidents["I"] = type(closed)(
        **{name: getattr(closed, name) for name in closed.__struct_fields__}
        | {"id": "I", "status": IncidentStatus.CLOSED, "closed_at": desk.now}
    )
    problem = desk.refused(intent)
    assert (problem.type, problem.by, problem.at) == (ProblemType.CONFLICT, ANNA.id, desk.now)
