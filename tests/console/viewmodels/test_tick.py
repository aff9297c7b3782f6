"""The one tick: what comes after a pause is shown at once, the rest together; a reader's fault stays its own."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.clock import monotonic
from console.domain.alarms import AlarmKind
from console.domain.changes import Changes
from console.domain.events import AlarmRaised
from console.domain.freshness import LinkStatus
from console.domain.picture import Picture
from console.state.store import Store
from console.viewmodels.tick import AT_ONCE, BEAT_MS, TICK_MS, Tick
from tests.desk import alarm, tell

SHORTEST_S = 0.9 * TICK_MS / 1000
"""What a pause lasts at least: Qt's timers may be a twentieth early."""


class _Reader:
    """Keeps what it was given; raises while ``is_broken``."""

    def __init__(self) -> None:
        self.given: list[Changes] = []
        self.at: list[float] = []
        self.is_broken = False
        self.then: Callable[[], None] = lambda: None
        """Done once, at the first refresh."""

    def refresh(self, changes: Changes) -> None:
        self.given.append(changes)
        self.at.append(monotonic())
        then, self.then = self.then, lambda: None
        then()
        if self.is_broken:
            raise RuntimeError("a slip of ours")


@pytest.fixture
def readers(qtbot: QtBot) -> tuple[Store, Tick, _Reader, _Reader]:
    store = Store()
    tick = Tick(store)
    one, other = _Reader(), _Reader()
    tick.read_by(one, other)
    return store, tick, one, other


def test_a_reader_that_raises_takes_nothing_from_the_others_and_is_told_once(
    readers: tuple[Store, Tick, _Reader, _Reader],
) -> None:
    store, tick, broken, other = readers
    faults: list[Exception] = []
    tick.on_fault = faults.append
    broken.is_broken = True
    for _ in range(3):
        store.load(Picture().snapshot(0.0))
        tick.now()
    assert [changes.whole for changes in other.given] == [True, True, True]
    assert [str(fault) for fault in faults] == ["a slip of ours"]


def test_a_reader_that_works_again_is_given_the_whole_once(readers: tuple[Store, Tick, _Reader, _Reader]) -> None:
    store, tick, broken, other = readers
    faults: list[Exception] = []
    tick.on_fault = faults.append
    tick.now()
    broken.is_broken = True
    store.link(LinkStatus(reason="broken"))
    tick.now()
    broken.is_broken = False
    for _ in range(2):
        store.link(LinkStatus(reason="again"))
        tick.now()
    assert [changes.whole for changes in broken.given[-3:]] == [False, True, False]
    assert not any(changes.whole for changes in other.given[-3:])
    broken.is_broken = True
    tick.now()
    assert len(faults) == 2


def test_what_comes_after_a_pause_is_handed_on_at_once_and_what_follows_together_after_a_frame(
    readers: tuple[Store, Tick, _Reader, _Reader], qtbot: QtBot
) -> None:
    store, tick, reader, _ = readers
    tick.now()
    with qtbot.waitSignal(tick._timer.timeout):  # the pause
        pass
    store.load(Picture().snapshot(0.0))
    assert tick._timer.remainingTime() == 0
    qtbot.waitUntil(lambda: len(reader.given) == 2)
    for _ in range(3):
        store.load(Picture().snapshot(0.0))
        store.link(LinkStatus(reason="again"))
    qtbot.waitUntil(lambda: len(reader.given) == 3)
    assert reader.at[2] - reader.at[1] >= SHORTEST_S
    assert reader.given[2].whole
    assert not store.take()


def test_a_change_that_a_reader_makes_waits_for_the_next_frame(
    readers: tuple[Store, Tick, _Reader, _Reader], qtbot: QtBot
) -> None:
    store, tick, reader, changing = readers
    changing.then = lambda: store.load(Picture().snapshot(0.0))
    tick.now()
    qtbot.waitUntil(lambda: len(reader.given) == 2)
    assert reader.at[1] - reader.at[0] >= SHORTEST_S
    assert reader.given[1].whole


def test_a_console_that_ends_is_handed_nothing_more(
    readers: tuple[Store, Tick, _Reader, _Reader], qtbot: QtBot
) -> None:
    store, tick, one, _other = readers
    beats: list[int] = []
    tick.beat.connect(lambda: beats.append(1))
    tick.now()
    given = len(one.given)
    tick.stop()
    store.load(Picture().snapshot(0.0))
    qtbot.wait(3 * TICK_MS)
    assert len(one.given) == given
    assert not tick._heart.isActive()
    assert not beats


def test_a_flood_is_handed_on_in_parts_the_most_urgent_first_and_nothing_is_lost(
    readers: tuple[Store, Tick, _Reader, _Reader], qtbot: QtBot
) -> None:
    store, tick, reader, _ = readers
    tick.now()
    reader.given.clear()
    raised = [alarm(f"a{n}") for n in range(2 * AT_ONCE)] + [alarm(f"p{n}", AlarmKind.PANIC_BUTTON) for n in range(9)]
    tell(store, *(AlarmRaised(a) for a in raised))
    qtbot.waitUntil(lambda: sum(len(changes.alarms) for changes in reader.given) == len(raised))
    assert [len(changes.alarms) for changes in reader.given] == [AT_ONCE, AT_ONCE, 9]
    assert {f"p{n}" for n in range(9)} <= reader.given[0].alarms
    assert set().union(*(changes.alarms for changes in reader.given)) == {a.id for a in raised}


def test_whoever_beats_each_second_does_so_once_a_second_in_a_turn_of_its_own(
    readers: tuple[Store, Tick, _Reader, _Reader], qtbot: QtBot
) -> None:
    _store, tick, _one, _other = readers
    beats: list[str] = []
    tick.beat.connect(lambda: beats.append("beat"))
    tick.each_second(lambda: beats.append("queue"), lambda: beats.append("board"))
    assert tick._heart.interval() == BEAT_MS // 3
    for count in range(1, 7):
        tick._heart.timeout.emit()
        assert len(beats) == count
    assert sorted(beats) == sorted(["beat", "queue", "board"] * 2)
