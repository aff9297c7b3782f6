"""A work order to the city: which device, and what is wrong with it?"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget

from console.language import _
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class RepairDialog(Question):
    """Asks what is to be repaired; ``given(device, text)``. ``devices``: id and name of each that is offered."""

    given = Signal(str, str)

    def __init__(
        self, devices: Sequence[tuple[str, str]], text: str, chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.device, self.text = QComboBox(), QLineEdit(text, maxLength=500)
        self._has_offers = bool(devices)
        for device, name in devices:
            self.device.addItem(name, device)
        ids = [device for device, _name in devices]
        self.device.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
        self.device.setEditable(not devices)
        self.device.editTextChanged.connect(lambda _text: self._look())
        self.text.textChanged.connect(lambda _text: self._look())
        self.body.addWidget(self.device)
        self.body.addWidget(self.text)
        self.accepted.connect(lambda: self.given.emit(self._chosen(), self.text.text().strip()))
        self.retranslate()
        self._look()
        self.text.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Order a repair"))
        self.asked.setText(_("The city gets a work order. What is to be repaired, and what is wrong with it?"))
        self.device.setAccessibleName(_("Device"))
        if (line := self.device.lineEdit()) is not None:
            line.setPlaceholderText(_("Code of a lamp, a button or a camera"))
        self.text.setPlaceholderText(_("What is wrong"))
        self.text.setAccessibleName(_("What is wrong"))
        self.name(_Ok, _("Order"))
        self.name(_Cancel, _("Cancel"))

    def _chosen(self) -> str:
        return str(self.device.currentData()) if self._has_offers else self.device.currentText().strip()

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self._chosen() and self.text.text().strip()))
