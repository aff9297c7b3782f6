"""A trainer makes a device speak: which one, and what shall it say?"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget

from console.domain.alarms import AlarmKind
from console.language import _
from console.viewmodels import words
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel

_USUAL = {"camera": AlarmKind.FIGHT, "site": AlarmKind.INTRUSION, "unit": AlarmKind.OFFICER_EMERGENCY}
"""What a thing of this kind on the map usually says; others are panic buttons."""


class InjectDialog(Question):
    """Asks for a device and a kind of alarm; ``given(device, kind)``. ``kind`` and ``thing``: what is chosen."""

    given = Signal(str, object)

    def __init__(self, kind: str, thing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.device = QLineEdit(thing, maxLength=64)
        self.device.textChanged.connect(self._look)
        self.kind = QComboBox()
        for one in AlarmKind:
            self.kind.addItem("", one)
        self.kind.setCurrentIndex(list(AlarmKind).index(_USUAL.get(kind, AlarmKind.PANIC_BUTTON)))
        self.body.addWidget(self.device)
        self.body.addWidget(self.kind)
        self.accepted.connect(lambda: self.given.emit(self.device.text().strip(), AlarmKind(self.kind.currentData())))
        self.retranslate()
        self._look()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Make a device speak"))
        self.asked.setText(_("The center takes it as if the device itself had raised the alarm."))
        self.device.setPlaceholderText(_("Id of a button, site, camera or unit"))
        self.device.setAccessibleName(self.device.placeholderText())
        self.kind.setAccessibleName(_("Alarm"))
        for row in range(self.kind.count()):
            self.kind.setItemText(row, words.word(AlarmKind(self.kind.itemData(row))))
        self.name(_Ok, _("Raise the alarm"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.device.text().strip()))
