"""Which incidents may be the same as another: near in place and in time. Pure."""

from collections.abc import Iterable

from msgspec import Struct

from console.domain.geo import distance_m
from console.domain.incidents import Incident

NEAR_M = 300.0
WITHIN_S = 30 * 60.0
"""Two reports of one event seldom lie further apart: a caller names the next crossing (up to 300 m away in Almaty's
grid), and calls about an event end within half an hour of the first (our choice; a setting)."""


class Alike(Struct, frozen=True):
    """An incident that may be the same: how far away (metres), opened how much later (seconds; negative: earlier)."""

    incident: Incident
    distance_m: float
    later_s: float


def alike(incident: Incident, others: Iterable[Incident]) -> list[Alike]:
    """Open incidents near it in place and time that it is not linked with; the likeliest first: of its kind, near."""
    found = []
    for other in others:
        if other.id == incident.id or not other.is_open or other.id in incident.links:
            continue
        later = other.opened_at - incident.opened_at
        if abs(later) > WITHIN_S:
            continue
        distance = distance_m(incident.lon, incident.lat, other.lon, other.lat)
        if distance <= NEAR_M:
            found.append(Alike(other, distance, later))
    return sorted(found, key=lambda near: (near.incident.kind is not incident.kind, near.distance_m, near.incident.id))
