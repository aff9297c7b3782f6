"""What was said to units and what came back: messages, roll calls, and dispatches that nobody has answered."""

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.messages import Message
from console.domain.units import AssignmentState
from console.language import _, ngettext
from console.state.store import Store
from console.viewmodels import words

ROLL_CALL_WITHIN_S = 60.0
"""When the silent ones of a roll call are told, seconds: as long as the center answers an emergency call and sends a
unit (NFPA 1225: 60 s); a setting."""


class Sent(Struct, frozen=True):
    """A message as it is shown; ``silent`` are the callsigns from which nothing has come back."""

    id: str
    time: str
    by: str
    text: str
    answered: int
    asked: int
    silent: tuple[str, ...]
    is_roll_call: bool


class Radio(QObject):
    """The latest messages, newest first. ``told(text, key, is_warning)`` is for who has to act on what came back."""

    changed = Signal()
    told = Signal(str, str, bool)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open: dict[str, bool] = {}
        """Roll calls of this operator that are not complete: whether the silent ones were told."""
        self._unanswered: set[str] = set()

    @property
    def sent(self) -> list[Sent]:
        """All of them."""
        return [self._shown(m) for m in reversed(self._store.picture.messages.values())]

    def refresh(self, changes: Changes) -> None:
        """Take in messages, what was read, and assignments without an answer."""
        if changes.messages or changes.whole:
            self._take_roll_calls()
            self.changed.emit()
        if changes.units or changes.whole:
            self._take_unanswered(changes)

    def beat(self) -> None:
        """A second has passed: a roll call may have waited long enough."""
        now = self._store.clock.now()
        for message_id, is_told in self._open.items():
            message = self._store.picture.messages.get(message_id)
            if message is not None and not is_told and now - message.at >= ROLL_CALL_WITHIN_S:
                self._open[message_id] = True
                text = _("Roll call: {silent} of {asked} have not answered: {names}")
                names = ", ".join(self._callsigns(message.silent[:12])) + (" …" if len(message.silent) > 12 else "")
                self.told.emit(
                    text.format(silent=len(message.silent), asked=len(message.units), names=names), message_id, True
                )

    def _take_roll_calls(self) -> None:
        me = self._store.operator
        for message in self._store.picture.messages.values():
            if not message.is_roll_call or me is None or message.by != me.id:
                continue
            if message.silent:
                self._open.setdefault(message.id, False)
            elif message.id in self._open:
                del self._open[message.id]
                count = len(message.units)
                text = ngettext("Roll call: {n} unit, it has answered.", "Roll call: all {n} have answered.", count)
                self.told.emit(text.format(n=count), message.id, False)

    def _take_unanswered(self, changes: Changes) -> None:
        picture, me = self._store.picture, self._store.operator
        looked_at = picture.units.keys() if changes.whole else changes.units & picture.units.keys()
        for unit_id in looked_at:
            unit = picture.units[unit_id]
            task = unit.assignment
            if task is None or task.state is not AssignmentState.UNANSWERED:
                self._unanswered.discard(unit_id)
            elif unit_id not in self._unanswered:
                self._unanswered.add(unit_id)
                if me is not None and task.by == me.id:
                    text = _("{unit} has not answered {incident}. Call it, or send another.")
                    self.told.emit(text.format(unit=unit.callsign, incident=task.incident), f"call-{unit_id}", True)

    def _shown(self, message: Message) -> Sent:
        return Sent(
            message.id,
            words.time_of_day(message.at),
            self._store.picture.operators.get(message.by, message.by),
            message.text,
            len(message.read),
            len(message.units),
            tuple(self._callsigns(message.silent)),
            message.is_roll_call,
        )

    def _callsigns(self, units: tuple[str, ...]) -> list[str]:
        known = self._store.picture.units
        return [known[unit].callsign if unit in known else unit for unit in units]
