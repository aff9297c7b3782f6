"""What need not be said anew thirty times a second: at once after a pause, else when the pause is over."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 250
"""A figure that changes four times a second is as fast as anybody reads."""


class Rested(QObject):
    """Calls ``do`` when woken, but not again before the pause is over; ``now`` does it whatever the pause."""

    def __init__(self, do: Callable[[], object], parent: QObject, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._do = do
        self._is_due = False
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self._rested)

    def wake(self) -> None:
        """Something may be different."""
        self._is_due = True
        if not self._pause.isActive():
            self.now()

    def now(self) -> None:
        """Do it at once."""
        self._is_due = False
        self._do()
        self._pause.start()

    def _rested(self) -> None:
        if self._is_due:
            self.now()
