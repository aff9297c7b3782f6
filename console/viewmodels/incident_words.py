"""What an incident's log says, as sentences in the operator's language."""

from collections.abc import Callable

from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition, EntryKind, Incident, IncidentEntry, IncidentStatus
from console.domain.units import Agency, UnitStatus
from console.language import N_, _, ngettext
from console.viewmodels.words import word

_SENTENCES = {
    EntryKind.OPENED: N_("{who} opened the incident"),
    EntryKind.UNIT_ASSIGNED: N_("{who} sent {unit}"),
    EntryKind.UNIT_ACCEPTED: N_("{unit} accepted and is on the way"),
    EntryKind.UNIT_REFUSED: N_("{unit} refused"),
    EntryKind.UNIT_UNANSWERED: N_("{unit} has not answered"),
    EntryKind.UNIT_STATUS: N_("{unit}: {value}"),
    EntryKind.UNIT_CLEARED: N_("{unit} is free again"),
    EntryKind.UNIT_STOOD_DOWN: N_("{who} called {unit} back: {text}"),
    EntryKind.STATUS: N_("{who} set the incident to: {value}"),
    EntryKind.RECLASSIFIED: N_("{who} reclassified the incident: {value}"),
    EntryKind.LEAD: N_("{who} gave the lead to: {value}"),
    EntryKind.AGENCY_REQUESTED: N_("{who} asked for help, {value}: {text}"),
    EntryKind.AGENCY_ACCEPTED: N_("{value} is coming. {text}"),
    EntryKind.AGENCY_REFUSED: N_("{value} cannot come. {text}"),
    EntryKind.TASK_ADDED: N_("{who} added a task: {text}"),
    EntryKind.TASK_DONE: N_("{who}: task done: {text}"),
    EntryKind.TASK_REOPENED: N_("{who}: task is open again: {text}"),
    EntryKind.STEP_DONE: N_("{who}: step done: {value}"),
    EntryKind.STEP_SKIPPED: N_("{who} skipped a step: {value}. Why: {text}"),
    EntryKind.STEP_REOPENED: N_("{who}: step is open again: {value}"),
    EntryKind.REPAIR_ORDERED: N_("{who} ordered the repair of {value}: {text}"),
    EntryKind.LINKED: N_("Has to do with {text}"),
    EntryKind.MERGED: N_("{text} was the same and goes on here"),
    EntryKind.SPLIT: N_("{who} split the incident, see {text}"),
    EntryKind.NOTE: "{text}",
    EntryKind.CLOSED: N_("{who} closed the incident: {value}"),
    EntryKind.REOPENED: N_("{who} reopened the incident: {text}"),
}
_BEFORE_COLON = frozenset(
    {
        EntryKind.AGENCY_REQUESTED,
        EntryKind.AGENCY_ACCEPTED,
        EntryKind.AGENCY_REFUSED,
        EntryKind.STEP_SKIPPED,
        EntryKind.REPAIR_ORDERED,
    }
)
"""Lines whose text is an id, a colon, and free text."""

ALARMS_NAMED = 3
"""Of alarms that were added so many are named; the others are counted."""


def sentence(entry: IncidentEntry, incident: Incident, *, who: str, unit: str, step: Callable[[str], str] = str) -> str:
    """A line of an incident's log. ``who`` is the actor's name, ``unit`` a callsign, ``step`` gives a step's words."""
    if entry.kind is EntryKind.ALARM_LINKED:
        return _alarms(entry)
    told, _colon, text = entry.text.partition(": ") if entry.kind in _BEFORE_COLON else (entry.text, "", entry.text)
    value = _value(entry.kind, told, step)
    pattern = _SENTENCES[entry.kind]
    if entry.kind is EntryKind.MERGED and entry.text == incident.merged_into:
        pattern = N_("The same as {text}, where it goes on")
    elif entry.kind is EntryKind.UNIT_ASSIGNED and entry.text:
        pattern = N_("{who} sent {unit} from another task: {text}")
    said = pattern if entry.kind is EntryKind.NOTE else _(pattern)
    return said.format(who=who, unit=unit, text=text, value=value).strip()


def _alarms(entry: IncidentEntry) -> str:
    ids = entry.text.split(", ")
    named = ", ".join(ids[:ALARMS_NAMED])
    if len(ids) > ALARMS_NAMED:
        rest = len(ids) - ALARMS_NAMED
        named = ngettext("{named} and {n} more", "{named} and {n} more", rest).format(named=named, n=rest)
    text = ngettext("Alarm {text} was added", "Alarms {text} were added", len(ids))
    return text.format(text=named)


def _value(kind: EntryKind, told: str, step: Callable[[str], str]) -> str:
    match kind:
        case EntryKind.UNIT_STATUS:
            return word(UnitStatus(told))
        case EntryKind.STATUS:
            return word(IncidentStatus(told))
        case EntryKind.CLOSED:
            return word(Disposition(told))
        case EntryKind.RECLASSIFIED:
            return word(AlarmKind(told))
        case EntryKind.LEAD | EntryKind.AGENCY_REQUESTED | EntryKind.AGENCY_ACCEPTED | EntryKind.AGENCY_REFUSED:
            return word(Agency(told))
        case EntryKind.STEP_DONE | EntryKind.STEP_SKIPPED | EntryKind.STEP_REOPENED:
            return step(told)
        case _:
            return told
