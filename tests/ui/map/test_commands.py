"""The map's commands beside all others of the window."""

from typing import Any, cast

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.commands import Commands
from console.notices import Notices
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.map_tools import Tool
from tests.desk import Asked
from tests.ui.map.test_tools_in_page import Drawing
from ui import theme
from ui.alarms.annunciator import SilentSpeaker
from ui.main_window import MainWindow
from ui.map.handling import MapHandling


def made(qtbot: QtBot) -> tuple[Drawing, MapHandling, Commands]:
    bench = Drawing(qtbot)
    desk, asked, notices = Desk(bench.store), cast(Actions, Asked()), Notices()
    handling = MapHandling(bench.map, desk, asked, bench.pane, notices)
    commands = Commands()
    commands.add(*bench.pane.commands, *handling.commands)
    qtbot.addWidget(MainWindow(desk, asked, notices, commands, QWidget(), QWidget(), SilentSpeaker()))
    return bench, handling, commands


def test_no_key_has_two_meanings_and_every_command_can_be_asked(qtbot: QtBot, qapp: Any) -> None:
    theme.apply(qapp, "dark")
    bench, _handling, commands = made(qtbot)
    of_map = [command for command in commands if command.id.startswith("map.")]
    assert len(of_map) > 30
    for command in of_map:
        command.enabled()
        if command.checked is not None:
            command.checked()
    bench.map.close()


def test_commands_of_an_empty_map_do_no_harm(qtbot: QtBot, qapp: Any) -> None:
    theme.apply(qapp, "dark")
    bench, _handling, commands = made(qtbot)
    for command in commands:
        if command.id.startswith("map.") and command.enabled():
            command.run()
    for dialog in bench.pane.window().children():
        if hasattr(dialog, "reject"):
            dialog.reject()
    bench.map.close()


def test_escape_lays_the_tool_down_then_closes_the_card(qtbot: QtBot, qapp: Any) -> None:
    theme.apply(qapp, "dark")
    bench, handling, commands = made(qtbot)
    bench.map.tools.use(Tool.AREA)
    handling.zones.list.show_all()
    escape = commands["map.tool_hand"]
    escape.run()
    assert bench.map.tools.tool is Tool.HAND
    assert handling.zones.list.isVisible()
    escape.run()
    assert not handling.zones.list.isVisible()
    escape.run()
    bench.map.close()
