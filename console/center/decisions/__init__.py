"""What the center decides about an intent: the events it writes, or a refusal in words. Pure: nothing is changed here.

Two questions are asked in this order. *Can it be done at all?* If not, the refusal (409) says who brought the thing
into its state, and when. *Is it still what the operator saw?* If not (``If-Match``), the refusal (412) says so. Of an
alarm it is asked only whether it has asked for another look since: a device that merely repeats or clears between the
look and the key press changes nothing about "I have seen it" (acknowledge and clear may come in either order).

Of many things at once, those are done that can be done; ``left`` names the others. Only when none is left to do, it is
a refusal.
"""

from console.center import problems
from console.center.city import City
from console.center.decisions import alarms, consent, incidents, steps, units, zones
from console.center.decisions.alarms import left as left
from console.center.decisions.asked import Asked
from console.center.decisions.units import told as told
from console.center.decisions.zones import removed as removed
from console.domain import intents as i
from console.domain.events import Event
from console.domain.picture import Picture
from console.domain.session import Operator, Role

MAY_DECIDE = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR, Role.TRAINER})
"""Roles that work alarms, incidents and units. A trainer shows how it is done, so may do it as well."""

NOWHERE = City()


def decide(
    picture: Picture,
    intent: i.Intent,
    actor: Operator,
    if_match: int | None,
    now: float,
    city: City = NOWHERE,
) -> list[Event]:
    """The events that carry out ``intent``, in order, never empty.

    Args:
        picture: everything known; the first event becomes entry ``picture.seq + 1``, and new ids are made of that.
        intent: what is wanted.
        actor: who wants it.
        if_match: the version of ``subject(intent)`` that the actor saw; None where not told.
        now: Unix seconds of the center's clock.
        city: what stands there, and how incidents are worked on.

    Raises:
        Refused: it is not done; the problem says why.
    """
    if actor.role not in MAY_DECIDE:
        raise problems.forbidden(f"A {actor.role} does not work alarms and units.")
    asked = Asked(picture, actor, if_match, now, city)
    events = _decided(asked, intent)
    return [*events, *steps.done_with(asked, events)]


def _decided(asked: Asked, intent: i.Intent) -> list[Event]:
    if isinstance(intent, i.AlarmIntent):
        return alarms.decide(asked, intent)
    if isinstance(intent, i.IncidentIntent):
        return incidents.decide(asked, intent)
    if isinstance(intent, i.UnitIntent):
        return units.decide(asked, intent)
    if isinstance(intent, i.ZoneIntent):
        return zones.decide(asked, intent)
    return consent.decide(asked, intent)
