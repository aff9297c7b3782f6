"""Which other incident: to be merged or linked with one, or to take in alarms."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from console.domain.incidents import Incident
from console.language import _, ngettext
from console.viewmodels import words
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class IncidentChoice(Question):
    """Asks for an incident; ``given(id)``. Subclasses say the words.

    Args:
        incidents: those that are offered, the likeliest first.
        tell: what is said of one of them (place, distance, age).
        chosen: the one that is chosen already; the first where it is not among them.
        parent: the window it belongs to.
    """

    given = Signal(str)

    def __init__(
        self,
        incidents: Sequence[Incident],
        tell: Callable[[Incident], str],
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._incidents, self._tell = incidents, tell
        self.sieve, self.list = QLineEdit(), QListWidget()
        self.list.setMinimumSize(480, 160)
        for incident in incidents:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, incident.id)
            self.list.addItem(item)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.accepted.connect(lambda: self.given.emit(self.chosen))
        self.body.addWidget(self.sieve)
        self.body.addWidget(self.list)
        ids = [incident.id for incident in incidents]
        self.list.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self.sieve.textChanged.connect(self._sift)
        self.list.currentRowChanged.connect(lambda _row: self._look())
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        """Id of the incident; "" for none."""
        item = self.list.currentItem()
        return "" if item is None or item.isHidden() else str(item.data(Qt.ItemDataRole.UserRole))

    def retranslate(self) -> None:
        """Say every word anew."""
        for row, incident in enumerate(self._incidents):
            self.list.item(row).setText(self._tell(incident))
        self.sieve.setPlaceholderText(_("Number, kind or place"))
        self.sieve.setAccessibleName(self.sieve.placeholderText())
        self.list.setAccessibleName(_("Open incidents"))
        self.name(_Cancel, _("Cancel"))
        self._look()

    def _sift(self, typed: str) -> None:
        wanted = typed.casefold().split()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_fit = all(part in item.text().casefold() for part in wanted)
            item.setHidden(not is_fit)
            first = row if is_fit and first < 0 else first
        self.list.setCurrentRow(first)
        self._look()

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.chosen))


class JoinDialog(IncidentChoice):
    """``given(id)``: it is the same as ``incident`` and goes on there; ``linked(id)``: it has to do with it."""

    linked = Signal(str)

    def __init__(
        self,
        incident: Incident,
        others: Sequence[Incident],
        tell: Callable[[Incident], str],
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(others, tell, chosen, parent)
        self._incident = incident
        self.link = QPushButton()
        self.buttons.addButton(self.link, QDialogButtonBox.ButtonRole.ActionRole)
        self.link.clicked.connect(self._link)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        self.setWindowTitle(_("Merge or link incidents"))
        text = _(
            "{incident}: which other incident is the same, or has to do with it? A merged one ends as a duplicate."
        )
        nobody = _("There is no other open incident.")
        self.asked.setText(text.format(incident=words.incident_title(self._incident)) if self._incidents else nobody)
        self.name(_Ok, _("The same: merge"))
        self.link.setText(_("Has to do with it: link"))

    def _link(self) -> None:
        other = self.chosen
        super().reject()
        self.linked.emit(other)

    def _look(self) -> None:
        super()._look()
        self.link.setEnabled(bool(self.chosen))


class AddAlarmsDialog(IncidentChoice):
    """``given(id)``: the incident that ``count`` alarms belong to."""

    def __init__(
        self, count: int, incidents: Sequence[Incident], tell: Callable[[Incident], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(incidents, tell, parent=parent)
        self._count = count
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        self.setWindowTitle(_("Add to an incident"))
        text = ngettext("{n} alarm: to which incident does it belong?", "{n} alarms: to which incident?", self._count)
        self.asked.setText(text.format(n=self._count) if self._incidents else _("There is no open incident."))
        self.name(_Ok, _("Add"))
