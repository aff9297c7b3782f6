"""The order of facts: what the stream says reaches the sink exactly as the center's log has it, nothing twice.

No sockets and no waiting in here, so that every interleaving of breaks, resets and late answers can be tried in a test.
Entries wait by ``seq`` until the one before them is in the sink; what cannot be brought into order makes the feed
*lost*, and only a snapshot ends that.
"""

from collections.abc import Iterable

from console.domain.events import EVENT_VERSION, LogEntry
from console.domain.freshness import Source
from console.domain.picture import Inconsistent, Snapshot
from console.domain.protocol import CenterMessage, Fixes, Heartbeat, Hello, Logged, Presences, Reset, Resume, Turned
from console.domain.units import Fix
from console.link.backend import Undecodable
from console.link.sink import Sink

SLICE = 512
"""Entries applied at one go: about 4 ms, so that the window keeps drawing while a long break is caught up."""

WAITING_LIMIT = 250_000
"""Entries that may wait for a snapshot or for the one before them; more and the feed is lost."""


class Feed:
    """Brings the messages of one center into ``sink``. ``lost`` says why a snapshot is needed, None when it is not."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._waiting: dict[int, LogEntry] = {}
        self._target = 0
        self._beat: int | None = None
        self._last_beat: tuple[int, int] | None = None
        self.epoch = ""
        """Epoch of the center that said hello last."""
        self.lost: str | None = "nothing is known yet"

    @property
    def is_caught_up(self) -> bool:
        """Whether the sink holds all that the center had logged when it said hello, and all that came since."""
        return self.lost is None and not self._waiting and self._sink.picture.seq >= self._target

    def greet(self, hello: Hello) -> Resume | None:
        """A stream begins. Returns what to resume from; None when a snapshot must be read instead."""
        self._waiting.clear()
        self._beat = self._last_beat = None
        self._target = hello.seq
        self.epoch = hello.epoch
        picture = self._sink.picture
        if self.lost is None and picture.epoch != hello.epoch:
            self.lose(f"the center is in epoch {hello.epoch}, not {picture.epoch}")
        elif self.lost is None and picture.seq > hello.seq:
            self.lose(f"the center is at {hello.seq}, before {picture.seq}")
        return Resume(picture.epoch, picture.seq) if self.lost is None else None

    def hear(self, messages: Iterable[CenterMessage | Undecodable]) -> None:
        """Take in messages as they came. Their log entries reach the sink by ``step``, their fixes at once."""
        fixes: list[Fix] = []
        for message in messages:
            match message:
                case Logged(entries=entries):
                    self._wait(entries)
                case Fixes(fixes=some):
                    fixes.extend(some)
                case Turned(positions=positions) if self.lost is None:
                    self._sink.turn(positions)
                case Presences(operators=operators):
                    self._sink.attend(operators)
                case Heartbeat(seq=seq, server_time=time, rate=rate):
                    self._beat = seq
                    self._sink.clock.tell(time, rate)
                    self._sink.heard(Source.EVENTS)
                case Reset(reason=reason):
                    self._waiting.clear()
                    self.lose(f"reset by the center: {reason}")
                case Undecodable(fault=fault):
                    self.lose(f"a message could not be read: {fault}")
        if fixes and self.lost is None:
            self._sink.place(fixes)

    def step(self) -> bool:
        """Bring some of what waits into the sink; whether there is more to do."""
        if self.lost is not None:
            return False
        ready = self._ready()
        if ready:
            try:
                self._sink.apply(ready)
            except Inconsistent as misfit:
                self.lose(str(misfit))
                return False
        seq = self._sink.picture.seq
        if seq + 1 in self._waiting:
            return self.lost is None
        if self._waiting and seq >= self._target:
            self.lose(f"entry {min(self._waiting)} after {seq}")
        self._compare_beat(seq)
        return False

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from a snapshot; entries that it already holds are dropped."""
        self._sink.load(snapshot)
        self.lost = None
        self._last_beat = None
        for seq in [s for s in self._waiting if s <= snapshot.seq]:
            del self._waiting[seq]

    def lose(self, why: str) -> None:
        """Note that what comes does not fit what is known."""
        if self.lost is None:
            self.lost = why

    def _wait(self, entries: Iterable[LogEntry]) -> None:
        known = 0 if self.lost is not None else self._sink.picture.seq
        self._waiting.update((entry.seq, entry) for entry in entries if entry.seq > known)
        if len(self._waiting) > WAITING_LIMIT:
            self._waiting.clear()
            self.lose(f"more than {WAITING_LIMIT} entries wait")

    def _ready(self) -> list[LogEntry]:
        """The next entries in order, at most a slice; ends before one whose meaning is not known."""
        seq = self._sink.picture.seq
        ready: list[LogEntry] = []
        while len(ready) < SLICE and (entry := self._waiting.pop(seq + 1, None)) is not None:
            if entry.version != EVENT_VERSION:
                self.lose(f"entry {entry.seq} is of event version {entry.version}")
                break
            ready.append(entry)
            seq += 1
        return ready

    def _compare_beat(self, seq: int) -> None:
        """Two beats in a row ahead of what has come, and nothing in between: something was lost on the way."""
        if self._beat is None:
            return
        if self._last_beat is not None and seq < self._last_beat[0] and seq == self._last_beat[1]:
            self.lose(f"the center is at {self._beat}, entries after {seq} never came")
        self._last_beat, self._beat = (self._beat, seq), None
