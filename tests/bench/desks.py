"""The whole console in its window, on a running center, with a wall that shows nothing: for what is not about video."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from console.app import Console
from console.clock import monotonic
from console.domain.session import DEMO_PASSWORD, Role
from console.notices import Notices
from console.settings import Settings
from console.viewmodels.gap import LoopGap
from tests.bench.driven import Driven
from ui.alarms.annunciator import SilentSpeaker
from ui.collector import Collector
from ui.main_window import MainWindow
from ui.map.pane import MapPane
from ui.video.wall import VideoPane


class Desk:
    """The console, its window, and its map driven."""

    def __init__(self) -> None:
        self.console = Console(Settings(), Notices())
        self.console._fill_wall = lambda: None  # type: ignore[method-assign]
        self.pane = MapPane(self.console.map)
        video = VideoPane(self.console.wall)
        self.console.commands.add(*self.pane.commands, *video.commands)
        parts = self.console.desk, self.console.acting, self.console.notices, self.console.commands
        self.window = MainWindow(*parts, self.pane, video, SilentSpeaker())
        self.gap = LoopGap()
        self.map = Driven(self.pane.web)


@asynccontextmanager
async def working_desk(url: str) -> AsyncIterator[Desk]:
    """A desk in its Duty workspace, every pane filled."""
    desk = Desk()
    desk.window.resize(1920, 1080)
    desk.window.workspace.lay_out_duty()
    desk.window.show()
    await desk.console.connect_to(url)
    await desk.console.log_in(Role.DUTY_OFFICER, DEMO_PASSWORD)
    await until(lambda: desk.console.is_ready)
    Collector(desk.window)  # as the program does
    await desk.map.begin()
    await desk.map.ask("rest")
    try:
        yield desk
    finally:
        desk.window.hide()
        await desk.console.stop()
        desk.window.deleteLater()


async def until(condition: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait for a condition; raises TimeoutError."""
    end = monotonic() + seconds
    while not condition():
        if monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.02)
