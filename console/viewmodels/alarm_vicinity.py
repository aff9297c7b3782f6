"""The surroundings of an alarm, ready to be drawn small: ground, cameras that see it, sites and buttons, units.

All places are metres east and south of the alarm. What stands is looked up once for an alarm and a registry; who moves
is asked anew.
"""

from collections.abc import Callable, Iterator
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from console.domain.alarms import Alarm
from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.sites import SiteKind
from console.domain.units import Agency, Unit, UnitStatus
from console.insight.city import City
from console.insight.vicinity import Ground, offset_m
from console.language import _, ngettext
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.nearby import Nearby, has_place

ACROSS_M = 400.0
"""Width of what is shown, metres: two blocks to each side, what an officer asks the first crew about."""

CAMERAS_AT_MOST = 12
UNITS_AT_MOST = 8
MOVES_FROM = 0.5
"""A unit that is faster (m/s) goes somewhere: its mark points there."""


class Eye(Struct, frozen=True):
    """A camera: where it stands, where it looks (degrees), how wide and how far (metres), and how it does."""

    x: float
    y: float
    heading: float
    angle: float
    reach: float
    health: Health


class Stand(Struct, frozen=True):
    """A panic button (``site`` None) or a guarded site."""

    x: float
    y: float
    health: Health
    site: SiteKind | None = None


class Going(Struct, frozen=True):
    """A unit near the alarm; ``heading`` None while it stands."""

    x: float
    y: float
    callsign: str
    agency: Agency
    status: UnitStatus
    heading: float | None
    is_nearest_free: bool = False

    @property
    def distance_m(self) -> float:
        """From the alarm, as the crow flies."""
        return hypot(self.x, self.y)


class Scene(Struct, frozen=True):
    """What stands around an alarm. ``key`` is another one when a picture of it would look different."""

    key: tuple[object, ...]
    ground: Ground
    eyes: tuple[Eye, ...]
    stands: tuple[Stand, ...]


class AlarmVicinity:
    """Tells what is around an alarm. ``place`` gives an address for a longitude and latitude."""

    def __init__(
        self, store: Store, nearby: Nearby, city: Callable[[], City], place: Callable[[float, float], str]
    ) -> None:
        self._store, self._nearby, self._city, self._place = store, nearby, city, place
        self._found: tuple[tuple[object, ...], tuple[list[str], list[str], list[str]]] = ((), ([], [], []))

    def scene(self, alarm: Alarm) -> Scene | None:
        """What stands around it; None where its place is not known."""
        if not has_place(alarm):
            return None
        eyes, stands = tuple(self._eyes(alarm)), tuple(self._stands(alarm))
        key = (alarm.lon, alarm.lat, eyes, stands)
        return Scene(key, self._city().vicinity.around(alarm.lon, alarm.lat, ACROSS_M * 0.75), eyes, stands)

    def units(self, alarm: Alarm) -> list[Going]:
        """The nearest free unit, wherever it is, then the others within the picture, the nearest first."""
        if not has_place(alarm):
            return []
        now, reach = self._store.clock.now(), ACROSS_M / 2
        wide, high = reach / metres_per_degree_lon(alarm.lat), reach / METRES_PER_DEGREE_LAT
        near = [
            unit
            for unit in self._store.picture.units.values()
            if (fix := unit.fix) is not None and abs(fix.lon - alarm.lon) <= wide and abs(fix.lat - alarm.lat) <= high
        ]
        free = self._free(alarm)
        others = (_going(unit, alarm, now) for unit in near if unit is not free)
        going = sorted(others, key=lambda one: one.distance_m)[:UNITS_AT_MOST]
        return going if free is None else [replace(_going(free, alarm, now), is_nearest_free=True), *going]

    def told(self, alarm: Alarm) -> str:
        """What the picture shows, in words, for who does not see it."""
        if not has_place(alarm):
            return _("No picture of the surroundings: the place is not known.")
        _key, (cameras, buttons, sites) = self._around(alarm)
        parts = [_("Surroundings of {place}").format(place=self._place(alarm.lon, alarm.lat))]
        for count, text in (
            (len(cameras), ngettext("{n} camera", "{n} cameras", len(cameras))),
            (len(sites), ngettext("{n} guarded site", "{n} guarded sites", len(sites))),
            (len(buttons), ngettext("{n} panic button", "{n} panic buttons", len(buttons))),
        ):
            if count:
                parts.append(text.format(n=count))
        if (free := self._free(alarm)) is not None:
            away = words.distance(_going(free, alarm, self._store.clock.now()).distance_m)
            parts.append(f"{_('Nearest: {unit}').format(unit=free.callsign)}, {away}")
        return " · ".join(parts)

    def _free(self, alarm: Alarm) -> Unit | None:
        ranked = self._nearby.unit(alarm)
        return None if ranked is None else self._store.picture.units.get(ranked.unit)

    def _around(self, alarm: Alarm) -> tuple[tuple[object, ...], tuple[list[str], list[str], list[str]]]:
        """Ids of cameras, buttons and sites within the picture, looked up once."""
        revision = self._store.registry.revision if self._store.registry else 0
        key = (alarm.id, alarm.lon, alarm.lat, alarm.source, alarm.site, revision)
        if self._found[0] != key:
            views = self._nearby.views()
            ranked = views.nearest(alarm.lon, alarm.lat, own=alarm.source, site=alarm.site, limit=CAMERAS_AT_MOST)
            cameras = [one.camera for one in ranked if one.distance_m <= ACROSS_M / 2]
            buttons = [b.id for b in self._store.buttons.values() if _is_near(alarm, b.lon, b.lat)]
            sites = [s.id for s in self._store.sites.values() if _is_near(alarm, s.lon, s.lat)]
            self._found = (key, (cameras, buttons, sites))
        return self._found

    def _eyes(self, alarm: Alarm) -> Iterator[Eye]:
        devices = self._store.picture.devices
        for id_ in self._around(alarm)[1][0]:
            if (camera := self._store.cameras.get(id_)) is not None:
                x, y = offset_m(camera.lon, camera.lat, alarm.lon, alarm.lat)
                health = devices.get(id_, Health.OK)
                yield Eye(x, y, camera.heading, camera.view_angle, camera.reach, health)

    def _stands(self, alarm: Alarm) -> Iterator[Stand]:
        store, devices = self._store, self._store.picture.devices
        _cameras, buttons, sites = self._around(alarm)[1]
        for id_ in sites:
            if (site := store.sites.get(id_)) is not None:
                ailing = any(system.id in devices for system in site.systems)
                at = offset_m(site.lon, site.lat, alarm.lon, alarm.lat)
                yield Stand(*at, Health.DEGRADED if ailing else Health.OK, site.kind)
        for id_ in buttons:
            if (button := store.buttons.get(id_)) is not None:
                at = offset_m(button.lon, button.lat, alarm.lon, alarm.lat)
                yield Stand(*at, devices.get(id_, Health.OK))


def _is_near(alarm: Alarm, lon: float, lat: float) -> bool:
    return hypot(*offset_m(lon, lat, alarm.lon, alarm.lat)) <= ACROSS_M / 2


def _going(unit: Unit, alarm: Alarm, now: float) -> Going:
    fix = unit.fix
    assert fix is not None, "only units with a position are near anything"
    x, y = offset_m(fix.lon, fix.lat, alarm.lon, alarm.lat)
    heading = fix.heading if fix.speed > MOVES_FROM else None
    return Going(x, y, unit.callsign, unit.agency, unit.status_at(now), heading)
