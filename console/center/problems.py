"""The sentences of refusal: one function for each kind of problem the center answers with (RFC 9457)."""

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.zones import AREA_AT_LEAST_M2, AREA_AT_MOST_M2

_NO_ZONE = {
    ProblemType.NAMELESS: "A zone needs a name.",
    ProblemType.CROSSES_ITSELF: "The edge of the zone crosses or touches itself.",
    ProblemType.AREA_TOO_SMALL: f"A zone has at least {AREA_AT_LEAST_M2:.0f} m².",
    ProblemType.AREA_TOO_LARGE: f"A zone has at most {AREA_AT_MOST_M2 / 1e6:.0f} km².",
    ProblemType.ENDS_BEFORE_IT_BEGINS: "The zone would end before it begins.",
}


def malformed(detail: str) -> Refused:
    """400: the request could not be read, or asks for something that makes no sense."""
    return Refused(Problem(ProblemType.MALFORMED, "The request could not be read", 400, detail))


def not_logged_in(detail: str) -> Refused:
    """401: no, unknown or expired token."""
    return Refused(Problem(ProblemType.NOT_LOGGED_IN, "Log in first", 401, detail))


def wrong_password() -> Refused:
    """401: user and password do not belong together; which of them is wrong is not told."""
    return Refused(Problem(ProblemType.WRONG_PASSWORD, "User or password is wrong", 401))


def too_many_attempts(seconds: float) -> Refused:
    """429: so many wrong passwords that the next try has to wait ``seconds``."""
    detail = f"Too many wrong attempts. Try again in {seconds:.0f} s."
    return Refused(Problem(ProblemType.WRONG_PASSWORD, "Too many attempts", 429, detail, retry_after=seconds))


def forbidden(detail: str, *, by: str = "") -> Refused:
    """403: the role may not do it; ``by`` is who else may, beside supervisors."""
    return Refused(Problem(ProblemType.FORBIDDEN, "Your role may not do this", 403, detail, by=by))


def not_found(what: str) -> Refused:
    """404: there is no such thing (any more)."""
    return Refused(Problem(ProblemType.NOT_FOUND, "Not there", 404, f"There is no {what}."))


def conflict(detail: str, *, by: str = "", at: float | None = None, current: int | None = None) -> Refused:
    """409: it cannot be done in the state the thing is in; ``by`` and ``at`` say who brought it there, and when."""
    problem = Problem(ProblemType.CONFLICT, "It cannot be done now", 409, detail, by=by, at=at, current=current)
    return Refused(problem)


def changed(what: str, current: int) -> Refused:
    """412: it is not any more as the operator saw it; the center adds who changed it, and when, from its log."""
    detail = f"{what} has changed since you saw it."
    return Refused(Problem(ProblemType.CHANGED, "It has changed meanwhile", 412, detail, current=current))


def no_consent(camera: str) -> Refused:
    """403: the camera's owner has not agreed."""
    detail = f"The owner of camera {camera} has not agreed to its use."
    return Refused(Problem(ProblemType.NO_CONSENT, "No consent on file", 403, detail))


def reason_needed(camera: str) -> Refused:
    """422: the owner asked that each opening states its reason."""
    detail = f"The owner of camera {camera} asks for a reason each time it is opened."
    return Refused(Problem(ProblemType.REASON_NEEDED, "State a reason", 422, detail))


def not_open(camera: str) -> Refused:
    """409: who turns a camera has to see it."""
    detail = f"Open camera {camera} before you turn it."
    return Refused(Problem(ProblemType.NOT_OPEN, "Open the camera first", 409, detail))


def turned_by_another(detail: str, by: str, at: float) -> Refused:
    """409: another operator turns the camera."""
    return Refused(Problem(ProblemType.TURNED_BY_ANOTHER, "Another operator turns it", 409, detail, by=by, at=at))


def not_recorded(detail: str, nearest: float | None) -> Refused:
    """404: there is no record of that time; ``nearest`` is the nearest of which there is one."""
    return Refused(Problem(ProblemType.NOT_RECORDED, "Not recorded", 404, detail, nearest=nearest))


def no_zone(kind: ProblemType) -> Refused:
    """422: what was drawn cannot be a zone."""
    return Refused(Problem(kind, "This cannot be a zone", 422, _NO_ZONE[kind]))


def too_many(what: str, limit: int) -> Refused:
    """409: the center keeps no more of them."""
    return Refused(
        Problem(ProblemType.TOO_MANY, "Too many", 409, f"There are {limit} {what} already, the most there can be.")
    )


def no_words(what: str) -> Refused:
    """422: something has to be written."""
    return Refused(Problem(ProblemType.NO_WORDS, "Write a few words", 422, f"{what} needs words."))


def over_already(what: str) -> Refused:
    """422: the time at which it shall end is over."""
    return Refused(
        Problem(ProblemType.ENDS_BEFORE_IT_BEGINS, "Over already", 422, f"{what} would end before it begins.")
    )


def never_shelved(alarm: str) -> Refused:
    """409: an emergency does not rest on the shelf."""
    detail = f"Alarm {alarm} is an emergency: it is not shelved."
    return Refused(Problem(ProblemType.NEVER_SHELVED, "Emergencies are not shelved", 409, detail))


def shelved_too_long(longest: float) -> Refused:
    """422: no alarm rests on the shelf for longer than so many seconds."""
    detail = f"An alarm rests on the shelf for at most {longest / 3600:g} h."
    return Refused(Problem(ProblemType.SHELVED_TOO_LONG, "Too long on the shelf", 422, detail, longest=longest))


def steps_missing(incident: str, steps: tuple[str, ...]) -> Refused:
    """409: steps of the procedure are to be done before the end."""
    detail = f"Incident {incident} still needs: {', '.join(steps)}."
    return Refused(Problem(ProblemType.STEPS_MISSING, "Steps are missing", 409, detail, steps=steps))


def nothing_left(incident: str) -> Refused:
    """409: an incident keeps at least one alarm, or the call it began with."""
    detail = f"Incident {incident} would be left without an alarm."
    return Refused(Problem(ProblemType.NOTHING_LEFT, "Nothing would be left", 409, detail))


def key_reused() -> Refused:
    """422: the idempotency key was used for another intent."""
    detail = "This idempotency key was used for another intent; nothing was done."
    return Refused(Problem(ProblemType.KEY_REUSED, "Key used before", 422, detail))


def not_ready(detail: str, retry_after: float) -> Refused:
    """503: the center is still preparing; try again in ``retry_after`` seconds."""
    problem = Problem(ProblemType.NOT_READY, "Not ready yet", 503, detail, retry_after=retry_after)
    return Refused(problem)


def does_not_answer(camera: str) -> Refused:
    """503: the camera does not carry out what is asked of it."""
    detail = f"Camera {camera} does not answer; it may not have turned."
    return Refused(Problem(ProblemType.DOES_NOT_ANSWER, "The camera does not answer", 503, detail))


def no_picture(camera: str) -> Refused:
    """503: the camera does not answer the center."""
    return Refused(Problem(ProblemType.NO_PICTURE, "No picture", 503, f"Camera {camera} does not answer."))


def unavailable(detail: str) -> Refused:
    """503: the center cannot do it now: its disk is full, or it has a fault."""
    return Refused(Problem(ProblemType.UNAVAILABLE, "Not available", 503, detail))
