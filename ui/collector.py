"""Garbage is collected in the window's thread only: Qt objects must not be deleted by whatever thread runs."""

import gc

from PySide6.QtCore import QObject, QTimer

EACH_MS = 1000


class Collector(QObject):
    """Does by timer what Python would do anywhere, by Python's own thresholds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what is here now stays until the end: nobody need look at it again
        self._timer = QTimer(self, interval=EACH_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose count is above its threshold."""
        due = [
            n for n, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit
        ]
        if due:
            gc.collect(due[-1])
