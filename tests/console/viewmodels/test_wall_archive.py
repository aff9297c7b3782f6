"""Records on a wall: the right stream from the right moment, pictures at their moment, and the way back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, Priority
from console.domain.errors import ProblemType
from console.domain.playing import PlayerState
from console.domain.protocol import Opening
from console.domain.streams import AlarmMark, PrivacyMask
from console.viewmodels import deck as deck_rules
from console.viewmodels.tile_archive import AHEAD_AT_MOST, COME_BACK_S, LOOKED_BACK_S, decoded
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.wall_archive import LEAD_S, WallArchive
from tests.fake_footage import BEAT, FakeFootage, jpeg, rate_of, start_of
from tests.fake_players import FakeCenter, FakeLoad, FakePlayer, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio


class Desk:
    """A wall with cameras that play live, and what its records are made of."""

    def __init__(self) -> None:
        self.time, self.players, self.center, self.footage = FakeTime(), FakePlayers(), FakeCenter(), FakeFootage()
        self.start = self.time.now()
        self.footage.ranges_ = [(self.start - LOOKED_BACK_S, self.start)]
        self.wall = VideoWall(
            self.players,
            self.center.open_camera,
            lambda camera: (camera, ""),
            self.time,
            now=self.time,
            chance=lambda: 1.0,
            load=FakeLoad(),
            footage=self.footage,
        )
        self.wall.set_visible(True)
        self.archive = WallArchive(self.wall)
        self.said: list[str] = []
        self.archive.said.connect(self.said.append)

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(500):
            if condition():
                return
            QApplication.processEvents()
            await asyncio.sleep(0.001)
        pytest.fail("waited in vain")

    async def live(self, *cameras: str) -> None:
        """These cameras play in the first tiles."""
        for camera in cameras:
            self.wall.open(camera)
        await self.until(lambda: len(self.players.made) == len(cameras))
        for player in self.players.made:
            player.show()
        self.wall.look()

    async def back(self, seconds: float, index: int = 0) -> FakePlayer:
        """A tile goes back; the player that was asked for."""
        made = len(self.players.made)
        self.archive.back(index, seconds)
        await self.until(lambda: len(self.players.made) > made)
        return self.players.made[-1]

    def run(self, seconds: float, *players: FakePlayer, beat: float = BEAT) -> None:
        """Time passes; these players show a frame at each beat, as a stream that was paced does."""
        end = self.time.seconds + seconds
        while self.time.seconds < end - 1e-9:
            for player in players:
                player.show()
                player.position = (player.frames - 1) * beat
            self.archive.turn()
            self.time.seconds += beat
        self.archive.turn()

    def has_asked_for(self, frames: int) -> bool:
        """Whether so many single frames were asked for."""
        return len(self.footage.stills) >= frames

    def state(self, index: int = 0) -> TileState:
        """Of a tile, now."""
        return self.wall.tiles[index].state

    @property
    def moment(self) -> float:
        """When the picture of the first tile was taken."""
        past = self.wall.tiles[0].past
        assert past is not None
        assert past.time is not None
        return past.time


@pytest.fixture
async def desk(qtbot: QtBot) -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.wall.shut()


async def test_thirty_seconds_back_asks_for_that_moment_and_is_not_called_live(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(30)
    tile = desk.wall.tiles[0]
    assert start_of(player) == pytest.approx(desk.start - 30, abs=0.01)
    assert rate_of(player) == 1.0
    assert tile.state is TileState.RECORD
    assert tile.frame is not None, "the last picture stays until another is there"
    assert [p for p in desk.players.running if p is not player] == []


async def test_the_clock_counts_the_pictures_time_not_the_walls(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(30)
    desk.run(4.0, player)
    assert desk.moment == pytest.approx(desk.start - 30 + 4.0 - deck_rules.HEADROOM_S, abs=BEAT * 1.6)
    desk.run(10.0)  # the stream stalls: time goes on, the picture does not
    assert desk.moment < desk.start - 30 + 4.2


async def test_at_four_times_the_speed_a_second_shows_four(desk: Desk) -> None:
    await desk.live("cam-1")
    await desk.back(600)
    made = len(desk.players.made)
    desk.archive.run_at(0, 4.0)
    player = desk.players.made[made]
    assert rate_of(player) == 4.0
    desk.run(5.0, player)
    assert desk.moment == pytest.approx(desk.start - 600 + 20, abs=1.0)


async def test_the_same_moment_stands_in_tiles_whose_streams_began_at_different_times(desk: Desk) -> None:
    await desk.live("cam-1", "cam-2")
    first = await desk.back(60)
    desk.run(2.0, first)
    made = len(desk.players.made)
    desk.archive.turn_step(0)
    await desk.until(lambda: len(desk.players.made) > made)
    second = desk.players.made[-1]
    desk.run(0.7, first)  # the first goes on sending while the second still begins
    drifts = []
    for _ in range(60):
        desk.run(BEAT, first, second)
        one, other = (tile.past for tile in desk.wall.tiles[:2])
        if one and other and one.time and other.time and other.frame is not None:
            drifts.append(abs(one.time - other.time))
    assert desk.archive.in_step(0)
    assert len(drifts) > 30
    assert max(drifts[5:]) < 0.1


async def test_a_window_that_was_busy_for_seconds_does_not_pull_tiles_in_step_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.live("cam-1", "cam-2")
    first = await desk.back(60)
    made = len(desk.players.made)
    desk.archive.turn_step(0)
    await desk.until(lambda: len(desk.players.made) > made)
    second = desk.players.made[-1]
    desk.run(2.0, first, second)
    desk.time.seconds += 2.0
    for player, came in ((first, 30), (second, 23)):  # meanwhile one of the streams came half a second late
        kept = []
        for _ in range(came):
            player.show()
            shown = player.take()
            assert shown is not None
            kept.append(replace(shown, position=(player.frames - 1) * BEAT))
        monkeypatch.setattr(player, "take_all", partial(list, kept))
    desk.archive.turn()
    one, other = (tile.past for tile in desk.wall.tiles[:2])
    assert one is not None
    assert other is not None
    assert one.time == pytest.approx(other.time, abs=BEAT * 1.1)


async def test_a_pause_costs_no_stream_and_a_step_is_one_frame(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(30)
    desk.run(1.0, player)
    shown = desk.moment
    desk.archive.turn_pause(0)
    assert desk.players.running == []
    assert desk.moment == shown
    for frames, expected in ((1, shown + BEAT), (1, shown + 2 * BEAT), (-1, shown + BEAT)):
        asked = len(desk.footage.stills)
        desk.archive.step(0, frames)
        await desk.until(partial(desk.has_asked_for, asked + 1))
        await asyncio.sleep(0)
        desk.archive.turn()
        assert desk.moment == pytest.approx(expected, abs=BEAT * 0.7)
    desk.archive.turn_pause(0)
    assert start_of(desk.players.made[-1]) == pytest.approx(desk.moment, abs=BEAT)


async def test_steps_that_come_faster_than_their_pictures_are_not_lost(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(30)
    desk.run(1.0, player)
    shown = desk.moment
    for _ in range(5):
        desk.archive.step(0, 1)
    await desk.until(lambda: desk.footage.stills)
    desk.archive.turn()
    assert desk.footage.stills[-1] == pytest.approx(shown + 5.4 * BEAT, abs=BEAT / 2)


async def test_a_seek_into_a_gap_goes_to_the_next_recorded_moment_and_says_so(desk: Desk) -> None:
    begin = desk.start - 500
    desk.footage.ranges_ = [(desk.start - 9_000, desk.start - 1_000), (begin, desk.start)]
    await desk.live("cam-1")
    desk.archive.back(0, 700)
    await desk.until(lambda: desk.wall.tiles[0].past)
    desk.archive.turn()
    desk.archive.turn()
    player = desk.players.made[-1]
    assert start_of(player) == pytest.approx(begin, abs=0.01)
    desk.run(0.5, player)
    past = desk.wall.tiles[0].past
    assert past is not None
    assert past.gap is not None
    assert past.gap.until == begin
    desk.run(15, player)
    assert past.gap is None


async def test_a_record_that_ends_at_a_gap_goes_on_behind_it(desk: Desk) -> None:
    desk.footage.ranges_ = [(desk.start - 9_000, desk.start - 595), (desk.start - 400, desk.start)]
    await desk.live("cam-1")
    player = await desk.back(600)
    desk.run(5.0, player)
    player.state = PlayerState.ENDED
    desk.run(0.5)
    await desk.until(lambda: desk.players.made[-1] is not player)
    assert start_of(desk.players.made[-1]) == pytest.approx(desk.start - 400, abs=0.01)


async def test_the_end_of_the_record_brings_the_live_picture_or_stops_as_chosen(desk: Desk) -> None:
    await desk.live("cam-1")
    await desk.back(10)
    desk.archive.turn_stop_at_end(0)
    desk.archive.run_at(0, 16.0)
    player = desk.players.made[-1]
    desk.run(0.6, player)
    player.state = PlayerState.ENDED
    desk.run(0.5)
    past = desk.wall.tiles[0].past
    assert past is not None
    assert past.deck.is_paused
    desk.archive.turn_stop_at_end(0)
    desk.run(0.1)
    assert past.is_leaving
    desk.players.made[-1].show()
    desk.wall.look()
    assert desk.wall.tiles[0].state is TileState.LIVE


async def test_the_way_back_keeps_the_old_picture_marked_until_the_live_one_is_there(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(30)
    desk.run(1.0, player)
    tile = desk.wall.tiles[0]
    desk.archive.live(0)
    assert player.is_stopped
    assert desk.state() is TileState.RECORD
    live = desk.players.made[-1]
    assert live.address == "sub/cam-1"
    live.show()
    desk.wall.look()
    assert desk.state() is TileState.LIVE
    assert tile.past is None
    assert len(desk.center.asked) == 1, "the lease is the same"


async def test_a_live_picture_that_does_not_come_ends_as_a_tile_that_connects(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.run(1.0, await desk.back(30))
    desk.archive.live(0)
    desk.players.made[-1].state = PlayerState.FAILED
    desk.wall.look()
    assert desk.wall.tiles[0].state is TileState.CONNECTING
    assert desk.wall.tiles[0].frame is None


async def test_to_the_alarm_is_five_seconds_before_it_and_again_goes_to_the_one_before(desk: Desk) -> None:
    times = (desk.start - 900, desk.start - 300)
    desk.footage.marks = [AlarmMark(time, f"a{time}", AlarmKind.PANIC_BUTTON, Priority.P1) for time in times]
    await desk.live("cam-1")
    desk.archive.to_alarm(0)
    await desk.until(lambda: len(desk.players.made) == 2)
    assert start_of(desk.players.made[-1]) == pytest.approx(times[1] - LEAD_S, abs=0.01)
    desk.archive.to_alarm(0)
    assert start_of(desk.players.made[-1]) == pytest.approx(times[0] - LEAD_S, abs=0.01)
    desk.archive.to_alarm(0)
    assert desk.said
    desk.archive.to_next_alarm(0)
    assert start_of(desk.players.made[-1]) == pytest.approx(times[1] - LEAD_S, abs=0.01)


async def test_without_an_alarm_the_tile_stays_live_and_it_is_said(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.archive.to_alarm(0)
    await desk.until(lambda: desk.said)
    assert desk.wall.tiles[0].state is TileState.LIVE


async def test_a_center_that_refuses_is_told_in_its_words_and_the_tile_stays_live(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.footage.refuse(ProblemType.UNAVAILABLE)
    desk.archive.back(0, 30)
    await desk.until(lambda: desk.said)
    assert desk.said == ["cam-1: unavailable"]
    assert desk.wall.tiles[0].state is TileState.LIVE


async def test_consent_that_ends_in_a_record_leaves_nothing_of_the_picture(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.run(1.0, await desk.back(30))
    desk.archive.turn_pause(0)
    desk.footage.refuse(ProblemType.NO_CONSENT)
    desk.archive.step(0, 1)
    await desk.until(lambda: desk.wall.tiles[0].past and desk.wall.tiles[0].past.trouble)
    desk.wall.look()
    tile = desk.wall.tiles[0]
    assert (tile.state, tile.frame, tile.past) == (TileState.NO_CONSENT, None, None)
    await desk.until(lambda: desk.footage.closed == ["cam-1"])


async def test_a_stream_far_ahead_is_broken_off_and_comes_back_in_time(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(60)
    desk.run(BEAT, player)
    for _ in range(AHEAD_AT_MOST + 5):  # a sender that does not keep its pace
        player.show()
        player.position = (player.frames - 1) * BEAT
        desk.archive.turn()
    assert player.is_stopped
    desk.run(AHEAD_AT_MOST * BEAT - COME_BACK_S + 0.5)
    assert desk.players.made[-1] is not player
    assert start_of(desk.players.made[-1]) == pytest.approx(desk.start - 60 + AHEAD_AT_MOST * BEAT, abs=3 * BEAT)


async def test_a_lease_that_nobody_watches_is_kept(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.run(0.5, await desk.back(60))
    desk.archive.turn_pause(0)
    desk.time.seconds += 15
    desk.wall.look()
    await desk.until(lambda: desk.footage.renewed == ["cam-1"])


async def test_each_goes_its_own_way_again(desk: Desk) -> None:
    await desk.live("cam-1", "cam-2")
    desk.run(0.5, await desk.back(60, 0))
    desk.run(0.5, await desk.back(90, 1))
    desk.archive.turn_step(0)
    assert len(desk.archive.decks) == 1
    desk.archive.turn_step(0)
    assert len(desk.archive.decks) == 2
    desk.archive.seek(0, desk.start - 500)
    assert desk.archive.decks[1].playhead.at(desk.time()) > desk.start - 100


async def test_a_moment_that_has_not_come_is_the_live_picture(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.run(0.5, await desk.back(20))
    desk.archive.back(0, -100)
    past = desk.wall.tiles[0].past
    assert past is not None
    assert past.is_leaving


async def test_every_camera_that_is_closed_is_told_of_and_a_wall_waits_for_it(desk: Desk) -> None:
    await desk.live("cam-1", "cam-2", "cam-3")
    desk.wall.close(0)
    await desk.until(lambda: desk.footage.closed == ["cam-1"])
    desk.wall.put("cam-4", 1)
    await desk.wall.shut()
    assert sorted(desk.footage.closed)[:3] == ["cam-1", "cam-2", "cam-3"]


def test_a_single_frame_is_masked_before_anybody_has_it(qapp: QApplication) -> None:
    half = PrivacyMask(((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)))
    frame = decoded(jpeg(200), (half,))
    assert frame is not None
    picture = np.frombuffer(frame.data, np.uint8).reshape(frame.height, frame.pitch // 4, 4)
    assert picture[:, :32, 0].max() < 100
    assert picture[:, 34:64, 0].min() > 190
    assert decoded(b"no picture", ()) is None


async def test_a_stream_of_the_device_itself_keeps_its_lease_and_one_of_the_center_needs_nothing(desk: Desk) -> None:
    give = desk.center.open_camera

    async def open_camera(camera: str, reason: str) -> Opening:
        opening = await give(camera, reason)
        where = f"rtsp://device/{camera}" if camera == "cam-1" else f"http://center/{camera}"
        return replace(opening, main=where, sub=where)

    desk.wall.around.__dict__["open_camera"] = open_camera
    await desk.live("cam-1", "cam-2")
    for _ in range(22):
        desk.time.seconds += 1
        for player in desk.players.made:
            player.show()
        desk.wall.look()
    await desk.until(lambda: desk.footage.renewed)
    await asyncio.sleep(0)
    assert desk.footage.renewed == ["cam-1", "cam-1"]


async def test_a_center_that_was_started_anew_gives_another_lease_and_the_record_goes_on(desk: Desk) -> None:
    await desk.live("cam-1")
    desk.run(1.0, await desk.back(60))
    desk.archive.turn_pause(0)
    moment = desk.moment
    desk.footage.refuse(ProblemType.NOT_FOUND)
    desk.archive.step(0, 1)
    await desk.until(lambda: (past := desk.wall.tiles[0].past) and past.trouble)
    desk.footage.refusal = None
    desk.wall.look()
    await desk.until(lambda: len(desk.center.asked) == 2)
    await desk.until(lambda: desk.footage.stills)
    desk.archive.turn()
    assert desk.moment == pytest.approx(moment + BEAT, abs=BEAT)
    assert desk.state() is TileState.RECORD


async def test_a_stream_that_breaks_off_is_opened_again_a_few_times(desk: Desk) -> None:
    await desk.live("cam-1")
    player = await desk.back(600)
    desk.run(1.0, player)
    shown = desk.moment
    player.state = PlayerState.FAILED
    desk.run(1.5)
    again = desk.players.made[-1]
    assert again is not player
    assert start_of(again) == pytest.approx(shown, abs=4)
    desk.run(1.0, again)
    assert desk.moment > shown
