"""What an operator can do with the map, each defined once: for the bar, the pane's keys, the palette and the help."""

from collections.abc import Callable, Iterator
from functools import partial

from console.commands import Command, Menu
from console.domain.zones import MAY_DRAW
from console.language import N_
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_tools import DRAWING, TITLES, Tool
from console.viewmodels.named import KEYS
from ui.map.tool_button import KEYS as KEYS_OF_TOOLS

PANE = "map"

BOOKMARK_TITLES = (
    N_("Bookmark 1"),
    N_("Bookmark 2"),
    N_("Bookmark 3"),
    N_("Bookmark 4"),
    N_("Bookmark 5"),
    N_("Bookmark 6"),
    N_("Bookmark 7"),
    N_("Bookmark 8"),
    N_("Bookmark 9"),
)


def map_commands(city_map: CityMap, leave: Callable[[], None]) -> tuple[Command, ...]:
    """What concerns the map alone (``ui.map.handling`` has what the desk is part of). Arrow keys pan by the page.

    ``leave`` takes the hand instead of a tool, or closes the open card.
    """
    return (*_views(city_map), *_tools(city_map, leave), *_bookmarks(city_map))


def _views(city_map: CityMap) -> Iterator[Command]:
    views = city_map.views
    yield Command("map.closer", N_("Closer"), lambda: views.zoom_by(1), Menu.MAP, ("+", "="), pane=PANE)
    yield Command("map.farther", N_("Farther"), lambda: views.zoom_by(-1), Menu.MAP, ("-",), pane=PANE)
    yield Command("map.home", N_("Whole city"), views.home, Menu.MAP, ("Home",), pane=PANE)
    yield Command(
        "map.back",
        N_("Back to the view before"),
        views.back,
        Menu.MAP,
        ("Alt+Left",),
        enabled=lambda: views.can_go_back,
        pane=PANE,
    )
    yield Command(
        "map.forward",
        N_("Forward to the next view"),
        views.forward,
        Menu.MAP,
        ("Alt+Right",),
        enabled=lambda: views.can_go_forward,
        pane=PANE,
    )


def _tools(city_map: CityMap, leave: Callable[[], None]) -> Iterator[Command]:
    tools = city_map.tools
    for tool, title in TITLES.items():
        yield Command(
            f"map.tool_{tool}",
            title,
            leave if tool is Tool.HAND else partial(tools.use, tool),
            Menu.TOOLS,
            (KEYS_OF_TOOLS[tool],),
            tuple(MAY_DRAW) if tool in DRAWING else (),
            checked=partial(_is_in_hand, city_map, tool),
            pane=PANE,
        )
    yield Command(
        "map.clear_measurements",
        N_("Remove all measurements"),
        tools.clear,
        Menu.TOOLS,
        ("Delete",),
        enabled=lambda: bool(tools.measurements),
        pane=PANE,
    )


def _is_in_hand(city_map: CityMap, tool: Tool) -> bool:
    return city_map.tools.tool is tool


def _bookmarks(city_map: CityMap) -> Iterator[Command]:
    marks = city_map.bookmarks
    for index in range(KEYS):
        yield Command(
            f"map.bookmark_{index + 1}",
            BOOKMARK_TITLES[index],
            partial(marks.go, index),
            None,
            (str(index + 1),),
            enabled=partial(_has, city_map, index),
            pane=PANE,
        )


def _has(city_map: CityMap, index: int) -> bool:
    return index < len(city_map.bookmarks.items)
