"""Cards in the corner of the map."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.map.card import MARGIN, Card, Corner


@pytest.fixture
def map_(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.resize(640, 400)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def filled(map_: QWidget, lines: int) -> Card:
    card = Card(map_)
    card.say("<b>Eight</b> cameras", "that see this place")
    for n in range(lines):
        card.body.addWidget(QLabel(f"{n}"))
    return card


def test_a_card_stands_in_the_corner_and_goes_with_it(map_: QWidget) -> None:
    corner = Corner(map_)
    card = filled(map_, 3)
    corner.open(card)
    assert (card.geometry().right(), card.geometry().top()) == (640 - MARGIN - 1, MARGIN)
    map_.resize(900, 300)
    assert card.geometry().right() == 900 - MARGIN - 1


def test_a_long_card_is_no_higher_than_the_map_and_a_short_one_no_higher_than_its_lines(map_: QWidget) -> None:
    corner = Corner(map_)
    corner.open(short := filled(map_, 2))
    assert short.height() < 150
    corner.open(long := filled(map_, 60))
    assert long.height() == map_.height() - 2 * MARGIN


def test_a_card_takes_the_place_of_the_one_before(map_: QWidget, qtbot: QtBot) -> None:
    corner = Corner(map_)
    corner.open(one := filled(map_, 2))
    other = filled(map_, 2)
    with qtbot.waitSignal(one.closed):
        corner.open(other)
    assert (one.isVisible(), other.isVisible(), corner.card) == (False, True, other)


def test_escape_closes_a_card_and_gives_the_keyboard_back(map_: QWidget, qtbot: QtBot) -> None:
    corner = Corner(map_)
    corner.open(card := filled(map_, 2))
    map_.activateWindow()
    card.setFocus()
    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card, Qt.Key.Key_Escape)
    assert corner.card is None
    assert map_.hasFocus()


def test_a_title_is_text(map_: QWidget) -> None:
    card = filled(map_, 1)
    assert card.title.text() == "<b>Eight</b> cameras"
