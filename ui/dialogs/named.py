"""Things that an operator has named: the question for a name, and a list to rename and remove them."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.language import _
from console.viewmodels.named import NAME_LIMIT, NamedList, tidy
from ui.dialogs.frame import Question

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel
_Close = QDialogButtonBox.StandardButton.Close


class NameDialog(Question):
    """Asks for a name, which is read from ``name_field`` when it is accepted; says when one of ``named`` has it.

    Subclasses say the ``words``.
    """

    def __init__(self, named: NamedList[Any], parent: QWidget | None = None, *, suggested: str = "") -> None:
        super().__init__(parent, _Save | _Cancel)
        self._named = named
        self.name_field = QLineEdit(suggested, maxLength=NAME_LIMIT)
        self.name_field.textChanged.connect(self._look)
        self.body.addWidget(self.name_field)
        self.retranslate()
        self._look()
        self.name_field.selectAll()
        self.name_field.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        title, what, _is_taken = self.words()
        self.setWindowTitle(title)
        self.asked.setText(what)
        self.name_field.setPlaceholderText(_("Name"))
        self.name_field.setAccessibleName(_("Name"))
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        name = tidy(self.name_field.text())
        self.buttons.button(_Save).setEnabled(bool(name))
        self.tell_problem("" if self._named.named(name) is None else self.words()[2])

    def words(self) -> tuple[str, str, str]:
        """The title, what is kept under the name, and that the name is taken."""
        raise NotImplementedError


class NamedListDialog(Question):
    """All that the operator has named of one kind: F2 renames, Delete removes. Subclasses say the ``words``."""

    def __init__(self, named: NamedList[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent, _Close)
        self._named = named
        self.list = QListWidget()
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(lambda item: named.rename(self.list.row(item), item.text()))
        self.body.addWidget(self.list)
        named.changed.connect(self._fill)
        self.finished.connect(lambda _code: named.changed.disconnect(self._fill))
        self.retranslate()
        self._fill()

    def retranslate(self) -> None:
        """Say every word anew."""
        title, how = self.words()
        self.setWindowTitle(title)
        self.asked.setText(how)
        self.list.setAccessibleName(title)
        self.name(_Close, _("Close"))

    def words(self) -> tuple[str, str]:
        """The title, and how to rename and remove."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete removes the marked one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            if (row := self.list.currentRow()) >= 0:
                self._named.remove(row)
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for thing in self._named.items:
            item = QListWidgetItem(thing.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
