"""A whole window over a small city, without map, video and sound."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.commands import Commands
from console.domain.alarms import Priority
from console.notices import Notices
from console.settings import Settings
from console.state.store import Store
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from tests.desk import Asked
from ui import theme
from ui.alarms.voice import SilentVoice, Voice
from ui.main_window import MainWindow


class FakeSpeaker:
    """Remembers what it was asked to play."""

    def __init__(self, *, has_device: bool = True) -> None:
        self.has_device = has_device
        self.playing: Priority | None = None
        self.on_device: Callable[[], None] = lambda: None
        self.played: list[Priority] = []
        self.stops = 0
        self.volumes: dict[Priority, int] = {}

    def set_volume(self, priority: Priority, per_cent: int) -> None:
        self.volumes[priority] = per_cent

    def play(self, priority: Priority) -> None:
        if self.has_device:
            self.played.append(priority)

    def stop(self) -> None:
        self.stops += 1


class Opened(MainWindow):
    """A window with what it was made of at hand."""

    store: Store
    desk: Desk
    asked: Asked
    told: Notices
    speaker: FakeSpeaker


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    if not qapp.styleSheet() or theme.current() is not theme.DARK:
        theme.apply(qapp, "dark")


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[..., Opened]]:
    """Opens the window over a store and waits until it has taken it in."""
    windows: list[Opened] = []

    def opened(
        store: Store,
        *,
        speaker: FakeSpeaker | None = None,
        size: tuple[int, int] = (1366, 768),
        settings: Settings | None = None,
        voice: Callable[[], Voice] = SilentVoice,
    ) -> Opened:
        asked, desk, notices = Asked(), Desk(store), Notices()
        speaker, act = speaker or FakeSpeaker(), cast(Actions, asked)
        panes = (QWidget(), QWidget())
        window = Opened(desk, act, notices, Commands(), *panes, speaker, voice=voice, settings=settings)
        window.store, window.desk, window.asked, window.told, window.speaker = store, desk, asked, notices, speaker
        qtbot.addWidget(window)
        window.resize(*size)
        window.workspace.lay_out_duty()
        window.show()
        window.activateWindow()
        desk.tick.now()
        qtbot.waitUntil(window.isActiveWindow)
        windows.append(window)
        return window

    yield opened
    for window in windows:
        for pane in window.workspace.panes.values():
            pane.hide()  # one that floats would keep the keyboard from the next test
