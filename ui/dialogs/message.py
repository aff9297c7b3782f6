"""A message to units: what is written to whom; what was begun is there again when the dialog was closed by mistake."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from console.domain.messages import MESSAGE_LIMIT
from console.domain.units import Unit
from console.language import _, ngettext
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class MessageDialog(Question):
    """Writes to ``units``; ``given(text, is_roll_call)`` when it shall be sent, ``put_off(text)`` when not (yet)."""

    given = Signal(str, bool)
    put_off = Signal(str)

    def __init__(self, units: Sequence[Unit], text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = units
        self.text = QPlainTextEdit(text)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumSize(440, 96)
        self.text.textChanged.connect(self._look)
        self._left = QLabel()
        self._left.setObjectName("muted")
        self.wants_answer = QCheckBox()
        for widget in (self.text, self._left, self.wants_answer):
            self.body.addWidget(widget)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._send)
        self.accepted.connect(lambda: self.given.emit(self._written(), self.wants_answer.isChecked()))
        self.rejected.connect(lambda: self.put_off.emit(self._written()))
        self.retranslate()
        self.text.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Message to units"))
        names = ", ".join(unit.callsign for unit in self._units[:12]) + (" …" if len(self._units) > 12 else "")
        count = ngettext("To {n} unit: {names}", "To {n} units: {names}", len(self._units))
        self.asked.setText(count.format(n=len(self._units), names=names))
        self.text.setAccessibleName(_("Message"))
        self.text.setPlaceholderText(_("What they have to know. Ctrl+Enter sends it."))
        self.wants_answer.setText(_("Each has to answer (roll call)"))
        self.name(_Ok, _("Send"))
        self.name(_Cancel, _("Not now"))
        self._look()

    def _written(self) -> str:
        return self.text.toPlainText().strip()

    def _look(self) -> None:
        left = MESSAGE_LIMIT - len(self._written())
        self.buttons.button(_Ok).setEnabled(bool(self._written()) and left >= 0)
        self._left.setText(
            ngettext("{n} character left", "{n} characters left", left).format(n=left)
            if left >= 0
            else ngettext("{n} character too many", "{n} characters too many", -left).format(n=-left)
        )
        self._left.setVisible(left < MESSAGE_LIMIT // 5)

    def _send(self) -> None:
        if self.buttons.button(_Ok).isEnabled():
            self.accept()
