"""What an operator can do with a wall's tiles, each defined once: for keys, menus, the palette and the help."""

from collections.abc import Callable, Iterator
from functools import partial

from console.commands import Command, Menu
from console.language import N_
from console.viewmodels import layouts, splitting
from console.viewmodels.layouts import FREE, LAYOUTS, WHOLE
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.zooming import STEP, WHOLE_PICTURE

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

PAN_STEP = 0.25
"""Share of what is shown by which a key moves a zoomed picture."""

BORDER_STEP = WHOLE // 48

STEPS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_SWAP = {
    "Left": N_("Swap with the tile on the left"),
    "Right": N_("Swap with the tile on the right"),
    "Up": N_("Swap with the tile above"),
    "Down": N_("Swap with the tile below"),
}
_PAN = {
    "Left": N_("Zoomed picture: to the left"),
    "Right": N_("Zoomed picture: to the right"),
    "Up": N_("Zoomed picture: up"),
    "Down": N_("Zoomed picture: down"),
}
_GROW = {
    "Left": N_("Own layout: tile narrower"),
    "Right": N_("Own layout: tile wider"),
    "Up": N_("Own layout: tile lower"),
    "Down": N_("Own layout: tile higher"),
}


def tile_commands(wall: Callable[[], VideoWall], ask_reason: Callable[[int], None]) -> tuple[Command, ...]:
    """Actions on the focused tile, and on the layout, of the wall that is used now.

    Args:
        wall: the wall that is used now.
        ask_reason: opens the question why a tile's camera is opened.
    """
    return (*_stream(wall, ask_reason), *_sight(wall), *_places(wall), *_layouts(wall))


def _stream(wall: Callable[[], VideoWall], ask_reason: Callable[[int], None]) -> Iterator[Command]:
    def has_camera() -> bool:
        return bool(wall().focused_tile.camera)

    def turn() -> None:
        wall().maximise(None if wall().maximised is not None else wall().focused)

    yield Command(
        "video.maximise", N_("Maximise the tile"), turn, Menu.VIDEO, ("Return", "Enter"), enabled=has_camera, pane=PANE
    )
    yield Command(
        "video.back",
        N_("Back to all tiles"),
        lambda: wall().maximise(None),
        Menu.VIDEO,
        ("Esc",),
        enabled=lambda: wall().maximised is not None,
        pane=PANE,
    )
    yield Command(
        "video.retry",
        N_("Try again now"),
        lambda: wall().retry(wall().focused),
        Menu.VIDEO,
        ("Ctrl+R",),
        enabled=lambda: has_camera() and not wall().focused_tile.has_stream,
        pane=PANE,
    )
    yield Command(
        "video.state_reason",
        N_("State the reason…"),
        lambda: ask_reason(wall().focused),
        Menu.VIDEO,
        ("R",),
        enabled=lambda: wall().focused_tile.state is TileState.REASON_NEEDED,
        pane=PANE,
    )
    yield Command(
        "video.pin",
        N_("Pin the tile"),
        lambda: wall().pin(wall().focused, is_pinned=not wall().focused_tile.is_pinned),
        Menu.VIDEO,
        ("P",),
        enabled=has_camera,
        checked=lambda: wall().focused_tile.is_pinned,
        pane=PANE,
    )
    yield Command(
        "video.close_tile",
        N_("Close the tile"),
        lambda: wall().close(wall().focused),
        Menu.VIDEO,
        ("Del",),
        enabled=has_camera,
        pane=PANE,
    )
    yield Command(
        "video.close_all", N_("Close all tiles"), lambda: wall().close_all(), Menu.VIDEO, ("Shift+Del",), pane=PANE
    )


def _sight(wall: Callable[[], VideoWall]) -> Iterator[Command]:
    def has_picture() -> bool:
        return wall().focused_tile.frame is not None

    def is_zoomed() -> bool:
        return wall().focused_tile.zoom.is_on

    def zoom(times: float) -> None:
        wall().zoom(wall().focused, wall().focused_tile.zoom.by(times))

    def pan(across: int, down: int) -> None:
        wall().zoom(wall().focused, wall().focused_tile.zoom.panned(across * PAN_STEP, down * PAN_STEP))

    yield Command(
        "video.zoom_in",
        N_("Zoom in"),
        lambda: zoom(STEP),
        Menu.VIDEO,
        ("+", "="),
        enabled=has_picture,
        pane=PANE,
    )
    yield Command(
        "video.zoom_out", N_("Zoom out"), lambda: zoom(1 / STEP), Menu.VIDEO, ("-",), enabled=is_zoomed, pane=PANE
    )
    yield Command(
        "video.zoom_off",
        N_("The whole picture"),
        lambda: wall().zoom(wall().focused, WHOLE_PICTURE),
        Menu.VIDEO,
        ("0",),
        enabled=is_zoomed,
        pane=PANE,
    )
    for name, (across, down) in STEPS.items():
        yield Command(
            f"video.pan_{name.lower()}",
            _PAN[name],
            partial(pan, across, down),
            keys=(f"Shift+{name}",),
            enabled=is_zoomed,
            pane=PANE,
        )


def _places(wall: Callable[[], VideoWall]) -> Iterator[Command]:
    def swap(across: int, down: int) -> None:
        here = wall().focused
        there = layouts.step(wall().cells, here, across, down)
        if there != here:
            wall().swap(here, there)
            wall().focus(there)

    for name, (across, down) in STEPS.items():
        yield Command(
            f"video.swap_{name.lower()}",
            _SWAP[name],
            partial(swap, across, down),
            keys=(f"Ctrl+{name}",),
            enabled=lambda: wall().maximised is None,
            pane=PANE,
        )


def _layouts(wall: Callable[[], VideoWall]) -> Iterator[Command]:
    def is_whole() -> bool:
        return wall().maximised is None

    def use(layout_id: str) -> None:
        wall().use_layout(layout_id)

    def is_used(layout_id: str) -> bool:
        return wall().layout.id == layout_id

    def grow(across: int, down: int) -> None:
        wall().free_layout()
        found = splitting.border_of(wall().cells, wall().focused, is_upright=bool(across))
        if found is not None:
            border, way = found
            wall().move_border(border, border.at + way * (across + down) * BORDER_STEP)

    for layout_id in LAYOUTS:
        yield Command(
            f"video.layout_{layout_id}",
            LAYOUT_TITLES[layout_id],
            partial(use, layout_id),
            checked=partial(is_used, layout_id),
            pane=PANE,
        )
    yield Command(
        "video.layout_free",
        N_("Own layout: move the borders"),
        lambda: wall().free_layout(),
        checked=lambda: wall().layout.id == FREE,
        pane=PANE,
    )
    yield Command(
        "video.divide_across",
        N_("Own layout: two tiles side by side of this one"),
        lambda: wall().divide(wall().focused, side_by_side=True),
        enabled=is_whole,
        pane=PANE,
    )
    yield Command(
        "video.divide_down",
        N_("Own layout: two tiles one above the other of this one"),
        lambda: wall().divide(wall().focused, side_by_side=False),
        enabled=is_whole,
        pane=PANE,
    )
    yield Command(
        "video.take_away",
        N_("Own layout: without this tile"),
        lambda: wall().take_away(wall().focused),
        enabled=lambda: is_whole() and splitting.without(wall().cells, wall().focused) is not None,
        pane=PANE,
    )
    for name, (across, down) in STEPS.items():
        yield Command(
            f"video.grow_{name.lower()}",
            _GROW[name],
            partial(grow, across, down),
            keys=(f"Ctrl+Shift+{name}",),
            enabled=is_whole,
            pane=PANE,
        )
