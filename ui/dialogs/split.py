"""A part of an incident is one of its own: which alarms, and which units go with them?"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from console.language import _
from console.viewmodels.incident_parties import Party, PartyKind
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class SplitDialog(Question):
    """Asks what belongs to the new incident; ``given(alarms, units)``.

    Args:
        incident: what is split, for people.
        parties: its alarms and units.
        can_be_empty: whether the old one may be left without alarms (it came of a call).
        parent: the window it belongs to.
    """

    given = Signal(object, object)

    def __init__(
        self, incident: str, parties: Sequence[Party], *, can_be_empty: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._incident, self._can_be_empty = incident, can_be_empty
        self._parties = [party for party in parties if party.kind in (PartyKind.ALARM, PartyKind.UNIT)]
        self._parties.sort(key=lambda party: party.kind)
        self.list = QListWidget()
        self.list.setMinimumSize(420, 140)
        self.list.setSpacing(2)
        for party in self._parties:
            item = QListWidgetItem(f"{party.text} · {party.note}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._look())
        self.body.addWidget(self.list)
        self.accepted.connect(lambda: self.given.emit(self._taken(PartyKind.ALARM), self._taken(PartyKind.UNIT)))
        self.retranslate()
        self._look()
        self.list.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Split the incident"))
        asked = _("{incident}: what belongs to the new incident? Space ticks a row.")
        self.asked.setText(asked.format(incident=self._incident))
        self.list.setAccessibleName(_("Alarms and units"))
        self.name(_Ok, _("Split"))
        self.name(_Cancel, _("Cancel"))

    def _taken(self, kind: PartyKind) -> tuple[str, ...]:
        rows = enumerate(self._parties)
        ticked = Qt.CheckState.Checked
        return tuple(p.id for n, p in rows if p.kind is kind and self.list.item(n).checkState() is ticked)

    def _look(self) -> None:
        alarms = self._taken(PartyKind.ALARM)
        known = sum(party.kind is PartyKind.ALARM for party in self._parties)
        stays = self._can_be_empty or len(alarms) < known
        self.buttons.button(_Ok).setEnabled(bool(alarms) and stays)
        self.tell_problem("" if stays else _("At least one alarm has to stay."))
