"""Two incidents are the same, or have to do with each other: which other one?"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from console.domain.incidents import Incident
from console.language import _
from console.viewmodels import words
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class JoinDialog(Question):
    """Asks which; ``merged(id)``: it is the same and goes on here; ``linked(id)``: they have to do with each other.

    Args:
        incident: the one that goes on.
        others: those that are offered, the likeliest first.
        tell: what is said of one of them (place, distance, age).
        chosen: the one that is chosen already.
        parent: the window it belongs to.
    """

    merged = Signal(str)
    linked = Signal(str)

    def __init__(
        self,
        incident: Incident,
        others: Sequence[Incident],
        tell: Callable[[Incident], str],
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._incident, self._others, self._tell = incident, others, tell
        self.sieve, self.list = QLineEdit(), QListWidget()
        self.list.setMinimumSize(480, 160)
        for other in others:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, other.id)
            self.list.addItem(item)
        self.sieve.textChanged.connect(self._sift)
        self.list.currentRowChanged.connect(lambda _row: self._look())
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.link = QPushButton()
        self.buttons.addButton(self.link, QDialogButtonBox.ButtonRole.ActionRole)
        self.link.clicked.connect(self._link)
        self.accepted.connect(lambda: self.merged.emit(self.chosen))
        self.body.addWidget(self.sieve)
        self.body.addWidget(self.list)
        ids = [other.id for other in others]
        self.list.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self.retranslate()
        self._look()
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        """Id of the other one; "" for none."""
        item = self.list.currentItem()
        return "" if item is None or item.isHidden() else str(item.data(Qt.ItemDataRole.UserRole))

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Merge or link incidents"))
        asked = _(
            "{incident}: which other incident is the same, or has to do with it? A merged one ends as a duplicate."
        )
        nobody = _("There is no other open incident.")
        title = words.incident_title(self._incident)
        self.asked.setText(asked.format(incident=title) if self._others else nobody)
        for row, other in enumerate(self._others):
            self.list.item(row).setText(self._tell(other))
        self.sieve.setPlaceholderText(_("Number, kind or place"))
        self.sieve.setAccessibleName(self.sieve.placeholderText())
        self.list.setAccessibleName(_("Other incidents"))
        self.name(_Ok, _("The same: merge"))
        self.link.setText(_("Has to do with it: link"))
        self.name(_Cancel, _("Cancel"))

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

    def _link(self) -> None:
        other = self.chosen
        super().reject()
        self.linked.emit(other)

    def _look(self) -> None:
        for button in (self.buttons.button(_Ok), self.link):
            button.setEnabled(bool(self.chosen))
