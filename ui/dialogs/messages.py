"""Messages to units and roll calls: who has read them, and who is silent."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from console.language import _
from console.viewmodels.radio import Radio, Sent
from ui.dialogs.frame import Question
from ui.empty import EmptyNote

_Close = QDialogButtonBox.StandardButton.Close


class MessagesDialog(Question):
    """Follows ``radio`` while it is open; a row opens to show who is silent."""

    def __init__(self, radio: Radio, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Close)
        self._radio = radio
        self.list = QTreeWidget()
        self.list.setColumnCount(4)
        self.list.setMinimumSize(680, 320)
        self.list.setWordWrap(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        for column in range(4):
            is_text = column == 2
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if is_text else QHeaderView.ResizeMode.ResizeToContents
            )
        self._empty = EmptyNote(self.list)
        self.body.addWidget(self.list)
        self.asked.hide()
        radio.changed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Messages and roll calls"))
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHeaderLabels([_("Sent"), _("By"), _("Message"), _("Read")])
        self.name(_Close, _("Close"))
        self._fill()

    def _fill(self) -> None:
        opened = {
            item.data(0, Qt.ItemDataRole.UserRole)
            for n in range(self.list.topLevelItemCount())
            if (item := self.list.topLevelItem(n)) is not None and item.isExpanded()
        }
        self.list.clear()
        sent = self._radio.sent
        for message in sent:
            row = QTreeWidgetItem(self.list, [message.time, message.by, message.text, _answers(message)])
            row.setData(0, Qt.ItemDataRole.UserRole, message.id)
            if message.silent:
                QTreeWidgetItem(row, [_("Silent"), "", ", ".join(message.silent), ""])
            row.setExpanded(message.id in opened or (message.is_roll_call and message is sent[0]))
        self._empty.say(
            "" if sent else _("Nothing was written to units yet. M on the patrol board writes to the chosen ones.")
        )


def _answers(message: Sent) -> str:
    return _("{n} of {all}").format(n=message.answered, all=message.asked)
