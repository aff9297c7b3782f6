"""What an operator asks to see of the queue; says so whenever that hides an unacknowledged P1."""

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from console.domain.alarm_filter import Standing
from console.domain.alarms import Priority
from console.language import _, ngettext
from console.viewmodels import group_words, words
from console.viewmodels.alarms import AlarmFilter, AlarmsModel
from console.viewmodels.filter_words import told
from console.viewmodels.queue_views import QueueViews
from ui import icons
from ui.alarms.filter_menus import FilterMenu, GroupMenu, ViewMenu
from ui.elided import ElidedLabel
from ui.marks import priority_pixmap
from ui.rested import Rested
from ui.steady import steady
from ui.translation import Retranslated

TYPING_PAUSE_MS = 150

MOST_COUNTED = 999
"""A narrow pane has no room for more digits; the tooltip and the status bar have."""


class FilterBar(Retranslated, QWidget):
    """Priorities with what waits in each, "new only", text, and menus for the rest; the model's filter is the truth."""

    changed = Signal()

    def __init__(self, model: AlarmsModel, views: QueueViews) -> None:
        super().__init__()
        self._model = model
        self._views = views
        self._is_following = False
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._apply)
        self._priorities = {priority: self._toggle() for priority in Priority}
        self._new_only = QToolButton()
        self._new_only.setCheckable(True)
        self._new_only.setProperty("switch", "true")
        self._new_only.toggled.connect(self._apply_new_only)
        self.text = QLineEdit(clearButtonEnabled=True)
        self._loupe = self.text.addAction(icons.icon("search", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.textChanged.connect(self._pause.start)
        self.menus = {
            "filter": FilterMenu(model, self),
            "group": GroupMenu(model, self),
            "bookmark": ViewMenu(views, self),
        }
        self._buttons = {name: _menu_button(menu) for name, menu in self.menus.items()}
        self._told = ElidedLabel()
        self._told.setObjectName("muted")
        self._all = QPushButton(flat=True)
        self._all.clicked.connect(self.clear)
        self._hidden = QPushButton(flat=True)
        self._hidden.setObjectName("hiddenAlarms")
        self._hidden.clicked.connect(self.clear)
        self._hidden.hide()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.clear)
        self._lay_out()
        self._counting = Rested(self._count, self)
        model.counted.connect(self._counting.wake)
        model.arranged.connect(self._counting.now)
        model.arranged.connect(self._follow)
        views.changed.connect(self._follow)
        self.restyle()
        self.retranslate()

    def _toggle(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.toggled.connect(self._apply)
        return button

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (first, second, third):
            row.setSpacing(4)
        for button in self._priorities.values():
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self._new_only)
        second.addWidget(self.text, 1)
        for button in self._buttons.values():
            second.addWidget(button)
        third.addWidget(self._told, 1)
        third.addWidget(self._all)
        self._told_row = QWidget()
        self._told_row.setLayout(third)
        third.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._told_row)
        column.addWidget(self._hidden)

    def clear(self) -> None:
        """Show everything again."""
        self._pause.stop()
        self._model.show(AlarmFilter())
        self._follow()

    def show_new_only(self, wanted: bool) -> None:
        """Show only what nobody has acknowledged."""
        self._new_only.setChecked(wanted)

    @property
    def wanted(self) -> AlarmFilter:
        """What is asked for."""
        return self._model.filter

    @property
    def is_filtering(self) -> bool:
        """Whether anything may be hidden."""
        return self.wanted != AlarmFilter()

    def retranslate(self) -> None:
        """Say every word anew."""
        self._new_only.setText(_("New only"))
        self._new_only.setToolTip(_("Show only alarms that nobody has acknowledged"))
        self.text.setPlaceholderText(_("Find in alarms"))
        self.text.setAccessibleName(_("Find in alarms"))
        self._all.setText(_("Show all"))
        self._follow()
        self._count()

    def restyle(self) -> None:
        """The theme has changed."""
        for priority, button in self._priorities.items():
            button.setIcon(QIcon(priority_pixmap(priority, 16, self.devicePixelRatioF())))
        for name, button in self._buttons.items():
            button.setIcon(icons.icon(name))
        self._loupe.setIcon(icons.icon("search", color="muted"))

    def _apply(self) -> None:
        if self._is_following:
            return
        chosen = frozenset(p for p, button in self._priorities.items() if button.isChecked())
        self._model.show(replace(self.wanted, priorities=chosen, text=self.text.text().strip()))

    def _apply_new_only(self, is_on: bool) -> None:
        if not self._is_following:
            standings = {Standing.NEW} if is_on else set(Standing)
            self._model.show(replace(self.wanted, standings=frozenset(standings)))

    def _follow(self) -> None:
        """The filter is another one, whoever has changed it."""
        self._is_following = True
        wanted = self.wanted
        for priority, button in self._priorities.items():
            button.setChecked(priority in wanted.priorities)
        self._new_only.setChecked(wanted.unacknowledged_only)
        if self.text.text().strip() != wanted.text:
            self.text.setText(wanted.text)
            self._pause.stop()
        said = told(wanted, self._model)
        self._told.say(said)
        self._told_row.setVisible(bool(said))
        grouping = _(group_words.GROUPING[self._model.grouping])
        view = self._views.current
        said_of = {
            "filter": _("Filter: {said}").format(said=said or _("everything")),
            "group": _("Groups: {said}").format(said=grouping),
            "bookmark": _("Views: {said}").format(said=view) if view else _("Views"),
        }
        for name, button in self._buttons.items():
            button.setToolTip(said_of[name])
            button.setAccessibleName(said_of[name])
            is_set = {"filter": bool(said), "group": self._model.grouping != "none", "bookmark": bool(view)}[name]
            button.setChecked(is_set)
        self._is_following = False
        self.changed.emit()

    def _count(self) -> None:
        waiting = self._model.waiting()
        for priority, button in self._priorities.items():
            button.setText(str(waiting[priority]) if waiting[priority] <= MOST_COUNTED else f"{MOST_COUNTED}+")
            steady(button)
            said = ngettext("{n} not acknowledged", "{n} not acknowledged", waiting[priority])
            button.setToolTip(f"{words.priority(priority)}: {said.format(n=waiting[priority])}")
            button.setAccessibleName(button.toolTip())
        hidden = self._model.hidden()[Priority.P1]
        self._hidden.setVisible(hidden > 0)
        said = ngettext(
            "The filter hides {n} unacknowledged P1. Show all",
            "The filter hides {n} unacknowledged P1. Show all",
            hidden,
        )
        self._hidden.setText(said.format(n=hidden))


def _menu_button(menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setCheckable(True)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
