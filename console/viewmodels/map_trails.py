"""Where units have been: asked of the center once, then made longer by each position that comes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.geo import distance_m
from console.domain.picture import Changes
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.map_page import Feature, MapPage

Step = tuple[float, float, float]
"""Time (Unix seconds), longitude, latitude."""

STEPS_AT_MOST = 4000
MOVED_M = 8.0
"""A step shorter than this is a vehicle that stands and a receiver that does not."""

MARK_S = 300.0
"""Every so many seconds the time is written beside the trail."""

TRAILS_AT_MOST = 5


class MapTrails(Feature):
    """``shown`` are the units whose trail is on the map."""

    asked = Signal(str)
    """The past of this unit is to be fetched, for ``take``."""
    changed = Signal()

    def __init__(self, store: Store, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page = store, page
        self._steps: dict[str, list[Step]] = {}
        page.join("trails", self)

    def known(self) -> dict[str, Any]:
        """All trails."""
        return {"trail": {"all": [self._told(unit) for unit in self._steps]}}

    @property
    def shown(self) -> Sequence[str]:
        """Ids of the units whose trail is shown."""
        return tuple(self._steps)

    def toggle(self, unit: str) -> None:
        """Show where a unit has been, or no more; of many the first one goes."""
        if unit in self._steps:
            del self._steps[unit]
            self._tell()
            return
        while len(self._steps) >= TRAILS_AT_MOST:
            del self._steps[next(iter(self._steps))]
        self._steps[unit] = []
        self.asked.emit(unit)
        self._tell()

    def clear(self) -> None:
        """Show none."""
        self._steps.clear()
        self._tell()

    def take(self, unit: str, steps: Sequence[Step]) -> None:
        """What the center knows of a unit's past, the oldest step first."""
        if unit in self._steps:
            latest = steps[-1][0] if steps else 0.0
            since = [step for step in self._steps[unit] if step[0] > latest]
            self._steps[unit] = [*_thinned(steps), *since][-STEPS_AT_MOST:]
            self._tell()

    def refresh(self, changes: Changes) -> None:
        """A unit has driven on, or is no more."""
        gone = [unit for unit in self._steps if unit not in self._store.picture.units]
        for unit in gone:
            del self._steps[unit]
        grown = [unit for unit in changes.fixes & self._steps.keys() if self._grow(unit)]
        if gone or grown:
            self._tell()

    def retranslate(self) -> None:
        """The language has changed."""
        self._tell()

    def _grow(self, unit: str) -> bool:
        fix, steps = self._store.picture.units[unit].fix, self._steps[unit]
        if fix is None or (steps and distance_m(fix.lon, fix.lat, *steps[-1][1:]) < MOVED_M):
            return False
        steps.append((fix.time, fix.lon, fix.lat))
        del steps[:-STEPS_AT_MOST]
        return True

    def _tell(self) -> None:
        self._page.tell(**self.known())
        self.changed.emit()

    def _told(self, unit: str) -> dict[str, Any]:
        steps = self._steps[unit]
        marks, due = [], steps[0][0] if steps else 0.0
        for time, lon, lat in steps:
            if time >= due:
                marks.append([round(lon, 6), round(lat, 6), words.time_of_day(time)[:5]])
                due = time + MARK_S
        return {"unit": unit, "line": [[round(lon, 6), round(lat, 6)] for _time, lon, lat in steps], "marks": marks}


def _thinned(steps: Sequence[Step]) -> list[Step]:
    kept: list[Step] = []
    for step in steps:
        if not kept or distance_m(*step[1:], *kept[-1][1:]) >= MOVED_M:
            kept.append(step)
    return kept
