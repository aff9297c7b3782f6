"""PySide6 6.12.0 over-released None on Python 3.11: the console would abort after seconds of video painting."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 2_000
NOISE = 200
"""The interpreter itself keeps or drops a few references to None meanwhile."""


class Emitter(QObject):
    plain = Signal()
    counted = Signal(int)


def drift(call: Callable[[], object]) -> int:
    """By how much the references to None change over many calls."""
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return sys.getrefcount(None) - before


def test_void_calls_of_widgets_keep_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert abs(drift(widget.update)) < NOISE
    assert abs(drift(lambda: widget.setToolTip("x"))) < NOISE
    assert abs(drift(lambda: widget.resize(10, 10))) < NOISE


def test_painting_keeps_none(qtbot: QtBot) -> None:
    target, source = QImage(16, 16, QImage.Format.Format_RGB32), QImage(16, 16, QImage.Format.Format_RGB32)
    source.fill(Qt.GlobalColor.black)

    def paint() -> None:
        painter = QPainter(target)
        painter.drawImage(0, 0, source)
        painter.end()

    assert abs(drift(paint)) < NOISE


@pytest.mark.parametrize("connection", [Qt.ConnectionType.DirectConnection, Qt.ConnectionType.QueuedConnection])
def test_signals_keep_none(qtbot: QtBot, connection: Qt.ConnectionType) -> None:
    emitter = Emitter()
    seen: list[int] = []
    emitter.counted.connect(seen.append, connection)
    emitter.plain.connect(lambda: None, connection)
    assert abs(drift(emitter.plain.emit)) < NOISE
    before = sys.getrefcount(None)
    for number in range(CALLS):
        emitter.counted.emit(number)
    qtbot.waitUntil(lambda: len(seen) == CALLS)
    assert abs(sys.getrefcount(None) - before) < NOISE
