"""What a camera's owner has agreed to is put on file, with the word of how it is known."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialogButtonBox, QLineEdit, QRadioButton, QWidget

from console.domain.cameras import Consent
from console.language import _
from console.viewmodels import map_words
from console.viewmodels.consents import NOTE_LIMIT, SAID
from ui.dialogs.frame import Question

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel


class ConsentDialog(Question):
    """Asks what the owner of a camera has said; ``given(Consent, note)`` when that is another thing than is on file."""

    given = Signal(object, str)

    def __init__(self, camera: str, now: Consent, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Save | _Cancel)
        self._camera, self._now = camera, now
        self._group = QButtonGroup(self)
        self.choices = {consent: QRadioButton() for consent in SAID}
        for number, (consent, button) in enumerate(self.choices.items()):
            button.setChecked(consent is now)
            self._group.addButton(button, number)
            self.body.addWidget(button)
        self.note = QLineEdit(maxLength=NOTE_LIMIT)
        self.body.addWidget(self.note)
        self._group.idToggled.connect(lambda *_toggled: self._look())
        self.note.textChanged.connect(self._look)
        self.accepted.connect(lambda: self.given.emit(self.chosen, self.note.text().strip()))
        self.retranslate()
        self._look()

    @property
    def chosen(self) -> Consent:
        """What is marked."""
        return next((consent for consent, button in self.choices.items() if button.isChecked()), self._now)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Owner's consent"))
        text = _("What has the owner of {camera} said? Where they do not agree, the picture closes on every console.")
        self.asked.setText(text.format(camera=self._camera))
        for consent, button in self.choices.items():
            button.setText(_(map_words.CONSENT[consent]))
        self.note.setPlaceholderText(_("How is that known? (letter, call)"))
        self.note.setAccessibleName(_("How is that known?"))
        self.name(_Save, _("Put on file"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        is_another = self.chosen is not self._now
        self.buttons.button(_Save).setEnabled(is_another and bool(self.note.text().strip()))
