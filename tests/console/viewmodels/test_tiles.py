"""The wall with players, center and time of the tests' own."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from console.domain.alarms import Priority
from console.domain.errors import ProblemType
from console.domain.playing import PlayerState
from console.viewmodels import tile_words, words
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from tests.fake_players import FakeCenter, FakeLoad, FakePlayer, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio


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
    wall = VideoWall(
        players,
        center.open_camera,
        lambda c: (c, f"place of {c}"),
        time,
        now=time,
        chance=lambda: 1.0,
        load=FakeLoad(),
    )
    wall.set_visible(True)
    yield wall
    await wall.shut()


async def answered() -> None:
    """Let the center answer."""
    for _ in range(3):
        await asyncio.sleep(0)


async def playing(wall: VideoWall, players: FakePlayers, camera: str) -> FakePlayer:
    """Open a camera and show its first frame."""
    wall.open(camera)
    await answered()
    player = players.made[-1]
    player.show()
    wall.look()
    return player


async def test_an_opened_camera_connects_and_is_live_with_its_first_frame(
    wall: VideoWall, players: FakePlayers, center: FakeCenter
) -> None:
    index = wall.open("cam-1", "test")
    tile = wall.tiles[index]
    assert tile.state is TileState.CONNECTING
    assert (tile.code, tile.place) == ("cam-1", "place of cam-1")
    await answered()
    assert center.asked == [("cam-1", "test")]
    assert players.made[0].address == "sub/cam-1"
    players.made[0].show()
    wall.look()
    assert tile.state is TileState.LIVE
    assert tile_words.live_mark(tile) == ("LIVE 0.3 s",)


async def test_many_frames_between_two_turns_are_one_paint(wall: VideoWall, players: FakePlayers, qtbot: QtBot) -> None:
    wall.open("cam-1")
    await answered()
    painted: list[int] = []
    wall.frames_shown.connect(painted.extend)
    for _ in range(5):
        players.made[0].show()
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [0]


async def test_silence_degrades_then_loses_the_picture_and_it_is_tried_again(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    player = await playing(wall, players, "cam-1")
    tile = wall.tiles[0]
    time.seconds += 2.1
    assert tile.state is TileState.DEGRADED
    assert tile_words.outlook(tile)[0] == "picture 2 s old"
    time.seconds += 6
    wall.look()
    assert tile.state is TileState.LOST
    assert player.is_stopped
    assert tile_words.outlook(tile) == ("picture 8 s old · next try in 1 s", "picture 8 s old")
    assert tile.frame is not None

    time.seconds += 1
    wall.look()
    await answered()
    again = players.made[-1]
    assert again is not player
    again.show()
    wall.look()
    assert tile.state is TileState.LIVE
    assert tile_words.headline(tile) == tile_words.outlook(tile)[0] == ""


async def test_a_stream_that_breaks_off_is_not_live_for_a_moment_longer(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    player = await playing(wall, players, "cam-1")
    player.state = PlayerState.ENDED
    assert wall.tiles[0].state is TileState.DEGRADED
    wall.look()
    assert tile_words.explanation(wall.tiles[0], "") == "The stream broke off."
    assert player.is_stopped

    time.seconds += 1
    wall.look()
    await answered()
    assert players.made[-1] is not player
    assert wall.tiles[0].state is TileState.DEGRADED  # the next try has shown nothing yet

    players.made[-1].show()
    wall.look()
    assert wall.tiles[0].state is TileState.LIVE


async def test_a_hung_player_is_abandoned_and_replaced(wall: VideoWall, players: FakePlayers, time: FakeTime) -> None:
    player = await playing(wall, players, "cam-1")
    player.state = PlayerState.HUNG
    wall.look()
    time.seconds += 1
    wall.look()
    await answered()
    assert player.is_stopped
    assert len(players.running) == 1


async def test_pauses_grow_while_nothing_comes_and_a_dead_lease_is_not_tried_twice(
    wall: VideoWall, players: FakePlayers, center: FakeCenter, time: FakeTime
) -> None:
    wall.open("cam-1")
    pauses = []
    for number in range(1, 5):
        await answered()
        assert len(center.asked) == number
        players.made[-1].state = PlayerState.FAILED
        wall.look()
        assert wall.tiles[0].state is TileState.LOST
        assert tile_words.explanation(wall.tiles[0], "") == "The camera's stream cannot be opened."
        pauses.append(wall.tiles[0].retry_in or 0)
        time.seconds += pauses[-1]
        wall.look()
    assert pauses == pytest.approx([1, 2, 4, 8])


async def test_a_refused_password_is_said_and_tried_again_only_after_ten_minutes_with_a_new_lease(
    wall: VideoWall, players: FakePlayers, center: FakeCenter, time: FakeTime
) -> None:
    wall.open("cam-1")
    await answered()
    players.made[-1].state = PlayerState.REFUSED
    wall.look()
    tile = wall.tiles[0]
    assert tile.state is TileState.NOT_LET_IN
    assert tile_words.headline(tile) == "Password refused"
    assert "name and password" in tile_words.explanation(tile, "")
    assert tile.retry_in == 600
    time.seconds += 600
    wall.look()
    await answered()
    assert len(center.asked) == 2
    assert tile.state is TileState.NOT_LET_IN
    players.made[-1].show()
    wall.look()
    assert tile.state is TileState.LIVE


async def test_what_is_no_video_is_said(wall: VideoWall, players: FakePlayers) -> None:
    wall.open("cam-1")
    await answered()
    players.made[-1].state = PlayerState.NO_VIDEO
    wall.look()
    assert wall.tiles[0].state is TileState.LOST
    assert tile_words.explanation(wall.tiles[0], "") == "What the camera sends is no video that can be shown."


async def test_a_silent_server_is_given_up_after_8_s(wall: VideoWall, players: FakePlayers, time: FakeTime) -> None:
    wall.open("cam-1")
    await answered()
    time.seconds += 8.1
    wall.look()
    assert players.made[0].is_stopped
    assert tile_words.explanation(wall.tiles[0], "") == "The camera's stream shows nothing."


async def test_tiles_that_fell_together_come_back_one_by_one(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    wall.open_many([f"cam-{n}" for n in range(6)])
    await answered()
    for player in players.made:
        player.show()
    wall.look()
    time.seconds += 9
    wall.look()
    assert players.running == []
    time.seconds += 2
    for started in range(1, 7):
        wall.look()
        await answered()
        assert len(players.running) == started


@pytest.mark.parametrize(
    ("refusal", "state", "is_tried_again"),
    [
        (ProblemType.NO_CONSENT, TileState.NO_CONSENT, False),
        (ProblemType.FORBIDDEN, TileState.NO_PERMISSION, False),
        (ProblemType.REASON_NEEDED, TileState.REASON_NEEDED, False),
        (ProblemType.CONFLICT, TileState.OFFLINE, False),
        (ProblemType.NOT_FOUND, TileState.REFUSED, False),
        (ProblemType.NO_PICTURE, TileState.OFFLINE, True),
        (ProblemType.UNAVAILABLE, TileState.REFUSED, True),
        (ProblemType.TOO_MANY, TileState.REFUSED, True),
        (ProblemType.MALFORMED, TileState.REFUSED, False),
        (ProblemType.NOT_READY, TileState.CONNECTING, True),
    ],
)
async def test_a_refusal_is_shown_as_what_it_is(
    wall: VideoWall,
    players: FakePlayers,
    center: FakeCenter,
    refusal: ProblemType,
    state: TileState,
    is_tried_again: bool,
) -> None:
    center.refuse(refusal)
    wall.open("cam-1")
    await answered()
    tile = wall.tiles[0]
    assert tile.state is state
    assert (tile.retry_in is not None) is is_tried_again
    assert players.made == []
    assert tile_words.headline(tile)
    assert tile_words.explanation(tile, "")


async def test_a_center_that_prepares_is_asked_again_when_it_said(
    wall: VideoWall, players: FakePlayers, center: FakeCenter, time: FakeTime
) -> None:
    center.refuse(ProblemType.NOT_READY, retry_after=7)
    wall.open("cam-1")
    await answered()
    assert wall.tiles[0].retry_in == 7
    center.refusal = None
    time.seconds += 7
    wall.look()
    await answered()
    assert len(players.running) == 1


async def test_a_stated_reason_opens_the_camera(wall: VideoWall, players: FakePlayers, center: FakeCenter) -> None:
    center.refuse(ProblemType.REASON_NEEDED)
    wall.open("cam-1")
    await answered()
    center.refusal = None
    wall.state_reason(0, "theft reported")
    await answered()
    assert center.asked[-1] == ("cam-1", "theft reported")
    assert len(players.running) == 1


async def test_without_a_center_it_says_so_and_tries_again(wall: VideoWall, center: FakeCenter) -> None:
    center.refusal = ConnectionRefusedError()
    wall.open("cam-1")
    await answered()
    assert wall.tiles[0].state is TileState.LOST
    assert tile_words.explanation(wall.tiles[0], "") == "The center cannot be reached."
    assert wall.tiles[0].retry_in is not None


async def test_without_an_engine_the_tile_says_what_to_install(wall: VideoWall, players: FakePlayers) -> None:
    wall.open("cam-1")
    await answered()
    players.missing = "Install it."
    players.made[0].state = PlayerState.MISSING
    wall.look()
    assert wall.tiles[0].state is TileState.NO_PLAYER
    assert tile_words.explanation(wall.tiles[0], wall.missing) == "Install it."
    assert wall.tiles[0].retry_in is not None, "most streams can be played without it: that is tried next"


async def test_the_alarms_cameras_replace_the_oldest_and_keep_those_already_shown(
    wall: VideoWall, players: FakePlayers
) -> None:
    wall.open_many([f"cam-{n}" for n in range(6)])
    await answered()
    places = wall.open_many(["new-1", "cam-0", "new-2"])
    assert places[1] == 0
    assert [wall.cameras[place] for place in places] == ["new-1", "cam-0", "new-2"]
    assert wall.focused == places[0]


async def test_a_camera_stands_on_the_wall_once(wall: VideoWall) -> None:
    assert wall.open("cam-1") == wall.open("cam-1") == 0
    assert wall.figures.tiles == 1


async def test_a_closed_tile_ends_its_stream_even_before_the_center_answers(
    wall: VideoWall, players: FakePlayers
) -> None:
    wall.open("cam-1")
    wall.close(0)
    await answered()
    assert players.made == []
    assert wall.tiles[0].state is TileState.EMPTY


async def test_a_hidden_pane_plays_nothing_and_comes_back(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    await playing(wall, players, "cam-1")
    wall.set_visible(False)
    time.seconds += 1
    wall.look()
    assert len(players.running) == 1
    time.seconds += 3
    wall.look()
    assert players.running == []
    time.seconds += 600
    wall.look()
    assert players.running == []
    wall.set_visible(True)
    await answered()
    assert len(players.running) == 1
    assert wall.tiles[0].state is TileState.CONNECTING
    assert wall.tiles[0].frame is None


async def test_a_maximised_tile_takes_the_main_stream_without_a_gap_and_the_others_rest(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    first, second = await playing(wall, players, "cam-1"), await playing(wall, players, "cam-2")
    wall.maximise(0)
    wall.resize_tile(0, 1280, 720)
    time.seconds += 1
    first.show()
    wall.look()
    main = players.made[-1]
    assert (main.address, main.box) == ("main/cam-1", (1280, 720))
    assert not first.is_stopped
    assert wall.tiles[0].state is TileState.LIVE
    main.show()
    wall.look()
    assert first.is_stopped
    assert wall.tiles[0].frame is not None
    assert wall.tiles[0].frame.width == 1280
    time.seconds += 3
    main.show()
    wall.look()
    assert second.is_stopped


async def test_a_new_stream_that_fails_leaves_the_old_one_playing(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    old = await playing(wall, players, "cam-1")
    wall.resize_tile(0, 700, 400)
    time.seconds += 1
    old.show()
    wall.look()
    players.made[-1].state = PlayerState.FAILED
    old.show()
    wall.look()
    assert players.running == [old]
    assert wall.tiles[0].state is TileState.LIVE


async def test_smaller_layouts_keep_the_cameras_beyond_them(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    wall.open_many([f"cam-{n}" for n in range(6)])
    await answered()
    wall.use_layout("4")
    time.seconds += 4
    for player in players.made:
        player.show()
    wall.look()
    assert len(players.running) == 4
    wall.use_layout("6")
    await answered()
    assert wall.cameras == [f"cam-{n}" for n in range(6)]
    assert len(players.running) == 6


async def test_frame_rate_is_measured(wall: VideoWall, players: FakePlayers, time: FakeTime) -> None:
    player = await playing(wall, players, "cam-1")
    for _ in range(60):
        time.seconds += 1 / 16
        player.show()
        wall.look()
    assert wall.figures.frames_per_second == pytest.approx(16, rel=0.05)
    assert wall.figures.playing == 1
    assert tile_words.live_mark(wall.tiles[0])[0] == "LIVE 0.3 s · 16/s"


@pytest.mark.parametrize(
    ("delay", "clock", "mark", "is_on_time"),
    [
        (0.34, ":59", "LIVE 0.3 s", True),
        (6.0, ":54", "LATE 6.0 s", False),
        (None, "~", "LIVE · delay unknown", False),
    ],
)
async def test_a_picture_that_is_late_tells_its_own_time_and_does_not_look_right(
    wall: VideoWall, players: FakePlayers, time: FakeTime, delay: float | None, clock: str, mark: str, is_on_time: bool
) -> None:
    time.seconds += 60 - time.now() % 60  # the full minute
    player = await playing(wall, players, "cam-1")
    tile = wall.tiles[0]
    player.show(delay=delay)
    wall.look()
    now = words.time_of_day(time.now())
    said = tile_words.picture_clock(tile)
    assert said == f"~{now}" if delay is None else said.endswith(clock)
    assert tile.picture_time == pytest.approx(time.now() - (delay or 0))
    assert tile_words.live_mark(tile)[0] == mark
    assert mark in tile_words.about(tile)
    assert tile_words.is_on_time(tile) is is_on_time


async def test_the_picture_of_a_stream_that_broke_keeps_its_time(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    player = await playing(wall, players, "cam-1")
    player.show(delay=6.0)
    wall.look()
    taken = time.now() - 6.0
    player.state = PlayerState.ENDED
    time.seconds += 5
    wall.look()
    assert tile_words.picture_clock(wall.tiles[0]) == words.time_of_day(taken)


async def test_alarms_are_marked_and_unmarked(wall: VideoWall) -> None:
    wall.open("cam-1")
    changed: list[int] = []
    wall.tile_changed.connect(changed.append)
    wall.mark_alarms({"cam-1": Priority.P1})
    assert wall.tiles[0].alarm is Priority.P1
    wall.mark_alarms({})
    assert wall.tiles[0].alarm is None
    assert changed == [0, 0]


async def test_a_camera_opened_after_its_alarm_is_marked_too(wall: VideoWall) -> None:
    wall.mark_alarms({"cam-1": Priority.P2})
    wall.open("cam-1")
    assert wall.tiles[0].alarm is Priority.P2
