"""Finding things of the city by name, for the palette: units, alarms, incidents, sites, streets, cameras."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from heapq import nlargest
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from console.domain.text import NOWHERE, LocalText
from console.language import _
from console.state.store import Store
from console.viewmodels import fuzzy, words


class FoundKind(StrEnum):
    """What was found."""

    UNIT = "unit"
    ALARM = "alarm"
    INCIDENT = "incident"
    SITE = "site"
    STREET = "street"
    CAMERA = "camera"


class Found(Struct, frozen=True):
    """A thing with its name, a hint that tells it from its like, and where it is."""

    kind: FoundKind
    id: str
    title: str
    hint: str
    lon: float
    lat: float
    score: int = 0
    also: tuple[str, ...] = ()
    """Its names in the other languages: who types Russian into a Kazakh console finds it too."""


class Street(Struct, frozen=True):
    """A street by name and a place on it."""

    name: LocalText
    lon: float
    lat: float


CAMERAS_AT_MOST = 200
"""Of 150,000 cameras no more than this many are weighed; who wants another types one letter more."""


class Search:
    """Looks through the store. ``streets`` gives the streets of the city by id (they belong to its map)."""

    def __init__(self, store: Store, streets: Callable[[], Mapping[str, Street]] = dict) -> None:
        self._store = store
        self._streets = streets

    def find(self, typed: str, limit: int = 30) -> list[Found]:
        """The best fits for what was typed, best first; nothing for an empty text."""
        if not typed.strip():
            return []
        scored = ((fit, found) for found in self._candidates(typed) if (fit := _fit(typed, found)) is not None)
        best = nlargest(limit, scored, key=lambda pair: (pair[0], -len(pair[1].title)))
        return [replace(found, score=score) for score, found in best]

    def _candidates(self, typed: str) -> Iterator[Found]:
        yield from self._units()
        yield from self._alarms()
        yield from self._incidents()
        yield from self._sites()
        yield from self._named_streets()
        if len(typed.strip()) >= 3:
            yield from islice(self._cameras(typed.strip().lower()), CAMERAS_AT_MOST)

    def _units(self) -> Iterator[Found]:
        now = self._store.clock.now()
        for unit in self._store.picture.units.values():
            lon, lat = (unit.fix.lon, unit.fix.lat) if unit.fix else (0.0, 0.0)
            hint = f"{words.word(unit.agency)} · {words.word(unit.status_at(now))}"
            yield Found(FoundKind.UNIT, unit.id, unit.callsign, hint, lon, lat)

    def _alarms(self) -> Iterator[Found]:
        for alarm in self._store.picture.alarms.values():
            title = f"{words.word(alarm.kind)}, {words.name(alarm.place) or alarm.source}"
            hint = f"P{int(alarm.priority)} · {words.word(alarm.state)}"
            yield Found(FoundKind.ALARM, alarm.id, title, hint, alarm.lon, alarm.lat)

    def _incidents(self) -> Iterator[Found]:
        for incident in self._store.picture.incidents.values():
            hint = f"{words.name(incident.place)} · {words.word(incident.status)}"
            title = words.incident_title(incident)
            yield Found(FoundKind.INCIDENT, incident.id, title, hint, incident.lon, incident.lat)

    def _sites(self) -> Iterator[Found]:
        for site in self._store.sites.values():
            hint = f"{words.word(site.kind)} · {words.district(site.district)}"
            name = site.name
            yield Found(
                FoundKind.SITE, site.id, words.name(name), hint, site.lon, site.lat, also=(name.ru, name.kk, name.en)
            )

    def _named_streets(self) -> Iterator[Found]:
        for street_id, street in self._streets().items():
            name = street.name
            yield Found(
                FoundKind.STREET,
                street_id,
                words.name(name),
                _("Street"),
                street.lon,
                street.lat,
                also=(name.ru, name.kk, name.en),
            )

    def _cameras(self, typed: str) -> Iterator[Found]:
        """Cameras by code or by a name of their street; streets are few, so names are looked at once for each."""
        streets = self._streets()
        named = {
            street_id
            for street_id, street in streets.items()
            if any(typed in name.lower() for name in (street.name.ru, street.name.kk, street.name.en))
        }
        for camera in self._store.cameras.values():
            if camera.street in named or typed in camera.id.lower():
                street = streets.get(camera.street)
                name = street.name if street else words.DISTRICTS.get(camera.district, NOWHERE)
                yield Found(
                    FoundKind.CAMERA,
                    camera.id,
                    f"{camera.id} · {words.name(name)}",
                    words.word(camera.place_kind),
                    camera.lon,
                    camera.lat,
                    also=(name.ru, name.kk, name.en),
                )


def _fit(typed: str, found: Found) -> int | None:
    fits = [fit for name in (found.title, *found.also) if (fit := fuzzy.score(typed, name)) is not None]
    return max(fits, default=None)
