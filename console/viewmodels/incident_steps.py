"""What is to be done for an incident: the steps of its procedure, then the tasks that no procedure foresaw."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from console.domain import intents as i
from console.domain.incidents import Incident, Task
from console.domain.procedures import Procedure, Step, StepAction
from console.domain.session import Role
from console.domain.units import Agency
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.row_list import RowList

ACTIONS = {
    StepAction.ACKNOWLEDGE: N_("Acknowledge the alarms of the incident"),
    StepAction.OPEN_CAMERAS: N_("Open the cameras around"),
    StepAction.SHOW_ON_MAP: N_("Show on the map"),
    StepAction.DISPATCH_NEAREST: N_("Send the nearest free unit"),
    StepAction.REQUEST_AGENCY: N_("Ask an agency for help…"),
    StepAction.SHOW_PASSPORT: N_("Show the passport of the site"),
    StepAction.DRAW_CORDON: N_("Draw a cordon on the map"),
    StepAction.ORDER_REPAIR: N_("Order a repair…"),
    StepAction.MESSAGE_UNITS: N_("Write to the units of the incident…"),
    StepAction.WRITE_NOTE: N_("Write a note"),
}
"""What running a step does."""


class Mark(StrEnum):
    """How a step stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    """The center has not answered yet."""
    DONE = "done"
    SKIPPED = "skipped"


class ToDo(Struct, frozen=True):
    """A step or a task. ``note`` stands at its end: until when, how late, or when it was done."""

    key: str
    text: str
    mark: Mark
    note: str = ""
    detail: str = ""
    """Why it was skipped."""
    action: StepAction | None = None
    agency: Agency | None = None
    is_mandatory: bool = False
    is_task: bool = False
    done_by: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do it any more."""
        return self.mark in (Mark.DONE, Mark.SKIPPED)

    @property
    def said(self) -> str:
        """Everything the row tells."""
        state = {
            Mark.OPEN: _("to do"),
            Mark.OVERDUE: _("overdue"),
            Mark.WAITING: _("being sent"),
            Mark.DONE: _("done"),
            Mark.SKIPPED: _("skipped"),
        }[self.mark]
        parts = [self.text, state, self.note, self.detail, self.done_by]
        if self.is_mandatory and not self.is_settled:
            parts.append(_("needed before the incident can be closed"))
        if self.action is not None and not self.is_settled:
            parts.append(_("Enter: {action}").format(action=_(ACTIONS[self.action])))
        return "\n".join(part for part in parts if part)


class Steps(RowList[ToDo]):
    """What is to be done for the incident shown."""


def progress(rows: Collection[ToDo]) -> tuple[int, int]:
    """How many are settled, of how many."""
    return sum(row.is_settled for row in rows), len(rows)


def overdue(rows: Collection[ToDo]) -> int:
    """How many are late."""
    return sum(row.mark is Mark.OVERDUE for row in rows)


def to_do(
    incident: Incident, procedure: Procedure | None, now: float, names: Mapping[str, str], waiting: Collection[i.Intent]
) -> Iterator[ToDo]:
    """The rows of an incident.

    Args:
        incident: whose.
        procedure: the one it follows; None where the console does not know it. What the incident needs or has done and
            the procedure does not name (any more: its file was changed) is shown by its id.
        now: Unix seconds of the center.
        names: names of operators by id.
        waiting: what has been asked about the incident without an answer yet.
    """
    sent = {intent.step for intent in waiting if isinstance(intent, i.MarkStep | i.ReopenStep)}
    ticked = {intent.task for intent in waiting if isinstance(intent, i.MarkTask)}
    steps = procedure.steps if procedure else ()
    for step in (*steps, *_unknown(incident, {step.id for step in steps})):
        yield _of_step(incident, step, now, names, is_sent=step.id in sent)
    for task in incident.tasks:
        yield _of_task(task, names, is_sent=task.id in ticked)


def _unknown(incident: Incident, known: Collection[str]) -> Iterator[Step]:
    """Steps by id that only the incident itself names."""
    for step in dict.fromkeys(id_ for id_ in (*incident.mandatory, *incident.steps) if id_ not in known):
        yield Step(step, words.plain(step), mandatory=step in incident.mandatory)


def _of_step(incident: Incident, step: Step, now: float, names: Mapping[str, str], *, is_sent: bool) -> ToDo:
    text = words.name(step.text)
    if step.role is not Role.DUTY_OFFICER:
        text = f"{words.word(step.role)}: {text}"
    done = incident.steps.get(step.id)
    mark, note = _due(incident, step, now)
    if done is not None:
        mark = Mark.SKIPPED if done.is_skipped else Mark.DONE
        note = words.time_of_day(done.at)
    elif not incident.is_open:
        mark, note = Mark.OPEN, ""
    return ToDo(
        step.id,
        text,
        Mark.WAITING if is_sent else mark,
        note,
        done.reason if done else "",
        step.action,
        step.agency,
        step.id in incident.mandatory,
        done_by=names.get(done.by, done.by) if done else "",
    )


def _due(incident: Incident, step: Step, now: float) -> tuple[Mark, str]:
    if step.within is None:
        return Mark.OPEN, ""
    left = incident.opened_at + step.within - now
    if left >= 0:
        return Mark.OPEN, _("in {age}").format(age=words.age(left))
    return Mark.OVERDUE, _("{age} late").format(age=words.age(-left))


def _of_task(task: Task, names: Mapping[str, str], *, is_sent: bool) -> ToDo:
    mark = Mark.WAITING if is_sent else Mark.OPEN if task.done_at is None else Mark.DONE
    note = "" if task.done_at is None else words.time_of_day(task.done_at)
    return ToDo(task.id, task.text, mark, note, is_task=True, done_by=names.get(task.done_by, task.done_by))
