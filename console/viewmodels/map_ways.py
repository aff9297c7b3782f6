"""The ways of units to the incidents they were sent to, along the streets, with the time of arrival.

A way is reckoned off the window's thread (some milliseconds each), anew when the assignment is another or the unit has
moved on by ``MOVED_M``; between two reckonings the page cuts off what the unit has driven.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, QThreadPool, Signal

from console.domain.changes import Changes
from console.domain.geo import distance_m
from console.domain.incidents import Incident
from console.domain.outline import Position
from console.domain.units import Unit, UnitStatus
from console.insight.city import built_in
from console.insight.ways import Way, find_way
from console.language import _
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.map_page import Feature, MapPage

MOVED_M = 300.0
ON_THE_WAY = frozenset({UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE})


class _Asked(Struct, frozen=True):
    """For what a way was reckoned: the incident, and from where to where."""

    incident: str
    start: Position
    goal: Position


class _Known(Struct, frozen=True):
    """A way with what it was reckoned for, and when (Unix seconds)."""

    asked: _Asked
    way: Way
    at: float


class MapWays(Feature):
    """A feature of the page; ``arrival_s`` is what is known of a unit's time of arrival."""

    _found = Signal(str, object, object)

    def __init__(self, store: Store, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page = store, page
        self._asked: dict[str, _Asked] = {}
        self._ways: dict[str, _Known] = {}
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._found.connect(self._take)
        page.join("ways", self)

    def known(self) -> dict[str, Any]:
        """All ways."""
        return {"ways": [_told(unit, known.way) for unit, known in self._ways.items()]}

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        if changes.whole or changes.units or changes.incidents:
            self._look()

    def beat(self) -> None:
        """Once a second: units have driven on, or went silent."""
        self._look()

    def arrival_s(self, unit: str) -> float | None:
        """Seconds until a unit arrives where it was sent; None where its way is not known."""
        known = self._ways.get(unit)
        return None if known is None else max(0.0, known.way.seconds - (self._store.clock.now() - known.at))

    def lines(self, kind: str, thing: str) -> list[str]:
        """What a tooltip says of arrivals: of a unit its own, of an incident those of all who come."""
        if kind == "unit":
            return [_("Arrives in {age}").format(age=words.age(s)) for s in [self.arrival_s(thing)] if s is not None]
        if kind != "incident":
            return []
        coming = ((self.arrival_s(unit), unit) for unit, asked in self._asked.items() if asked.incident == thing)
        units = self._store.picture.units
        return [
            f"{units[unit].callsign} · {words.age(seconds)}"
            for seconds, unit in sorted((seconds, unit) for seconds, unit in coming if seconds is not None)
        ]

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._pool.clear()
        self._pool.waitForDone()

    # Inside

    def _look(self) -> None:
        """Ask for the ways that are wanted and not there, or too old; forget those that are over."""
        wanted = {unit.id: asked for unit, asked in self._wanted()}
        over = [unit for unit in self._asked if unit not in wanted]
        for unit in over:
            del self._asked[unit]
            self._ways.pop(unit, None)
        if over:
            self._page.tell(ways=[{"unit": unit, "line": []} for unit in over])
        for unit, asked in wanted.items():
            before = self._asked.get(unit)
            if before is None or _is_other(before, asked):
                self._asked[unit] = asked
                self._pool.start(lambda unit=unit, asked=asked: self._reckon(unit, asked))

    def _wanted(self) -> Iterator[tuple[Unit, _Asked]]:
        now = self._store.clock.now()
        for unit in self._store.picture.units.values():
            incident = self._store.picture.incidents.get(unit.assignment.incident) if unit.assignment else None
            if incident is not None and unit.fix is not None and unit.status_at(now) in ON_THE_WAY:
                yield unit, _Asked(incident.id, (unit.fix.lon, unit.fix.lat), _place(incident))

    def _reckon(self, unit: str, asked: _Asked) -> None:
        try:
            way: Way | None = find_way(built_in().graph, asked.start, asked.goal)
        except LookupError:
            way = None  # far from any street: the page draws it straight
        self._found.emit(unit, asked, way)

    def _take(self, unit: str, asked: _Asked, way: Way | None) -> None:
        if self._asked.get(unit) != asked:
            return
        if way is None:
            self._ways.pop(unit, None)
            self._page.tell(ways=[{"unit": unit, "line": []}])
        else:
            self._ways[unit] = _Known(asked, way, self._store.clock.now())
            self._page.tell(ways=[_told(unit, way)])


def _place(incident: Incident) -> Position:
    return incident.lon, incident.lat


def _is_other(before: _Asked, now: _Asked) -> bool:
    is_sent_elsewhere = (before.incident, before.goal) != (now.incident, now.goal)
    return is_sent_elsewhere or distance_m(*before.start, *now.start) > MOVED_M


def _told(unit: str, way: Way) -> dict[str, Any]:
    """A way for the page, to a decimetre."""
    return {"unit": unit, "line": [[round(lon, 6), round(lat, 6)] for lon, lat in way.line]}
