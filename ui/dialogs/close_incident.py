"""Closing an incident: what did it turn out to be, and what of its procedure is still open?"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from console.domain.incidents import Disposition, Incident
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.incident_steps import ToDo
from ui import layouts
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel

ROWS_SEEN = 4


class CloseIncidentDialog(Question):
    """Asks for the disposition; the digits 1 to 6 choose.

    ``chosen(Disposition, marks)``: ``marks`` are the steps that were still needed, by id: "" for done, or why skipped.
    """

    chosen = Signal(object, object)

    def __init__(self, incident: Incident, missing: Sequence[ToDo] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._incident = incident
        self._group = QButtonGroup(self)
        self._ways: dict[Disposition, QRadioButton] = {}
        self._steps = {step.key: (QCheckBox(), QLineEdit(maxLength=500)) for step in missing}
        self._missing = QLabel(wordWrap=True)
        if missing:
            self._add_steps(missing)
        grid = QGridLayout()
        for number, disposition in enumerate(Disposition):
            button = QRadioButton()
            self._listen(str(number + 1), button)
            self._ways[disposition] = button
            self._group.addButton(button)
            grid.addWidget(button, number % 3 if missing else number, number // 3 if missing else 0)
        self.body.addLayout(grid)
        self._group.buttonClicked.connect(self._look)
        self.accepted.connect(lambda: self.chosen.emit(self.disposition, self.marks))
        self.retranslate()
        self._look()

    @property
    def disposition(self) -> Disposition | None:
        """What was chosen."""
        return next((d for d, button in self._ways.items() if button.isChecked()), None)

    @property
    def marks(self) -> dict[str, str]:
        """What was said of the steps that were still needed."""
        said = {step: (done.isChecked(), why.text().strip()) for step, (done, why) in self._steps.items()}
        return {step: "" if is_done else why for step, (is_done, why) in said.items() if is_done or why}

    def choose(self, disposition: Disposition) -> None:
        """Choose for the operator (keyboard, tests)."""
        self._ways[disposition].click()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Close the incident"))
        title = words.incident_title(self._incident)
        self.asked.setText(_("{incident}: what did it turn out to be? Its units are cleared.").format(incident=title))
        count = len(self._steps)
        self._missing.setText(
            ngettext(
                "{n} step is still needed: tick it, or write why it is skipped. A supervisor is told what was skipped.",
                "{n} steps are still needed: tick them, or write why they are skipped. "
                "A supervisor is told what was skipped.",
                count,
            ).format(n=count)
        )
        for done, why in self._steps.values():
            why.setPlaceholderText(_("or why it is skipped"))
            why.setAccessibleName(f"{done.accessibleName()}: {why.placeholderText()}")
        for number, (disposition, button) in enumerate(self._ways.items()):
            button.setText(f"{number + 1}   {words.word(disposition)}")
        self.name(_Ok, _("Close the incident"))
        self.name(_Cancel, _("Cancel"))

    def _add_steps(self, missing: Sequence[ToDo]) -> None:
        self._missing.setObjectName("problem")
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, step in enumerate(missing):
            done, why = self._steps[step.key]
            text = QLabel(step.text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
            done.setAccessibleName(step.text)
            done.toggled.connect(self._look)
            why.textChanged.connect(self._look)
            grid.addWidget(done, 2 * number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, 2 * number, 1)
            grid.addWidget(why, 2 * number + 1, 1)
            grid.setRowMinimumHeight(2 * number + 1, why.sizeHint().height() + 4)
        seen = _Seen(rows, grid, ROWS_SEEN / len(missing))
        self.body.addWidget(self._missing)
        self.body.addWidget(seen)
        self.setMinimumWidth(560)
        next(iter(self._steps.values()))[0].setFocus()

    def _listen(self, key: str, button: QRadioButton) -> None:
        shortcut = QShortcut(self)
        shortcut.setKeys([QKeySequence(key), QKeySequence(layouts.also(key))])
        for signal in (shortcut.activated, shortcut.activatedAmbiguously):
            signal.connect(button.click)

    def _look(self) -> None:
        for done, why in self._steps.values():
            why.setEnabled(not done.isChecked())
        is_ready = self.disposition is not None and len(self.marks) == len(self._steps)
        self.buttons.button(_Ok).setEnabled(is_ready)
        if is_ready and not isinstance(self.focusWidget(), QLineEdit):
            self.buttons.button(_Ok).setFocus()


class _Seen(QScrollArea):
    """As high as a share of what it holds."""

    def __init__(self, held: QWidget, rows: QGridLayout, share: float) -> None:
        super().__init__()
        self._rows, self._share = rows, min(1.0, share)
        self.setObjectName("placePage")
        held.setObjectName("placeBody")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(held)

    def sizeHint(self) -> QSize:
        """The share."""
        return QSize(520, round(self._rows.totalHeightForWidth(510) * self._share) + 8)

    def minimumSizeHint(self) -> QSize:
        """The same, for a dialog is as large as it needs to be."""
        return self.sizeHint()
