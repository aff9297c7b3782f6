"""Bookmarks of the map: a menu of them, and what is asked and listed of them."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from console.language import _
from console.viewmodels.bookmarks import Bookmarks
from ui.dialogs.named import NameDialog, NamedListDialog
from ui.named_menu import add_named


def open_menu(bookmarks: Bookmarks, button: QToolButton, add: Callable[[], None]) -> None:
    """Show the bookmarks under what was pressed."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add_named(menu, bookmarks, bookmarks.go)
    if bookmarks.items:
        menu.addSeparator()
    menu.addAction(_("Bookmark this view…") + "\tB").triggered.connect(add)
    if bookmarks.items:
        listed = menu.addAction(_("Rename and remove…"))
        listed.triggered.connect(lambda: BookmarkList(bookmarks, button.window()).open())
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


class BookmarkNameDialog(NameDialog):
    """Asks what a bookmark shall be called."""

    def words(self) -> tuple[str, str, str]:
        """What is said."""
        return (
            _("Bookmark this view"),
            _("The view is kept with the layers that are shown now."),
            _("A bookmark of this name is there; it will be replaced."),
        )


class BookmarkList(NamedListDialog):
    """All bookmarks: F2 renames, Delete removes."""

    def words(self) -> tuple[str, str]:
        """What is said."""
        how = _("F2 renames a bookmark, Delete removes it. The first nine are called by their digit.")
        return _("Bookmarks"), how
