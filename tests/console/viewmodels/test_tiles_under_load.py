"""The wall on a busy machine: who slows and stops, what the tile says of it, and how it comes back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from console.domain.alarms import Priority
from console.viewmodels import tile_words
from console.viewmodels.quality import Load
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio


class Busy:
    """A wall of six playing cameras on a machine whose load is set by hand."""

    def __init__(self) -> None:
        self.players, self.center, self.time, self.load = FakePlayers(), FakeCenter(), FakeTime(), FakeLoad()
        self.wall = VideoWall(
            self.players,
            self.center.open_camera,
            lambda c: (c, ""),
            self.time,
            now=self.time,
            chance=lambda: 1.0,
            load=self.load,
        )
        self.wall.set_visible(True)

    async def run(self, seconds: float, load: Load | None = None) -> None:
        """Time passes; every running player shows a frame every half second."""
        if load is not None:
            self.load.now = load
        for _ in range(round(seconds * 2)):
            self.time.seconds += 0.5
            for player in self.players.running:
                player.show()
            self.wall.look()
            for _turn in range(3):
                await asyncio.sleep(0)

    @property
    def states(self) -> list[TileState]:
        return [tile.state for tile in self.wall.tiles]


BUSY, IDLE = Load(1.0, 0.8), Load(0.2, 0.1)


@pytest.fixture
async def busy(qtbot: QtBot) -> AsyncIterator[Busy]:
    busy = Busy()
    busy.wall.open_many([f"cam-{n}" for n in range(6)])
    await busy.run(5)
    assert busy.states == [TileState.LIVE] * 6
    yield busy
    await busy.wall.shut()


async def test_a_slowed_tile_plays_key_frames_and_says_so(busy: Busy) -> None:
    await busy.run(12, BUSY)
    slowed = [tile for tile in busy.wall.tiles if tile.state is TileState.REDUCED]
    assert slowed
    assert tile_words.live_mark(slowed[0])[-1].startswith("SLOW ")
    assert "LIVE" not in tile_words.about(slowed[0])
    assert any(player.keys_only for player in busy.players.running)


async def test_a_slowed_tile_goes_over_without_a_gap(busy: Busy) -> None:
    for _ in range(60):
        await busy.run(0.5, BUSY)
        assert all(tile.frame is not None for tile in busy.wall.tiles)
        assert not {TileState.CONNECTING, TileState.LOST, TileState.DEGRADED} & set(busy.states)


async def test_a_stopped_tile_costs_nothing_keeps_its_picture_and_says_its_age(busy: Busy) -> None:
    await busy.run(60, BUSY)
    assert busy.states == [TileState.LIVE] + [TileState.PAUSED] * 5
    assert len(busy.players.running) == 1
    tile = busy.wall.tiles[1]
    assert tile.frame is not None
    assert tile_words.headline(tile) == "Paused"
    assert "old" in tile_words.outlook(tile)[0]


async def test_a_stopped_tile_that_is_chosen_plays_at_once(busy: Busy) -> None:
    await busy.run(60, BUSY)
    busy.wall.focus(3)
    await busy.run(1)
    assert busy.states[3] is TileState.LIVE


async def test_a_p1_alarm_brings_a_stopped_tile_back_at_once(busy: Busy) -> None:
    await busy.run(60, BUSY)
    busy.wall.mark_alarms({"cam-4": Priority.P1})
    await busy.run(1)
    assert busy.states[4] is TileState.LIVE


async def test_all_come_back_when_the_machine_has_time_again(busy: Busy) -> None:
    await busy.run(60, BUSY)
    await busy.run(120, IDLE)
    assert busy.states == [TileState.LIVE] * 6
    assert len(busy.players.running) == 6
    assert not any(player.keys_only for player in busy.players.running)


async def test_a_camera_opened_in_the_place_of_a_stopped_one_plays(busy: Busy) -> None:
    await busy.run(60, BUSY)
    index = busy.wall.open("another")
    await busy.run(1)
    assert busy.states[index] in (TileState.LIVE, TileState.REDUCED)
