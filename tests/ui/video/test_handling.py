"""What is more than one tile's: named layouts, tours and walls, by keys, menus, palette and dialogs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from console.commands import Commands
from console.settings import NamedLayout, Tiles, Tour
from tests.ui.video.conftest import Desk
from ui import help as help_page
from ui.actions import CommandActions
from ui.video import dragging
from ui.video.named_layouts import LayoutListDialog, LayoutNameDialog
from ui.video.tour_dialog import TourDialog

pytestmark = pytest.mark.anyio

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def texts(menu: QMenu) -> list[str]:
    """All entries, also of menus in it."""
    found = []
    for action in menu.actions():
        found.append(action.text())
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += texts(inner)
    return found


async def test_keys_pin_zoom_pan_and_swap(desk: Desk) -> None:
    await desk.live("a", "b")
    key, wall = desk.qtbot.keyClick, desk.wall
    key(desk.pane, Qt.Key.Key_P)
    assert wall.pins == [0]
    key(desk.pane, Qt.Key.Key_P)
    key(desk.pane, Qt.Key.Key_Plus)
    key(desk.pane, Qt.Key.Key_Plus)
    before = wall.tiles[0].zoom
    key(desk.pane, Qt.Key.Key_Right, SHIFT)
    assert wall.tiles[0].zoom.x > before.x
    key(desk.pane, Qt.Key.Key_0)
    assert not wall.tiles[0].zoom.is_on
    key(desk.pane, Qt.Key.Key_Right, CTRL)
    assert wall.cameras[:2] == ["b", "a"]
    assert wall.focused == 1


async def test_an_own_layout_is_made_and_changed_by_keys_alone(desk: Desk) -> None:
    desk.wall.use_layout("4")
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_Right, CTRL | SHIFT)
    cells = desk.wall.cells
    assert desk.wall.layout.id == "free"
    assert cells[0].width > cells[1].width
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_Up, CTRL | SHIFT)
    assert desk.wall.cells[0].height < desk.wall.cells[2].height
    desk.run("video.divide_across")
    assert desk.wall.layout.tiles == 5
    desk.run("video.take_away")
    assert desk.wall.layout.tiles == 4


async def test_a_layout_is_named_and_called_back_by_its_key(desk: Desk) -> None:
    desk.wall.use_layout("1+5")
    desk.wall.restore(["a", "b"], pins=[1])
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_S, CTRL)
    dialog = desk.pane.window().findChild(LayoutNameDialog)
    assert dialog is not None
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    dialog.name_field.setText("Markets")
    save.click()
    desk.wall.use_layout("16")
    desk.wall.close_all()
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_1, ALT)
    assert (desk.wall.layout.id, desk.wall.cameras[:2], desk.wall.pins) == ("1+5", ["a", "b"], [1])


async def test_a_removed_layout_is_told_and_comes_back_with_undo(desk: Desk) -> None:
    desk.layouts.restore([NamedLayout("Markets", Tiles("4")), NamedLayout("Schools", Tiles("9"))])
    dialog = LayoutListDialog(desk.layouts, desk.pane)
    desk.qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert [item.name for item in desk.layouts.items] == ["Schools"]
    assert "Markets" in desk.told[-1].text
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_Z, CTRL)
    assert [item.name for item in desk.layouts.items] == ["Markets", "Schools"]
    dialog.list.item(1).setText("Stations")
    assert desk.layouts.items[1].name == "Stations"
    dialog.close()


async def test_the_palette_finds_named_layouts_and_tours(desk: Desk) -> None:
    desk.layouts.restore([NamedLayout("Markets", Tiles("4", ["a"]))])
    desk.tours.restore([Tour("Night round", ["a", "b"])])
    found = {choice.title: choice for choice in desk.handling.found("")}
    assert set(found) == {"Markets", "Night round"}
    assert [choice.title for choice in desk.handling.found("mark")] == ["Markets"]
    found["Markets"].run()
    assert desk.wall.layout.id == "4"


async def test_menus_hold_every_layout_and_what_was_named_as_plain_text(desk: Desk) -> None:
    desk.layouts.restore([NamedLayout("Rock & Roll <b>", Tiles("4"))])
    desk.tours.restore([Tour("Night round", ["a"])])
    found = texts(desk.pane.menu())
    for title in ("25 tiles", "1 large and 7", "Rock && Roll <b>\tAlt+1", "Night round", "Over the whole wall"):
        assert title in found


async def test_a_tour_is_put_together_from_the_wall_and_plays_in_the_focused_tile(desk: Desk) -> None:
    await desk.live("a", "b")
    desk.run("video.tour_new")
    dialog = desk.pane.window().findChild(TourDialog)
    assert dialog is not None
    dialog.name_field.setText("Night round")
    dialog.dwell.setValue(15)
    dialog.cameras.addItem("c")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert list(desk.tours.items) == [Tour("Night round", ["a", "b", "c"], 15.0)]
    desk.handling.tours.play(desk.tours.items[0])
    assert desk.wall.focused_tile.tour is not None
    assert "Tour: Night round" in desk.pane.views[0].accessible_text()
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_H)
    assert desk.tours.plays[0].is_held
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_T, SHIFT)
    assert desk.tours.plays == ()


async def test_a_tour_needs_a_name_and_cameras_each_once(desk: Desk) -> None:
    dialog = TourDialog(Tour("", []), desk.pane)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    dialog.name_field.setText("x")
    assert not save.isEnabled()
    dialog.cameras.addItem("a")
    assert save.isEnabled()
    dialog.cameras.setCurrentRow(0)
    desk.qtbot.keyClick(dialog.cameras, Qt.Key.Key_Delete)
    assert not save.isEnabled()
    dialog.close()


async def test_a_tour_on_a_pinned_tile_is_not_begun_and_it_is_said(desk: Desk) -> None:
    await desk.live("a")
    desk.wall.pin(0, is_pinned=True)
    desk.handling.tours.play(Tour("Night round", ["b"]))
    assert "Night round" in desk.told[-1].text


async def test_it_is_said_when_a_camera_finds_no_tile(desk: Desk) -> None:
    desk.wall.use_layout("1")
    await desk.live("a")
    desk.wall.pin(0, is_pinned=True)
    desk.walls.open("b")
    assert "1 camera was not opened" in desk.told[-1].text
    desk.pane.views[0].hand.refused.emit()
    assert "pinned" in desk.told[-1].text


async def test_every_command_has_a_title_and_no_two_share_a_key_and_help_shows_them(desk: Desk, qtbot: QtBot) -> None:
    commands = Commands()
    commands.add(*desk.handling.commands)
    page = help_page.keys(CommandActions(commands, desk.pane), "video")
    for text in (
        "Pin the tile",
        "Zoom in",
        "Layouts…",
        "Tours…",
        "Save the picture",
        "Another wall",
        "turn to the left",
    ):
        assert text in page


async def test_commands_act_on_the_wall_that_has_the_keyboard(desk: Desk) -> None:
    second = desk.walls.add()
    assert second is not None
    desk.walls.activate(second)
    desk.run("video.layout_16")
    assert (desk.wall.layout.id, second.layout.id) == ("6", "16")


async def test_a_camera_dragged_into_a_tour_stands_there_once(desk: Desk) -> None:
    dialog = TourDialog(Tour("t", ["a"]), desk.pane)
    data = dragging.camera_data("a")
    assert dragging.camera_of(data) == "a"
    dialog.cameras.take(data)
    dialog.cameras.take(dragging.camera_data("b"))
    assert dialog.tour().cameras == ["a", "b"]
    dialog.close()
