"""Why something was refused: problem documents (RFC 9457) with a stable ``type`` that the console puts into words."""

from enum import StrEnum

from msgspec import Struct


class ProblemType(StrEnum):
    """The stable names of what can go wrong."""

    MALFORMED = "malformed"
    """400: the request could not be read."""
    NOT_LOGGED_IN = "not_logged_in"
    """401: no, unknown or expired token."""
    WRONG_PASSWORD = "wrong_password"
    FORBIDDEN = "forbidden"
    """403: the role may not do it."""
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    """409: it cannot be done in the state the thing is in."""
    CHANGED = "changed"
    """412: somebody changed it since the operator saw it."""
    NO_CONSENT = "no_consent"
    """403: the camera's owner has not agreed."""
    REASON_NEEDED = "reason_needed"
    """422: the owner asked that each opening states its reason."""
    KEY_REUSED = "key_reused"
    """422: the idempotency key was used for another intent."""
    NAMELESS = "nameless"
    """422: what is drawn needs a name."""
    CROSSES_ITSELF = "crosses_itself"
    """422: the edge of what is drawn crosses or touches itself."""
    AREA_TOO_SMALL = "area_too_small"
    AREA_TOO_LARGE = "area_too_large"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    """422: the time at which it shall end is over."""
    NO_WORDS = "no_words"
    """422: a reason or a text is needed, and there are only spaces."""
    NEVER_SHELVED = "never_shelved"
    """409: an emergency does not rest on the shelf."""
    SHELVED_TOO_LONG = "shelved_too_long"
    """422: no alarm rests for so long; ``longest`` says for how long it may."""
    STEPS_MISSING = "steps_missing"
    """409: ``steps`` of the procedure were neither done nor skipped with a reason."""
    NOTHING_LEFT = "nothing_left"
    """409: an incident would be left without an alarm or a call."""
    TOO_MANY = "too_many"
    """409: the center keeps no more of them."""
    NOT_OPEN = "not_open"
    """409: the camera has to be opened first."""
    TURNED_BY_ANOTHER = "turned_by_another"
    """409: another operator turns the camera; ``by`` says who, ``at`` since when."""
    NOT_RECORDED = "not_recorded"
    """404: there is no record of that time; ``nearest`` is the nearest time of which there is one."""
    TOO_LARGE = "too_large"
    NOT_READY = "not_ready"
    """503: the center is still preparing; ``retry_after`` says how long."""
    DOES_NOT_ANSWER = "does_not_answer"
    """503: the camera does not carry out what is asked of it."""
    NO_PICTURE = "no_picture"
    """503: the camera gives no picture."""
    UNAVAILABLE = "unavailable"
    """503: the center cannot do it now: its disk is full, or it has a fault."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """Body of every refusal, ``application/problem+json``.

    ``by`` and ``at`` say who changed the thing, and when, for ``conflict`` and ``changed``; ``current`` is its version.
    ``nearest`` is of ``not_recorded``, Unix seconds; None where nothing is recorded at all. ``longest`` is seconds.
    """

    type: ProblemType
    title: str
    status: int
    detail: str = ""
    by: str = ""
    at: float | None = None
    current: int | None = None
    retry_after: float | None = None
    nearest: float | None = None
    longest: float | None = None
    steps: tuple[str, ...] = ()


class Refused(Exception):
    """An intent or request that the center does not carry out."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail or problem.title)
        self.problem = problem
