"""The control rooms of the other agencies in the demo city: who has said that they come sends a unit.

Like all who sit at no console they keep nothing in mind: whom they send, and when, follows from the picture, the seed
and the time. They choose as the center would, and their order goes the way of every operator's wish.
"""

from collections.abc import Iterator, Mapping
from random import Random

from console.center.signals import Wish
from console.domain import intents as i
from console.domain.incidents import AgencyRequest, EntryKind, Incident, IncidentStatus, RequestState
from console.domain.picture import Picture
from console.domain.session import Operator, Role
from console.domain.units import FREE, Agency
from console.insight.recommend import for_incident, recommend
from console.insight.streets import StreetGraph

ROOMS: Mapping[Agency, Operator] = {
    Agency.POLICE: Operator("room-102", "Диспетчер 102", Role.DUTY_OFFICER),
    Agency.FIRE: Operator("room-101", "Диспетчер 101", Role.DUTY_OFFICER),
    Agency.AMBULANCE: Operator("room-103", "Диспетчер 103", Role.DUTY_OFFICER),
    Agency.GAS: Operator("room-104", "Диспетчер 104", Role.DUTY_OFFICER),
    Agency.RESCUE: Operator("room-112", "Диспетчер 112", Role.DUTY_OFFICER),
    Agency.CITY: Operator("room-109", "Диспетчер городских служб", Role.DUTY_OFFICER),
}
"""Who sends the units of each agency."""

SENT_S = (5.0, 25.0)
"""Within which seconds of its word, or of a crew's refusal, an agency sends a unit; the demo's assumption."""


def units_sent(seed: int, now: float, picture: Picture, streets: StreetGraph) -> list[Wish]:
    """The units that agencies send to incidents they have promised to come to: for each the nearest that is free."""
    return [
        wish
        for incident in picture.incidents.values()
        if incident.is_open and incident.status is not IncidentStatus.RESOLVED
        for request in incident.requests.values()
        if request.state is RequestState.ACCEPTED
        for wish in _sent(seed, now, picture, streets, incident, request)
    ]


def _sent(
    seed: int, now: float, picture: Picture, streets: StreetGraph, incident: Incident, request: AgencyRequest
) -> Iterator[Wish]:
    agency, since = request.agency, request.at
    own = {unit.id for unit in picture.units.values() if unit.agency is agency}
    lines = [line for line in incident.log if line.time >= since and line.unit in own]
    asked = {line.unit for line in lines if line.kind is EntryKind.UNIT_ASSIGNED}
    refusals = {line.unit: line.time for line in lines if line.kind is EntryKind.UNIT_REFUSED}
    last = max([request.answered_at or since, *refusals.values()])
    lot = Random(f"{seed}/{incident.id}/{agency}/{last:.0f}/sent")
    if asked - refusals.keys() or now < last + lot.uniform(*SENT_S):
        return
    if not any(picture.units[unit].status_at(now) in FREE for unit in own - asked):
        return  # nobody is free: the next look may find somebody
    wanted = for_incident(incident, agency)
    ranked = recommend(streets, picture.units.values(), wanted, now, incidents=picture.incidents, homes={})
    first = next((one.unit for one in ranked if one.is_free and one.unit in own - asked), None)
    if first is not None:
        yield Wish(ROOMS[agency], i.AssignUnit(incident.id, first))
