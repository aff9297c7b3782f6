"""Walls in windows of their own."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from console import settings
from console.commands import Commands
from console.settings import Tiles
from tests.ui.video.conftest import Desk
from ui.actions import CommandActions
from ui.video.windows import WallWindows
from ui.workspace import is_seen

pytestmark = pytest.mark.anyio


@pytest.fixture
def windows(desk: Desk) -> Iterator[WallWindows]:
    main = QWidget()
    desk.qtbot.addWidget(main)
    main.resize(400, 300)
    main.show()
    commands = Commands()
    commands.add(*desk.handling.commands)
    made = WallWindows(desk.walls, desk.handling, CommandActions(commands, main), main)
    yield made
    for window in list(made.windows):  # one that stays lies over the windows of later tests, and takes their pointer
        window.hide()
        window.deleteLater()


async def test_another_wall_opens_in_a_window_and_takes_the_keys(desk: Desk, windows: WallWindows) -> None:
    desk.run("video.new_wall")
    (window,) = windows.windows
    assert window.isVisible()
    assert is_seen(window.frameGeometry())
    assert window.windowTitle() == "Kuzet: wall 2"
    window.activateWindow()
    desk.qtbot.waitUntil(window.pane.hasFocus)
    assert desk.walls.active is window.pane.wall
    desk.qtbot.keyClick(window.pane, Qt.Key.Key_Right)
    assert (window.pane.wall.focused, desk.wall.focused) == (1, 0)


async def test_closing_its_window_closes_the_wall(desk: Desk, windows: WallWindows) -> None:
    desk.run("video.new_wall")
    windows.windows[0].close()
    assert windows.windows == ()
    assert desk.walls.all == (desk.wall,)
    desk.run("video.new_wall")
    desk.walls.activate(desk.walls.all[1])
    desk.run("video.close_wall")
    assert windows.windows == ()


async def test_walls_come_back_after_a_restart_where_they_stood(desk: Desk, windows: WallWindows) -> None:
    windows.restore([], lambda _camera: True)
    desk.run("video.new_wall")
    wall = desk.walls.all[1]
    wall.use_layout("4")
    wall.restore(["a", "", "gone"])
    windows.windows[0].setGeometry(60, 50, 300, 200)
    kept = windows.kept([])
    desk.walls.remove(wall)
    windows.restore(kept, lambda camera: camera != "gone")
    again = desk.walls.all[1]
    assert desk.walls.active is desk.wall
    assert (again.layout.id, again.cameras) == ("4", ["a", "", "", ""])
    assert windows.windows[0].geometry().size() == windows.windows[0].size()
    assert windows.windows[0].geometry().topLeft() == QPoint(60, 50)


async def test_what_was_kept_is_not_lost_before_it_was_brought_back(windows: WallWindows) -> None:
    before = [settings.WallWindow(Tiles("4", ["a"]))]
    assert windows.kept(before) == before


async def test_a_window_on_a_monitor_that_is_gone_comes_to_one_that_is_there(desk: Desk, windows: WallWindows) -> None:
    desk.run("video.new_wall")
    (window,) = windows.windows
    window.move(9000, 9000)
    assert not is_seen(window.frameGeometry())
    windows.rescue()
    assert is_seen(window.frameGeometry())
