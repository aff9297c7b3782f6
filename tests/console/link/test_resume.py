"""Resume: whatever happens on the way, the store ends with exactly the center's log, in order, nothing twice.

Twice the same property: on the feed alone with many interleavings (no sockets), and on a whole link with real sockets.
"""

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.domain.devices import Health
from console.domain.events import DeviceChanged, LogEntry
from console.domain.freshness import LinkState
from console.domain.picture import Picture, Snapshot
from console.domain.protocol import CenterMessage, Heartbeat, Hello, Logged, Mode, Reset, Resume
from console.link.backend import Undecodable
from console.link.feed import Feed
from console.state.store import Store
from tests.console.link.conftest import Desk
from tests.console.link.little_center import LittleCenter


class OrderedStore(Store):
    """Notes each entry it takes, and what a snapshot stood for."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[LogEntry] = []
        self.logs: dict[str, list[LogEntry]] = {}

    def load(self, snapshot: Snapshot) -> None:
        super().load(snapshot)
        self.known = self.logs[snapshot.epoch][: snapshot.seq]

    def apply(self, entries: Iterable[LogEntry]) -> None:
        entries = list(entries)
        super().apply(entries)
        self.known = [*self.known, *entries]


class Wire(RuleBasedStateMachine):
    """A center, a wire that may lose, double and delay, and a feed at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.store = OrderedStore()
        self.feed = Feed(self.store)
        self.epochs = 0
        self.snapshot: Snapshot | None = None
        self.is_connected = False
        self.on_the_way: list[CenterMessage | Undecodable] = []

    @initialize()
    def begin(self) -> None:
        self.begin_anew()

    @rule()
    def begin_anew(self) -> None:
        """The center has another log; it cuts all connections."""
        self.epochs += 1
        self.picture = Picture()
        self.picture.epoch = f"e{self.epochs}"
        self.log = self.store.logs[self.picture.epoch] = []
        self.break_off()

    @rule(count=st.integers(1, 5), told=st.sampled_from(["one", "each", "none", "twice"]))
    def log_entries(self, count: int, told: str) -> None:
        entries = []
        for _ in range(count):
            seq = self.picture.seq + 1
            health = (Health.OK, Health.OFFLINE, Health.DEGRADED)[seq % 3]
            entries.append(LogEntry(seq, float(seq), "center", DeviceChanged(f"d{seq % 5}", health)))
            self.picture.apply(entries[-1])
        self.log += entries
        if not self.is_connected or told == "none":
            return
        if told == "each":
            self.on_the_way += [Logged((entry,)) for entry in entries]
        else:
            self.on_the_way += [Logged(tuple(entries))] * (2 if told == "twice" else 1)

    @rule()
    def connect(self) -> None:
        self.break_off()
        self.is_connected = True
        hello = Hello(1, self.picture.epoch, self.picture.seq, 0.0, 1.0, Mode.LIVE)
        resume = self.feed.greet(hello)
        if resume is not None:
            self._replay(resume)

    def _replay(self, resume: Resume) -> None:
        if resume.epoch != self.picture.epoch or resume.seq > self.picture.seq:
            self.on_the_way.append(Reset("not of this log"))
        else:
            self.on_the_way.append(Logged(tuple(self.log[resume.seq :])))

    @rule()
    def break_off(self) -> None:
        self.is_connected = False
        self.on_the_way.clear()
        self.snapshot = None

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, len(self.on_the_way)))
        some, self.on_the_way = self.on_the_way[:count], self.on_the_way[count:]
        self.feed.hear(some)
        self._step()

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        self.on_the_way.pop(data.draw(st.integers(0, len(self.on_the_way) - 1)))

    @precondition(lambda self: self.is_connected)
    @rule()
    def garble(self) -> None:
        self.on_the_way.append(Undecodable(b"?", 1, "garbage"))

    @precondition(lambda self: self.is_connected)
    @rule()
    def reset(self) -> None:
        """The console could not keep up: what waited for it is dropped."""
        self.on_the_way = [Reset("too slow")]

    @precondition(lambda self: self.is_connected)
    @rule()
    def beat(self) -> None:
        self.on_the_way.append(Heartbeat(self.picture.seq, 0.0))

    @precondition(lambda self: self.is_connected and self.feed.lost is not None)
    @rule()
    def take_snapshot(self) -> None:
        """The center answers; the answer may come much later."""
        self.snapshot = self.picture.snapshot(0.0)

    @precondition(lambda self: self.snapshot is not None and self.feed.lost is not None)
    @rule()
    def snapshot_comes(self) -> None:
        assert self.snapshot is not None
        self.feed.load(self.snapshot)
        self.snapshot = None
        self._step()

    def _step(self) -> None:
        while self.feed.step():
            pass

    @invariant()
    def the_store_is_a_prefix_of_the_log_it_is_in(self) -> None:
        picture = self.store.picture
        if not picture.epoch:
            return
        prefix = self.store.logs[picture.epoch][: picture.seq]
        assert self.store.known == prefix
        assert [entry.seq for entry in prefix] == list(range(1, len(prefix) + 1))
        again = Picture()
        for entry in prefix:
            again.apply(entry)
        assert picture.devices == again.devices

    def teardown(self) -> None:
        """However it went: after a quiet while the console is where the center is."""
        if not self.epochs:
            return
        if not self.is_connected:
            self.connect()
        for _ in range(8):
            self.feed.hear(self.on_the_way)
            self.on_the_way.clear()
            self._step()
            if self.feed.lost is not None:
                self.feed.load(self.picture.snapshot(0.0))
                self._step()
            self.beat()
        assert self.feed.is_caught_up
        assert self.store.picture.epoch == self.picture.epoch
        assert self.store.known == self.log


Wire.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestFeed = Wire.TestCase


TROUBLE = st.one_of(
    st.tuples(st.just("change"), st.integers(1, 30)),
    st.tuples(st.sampled_from(["break", "kill", "reset", "garble", "lose", "anew", "breathe"]), st.just(0)),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(TROUBLE, min_size=1, max_size=8))
def test_with_real_sockets_the_store_ends_where_the_center_is(troubles: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_survive(Path(folder), troubles))


async def _survive(folder: Path, troubles: list[tuple[str, int]]) -> None:
    async with LittleCenter() as center:
        center.heartbeat_s = 0.1
        desk = Desk(folder, center)
        desk.hurry()
        await desk.begin()
        for trouble, count in troubles:
            match trouble:
                case "change":
                    center.change(count)
                case "break":
                    center.break_streams()
                case "kill":
                    await center.kill()
                    await desk.store.until(lambda: desk.store.link_status.state is not LinkState.LIVE)
                    center.change(3)
                    await center.start()
                case "reset":
                    center.say(Reset("too slow"))
                case "garble":
                    center.say_raw("{")
                case "lose":
                    center.lose = {center.picture.seq + 1}
                    center.change(2)
                case "anew":
                    center.begin_anew()
                    center.change(2)
                    center.break_streams()
                case "breathe":
                    await asyncio.sleep(0)
        await desk.caught_up()
        assert desk.store.picture.devices == center.picture.devices
        ours = [seq for epoch, seq in desk.store.applied if epoch == center.picture.epoch]
        assert ours == sorted(set(ours))
        await desk.link.stop()
        await desk.tasks.close()
