"""The menu at a place of the map: what the mark there can do first, then what can be done with the place."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from console.domain.coordinates import Notation
from console.domain.intents import Acknowledge
from console.domain.zones import ZoneKind
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.actions import Actions
from console.viewmodels.city_map import CityMap
from console.viewmodels.coordinate_words import notation as notation_words
from console.viewmodels.desk import Desk
from console.viewmodels.map_follow import Followed
from console.viewmodels.map_places import Spot
from console.viewmodels.plain import entry
from ui import icons
from ui.map.pane import MapPane
from ui.map.place_actions import RADII_M, TITLES, PlaceActions
from ui.map.zones import ZoneHandling

Entry = tuple[str, Callable[[], object]]
"""Words (marked with ``N_``) and what happens."""

_SIGNS = {
    "alarm": "alarm",
    "incident": "incident",
    "unit": "unit",
    "camera": "camera",
    "site": "site",
    "zone": "cordon",
}


class ContextMenu(QObject):
    """Opens where the page was asked. Names in it are text, also those that hold an ampersand."""

    def __init__(
        self, city_map: CityMap, desk: Desk, act: Actions, pane: MapPane, places: PlaceActions, zones: ZoneHandling
    ) -> None:
        super().__init__(pane)
        self._map, self._desk, self._act, self._pane = city_map, desk, act, pane
        self._places, self._zones = places, zones
        city_map.places.pointed.connect(self.open)

    def open(self, spot: Spot) -> None:
        """Show the menu at a spot."""
        self.menu(spot).popup(self._pane.web.mapToGlobal(QPoint(spot.x, spot.y)))

    def menu(self, spot: Spot) -> QMenu:
        """The menu for a spot; it goes when it is closed."""
        menu = QMenu(self._pane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if lines := self._map.layers.describe_thing(spot.kind, spot.thing):
            head = menu.addAction(icons.icon(_SIGNS.get(spot.kind, "site"), color="muted"), entry(lines[0]))
            head.setEnabled(False)
            _add(menu, self._of_mark(spot.kind, spot.thing))
            menu.addSeparator()
        address = menu.addAction(icons.icon("street", color="muted"), entry(spot.address()))
        address.setToolTip(_("Copy the address"))
        address.triggered.connect(lambda: self._places.copy_address(spot))
        self._add_coordinates(menu, spot)
        menu.addSeparator()
        _add(menu, self._of_place(spot))
        for kind in ZoneKind if self._map.zones.may_draw else ():
            self._add_circles(menu, spot, kind)
        menu.addSeparator()
        _add(menu, self._of_view(spot))
        return menu

    def _of_mark(self, kind: str, thing: str) -> Iterator[Entry]:
        act, follow = self._act, self._map.follow
        yield N_("Choose"), lambda: self._map.layers.selected.emit(kind, thing)
        match kind:
            case "alarm":
                yield N_("Go to the alarm"), partial(act.go_to, thing)
                if (alarm := self._desk.alarm(thing)) is not None and alarm.is_unacknowledged:
                    yield N_("Acknowledge"), partial(act.want, Acknowledge(thing))
                yield N_("Open its cameras"), partial(act.open_cameras, thing)
            case "incident":
                yield N_("Follow the incident"), partial(follow.follow, Followed.INCIDENT, thing)
            case "unit":
                yield N_("Follow the unit"), partial(follow.follow, Followed.UNIT, thing)
                is_shown = thing in self._map.trails.shown
                yield (
                    N_("Hide its trail") if is_shown else N_("Show its trail"),
                    partial(self._map.trails.toggle, thing),
                )
                yield N_("Reachable from this unit"), partial(self._map.reach.of_units, [thing])
            case "camera":
                yield N_("Open the camera"), partial(act.open_camera, thing)
                if self._desk.consents.may_change(thing):
                    yield N_("Owner's consent…"), partial(self._desk.consents.asked.emit, thing)
            case "zone" if (zone := self._map.zones.zone(thing)) and self._map.zones.row(zone).can_change:
                yield N_("Change…"), partial(self._zones.change, thing)
                yield N_("Move corners"), partial(self._map.zones.edit, thing)
                yield N_("Remove"), partial(self._zones.remove, thing)

    def _of_place(self, spot: Spot) -> Iterator[Entry]:
        places, reach = self._places, self._map.reach
        yield TITLES["sight"], partial(places.sight, spot)
        yield TITLES["cameras"], partial(places.cameras, spot)
        yield TITLES["units"], partial(places.units, spot)
        yield TITLES["reach"], partial(reach.of_place, spot)
        yield TITLES["reach_units"], reach.of_units
        if reach.title:
            yield N_("Hide what is reachable"), reach.clear
        yield TITLES["measure"], partial(self._map.places.measure_from, spot)

    def _of_view(self, spot: Spot) -> Iterator[Entry]:
        yield TITLES["bookmark"], partial(self._places.bookmark, spot)
        yield TITLES["centre"], partial(self._places.centre, spot)

    def _add_coordinates(self, menu: QMenu, spot: Spot) -> None:
        copy = menu.addMenu(icons.icon("copy", color="muted"), spot.written(Notation.DECIMAL))
        for notation in Notation:
            action = copy.addAction(f"{spot.written(notation)}\t{notation_words(notation)}")
            action.triggered.connect(lambda _checked=False, notation=notation: self._places.copy(spot, notation))

    def _add_circles(self, menu: QMenu, spot: Spot, kind: ZoneKind) -> None:
        around = menu.addMenu(_("{zone} around here").format(zone=words.word(kind)))
        for radius in RADII_M:
            action = around.addAction(words.distance(radius))
            action.triggered.connect(lambda _checked=False, radius=radius: self._places.circle(spot, kind, radius))


def _add(menu: QMenu, entries: Iterator[Entry]) -> None:
    for title, run in entries:
        menu.addAction(_(title)).triggered.connect(lambda _checked=False, run=run: run())
