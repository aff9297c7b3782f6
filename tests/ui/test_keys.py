"""Changing keys: what was changed works at once, no key gets two meanings, and all can be set back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.commands import Command, Commands, Menu
from ui.actions import CommandActions
from ui.dialogs.keys import COMMAND, KeysDialog


def actions(qtbot: QtBot, ran: list[str], keys: dict[str, tuple[str, ...]] | None = None) -> CommandActions:
    commands = Commands()
    for name, key, pane in (("acknowledge", "A", "alarms"), ("assign", "S", "patrol"), ("help", "F1", "")):
        commands.add(Command(f"test.{name}", name, lambda name=name: ran.append(name), Menu.ALARM, (key,), pane=pane))
    window = QWidget()
    qtbot.addWidget(window)
    made = CommandActions(commands, window, keys)
    window.show()
    return made


def choose(dialog: KeysDialog, command: str) -> None:
    model = dialog.list.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(COMMAND) == command)
    dialog.list.setCurrentIndex(model.index(row, 0))


def press(dialog: KeysDialog, key: str) -> None:
    dialog.edit.setKeySequence(QKeySequence(key))
    dialog.edit.editingFinished.emit()


def open_dialog(qtbot: QtBot, of: CommandActions) -> KeysDialog:
    dialog = KeysDialog(of)
    qtbot.addWidget(dialog)
    dialog.saved.connect(of.change_keys)
    dialog.show()
    return dialog


def test_a_changed_key_works_when_it_is_saved_and_not_before(qtbot: QtBot) -> None:
    ran: list[str] = []
    of = actions(qtbot, ran)
    dialog = open_dialog(qtbot, of)

    choose(dialog, "test.help")
    press(dialog, "F9")
    assert of["test.help"].shortcuts()[0] == QKeySequence("F1")
    dialog.accept()

    assert of["test.help"].shortcuts()[0] == QKeySequence("F9")
    assert of.changed_keys == {"test.help": ("F9",)}
    assert of.keys_of(Command("test.help", "", lambda: None, keys=("F1",))) == "F9"


def test_cancel_changes_nothing(qtbot: QtBot) -> None:
    of = actions(qtbot, [])
    dialog = open_dialog(qtbot, of)
    choose(dialog, "test.help")
    press(dialog, "F9")
    dialog.reject()
    assert of.changed_keys == {}


def test_no_key_gets_two_meanings_where_both_would_hear_it(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, actions(qtbot, []))

    choose(dialog, "test.help")
    press(dialog, "A")
    assert dialog.problem.isVisible()
    assert "acknowledge" in dialog.problem.text()
    assert dialog.edit.keySequence() == QKeySequence("F1")

    choose(dialog, "test.assign")  # another pane: both may have it
    press(dialog, "A")
    assert not dialog.problem.isVisible()


def test_a_key_can_be_taken_away_and_set_back(qtbot: QtBot) -> None:
    of = actions(qtbot, [], {"test.help": ("F9",)})
    dialog = open_dialog(qtbot, of)
    choose(dialog, "test.assign")
    press(dialog, "")
    choose(dialog, "test.help")
    dialog._own.click()
    dialog.accept()
    assert of.changed_keys == {"test.assign": ()}
    assert of["test.assign"].shortcuts() == []


def test_commands_are_found_by_title_and_by_key(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, actions(qtbot, []))
    qtbot.keyClicks(dialog.text, "f1")
    assert dialog.list.model().rowCount() == 1
    dialog.text.clear()
    qtbot.keyClicks(dialog.text, "ASSIGN")
    assert dialog.list.model().index(0, 0).data(COMMAND) == "test.assign"
    assert dialog.list.model().index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Alarm: assign"
