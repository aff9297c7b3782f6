"""Another agency: asked to help, its answer by voice written down, or given the lead."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from console.domain.intents import NOTE_LIMIT
from console.domain.units import Agency
from console.language import _
from console.viewmodels import words
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class AgencyDialog(Question):
    """Asks which agency, and what for; ``given(agency, text)``. Without ``asks`` it only gives the lead ("" text)."""

    given = Signal(object, str)

    def __init__(
        self,
        incident: str,
        agencies: Sequence[Agency],
        *,
        text: str = "",
        asks: bool = True,
        chosen: Agency | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._incident, self._asks = incident, asks
        self.agency, self.text = QComboBox(), QPlainTextEdit(text)
        for agency in agencies:
            self.agency.addItem("", agency.value)
        if chosen is not None and chosen in agencies:
            self.agency.setCurrentIndex(list(agencies).index(chosen))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(72)
        self.text.textChanged.connect(self._look)
        self.body.addWidget(self.agency)
        self.body.addWidget(self.text)
        self.text.setVisible(asks)
        self.accepted.connect(lambda: self.given.emit(Agency(self.agency.currentData()), self._written()))
        self.retranslate()
        self._look()
        (self.text if asks and chosen else self.agency).setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Ask an agency for help") if self._asks else _("Give the lead"))
        asked = _("{incident}: who is asked, and for what?") if self._asks else _("{incident}: which agency leads?")
        self.asked.setText(asked.format(incident=self._incident))
        for row in range(self.agency.count()):
            self.agency.setItemText(row, words.word(Agency(self.agency.itemData(row))))
        self.agency.setAccessibleName(_("Agency"))
        self.text.setAccessibleName(_("What for"))
        self.text.setPlaceholderText(_("What is needed, where to come, whom to meet"))
        self.name(_Ok, _("Ask") if self._asks else _("Give the lead"))
        self.name(_Cancel, _("Cancel"))

    def _written(self) -> str:
        return self.text.toPlainText().strip() if self._asks else ""

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(not self._asks or 0 < len(self._written()) <= NOTE_LIMIT)


class AnswerDialog(Question):
    """Asks what an agency said; ``given(is coming, text)``."""

    given = Signal(bool, str)

    def __init__(self, agency: Agency, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agency = agency
        self.comes, self.refuses = QRadioButton(), QRadioButton()
        group = QButtonGroup(self)
        for button in (self.comes, self.refuses):
            group.addButton(button)
            self.body.addWidget(button)
        self.comes.setChecked(True)
        self.text = QLineEdit(maxLength=200)
        self.body.addWidget(self.text)
        self.accepted.connect(lambda: self.given.emit(self.comes.isChecked(), self.text.text().strip()))
        self.retranslate()
        self.comes.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Answer of an agency"))
        self.asked.setText(_("{agency}: what did they say?").format(agency=words.word(self._agency)))
        self.comes.setText(_("They come"))
        self.refuses.setText(_("They cannot come"))
        self.text.setPlaceholderText(_("When, with what, or why not"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.name(_Ok, _("Write it down"))
        self.name(_Cancel, _("Cancel"))
