"""What stands where on a wall: cameras put, swapped, pinned, restored; layouts divided and taken from."""

import asyncio

import pytest

from console.domain.alarms import Priority
from console.viewmodels.layouts import LAYOUTS
from console.viewmodels.tiles import VideoWall
from console.viewmodels.zooming import WHOLE_PICTURE
from tests.fake_players import FakeCenter, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio

SIX = [f"cam-{n}" for n in range(6)]


async def answered() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def live(wall: VideoWall, players: FakePlayers, cameras: list[str]) -> None:
    """Open cameras and show a frame of each."""
    wall.open_many(cameras)
    await answered()
    for player in players.running:
        player.show()
    wall.look()


async def test_swapped_tiles_go_on_playing_in_each_others_place(
    wall: VideoWall, players: FakePlayers, center: FakeCenter
) -> None:
    await live(wall, players, SIX)
    wall.swap(1, 4)
    assert wall.cameras == ["cam-0", "cam-4", "cam-2", "cam-3", "cam-1", "cam-5"]
    assert [tile.index for tile in wall.tiles] == list(range(6))
    assert len(players.running) == len(center.asked) == 6
    assert wall.tiles[1].frame is not None


async def test_a_swapped_tile_takes_the_size_of_its_new_place(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    await live(wall, players, ["cam-0", "cam-1"])
    wall.resize_tile(0, 320, 180)
    wall.resize_tile(1, 1280, 720)
    wall.swap(0, 1)
    time.seconds += 1
    for player in players.running:
        player.show()
    wall.look()
    assert players.made[-1].address == "main/cam-0"
    assert players.made[-1].box == (1280, 720)


async def test_focus_stays_in_its_place_when_tiles_are_swapped(wall: VideoWall) -> None:
    wall.open_many(SIX)
    wall.focus(2)
    wall.swap(2, 3)
    assert wall.focused == 2
    assert wall.focused_tile.camera == "cam-3"
    assert [tile.index for tile in wall.tiles if tile.is_focused] == [2]


async def test_a_new_camera_never_takes_a_pinned_or_focused_tile_or_one_at_a_p1(wall: VideoWall) -> None:
    wall.open_many(SIX)
    wall.mark_alarms({"cam-1": Priority.P1})
    for index in (2, 3, 4):
        wall.pin(index, is_pinned=True)
    assert wall.open("new-1") == 5
    refused: list[int] = []
    wall.no_room.connect(refused.append)
    wall.pin(5, is_pinned=True)
    assert wall.open("new-2") is None
    assert wall.open_many(["new-2", "new-3", "cam-2"]) == [2]
    assert refused == [1, 2]
    assert wall.pins == [2, 3, 4, 5]


async def test_cameras_of_an_alarm_stand_beside_each_other(wall: VideoWall) -> None:
    wall.use_layout("16")
    wall.open_many([f"cam-{n}" for n in range(16)])
    places = wall.open_many(["own", "near", "far"])
    assert [wall.cameras[place] for place in places] == ["own", "near", "far"]
    cells = wall.cells
    assert all(any(cells[a].touches(cells[b]) for b in places if b != a) for a in places)
    assert wall.focused == places[0]


async def test_an_alarm_opens_few_cameras_and_sweeps_nothing_away_that_must_stay(wall: VideoWall) -> None:
    told: list[int] = []
    wall.no_room.connect(told.append)
    wall.open_many(SIX)
    views = ["own", "near", "mid", "far", "farther"]
    places = wall.open_for_alarm(views)
    assert [wall.cameras[place] for place in places] == ["own", "near", "mid"], "half of six tiles"
    wall.use_layout("25")
    assert len(wall.open_for_alarm(views)) == 4
    wall.use_layout("6")
    for index in range(1, 5):
        wall.pin(index, is_pinned=True)
    wall.focus(0)
    assert [wall.cameras[place] for place in wall.open_for_alarm(["new-1", "new-2"])] == ["new-1"]
    assert told == []
    wall.pin(5, is_pinned=True)
    wall.focus(0)
    assert wall.open_for_alarm(["new-3", "new-4"]) == []
    assert told == [2]


async def test_the_most_important_camera_takes_the_large_tile_with_its_main_stream(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    wall.use_layout("1+5")
    wall.focus(3)
    await live(wall, players, ["own", "near"])
    assert wall.cameras[0] == "own"
    wall.focus(3)
    time.seconds += 1
    for player in players.running:
        player.show()
    wall.look()
    assert "main/own" in [player.address for player in players.running]
    assert "main/near" not in [player.address for player in players.made]


async def test_a_dropped_camera_takes_its_very_tile_unless_it_is_pinned(wall: VideoWall) -> None:
    wall.open_many(SIX)
    assert wall.put("new", 3)
    assert wall.put("cam-5", 0)
    assert wall.cameras == ["cam-5", "cam-1", "cam-2", "new", "cam-4", "cam-0"]
    wall.pin(1, is_pinned=True)
    assert not wall.put("other", 1)
    assert wall.cameras[1] == "cam-1"


async def test_a_closed_tile_is_not_pinned_any_more_and_an_empty_one_cannot_be(wall: VideoWall) -> None:
    wall.open("cam-1")
    wall.pin(0, is_pinned=True)
    wall.close(0)
    wall.pin(0, is_pinned=True)
    assert wall.pins == []


async def test_restored_cameras_stand_where_they_stood_and_those_already_there_are_not_opened_anew(
    wall: VideoWall, center: FakeCenter
) -> None:
    wall.open_many(["a", "b", "c"])
    await answered()
    wall.restore(["", "c", "d", "a", "", ""], pins=[1, 4])
    await answered()
    assert wall.cameras == ["", "c", "d", "a", "", ""]
    assert wall.pins == [1]
    assert [camera for camera, _reason in center.asked] == ["a", "b", "c", "d"]


async def test_a_tile_is_divided_and_taken_away_again_with_its_cameras(wall: VideoWall) -> None:
    wall.use_layout("4")
    wall.open_many(["a", "b", "c", "d"])
    assert wall.divide(0, side_by_side=True)
    assert (wall.layout.id, wall.layout.tiles) == ("free", 5)
    wall.put("e", 4)
    assert wall.take_away(1)
    assert wall.cameras == ["a", "e", "c", "d"]
    assert wall.layout.tiles == 4
    assert LAYOUTS["4"].tiles == 4


async def test_the_only_tile_is_not_taken_away(wall: VideoWall) -> None:
    wall.use_layout("1")
    wall.open("a")
    assert not wall.take_away(0)
    assert wall.cameras == ["a"]


async def test_a_zoomed_tile_takes_the_main_stream_in_as_many_pixels_as_are_shown(
    wall: VideoWall, players: FakePlayers, time: FakeTime
) -> None:
    wall.resize_tile(0, 640, 360)
    await live(wall, players, ["cam-1"])
    wall.zoom(0, WHOLE_PICTURE.by(2, 0.5, 0.5))
    time.seconds += 1
    players.made[0].show()
    wall.look()
    assert (players.made[-1].address, players.made[-1].box) == ("main/cam-1", (1280, 720))
    wall.zoom(0, WHOLE_PICTURE.by(8))
    time.seconds += 1
    players.made[-1].show()
    wall.look()
    players.made[-1].show()
    wall.look()
    time.seconds += 1
    wall.look()
    assert players.made[-1].box == (1920, 1080), "more than a main stream has brings nothing"


async def test_another_camera_is_shown_whole(wall: VideoWall) -> None:
    wall.open("a")
    wall.zoom(0, WHOLE_PICTURE.by(3))
    wall.put("b", 0)
    assert wall.tiles[0].zoom == WHOLE_PICTURE
