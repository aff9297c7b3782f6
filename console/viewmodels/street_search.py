"""Streets and crossings by name, in any of the city's languages, any order and with or without kinds of streets."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from console.domain import schematic
from console.domain.text import LocalText
from console.insight.addresses import AtCrossing
from console.insight.crossings import Crossing
from console.language import _
from console.viewmodels import folding, fuzzy, place_words, words
from console.viewmodels.found import Found, FoundKind

_BETWEEN = re.compile(
    r"\s+[-x×х]\s+|\s*[–—/&+@;,]\s*|\s+(?:и|and|at|мен|пен|бен|на|угол|уг\.?|пересечение)\s+|\b(?:угол|пересечение)\s+",
    re.IGNORECASE,
)
"""What one writes between the two streets of a crossing."""

_STREETS_AT_MOST = 12
"""Of streets that fit half a crossing no more are tried."""

_BOTH_SAID = 40
"""What naming both streets is worth over one long name that holds all the words."""


class Street(Struct, frozen=True):
    """A line of a street by name and a place on it."""

    name: LocalText
    lon: float
    lat: float


def lines_of(streets: Iterable[schematic.Street]) -> dict[str, Street]:
    """The lines of a map by id, each with its middle vertex."""
    return {street.id: Street(street.name, *street.line[len(street.line) // 2]) for street in streets}


class NamedStreet(Struct, frozen=True):
    """A street with all its lines: their ids, the names as they are compared, a place on the first of them."""

    ids: tuple[str, ...]
    name: LocalText
    folded: str
    lon: float
    lat: float


class Meeting(Struct, frozen=True):
    """Two streets that were asked for and where they meet."""

    one: NamedStreet
    two: NamedStreet
    place: Crossing


class StreetSearch:
    """The streets of a city, each name once, and where they cross."""

    def __init__(self, lines: Mapping[str, Street], crossings: Sequence[Crossing]) -> None:
        ids: dict[LocalText, list[str]] = defaultdict(list)
        for street_id, street in lines.items():
            ids[street.name].append(street_id)
        self.streets = [
            NamedStreet(tuple(own), name, folding.fold(name.ru, name.kk, name.en), lines[own[0]].lon, lines[own[0]].lat)
            for name, own in ids.items()
        ]
        self._by_name = {street.name: street for street in self.streets}
        self._crossings: dict[LocalText, list[Crossing]] = defaultdict(list)
        for crossing in crossings:
            self._crossings[crossing.one].append(crossing)
            self._crossings[crossing.two].append(crossing)

    def fitting(self, typed: Sequence[str]) -> list[tuple[int, NamedStreet]]:
        """Streets all typed words fit, the best first."""
        scored = ((folding.fit(typed, street.folded), street) for street in self.streets)
        found = [(score, street) for score, street in scored if score is not None]
        return sorted(found, key=lambda pair: -pair[0])

    def meetings(self, typed: str) -> list[tuple[int, Meeting]]:
        """Crossings that were asked for: two streets with something between them, or simply one after the other."""
        best: dict[tuple[float, float], tuple[int, Meeting]] = {}
        for one, two, extra in self._halves(typed):
            firsts, seconds = self._half(one), self._half(two)
            for street, score in firsts.items():
                for crossing in self._crossings[street]:
                    other = crossing.two if crossing.one == street else crossing.one
                    if other not in seconds:
                        continue
                    total, at = score + seconds[other] + extra, (crossing.lon, crossing.lat)
                    if at not in best or best[at][0] < total:
                        best[at] = (total, Meeting(self._by_name[street], self._by_name[other], crossing))
        return list(best.values())

    def loosely(self, typed: str) -> Iterator[tuple[int, NamedStreet]]:
        """Streets that hold the typed letters in order, for who is sparing with letters."""
        for street in self.streets:
            fits = [fuzzy.score(typed, name) for name in (street.name.ru, street.name.kk, street.name.en)]
            known = [score for score in fits if score is not None]
            if known:
                yield max(known), street

    def _halves(self, typed: str) -> Iterator[tuple[list[str], list[str], int]]:
        """Ways to read what was typed as two streets; the second may be still to come."""
        parts = _BETWEEN.split(typed.strip())
        said = [folding.typed_words(part) for part in parts if part.strip()]
        if len(said) == 2 and all(said):
            yield said[0], said[1], _BOTH_SAID
        elif len(said) == 1 and len(parts) > 1 and said[0] and not parts[-1].strip():
            yield said[0], [], _BOTH_SAID
        elif len(parts) == 1 and said:
            both = said[0]
            is_one = bool(self.fitting(both))
            for border in range(1, len(both)):
                yield both[:border], both[border:], 0 if is_one else _BOTH_SAID

    def _half(self, typed: list[str]) -> dict[LocalText, int]:
        if not typed:
            return {street.name: 0 for street in self.streets}
        return {street.name: score for score, street in self.fitting(typed)[:_STREETS_AT_MOST]}


def street_found(street: NamedStreet, score: int) -> Found:
    """A street as it is shown."""
    return Found(FoundKind.STREET, street.ids[0], words.name(street.name), _("Street"), street.lon, street.lat, score)


def meeting_found(meeting: Meeting, district: str, score: int) -> Found:
    """A crossing as it is shown; ``district`` is its name."""
    title = place_words.brief(AtCrossing(meeting.one.name, meeting.two.name))
    hint = " · ".join(part for part in (_("Crossing"), district) if part)
    thing = f"{meeting.one.ids[0]}+{meeting.two.ids[0]}"
    return Found(FoundKind.CROSSING, thing, title, hint, meeting.place.lon, meeting.place.lat, score)
