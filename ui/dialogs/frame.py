"""The frame of every question: a title, what is asked, a problem if there is one, buttons. Opened, never executed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ui.translation import Retranslated


class Question(Retranslated, QDialog):
    """A window-modal dialog that is deleted when it is closed. Subclasses fill ``body`` and say the words."""

    def __init__(
        self,
        parent: QWidget | None,
        buttons: QDialogButtonBox.StandardButton = (
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        ),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(400)
        self.asked = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.buttons = QDialogButtonBox(buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(self.asked)
        column.addLayout(self.body)
        column.addWidget(self.problem)
        column.addWidget(self.buttons)

    def name(self, button: QDialogButtonBox.StandardButton, text: str) -> None:
        """Call a button what it does."""
        self.buttons.button(button).setText(text)

    def tell_problem(self, text: str) -> None:
        """Say what went wrong; "" takes it away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
