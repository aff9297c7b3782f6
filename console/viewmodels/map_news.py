"""What the page is told of alarms, incidents, units and zones: all of it once, then what changed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from console.domain.alarms import Alarm, AlarmState
from console.domain.changes import Changes
from console.domain.incidents import Incident
from console.domain.intents import ChangeZone, DrawZone
from console.domain.units import Unit, UnitStatus
from console.domain.zones import Drawing, Zone
from console.state.store import Store
from console.viewmodels.plain import sign

Parts = dict[str, Any]
"""Parts of a message; ``resources/map/main.js`` names them in ``DO``."""


class MapNews:
    """Reads the store for the page; remembers the status each unit was told with, since ``offline`` comes by itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: dict[str, UnitStatus] = {}

    def everything(self) -> Parts:
        """All alarms that are not back to normal, units and open incidents."""
        picture = self._store.picture
        self._told.clear()
        return {
            "units": [self._unit(unit) for unit in picture.units.values()],
            "alarms": [_alarm(alarm) for alarm in picture.alarms.values() if _stands(alarm)],
            "incidents": [_incident(incident) for incident in picture.incidents.values() if incident.is_open],
            "zones": [
                *(self._zone(zone) for zone in picture.zones.values()),
                *self._drawn(self._store.pending.get("", ())),
            ],
        }

    def changed(self, changes: Changes) -> Parts:
        """What changed; of a unit that only moved no more than its fix."""
        picture = self._store.picture
        alarms, no_alarms = _known(picture.alarms, changes.alarms, _stands)
        incidents, closed = _known(picture.incidents, changes.incidents, lambda incident: incident.is_open)
        units, no_units = _known(picture.units, changes.units)
        moved = [picture.units[id_] for id_ in changes.fixes - changes.units if id_ in picture.units]
        zones, no_zones = _known(picture.zones, changes.zones)
        drawn = self._drawn(no_zones)
        no_zones = [id_ for id_ in no_zones if id_ not in {zone["id"] for zone in drawn}]
        gone = {"alarm": no_alarms, "incident": closed, "unit": no_units, "zone": no_zones}
        return {
            "units": [self._unit(unit) for unit in units],
            "fixes": [_fix(unit) for unit in moved],
            "alarms": [_alarm(alarm) for alarm in alarms],
            "incidents": [_incident(incident) for incident in incidents],
            "zones": [*(self._zone(zone) for zone in zones), *drawn],
            "gone": {kind: ids for kind, ids in gone.items() if ids},
        }

    def aged(self) -> Parts:
        """Units whose status is another by now: those that went silent, and those that are heard again."""
        now = self._store.clock.now()
        units = self._store.picture.units.values()
        return {"units": [self._unit(u) for u in units if self._told.get(u.id, u.status) is not u.status_at(now)]}

    def place(self, kind: str, thing: str) -> tuple[float, float] | None:
        """Longitude and latitude of an alarm, incident or unit."""
        picture = self._store.picture
        found: Alarm | Incident | None = None
        match kind:
            case "alarm":
                found = picture.alarms.get(thing)
            case "incident":
                found = picture.incidents.get(thing)
            case "unit":
                unit = picture.units.get(thing)
                return (unit.fix.lon, unit.fix.lat) if unit and unit.fix else None
        return (found.lon, found.lat) if found else None

    def _zone(self, zone: Zone) -> Parts:
        """A zone, as it shall be where a change of it waits for the center's answer."""
        waiting = self._store.pending.get(zone.id, {})
        drawing = next((i.drawing for i in reversed(waiting.values()) if isinstance(i, ChangeZone)), zone.drawing)
        return {**_drawing(zone.id, drawing), "pending": bool(waiting)}

    def _drawn(self, keys: Iterable[str]) -> list[Parts]:
        """Zones that the center has not answered yet, by the key of their intent."""
        waiting = self._store.pending.get("", {})
        drawn = ((key, waiting.get(key)) for key in keys)
        return [
            {**_drawing(key, intent.drawing), "pending": True} for key, intent in drawn if isinstance(intent, DrawZone)
        ]

    def _unit(self, unit: Unit) -> Parts:
        status = self._told[unit.id] = unit.status_at(self._store.clock.now())
        return {
            "id": unit.id,
            "callsign": sign(unit.callsign),
            "agency": unit.agency,
            "status": status,
            "incident": unit.assignment.incident if unit.assignment else "",
            "fix": _fix(unit)[1:],
        }


def _known(
    things: Mapping[str, Any], ids: Iterable[str], is_there: Callable[[Any], bool] = lambda _thing: True
) -> tuple[list[Any], list[str]]:
    """The things that are there, and the ids of those that are not (any more)."""
    found = {id_: thing for id_ in ids if (thing := things.get(id_)) is not None and is_there(thing)}
    return list(found.values()), [id_ for id_ in ids if id_ not in found]


def _fix(unit: Unit) -> list[Any]:
    """Id, longitude, latitude (to a decimetre), speed, heading."""
    fix = unit.fix
    if fix is None:
        return [unit.id]
    return [unit.id, round(fix.lon, 6), round(fix.lat, 6), round(fix.speed, 1), round(fix.heading)]


def _stands(alarm: Alarm) -> bool:
    """Whether an alarm asks for anything; one that is back to normal only stays known while its incident is open."""
    return alarm.state is not AlarmState.NORMAL


def _alarm(alarm: Alarm) -> Parts:
    return {"id": alarm.id, "priority": alarm.priority, "state": alarm.state, "lon": alarm.lon, "lat": alarm.lat}


def _incident(incident: Incident) -> Parts:
    return {"id": incident.id, "priority": incident.priority, "lon": incident.lon, "lat": incident.lat}


def _drawing(id_: str, drawing: Drawing) -> Parts:
    return {
        "id": id_,
        "kind": drawing.kind,
        "name": drawing.name,
        "ring": [[round(lon, 7), round(lat, 7)] for lon, lat in drawing.ring],
    }
