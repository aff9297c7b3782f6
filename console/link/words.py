"""What a refusal means, in words for an operator: what was not done, who changed it and when, what to do now."""

from console.clock import local
from console.domain import intents as i
from console.domain.errors import Problem, ProblemType
from console.domain.events import CENTER
from console.domain.picture import Picture
from console.domain.session import Operator
from console.language import N_, _, ngettext
from console.link.outbox import Doubt, Queued


def wanted(intent: i.Intent, picture: Picture) -> str:
    """What the intent asks for, as a heading: "Assign M21 to I104"."""
    match intent:
        case i.AcknowledgeMany() | i.GiveAlarms() | i.SendMessage():
            return _many(intent, picture)
        case i.OpenIncident(alarms=alarms):
            return _("Open an incident from {alarms}").format(alarms=_listed(alarms))
        case i.OpenCall(place=place):
            return _("Open an incident from a call, {place}").format(place=place)
        case i.AssignUnit(incident=incident, unit=unit):
            return _("Assign {unit} to {incident}").format(unit=_callsign(unit, picture), incident=incident)
        case i.LinkIncidents(incident=incident, other=other):
            return _("Link {incident} with {other}").format(incident=incident, other=other)
        case i.MergeIncidents(incident=incident, other=other):
            return _("Merge {other} into {incident}").format(incident=incident, other=other)
        case i.OrderRepair(device=device):
            return _("Order the repair of {device}").format(device=device)
        case i.DrawZone(drawing=drawing):
            return _("Draw zone {zone}").format(zone=drawing.name)
        case i.ChangeZone(zone=zone):
            return _("Change zone {zone}").format(zone=_zone(zone, picture))
        case i.RemoveZone(zone=zone):
            return _("Remove zone {zone}").format(zone=_zone(zone, picture))
        case i.ChangeConsent(camera=camera):
            return _("Change the consent of camera {camera}").format(camera=camera)
        case i.StandDown(unit=unit) | i.CheckIn(unit=unit) | i.SetUnitStatus(unit=unit):
            return _(_TO_UNIT[type(intent)]).format(unit=_callsign(unit, picture))
        case _ if type(intent) in _TO_ALARM:
            return _(_TO_ALARM[type(intent)]).format(alarm=i.subject(intent))
        case _:
            return _(_TO_INCIDENT[type(intent)]).format(incident=i.about(intent)[0])


_TO_ALARM: dict[type, str] = {
    i.Acknowledge: N_("Acknowledge alarm {alarm}"),
    i.TakeOver: N_("Take over alarm {alarm}"),
    i.Shelve: N_("Shelve alarm {alarm}"),
    i.Suppress: N_("Suppress alarm {alarm}"),
    i.RemoveFromService: N_("Take alarm {alarm} out of service"),
    i.ReturnAlarm: N_("Bring back alarm {alarm}"),
}
_TO_UNIT: dict[type, str] = {
    i.SetUnitStatus: N_("Change the status of {unit}"),
    i.StandDown: N_("Stand {unit} down"),
    i.CheckIn: N_("Check in {unit}"),
}
_TO_INCIDENT: dict[type, str] = {
    i.LinkAlarms: N_("Link alarms to incident {incident}"),
    i.SplitIncident: N_("Split incident {incident}"),
    i.Reclassify: N_("Reclassify incident {incident}"),
    i.SetLead: N_("Change who leads incident {incident}"),
    i.RequestAgency: N_("Ask another agency to help with incident {incident}"),
    i.AnswerRequest: N_("Write down an agency's answer to incident {incident}"),
    i.AddTask: N_("Add a task to incident {incident}"),
    i.MarkTask: N_("Mark a task of incident {incident}"),
    i.MarkStep: N_("Mark a step of incident {incident}"),
    i.ReopenStep: N_("Take back a step of incident {incident}"),
    i.SetIncidentStatus: N_("Change the status of incident {incident}"),
    i.CloseIncident: N_("Close incident {incident}"),
    i.ReopenIncident: N_("Reopen incident {incident}"),
    i.AddNote: N_("Write a note to incident {incident}"),
}


def _many(intent: i.AcknowledgeMany | i.GiveAlarms | i.SendMessage, picture: Picture) -> str:
    match intent:
        case i.AcknowledgeMany(alarms=seen):
            text = ngettext("Acknowledge {n} alarm", "Acknowledge {n} alarms", len(seen))
            return text.format(n=len(seen))
        case i.GiveAlarms(alarms=alarms, to=to):
            text = ngettext("Give {n} alarm to {to}", "Give {n} alarms to {to}", len(alarms))
            return text.format(n=len(alarms), to=_name(to, picture))
        case i.SendMessage(units=units):
            text = ngettext("Write to {n} unit", "Write to {n} units", len(units))
            return text.format(n=len(units))


def refusal_of(queued: Queued, problem: Problem, picture: Picture, operator: Operator | None) -> str:
    """Why the center did not carry out an intent."""
    return f"{wanted(queued.intent, picture)}: {refusal(problem, picture, operator)}"


def sentence(problem: Problem, picture: Picture, operator: Operator | None) -> str:
    """Why the center said no, as a sentence of its own."""
    text = refusal(problem, picture, operator)
    return text[:1].upper() + text[1:]


def refusal(problem: Problem, picture: Picture, operator: Operator | None) -> str:
    """Why the center said no, as it follows a colon."""
    match problem.type:
        case ProblemType.CONFLICT | ProblemType.CHANGED:
            return _changed(problem, picture, operator)
        case ProblemType.NOT_LOGGED_IN:
            return _("your session has ended; please log in again.")
        case ProblemType.WRONG_PASSWORD if problem.retry_after is not None:
            return _("too many wrong passwords; try again in {seconds} s.").format(seconds=round(problem.retry_after))
        case ProblemType.WRONG_PASSWORD:
            return _("user or password is wrong.")
        case ProblemType.FORBIDDEN if problem.by:
            return _("only {by} or a supervisor may do this.").format(by=_name(problem.by, picture))
        case ProblemType.FORBIDDEN:
            return _("your role may not do this.")
        case ProblemType.NOT_FOUND:
            return _("it is not there any more.")
        case ProblemType.NO_CONSENT:
            return _("the owner of this camera has not agreed to its use.")
        case ProblemType.REASON_NEEDED:
            return _("the owner of this camera asks for a reason each time it is opened.")
        case ProblemType.NOT_OPEN:
            return _("open this camera before you turn it.")
        case ProblemType.TURNED_BY_ANOTHER if problem.by and problem.at is not None:
            text = _("this camera has been turned by {by} since {at}.")
            return text.format(by=_name(problem.by, picture), at=_at(problem.at))
        case ProblemType.TURNED_BY_ANOTHER:
            return _("another operator turns this camera.")
        case ProblemType.NOT_RECORDED if problem.nearest is not None:
            return _("nothing was recorded then; the nearest record is of {at}.").format(at=_day_at(problem.nearest))
        case ProblemType.NOT_RECORDED:
            return _("nothing was recorded by this camera.")
        case ProblemType.NAMELESS:
            return _("it needs a name.")
        case ProblemType.CROSSES_ITSELF:
            return _("its edge crosses itself. Move a corner and try again.")
        case ProblemType.AREA_TOO_SMALL:
            return _("its area is too small to be kept.")
        case ProblemType.AREA_TOO_LARGE:
            return _("its area is too large. Draw a smaller one.")
        case ProblemType.ENDS_BEFORE_IT_BEGINS:
            return _("the time at which it ends is over already.")
        case ProblemType.TOO_MANY:
            return _("there are too many already. Remove one that is not needed any more.")
        case ProblemType.NO_WORDS:
            return _("write a few words about it.")
        case ProblemType.NEVER_SHELVED:
            return _("an emergency is not shelved. Acknowledge it, or ask a supervisor.")
        case ProblemType.SHELVED_TOO_LONG if problem.longest is not None:
            text = _("an alarm rests on the shelf for at most {hours} h.")
            return text.format(hours=f"{problem.longest / 3600:g}")
        case ProblemType.SHELVED_TOO_LONG:
            return _("an alarm does not rest on the shelf for so long.")
        case ProblemType.STEPS_MISSING:
            text = ngettext(
                "first do {count} step of its procedure, or skip it with a reason.",
                "first do {count} steps of its procedure, or skip them with a reason.",
                len(problem.steps),
            )
            return text.format(count=len(problem.steps))
        case ProblemType.NOTHING_LEFT:
            return _("at least one alarm has to stay with this incident.")
        case ProblemType.TOO_LARGE:
            return _("it is too long.")
        case ProblemType.DOES_NOT_ANSWER:
            return _("this camera does not answer; it may not have turned.")
        case ProblemType.NO_PICTURE:
            return _("this camera gives no picture now.")
        case ProblemType.UNAVAILABLE:
            return _("it is not available now; nothing was changed. Try again in a moment.")
        case ProblemType.NOT_READY:
            return _("the center is still preparing.")
        case ProblemType.MALFORMED | ProblemType.KEY_REUSED:
            return _("the center did not understand it; nothing was changed.")


def held(queued: Queued, doubt: Doubt, picture: Picture) -> str:
    """Why an intent was not sent without asking."""
    at = _at(queued.issued_at)
    match doubt:
        case Doubt.LATE:
            why = _("given at {at}, when the center could not be reached; it was not sent so late. Send it now?")
        case Doubt.FAULT:
            why = _("given at {at}; the center failed over it, and may or may not have done it. Send it again?")
        case Doubt.OTHER_OPERATOR:
            why = _("given by {by} at {at} and not sent before this console ended. Send it in your name?")
        case Doubt.OTHER_CENTER:
            why = _("given at {at} to a center that has begun anew since; it is not sent there.")
    return f"{wanted(queued.intent, picture)}: {why.format(at=at, by=_name(queued.operator, picture))}"


def _changed(problem: Problem, picture: Picture, operator: Operator | None) -> str:
    at = "" if problem.at is None else _at(problem.at)
    by_me = operator is not None and problem.by == operator.id
    if by_me and at:
        text = _("you changed it yourself at {at}. Look at it again.")
    elif problem.by and problem.by != CENTER and at:
        text = _("{by} changed it at {at}. Look at it again before you repeat.")
    elif problem.by and problem.by != CENTER:
        text = _("{by} changed it before you. Look at it again before you repeat.")
    elif at:
        text = _("it has been different since {at}. Look at it again before you repeat.")
    else:
        text = _("it is different now. Look at it again before you repeat.")
    return text.format(by=_name(problem.by, picture), at=at)


def _callsign(unit_id: str, picture: Picture) -> str:
    unit = picture.units.get(unit_id)
    return unit_id if unit is None else unit.callsign


def _listed(ids: tuple[str, ...]) -> str:
    """The first few by name."""
    return ", ".join(ids[:3]) + (" …" if len(ids) > 3 else "")


def _zone(zone_id: str, picture: Picture) -> str:
    zone = picture.zones.get(zone_id)
    return zone_id if zone is None else zone.drawing.name


def _name(operator_id: str, picture: Picture) -> str:
    return picture.operators.get(operator_id, operator_id)


def _day_at(seconds: float) -> str:
    return local(seconds).strftime("%d.%m. %H:%M:%S")


def _at(seconds: float) -> str:
    return local(seconds).strftime("%H:%M:%S")
