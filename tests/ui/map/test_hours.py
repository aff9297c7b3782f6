"""The strip of the day's hours, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.map.hours import HourStrip


@pytest.fixture
def strip(qtbot: QtBot) -> HourStrip:
    made = HourStrip()
    qtbot.addWidget(made)
    made.resize(240, 64)
    made.show_hours(tuple(range(24)), (0, 24))
    made.show()
    return made


def test_hours_are_drawn_over(strip: HourStrip) -> None:
    chosen: list[tuple[int, int]] = []
    strip.chosen.connect(lambda begin, end: chosen.append((begin, end)))
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(85, 20))
    QTest.mouseMove(strip, QPoint(115, 20))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(115, 20))
    assert chosen == [(8, 9), (8, 12)]
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
    assert chosen[-1] == (0, 24)


@pytest.mark.parametrize(
    ("key", "begin", "expected"),
    [
        (Qt.Key.Key_Right, (22, 4), (23, 5)),
        (Qt.Key.Key_Left, (0, 6), (23, 5)),
        (Qt.Key.Key_Up, (22, 4), (22, 5)),
        (Qt.Key.Key_Down, (22, 23), (22, 23)),
        (Qt.Key.Key_Home, (22, 4), (0, 24)),
        (Qt.Key.Key_Down, (0, 24), (0, 23)),
    ],
)
def test_hours_are_moved_by_keys(
    strip: HourStrip, key: Qt.Key, begin: tuple[int, int], expected: tuple[int, int]
) -> None:
    strip.show_hours((), begin)
    QTest.keyClick(strip, key)
    assert strip._range == expected


def test_a_strip_says_its_hours_to_who_cannot_see_it(strip: HourStrip) -> None:
    strip.show_hours((), (22, 4))
    assert strip.accessibleDescription() == "22:00 to 4:00"
