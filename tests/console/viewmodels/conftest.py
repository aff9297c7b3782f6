"""A wall with players, center and time of the tests' own."""

from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from console.viewmodels.tiles import VideoWall
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime


@pytest.fixture
def players() -> FakePlayers:
    return FakePlayers()


@pytest.fixture
def center() -> FakeCenter:
    return FakeCenter()


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
async def wall(qtbot: QtBot, players: FakePlayers, center: FakeCenter, time: FakeTime) -> AsyncIterator[VideoWall]:
    describe, load = (lambda c: (c, f"place of {c}")), FakeLoad()
    wall = VideoWall(players, center.open_camera, describe, time, now=time, chance=lambda: 1.0, load=load)
    wall.set_visible(True)
    yield wall
    await wall.shut()
