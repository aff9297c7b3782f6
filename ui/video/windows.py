"""Further walls in windows of their own, for other monitors; a monitor that is gone never takes a wall with it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QByteArray, QObject, QRect, QSize
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from console import settings
from console.language import _
from console.viewmodels import wall_layouts
from console.viewmodels.tiles import VideoWall
from console.viewmodels.walls import Walls
from ui.actions import CommandActions
from ui.translation import Retranslated
from ui.video.handling import VideoHandling
from ui.video.wall import VideoPane
from ui.workspace import is_seen

SIZE = QSize(1280, 748)
"""Of a wall where no monitor is free for it."""


class WallWindow(Retranslated, QWidget):
    """One wall, edge to edge; closing it closes the wall."""

    def __init__(self, number: int, pane: VideoPane, close_wall: Callable[[], None]) -> None:
        super().__init__()
        self._number, self._close_wall = number, close_wall
        self.pane = pane
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        self.resize(SIZE)
        self.retranslate()
        self.setFocusProxy(pane)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Kuzet: wall {n}").format(n=self._number))

    def closeEvent(self, event: QCloseEvent) -> None:
        """By the window's own button as by the command."""
        super().closeEvent(event)
        self._close_wall()


class WallWindows(QObject):
    """Makes a window for each further wall, and keeps where it stands.

    Args:
        walls: all walls.
        handling: lets a pane know the commands.
        actions: gives a pane the keys as the operator has set them.
        main: the console's main window: a new wall goes to another monitor, if there is one.
    """

    def __init__(self, walls: Walls, handling: VideoHandling, actions: CommandActions, main: QWidget) -> None:
        super().__init__(main)
        self._walls, self._handling, self._actions, self._main = walls, handling, actions, main
        self._windows: dict[VideoWall, WallWindow] = {}
        self._is_restored = False
        walls.opened.connect(self._open)
        walls.closed.connect(self._close)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.screenRemoved.connect(self.rescue)

    @property
    def windows(self) -> tuple[WallWindow, ...]:
        """All of them."""
        return tuple(self._windows.values())

    def restore(self, kept: Iterable[settings.WallWindow], is_known: Callable[[str], bool]) -> None:
        """Bring back the walls of the last run; cameras that are gone leave their tile empty."""
        self._is_restored = True
        for one in kept:
            wall = self._walls.add()
            if wall is None:
                return
            window = self._windows[wall]
            if one.geometry:
                window.restoreGeometry(QByteArray(one.geometry))
            wall_layouts.show(wall, one.tiles, is_known)
        self.rescue()
        self._main.activateWindow()
        self._walls.activate(self._walls.first)

    def kept(self, before: list[settings.WallWindow]) -> list[settings.WallWindow]:
        """What to write into the settings; what was there ``before`` as long as that was not brought back."""
        if not self._is_restored:
            return before
        return [
            settings.WallWindow(wall_layouts.taken(wall), bytes(window.saveGeometry().data()))
            for wall, window in self._windows.items()
        ]

    def rescue(self, *_screen: object) -> None:
        """Bring windows that stand on a monitor that is gone to one that is there."""
        for window in self.windows:
            if not is_seen(window.frameGeometry()):
                window.showNormal()
                window.setGeometry(_inside(QGuiApplication.primaryScreen().availableGeometry()))

    def hide(self) -> None:
        """The console ends: nobody shall see its walls go one by one."""
        for window in self.windows:
            window.hide()

    def _open(self, wall: VideoWall) -> None:
        pane = VideoPane(wall)
        self._handling.adopt(pane)
        self._actions.give_keys("video", pane)
        window = WallWindow(list(self._walls.all).index(wall) + 1, pane, lambda: self._walls.remove(wall))
        self._windows[wall] = window
        if (screen := self._free_screen()) is not None:
            window.setGeometry(screen.availableGeometry())
            window.showMaximized()
        else:
            window.show()
        pane.setFocus()

    def _close(self, wall: VideoWall) -> None:
        window = self._windows.pop(wall)
        window.hide()
        window.deleteLater()

    def _free_screen(self) -> QScreen | None:
        """A monitor that none of our windows stands on."""
        taken = {self._main.screen(), *(w.screen() for w in self.windows if w.isVisible())}
        return next((screen for screen in QGuiApplication.screens() if screen not in taken), None)


def _inside(room: QRect) -> QRect:
    """A window of the usual size in the middle of ``room``, or as large as fits."""
    size = SIZE.boundedTo(room.size())
    box = QRect(room.topLeft(), size)
    box.moveCenter(room.center())
    return box
