"""The feed's rules one by one; ``test_resume`` tries them together."""

from collections.abc import Iterable

import pytest

from console.domain.devices import Health
from console.domain.events import AlarmAcknowledged, DeviceChanged, LogEntry
from console.domain.freshness import Source
from console.domain.picture import Picture, Snapshot
from console.domain.protocol import Fixes, Heartbeat, Hello, Logged, Mode, Reset, Resume
from console.domain.units import Fix
from console.link import feed as feed_module
from console.link.feed import SLICE, Feed
from console.state.store import Store


def _entry(seq: int, version: int = 1) -> LogEntry:
    return LogEntry(seq, float(seq), "center", DeviceChanged("d", Health.OFFLINE), version=version)


def _entries(first: int, last: int) -> tuple[LogEntry, ...]:
    return tuple(_entry(seq) for seq in range(first, last + 1))


def _hello(seq: int, epoch: str = "e1") -> Hello:
    return Hello(1, epoch, seq, 0.0, 1.0, Mode.LIVE)


def _snapshot(seq: int) -> Snapshot:
    picture = Picture()
    picture.epoch, picture.seq = "e1", seq
    return picture.snapshot(0.0)


class _Counting(Store):
    """Keeps how many entries came at one go."""

    def __init__(self) -> None:
        super().__init__()
        self.portions: list[int] = []

    def apply(self, entries: Iterable[LogEntry]) -> None:
        entries = list(entries)
        self.portions.append(len(entries))
        super().apply(entries)


@pytest.fixture
def store() -> _Counting:
    return _Counting()


@pytest.fixture
def feed(store: _Counting) -> Feed:
    """A feed that follows from entry 10 on."""
    feed = Feed(store)
    feed.greet(_hello(10))
    feed.load(_snapshot(10))
    return feed


def _all(feed: Feed) -> None:
    while feed.step():
        pass


def test_it_begins_with_a_snapshot(store: _Counting) -> None:
    feed = Feed(store)
    assert feed.greet(_hello(0)) is None
    assert feed.lost
    assert not feed.is_caught_up


def test_it_resumes_where_it_stands(feed: Feed) -> None:
    assert feed.greet(_hello(15)) == Resume("e1", 10)
    assert not feed.is_caught_up
    feed.hear([Logged(_entries(11, 15))])
    _all(feed)
    assert feed.is_caught_up


@pytest.mark.parametrize("hello", [_hello(10, "e2"), _hello(9)])
def test_another_log_or_a_shorter_one_needs_a_snapshot(feed: Feed, hello: Hello) -> None:
    assert feed.greet(hello) is None
    assert feed.lost


def test_doubles_are_dropped_without_a_word(feed: Feed, store: _Counting) -> None:
    feed.hear([Logged(_entries(11, 13)), Logged(_entries(9, 14)), Logged(_entries(1, 3))])
    _all(feed)
    feed.hear([Logged(_entries(12, 14))])
    _all(feed)
    assert store.picture.seq == 14
    assert feed.lost is None
    assert feed.is_caught_up


def test_a_gap_is_found_at_once(feed: Feed, store: _Counting) -> None:
    feed.hear([Logged(_entries(12, 13))])
    _all(feed)
    assert feed.lost == "entry 12 after 10"
    feed.load(_snapshot(11))
    _all(feed)
    assert store.picture.seq == 13
    assert feed.lost is None


def test_what_is_new_may_come_before_what_was_missed(feed: Feed, store: _Counting) -> None:
    feed.greet(_hello(15))
    feed.hear([Logged(_entries(16, 17))])
    _all(feed)
    assert feed.lost is None
    feed.hear([Logged(_entries(11, 15))])
    _all(feed)
    assert store.picture.seq == 17
    assert feed.is_caught_up


def test_a_long_break_is_caught_up_in_slices(feed: Feed, store: _Counting) -> None:
    feed.hear([Logged(_entries(11, 10 + 3 * SLICE + 5))])
    _all(feed)
    assert store.portions == [SLICE, SLICE, SLICE, 5]


def test_entries_up_to_an_unknown_version_are_taken(feed: Feed, store: _Counting) -> None:
    feed.hear([Logged((_entry(11), _entry(12, version=2), _entry(13)))])
    _all(feed)
    assert store.picture.seq == 11
    assert feed.lost == "entry 12 is of event version 2"


def test_an_entry_that_does_not_fit_needs_a_snapshot(feed: Feed) -> None:
    feed.hear([Logged((LogEntry(11, 0.0, "aliya", AlarmAcknowledged("never heard of")),))])
    _all(feed)
    assert feed.lost


def test_one_beat_ahead_is_patience_two_are_a_loss(feed: Feed) -> None:
    feed.hear([Heartbeat(11, 0.0)])
    _all(feed)
    assert feed.lost is None
    feed.hear([Heartbeat(11, 0.0)])
    _all(feed)
    assert feed.lost == "the center is at 11, entries after 10 never came"


def test_beats_ahead_of_a_replay_that_still_comes_are_no_loss(feed: Feed) -> None:
    feed.greet(_hello(15))
    for seq in range(11, 16):
        feed.hear([Heartbeat(15, 0.0), Logged((_entry(seq),))])
        _all(feed)
    assert feed.lost is None


def test_a_beat_tells_the_time_and_that_the_center_lives(feed: Feed, store: _Counting) -> None:
    feed.hear([Heartbeat(10, 5000.0, 0.0)])
    assert store.clock.now() == 5000.0
    age = store.age(Source.EVENTS)
    assert age is not None
    assert age < 5.0


def test_what_waits_is_bounded(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "WAITING_LIMIT", 100)
    feed.hear([Reset("slow")])
    for start in range(20, 2000, 50):
        feed.hear([Logged(_entries(start, start + 49))])
        assert len(feed._waiting) <= 100


def test_positions_wait_for_the_snapshot_that_knows_their_units(feed: Feed, store: _Counting) -> None:
    fix = Fixes((Fix("u", 76.9, 43.2, 0.0, 0.0, 0.0),))
    feed.hear([Reset("slow"), fix])
    assert store.age(Source.POSITIONS) is None
    feed.load(_snapshot(10))
    feed.hear([fix])
    assert store.age(Source.POSITIONS) is not None
