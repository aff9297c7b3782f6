"""Commands on records: back in time, about in it, and back to the live picture; for the focused tile."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeVar

from console.commands import Command, Menu
from console.language import N_
from console.viewmodels.tiles import VideoWall
from console.viewmodels.wall_archive import WallArchive
from ui.video.actions import PANE

_Answer = TypeVar("_Answer")


class _Act(NamedTuple):
    """What is done with the record of a tile, by the tile's index."""

    id: str
    title: str
    key: str
    run: Callable[[WallArchive, int], object]
    begins: bool = False
    """Whether it also leads from the live picture into the record."""
    menu: Menu | None = Menu.VIDEO
    is_on: Callable[[WallArchive, int], bool] | None = None


def _stops_at_end(archive: WallArchive, index: int) -> bool:
    past = archive.past(index)
    return past is not None and past.deck.stops_at_end


_ACTS = (
    _Act("live", N_("Record: back to the live picture"), "End", WallArchive.live),
    _Act("back_30", N_("Record: 30 seconds back"), "B", lambda of, i: of.back(i, 30), begins=True),
    _Act("back_300", N_("Record: 5 minutes back"), "Shift+B", lambda of, i: of.back(i, 300), begins=True),
    _Act("on_30", N_("Record: 30 seconds on"), "N", lambda of, i: of.back(i, -30)),
    _Act("to_alarm", N_("Record: to the alarm's moment"), "A", WallArchive.to_alarm, begins=True),
    _Act("to_next_alarm", N_("Record: to the next alarm"), "Shift+A", WallArchive.to_next_alarm),
    _Act("stand", N_("Record: pause, or play on"), "Space", WallArchive.turn_pause, begins=True),
    _Act("frame_back", N_("Record: one frame back"), "Z", lambda of, i: of.step(i, -1), menu=None),
    _Act("frame_on", N_("Record: one frame on"), "X", lambda of, i: of.step(i, 1), menu=None),
    _Act("slower", N_("Record: slower"), "J", WallArchive.slower, menu=None),
    _Act("faster", N_("Record: faster"), "K", WallArchive.faster, menu=None),
    _Act("usual_speed", N_("Record: at the usual speed"), "", lambda of, i: of.run_at(i, 1.0), menu=None),
    _Act(
        "in_step",
        N_("Record: all tiles at this moment, in step"),
        "Y",
        WallArchive.turn_step,
        is_on=WallArchive.in_step,
    ),
    _Act(
        "stop_at_end",
        N_("Record: stop at its end"),
        "",
        WallArchive.turn_stop_at_end,
        menu=None,
        is_on=_stops_at_end,
    ),
)


def record_commands(wall: Callable[[], VideoWall]) -> Iterator[Command]:
    """Each of them; ``wall`` is the one that is used now."""
    for act in _ACTS:
        yield Command(
            f"video.{act.id}",
            act.title,
            partial(_of_focused, wall, act.run),
            act.menu,
            (act.key,) if act.key else (),
            enabled=partial(_of_focused, wall, WallArchive.can_look_back if act.begins else _is_shown),
            checked=partial(_of_focused, wall, act.is_on) if act.is_on else None,
            pane=PANE,
        )
    yield Command(
        "video.all_live",
        N_("Record: all tiles back to live"),
        lambda: wall().archive.all_live(),
        keys=("Shift+End",),
        enabled=lambda: bool(wall().archive.decks),
        pane=PANE,
    )


def _is_shown(archive: WallArchive, index: int) -> bool:
    return archive.past(index) is not None


def _of_focused(wall: Callable[[], VideoWall], ask: Callable[[WallArchive, int], _Answer]) -> _Answer:
    return ask(wall().archive, wall().focused)
