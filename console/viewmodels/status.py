"""What the status bar says: link, age of each source, clock, mode, operator, flood, outbox, sound; nothing assumed."""

from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.clock import monotonic
from console.domain.changes import Changes
from console.domain.freshness import LinkState, Source
from console.domain.protocol import Mode
from console.domain.session import Operator
from console.language import _
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.floods import Floods


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
        self.floods = Floods(store, self)
        self._sound = SoundState.ON
        self._shown_link = store.link_status

    def refresh(self, changes: Changes) -> None:
        """Take in the link's state and new alarms."""
        self.floods.refresh(changes)
        if changes.whole or self._shown_link != self._store.link_status:
            self._shown_link = self._store.link_status
            self.changed.emit()

    def beat(self) -> None:
        """A second has passed."""
        self.floods.beat()
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

    def name_of(self, operator_id: str) -> str:
        """What an operator is called: "me" for the one at this console."""
        me = self._store.operator
        if me is not None and operator_id == me.id:
            return _("me")
        return self._store.picture.operators.get(operator_id, operator_id)

    @property
    def now(self) -> float:
        """The center's time, Unix seconds."""
        return self._store.clock.now()

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
