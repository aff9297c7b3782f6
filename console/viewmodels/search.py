"""Finding things of the city by name, for the palette: what moves, what happened, what stands there, and places.

Each keystroke looks through everything. Names are compared as folded words (``folding``), so that any language and any
order will do; few letters in order (``fuzzy``) are tried where words find little, another keyboard layout where they
find nothing. Words for a thing are made only for those that are shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest
from itertools import islice
from typing import NamedTuple

from console import language
from console.domain.alarms import Alarm, AlarmKind
from console.domain.coordinates import NoPosition, parse, written
from console.domain.geo import CITY_BOUNDS
from console.domain.text import LocalText
from console.insight.city import City
from console.language import _
from console.state.store import Store
from console.viewmodels import folding, found_rows, fuzzy, places, words
from console.viewmodels.found import Found, FoundKind
from console.viewmodels.haystack import Haystack
from console.viewmodels.registry_index import Codes, RegistryIndex
from console.viewmodels.street_search import Street, StreetSearch, lines_of, meeting_found, street_found

__all__ = ["Found", "FoundKind", "Search", "Street"]

CODES_AT_MOST, ON_STREET_AT_MOST = 12, 6
"""Of 150,000 cameras no more than this many are offered for a code or a street; who wants another types on."""

ALARMS_AT_MOST, WAYS_AT_MOST = 3_000, 30
"""Of a flood's alarms the newest are looked at, of a street's crossings the best."""

SHORTEST_CODE = 3
"""Letters from which codes, and letters in the middle of names, are looked at: fewer would fit half the city."""

FEW = 8
"""Where words find fewer things than this, letters in order are tried too."""

ENOUGH_A_LETTER = 14
"""What ``fuzzy.score`` must give for each letter of a long name: letters strewn over it are no find."""

NEAR_SCORE, FAR_SCORE = 9_000, 1
"""A position that was typed stands first where it is near the city, last where it may be no position at all."""

WEIGHTS = {
    FoundKind.STREET: 14,
    FoundKind.UNIT: 12,
    FoundKind.INCIDENT: 10,
    FoundKind.SITE: 10,
    FoundKind.DISTRICT: 10,
    FoundKind.CROSSING: 8,
    FoundKind.PLACE: 8,
    FoundKind.CENTER: 8,
    FoundKind.ALARM: 6,
    FoundKind.CAMERA: -24,
    FoundKind.BUTTON: -28,
}
"""What is asked for more often stands before its like among things that fit alike."""


class _Hit(NamedTuple):
    """Something that fits, and how it becomes a row once it is shown."""

    fit: int
    kind: FoundKind
    id: str
    make: Callable[[int], Found]

    @property
    def thing(self) -> tuple[FoundKind, str]:
        """What it is."""
        return self.kind, self.id

    @property
    def score(self) -> int:
        """What it is ranked by."""
        return self.fit + WEIGHTS[self.kind]


class Search:
    """Looks through the store and the city's map.

    Args:
        store: what is known.
        streets: gives the lines of the city's streets by id; those of the map where it gives none.
        city: gives the map with crossings, named places and districts.
    """

    def __init__(
        self, store: Store, streets: Callable[[], Mapping[str, Street]] = dict, city: Callable[[], City] | None = None
    ) -> None:
        self._store = store
        self._streets = streets
        self._city = city
        self._roads: StreetSearch | None = None
        self._index = RegistryIndex(None)
        self._alarms_made: tuple[tuple[str, int, str], Sequence[Alarm], Haystack] | None = None

    def find(self, typed: str, limit: int = 30) -> list[Found]:
        """The best fits for what was typed, best first; nothing for an empty text."""
        self._warm()
        if not typed.strip():
            return []
        position = self._position(typed)
        if position and position[0].score == NEAR_SCORE:
            return position
        hits = self._hits(typed) or self._hits(folding.other_layout(typed[: folding.LONGEST]))
        best = nlargest(limit, {hit.thing: hit for hit in hits}.values(), key=lambda hit: hit.score)
        found = [*position, *(hit.make(hit.score) for hit in best)]
        return sorted(found, key=lambda row: -row.score)[:limit]

    def _warm(self) -> None:
        """Make what the first keystroke would have to wait for; the palette asks with nothing typed when it opens."""
        if self._index.registry is not self._store.registry:
            self._index = RegistryIndex(self._store.registry)
        self._alarms()
        if self._roads is None:
            lines = self._streets() or (lines_of(self._city().schematic.streets) if self._city else {})
            self._roads = StreetSearch(lines, self._city().crossings if self._city else ())

    def _position(self, typed: str) -> list[Found]:
        try:
            lon, lat = parse(typed)
        except NoPosition:
            return []
        west, south, east, north = CITY_BOUNDS
        is_near = west - 1 < lon < east + 1 and south - 1 < lat < north + 1
        hint = places.brief(lon, lat) if is_near else _("Position")
        score = NEAR_SCORE if is_near else FAR_SCORE
        return [Found(FoundKind.POSITION, written(lon, lat), written(lon, lat), hint, lon, lat, score)]

    def _hits(self, typed: str) -> list[_Hit]:
        said = folding.typed_words(typed)
        if not said:
            return []
        hits = [*self._moving(said), *self._standing(said), *self._coded("".join(said)), *self._named(said)]
        hits.extend(self._ways(typed, said))
        if len(hits) < FEW:
            hits.extend(self._loose(typed, {hit.thing for hit in hits}))
        return hits

    def _moving(self, said: Sequence[str]) -> Iterator[_Hit]:
        """Units, incidents and alarms."""
        picture, now = self._store.picture, self._store.clock.now()
        for unit in picture.units.values():
            if (fit := folding.fit(said, folding.fold(unit.callsign, unit.id))) is not None:
                yield _Hit(fit, FoundKind.UNIT, unit.id, partial(found_rows.unit, unit, now))
        for incident in picture.incidents.values():
            text = folding.fold(words.incident_title(incident)) + _names(incident.place)
            if (fit := folding.fit(said, text)) is not None:
                yield _Hit(fit, FoundKind.INCIDENT, incident.id, partial(found_rows.incident, incident))
        alarms, texts = self._alarms()
        for row, fit in texts.fitting(said):
            yield _Hit(fit, FoundKind.ALARM, alarms[row].id, partial(found_rows.alarm, alarms[row]))

    def _alarms(self) -> tuple[Sequence[Alarm], Haystack]:
        """The newest alarms and their texts; made anew when the log has gone on."""
        picture = self._store.picture
        version = (picture.epoch, picture.seq, language.current())
        if self._alarms_made is None or self._alarms_made[0] != version:
            alarms = list(islice(reversed(picture.alarms.values()), ALARMS_AT_MOST))
            kinds = {kind: folding.fold(words.word(kind), words.KIND[kind]) for kind in AlarmKind}
            texts = [f"{kinds[alarm.kind]}{_names(alarm.place)}{alarm.source.lower()} " for alarm in alarms]
            self._alarms_made = version, alarms, Haystack(texts)
        return self._alarms_made[1:]

    def _standing(self, said: Sequence[str]) -> Iterator[_Hit]:
        """Sites and service centers."""
        for text, site in self._index.sites:
            if (fit := folding.fit(said, text)) is not None:
                yield _Hit(fit, FoundKind.SITE, site.id, partial(found_rows.site, site))
        for text, center in self._index.centers:
            if (fit := folding.fit(said, text)) is not None:
                yield _Hit(fit, FoundKind.CENTER, center.id, partial(found_rows.center, center))

    def _coded(self, code: str) -> Iterator[_Hit]:
        """Cameras and panic buttons by their codes."""
        if len(code) < SHORTEST_CODE or not any(letter.isdigit() for letter in code):
            return
        index, streets = self._index, self._streets()
        for row, fit in _by_code(index.camera_codes, code):
            camera = index.cameras[row]
            yield _Hit(fit, FoundKind.CAMERA, camera.id, partial(found_rows.camera, camera, streets))
        for row, fit in _by_code(index.button_codes, code):
            button = index.buttons[row]
            yield _Hit(fit, FoundKind.BUTTON, button.id, partial(found_rows.button, button, streets))

    def _named(self, said: Sequence[str]) -> Iterator[_Hit]:
        """Places and districts of the map."""
        if self._city is None:
            return
        schematic = self._city().schematic
        for place in schematic.places:
            if place.name not in self._index.site_names and (fit := folding.fit(said, _names(place.name))) is not None:
                make = partial(found_rows.place, place, self._district(place.lon, place.lat))
                yield _Hit(fit - place.rank, FoundKind.PLACE, place.id, make)
        for district in schematic.districts:
            if (fit := folding.fit(said, _names(district.name))) is not None:
                yield _Hit(fit, FoundKind.DISTRICT, district.id, partial(found_rows.district, district))

    def _ways(self, typed: str, said: Sequence[str]) -> Iterator[_Hit]:
        """Streets and crossings, and what stands on them."""
        roads = self._roads
        if roads is None:
            return
        streets, meetings = roads.fitting(said), sorted(roads.meetings(typed), key=lambda pair: -pair[0])[:WAYS_AT_MOST]
        for fit, street in streets:
            yield _Hit(fit, FoundKind.STREET, street.ids[0], partial(street_found, street))
        for fit, meeting in meetings:
            district = self._district(meeting.place.lon, meeting.place.lat)
            thing = f"{meeting.place.lon},{meeting.place.lat}"
            yield _Hit(fit, FoundKind.CROSSING, thing, partial(meeting_found, meeting, district))
        if meetings and (not streets or meetings[0][0] > streets[0][0]):
            yield from self._on(meetings[0][0], meetings[0][1].one.ids, meetings[0][1].two.ids)
        elif streets and max(map(len, said)) >= SHORTEST_CODE:
            yield from self._on(streets[0][0], streets[0][1].ids, ())

    def _on(self, fit: int, ids: Sequence[str], crossing: Sequence[str]) -> Iterator[_Hit]:
        """Cameras and panic buttons on a street or at a crossing; they stand behind it."""
        streets = self._streets()
        for camera in self._index.cameras_at(ids, crossing, ON_STREET_AT_MOST):
            yield _Hit(fit, FoundKind.CAMERA, camera.id, partial(found_rows.camera, camera, streets))
        for button in self._index.buttons_at(ids, crossing, ON_STREET_AT_MOST):
            yield _Hit(fit, FoundKind.BUTTON, button.id, partial(found_rows.button, button, streets))

    def _loose(self, typed: str, known: set[tuple[FoundKind, str]]) -> Iterator[_Hit]:
        """Units, streets and sites that hold the letters in order, somewhere, and are not ``known`` yet."""
        letters, now = typed.strip()[: folding.LONGEST], self._store.clock.now()
        enough = ENOUGH_A_LETTER * len(letters)
        for unit in self._store.picture.units.values():
            fit = fuzzy.score(letters, unit.callsign)
            if fit is not None and (FoundKind.UNIT, unit.id) not in known:
                yield _Hit(fit, FoundKind.UNIT, unit.id, partial(found_rows.unit, unit, now))
        if len(letters) < SHORTEST_CODE:
            return
        for fit, street in self._roads.loosely(letters) if self._roads else ():
            if fit >= enough and (FoundKind.STREET, street.ids[0]) not in known:
                yield _Hit(fit, FoundKind.STREET, street.ids[0], partial(street_found, street))
        for _text, site in self._index.sites:
            fits = [fuzzy.score(letters, name) for name in (site.name.ru, site.name.kk, site.name.en)]
            fit = max((score for score in fits if score is not None), default=0)
            if fit >= enough and (FoundKind.SITE, site.id) not in known:
                yield _Hit(fit, FoundKind.SITE, site.id, partial(found_rows.site, site))

    def _district(self, lon: float, lat: float) -> str:
        district = self._city().schematic.district_at(lon, lat) if self._city else None
        return words.name(district.name) if district else ""


def _names(name: LocalText) -> str:
    return folding.fold(name.ru, name.kk, name.en)


def _by_code(codes: Codes, code: str) -> Iterator[tuple[int, int]]:
    """Rows of the codes that hold what was typed, and how well they fit."""
    for row, is_begin in islice(codes.holding(code), CODES_AT_MOST):
        yield row, 20 * len(code) + (20 if is_begin else -20)
