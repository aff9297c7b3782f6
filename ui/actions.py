"""Each command as a QAction: title, shown keys, who may, whether it can be done now; in menus and in panes."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QCursor, QKeySequence, QShortcutEvent
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from console.commands import Command, Commands, Menu
from console.domain.session import Role
from console.language import N_, _
from ui import layouts

TITLES = {
    Menu.ALARM: N_("Alarm"),
    Menu.INCIDENT: N_("Incident"),
    Menu.UNIT: N_("Unit"),
    Menu.MAP: N_("Map"),
    Menu.TOOLS: N_("Tools"),
    Menu.VIDEO: N_("Video"),
    Menu.VIEW: N_("View"),
    Menu.CONSOLE: N_("Console"),
    Menu.HELP: N_("Help"),
}


class CommandActions(QObject):
    """The actions of all commands. A command's key works in its pane, or everywhere where it names none.

    Args:
        commands: the registry.
        window: what the actions of all panes belong to.
        keys: keys the operator has changed, by command id.
    """

    def __init__(self, commands: Commands, window: QWidget, keys: Mapping[str, tuple[str, ...]] | None = None) -> None:
        super().__init__(window)
        self._commands = commands
        self._window = window
        self._keys = dict(keys or {})
        self._role: Role | None = None
        self._actions: dict[str, QAction] = {}
        self._menus: dict[Menu, QMenu] = {}
        for command in commands:
            self._add(command)

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    @property
    def changed_keys(self) -> dict[str, tuple[str, ...]]:
        """Keys that are not as the command says, by command id."""
        return dict(self._keys)

    def change_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Let exactly these commands have other keys than they say (by command id), from now on."""
        self._keys = dict(keys)
        for command in self._commands:
            self._actions[command.id].setShortcuts([QKeySequence(k) for k in self._in_all_layouts(command)])

    def keys_of(self, command: Command) -> str:
        """The key shown for a command, in the platform's words; "" for none."""
        keys = self._keys.get(command.id, command.keys)
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def all_keys_of(self, command: Command) -> list[str]:
        """All keys of a command, in the platform's words."""
        keys = self._keys.get(command.id, command.keys)
        return [QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in keys]

    def allowed(self) -> Iterator[Command]:
        """The commands the operator may see."""
        return self._commands.allowed(self._role)

    def of_pane(self, pane: str) -> list[Command]:
        """The commands whose keys work in a pane only."""
        return [c for c in self.allowed() if c.pane == pane]

    def give_keys(self, pane: str, widget: QWidget) -> None:
        """Let a pane's keys work while ``widget`` (or a child of it) has the keyboard."""
        for command in self._commands:
            if command.pane == pane:
                widget.addAction(self._actions[command.id])

    def give_to(self, pane: str, widget: QWidget) -> None:
        """Let a pane's keys work there (``give_keys``), and show its commands in a context menu."""
        self.give_keys(pane, widget)
        menu = QMenu(widget)
        self._prepare(menu, [c for c in self._commands if c.pane == pane])
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(lambda _at: menu.popup(QCursor.pos()))

    def fill(self, bar: QMenuBar) -> None:
        """Put the commands into their menus."""
        for menu in Menu:
            commands = [c for c in self._commands if c.menu is menu]
            if commands:
                self._menus[menu] = bar.addMenu("")
                self._prepare(self._menus[menu], commands)
        self.retranslate()

    def play(self, role: Role | None) -> None:
        """Show what this role may do; the center enforces it."""
        self._role = role
        allowed = {c.id for c in self.allowed()}
        for command_id, action in self._actions.items():
            action.setVisible(command_id in allowed)
            action.setEnabled(command_id in allowed)

    def _prepare(self, menu: QMenu, commands: Sequence[Command]) -> None:
        """While a menu is seen its actions show whether they can be done; else keys always reach ``_run``, which asks.

        An action that stayed disabled from an earlier look would swallow its key although it could be done by now.
        """
        for command in commands:
            menu.addAction(self._actions[command.id])

        def ask() -> None:
            for command in commands:
                action = self._actions[command.id]
                action.setEnabled(action.isVisible() and command.enabled())
                if command.checked is not None:
                    action.setChecked(command.checked())

        def release() -> None:
            for command in commands:
                self._actions[command.id].setEnabled(self._actions[command.id].isVisible())

        menu.aboutToShow.connect(ask)
        menu.aboutToHide.connect(release)

    def retranslate(self) -> None:
        """Say every word anew."""
        for command in self._commands:
            self._actions[command.id].setText(_(command.title))
        for menu, shown in self._menus.items():
            shown.setTitle(_(TITLES[menu]))

    def _add(self, command: Command) -> None:
        action = _KeyedAction(_(command.title), self)
        action.setShortcuts([QKeySequence(k) for k in self._in_all_layouts(command)])
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda *_checked: self._run(command))
        if command.pane:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
            self._window.addAction(action)
        self._actions[command.id] = action

    def _in_all_layouts(self, command: Command) -> list[str]:
        """Keys of a command, the shown ones first, then the same in Cyrillic unless another command has that key."""
        keys = self._keys.get(command.id, command.keys)
        taken = {key for other in self._commands for key in self._keys.get(other.id, other.keys)}
        return [*keys, *(also for key in keys if (also := layouts.also(key)) and also not in taken)]

    def _run(self, command: Command) -> None:
        if command.enabled():
            command.run()


class _KeyedAction(QAction):
    """An action that takes its own keys for one another.

    Under a Cyrillic layout beside a Latin one Qt finds both "Ф" and the "A" behind it, calls that ambiguous and does
    nothing; but both are this action's (``Commands`` and ``_in_all_layouts`` see to it that no key has two meanings).
    """

    def event(self, event: QEvent) -> bool:
        """A key of this action was pressed."""
        if isinstance(event, QShortcutEvent) and event.isAmbiguous():
            self.trigger()
            return True
        return super().event(event)
