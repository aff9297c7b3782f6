"""Commands on records: back in time, about in it, and back to the live picture; for the focused tile."""

from collections.abc import Callable, Iterator
from functools import partial

from console.commands import Command, Menu
from console.language import N_
from console.viewmodels.tiles import VideoWall
from ui.video.actions import PANE


def record_commands(wall: Callable[[], VideoWall]) -> Iterator[Command]:
    """Each of them; ``wall`` is the one that is used now."""

    def can_look_back() -> bool:
        return wall().archive.can_look_back(wall().focused)

    def has_record() -> bool:
        return wall().archive.past(wall().focused) is not None

    def stops_at_end() -> bool:
        past = wall().archive.past(wall().focused)
        return past is not None and past.deck.stops_at_end

    def command(
        id_: str,
        title: str,
        run: Callable[[int], object],
        *keys: str,
        enabled: Callable[[], bool] = has_record,
        checked: Callable[[], bool] | None = None,
        menu: Menu | None = Menu.VIDEO,
    ) -> Command:
        return Command(
            f"video.{id_}",
            title,
            lambda: run(wall().focused),
            menu,
            keys,
            enabled=enabled,
            checked=checked,
            pane=PANE,
        )

    yield command("live", N_("Record: back to the live picture"), lambda i: wall().archive.live(i), "End")
    yield command(
        "back_30", N_("Record: 30 seconds back"), lambda i: wall().archive.back(i, 30), "B", enabled=can_look_back
    )
    yield command(
        "back_300",
        N_("Record: 5 minutes back"),
        lambda i: wall().archive.back(i, 300),
        "Shift+B",
        enabled=can_look_back,
    )
    yield command("on_30", N_("Record: 30 seconds on"), lambda i: wall().archive.back(i, -30), "N")
    yield command(
        "to_alarm",
        N_("Record: to the alarm's moment"),
        lambda i: wall().archive.to_alarm(i),
        "A",
        enabled=can_look_back,
    )
    yield command(
        "to_next_alarm", N_("Record: to the next alarm"), lambda i: wall().archive.to_next_alarm(i), "Shift+A"
    )
    yield command(
        "stand",
        N_("Record: pause, or play on"),
        lambda i: wall().archive.turn_pause(i),
        "Space",
        enabled=can_look_back,
    )
    for frames, id_, title, key in (
        (-1, "frame_back", N_("Record: one frame back"), "Z"),
        (1, "frame_on", N_("Record: one frame on"), "X"),
    ):
        yield command(id_, title, partial(_step, wall, frames), key, menu=None)
    yield command("slower", N_("Record: slower"), lambda i: wall().archive.slower(i), "J", menu=None)
    yield command("faster", N_("Record: faster"), lambda i: wall().archive.faster(i), "K", menu=None)
    yield command("usual_speed", N_("Record: at the usual speed"), lambda i: wall().archive.run_at(i, 1.0), menu=None)
    yield command(
        "in_step",
        N_("Record: all tiles at this moment, in step"),
        lambda i: wall().archive.turn_step(i),
        "Y",
        checked=lambda: wall().archive.in_step(wall().focused),
    )
    yield command(
        "stop_at_end",
        N_("Record: stop at its end"),
        lambda i: wall().archive.turn_stop_at_end(i),
        checked=stops_at_end,
        menu=None,
    )
    yield Command(
        "video.all_live",
        N_("Record: all tiles back to live"),
        lambda: wall().archive.all_live(),
        keys=("Shift+End",),
        enabled=lambda: bool(wall().archive.decks),
        pane=PANE,
    )


def _step(wall: Callable[[], VideoWall], frames: int, index: int) -> None:
    wall().archive.step(index, frames)
