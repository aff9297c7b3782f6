from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence, QShortcutEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind
from console.domain.intents import Acknowledge, OpenIncident, SetUnitStatus
from console.state.store import Store
from tests.desk import alarm, store, unit
from tests.ui.conftest import Opened
from ui import layouts

Open = Callable[[Store], Opened]


@pytest.mark.parametrize(
    ("shown", "cyrillic"),
    [
        ("A", "Ф"),
        ("M", "Ь"),
        ("Ctrl+K", "Ctrl+Л"),
        ("Ctrl+Shift+E", "Ctrl+Shift+У"),
        ("1", '"'),
        ("2", "Ә"),
        ("Ctrl+1", 'Ctrl+"'),
        ("0", "Қ"),
    ],
)
def test_the_same_physical_key_in_cyrillic(shown: str, cyrillic: str) -> None:
    assert layouts.also(shown) == cyrillic
    assert QKeySequence(cyrillic).count() == 1


@pytest.mark.parametrize("keys", ["F5", "?", "+", "Return", "Esc", "Shift+Del", "Ctrl+Shift+1"])
def test_keys_without_letter_or_digit_are_the_same_everywhere(keys: str) -> None:
    assert layouts.also(keys) == ""


def test_commands_answer_to_cyrillic_keys(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(store([alarm("panic", AlarmKind.PANIC_BUTTON)], [unit("U1")]))
    window.alarms.choose("panic")
    window.alarms.table.setFocus()
    QTest.keySequence(window.alarms.table, QKeySequence("Ф"))
    QTest.keySequence(window.alarms.table, QKeySequence("Ш"))

    window.focus_pane("patrol")
    window.patrol.choose("U1")
    QTest.keySequence(window.patrol.table, QKeySequence('"'))
    QTest.keySequence(window.patrol.table, QKeySequence("Ң"))

    assert [type(intent) for _name, (intent,) in window.asked.calls] == [
        Acknowledge,
        OpenIncident,
        SetUnitStatus,
        SetUnitStatus,
    ]
    QTest.keySequence(window, QKeySequence("Ctrl+Л"))
    assert window.palette_box.isVisible()


def test_no_key_has_two_meanings_in_any_layout(open_window: Open) -> None:
    window = open_window(store())
    for pane in ("alarms", "map", "video", "patrol"):
        heard = [
            key.toString()
            for command in window.actions_of.allowed()
            if command.pane in ("", pane)
            for key in window.actions_of[command.id].shortcuts()
        ]
        assert len(heard) == len(set(heard)), sorted(heard)


def test_help_shows_the_latin_key_alone(open_window: Open) -> None:
    window = open_window(store())
    command = next(c for c in window.actions_of.allowed() if c.id == "alarm.acknowledge")

    assert window.actions_of.keys_of(command) == "A"
    assert window.actions_of.all_keys_of(command) == ["A", "Space"]
    assert window.actions_of[command.id].shortcut() == QKeySequence("A")


def test_a_key_that_qt_finds_in_two_layouts_at_once_acts_once(open_window: Open) -> None:
    window = open_window(store([alarm("panic", AlarmKind.PANIC_BUTTON)]))
    window.alarms.choose("panic")

    QApplication.sendEvent(
        window.actions_of["alarm.acknowledge"], QShortcutEvent(QKeySequence("Ф"), -1, ambiguous=True)
    )

    assert window.asked.calls == [("want", (Acknowledge("panic"),))]
