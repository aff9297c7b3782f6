"""One channel for what the operator must be told: kept until a view listens, never lost in a log alone."""

from collections import deque
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Notice(Struct, frozen=True):
    """One message: what happened, what was kept, what can be done.

    ``key`` names the matter: a newer notice of the same key replaces the older one, and ``Notices.end(key)`` takes it
    away when the matter is over. ``progress`` is 0..1 for long work, ``details`` can be copied.
    """

    level: Level
    text: str
    key: str = ""
    details: str = ""
    progress: float | None = None


Listener = Callable[[Notice | None, str], None]


class Notices:
    """The channel. A listener gets ``(notice, key)``; ``(None, key)`` when the matter has ended."""

    def __init__(self) -> None:
        self._kept: deque[Notice] = deque(maxlen=500)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` of all that was kept while nobody listened, then of each new notice."""
        if not self._listeners:
            while self._kept:
                notice = self._kept.popleft()
                listener(notice, notice.key)
        self._listeners.append(listener)

    def tell(self, level: Level, text: str, *, key: str = "", details: str = "", progress: float | None = None) -> None:
        """Send a notice to whoever listens, or keep it until somebody does."""
        notice = Notice(level, text, key, details, progress)
        if not self._listeners:
            self._kept.append(notice)
        for listener in self._listeners:
            listener(notice, key)

    def end(self, key: str) -> None:
        """The matter ``key`` is over; its notice may go."""
        self._kept = deque((n for n in self._kept if n.key != key), maxlen=self._kept.maxlen)
        for listener in self._listeners:
            listener(None, key)

    def info(self, text: str, *, key: str = "", progress: float | None = None) -> None:
        """Tell something that needs no action."""
        self.tell(Level.INFO, text, key=key, progress=progress)

    def warning(self, text: str, *, key: str = "", details: str = "") -> None:
        """Tell something the operator should know about."""
        self.tell(Level.WARNING, text, key=key, details=details)

    def error(self, text: str, *, key: str = "", details: str = "") -> None:
        """Tell that something did not happen, and what was kept."""
        self.tell(Level.ERROR, text, key=key, details=details)
