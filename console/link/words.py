"""What a refusal means, in words for an operator: what was not done, who changed it and when, what to do now."""

from console.clock import local
from console.domain.errors import Problem, ProblemType
from console.domain.events import CENTER
from console.domain.intents import (
    Acknowledge,
    AddNote,
    AssignUnit,
    ChangeConsent,
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
from console.domain.session import Operator
from console.language import _
from console.link.outbox import Doubt, Queued


def wanted(intent: Intent, picture: Picture) -> str:
    """What the intent asks for, as a heading: "Assign M21 to I104"."""
    match intent:
        case Acknowledge(alarm=alarm):
            return _("Acknowledge alarm {alarm}").format(alarm=alarm)
        case TakeOver(alarm=alarm):
            return _("Take over alarm {alarm}").format(alarm=alarm)
        case OpenIncident(alarms=alarms):
            return _("Open an incident from {alarms}").format(alarms=", ".join(alarms))
        case AssignUnit(incident=incident, unit=unit):
            return _("Assign {unit} to {incident}").format(unit=_callsign(unit, picture), incident=incident)
        case SetUnitStatus(unit=unit):
            return _("Change the status of {unit}").format(unit=_callsign(unit, picture))
        case SetIncidentStatus(incident=incident):
            return _("Change the status of incident {incident}").format(incident=incident)
        case CloseIncident(incident=incident):
            return _("Close incident {incident}").format(incident=incident)
        case AddNote(incident=incident):
            return _("Write a note to incident {incident}").format(incident=incident)
        case DrawZone(drawing=drawing):
            return _("Draw zone {zone}").format(zone=drawing.name)
        case ChangeZone(zone=zone):
            return _("Change zone {zone}").format(zone=_zone(zone, picture))
        case RemoveZone(zone=zone):
            return _("Remove zone {zone}").format(zone=_zone(zone, picture))
        case ChangeConsent(camera=camera):
            return _("Change the consent of camera {camera}").format(camera=camera)


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
        case ProblemType.TOO_LARGE:
            return _("it is too long.")
        case ProblemType.DOES_NOT_ANSWER:
            return _("this camera does not answer; it may not have turned.")
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


def _zone(zone_id: str, picture: Picture) -> str:
    zone = picture.zones.get(zone_id)
    return zone_id if zone is None else zone.drawing.name


def _name(operator_id: str, picture: Picture) -> str:
    return picture.operators.get(operator_id, operator_id)


def _day_at(seconds: float) -> str:
    return local(seconds).strftime("%d.%m. %H:%M:%S")


def _at(seconds: float) -> str:
    return local(seconds).strftime("%H:%M:%S")
