"""What is known of the place of an incident: the call, the site's passport, dark streets and incidents nearby."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from console.domain.alarms import Alarm
from console.domain.devices import Health
from console.domain.geo import distance_m
from console.domain.incidents import Call, Incident
from console.domain.lighting import LightingSegment
from console.domain.repairs import Repair, RepairState
from console.insight.duplicates import Alike, alike
from console.language import _
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.passport import Facts, Line, Opens, Passports, Section, Tone

DARK_NEAR_M = 200.0
"""A lamp outage this near matters to who goes there: two blocks."""

DARK_AT_MOST = 5
ALIKE_AT_MOST = 5


class Dark(Struct, frozen=True):
    """A stretch of street whose lamps are out, how far away, and the work order for it."""

    segment: LightingSegment
    distance_m: float
    repair: Repair | None


class Surroundings:
    """Tells of the place of an incident. ``place`` gives an address for a longitude and latitude."""

    def __init__(self, store: Store, place: Callable[[float, float], str]) -> None:
        self._store, self._place = store, place
        self._passport = Passports(store, place)
        self._lamps: tuple[int, dict[str, LightingSegment]] = (-1, {})

    def site(self, incident: Incident | Alarm) -> Facts | None:
        """The passport of its site; None where it is at none."""
        self._passport.go_with("site", incident.site)
        return self._passport.facts()

    def dark(self, incident: Incident | Alarm) -> list[Dark]:
        """Lamp outages near it, the nearest first."""
        lamps, found = self._segments(), []
        for device, health in self._store.picture.devices.items():
            segment = lamps.get(device) if health is Health.OUTAGE else None
            if segment is not None and (away := _away(segment, incident)) <= DARK_NEAR_M:
                found.append(Dark(segment, away, self.repair_of(device)))
        return sorted(found, key=lambda dark: (dark.distance_m, dark.segment.id))[:DARK_AT_MOST]

    def repair_of(self, device: str) -> Repair | None:
        """The latest work order for a device."""
        orders = [r for r in self._store.picture.repairs.values() if r.device == device]
        return max(orders, key=lambda order: order.at, default=None)

    def alike(self, incident: Incident) -> list[Alike]:
        """Incidents that may be the same."""
        return alike(incident, self._store.picture.incidents.values())[:ALIKE_AT_MOST] if incident.is_open else []

    def sections(self, incident: Incident) -> Iterator[Section]:
        """All there is to say, what matters first."""
        if incident.call is not None:
            yield Section(words.word(incident.call.line), tuple(_said(incident.call)))
        if near := self.alike(incident):
            yield Section(_("May be the same"), tuple(map(_alike, near)))
        if links := tuple(self._links(incident)):
            yield Section(_("Has to do with"), links)
        if (site := self.site(incident)) is not None:
            yield Section(site.title, (Line(site.hint, tone=Tone.QUIET),))
            yield from (s for s in site.sections if s.title != _("Open alarms"))
        if dark := self.dark(incident):
            yield Section(_("Dark streets nearby"), tuple(map(self.dark_line, dark)))

    def _links(self, incident: Incident) -> Iterator[Line]:
        known = self._store.picture.incidents
        for other_id in incident.links:
            if (other := known.get(other_id)) is not None:
                state = words.word(other.status)
                title = words.incident_title(other)
                yield Line(title, state, opens=Opens.INCIDENT, key=other_id, priority=other.priority)
            else:
                yield Line(other_id, tone=Tone.QUIET)

    def dark_line(self, dark: Dark) -> Line:
        """What is said of it; pressing orders its repair, where nobody has."""
        segment, order = dark.segment, dark.repair
        where = self._place((segment.lon1 + segment.lon2) / 2, (segment.lat1 + segment.lat2) / 2) or segment.id
        away = words.distance(dark.distance_m)
        if order is None or order.state is RepairState.DONE:
            return Line(
                where, away, _("Nobody was asked to repair it. Press to order it."), opens=Opens.REPAIR, key=segment.id
            )
        since = words.age(self._store.clock.now() - (order.changed_at or order.at))
        return Line(where, away, f"{words.word(order.state)} · {since}", hint_tone=Tone.QUIET)

    def _segments(self) -> dict[str, LightingSegment]:
        registry = self._store.registry
        if registry is not None and self._lamps[0] != registry.revision:
            self._lamps = (registry.revision, {segment.id: segment for segment in registry.lighting})
        return self._lamps[1]


def _said(call: Call) -> Iterator[Line]:
    yield Line(call.text)
    if who := " · ".join(part for part in (call.caller, call.phone) if part):
        yield Line(who, tone=Tone.QUIET)


def _alike(near: Alike) -> Line:
    incident = near.incident
    away, apart = words.distance(near.distance_m), words.age(abs(near.later_s))
    hint = _("opened {age} later") if near.later_s >= 0 else _("opened {age} earlier")
    title = words.incident_title(incident)
    return Line(title, away, hint.format(age=apart), opens=Opens.JOIN, key=incident.id, priority=incident.priority)


def _away(segment: LightingSegment, incident: Incident | Alarm) -> float:
    """To the nearest of its ends and its middle: a segment is about 100 m long."""
    middle = ((segment.lon1 + segment.lon2) / 2, (segment.lat1 + segment.lat2) / 2)
    ends = ((segment.lon1, segment.lat1), middle, (segment.lon2, segment.lat2))
    return min(distance_m(lon, lat, incident.lon, incident.lat) for lon, lat in ends)
