"""The registry laid out for a search: 150,000 cameras by codes and streets, buttons, sites and centers by name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np

from console.domain.cameras import Camera
from console.domain.registry import Registry
from console.domain.sites import PanicButton, ServiceCenter, Site
from console.viewmodels import folding

T = TypeVar("T", Camera, PanicButton)


class Codes:
    """Very many codes as one text, in which a part of one is found by the C library."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._text = ("\n" + "\n".join(codes) + "\n").lower()
        lengths = np.fromiter(map(len, codes), np.int64, len(codes))
        self._begins = np.concatenate(([1], np.cumsum(lengths + 1) + 1))

    def holding(self, part: str) -> Iterator[tuple[int, bool]]:
        """Row of each code that holds ``part``, and whether it begins with it; those that do come first."""
        if "\n" in part or not part:
            return
        for row in self._rows("\n" + part, 1):
            yield row, True
        for row in self._rows(part, 0):
            if not self._text.startswith(part, int(self._begins[row])):
                yield row, False

    def _rows(self, part: str, skip: int) -> Iterator[int]:
        at = self._text.find(part)
        while at >= 0:
            row = int(np.searchsorted(self._begins, at + skip, side="right")) - 1
            yield row
            at = self._text.find(part, int(self._begins[row + 1]) - 1)


class RegistryIndex:
    """What stands in the city, made once for each registry; 0.1 s for the whole of it."""

    def __init__(self, registry: Registry | None) -> None:
        self.registry = registry
        self.cameras: Sequence[Camera] = registry.cameras if registry else ()
        self.buttons: Sequence[PanicButton] = registry.buttons if registry else ()
        self.camera_codes = Codes([camera.id for camera in self.cameras])
        self.button_codes = Codes([button.id for button in self.buttons])
        self.sites: list[tuple[str, Site]] = [
            (folding.fold(s.name.ru, s.name.kk, s.name.en, s.id), s) for s in (registry.sites if registry else ())
        ]
        self.site_names = {site.name for _text, site in self.sites}
        self.centers: list[tuple[str, ServiceCenter]] = [
            (folding.fold(c.name.ru, c.name.kk, c.name.en), c) for c in (registry.service_centers if registry else ())
        ]
        self._cameras_on = _by_street(self.cameras)
        self._buttons_on = _by_street(self.buttons)

    def cameras_at(self, ids: Iterable[str], crossing: Iterable[str], limit: int) -> list[Camera]:
        """Cameras on a street (the ids of its lines), at its crossings with another one where that is given."""
        return _at(self.cameras, self._cameras_on, ids, crossing, limit)

    def buttons_at(self, ids: Iterable[str], crossing: Iterable[str], limit: int) -> list[PanicButton]:
        """Panic buttons on a street, at its crossings with another one where that is given."""
        return _at(self.buttons, self._buttons_on, ids, crossing, limit)


def _by_street(things: Sequence[Camera | PanicButton]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, thing in enumerate(things):
        rows[thing.street].append(row)
    return rows


def _at(
    things: Sequence[T], on: Mapping[str, list[int]], ids: Iterable[str], crossing: Iterable[str], limit: int
) -> list[T]:
    one, two = frozenset(ids), frozenset(crossing)
    if not two:
        return list(islice((things[row] for street in one for row in on.get(street, ())), limit))
    pairs = ((one, two), (two, one))
    rows = ((row, others) for streets, others in pairs for street in streets for row in on.get(street, ()))
    return list(islice((things[row] for row, others in rows if things[row].cross in others), limit))
