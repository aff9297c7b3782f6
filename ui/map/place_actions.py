"""What can be done at a place of the map: by key and palette in the middle of the view, by menu where one points."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from console.commands import Command, Menu
from console.domain.coordinates import Notation
from console.domain.zones import ZoneKind
from console.language import N_, _
from console.notices import Notices
from console.viewmodels import ranking
from console.viewmodels.actions import Actions
from console.viewmodels.city_map import CityMap
from console.viewmodels.desk import Desk
from console.viewmodels.map_places import Spot
from console.viewmodels.map_reach import STEPS
from ui.map.actions import PANE
from ui.map.bookmarks import BookmarkNameDialog
from ui.map.pane import MapPane
from ui.map.place_cards import ArrivalsCard, OnlookersCard
from ui.map.zones import ZoneHandling

RADII_M = (100, 200, 500, 1000)

TITLES = {
    "sight": N_("What can see this point"),
    "cameras": N_("Open the nearest cameras"),
    "units": N_("Nearest units"),
    "reach": N_("Reachable from here"),
    "reach_units": N_("Reachable from free units"),
    "measure": N_("Measure from here"),
    "bookmark": N_("Bookmark here…"),
    "centre": N_("Centre here"),
}


class PlaceActions(QObject):
    """Each takes the spot it acts at."""

    def __init__(
        self, city_map: CityMap, desk: Desk, act: Actions, pane: MapPane, notices: Notices, zones: ZoneHandling
    ) -> None:
        super().__init__(pane)
        self._map, self._desk, self._act, self._pane, self._notices = city_map, desk, act, pane, notices
        self._zones = zones
        self.onlookers = OnlookersCard(city_map.onlookers, desk, act, city_map.views, pane.corner, pane.web)
        self.arrivals = ArrivalsCard(desk, pane.corner, pane.web)
        city_map.reach.came.connect(self.arrivals.show_arrivals)
        city_map.reach.failed.connect(lambda why: notices.info(why, key="map-reach"))
        self.commands = tuple(self._commands())

    def sight(self, spot: Spot) -> None:
        """List and draw who sees it."""
        self._map.onlookers.look(spot)

    def cameras(self, spot: Spot) -> None:
        """Open the cameras that see it, and those nearby."""
        self._act.open_many(self._desk.cameras_near(spot.lon, spot.lat))

    def units(self, spot: Spot) -> None:
        """List who comes first, and put them first on the board."""
        self._desk.units.ranking.begin(ranking.Spot(spot.lon, spot.lat))
        self._map.reach.nearest(spot)

    def copy(self, spot: Spot, notation: Notation) -> None:
        """Put its coordinates on the clipboard."""
        text = spot.written(notation)
        QGuiApplication.clipboard().setText(text)
        self._notices.info(_("Copied: {text}").format(text=text), key="map-copied")

    def copy_address(self, spot: Spot) -> None:
        """Put what it is called on the clipboard."""
        QGuiApplication.clipboard().setText(spot.address())

    def circle(self, spot: Spot, kind: ZoneKind, radius_m: int) -> None:
        """Draw a zone around it."""
        self._zones.name(kind, spot.ring(radius_m))

    def bookmark(self, spot: Spot) -> None:
        """Keep it by name."""
        marks = self._map.bookmarks
        dialog = BookmarkNameDialog(marks, self._pane.window(), suggested=spot.address())
        dialog.accepted.connect(lambda: marks.add(dialog.name_field.text(), spot.lon, spot.lat))
        dialog.open()

    def centre(self, spot: Spot) -> None:
        """Bring it into the middle."""
        self._map.views.fly_to(spot.lon, spot.lat)

    def _commands(self) -> Iterator[Command]:
        reach, places = self._map.reach, self._map.places
        yield Command(
            "map.point",
            N_("What can be done here…"),
            places.point_at_middle,
            Menu.MAP,
            ("Menu", "Shift+F10"),
            pane=PANE,
        )
        for name, key, run in (
            ("sight", "V", self.sight),
            ("cameras", "Shift+V", self.cameras),
            ("units", "N", self.units),
            ("reach", "R", reach.of_place),
        ):
            yield self._command(name, key, self._in_the_middle(run))
        yield self._command("reach_units", "Shift+R", reach.of_units)
        yield Command(
            "map.reach_unit",
            N_("Reachable from the chosen unit"),
            lambda: reach.of_units([self._desk.selection.unit_id]),
            Menu.TOOLS,
            enabled=lambda: self._desk.selection.unit is not None,
        )
        for (steps, title), name, key in zip(STEPS, ("less", "more"), ("[", "]"), strict=True):
            yield Command(
                f"map.reach_{name}",
                title,
                partial(reach.widen, steps),
                Menu.TOOLS,
                (key,),
                enabled=partial(reach.can_widen, steps),
                pane=PANE,
            )
        yield Command(
            "map.reach_clear", N_("Hide what is reachable"), reach.clear, Menu.TOOLS, enabled=lambda: bool(reach.title)
        )
        yield Command(
            "map.copy_position",
            N_("Copy the coordinates"),
            self._in_the_middle(partial(self._copy_decimal)),
            Menu.MAP,
            ("Ctrl+C",),
            pane=PANE,
        )

    def _copy_decimal(self, spot: Spot) -> None:
        self.copy(spot, Notation.DECIMAL)

    def _command(self, name: str, key: str, run: Callable[[], None]) -> Command:
        return Command(f"map.{name}_here", TITLES[name], run, Menu.TOOLS, (key,), pane=PANE)

    def _in_the_middle(self, run: Callable[[Spot], None]) -> Callable[[], None]:
        """Where keys point: the middle of the view."""

        def at_middle() -> None:
            if (spot := self._map.places.middle) is not None:
                run(spot)

        return at_middle
