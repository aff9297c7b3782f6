"""A call for service (102, 112, in person, by radio): where, what, who. Everything goes by keyboard.

Tab goes on, the arrows choose among the places that fit, Ctrl+Enter opens the incident. What was written and not sent
is there again when the card is opened the next time, even after a crash of the console.
"""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import CallLine
from console.domain.intents import NOTE_LIMIT, OpenCall
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.call_card import NAME_AT_MOST, REPORTED, CallDraft, Where
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel

PLACES_SEEN = 4
FIND_AFTER_MS = 120
"""A search through the city waits until the typing pauses."""

KEEP_AFTER_MS = 500
"""So long after a change at the latest ``written`` tells it."""


class CallDialog(Question):
    """Takes a call; ``given(OpenCall)`` when the incident shall be opened, ``put_off(CallDraft)`` when not (yet).

    ``written(CallDraft)`` tells meanwhile what is written, whenever the writing pauses.

    Args:
        draft: what was written before.
        find: places that fit a text.
        parent: the window it belongs to.
    """

    given = Signal(OpenCall)
    put_off = Signal(object)
    written = Signal(object)

    def __init__(self, draft: CallDraft, find: Callable[[str], list[Where]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked.hide()
        self._find = find
        self._offered: list[Where] = []
        self.line, self.kind, self.priority = QComboBox(), QComboBox(), QComboBox()
        self.where = QLineEdit(draft.typed_place, maxLength=NAME_AT_MOST)
        self.offers = QListWidget()
        self.text = QPlainTextEdit(draft.text)
        self.caller = QLineEdit(draft.caller, maxLength=NAME_AT_MOST)
        self.phone = QLineEdit(draft.phone, maxLength=NAME_AT_MOST)
        self._labels = [QLabel() for _row in range(6)]
        self._pause = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._rest = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._rest.timeout.connect(lambda: self.written.emit(self.draft))
        self._lay_out()
        self._fill(draft)
        self._listen()
        self.retranslate()
        self._offer(draft.where)
        self.where.setFocus()

    @property
    def draft(self) -> CallDraft:
        """What is written now."""
        row = self.offers.currentRow()
        number = self.priority.currentIndex()
        return CallDraft(
            CallLine(self.line.currentData()),
            AlarmKind(self.kind.currentData()) if self.kind.currentIndex() >= 0 else None,
            list(Priority)[number - 1] if number > 0 else None,
            self.text.toPlainText(),
            self.where.text(),
            self._offered[row] if 0 <= row < len(self._offered) else None,
            self.caller.text(),
            self.phone.text(),
        )

    def accept(self) -> None:
        """Open the incident, or say what is missing."""
        self._offer_now()
        draft = self.draft
        over = len(draft.text.strip()) - NOTE_LIMIT
        if over > 0:
            text = ngettext("{n} character too many", "{n} characters too many", over)
            self.tell_problem(text.format(n=over))
            return
        if (intent := draft.intent()) is None:
            self.tell_problem(draft.problem())
            (self.where if draft.where is None else self.kind if draft.kind is None else self.text).setFocus()
            return
        self._rest.stop()
        super().accept()
        self.given.emit(intent)

    def reject(self) -> None:
        """Keep what was written."""
        self._rest.stop()
        self.put_off.emit(self.draft)
        super().reject()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Call for service"))
        told = (_("Line"), _("Where"), _("What"), _("What is said"), _("Caller"), _("Priority"))
        for label, text in zip(self._labels, told, strict=True):
            label.setText(text)
        fields = (self.line, self.where, self.kind, self.text, self.caller, self.priority)
        for field, text in zip(fields, told, strict=True):
            field.setAccessibleName(text)
        self.where.setPlaceholderText(_("Street, crossing, site, code of a camera, or coordinates"))
        self.text.setPlaceholderText(_("What happens, who is hurt, weapons, which way they went"))
        self.caller.setPlaceholderText(_("Who calls"))
        self.phone.setPlaceholderText(_("Phone"))
        self.phone.setAccessibleName(_("Phone"))
        self.offers.setAccessibleName(_("Places that fit"))
        for row in range(self.line.count()):
            self.line.setItemText(row, words.word(CallLine(self.line.itemData(row))))
        for row in range(self.kind.count()):
            self.kind.setItemText(row, words.word(AlarmKind(self.kind.itemData(row))))
        self.kind.setPlaceholderText(_("Choose what it is"))
        self.priority.setItemText(0, _("As usual for this"))
        for row, priority in enumerate(Priority, start=1):
            self.priority.setItemText(row, words.priority(priority))
        self.name(_Ok, _("Open the incident"))
        self.name(_Cancel, _("Not now"))
        self.buttons.button(_Ok).setToolTip("Ctrl+Enter")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the field choose among the places; Enter there goes on instead of ending the call."""
        if watched is self.where and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self.offers.count():
                row = (self.offers.currentRow() + step) % self.offers.count()
                self.offers.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._offer_now()
                self.kind.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.setMinimumWidth(560)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.setFixedHeight(PLACES_SEEN * (self.fontMetrics().height() + 7) + 8)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(88)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self.caller, 3)
        who.addWidget(self.phone, 2)
        form = QFormLayout()
        form.setSpacing(8)
        line, where, kind, text, caller, priority = self._labels
        form.addRow(line, self.line)
        form.addRow(where, self.where)
        form.addRow("", self.offers)
        form.addRow(kind, self.kind)
        form.addRow(priority, self.priority)
        form.addRow(text, self.text)
        form.addRow(caller, who)
        self.body.addLayout(form)
        order = (self.line, self.where, self.kind, self.priority, self.text, self.caller, self.phone)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _fill(self, draft: CallDraft) -> None:
        for line in CallLine:
            self.line.addItem("", line.value)
        for kind in REPORTED:
            self.kind.addItem("", kind.value)
        self.priority.addItems([""] * (1 + len(Priority)))
        self.line.setCurrentIndex(list(CallLine).index(draft.line))
        self.kind.setCurrentIndex(REPORTED.index(draft.kind) if draft.kind in REPORTED else -1)
        self.priority.setCurrentIndex(0 if draft.priority is None else draft.priority)

    def _listen(self) -> None:
        self.where.installEventFilter(self)
        self.where.textEdited.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(lambda: self._offer(None))
        self.text.textChanged.connect(lambda: self.tell_problem(""))
        self.kind.currentIndexChanged.connect(lambda _row: self.tell_problem(""))
        self.offers.currentRowChanged.connect(lambda _row: self.tell_problem(""))
        changes = (
            *(field.currentIndexChanged for field in (self.line, self.kind, self.priority)),
            *(field.textChanged for field in (self.where, self.text, self.caller, self.phone)),
            self.offers.currentRowChanged,
        )
        for changed in changes:
            changed.connect(self._wake)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)

    def _offer_now(self) -> None:
        """What was typed last is looked for at once."""
        if self._pause.isActive():
            self._pause.stop()
            self._offer(None)

    def _wake(self) -> None:
        """Something was written: tell it soon, however long the writing goes on."""
        if not self._rest.isActive():
            self._rest.start()

    def _offer(self, chosen: Where | None) -> None:
        """Show the places that fit; the best of them is chosen, the middle of the map only by hand."""
        self._offered = self._find(self.where.text())
        if chosen is not None and chosen not in self._offered:
            self._offered.insert(0, chosen)
        self.offers.clear()
        self.offers.addItems([" · ".join(part for part in (where.name, where.hint) if part) for where in self._offered])
        fits = bool(self._offered) and not self._offered[0].is_middle
        row = self._offered.index(chosen) if chosen is not None else 0 if fits else -1
        self.offers.setCurrentRow(row)
