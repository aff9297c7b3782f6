"""Whom to send, and why: units in the order in which they should be asked, as the center reckons it."""

from enum import StrEnum

from msgspec import Struct


class Why(StrEnum):
    """What speaks for or against a unit; ``Because`` gives the figure."""

    SKILL = "skill"
    """``text`` is a skill of its crew that such an incident needs."""
    NO_SKILL = "no_skill"
    """``text`` is a skill that would be needed, and that nobody of its crew has."""
    HELPS = "helps"
    """It is not of the agency that goes first, but of one that such an incident often needs as well."""
    AWAY = "away"
    """It would leave its own district."""
    OWN_WORK = "own_work"
    """It does something that no operator gave it."""
    ON_BREAK = "on_break"
    PREEMPTED = "preempted"
    """It would leave incident ``text``, whose priority is ``number``: less urgent than this."""
    AS_URGENT = "as_urgent"
    """The same, but what it would leave is as urgent as this, or more."""
    ON_FOOT = "on_foot"
    REFUSED = "refused"
    """It has refused this incident before, ``number`` seconds ago."""
    UNANSWERED = "unanswered"
    """It has not answered when it was asked before, ``number`` seconds ago."""


class Because(Struct, frozen=True):
    """One reason; ``seconds`` is how much later the unit counts for it as if it were that much farther away."""

    why: Why
    seconds: float = 0.0
    number: float = 0.0
    text: str = ""


class Recommendation(Struct, frozen=True):
    """A unit that could go.

    Args:
        unit: its id.
        eta_s: seconds from the order to its arrival.
        distance_m: straight distance.
        score_s: ``eta_s`` and what the reasons count for; the least comes first.
        because: what speaks for and against it, beside the time.
    """

    unit: str
    eta_s: float
    distance_m: float
    score_s: float
    because: tuple[Because, ...] = ()

    @property
    def leaves(self) -> str:
        """The incident it would be taken from, "" where it is at none."""
        return next((b.text for b in self.because if b.why in (Why.PREEMPTED, Why.AS_URGENT)), "")

    @property
    def is_free(self) -> bool:
        """Whether it can be sent without taking it from anything."""
        return all(b.why not in (Why.PREEMPTED, Why.AS_URGENT, Why.OWN_WORK, Why.ON_BREAK) for b in self.because)
