"""Orders that were not sent in time: each is asked about once at a time, and again when the question was put off."""

from msgspec import Struct
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from ui.dialogs.held import HeldDialog, HeldQuestions


class Held(Struct, frozen=True):
    key: str
    question: str
    can_be_sent: bool = True


def made(qtbot: QtBot, *waiting: Held) -> tuple[QWidget, HeldQuestions, list[tuple[str, bool]]]:
    window, decided = QWidget(), list[tuple[str, bool]]()
    qtbot.addWidget(window)
    return window, HeldQuestions(lambda: waiting, lambda key, send: decided.append((key, send)), window), decided


def open_ones(window: QWidget) -> list[HeldDialog]:
    return [dialog for dialog in window.findChildren(HeldDialog) if dialog.isVisible()]


def test_an_order_is_asked_about_once_and_its_answer_is_told(qtbot: QtBot) -> None:
    note = Held("k1", "Note: it is an hour old. Send it?")
    window, questions, decided = made(qtbot, note)
    questions.ask(note)
    assert questions.ask_all()
    (dialog,) = open_ones(window)
    assert dialog.asked.text() == note.question

    dialog.buttons.button(QDialogButtonBox.StandardButton.Yes).click()

    assert decided == [("k1", True)]
    qtbot.waitUntil(lambda: not window.findChildren(HeldDialog))


def test_what_was_put_off_is_asked_again(qtbot: QtBot) -> None:
    old, others = Held("k1", "Another's.", can_be_sent=False), Held("k2", "Send it?")
    window, questions, decided = made(qtbot, old, others)
    assert questions.ask_all()
    for dialog in open_ones(window):
        dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(HeldDialog))
    assert decided == []

    assert questions.ask_all()
    first = next(dialog for dialog in open_ones(window) if dialog.asked.text() == old.question)
    assert first.buttons.button(QDialogButtonBox.StandardButton.Yes) is None
    first.buttons.button(QDialogButtonBox.StandardButton.No).click()
    assert decided == [("k1", False)]
    qtbot.waitUntil(lambda: len(window.findChildren(HeldDialog)) == 1)


def test_where_nothing_waits_it_says_so(qtbot: QtBot) -> None:
    window, questions, _decided = made(qtbot)
    assert not questions.ask_all()
    assert open_ones(window) == []
