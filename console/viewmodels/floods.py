"""Alarm floods as they are told: of the room, of each who is on duty, and what everybody has on their hands."""

from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.insight.flood import WINDOW_S, FloodWatch
from console.insight.load import Load, loads
from console.state.store import Store


class Floods(QObject):
    """Counts new alarms of the room; ``changed(is_flood)`` when a flood begins or ends."""

    changed = Signal(bool)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._watch = FloodWatch()
        self._seen: set[str] = set()

    def refresh(self, changes: Changes) -> None:
        """Take in new alarms."""
        alarms = self._store.picture.alarms
        if changes.whole:
            self._watch.clear()
            self._seen = set()
        touched = alarms.keys() if changes.whole else changes.alarms
        new = {i for i in touched if i in alarms and i not in self._seen}
        self._seen |= new
        self._seen.difference_update([i for i in touched if i not in alarms])
        if new:
            now = self._store.clock.now()
            times = (min(alarms[i].raised_at, now) for i in new)  # one from the future has come now
            self._watch.add(at for at in times if at > now - WINDOW_S)
            self.beat()

    def beat(self) -> None:
        """A second has passed."""
        was = self._watch.is_flood
        self._watch.look(self._store.clock.now(), len(self.on_duty()))
        if self._watch.is_flood is not was:
            self.changed.emit(self._watch.is_flood)

    @property
    def is_flood(self) -> bool:
        """Whether more new alarms come than those on duty can answer (ISA-18.2, per operator)."""
        return self._watch.is_flood

    @property
    def room(self) -> int:
        """New alarms in the last 10 minutes."""
        return self._watch.recent

    @property
    def each(self) -> float:
        """The same for each who is on duty."""
        return self._watch.recent / max(1, len(self.on_duty()))

    def on_duty(self) -> set[str]:
        """Ids of those who are connected now; while nothing is known of that, the operator at this console."""
        me = self._store.operator
        return {*self._store.presence, *([me.id] if me else ())}

    def colleagues(self) -> list[Load]:
        """What the others have on their hands, who has least first; if nobody is known present, all known ones."""
        me = self._store.operator
        own = {me.id} if me else set()
        others = self.on_duty() - own or self._store.picture.operators.keys() - own
        return loads(self._store.picture.alarms.values(), others, self._store.clock.now())

    def mine(self) -> Load | None:
        """What the operator at this console has on their hands."""
        me = self._store.operator
        return None if me is None else loads(self._store.picture.alarms.values(), [me.id], self._store.clock.now())[0]
