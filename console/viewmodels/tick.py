"""The one tick: facts arrive when they like, the screen changes at most 30 times a second, all of it together.

What comes after a pause is shown at once, and what follows it waits for the next tick: so a single fact, or bursts that
are further apart than ticks, lose no time, and a flood costs no more turns. In a flood a tick takes in a bounded part,
the most urgent alarms first, and who beats each second does so in a turn of its own: no turn gets long.
"""

import logging
from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.alarms import Priority
from console.domain.changes import Changes
from console.state.store import Store

log = logging.getLogger(__name__)

TICK_MS = 33
"""From the end of a tick to the next one at least: a frame of 30 Hz, shorter than anybody sees."""

BEAT_MS = 1000

AT_ONCE = 200
"""So many alarms are handed on in one tick, about 10 ms of work."""

PAUSE_MS = 8
"""Before the others follow: what was pressed or moved meanwhile has its turn, and the window paints."""


class Reader(Protocol):
    """Who looks at the store when it has changed."""

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick (empty where only the link's state did)."""
        ...


class Tick(QObject):
    """Hands the store's changes to its readers, in the order they were added, and beats each second for ages.

    ``beat`` is for who has little to do then; ``each_second`` for who has more.

    A pane that has a fault must not keep the alarms from the others: it is logged and told once (``on_fault``, with the
    fault), the rest go on, and the reader is given the whole at each tick until it works again.
    """

    beat = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._readers: list[Callable[[Changes], None]] = []
        self._missed: dict[Callable[[Changes], None], Changes] = {}
        self.on_fault: Callable[[Exception], None] = lambda fault: None
        self._is_due = True
        self._later = Changes()
        """What was taken from the store and not handed on yet."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._rested)
        self._heart = QTimer(self, interval=BEAT_MS)
        self._beaten: deque[Callable[[], None]] = deque((self.beat.emit,))
        self._heart.timeout.connect(self._beat)
        self._heart.start()
        store.on_change = self._wake
        self._timer.start(TICK_MS)

    def read_by(self, *readers: Reader) -> None:
        """Add readers."""
        self._readers.extend(reader.refresh for reader in readers)

    def each_second(self, *listeners: Callable[[], None]) -> None:
        """Call these once a second, each in a turn of its own; they live as long as the tick."""
        self._beaten.extend(listeners)
        self._heart.setInterval(BEAT_MS // len(self._beaten))

    def now(self) -> None:
        """Tick at once, with all there is (the timer does it by itself; tests and a closing console call it)."""
        self._take()
        changes, self._later = self._later, Changes()
        self._hand_on(changes)

    def stop(self) -> None:
        """The console ends: nobody is handed anything any more, and no second is counted."""
        self._store.on_change = lambda: None
        self._timer.stop()
        self._heart.stop()

    def _take(self) -> None:
        self._is_due = False
        self._later.add(self._store.take())

    def _part(self) -> Changes:
        """As much of what waits as is handed on at once."""
        changes, self._later = self._later, Changes()
        if len(changes.alarms) > AT_ONCE and not changes.whole:
            alarms = self._store.picture.alarms
            urgent = sorted(changes.alarms, key=lambda i: alarms[i].priority if i in alarms else Priority.P4)
            changes.alarms, self._later.alarms = set(urgent[:AT_ONCE]), set(urgent[AT_ONCE:])
        return changes

    def _hand_on(self, changes: Changes) -> None:
        for refresh in self._readers:
            self._hand_to(refresh, changes)
        self._timer.start(PAUSE_MS if self._later else TICK_MS)

    def _hand_to(self, refresh: Callable[[Changes], None], changes: Changes) -> None:
        missed = self._missed.get(refresh)
        if missed is not None:
            changes = Changes(whole=True, registry=changes.registry or missed.registry)
        try:
            refresh(changes)
        except Exception as fault:
            self._missed[refresh] = changes
            if missed is None:
                log.exception("%r failed", refresh)
                self.on_fault(fault)
        else:
            self._missed.pop(refresh, None)

    def _wake(self) -> None:
        self._is_due = True
        if not self._timer.isActive():
            self._timer.start(0)

    def _rested(self) -> None:
        if self._is_due or self._later:
            self._take()
            self._hand_on(self._part())

    def _beat(self) -> None:
        self._beaten.rotate(-1)
        self._beaten[-1]()
