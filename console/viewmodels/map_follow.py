"""Keeping a unit, an incident with its units, or whatever is chosen in view, until the operator's hand says otherwise.

It pauses as soon as anything else moves the map, says so, and goes on with one key.
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.geo import is_on_the_map
from console.language import _
from console.state.store import Store
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_views import MapViews

Place = tuple[float, float]


class Followed(StrEnum):
    """What the view goes with."""

    NOTHING = ""
    CHOSEN = "chosen"
    """To whatever is chosen in another pane, each time."""
    UNIT = "unit"
    INCIDENT = "incident"


class MapFollow(Feature):
    """``what`` is followed, which ``thing`` of that kind, and whether the hand has paused it."""

    changed = Signal()

    def __init__(self, store: Store, page: MapPage, views: MapViews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page, self._views = store, page, views
        self.what = Followed.NOTHING
        self.thing = ""
        self.is_paused = False
        self._kept: list[Place] = []
        page.join("follow", self)
        views.taken.connect(self.pause)

    @property
    def is_on(self) -> bool:
        """Whether the view is going with something now."""
        return self.what is not Followed.NOTHING and not self.is_paused

    def follow(self, what: Followed, thing: str = "") -> None:
        """Go with something from now on; ``thing`` is the id of the unit or incident."""
        self.what, self.thing, self.is_paused = what, thing, False
        self._begin()

    def stop(self) -> None:
        """Go with nothing."""
        self.follow(Followed.NOTHING)

    def pause(self) -> None:
        """The view is the operator's, until ``resume``."""
        if self.is_on:
            self.is_paused = True
            self._tell_changed()

    def resume(self) -> None:
        """Go on with what was followed."""
        if self.what is not Followed.NOTHING and self.is_paused:
            self.is_paused = False
            self._begin()

    def refresh(self, changes: Changes) -> None:
        """Keep in view what has moved; what is gone is followed no longer."""
        if self.what not in (Followed.UNIT, Followed.INCIDENT):
            return
        places = self._places()
        if not places:
            self.stop()
        elif self.is_on and places != self._kept:
            self._keep(places)

    def words(self) -> str:
        """What is followed, for a sign on the map; "" for nothing."""
        match self.what:
            case Followed.NOTHING:
                return ""
            case Followed.CHOSEN:
                name = _("what is chosen")
            case Followed.UNIT:
                unit = self._store.picture.units.get(self.thing)
                name = unit.callsign if unit else self.thing
            case Followed.INCIDENT:
                name = self.thing
        text = _("Following paused: {what}") if self.is_paused else _("Following: {what}")
        return text.format(what=name)

    def _begin(self) -> None:
        self._kept = []
        self._tell_changed()
        if self.is_on and (places := self._places()):
            self._keep(places, is_first=True)

    def _keep(self, places: list[Place], *, is_first: bool = False) -> None:
        self._kept = places
        self._page.tell(keep={"places": places, "is_first": is_first, "is_one": self.what is Followed.UNIT})

    def _places(self) -> list[Place]:
        """Of the unit; of the incident and the units that are sent to it."""
        picture = self._store.picture
        if self.what is Followed.UNIT:
            unit = picture.units.get(self.thing)
            return _on_the_map([(unit.fix.lon, unit.fix.lat)] if unit and unit.fix else [])
        incident = picture.incidents.get(self.thing)
        if incident is None or not incident.is_open:
            return []
        units = (picture.units[id_] for id_ in incident.units if id_ in picture.units)
        sent = [u.fix for u in units if u.fix and u.assignment and u.assignment.incident == incident.id]
        return _on_the_map([(incident.lon, incident.lat), *((fix.lon, fix.lat) for fix in sent)])

    def _tell_changed(self) -> None:
        self._views.follows_selection = self.what is Followed.CHOSEN and not self.is_paused
        self.changed.emit()


def _on_the_map(places: list[Place]) -> list[Place]:
    return [place for place in places if is_on_the_map(*place)]
