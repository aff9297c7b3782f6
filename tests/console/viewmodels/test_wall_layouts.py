import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from console.settings import NamedLayout, Settings, Tiles
from console.viewmodels import wall_layouts
from console.viewmodels.layouts import WHOLE
from console.viewmodels.tiles import VideoWall
from console.viewmodels.wall_layouts import NamedLayouts
from console.viewmodels.walls import MOST_WALLS, Walls
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio


def is_known(camera: str) -> bool:
    return camera != "gone"


async def test_a_named_layout_brings_back_layout_cameras_and_pins(wall: VideoWall) -> None:
    named = NamedLayouts(is_known)
    wall.use_layout("1+5")
    wall.restore(["a", "", "b"], pins=[2])
    assert named.save("  Night   watch ", wall)
    wall.use_layout("9")
    wall.restore(["x", "b"])
    named.show(0, wall)
    assert named.items[0].name == "Night watch"
    assert (wall.layout.id, wall.cameras, wall.pins) == ("1+5", ["a", "", "b", "", "", ""], [2])


async def test_an_own_split_is_kept_cell_by_cell_through_the_settings_file(wall: VideoWall) -> None:
    wall.use_layout("4")
    wall.divide(0, side_by_side=False)
    kept = Settings(layouts=[NamedLayout("Mine", wall_layouts.taken(wall))])
    read = msgspec.json.decode(msgspec.json.encode(kept), type=Settings)
    layout, cells = wall.layout, wall.cells
    wall.use_layout("1")
    wall_layouts.show(wall, read.layouts[0].tiles, is_known)
    assert wall.layout == layout
    assert wall.cells == cells


async def test_cameras_that_are_gone_leave_their_tile_empty(wall: VideoWall) -> None:
    wall_layouts.show(wall, Tiles("4", ["a", "gone", "b", ""]), is_known)
    assert wall.cameras == ["a", "", "b", ""]


@pytest.mark.parametrize("tiles", [Tiles("2x3", ["a"]), Tiles("free", ["a"], [(0, 0, WHOLE, 10)]), Tiles("", ["a"])])
async def test_a_layout_that_is_none_leaves_the_present_one(wall: VideoWall, tiles: Tiles) -> None:
    wall_layouts.show(wall, tiles, is_known)
    assert wall.layout.id == "6"
    assert wall.cameras[0] == "a"


async def test_a_removed_layout_comes_back_in_its_place(wall: VideoWall) -> None:
    named = NamedLayouts(is_known)
    for name in ("one", "two", "three"):
        named.save(name, wall)
    gone: list[str] = []
    named.removed.connect(gone.append)
    named.remove(1)
    assert (gone, [item.name for item in named.items]) == (["two"], ["one", "three"])
    named.bring_back()
    named.bring_back()
    assert [item.name for item in named.items] == ["one", "two", "three"]


async def test_a_name_stands_once_and_is_never_empty(wall: VideoWall) -> None:
    named = NamedLayouts(is_known)
    named.save("one", wall)
    named.save("two", wall)
    wall.use_layout("16")
    assert named.save("one", wall)
    assert not named.save("   ", wall)
    named.rename(1, "one")
    named.rename(1, "")
    assert [(item.name, item.tiles.layout) for item in named.items] == [("one", "16"), ("two", "6")]


@pytest.fixture
async def walls(qtbot: object, players: FakePlayers, center: FakeCenter, time: FakeTime) -> AsyncIterator[Walls]:
    def make() -> VideoWall:
        return VideoWall(players, center.open_camera, lambda c: (c, ""), time, now=time, load=FakeLoad())

    walls = Walls(make)
    yield walls
    await walls.shut()


async def test_each_wall_has_its_own_layout_and_cameras(walls: Walls) -> None:
    second = walls.add()
    assert second is not None
    second.use_layout("16")
    second.open("a")
    assert walls.first.layout.id == "6"
    assert walls.first.cameras == [""] * 6


async def test_cameras_open_on_the_wall_used_last_unless_another_shows_them(walls: Walls) -> None:
    second = walls.add()
    assert second is not None
    walls.open("a")
    walls.activate(second)
    walls.open("a")
    walls.open_many(["b", "c"])
    assert walls.first.cameras[:2] == ["a", ""]
    assert {"b", "c"} < set(second.cameras)


async def test_a_closed_wall_ends_its_streams_and_the_first_is_used_again(walls: Walls, players: FakePlayers) -> None:
    second = walls.add()
    assert second is not None
    second.set_visible(True)
    walls.activate(second)
    walls.open("a")
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(players.running) == 1
    walls.remove(second)
    for _ in range(3):
        await asyncio.sleep(0)
    assert players.running == []
    assert walls.active is walls.first
    walls.remove(walls.first)
    assert walls.all == (walls.first,)


async def test_there_are_no_more_walls_than_a_desk_has_monitors(walls: Walls) -> None:
    while walls.add():
        pass
    assert len(walls.all) == MOST_WALLS
    assert not walls.can_open_more
