"""What operators want done for an incident: agencies, tasks, steps of its procedure, repairs."""

from typing import assert_never

from console.center import problems
from console.center.decisions.asked import Asked, words
from console.domain import events as e, intents as i
from console.domain.incidents import Incident, RequestState, Task
from console.domain.repairs import Repair, RepairState

Work = (
    i.SetLead | i.RequestAgency | i.AnswerRequest | i.AddTask | i.MarkTask | i.MarkStep | i.ReopenStep | i.OrderRepair
)


def decide(asked: Asked, intent: Work) -> list[e.Event]:
    """The events; see ``console.center.decisions.decide``."""
    if isinstance(intent, i.OrderRepair):
        return _order(asked, intent)
    incident = asked.open_incident(intent.incident)
    match intent:
        case i.SetLead():
            return _set_lead(asked, incident, intent)
        case i.RequestAgency():
            return _request(incident, intent)
        case i.AnswerRequest():
            return _answer(incident, intent)
        case i.AddTask(text=text):
            task = Task(asked.new_id("T"), words(text, "A task"), asked.actor.id)
            return [e.TaskAdded(incident.id, task)]
        case i.MarkTask():
            return _mark_task(incident, intent)
        case i.MarkStep():
            return _mark_step(asked, incident, intent)
        case i.ReopenStep(step=step):
            if step not in incident.steps:
                raise problems.conflict(f"Step {step} is neither done nor skipped.", current=incident.version)
            return [e.StepReopened(incident.id, step)]
        case _:
            assert_never(intent)


def _set_lead(asked: Asked, incident: Incident, intent: i.SetLead) -> list[e.Event]:
    if incident.lead is intent.agency:
        raise problems.conflict(f"{intent.agency} leads already.", current=incident.version)
    asked.as_seen(incident, f"Incident {incident.id}")
    return [e.LeadSet(incident.id, intent.agency)]


def _request(incident: Incident, intent: i.RequestAgency) -> list[e.Event]:
    """What was refused may be asked for again."""
    text = words(intent.text, "A request")
    if incident.lead is intent.agency:
        raise problems.conflict(f"{intent.agency} leads here.", current=incident.version)
    before = incident.requests.get(intent.agency)
    if before is not None and before.state is not RequestState.REFUSED:
        detail = f"{intent.agency} was asked already: {before.state}."
        raise problems.conflict(detail, by=before.by, at=before.at, current=incident.version)
    return [e.AgencyRequested(incident.id, intent.agency, text)]


def _answer(incident: Incident, intent: i.AnswerRequest) -> list[e.Event]:
    """An agency may think better of it."""
    request = incident.requests.get(intent.agency)
    if request is None:
        raise problems.conflict(f"{intent.agency} was not asked.", current=incident.version)
    state = RequestState.ACCEPTED if intent.accepted else RequestState.REFUSED
    if request.state is state:
        detail = f"{intent.agency} has {state} already."
        raise problems.conflict(detail, at=request.answered_at, current=incident.version)
    return [e.AgencyAnswered(incident.id, intent.agency, state, intent.text.strip())]


def _mark_task(incident: Incident, intent: i.MarkTask) -> list[e.Event]:
    task = next((task for task in incident.tasks if task.id == intent.task), None)
    if task is None:
        raise problems.not_found(f"task {intent.task}")
    if intent.done is (task.done_at is not None):
        detail = f"Task {task.id} is {'done already' if intent.done else 'still to be done'}."
        raise problems.conflict(detail, by=task.done_by, at=task.done_at, current=incident.version)
    return [e.TaskMarked(incident.id, task.id, intent.done)]


def _mark_step(asked: Asked, incident: Incident, intent: i.MarkStep) -> list[e.Event]:
    if intent.step not in asked.city.steps(incident.procedure) | {*incident.mandatory}:
        raise problems.not_found(f"step {intent.step} of incident {incident.id}")
    if (mark := incident.steps.get(intent.step)) is not None:
        detail = f"Step {intent.step} is {'skipped' if mark.is_skipped else 'done'} already by {mark.by}."
        raise problems.conflict(detail, by=mark.by, at=mark.at, current=incident.version)
    reason = words(intent.reason, "Skipping a step") if intent.reason else ""
    return [e.StepMarked(incident.id, intent.step, reason)]


def _order(asked: Asked, intent: i.OrderRepair) -> list[e.Event]:
    text = words(intent.text, "A work order")
    if not asked.city.has(intent.device):
        raise problems.not_found(f"device {intent.device}")
    if intent.incident:
        asked.incident(intent.incident)
    for repair in asked.picture.repairs.values():
        if repair.device == intent.device and repair.state is not RepairState.DONE:
            detail = f"The repair of {repair.device} was ordered already by {repair.by}."
            raise problems.conflict(detail, by=repair.by, at=repair.at)
    order = Repair(
        asked.new_id("R"), intent.device, text, asked.actor.id, asked.now, intent.incident, changed_at=asked.now
    )
    return [e.RepairOrdered(order)]
