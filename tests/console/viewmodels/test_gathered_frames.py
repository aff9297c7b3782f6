"""Frames of many cameras, gathered and painted in one turn."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.viewmodels import wall_tiles
from console.viewmodels.tiles import VideoWall
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio

LONG_MS = 60_000


class Wall:
    """Four live tiles that are looked after by nobody, and which of them was to be painted."""

    def __init__(self) -> None:
        self.players, self.time = FakePlayers(), FakeTime()
        center, load = FakeCenter(), FakeLoad()
        self.wall = VideoWall(
            self.players, center.open_camera, lambda c: (c, ""), self.time, now=self.time, chance=lambda: 1.0, load=load
        )
        self.painted: list[int] = []
        self.wall.set_visible(True)

    async def begin(self) -> None:
        self.wall._timer.stop()
        self.wall.open_many([f"cam-{n}" for n in range(4)])
        for _ in range(3):
            await asyncio.sleep(0)
        for player in self.players.made:
            player.show()
        self.wall.look()
        QApplication.processEvents()  # what was told of these frames
        self.wall._gathering.stop()
        self.wall.frames_shown.connect(self.painted.extend)


@pytest.fixture
async def slow(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wall]:
    """It gathers for so long that only the test ends it."""
    monkeypatch.setattr(wall_tiles, "GATHER_MS", LONG_MS)
    made = Wall()
    await made.begin()
    yield made
    await made.wall.shut()


@pytest.fixture
async def quick(qtbot: QtBot) -> AsyncIterator[Wall]:
    """It gathers as it does at work."""
    made = Wall()
    await made.begin()
    yield made
    await made.wall.shut()


async def test_what_comes_of_several_tiles_while_it_gathers_is_painted_in_one_turn(slow: Wall) -> None:
    for player in (*slow.players.made, slow.players.made[0]):
        player.show()
        QApplication.processEvents()
        assert slow.painted == []
    slow.wall._gathering.timeout.emit()
    assert slow.painted == [0, 1, 2, 3]


async def test_frames_that_come_later_do_not_make_the_first_one_wait_longer(slow: Wall) -> None:
    slow.players.made[0].show()
    QApplication.processEvents()
    slow.wall._gathering.setInterval(LONG_MS)  # counts anew from here; what comes now must not do the same
    left = slow.wall._gathering.remainingTime()
    ends = monotonic() + 0.03
    while monotonic() < ends:
        slow.players.made[1].show()
        QApplication.processEvents()
    assert slow.wall._gathering.isActive()
    assert slow.wall._gathering.remainingTime() <= left - 25


async def test_a_frame_is_painted_after_20_ms_without_another_ones_coming(quick: Wall, qtbot: QtBot) -> None:
    assert wall_tiles.GATHER_MS == 20
    for index, player in enumerate(quick.players.made):
        player.show()
        qtbot.waitUntil(lambda: len(quick.painted) > index)  # noqa: B023
    assert quick.painted == [0, 1, 2, 3]


async def test_a_hidden_tile_neither_plays_nor_is_painted(slow: Wall) -> None:
    slow.wall.maximise(0)
    slow.time.seconds += 4
    slow.wall.look()
    shown, *hidden = slow.players.made[:4]
    assert all(player.is_stopped for player in hidden)
    slow.painted.clear()
    for player in (shown, *hidden):  # libvlc may tell of a frame once more after it was stopped
        player.show()
    QApplication.processEvents()
    slow.wall._gathering.timeout.emit()
    assert set(slow.painted) <= {0}
