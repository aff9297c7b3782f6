"""Why the console cannot run, said in its window before it closes."""

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from console.language import _
from ui.dialogs.frame import Question


class ProblemDialog(Question):
    """One sentence and a button; ``finished`` when it has been read."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, QDialogButtonBox.StandardButton.Close)
        self.asked.setText(sentence)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Kuzet cannot run"))
        self.name(QDialogButtonBox.StandardButton.Close, _("Close"))
