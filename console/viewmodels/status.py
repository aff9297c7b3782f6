"""What the status bar says: link, age of each source, clock, mode, operator, flood, outbox, sound; nothing assumed."""

from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.clock import monotonic
from console.domain.changes import Changes
from console.domain.freshness import LinkState, Source
from console.domain.protocol import Mode
from console.domain.session import Operator
from console.insight.flood import FloodWatch
from console.language import _
from console.state.store import Store
from console.viewmodels import words


class SoundState(StrEnum):
    """Whether an alarm can be heard."""

    ON = "on"
    MUTED = "muted"
    NO_DEVICE = "no_device"


class SourceAge(Struct, frozen=True):
    """How old what a source told is; None when it never spoke."""

    source: Source
    age_s: float | None
    is_stale: bool


class StatusView(QObject):
    """The figures of the status bar; ``changed`` is emitted when the link's state changes and each second."""

    changed = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._flood = FloodWatch()
        self._seen: set[str] = set()
        self._sound = SoundState.ON
        self._shown_link = store.link_status

    def refresh(self, changes: Changes) -> None:
        """Take in the link's state and new alarms."""
        alarms = self._store.picture.alarms
        if changes.whole:
            self._flood.clear()
            self._seen = set()
        new = (alarms.keys() if changes.whole else changes.alarms & alarms.keys()) - self._seen
        self._seen |= new
        self._seen &= alarms.keys()
        if new:
            self._flood.add(alarms[i].raised_at for i in new)
            self._flood.look(self._store.clock.now())
        if changes.whole or self._shown_link != self._store.link_status:
            self._shown_link = self._store.link_status
            self.changed.emit()

    def beat(self) -> None:
        """A second has passed."""
        self._flood.look(self._store.clock.now())
        self.changed.emit()

    @property
    def link_state(self) -> LinkState:
        """Where the console stands with its center."""
        return self._store.link_status.state

    def link_words(self) -> str:
        """The link in words, with the countdown to the next try."""
        status = self._store.link_status
        if status.state is LinkState.OFFLINE and status.retry_at is not None:
            return _("Offline, next try in {n} s").format(n=max(0, round(status.retry_at - monotonic())))
        return words.word(status.state)

    def link_reason(self) -> str:
        """Why it stands so, for people; may be empty."""
        return self._store.link_status.reason

    def sources(self) -> list[SourceAge]:
        """Each source with the age of what it told."""
        return [SourceAge(s, self._store.age(s), self._store.is_stale(s)) for s in Source]

    def is_stale(self, source: Source) -> bool:
        """Whether what this source told must not be shown as live."""
        return self._store.is_stale(source)

    @property
    def mode(self) -> Mode:
        """How the center's clock moves, and whether it is real."""
        return self._store.link_status.mode

    def clock(self) -> str:
        """The center's time of day."""
        return words.time_of_day(self._store.clock.now())

    def day(self) -> str:
        """The center's date."""
        return words.day(self._store.clock.now())

    @property
    def operator(self) -> Operator | None:
        """Who works here."""
        return self._store.operator

    @property
    def is_flood(self) -> bool:
        """Whether more new alarms come than one operator can answer (ISA-18.2)."""
        return self._flood.is_flood

    @property
    def new_alarms(self) -> int:
        """New alarms in the last 10 minutes."""
        return self._flood.recent

    @property
    def queued(self) -> int:
        """Intents the center has not answered."""
        return self._store.link_status.queued

    @property
    def sound(self) -> SoundState:
        """Whether an alarm can be heard."""
        return self._sound

    @sound.setter
    def sound(self, state: SoundState) -> None:
        self._sound = state
        self.changed.emit()
