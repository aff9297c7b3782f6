"""What lies inside a box or lasso: alarms, incidents and units of this moment, and what stands there, by layer."""

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import Any

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm
from console.domain.changes import Changes
from console.domain.incidents import Incident
from console.domain.outline import Outline
from console.domain.units import Unit
from console.language import ngettext
from console.state.points import Layer, Points, Rows
from console.state.store import Store
from console.viewmodels import map_words, words
from console.viewmodels.map_filters import ALARMS, INCIDENTS, UNITS
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_tools import Place

LISTED_AT_MOST = 12
"""So many units and cameras are named; the rest is counted."""

CHOSEN_AT_MOST = 500
"""So many alarms can be chosen in the queue at once."""


class Named(Struct, frozen=True):
    """A unit or camera in the list: its id, its name, and a quiet word beside it."""

    id: str
    title: str
    note: str


class Inside(Struct, frozen=True):
    """What was found.

    ``alarms`` are the most urgent first, as many as can be chosen at once; ``cameras`` those that can be opened, from
    the middle on; ``counts`` are all of a layer with its words.
    """

    alarms: tuple[str, ...]
    alarms_count: int
    incidents: tuple[str, ...]
    units: tuple[Named, ...]
    units_count: int
    cameras: tuple[Named, ...]
    counts: tuple[tuple[Layer, str, int], ...]

    @property
    def count(self) -> int:
        """How many things in all."""
        return self.alarms_count + len(self.incidents) + self.units_count + sum(n for _layer, _words, n in self.counts)

    @property
    def title(self) -> str:
        """How many were found, in words."""
        return ngettext("{n} thing selected", "{n} things selected", self.count).format(n=self.count)


class MapSelection(Feature):
    """What is shown inside: what a layer's switch or the filter hides is not taken. ``inside`` is None for no area."""

    changed = Signal()

    def __init__(self, store: Store, page: MapPage, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page, self._layers = store, page, layers
        self._ring: Sequence[Place] = ()
        self._outline: Outline | None = None
        self._rows: Mapping[Layer, Sequence[int]] = {}
        self._alarms: set[str] = set()
        self._incidents: set[str] = set()
        self._units: set[str] = set()
        self._waiting = Changes()
        self.inside: Inside | None = None
        page.join("selection", self)

    def known(self) -> dict[str, Any]:
        """The ring."""
        return {"ring": {"places": [list(place) for place in self._ring]}}

    def take(self, ring: Sequence[Place]) -> None:
        """Select what lies inside."""
        self._ring, self._outline = ring, Outline([[*ring, ring[0]]])
        self._waiting = Changes(whole=True)
        self._rows = {
            layer: _from_the_middle(self._layers.points[layer], rows)
            for layer, rows in self._layers.within(ring).items()
        }
        self._page.tell(**self.known())
        self._look()

    def clear(self) -> None:
        """Select nothing."""
        if self.inside is not None:
            self._ring, self._outline, self._rows, self.inside = (), None, {}, None
            self._page.tell(**self.known())
            self.changed.emit()

    def refresh(self, changes: Changes) -> None:
        """What moves or comes and goes is looked at again with the next beat."""
        if changes.registry or changes.whole:
            self.clear()
        if self.inside is not None:
            self._waiting.add(changes)

    def beat(self) -> None:
        """Once a second."""
        if self.inside is not None and self._waiting:
            self._look()

    def retranslate(self) -> None:
        """The language has changed."""
        if self.inside is not None:
            self._look()

    def _look(self) -> None:
        self._place_again()
        now = self._inside()
        if now != self.inside:
            self.inside = now
            self.changed.emit()

    def _place_again(self) -> None:
        """Look where that is which has changed: of ten thousand alarms a few are new each second."""
        changes, self._waiting, picture = self._waiting, Changes(), self._store.picture
        if changes.whole:
            for here in (self._alarms, self._incidents, self._units):
                here.clear()
        for here, things, ids in (
            (self._alarms, picture.alarms, changes.alarms),
            (self._incidents, picture.incidents, changes.incidents),
            (self._units, picture.units, changes.units | changes.fixes),
        ):
            touched = things.keys() if changes.whole else ids
            here.difference_update(touched)
            here.update(id_ for id_ in touched if self._holds(things.get(id_)))

    def _holds(self, thing: Alarm | Incident | Unit | None) -> bool:
        at = thing.fix if isinstance(thing, Unit) else thing
        return at is not None and self._outline is not None and self._outline.contains(at.lon, at.lat)

    def _inside(self) -> Inside:
        picture, now = self._store.picture, self._store.clock.now()
        shows, visible = self._layers.filter, self._layers.visible
        alarms = [alarm for id_ in self._alarms if shows.alarm(alarm := picture.alarms[id_])]
        incidents = sorted(id_ for id_ in self._incidents if shows.incident(picture.incidents[id_]))
        units = [unit for id_ in self._units if shows.unit((unit := picture.units[id_]).agency, unit.status_at(now))]
        alarms = alarms if ALARMS in visible else []
        incidents = incidents if INCIDENTS in visible else []
        units = units if UNITS in visible else []
        urgent = nsmallest(CHOSEN_AT_MOST, alarms, key=lambda a: (a.priority, -a.raised_at, a.id))
        listed = sorted(units, key=lambda unit: unit.callsign)[:LISTED_AT_MOST]
        return Inside(
            tuple(alarm.id for alarm in urgent),
            len(alarms),
            tuple(incidents),
            tuple(Named(unit.id, unit.callsign, words.word(unit.status_at(now))) for unit in listed),
            len(units),
            tuple(self._cameras()),
            tuple((layer, map_words.layer(layer), len(rows)) for layer, rows in self._rows.items() if len(rows)),
        )

    def _cameras(self) -> list[Named]:
        found: list[Named] = []
        points = self._layers.points.get(Layer.CAMERAS)
        for row in self._rows.get(Layer.CAMERAS, ()) if points else ():
            camera = self._store.cameras.get(points.ids[row]) if points else None
            if camera is not None and self._store.picture.may_open(camera):
                found.append(Named(camera.id, camera.id, map_words.camera_state(self._store, camera)))
                if len(found) == LISTED_AT_MOST:
                    break
        return found


def _from_the_middle(points: Points, rows: Rows) -> Sequence[int]:
    """The rows in order of their distance from the middle of them all."""
    if not rows.size:
        return []
    x, y = points.x[rows], points.y[rows]
    order = np.argsort((x - x.mean()) ** 2 + (y - y.mean()) ** 2, kind="stable")
    found: list[int] = rows[order].tolist()
    return found
