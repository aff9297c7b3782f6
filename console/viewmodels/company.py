"""Who else is on duty and what they look at; and what this operator looks at, for the others.

Nobody is kept from anything by it: it is the glance across the room that a colleague is at it already.
"""

from PySide6.QtCore import QObject, Signal

from console.domain.changes import Changes
from console.domain.presence import Gaze, Looked, Present
from console.language import _, ngettext
from console.state.store import Store
from console.viewmodels.selection import Selection


class Company(QObject):
    """``changed`` when somebody came, went or looks elsewhere; ``gazed(Gaze or None)`` when this operator does."""

    changed = Signal()
    gazed = Signal(object)

    def __init__(self, store: Store, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._gaze: Gaze | None = None
        selection.changed.connect(self._look)

    @property
    def others(self) -> list[Present]:
        """The colleagues who are connected now, by name."""
        me = self._store.operator
        others = (p for p in self._store.presence.values() if me is None or p.operator != me.id)
        return sorted(others, key=lambda p: (p.name, p.operator))

    def at(self, kind: Looked, thing: str) -> list[Present]:
        """The colleagues who look at this now."""
        return [other for other in self.others if other.gaze == Gaze(kind, thing)]

    def said(self, kind: Looked, thing: str) -> str:
        """``A. Serikova looks at this too``; "" where nobody does."""
        names = [other.name for other in self.at(kind, thing)]
        if not names:
            return ""
        text = ngettext("{names} looks at this too", "{names} look at this too", len(names))
        return text.format(names=_(" and ").join(filter(None, (", ".join(names[:-1]), names[-1]))))

    def refresh(self, changes: Changes) -> None:
        """Take in who came and went."""
        if changes.presence or changes.whole:
            self.changed.emit()

    def _look(self) -> None:
        kind, thing = self._selection.latest
        gaze = Gaze(Looked(kind), thing) if thing and kind in set(Looked) else None
        if gaze != self._gaze:
            self._gaze = gaze
            self.gazed.emit(gaze)
