"""An order that could not be sent in time: shall it still go, or not at all?"""

from collections.abc import Callable

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from console.language import _
from ui.dialogs.frame import Question

_Yes = QDialogButtonBox.StandardButton.Yes
_No = QDialogButtonBox.StandardButton.No


class HeldDialog(Question):
    """Puts the center's or the outbox's question; ``decide(send)`` is told the answer. Escape decides nothing yet."""

    def __init__(
        self, question: str, can_be_sent: bool, decide: Callable[[bool], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _Yes | _No if can_be_sent else _No)
        self._question = question
        self._can_be_sent = can_be_sent
        self.buttons.clicked.connect(lambda button: decide(self.buttons.standardButton(button) == _Yes))
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Not sent yet"))
        self.asked.setText(self._question)
        if self._can_be_sent:
            self.name(_Yes, _("Send it now"))
        self.name(_No, _("Do not send it"))
