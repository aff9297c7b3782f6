"""A reason in words for something that somebody else will have to understand later; it stands in the log."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget

from console.language import _
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class WhyDialog(Question):
    """Asks for a reason; ``given(text)`` when it was said. All words are asked anew when the language changes.

    Args:
        title: what is about to be done.
        asked: what has to be said.
        does: the word on the button that does it.
        usual: reasons that are often given; a key press away.
        parent: the window it belongs to.
    """

    given = Signal(str)

    def __init__(
        self,
        title: Callable[[], str],
        asked: Callable[[], str],
        does: Callable[[], str],
        usual: Callable[[], Sequence[str]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._asked, self._does, self._usual = title, asked, does, usual
        self.text = QComboBox()
        self._line = QLineEdit(maxLength=500)
        self.text.setLineEdit(self._line)
        self.text.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.text.addItems(list(usual()))
        self._line.setCompleter(None)  # type: ignore[arg-type]  # what is typed is what is meant
        self.text.clearEditText()
        self.text.editTextChanged.connect(self._look)
        self.body.addWidget(self.text)
        self.accepted.connect(lambda: self.given.emit(self.text.currentText().strip()))
        self.retranslate()
        self._look()
        self.text.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(self._title())
        self.asked.setText(self._asked())
        self.text.setAccessibleName(_("Reason"))
        self._line.setPlaceholderText(_("Reason"))
        self.name(_Ok, self._does())
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.text.currentText().strip()))
