"""What an operator can do with the wall, each defined once: for the pane's keys and menu, the palette and the help."""

from collections.abc import Callable

from console.commands import Command, Menu
from console.language import N_
from console.viewmodels.layouts import LAYOUTS
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall

PANE = "video"

LAYOUT_TITLES = {
    "1": N_("One tile"),
    "4": N_("4 tiles"),
    "6": N_("6 tiles"),
    "9": N_("9 tiles"),
    "12": N_("12 tiles"),
    "16": N_("16 tiles"),
    "25": N_("25 tiles"),
    "1+5": N_("1 large and 5"),
    "1+7": N_("1 large and 7"),
}


def video_commands(wall: VideoWall, ask_reason: Callable[[int], None]) -> tuple[Command, ...]:
    """The wall's actions; they act on the focused tile. ``ask_reason`` opens the question for a tile's reason."""

    def has_camera() -> bool:
        return bool(wall.focused_tile.camera)

    def can_retry() -> bool:
        return has_camera() and not wall.focused_tile.has_stream

    def turn() -> None:
        wall.maximise(None if wall.maximised is not None else wall.focused)

    return (
        Command(
            "video.maximise",
            N_("Maximise the tile"),
            turn,
            Menu.VIDEO,
            ("Return", "Enter"),
            enabled=has_camera,
            pane=PANE,
        ),
        Command(
            "video.back",
            N_("Back to all tiles"),
            lambda: wall.maximise(None),
            Menu.VIDEO,
            ("Esc",),
            enabled=lambda: wall.maximised is not None,
            pane=PANE,
        ),
        Command(
            "video.retry",
            N_("Try again now"),
            lambda: wall.retry(wall.focused),
            Menu.VIDEO,
            ("Ctrl+R",),
            enabled=can_retry,
            pane=PANE,
        ),
        Command(
            "video.state_reason",
            N_("State the reason…"),
            lambda: ask_reason(wall.focused),
            Menu.VIDEO,
            ("R",),
            enabled=lambda: wall.focused_tile.state is TileState.REASON_NEEDED,
            pane=PANE,
        ),
        Command(
            "video.close_tile",
            N_("Close the tile"),
            lambda: wall.close(wall.focused),
            Menu.VIDEO,
            ("Del",),
            enabled=has_camera,
            pane=PANE,
        ),
        Command("video.close_all", N_("Close all tiles"), wall.close_all, Menu.VIDEO, ("Shift+Del",), pane=PANE),
        *(_layout(wall, layout_id) for layout_id in LAYOUTS),
    )


def _layout(wall: VideoWall, layout_id: str) -> Command:
    return Command(
        f"video.layout_{layout_id}",
        LAYOUT_TITLES[layout_id],
        lambda: wall.use_layout(layout_id),
        Menu.VIDEO,
        checked=lambda: wall.layout.id == layout_id,
        pane=PANE,
    )
