"""Alarms are given to a colleague: who is on duty, and what each has on their hands."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from console.insight.load import Load
from console.language import _, ngettext
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class GiveDialog(Question):
    """Asks to whom; ``given(operator id)``. Who has least to do stands first and is chosen.

    Args:
        count: how many alarms are given.
        loads: colleagues, who has least first.
        name: what an operator is called.
        parent: the window it belongs to.
    """

    given = Signal(str)

    def __init__(
        self, count: int, loads: Sequence[Load], name: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._count, self._loads, self._name = count, loads, name
        self.list = QListWidget()
        for load in loads:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, load.operator)
            self.list.addItem(item)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.setCurrentRow(0)
        self.body.addWidget(self.list)
        self.accepted.connect(self._tell)
        self.retranslate()
        self.list.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Give to a colleague"))
        alarms = ngettext("{n} alarm", "{n} alarms", self._count).format(n=self._count)
        nobody = _("No colleague is known to be on duty.")
        self.asked.setText(_("{alarms}: to whom?").format(alarms=alarms) if self._loads else nobody)
        for row, load in enumerate(self._loads):
            self.list.item(row).setText(f"{self._name(load.operator)} — {_said(load)}")
        self.list.setAccessibleName(_("Colleagues"))
        self.buttons.button(_Ok).setEnabled(bool(self._loads))
        self.name(_Ok, _("Give"))
        self.name(_Cancel, _("Cancel"))

    def _tell(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.given.emit(item.data(Qt.ItemDataRole.UserRole))


def _said(load: Load) -> str:
    owned = ngettext("{n} alarm open", "{n} alarms open", load.owned).format(n=load.owned)
    recent = ngettext("{n} in 10 min", "{n} in 10 min", load.recent).format(n=load.recent)
    flooded = _("more than one can answer")
    return ", ".join([owned, recent, flooded] if load.is_flooded else [owned, recent])
