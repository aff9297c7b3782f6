"""Mentions: where a text names a unit, a camera, an incident or an alarm by its callsign or code."""

import re

from msgspec import Struct

from console.state.store import Store
from console.viewmodels.found import FoundKind

LONGEST = 10_000
"""Characters of a text that are looked through: the longest note."""

_TOKEN = re.compile(r"\w[\w-]*\w|\w")
_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
"""Cyrillic capitals that look like Latin ones: who types a callsign does not look which it is."""


class Mention(Struct, frozen=True):
    """Characters ``start..end`` of a text name a thing."""

    start: int
    end: int
    kind: FoundKind
    id: str


class Mentions:
    """Knows the names of what the store knows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._callsigns: tuple[tuple[str, int], dict[str, str]] = (("", -1), {})

    def within(self, text: str) -> tuple[Mention, ...]:
        """All mentions in a text, in their order."""
        found = []
        for match in _TOKEN.finditer(text[:LONGEST]):
            if (thing := self._named(match.group())) is not None:
                found.append(Mention(match.start(), match.end(), *thing))
        return tuple(found)

    def _named(self, token: str) -> tuple[FoundKind, str] | None:
        if not any(letter.isdigit() for letter in token):
            return None
        picture, code = self._store.picture, _folded(token)
        if (unit := self._by_callsign().get(code)) is not None:
            return FoundKind.UNIT, unit
        for kind, things in (
            (FoundKind.CAMERA, self._store.cameras),
            (FoundKind.INCIDENT, picture.incidents),
            (FoundKind.ALARM, picture.alarms),
        ):
            for name in (code, token):
                if name in things:
                    return kind, name
        return None

    def _by_callsign(self) -> dict[str, str]:
        """Units by callsign; made anew when there are others (a callsign stays for a shift)."""
        units = self._store.picture.units
        state = (self._store.picture.epoch, len(units))
        if self._callsigns[0] != state:
            self._callsigns = state, {_folded(unit.callsign): unit.id for unit in units.values()}
        return self._callsigns[1]


def _folded(name: str) -> str:
    return name.upper().translate(_ALIKE)
