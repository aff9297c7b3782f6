"""Bookmarks of the map: a menu of them, a question for the name of a new one, and a list to rename and remove them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QMenu, QToolButton, QWidget

from console.language import _
from console.viewmodels.bookmarks import KEYS, NAME_LIMIT, Bookmarks
from console.viewmodels.plain import entry
from ui.dialogs.frame import Question

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel
_Close = QDialogButtonBox.StandardButton.Close


def open_menu(bookmarks: Bookmarks, button: QToolButton, add: Callable[[], None]) -> None:
    """Show the bookmarks under what was pressed; names are text, also where they hold an ampersand."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for index, mark in enumerate(bookmarks.items):
        key = f"\t{index + 1}" if index < KEYS else ""
        action = menu.addAction(entry(mark.name) + key)
        action.triggered.connect(lambda _checked=False, index=index: bookmarks.go(index))
    if bookmarks.items:
        menu.addSeparator()
    menu.addAction(_("Bookmark this view…") + "\tB").triggered.connect(add)
    if bookmarks.items:
        listed = menu.addAction(_("Rename and remove…"))
        listed.triggered.connect(lambda: BookmarkList(bookmarks, button.window()).open())
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


class NameDialog(Question):
    """Asks what a bookmark shall be called."""

    def __init__(self, suggested: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Save | _Cancel)
        self.name_field = QLineEdit(suggested, maxLength=NAME_LIMIT)
        self.name_field.textChanged.connect(self._look)
        self.body.addWidget(self.name_field)
        self.retranslate()
        self._look()
        self.name_field.selectAll()
        self.name_field.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Bookmark this view"))
        self.asked.setText(_("The view is kept with the layers that are shown now."))
        self.name_field.setPlaceholderText(_("Name"))
        self.name_field.setAccessibleName(_("Name"))
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        self.buttons.button(_Save).setEnabled(bool(self.name_field.text().strip()))


class BookmarkList(Question):
    """All bookmarks: F2 renames, Delete removes."""

    def __init__(self, bookmarks: Bookmarks, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Close)
        self._bookmarks = bookmarks
        self.list = QListWidget()
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.list.itemChanged.connect(lambda item: bookmarks.rename(self.list.row(item), item.text()))
        self.body.addWidget(self.list)
        bookmarks.changed.connect(self._fill)
        self.retranslate()
        self._fill()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Bookmarks"))
        self.asked.setText(_("F2 renames a bookmark, Delete removes it. The first nine are called by their digit."))
        self.list.setAccessibleName(_("Bookmarks"))
        self.name(_Close, _("Close"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete removes the marked one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            if (row := self.list.currentRow()) >= 0:
                self._bookmarks.remove(row)
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for mark in self._bookmarks.items:
            item = QListWidgetItem(mark.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
