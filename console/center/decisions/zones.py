"""What operators want of cordons and geofences, and what ends with them."""

from console.center import problems
from console.center.decisions.asked import Asked
from console.domain import events as e, intents as i
from console.domain.alarms import Act
from console.domain.errors import ProblemType
from console.domain.picture import Picture
from console.domain.zones import MAY_DRAW, ZONES_AT_MOST, Drawing, Zone, fault, may_change, tidy


def decide(asked: Asked, intent: i.ZoneIntent) -> list[e.Event]:
    """The events; see ``console.center.decisions.decide``."""
    if asked.actor.role not in MAY_DRAW:
        raise problems.forbidden(f"A {asked.actor.role} draws no zones.")
    if isinstance(intent, i.DrawZone):
        if len(asked.picture.zones) >= ZONES_AT_MOST:
            raise problems.too_many("zones", ZONES_AT_MOST)
        drawing = _checked(asked, intent.drawing, None)
        return [e.ZoneDrawn(Zone(asked.new_id("Z"), drawing, asked.actor.id, asked.now))]
    zone = asked.picture.zones.get(intent.zone)
    if zone is None:
        raise problems.not_found(f"zone {intent.zone}; it may have ended")
    if not may_change(asked.actor, zone):
        detail = f"Zone {zone.id} was drawn by {zone.drawn_by}: only they or a supervisor change or remove it."
        raise problems.forbidden(detail, by=zone.drawn_by)
    asked.as_seen(zone, f"Zone {zone.id}")
    if isinstance(intent, i.RemoveZone):
        return removed(asked.picture, zone)
    drawing = _checked(asked, intent.drawing, zone.drawing)
    is_watched_anew = (drawing.ring, drawing.watch) != (zone.drawing.ring, zone.drawing.watch)
    return [e.ZoneChanged(zone.id, drawing), *(_crossings_over(asked.picture, zone) if is_watched_anew else [])]


def removed(picture: Picture, zone: Zone) -> list[e.Event]:
    """The events when a zone ends, by hand or by its time: what it has raised is over with it."""
    return [e.ZoneRemoved(zone.id), *_crossings_over(picture, zone)]


def _checked(asked: Asked, drawing: Drawing, before: Drawing | None) -> Drawing:
    """The drawing as it is kept. The incident that it had ``before`` may be over by now."""
    drawing = tidy(drawing)
    if kind := fault(drawing):
        raise problems.no_zone(kind)
    if drawing.expires_at is not None and drawing.expires_at <= asked.now:
        raise problems.no_zone(ProblemType.ENDS_BEFORE_IT_BEGINS)
    if drawing.incident and (before is None or drawing.incident != before.incident):
        asked.open_incident(drawing.incident)
    for unit in drawing.watch.units if drawing.watch else ():
        asked.unit(unit)
    return drawing


def _crossings_over(picture: Picture, zone: Zone) -> list[e.Event]:
    """The alarms of this zone's watch return to normal: what they tell of is not watched any more."""
    return [
        e.AlarmCleared(alarm.id)
        for alarm in picture.alarms.values()
        if alarm.crossing is not None and alarm.crossing.zone == zone.id and alarm.can(Act.CLEAR)
    ]
