"""An alarm is shelved, suppressed or taken out of service: why, and until when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDialogButtonBox, QGridLayout, QLineEdit, QPushButton, QWidget

from console.domain.alarms import Act
from console.language import _, ngettext
from console.viewmodels import parking
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class ParkDialog(Question):
    """Asks for a reason and an end; ``given(reason, until)`` when both were said (Unix seconds, or None).

    Args:
        act: which of the three.
        count: how many alarms it is about.
        now: the center's time, from which is counted.
        parent: the window it belongs to.
    """

    given = Signal(str, object)

    def __init__(self, act: Act, count: int, now: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act, self._count, self._now = act, count, now
        self.text = QComboBox()
        self._line = QLineEdit(maxLength=500)
        self.text.setLineEdit(self._line)
        self.text.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.text.addItems([_(usual) for usual in parking.USUAL[act]])
        self._line.setCompleter(None)  # type: ignore[arg-type]  # what is typed is what is meant
        self.text.clearEditText()
        self.text.editTextChanged.connect(self._look)
        self.ends = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(4)
        for n, _choice in enumerate(parking.choices(act, now)):
            button = QPushButton(autoDefault=False)
            button.setCheckable(True)
            self.ends.addButton(button, n)
            grid.addWidget(button, n // 2, n % 2)
        self.ends.button(0).setChecked(True)
        self.body.addWidget(self.text)
        self.body.addLayout(grid)
        self.accepted.connect(lambda: self.given.emit(self.text.currentText().strip(), self.until))
        self.retranslate()
        self._look()
        self.text.setFocus()

    @property
    def until(self) -> float | None:
        """The end that is chosen, Unix seconds; None until it is undone."""
        return parking.choices(self._act, self._now)[self.ends.checkedId()].at

    def retranslate(self) -> None:
        """Say every word anew."""
        title = _(parking.TITLES[self._act])
        self.setWindowTitle(title)
        alarms = ngettext("{n} alarm", "{n} alarms", self._count).format(n=self._count)
        self.asked.setText(_("{alarms}: why, and for how long? It stands in the log.").format(alarms=alarms))
        self.text.setAccessibleName(_("Reason"))
        self._line.setPlaceholderText(_("Reason"))
        for n, choice in enumerate(parking.choices(self._act, self._now)):
            self.ends.button(n).setText(choice.said)
        self.name(_Ok, title)
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.text.currentText().strip()))
