"""Each command's keys, to be changed: pressed anew, taken away or set back. Nothing is changed before it is saved."""

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeView,
    QWidget,
)

from console.commands import Command
from console.language import _
from ui.actions import TITLES, CommandActions
from ui.dialogs.frame import Question
from ui.help import PANES

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel
_Reset = QDialogButtonBox.StandardButton.RestoreDefaults

COMMAND = Qt.ItemDataRole.UserRole + 1


class KeysDialog(Question):
    """Shows the keys of ``actions``; ``saved(keys)`` gives those that are not as the commands say, by command id."""

    saved = Signal(object)

    def __init__(self, actions: CommandActions, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Save | _Cancel | _Reset)
        self._actions = actions
        self._changed = actions.changed_keys
        self._commands = {c.id: c for c in actions.allowed()}
        self.text = QLineEdit(clearButtonEnabled=True)
        self._rows = QStandardItemModel(0, 3, self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._rows)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.text.textChanged.connect(self._shown.setFilterFixedString)
        self.list = QTreeView(rootIsDecorated=False, uniformRowHeights=True)
        self.list.setModel(self._shown)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumSize(640, 360)
        self.list.selectionModel().currentRowChanged.connect(self._choose)
        self.edit = QKeySequenceEdit(clearButtonEnabled=True)
        self.edit.setMaximumSequenceLength(1)
        self.edit.editingFinished.connect(self._press)
        self._own = QPushButton()
        self._own.clicked.connect(self._set_back)
        row = QHBoxLayout()
        row.addWidget(self.edit, 1)
        row.addWidget(self._own)
        self.body.addWidget(self.text)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row)
        self.buttons.button(_Reset).clicked.connect(self._set_all_back)
        self.accepted.connect(lambda: self.saved.emit(self._changed))
        self.retranslate()
        self.text.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Change keys"))
        self.asked.setText(_("Choose a command and press the key it shall have. Backspace in the field takes it away."))
        self.text.setPlaceholderText(_("Find a command or a key"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.list.setAccessibleName(_("Commands and their keys"))
        self.edit.setAccessibleName(_("New key"))
        self._own.setText(_("As delivered"))
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))
        self.name(_Reset, _("All as delivered"))
        self._rows.setHorizontalHeaderLabels([_("Command"), _("Keys"), _("Where")])
        self._fill()

    def chosen(self) -> Command | None:
        """The command that is chosen in the list."""
        return self._commands.get(self.list.currentIndex().siblingAtColumn(0).data(COMMAND) or "")

    def keys(self, command: Command) -> tuple[str, ...]:
        """The keys a command would have."""
        return self._changed.get(command.id, command.keys)

    def _fill(self) -> None:
        self._rows.removeRows(0, self._rows.rowCount())
        for command in self._commands.values():
            menu = f"{_(TITLES[command.menu])}: " if command.menu else ""
            title = QStandardItem(menu + _(command.title))
            title.setData(command.id, COMMAND)
            where = QStandardItem(_(PANES.get(command.pane, command.pane)))
            self._rows.appendRow([title, QStandardItem(self._written(command)), where])
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self._choose(QModelIndex(), QModelIndex())

    def _written(self, command: Command) -> str:
        native = QKeySequence.SequenceFormat.NativeText
        text = "  ".join(QKeySequence(key).toString(native) for key in self.keys(command))
        return f"{text} *" if command.id in self._changed else text

    def _choose(self, _now: QModelIndex, _before: QModelIndex) -> None:
        command = self.chosen()
        keys = self.keys(command) if command else ()
        self.edit.setEnabled(command is not None)
        self.edit.setKeySequence(QKeySequence(keys[0] if keys else ""))
        self._own.setEnabled(command is not None and command.id in self._changed)
        self.tell_problem("")

    def _press(self) -> None:
        command = self.chosen()
        if command is None:
            return
        key = self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key == (self.keys(command) or ("",))[0]:
            return
        other = self._taken(command, key) if key else None
        if other is not None:
            self._choose(QModelIndex(), QModelIndex())
            self.tell_problem(_("{key} is the key of “{command}”.").format(key=key, command=_(other.title)))
            return
        self._put(command, (key,) if key else ())

    def _taken(self, command: Command, key: str) -> Command | None:
        """The command that would have this key too, after all that was changed here."""
        return next(
            (
                other
                for other in self._commands.values()
                if other.id != command.id
                and (other.pane == command.pane or not other.pane or not command.pane)
                and key in self.keys(other)
            ),
            None,
        )

    def _put(self, command: Command, keys: tuple[str, ...]) -> None:
        if keys == command.keys:
            self._changed.pop(command.id, None)
        else:
            self._changed[command.id] = keys
        at = self.list.currentIndex().siblingAtColumn(1)
        self._rows.itemFromIndex(self._shown.mapToSource(at)).setText(self._written(command))
        self._choose(QModelIndex(), QModelIndex())

    def _set_back(self) -> None:
        if (command := self.chosen()) is not None:
            other = next((o for key in command.keys if (o := self._taken(command, key))), None)
            if other is not None:
                self.tell_problem(_("Its own key is the key of “{command}” now.").format(command=_(other.title)))
                return
            self._put(command, command.keys)

    def _set_all_back(self) -> None:
        self._changed = {}
        self._fill()
