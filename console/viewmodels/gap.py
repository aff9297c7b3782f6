"""How smoothly the window's loop turns: the time between two turns, sampled by a 5 ms timer."""

from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer

from console.clock import monotonic

SAMPLE_MS = 5
"""Interval of the timer; a gap is what a turn took longer than that (benchmarks.md: 'UI gap')."""

_KEPT = 60_000
"""Samples kept: five minutes."""


class LoopGap(QObject):
    """Samples the gap; ``percentile`` tells it in milliseconds over what was kept since ``restart``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps: deque[float] = deque(maxlen=_KEPT)
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)

    def restart(self) -> None:
        """Forget the samples and begin anew."""
        self._gaps.clear()
        self._last = monotonic()
        self._timer.start(SAMPLE_MS)

    def percentile(self, share: float) -> float | None:
        """The gap in milliseconds that ``share`` (0..1) of the samples stay below; None without samples."""
        if not self._gaps:
            return None
        ordered = sorted(self._gaps)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def _turn(self) -> None:
        now = monotonic()
        self._gaps.append(max(0.0, now - self._last - SAMPLE_MS / 1000))
        self._last = now
