"""Closing an incident: what did it turn out to be?"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialogButtonBox, QRadioButton, QWidget

from console.domain.incidents import Disposition, Incident
from console.language import _
from console.viewmodels import words
from ui import layouts
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class CloseIncidentDialog(Question):
    """Asks for the disposition; ``chosen(Disposition)`` when it was given. The digits 1 to 6 choose."""

    chosen = Signal(object)

    def __init__(self, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._incident = incident
        self._group = QButtonGroup(self)
        self._ways: dict[Disposition, QRadioButton] = {}
        for number, disposition in enumerate(Disposition):
            button = QRadioButton()
            self._listen(str(number + 1), button)
            self._ways[disposition] = button
            self._group.addButton(button)
            self.body.addWidget(button)
        self._group.buttonClicked.connect(self._look)
        self.accepted.connect(lambda: self.chosen.emit(self.disposition))
        self.retranslate()
        self._look()

    @property
    def disposition(self) -> Disposition | None:
        """What was chosen."""
        return next((d for d, button in self._ways.items() if button.isChecked()), None)

    def choose(self, disposition: Disposition) -> None:
        """Choose for the operator (keyboard, tests)."""
        self._ways[disposition].click()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Close the incident"))
        title = words.incident_title(self._incident)
        self.asked.setText(_("{incident}: what did it turn out to be? Its units are cleared.").format(incident=title))
        for number, (disposition, button) in enumerate(self._ways.items()):
            button.setText(f"{number + 1}   {words.word(disposition)}")
        self.name(_Ok, _("Close the incident"))
        self.name(_Cancel, _("Cancel"))

    def _listen(self, key: str, button: QRadioButton) -> None:
        shortcut = QShortcut(self)
        shortcut.setKeys([QKeySequence(key), QKeySequence(layouts.also(key))])
        for signal in (shortcut.activated, shortcut.activatedAmbiguously):
            signal.connect(button.click)

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(self.disposition is not None)
        if self.disposition is not None:
            self.buttons.button(_Ok).setFocus()
