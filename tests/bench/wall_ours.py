"""Our wall in a process of its own: ``python -m tests.bench.wall_ours --url URL --tiles N [--server PID]``.

The real pane with real players on leases of a real center; only the quality policy thinks the machine idle, since it
would show fewer frames where this measures what all of them cost. Prints its figures as one line of JSON.
"""

import asyncio
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from console.clock import WallClock, monotonic
from console.video.pool import PlayerPool
from console.viewmodels.quality import Load
from console.viewmodels.tiles import VideoWall
from tests.bench.driven import tell
from tests.bench.harness import Sample, quantile
from tests.bench.wall_streams import LOOK_BACK_S, MEASURE_S, WARM_S, Cost, asked, behind_ms, on_loop, streams, turning
from ui import theme, translation
from ui.video.tile import TileView
from ui.video.wall import VideoPane

RATE = 15


class FirstPaints(QObject):
    """When each tile painted its first picture, and how long after its first key frame had come."""

    def __init__(self, pane: VideoPane) -> None:
        super().__init__(pane)
        self.at: dict[int, float] = {}
        self.after_key: dict[int, float] = {}
        self._pane = pane
        pane.installEventFilter(self)

    def eventFilter(self, _pane: QObject, event: QEvent) -> bool:
        """Tiles that have a frame and are in what is about to be painted."""
        if isinstance(event, QPaintEvent):
            for view in self._pane.views[: len(self._pane.wall.tiles)]:
                is_first = view.index not in self.at and view._tile.frame is not None
                if is_first and event.region().intersects(view.geometry()):
                    self._note(view)
            if len(self.at) == len(self._pane.wall.tiles):
                self._pane.removeEventFilter(self)
        return False

    def _note(self, view: TileView) -> None:
        self.at[view.index] = monotonic()
        feed = getattr(view._tile._player, "_feed", None)
        if feed is not None and feed.arrivals.has_video:
            self.after_key[view.index] = self.at[view.index] - feed.arrivals._times[0]


async def measure(url: str, tiles: int, server: int | None, *, decodes_here: bool) -> Sample:
    """All that is measured of our wall."""
    async with streams(url, tiles) as cameras:
        players = PlayerPool(decodes_here=decodes_here)
        players.warm()
        wall = VideoWall(
            players, cameras.open, lambda camera: (camera, ""), WallClock(), load=lambda: Load(system=0.0, own=0.0)
        )
        wall.use_layout(str(tiles))
        pane = VideoPane(wall)
        window = QMainWindow()
        window.setCentralWidget(pane)
        window.resize(1920, 1080)
        window.show()
        await asyncio.sleep(1)
        firsts, began = FirstPaints(pane), monotonic()
        wall.open_many(cameras.cameras)
        while len(firsts.at) < tiles:  # noqa: ASYNC110 - a paint has no signal
            await asyncio.sleep(0.01)
        await cameras.rest()
        await asyncio.sleep(WARM_S)
        sample = {
            "first_picture_p95_s": quantile([at - began for at in firsts.at.values()], 0.95),
            "first_picture_after_key_p95_s": quantile(list(firsts.after_key.values()), 0.95),
        }
        sample |= await _steady(wall, players, server) | await turning() | await _looked_back(pane)
        window.hide()
        await wall.shut()
        await asyncio.to_thread(players.close)
    return sample


async def _steady(wall: VideoWall, players: PlayerPool, server: int | None) -> Sample:
    shown, played = sum(tile.shown for tile in wall.tiles), players.played
    cost, began = Cost(server), monotonic()
    await asyncio.sleep(MEASURE_S)
    used, seconds = cost.sample, monotonic() - began
    after = players.played
    frames = sum(tile.shown for tile in wall.tiles) - shown
    return used | {
        "lost": after.lost - played.lost,
        "unseen": after.unseen - played.unseen,
        "frames_share": frames / seconds / RATE / len(wall.tiles),
    }


async def _looked_back(pane: VideoPane) -> Sample:
    ages: list[float] = []
    end = monotonic() + LOOK_BACK_S
    turn = 0
    while monotonic() < end:
        view = pane.views[turn % len(pane.wall.tiles)]
        frame = view._tile.frame
        assert frame is not None
        place = view._place(frame).toRect()
        age = behind_ms(pane.grab(place.translated(view.pos())).toImage(), WallClock().now())
        ages += [] if age is None else [age]
        turn += 1
        await asyncio.sleep(0.1)
    if not ages:
        return {"behind_legible": 0.0}
    return {"behind_ms": quantile(ages, 0.5), "behind_p95_ms": quantile(ages, 0.95), "behind_legible": len(ages) / turn}


def main() -> None:
    """Measure and tell."""
    options = asked()
    app = QApplication(sys.argv[:1])
    translation.use_language(app, "en")
    theme.apply(app, "dark")
    tell(on_loop(app, lambda: measure(options.url, options.tiles, options.server, decodes_here=not options.libvlc)))


if __name__ == "__main__":
    main()
