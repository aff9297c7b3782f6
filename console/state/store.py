"""The store: the picture folded from the center's log, the registry, what is pending, and how fresh all of it is.

The link writes (``load``, ``apply``, ``place``, ``heard``, ``link``); one tick of the view models reads: it is told
once that something changed, then takes all changes since its last look. Nobody else writes.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter

from console.clock import CenterClock, monotonic
from console.domain.cameras import Camera
from console.domain.changes import Changes
from console.domain.events import LogEntry
from console.domain.freshness import STALE_AFTER_S, LinkState, LinkStatus, Source
from console.domain.geo import is_position
from console.domain.intents import DrawZone, Intent, about
from console.domain.picture import Picture, Snapshot
from console.domain.presence import Present
from console.domain.procedures import Procedure
from console.domain.ptz import PtzPosition
from console.domain.registry import Registry
from console.domain.session import Operator
from console.domain.sites import PanicButton, Site
from console.domain.units import Fix


class Store:
    """What the console knows. ``clock`` is the center's time; ``on_change`` is called when changes begin to wait."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.clock = CenterClock()
        self.registry: Registry | None = None
        self.cameras: dict[str, Camera] = {}
        self.sites: dict[str, Site] = {}
        self.buttons: dict[str, PanicButton] = {}
        self.procedures: dict[str, Procedure] = {}
        """What is to be done for incidents, by the procedure's id."""
        self.presence: dict[str, Present] = {}
        """Who is connected to the center now, and what they look at, by the operator's id; in no log."""
        self.operator: Operator | None = None
        self.link_status = LinkStatus()
        self.pending: dict[str, dict[str, Intent]] = {}
        """Intents without an answer: id of what they change -> idempotency key -> intent."""
        self.on_change: Callable[[], None] = lambda: None
        self._changes = Changes()
        self._heard: dict[Source, float] = {}

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from a snapshot."""
        self.picture.load(snapshot)
        self.heard(Source.EVENTS)
        self._changed(Changes(whole=True))

    def apply(self, entries: Iterable[LogEntry]) -> None:
        """Take in log entries. Raises Inconsistent when they do not fit; those before the misfit stay applied."""
        changes = Changes()
        try:
            for entry in entries:
                changes.add(self.picture.apply(entry))
        finally:
            self.heard(Source.EVENTS)
            self._changed(changes)

    def place(self, fixes: Iterable[Fix]) -> None:
        """Take in position reports; one that is no place on Earth is left out: the unit is where it was last."""
        self.heard(Source.POSITIONS)
        self._changed(self.picture.place(fix for fix in fixes if is_position(fix.lon, fix.lat)))

    def turn(self, positions: Iterable[PtzPosition]) -> None:
        """Take in where cameras look."""
        self._changed(self.picture.turn(positions))

    def enroll(self, registry: Registry) -> None:
        """Take in a whole registry (changes since a revision are merged by the link's cache before)."""
        self.registry = registry
        self.cameras = dict(zip(map(attrgetter("id"), registry.cameras), registry.cameras, strict=True))
        self.sites = {s.id: s for s in registry.sites}
        self.buttons = {b.id: b for b in registry.buttons}
        self._changed(Changes(registry=True))

    def attend(self, operators: Iterable[Present]) -> None:
        """Take in who is connected to the center now, and what they look at."""
        self.presence = {present.operator: present for present in operators}
        self._changed(Changes(presence=True))

    def follow(self, procedures: Iterable[Procedure]) -> None:
        """Take in the procedures that are followed."""
        self.procedures = {procedure.id: procedure for procedure in procedures}
        self._changed(Changes(procedures=True))

    def await_answer(self, key: str, intent: Intent) -> None:
        """Mark what ``intent`` changes as pending until ``settle`` is called with the same key."""
        for id_ in about(intent):
            self.pending.setdefault(id_, {})[key] = intent
        self._changed(self._touched(key, intent))

    def settle(self, key: str) -> None:
        """The center has answered the intent with this key."""
        settled: Intent | None = None
        for id_, waiting in list(self.pending.items()):
            settled = waiting.pop(key, None) or settled
            if not waiting:
                del self.pending[id_]
        if settled is not None:
            self._changed(self._touched(key, settled))

    def link(self, status: LinkStatus) -> None:
        """The link's own word on how it stands."""
        self.link_status = status
        self.on_change()

    def heard(self, source: Source) -> None:
        """A source has just spoken."""
        self._heard[source] = monotonic()

    def age(self, source: Source) -> float | None:
        """Seconds since a source last spoke; None when it never did."""
        at = self._heard.get(source)
        return None if at is None else monotonic() - at

    def is_stale(self, source: Source) -> bool:
        """Whether what this source told must not be shown as live."""
        age = self.age(source)
        needs_link = source in (Source.EVENTS, Source.POSITIONS)
        if needs_link and self.link_status.state is not LinkState.LIVE:
            return True
        return age is None or age > STALE_AFTER_S[source]

    def take(self) -> Changes:
        """All changes since the last call; for the one tick of the view models."""
        changes, self._changes = self._changes, Changes()
        return changes

    def _touched(self, key: str, intent: Intent) -> Changes:
        """What a pending mark is about; a zone that is only drawn yet goes by the key of its intent."""
        ids, picture = set(about(intent)), self.picture
        return Changes(
            alarms=ids & picture.alarms.keys(),
            incidents=ids & picture.incidents.keys(),
            units=ids & picture.units.keys(),
            cameras=ids & self.cameras.keys(),
            zones={key} if isinstance(intent, DrawZone) else ids & picture.zones.keys(),
        )

    def _changed(self, changes: Changes) -> None:
        if not changes:
            return
        waiting = bool(self._changes)
        self._changes.add(changes)
        if not waiting:
            self.on_change()
