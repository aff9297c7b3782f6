"""Orders that could not be sent in time: shall they still go, or not at all?"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

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


class Held(Protocol):
    """An order that waits for the operator's word."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def can_be_sent(self) -> bool: ...  # noqa: D102


class HeldQuestions:
    """Puts the question of each order that is held, one at a time for each.

    Args:
        held: the orders that wait now.
        decide: is told the key of an order, and whether it shall be sent.
        window: where it is asked.
    """

    def __init__(
        self, held: Callable[[], Sequence[Held]], decide: Callable[[str, bool], None], window: QWidget
    ) -> None:
        self._held, self._decide, self._window = held, decide, window
        self._open: set[str] = set()
        """Keys of the orders whose question is open."""

    def ask(self, held: Held) -> None:
        """Put the question of one, unless it is open."""
        if held.key in self._open:
            return
        self._open.add(held.key)
        dialog = HeldDialog(held.question, held.can_be_sent, partial(self._decide, held.key), self._window)
        dialog.finished.connect(lambda _answer: self._open.discard(held.key))
        dialog.open()

    def ask_all(self) -> bool:
        """Put every question again that was put off; whether there was one."""
        waiting = self._held()
        for held in waiting:
            self.ask(held)
        return bool(waiting)
