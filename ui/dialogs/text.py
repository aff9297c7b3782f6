"""Pages to read: help, the keys of a pane, about."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QWidget

from console.language import _
from ui.dialogs.frame import Question


class PageDialog(Question):
    """Shows HTML that is made anew when the language changes. ``title`` is asked each time too."""

    def __init__(
        self, title: Callable[[], str], html: Callable[[], str], parent: QWidget | None = None, height: int = 560
    ) -> None:
        super().__init__(parent, QDialogButtonBox.StandardButton.Close)
        self._title, self._html = title, html
        self.page = QTextBrowser(openExternalLinks=False)
        self.page.setMinimumSize(480, 120)
        self.page.document().setDocumentMargin(12)
        self.resize(800, height + 96)
        self.body.addWidget(self.page)
        self.asked.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(self._title())
        self.page.setHtml(self._html())
        self.page.setAccessibleName(self._title())
        self.name(QDialogButtonBox.StandardButton.Close, _("Close"))
