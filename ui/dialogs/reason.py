"""A reason in words: some owners let their camera be opened only with one, and it stands in the access journal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from console.language import _
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class ReasonDialog(Question):
    """Asks why a camera is opened; ``given(text)`` when it was said."""

    given = Signal(str)

    def __init__(self, camera: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera = camera
        self.text = QLineEdit(maxLength=500)
        self.text.textChanged.connect(self._look)
        self.body.addWidget(self.text)
        self.accepted.connect(lambda: self.given.emit(self.text.text().strip()))
        self.retranslate()
        self._look()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Open a camera"))
        self.asked.setText(
            _("The owner of {camera} asks for a reason. It is kept in the access journal.").format(camera=self._camera)
        )
        self.text.setAccessibleName(_("Reason"))
        self.text.setPlaceholderText(_("Reason"))
        self.name(_Ok, _("Open"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.text.text().strip()))
