"""What the wall is measured against: ``python -m tests.bench.wall_others peer|floor --url URL --tiles N``.

The peer is what one would pick instead: a libvlc player for each tile that draws into a native window of a grid, with
the arguments that ours has. The floor is decoding alone: PyAV, one thread a stream, every frame thrown away. Each
prints its figures as one line of JSON.
"""

import asyncio
import ctypes
import ctypes.util
import sys
from threading import Event, Thread
from typing import Any

import av
import vlc
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.clock import WallClock, monotonic
from console.video import engine
from tests.bench.driven import tell
from tests.bench.harness import Sample, quantile
from tests.bench.wall_streams import LOOK_BACK_S, MEASURE_S, WARM_S, Cost, asked, behind_ms, on_loop, streams, turning

RATE = 15
UNFIT = ("--no-xlib", "--quiet")
"""Of our arguments: a window needs Xlib; its errors are of interest."""

FIRST_WITHIN_S = 20.0
VOUT = "xcb_x11"


def can_draw_by_itself() -> bool:
    """Whether libvlc has a module that draws into X11 windows."""
    instance = vlc.Instance(["--quiet"])
    library = ctypes.CDLL(ctypes.util.find_library("vlccore"))
    library.module_exists.argtypes = [ctypes.c_char_p]
    library.module_exists.restype = ctypes.c_bool
    there = bool(library.module_exists(VOUT.encode()))
    instance.release()
    return there


async def peer(url: str, tiles: int, server: int | None) -> Sample:
    """Native embedding."""
    columns = round(tiles**0.5)
    window = QWidget()
    window.resize(1920, 1080)
    cells = [QWidget(window) for _ in range(tiles)]
    for number, cell in enumerate(cells):
        cell.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        row, column = divmod(number, columns)
        cell.setGeometry(column * 1920 // columns, row * 1080 // columns, 1920 // columns, 1080 // columns)
    window.show()
    arguments = [argument for argument in engine.ARGUMENTS if argument not in UNFIT]
    instance = vlc.Instance([*arguments, "--quiet", f"--vout={VOUT}"])
    async with streams(url, tiles) as cameras:
        addresses = [opening.sub for opening in await cameras.ready()]
        await cameras.rest()
        began = monotonic()
        players = [_embedded(instance, *of) for of in zip(addresses, cells, strict=True)]
        firsts: dict[int, float] = {}
        while len(firsts) < tiles and monotonic() < began + FIRST_WITHIN_S:
            for number, player in enumerate(players):
                if number not in firsts and player.has_vout():
                    firsts[number] = monotonic()
            await asyncio.sleep(0.01)
        await asyncio.sleep(WARM_S)
        sample = {"first_picture_p95_s": quantile([at - began for at in firsts.values()], 0.95)}
        sample |= await _steady(players, server) | await turning() | await _looked_back(cells)
    for player in players:
        await asyncio.to_thread(player.stop)
    window.hide()
    return sample


def _embedded(instance: Any, address: str, cell: QWidget) -> Any:
    player = instance.media_player_new()
    player.set_media(instance.media_new(address))
    player.set_xwindow(int(cell.winId()))
    player.play()
    return player


async def _steady(players: list[Any], server: int | None) -> Sample:
    shown, lost = _counted(players)
    cost, began = Cost(server), monotonic()
    await asyncio.sleep(MEASURE_S)
    used, seconds = cost.sample, monotonic() - began
    shown_after, lost_after = _counted(players)
    return used | {
        "lost": lost_after - lost,
        "frames_share": (shown_after - shown) / seconds / RATE / len(players),
    }


def _counted(players: list[Any]) -> tuple[int, int]:
    shown = lost = 0
    for player in players:
        counters = vlc.MediaStats()
        player.get_media().get_stats(counters)
        shown, lost = shown + counters.displayed_pictures, lost + counters.lost_pictures
    return shown, lost


async def _looked_back(cells: list[QWidget]) -> Sample:
    ages: list[float] = []
    end = monotonic() + LOOK_BACK_S
    turn = 0
    while monotonic() < end:
        cell = cells[turn % len(cells)]
        age = behind_ms(cell.screen().grabWindow(int(cell.winId())).toImage(), WallClock().now())
        ages += [] if age is None else [age]
        turn += 1
        await asyncio.sleep(0.1)
    if not ages:
        return {"behind_legible": 0.0}
    return {"behind_ms": quantile(ages, 0.5), "behind_p95_ms": quantile(ages, 0.95), "behind_legible": len(ages) / turn}


class Decoder:
    """One stream decoded in a thread; pictures are counted and thrown away."""

    def __init__(self, address: str) -> None:
        self.frames = 0
        self.over = Event()
        self._address = address
        Thread(target=self._decode, daemon=True).start()

    def _decode(self) -> None:
        with av.open(self._address, timeout=10) as container:
            stream = container.streams.video[0]
            stream.codec_context.thread_count = 1
            for _frame in container.decode(stream):
                self.frames += 1
                if self.over.is_set():
                    return


async def floor(url: str, tiles: int) -> Sample:
    """Decoding alone."""
    async with streams(url, tiles) as cameras:
        addresses = [opening.sub for opening in await cameras.ready()]
        await cameras.rest()
    decoders = [Decoder(address) for address in addresses]
    while not all(decoder.frames for decoder in decoders):  # noqa: ASYNC110 - other threads
        await asyncio.sleep(0.05)
    await asyncio.sleep(WARM_S)
    before = sum(decoder.frames for decoder in decoders)
    cost, began = Cost(None), monotonic()
    await asyncio.sleep(MEASURE_S)
    sample = {"cpu": cost.sample["cpu"]}
    frames, seconds = sum(decoder.frames for decoder in decoders) - before, monotonic() - began
    for decoder in decoders:
        decoder.over.set()
    return sample | {"frames_share": frames / seconds / RATE / tiles}


def main() -> None:
    """Measure and tell."""
    options = asked()
    if options.side == "floor":
        tell(asyncio.run(floor(options.url, options.tiles)))
    else:
        tell(on_loop(QApplication(sys.argv[:1]), lambda: peer(options.url, options.tiles, options.server)))


if __name__ == "__main__":
    main()
