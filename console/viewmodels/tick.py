"""The one tick: facts arrive when they like, the screen changes at most 30 times a second, all of it together.

What comes after a pause is shown at once, and what follows it waits for the next tick: so a single fact, or bursts that
are further apart than ticks, lose no time, and a flood costs no more turns.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.changes import Changes
from console.state.store import Store

log = logging.getLogger(__name__)

TICK_MS = 33
"""From the end of a tick to the next one at least: a frame of 30 Hz, shorter than anybody sees."""

BEAT_MS = 1000


class Reader(Protocol):
    """Who looks at the store when it has changed."""

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick (empty where only the link's state did)."""
        ...


class Tick(QObject):
    """Hands the store's changes to its readers, in the order they were added, and beats each second for ages.

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
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._rested)
        self._heart = QTimer(self, interval=BEAT_MS)
        self._heart.timeout.connect(self.beat)
        self._heart.start()
        store.on_change = self._wake
        self._timer.start(TICK_MS)

    def read_by(self, *readers: Reader) -> None:
        """Add readers."""
        self._readers.extend(reader.refresh for reader in readers)

    def now(self) -> None:
        """Tick at once (the timer does it by itself; tests and a closing console call it)."""
        self._is_due = False
        changes = self._store.take()
        for refresh in self._readers:
            self._hand_to(refresh, changes)
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        """The console ends: nobody is handed anything any more, and no second is counted."""
        self._store.on_change = lambda: None
        self._timer.stop()
        self._heart.stop()

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
        if self._is_due:
            self.now()
