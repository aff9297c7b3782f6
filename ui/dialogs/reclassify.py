"""It is something else, or more or less urgent, than it looked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from console.domain.alarms import PRIORITY_OF, AlarmKind, Priority
from console.domain.incidents import Incident
from console.language import _
from console.viewmodels import words
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class ReclassifyDialog(Question):
    """Asks what it is; ``given(kind, priority)``. Another kind brings its usual priority with it."""

    given = Signal(object, object)

    def __init__(self, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._incident = incident
        self.kind, self.priority = QComboBox(), QComboBox()
        for kind in AlarmKind:
            self.kind.addItem("", kind.value)
        self.priority.addItems([""] * len(Priority))
        self.kind.setCurrentIndex(list(AlarmKind).index(incident.kind))
        self.priority.setCurrentIndex(incident.priority - 1)
        self.kind.currentIndexChanged.connect(self._follow)
        self.priority.currentIndexChanged.connect(self._look)
        self.body.addWidget(self.kind)
        self.body.addWidget(self.priority)
        self.accepted.connect(lambda: self.given.emit(*self._chosen()))
        self.retranslate()
        self._look()
        self.kind.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Reclassify"))
        title = words.incident_title(self._incident)
        self.asked.setText(_("{incident}: what is it really? Its procedure changes with it.").format(incident=title))
        for row, kind in enumerate(AlarmKind):
            self.kind.setItemText(row, words.word(kind))
        for row, priority in enumerate(Priority):
            self.priority.setItemText(row, words.priority(priority))
        self.kind.setAccessibleName(_("What it is"))
        self.priority.setAccessibleName(_("Priority"))
        self.name(_Ok, _("Reclassify"))
        self.name(_Cancel, _("Cancel"))

    def _chosen(self) -> tuple[AlarmKind, Priority]:
        return AlarmKind(self.kind.currentData()), list(Priority)[self.priority.currentIndex()]

    def _follow(self) -> None:
        self.priority.setCurrentIndex(PRIORITY_OF[self._chosen()[0]] - 1)
        self._look()

    def _look(self) -> None:
        is_other = self._chosen() != (self._incident.kind, self._incident.priority)
        self.buttons.button(_Ok).setEnabled(is_other)
