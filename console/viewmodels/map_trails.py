"""Where units have been: asked of the center once, then made longer by each position that comes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.geo import distance_m
from console.domain.units import Fix
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


class _Trail:
    """Where one unit has been, and when the time is to be written beside it next."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self.steps = list(steps[-STEPS_AT_MOST:])
        self._due = self.steps[0][0] if self.steps else 0.0

    def moved(self, fix: Fix) -> bool:
        """Whether the unit is elsewhere than at its last step."""
        return not self.steps or distance_m(fix.lon, fix.lat, *self.steps[-1][1:]) >= MOVED_M

    def add(self, step: Step) -> None:
        """It has driven on."""
        self.steps.append(step)
        del self.steps[:-STEPS_AT_MOST]

    def told(self, steps: Sequence[Step]) -> dict[str, Any]:
        """Some of its steps, the next ones, for the page."""
        marks = []
        for time, lon, lat in steps:
            if time >= self._due:
                marks.append([round(lon, 6), round(lat, 6), words.time_of_day(time)[:5]])
                self._due = time + MARK_S
        return {"line": [[round(lon, 6), round(lat, 6)] for _time, lon, lat in steps], "marks": marks}

    def told_whole(self) -> dict[str, Any]:
        """All of it."""
        self._due = self.steps[0][0] if self.steps else 0.0
        return self.told(self.steps)


class MapTrails(Feature):
    """``shown`` are the units whose trail is on the map."""

    asked = Signal(str)
    """The past of this unit is to be fetched, for ``take``."""
    changed = Signal()

    def __init__(self, store: Store, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page = store, page
        self._trails: dict[str, _Trail] = {}
        page.join("trails", self)

    def known(self) -> dict[str, Any]:
        """All trails."""
        return {"trail": {"all": [{"unit": unit, **trail.told_whole()} for unit, trail in self._trails.items()]}}

    @property
    def shown(self) -> Sequence[str]:
        """Ids of the units whose trail is shown."""
        return tuple(self._trails)

    def toggle(self, unit: str) -> None:
        """Show where a unit has been, or no more; of many the first one goes."""
        if unit in self._trails:
            del self._trails[unit]
            self._tell()
            return
        while len(self._trails) >= TRAILS_AT_MOST:
            del self._trails[next(iter(self._trails))]
        self._trails[unit] = _Trail()
        self.asked.emit(unit)
        self._tell()

    def clear(self) -> None:
        """Show none."""
        self._trails.clear()
        self._tell()

    def take(self, unit: str, steps: Sequence[Step]) -> None:
        """What the center knows of a unit's past, the oldest step first."""
        if unit in self._trails:
            latest = steps[-1][0] if steps else 0.0
            since = [step for step in self._trails[unit].steps if step[0] > latest]
            self._trails[unit] = _Trail([*_thinned(steps), *since])
            self._tell()

    def refresh(self, changes: Changes) -> None:
        """A unit has driven on, or is no more; after a break its past is asked for anew."""
        gone = [unit for unit in self._trails if unit not in self._store.picture.units]
        for unit in gone:
            del self._trails[unit]
        if changes.whole:
            self._trails = {unit: _Trail() for unit in self._trails}
        if gone or (changes.whole and self._trails):
            self._tell()
        if changes.whole:
            for unit in self.shown:
                self.asked.emit(unit)
        self._page.tell(trail_on=[told for unit in changes.fixes & self._trails.keys() if (told := self._grown(unit))])

    def retranslate(self) -> None:
        """The language has changed."""
        self._tell()

    def _grown(self, unit: str) -> dict[str, Any] | None:
        """The new step of a unit; None where it stands."""
        fix, trail = self._store.picture.units[unit].fix, self._trails[unit]
        if fix is None or not trail.moved(fix):
            return None
        step = (fix.time, fix.lon, fix.lat)
        trail.add(step)
        return {"unit": unit, **trail.told([step])}

    def _tell(self) -> None:
        self._page.tell(**self.known())
        self.changed.emit()


def _thinned(steps: Sequence[Step]) -> list[Step]:
    kept: list[Step] = []
    for step in steps:
        if not kept or distance_m(*step[1:], *kept[-1][1:]) >= MOVED_M:
            kept.append(step)
    return kept
