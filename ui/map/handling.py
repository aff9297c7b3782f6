"""What the map and the desk do together: following what is chosen, bookmarks by name, undoing."""

from collections.abc import Iterator
from itertools import count

from PySide6.QtCore import QObject

from console.commands import Command, Menu
from console.domain.coordinates import written
from console.domain.geo import is_position
from console.language import N_, _
from console.notices import Notices
from console.viewmodels.actions import Actions
from console.viewmodels.city_map import CityMap
from console.viewmodels.desk import Desk
from console.viewmodels.map_follow import Followed
from ui.map.actions import PANE
from ui.map.bookmarks import BookmarkNameDialog, open_menu
from ui.map.carrying import Carrying
from ui.map.context_menu import ContextMenu
from ui.map.pane import MapPane
from ui.map.place_actions import PlaceActions
from ui.map.selection_card import SelectionCard
from ui.map.zones import ZoneHandling
from ui.undo import Undo


class MapHandling(QObject):
    """Joins the map's pane with the desk; ``commands`` are the actions that need both."""

    def __init__(self, city_map: CityMap, desk: Desk, act: Actions, pane: MapPane, notices: Notices) -> None:
        super().__init__(pane)
        self._map, self._desk, self._pane = city_map, desk, pane
        self._notices = notices
        self._undo = Undo(notices, "map.undo", PANE, Menu.TOOLS)
        city_map.zones.chosen_incident = lambda: desk.selection.incident_id
        self.zones = ZoneHandling(city_map, act, pane, notices, self._undo)
        self.selection = SelectionCard(city_map.selection, desk, act, pane.corner, pane.web)
        self.places = PlaceActions(city_map, desk, act, pane, notices, self.zones)
        self.menu = ContextMenu(city_map, desk, act, pane, self.places, self.zones)
        self.carrying = Carrying(city_map.carrying, pane.web)
        self.commands = (
            *self._following(),
            *self._trails(),
            *self._keeping(),
            *self.zones.commands,
            *self.places.commands,
        )
        pane.view_bar.follow_pressed.connect(self.follow)
        pane.bookmarks_pressed.connect(lambda: open_menu(city_map.bookmarks, pane.bookmarks_button, self.ask_name))
        city_map.bookmarks.removed.connect(self._tell_removed)
        city_map.views.astray.connect(self._tell_astray)

    def follow(self) -> None:
        """Go on with what is paused, stop what goes on; else follow the chosen unit or incident, or each choice."""
        following, chosen = self._map.follow, self._desk.selection
        if following.is_paused:
            following.resume()
        elif following.is_on:
            following.stop()
        elif chosen.latest[0] == "unit" and chosen.unit is not None:
            following.follow(Followed.UNIT, chosen.unit_id)
        elif chosen.latest[0] == "incident" and chosen.incident is not None:
            following.follow(Followed.INCIDENT, chosen.incident_id)
        else:
            following.follow(Followed.CHOSEN)

    def ask_name(self) -> None:
        """Ask what the present view shall be called, and keep it."""
        marks = self._map.bookmarks
        free = next(name for n in count(len(marks.items) + 1) if marks.named(name := _("View {n}").format(n=n)) is None)
        dialog = BookmarkNameDialog(marks, self._pane.window(), suggested=free)
        dialog.accepted.connect(lambda: marks.add(dialog.name_field.text()))
        dialog.open()

    def _tell_removed(self, name: str) -> None:
        text = _("Bookmark removed: {name}. Ctrl+Z on the map brings it back.").format(name=name)
        self._undo.offer(text, self._map.bookmarks.bring_back)

    def _tell_astray(self, lon: float, lat: float) -> None:
        at = written(lon, lat) if is_position(lon, lat) else f"{lat:g}, {lon:g}"
        text = _("{place} lies off the city's map. The map stays where it is; ask for the place by other means.")
        self._notices.warning(text.format(place=at), key="map-astray")

    def _following(self) -> Iterator[Command]:
        following, chosen = self._map.follow, self._desk.selection
        yield Command(
            "map.follow",
            N_("Follow what is chosen"),
            self.follow,
            Menu.MAP,
            ("F",),
            checked=lambda: following.is_on,
            pane=PANE,
        )
        yield Command(
            "map.follow_unit",
            N_("Follow the chosen unit"),
            lambda: following.follow(Followed.UNIT, chosen.unit_id),
            Menu.MAP,
            enabled=lambda: chosen.unit is not None,
        )
        yield Command(
            "map.follow_incident",
            N_("Follow the chosen incident"),
            lambda: following.follow(Followed.INCIDENT, chosen.incident_id),
            Menu.MAP,
            enabled=lambda: chosen.incident is not None,
        )

    def _trails(self) -> Iterator[Command]:
        trails, chosen = self._map.trails, self._desk.selection
        yield Command(
            "map.trail",
            N_("Trail of the chosen unit"),
            lambda: trails.toggle(chosen.unit_id),
            Menu.TOOLS,
            ("T",),
            enabled=lambda: chosen.unit is not None,
            checked=lambda: chosen.unit_id in trails.shown,
            pane=PANE,
        )
        yield Command(
            "map.trails_clear", N_("Hide all trails"), trails.clear, Menu.TOOLS, enabled=lambda: bool(trails.shown)
        )

    def _keeping(self) -> Iterator[Command]:
        yield Command("map.bookmark", N_("Bookmark this view…"), self.ask_name, Menu.MAP, ("B",), pane=PANE)
        yield self._undo.command
