"""Walls, panes and what is around them, with players, center and time of the tests' own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.session import Operator, Role
from console.notices import Notice, Notices
from console.settings import Settings
from console.viewmodels.consents import Consents
from console.viewmodels.listening import Listening
from console.viewmodels.ptz import Ptz
from console.viewmodels.status import StatusView
from console.viewmodels.tiles import VideoWall
from console.viewmodels.tours import Tours
from console.viewmodels.wall_layouts import NamedLayouts
from console.viewmodels.walls import Walls
from tests.desk import Asked, store
from tests.fake_heads import FakeHeads
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime
from tests.fake_sounds import FakeLoudspeaker, FakeMicrophones, FakeSounds
from ui.video.handling import VideoHandling
from ui.video.wall import VideoPane


async def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Turn both loops until ``condition`` holds."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited in vain"
        QApplication.processEvents()
        await asyncio.sleep(0.005)


class Desk:
    """Walls with all that is done with them, a pane for the first one, and what the operator was told."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.players, self.center, self.time = FakePlayers(), FakeCenter(), FakeTime()
        self.store = store()
        self.ptz = Ptz(self.store, FakeHeads())
        self.walls = Walls(self._make)
        self.wall = self.walls.first
        self.layouts = NamedLayouts(lambda camera: camera != "gone")
        self.tours = Tours(lambda camera: "no consent" if "private" in camera else "")
        self.settings = Settings(pictures=str(folder))
        self.told: list[Notice] = []
        self.notices = Notices()
        self.notices.listen(lambda notice, _key: self.told.append(notice) if notice else None)
        self.consents, self.asked = Consents(self.store), Asked()
        self.microphones, self.sounds, self.loudspeaker = FakeMicrophones(), FakeSounds(), FakeLoudspeaker()
        operator = Operator("duty", "A. Serikova", Role.DUTY_OFFICER)
        ears = self.settings.ears
        self.listening = Listening(self.walls, self.microphones, self.sounds, lambda: operator, ears, now=self.time)
        self.listening.hear_with(self.loudspeaker)
        self.pane = VideoPane(self.wall)
        qtbot.addWidget(self.pane)
        self.handling = VideoHandling(
            self.walls,
            self.layouts,
            self.tours,
            StatusView(self.store),
            self.settings,
            self.notices,
            self.pane,
            self.listening,
            (self.consents, self.asked),
        )
        self.pane.resize(640, 360)
        self.pane.show()

    def _make(self) -> VideoWall:
        describe, load = (lambda c: (c, "Abay Ave")), FakeLoad()
        wall = VideoWall(self.players, self.center.open_camera, describe, self.time, now=self.time, load=load)
        wall.ptz = self.ptz
        return wall

    async def live(self, *cameras: str) -> None:
        """Open cameras tile by tile, and show a frame of each."""
        self.wall.restore(cameras)
        await until(lambda: len(self.players.running) >= len([c for c in cameras if c]))
        self.show_all()

    def show_all(self) -> None:
        """One more picture in every tile."""
        for player in self.players.running:
            player.show()
        self.wall.look()

    def run(self, command_id: str) -> None:
        """Run a command that can be run."""
        command = next(c for c in self.handling.commands if c.id == command_id)
        assert command.enabled(), command_id
        command.run()


@pytest.fixture
async def desk(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(qtbot, tmp_path / "pictures")
    yield desk
    desk.tours.shut()
    await desk.listening.close()
    await desk.walls.shut()
    await desk.ptz.close()
