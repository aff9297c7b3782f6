"""A call is taken by keyboard alone; what was written and not sent is not lost; what is missing is said."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import language, paths
from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import CallLine
from console.domain.intents import NOTE_LIMIT, OpenCall
from console.insight.city import built_in
from console.viewmodels.call_card import REPORTED, CallDraft, Where, wheres
from console.viewmodels.search import Search
from tests.desk import store
from tests.ui.conftest import Opened
from ui.dialogs.call import CallDialog

MARKET = Where("Market", "Place", 76.95, 43.26, "S7")
MIDDLE = Where("Abay – Seifullin", "The middle of the map", 76.93, 43.25, is_middle=True)
PLACES = {"market": [MARKET, MIDDLE], "": [MIDDLE], "nowhere": [MIDDLE], "only": [MARKET], "x": []}


def find(typed: str) -> list[Where]:
    return PLACES[typed.strip()]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[CallDialog]:
    dialog = opened(qtbot, CallDraft())
    yield dialog
    if isValid(dialog):
        dialog.close()


def opened(qtbot: QtBot, draft: CallDraft) -> CallDialog:
    dialog = CallDialog(draft, find)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.where)
    return dialog


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_call_is_taken_by_keys_alone(card: CallDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.where, "market")
    press(qtbot, Qt.Key.Key_Return)
    assert card.kind.hasFocus()
    qtbot.keyClicks(card.kind, "Theft")
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert card.text.hasFocus()
    qtbot.keyClicks(card.text, "two men took a phone")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(card.caller, "Aigerim")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(card.phone, "+7 701 000 00 00")

    with qtbot.waitSignal(card.given) as said:
        qtbot.keyClick(card.phone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert said.args == [
        OpenCall(
            AlarmKind.THEFT,
            76.95,
            43.26,
            "Market",
            CallLine.POLICE_102,
            "two men took a phone",
            "Aigerim",
            "+7 701 000 00 00",
            None,
            "S7",
        )
    ]


def test_the_middle_of_the_map_is_chosen_with_an_arrow(card: CallDialog, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down)
    card.kind.setCurrentIndex(REPORTED.index(AlarmKind.FIRE))
    card.priority.setCurrentIndex(1)
    card.text.setPlainText("smoke")
    with qtbot.waitSignal(card.given) as said:
        card.accept()

    call = said.args[0]
    assert (call.lon, call.lat, call.place, call.priority) == (76.93, 43.25, "Abay – Seifullin", Priority.P1)


def test_the_only_place_that_fits_is_chosen_where_the_map_shows_nothing_yet(card: CallDialog, qtbot: QtBot) -> None:
    for typed, where in (("only", MARKET), ("x", None)):
        card.where.clear()
        qtbot.keyClicks(card.where, typed)
        press(qtbot, Qt.Key.Key_Return)
        assert card.draft.where == where
        card.where.setFocus()


def test_a_place_that_is_not_found_is_not_taken_for_the_middle_of_the_map(card: CallDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.where, "nowhere")
    card.text.setPlainText("smoke")
    card.accept()

    assert card.isVisible()
    assert card.problem.text() == "Choose the place."
    assert card.where.hasFocus()


@pytest.mark.parametrize(
    ("fill", "problem"),
    [
        (lambda card: card.text.setPlainText("smoke"), "Choose what it is."),
        (lambda card: card.kind.setCurrentIndex(0), "Write down what the caller says."),
        (
            lambda card: (card.kind.setCurrentIndex(0), card.text.setPlainText("x" * (NOTE_LIMIT + 3))),
            "3 characters too many",
        ),
    ],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_sent(
    card: CallDialog, qtbot: QtBot, fill: Callable[[CallDialog], object], problem: str
) -> None:
    qtbot.keyClicks(card.where, "market")
    fill(card)
    with qtbot.assertNotEmitted(card.given):
        card.accept()

    assert card.isVisible()
    assert card.problem.text() == problem


def test_what_was_written_is_there_again_after_escape(card: CallDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.where, "market")
    press(qtbot, Qt.Key.Key_Return)
    card.line.setCurrentIndex(1)
    card.text.setPlainText("a child cries")
    card.phone.setText("+7 701")
    with qtbot.waitSignal(card.put_off) as kept:
        qtbot.keyClick(card, Qt.Key.Key_Escape)

    again = opened(qtbot, kept.args[0])
    assert again.draft == kept.args[0]
    assert again.draft.where == MARKET
    assert again.line.currentData() == CallLine.RESCUE_112
    again.close()


def test_the_window_keeps_the_call_until_it_was_sent(open_window: Callable[..., Opened], qtbot: QtBot) -> None:
    window = open_window(store())
    told: list[str] = []
    window.told.listen(lambda notice, _key: told.append(notice.text) if notice else None)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    first = window.findChild(CallDialog)
    assert first is not None
    first.text.setPlainText("smoke over the roof")
    first.reject()
    assert told == ["What you wrote of the call is kept: F7 brings it back."]

    qtbot.waitUntil(lambda: window.findChild(CallDialog) is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    second = window.findChild(CallDialog)
    assert second is not None
    assert second.text.toPlainText() == "smoke over the roof"
    second.where.setText("43.2551, 76.9126")
    second._offer(None)
    second.offers.setCurrentRow(0)
    second.kind.setCurrentIndex(REPORTED.index(AlarmKind.FIRE))
    second.accept()

    intent = window.asked.calls[-1][1][0]
    assert isinstance(intent, OpenCall)
    assert (round(intent.lon, 4), round(intent.lat, 4), intent.text) == (76.9126, 43.2551, "smoke over the roof")
    qtbot.waitUntil(lambda: window.findChild(CallDialog) is None)
    window.incidents.ask.call()
    third = window.findChild(CallDialog)
    assert third is not None
    assert third.draft.is_empty


@pytest.mark.parametrize(
    ("code", "typed"), [("ru", "абая сейфуллина"), ("en", "abay seifullin"), ("kk", "абай сейфуллин")]
)
def test_places_are_found_as_callers_name_them(code: str, typed: str) -> None:
    language.use(code)
    search = Search(store(), city=built_in)

    found = wheres(search, typed, (76.9, 43.2))

    assert len(found) >= 2
    assert abs(found[0].lat - 43.24) < 0.02
    assert (found[-1].lon, found[-1].lat) == (76.9, 43.2)


def test_what_is_written_is_told_before_anybody_presses_anything(card: CallDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.written) as told:
        qtbot.keyClicks(card.text, "smoke")

    assert told.args[0].text == "smoke"


def test_a_call_survives_a_crash_of_the_console(open_window: Callable[..., Opened], qtbot: QtBot) -> None:
    window = open_window(store())
    qtbot.keyClick(window, Qt.Key.Key_F7)
    card = window.findChild(CallDialog)
    assert card is not None
    with qtbot.waitSignal(card.written):
        qtbot.keyClicks(card.text, "smoke over the roof")
    window.hide()  # a crash asks nobody

    other = open_window(store())
    assert other.notices.shown is not None
    assert "F7 brings it back" in other.notices.shown.text
    qtbot.keyClick(other, Qt.Key.Key_F7)
    again = other.findChild(CallDialog)
    assert again is not None
    assert again.text.toPlainText() == "smoke over the roof"
    again.text.clear()
    again.reject()
    assert not (paths.data() / "call.json").exists(), "nothing of it stays"


def test_a_call_that_was_sent_is_not_kept(open_window: Callable[..., Opened], qtbot: QtBot) -> None:
    window = open_window(store())
    qtbot.keyClick(window, Qt.Key.Key_F7)
    card = window.findChild(CallDialog)
    assert card is not None
    card.where.setText("43.2551, 76.9126")
    card._offer(None)
    card.offers.setCurrentRow(0)
    card.kind.setCurrentIndex(REPORTED.index(AlarmKind.FIRE))
    with qtbot.waitSignal(card.written):
        card.text.setPlainText("smoke over the roof")
    assert (paths.data() / "call.json").exists()
    card.accept()

    assert window.asked.calls[-1][0] == "want"
    assert not (paths.data() / "call.json").exists()
