from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, AlarmState, Parking
from console.domain.intents import GiveAlarms, ReturnAlarm, Shelve, Suppress, TakeOver
from console.domain.session import Operator, Role
from console.state.store import Store
from tests.desk import NOW, alarm, store
from tests.ui.conftest import Opened
from ui.dialogs.give import GiveDialog
from ui.dialogs.park import ParkDialog

Open = Callable[[Store], Opened]
MINE = {"state": AlarmState.ACKNOWLEDGED, "owner": "serikova"}


def city() -> Store:
    of = store(
        [
            alarm("panic", AlarmKind.PANIC_BUTTON),
            alarm("theft"),
            alarm("mine", AlarmKind.FIGHT, **MINE),
            alarm("his", AlarmKind.CROWD, state=AlarmState.ACKNOWLEDGED, owner="kim"),
            alarm("shelf", state=AlarmState.SHELVED, parking=Parking("kim", NOW, "works", NOW + 900)),
        ]
    )
    of.picture.operators.update({"kim": "D. Kim", "omarov": "O. Omarov", "serikova": "A. Serikova"})
    return of


def press(window: Opened, qtbot: QtBot, key: Qt.Key, *mods: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(window.alarms.table, key, *mods)


def open_dialog(window: QWidget, kind: type[QDialog]) -> Any:
    return next(d for d in window.findChildren(kind) if d.isVisible())


def test_an_alarm_is_shelved_with_a_reason_and_an_end_and_brought_back_again(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("theft")
    press(window, qtbot, Qt.Key.Key_S)
    dialog = open_dialog(window, ParkDialog)
    assert not dialog.buttons.buttons()[0].isEnabled(), "nothing is kept quiet without a reason"

    qtbot.keyClicks(dialog.text.lineEdit(), "a test")
    dialog.ends.button(1).click()
    dialog.accept()

    assert window.asked.calls == [("want", (Shelve("theft", "a test", NOW + 3600), 0))]
    press(window, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.asked.calls[-1] == ("want", (ReturnAlarm("theft"),))


def test_an_emergency_is_never_shelved(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("panic")
    press(window, qtbot, Qt.Key.Key_S)
    assert not [d for d in window.findChildren(ParkDialog) if d.isVisible()]

    window.desk.selection.choose_alarms(("panic", "theft"))
    press(window, qtbot, Qt.Key.Key_S)
    dialog = open_dialog(window, ParkDialog)
    dialog.text.setEditText("works")
    dialog.accept()
    assert [call[1][0].alarm for call in window.asked.calls] == ["theft"]
    assert window.notices.shown is not None
    assert "P1 cannot be shelved" in window.notices.shown.text


def test_only_a_supervisor_is_offered_to_suppress(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("theft")
    assert not window.actions_of["alarm.suppress"].isVisible()

    window.store.operator = Operator("serikova", "A. Serikova", Role.SUPERVISOR)
    window.desk.status.changed.emit()
    press(window, qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    dialog = open_dialog(window, ParkDialog)
    dialog.text.setEditText("the same")
    dialog.ends.buttons()[-1].click()
    dialog.accept()
    assert window.asked.calls == [("want", (Suppress("theft", "the same", None), 0))]


def test_what_is_shelved_can_be_brought_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("shelf")

    press(window, qtbot, Qt.Key.Key_R)

    assert window.asked.calls == [("want", (ReturnAlarm("shelf"),))]


def test_ones_own_is_given_to_who_has_least_and_taken_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    window.alarms.choose("his")
    press(window, qtbot, Qt.Key.Key_G)
    assert not window.findChildren(GiveDialog), "what is not mine is not mine to give"

    window.alarms.choose("mine")
    press(window, qtbot, Qt.Key.Key_G)
    dialog = open_dialog(window, GiveDialog)
    said = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert said == ["O. Omarov — 0 alarms open, 0 in 10 min", "D. Kim — 1 alarm open, 0 in 10 min"]
    dialog.accept()

    assert window.asked.calls == [("want", (GiveAlarms(("mine",), "omarov"),))]
    press(window, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.asked.calls[-1] == ("want", (TakeOver("mine"),))


def test_nobody_to_give_to_is_said(open_window: Open, qtbot: QtBot) -> None:
    of = city()
    of.picture.operators.clear()
    window = open_window(of)
    window.alarms.choose("mine")

    press(window, qtbot, Qt.Key.Key_G)

    dialog = open_dialog(window, GiveDialog)
    assert "No colleague" in dialog.asked.text()
    dialog.accept()
    assert window.asked.calls == []
