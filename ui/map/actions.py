"""What an operator can do with the map, each defined once: for the bar, the pane's keys, the palette and the help."""

from console.commands import Command, Menu
from console.language import N_
from console.viewmodels.map_views import MapViews

PANE = "map"


def map_commands(views: MapViews) -> tuple[Command, ...]:
    """The map's actions. Arrow keys pan by the page itself."""

    def follow() -> None:
        views.follow(not views.follows_selection)

    return (
        Command("map.closer", N_("Closer"), lambda: views.zoom_by(1), Menu.MAP, ("+", "="), pane=PANE),
        Command("map.farther", N_("Farther"), lambda: views.zoom_by(-1), Menu.MAP, ("-",), pane=PANE),
        Command("map.home", N_("Whole city"), views.home, Menu.MAP, ("Home",), pane=PANE),
        Command(
            "map.follow",
            N_("Follow what is chosen"),
            follow,
            Menu.MAP,
            ("F",),
            checked=lambda: views.follows_selection,
            pane=PANE,
        ),
    )
