"""The pane offscreen: real frames of real libvlc in its tiles; keys, menu and honest states by fake players."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import combinations
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from console.clock import WallClock
from console.domain.alarms import Priority
from console.domain.errors import ProblemType
from console.domain.protocol import Opening
from console.video.pool import PlayerPool
from console.viewmodels.layouts import LAYOUTS
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.zooming import Zoom
from tests.fake_players import FakeCenter, FakeLoad, FakePlayers, FakeTime
from tests.live_streams import Camera, encoded
from ui import theme
from ui.video.tile import TileView
from ui.video.wall import VideoPane

pytestmark = pytest.mark.anyio


async def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Turn both loops until ``condition`` holds."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited in vain"
        QApplication.processEvents()
        await asyncio.sleep(0.005)


def picture_of(widget: QWidget) -> np.ndarray:
    """What is on a pane, or on one of its tiles, now: (height, width, 3) RGB."""
    shown = widget.parentWidget().grab(widget.geometry()) if isinstance(widget, TileView) else widget.grab()
    image = shown.toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)[..., 2::-1].copy()


def bar_of(picture: np.ndarray) -> float:
    """Where the white bar is on the middle row, 0..1 of the width."""
    return float(np.flatnonzero(picture[picture.shape[0] // 2].min(axis=1) > 200).mean()) / picture.shape[1]


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def players() -> FakePlayers:
    return FakePlayers()


@pytest.fixture
def center() -> FakeCenter:
    return FakeCenter()


@pytest.fixture
async def pane(qtbot: QtBot, players: FakePlayers, center: FakeCenter, time: FakeTime) -> AsyncIterator[VideoPane]:
    wall = VideoWall(
        players, center.open_camera, lambda c: (c, "Abay Ave"), time, now=time, chance=lambda: 1.0, load=FakeLoad()
    )
    pane = VideoPane(wall)
    qtbot.addWidget(pane)
    pane.resize(620, 540)
    pane.show()
    yield pane
    await wall.shut()


@pytest.fixture(scope="module")
def clip() -> list[bytes]:
    return encoded()


@pytest.fixture
def camera(clip: list[bytes]) -> Iterator[Camera]:
    camera = Camera(clip)
    yield camera
    camera.switch_off()


@pytest.fixture
async def live(qtbot: QtBot, camera: Camera) -> AsyncIterator[VideoPane]:
    """A pane on real libvlc; every camera id is the one real camera."""

    async def open_camera(camera_id: str, _reason: str) -> Opening:
        return Opening(camera_id, camera.address, camera.address, "", 30)

    pool = PlayerPool()
    wall = VideoWall(pool, open_camera, lambda c: (c, ""), WallClock(), chance=lambda: 0.0, load=FakeLoad())
    pane = VideoPane(wall)
    qtbot.addWidget(pane)
    pane.resize(620, 540)
    pane.show()
    yield pane
    await wall.shut()
    assert await asyncio.to_thread(pool.close)


async def test_real_pictures_stand_in_the_tile_and_move(live: VideoPane) -> None:
    wall = live.wall
    index = wall.open("cam-1")
    await until(lambda: wall.tiles[index].shown > 3)
    first = picture_of(live.views[index])
    shown = wall.tiles[index].shown
    await until(lambda: wall.tiles[index].shown > shown + 5)
    second = picture_of(live.views[index])
    assert bar_of(first) != pytest.approx(bar_of(second), abs=0.01)
    assert wall.tiles[index].state is TileState.LIVE


async def test_a_whole_wall_plays_and_paints_each_frame_about_once(live: VideoPane) -> None:
    wall = live.wall
    wall.open_many([f"cam-{n}" for n in range(6)])
    await until(lambda: all(tile.shown > 10 for tile in wall.tiles))  # what came in one burst is painted once
    assert wall.figures.playing == 6
    before = [(view.paints, tile.shown) for view, tile in zip(live.views, wall.tiles, strict=False)]
    await until(lambda: all(tile.shown > 40 for tile in wall.tiles))
    for view, tile, (paints, shown) in zip(live.views, wall.tiles, before, strict=False):
        assert (tile.shown - shown) * 0.7 <= view.paints - paints <= (tile.shown - shown) * 1.2 + 20


async def test_a_camera_that_goes_is_not_live_and_comes_back_by_itself(live: VideoPane, camera: Camera) -> None:
    wall = live.wall
    tile = wall.tiles[wall.open("cam-1")]
    await until(lambda: tile.state is TileState.LIVE)
    camera.switch_off()
    await until(lambda: tile.state is not TileState.LIVE, 3)
    camera.switch_on()
    shown = tile.shown
    await until(lambda: tile.state is TileState.LIVE and tile.shown > shown + 5)


async def test_a_camera_that_freezes_is_degraded_within_3_s(live: VideoPane, camera: Camera) -> None:
    wall = live.wall
    tile = wall.tiles[wall.open("cam-1")]
    await until(lambda: tile.shown > 3)
    camera.mode = "frozen"
    await until(lambda: tile.state is TileState.DEGRADED, 4)


async def test_an_old_picture_is_dimmed_and_says_its_age(pane: VideoPane, players: FakePlayers, time: FakeTime) -> None:
    wall = pane.wall
    wall.open("cam-1")
    await until(lambda: players.made)
    players.made[0].show()
    wall.look()
    bright = picture_of(pane.views[0])[150, 280]
    time.seconds += 3
    degraded = picture_of(pane.views[0])[150, 280]
    time.seconds += 6
    lost = picture_of(pane.views[0])[150, 280]
    assert bright.sum() > degraded.sum() > lost.sum()
    assert "9 s" in pane.views[0].accessible_text()


async def test_header_and_mark_tell_the_pictures_own_time_as_far_as_it_is_known(
    pane: VideoPane, players: FakePlayers, time: FakeTime
) -> None:
    pane.wall.open("cam-1")
    await until(lambda: players.made)
    view, seen = pane.views[0], []
    for delay in (0.3, 6.3, None, 0.3):
        for _ in range(8):  # what the mark says is read anew now and then
            players.made[0].show(delay=delay)
            pane.wall.look()
        seen.append(picture_of(view))
    assert not any(np.array_equal(one, other) for one, other in combinations(seen[:3], 2))
    assert np.array_equal(seen[0], seen[3])


@pytest.mark.parametrize(("layout", "has_room"), [("4", True), ("25", False)])
async def test_the_rate_stands_in_the_mark_where_it_has_room(
    pane: VideoPane, players: FakePlayers, time: FakeTime, layout: str, has_room: bool
) -> None:
    pane.resize(437, 468)
    pane.wall.use_layout(layout)
    pane.wall.open("cam-1")
    await until(lambda: players.made)
    players.made[0].show()
    pane.wall.look()
    picture_of(pane.views[0])
    of_the_delay = pane.views[0]._mark.pixmap.width()
    for _ in range(60):
        time.seconds += 1 / 16
        players.made[0].show()
        pane.wall.look()
    picture_of(pane.views[0])
    assert (pane.views[0]._mark.pixmap.width() > of_the_delay) is has_room


@pytest.mark.parametrize("is_focused", [True, False])
async def test_a_picture_painted_the_quick_way_is_as_one_painted_whole(
    pane: VideoPane, players: FakePlayers, time: FakeTime, is_focused: bool
) -> None:
    wall = pane.wall
    wall.open_many(["cam-1", "cam-2"])
    await until(lambda: len(players.made) == 2)
    index = 0 if is_focused else 1
    view, player = pane.views[index], players.made[index]
    wall.focus(0)
    for shade in range(20, 220, 10):  # with new seconds in the header and new delays in the mark
        player.show(np.full((player.box[1], player.box[0], 4), shade, np.uint8))
        wall.look()
        time.seconds += 0.3
        quick = picture_of(view)
        view._next.forget()
        assert np.array_equal(quick, picture_of(view))
        assert tuple(quick[quick.shape[0] // 2, quick.shape[1] // 2]) == (shade,) * 3


async def test_what_changes_over_a_picture_is_painted_with_the_next_one(
    pane: VideoPane, players: FakePlayers, time: FakeTime
) -> None:
    wall = pane.wall
    wall.open_many(["cam-1", "cam-2"])
    await until(lambda: len(players.made) == 2)
    view, player = pane.views[1], players.made[1]
    seen = []
    for change in (
        lambda: None,
        lambda: wall.mark_alarms({"cam-2": Priority.P1}),
        lambda: wall.mark_alarms({}),
        lambda: wall.pin(1, is_pinned=True),
        lambda: wall.focus(1),
        lambda: wall.zoom(1, Zoom(2.0)),
    ):
        for _ in range(3):
            player.show(np.full((player.box[1], player.box[0], 4), 90, np.uint8))
            wall.look()
            picture_of(view)
        change()
        seen.append(picture_of(view))
    assert np.array_equal(seen[0], seen[2])
    others = [seen[0], seen[1], *seen[3:]]
    assert not any(np.array_equal(one, other) for one, other in combinations(others, 2))


async def test_pictures_keep_their_aspect_in_a_square_tile(pane: VideoPane, players: FakePlayers) -> None:
    pane.resize(600, 600)
    pane.wall.use_layout("1")
    pane.wall.open("cam-1")
    await until(lambda: players.made)
    players.made[0].show(np.full((180, 320, 4), 255, np.uint8))
    pane.wall.look()
    column = picture_of(pane.views[0])[:, 300].min(axis=1)
    assert np.count_nonzero(column > 200) == pytest.approx(600 * 9 / 16, abs=3)


async def test_an_alarm_has_a_border_in_its_colour(pane: VideoPane) -> None:
    pane.wall.open("cam-1")
    pane.wall.mark_alarms({"cam-1": Priority.P1})
    corner = picture_of(pane.views[0])[1, 100]
    colour = theme.current().priority(Priority.P1)
    assert tuple(corner) == (colour.red(), colour.green(), colour.blue())


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("priority", list(Priority))
async def test_in_every_layout_an_alarm_has_border_shape_and_words(
    pane: VideoPane, layout: str, priority: Priority
) -> None:
    pane.wall.use_layout(layout)
    last = len(pane.wall.tiles) - 1
    pane.wall.put("cam-1", last)
    plain = picture_of(pane.views[last])
    pane.wall.mark_alarms({"cam-1": priority})
    marked = picture_of(pane.views[last])
    colour = theme.current().priority(priority)
    rgb = (colour.red(), colour.green(), colour.blue())
    edges = (marked[1, :], marked[-2, :], marked[:, 1], marked[:, -2])
    assert all((edge == rgb).all(axis=1).mean() > 0.98 for edge in edges)
    inside = (slice(4, 22), slice(4, 26))
    assert (marked[inside] == rgb).all(axis=2).sum() > 40, "the mark, its shape tells the priority"
    assert not (plain[inside] == rgb).all(axis=2).any()
    assert f"P{priority:d}" in pane.views[last].accessible_text()


async def test_arrows_and_digits_move_the_focus_and_stop_at_the_edges(pane: VideoPane, qtbot: QtBot) -> None:
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_6, Qt.Key.Key_9):
        qtbot.keyClick(pane, key)
        seen.append(pane.wall.focused)
    assert seen == [0, 1, 1, 3, 5, 5]


async def test_enter_maximises_escape_goes_back_delete_closes(
    pane: VideoPane, players: FakePlayers, qtbot: QtBot
) -> None:
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert pane.wall.maximised is None, "an empty tile cannot be maximised"
    pane.wall.open("cam-1")
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert pane.views[0].size() == pane.size()
    assert not pane.views[1].isVisible()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.views[1].isVisible()
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert pane.wall.cameras == [""] * 6


async def test_a_double_click_maximises_and_puts_back(pane: VideoPane, qtbot: QtBot) -> None:
    pane.wall.open_many(["cam-1", "cam-2"])
    qtbot.mouseDClick(pane.views[1], Qt.MouseButton.LeftButton)
    assert pane.wall.maximised == 1
    qtbot.mouseDClick(pane.views[1], Qt.MouseButton.LeftButton)
    assert pane.wall.maximised is None


async def test_the_menu_offers_what_can_be_done_now(pane: VideoPane) -> None:
    assert "Close the tile" not in [action.text() for action in pane.menu().actions()]
    pane.wall.open("cam-1")
    actions = {action.text(): action for action in pane.menu().actions()}
    layouts = actions["Layout"].menu()
    assert isinstance(layouts, QMenu)
    assert [action.text() for action in layouts.actions() if action.isChecked()] == ["6 tiles"]
    actions["Close the tile"].trigger()
    assert pane.wall.cameras[0] == ""


async def test_a_reason_is_asked_for_and_sent(
    pane: VideoPane, center: FakeCenter, players: FakePlayers, qtbot: QtBot
) -> None:
    center.refuse(ProblemType.REASON_NEEDED)
    pane.wall.open("cam-1")
    await until(lambda: pane.wall.tiles[0].state is TileState.REASON_NEEDED)
    qtbot.keyClick(pane, Qt.Key.Key_R)
    dialog = pane.findChild(QInputDialog)
    assert dialog is not None
    center.refusal = None
    dialog.setTextValue("theft reported")
    dialog.accept()
    await until(lambda: players.made)
    assert center.asked[-1] == ("cam-1", "theft reported")


async def test_a_hidden_pane_stops_its_streams(pane: VideoPane, players: FakePlayers, time: FakeTime) -> None:
    pane.wall.open("cam-1")
    await until(lambda: players.made)
    pane.hide()
    time.seconds += 4
    pane.wall.look()
    assert players.running == []


@pytest.mark.parametrize("layout", list(LAYOUTS))
async def test_tiles_fill_the_pane_without_overlap(pane: VideoPane, layout: str) -> None:
    pane.wall.use_layout(layout)
    shown = [view.geometry() for view in pane.views if view.isVisible()]
    assert len(shown) == len(pane.wall.tiles)
    assert max(box.right() for box in shown) == pane.rect().right()
    assert max(box.bottom() for box in shown) == pane.rect().bottom()
    assert not any(a.intersects(b) for a in shown for b in shown if a is not b)
