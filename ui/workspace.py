"""Panes and where they stand: the Duty workspace, panes that float to another monitor, and none that gets lost."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from console.language import _
from ui import icons
from ui.steady import steady
from ui.translation import Retranslated

LAYOUT_VERSION = 1
"""Raised when panes are added or renamed: an older saved layout is then not applied."""

TITLE_HEIGHT = 28
LEAST_WIDTH = {"alarms": 328, "map": 320, "video": 240, "patrol": 400, "incident": 320}
"""Below this a pane's words no longer fit, pixels."""

ROOMY_FROM = 1600
"""Window width from which the board gets more room than the card."""

SEEN_AT_LEAST = 80
"""A floating pane must show this many pixels of itself on some screen, or it comes back to the window."""


class Pane(Retranslated, QDockWidget):
    """One pane: a dock with a slim title that can add a note, and shows which pane has the keyboard."""

    def __init__(self, name: str, title: str, content: QWidget, window: QMainWindow) -> None:
        super().__init__(window)
        self.name = name
        self._source_title = title
        self.setObjectName(f"pane.{name}")
        self.setWidget(content)
        self._bar = _TitleBar(self)
        self.setTitleBarWidget(self._bar)
        self.topLevelChanged.connect(self._bar.show_place)
        self.retranslate()

    def add_note(self, text: str, is_warning: bool = False) -> None:
        """Say something beside the title."""
        self._bar.show_note(text, is_warning)

    def show_focus(self, has_focus: bool) -> None:
        """Mark the pane the keyboard is in."""
        self._bar.show_focus(has_focus)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_(self._source_title))
        self._bar.retranslate(_(self._source_title))

    def restyle(self) -> None:
        """The theme has changed."""
        self._bar.show_place(self.isFloating())


class _TitleBar(QWidget):
    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setObjectName("paneTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TITLE_HEIGHT)
        self._title = QLabel()
        self.note = QLabel()
        self.note.setObjectName("paneNote")
        self._float, self._close = QToolButton(), QToolButton()
        self._float.clicked.connect(lambda: pane.setFloating(not pane.isFloating()))
        self._close.clicked.connect(pane.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.note)
        row.addStretch()
        for button in (self._float, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedSize(24, 24)
            row.addWidget(button)
        self.show_place(False)

    def show_place(self, is_floating: bool) -> None:
        self._float.setIcon(icons.icon("dock" if is_floating else "float", color="muted"))
        self._close.setIcon(icons.icon("close", color="muted"))
        self._float.setToolTip(_("Back into the window") if is_floating else _("To a window of its own"))

    def show_focus(self, has_focus: bool) -> None:
        _mark(self, "focused", has_focus)

    def show_note(self, text: str, is_warning: bool) -> None:
        _mark(self.note, "warning", is_warning)
        if text != self.note.text():
            self.note.setText(text)
            steady(self.note)

    def retranslate(self, title: str) -> None:
        self._title.setText(title)
        self.show_place(self._pane.isFloating())
        self._close.setToolTip(_("Close the pane; the View menu opens it again"))
        for button in (self._float, self._close):
            button.setAccessibleName(button.toolTip())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As every title bar does: out of the window, or full screen when it is out."""
        if self._pane.isFloating() and not self._pane.isMaximized():
            self._pane.showMaximized()
        elif self._pane.isFloating():
            self._pane.showNormal()
        else:
            self._pane.setFloating(True)


def _mark(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the style sheet asks for."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Workspace(QObject):
    """The panes of a window by name, laid out edge to edge without a central widget, so that each can float."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.panes: dict[str, Pane] = {}
        window.setDockNestingEnabled(True)
        window.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
            app.screenRemoved.connect(self.rescue)

    def add(self, name: str, title: str, content: QWidget) -> Pane:
        """Make a pane of a widget."""
        content.setMinimumSize(LEAST_WIDTH.get(name, 160), 96)
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.panes[name] = Pane(name, title, content, self._window)
        return self.panes[name]

    def lay_out_duty(self) -> None:
        """The Duty workspace: queue left, map centre, video right, board and card below."""
        window, panes = self._window, self.panes
        for pane in panes.values():
            pane.setFloating(False)
            pane.show()
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panes["alarms"])
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panes["map"])
        window.splitDockWidget(panes["map"], panes["video"], Qt.Orientation.Horizontal)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panes["patrol"])
        window.splitDockWidget(panes["patrol"], panes["incident"], Qt.Orientation.Horizontal)
        self._share_out(window.width(), window.height())
        self.focus("alarms")

    def _share_out(self, width: int, height: int) -> None:
        panes = self.panes
        left = min(440, max(348, width * 23 // 100))
        video = min(640, max(304, width * 32 // 100))
        below = min(360, max(232, height * 32 // 100))
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        centre = width - left - video
        self._window.resizeDocks([panes["alarms"], panes["map"], panes["video"]], [left, centre, video], across)
        self._window.resizeDocks([panes["map"], panes["patrol"]], [height - below, below], down)
        board = (width - left) * (50 if width < ROOMY_FROM else 57) // 100
        self._window.resizeDocks([panes["patrol"], panes["incident"]], [board, width - left - board], across)

    def saved(self) -> dict[str, bytes]:
        """Geometry of the window and places of its panes, for the settings."""
        return {
            "geometry": bytes(self._window.saveGeometry().data()),
            "panes": bytes(self._window.saveState(LAYOUT_VERSION).data()),
        }

    def restore(self, saved: Mapping[str, bytes]) -> bool:
        """Bring back what was saved; False where it does not fit this version, and nothing is changed then."""
        if "geometry" in saved and _is_room_for(self._window):
            self._window.restoreGeometry(QByteArray(saved["geometry"]))
        is_fit = "panes" in saved and self._window.restoreState(QByteArray(saved["panes"]), LAYOUT_VERSION)
        self.rescue()
        self.focus("alarms")
        return bool(is_fit)

    def rescue(self, *_screen: object) -> None:
        """Bring back panes, and the window itself, that stand on a monitor that is gone."""
        for pane in self.panes.values():
            if pane.isFloating() and not is_seen(pane.frameGeometry()):
                pane.setFloating(False)
        if not is_seen(self._window.frameGeometry()):
            self._window.move(QGuiApplication.primaryScreen().availableGeometry().topLeft())

    def toggle(self, name: str) -> None:
        """Close the pane, or open it again."""
        self.panes[name].setVisible(not self.panes[name].isVisible())

    def focus(self, name: str) -> None:
        """Open the pane if it is closed and give it the keyboard."""
        pane = self.panes[name]
        pane.show()
        pane.raise_()
        if pane.isFloating():
            pane.activateWindow()
        content = pane.widget()
        (content.focusProxy() or content).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focused(self) -> str:
        """Name of the pane that has the keyboard; "" for none."""
        return self._pane_of(QApplication.focusWidget())

    def _pane_of(self, widget: QWidget | None) -> str:
        while widget is not None:
            if isinstance(widget, Pane):
                return widget.name
            widget = widget.parentWidget()
        return ""

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        focused = self._pane_of(new)
        for pane in self.panes.values():
            pane.show_focus(pane.name == focused)


def _is_room_for(window: QMainWindow) -> bool:
    """Whether some screen can hold the window at all (Qt would shrink it to a screen that cannot: offscreen's)."""
    least = window.minimumSize()
    sizes = [screen.availableGeometry().size() for screen in QGuiApplication.screens()]
    return any(size.width() >= least.width() and size.height() >= least.height() for size in sizes)


def is_seen(frame: QRect) -> bool:
    """Whether enough of a window's frame lies on some screen to take hold of it."""
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(frame)
        if seen.width() >= SEEN_AT_LEAST and seen.height() >= TITLE_HEIGHT:
            return True
    return False
