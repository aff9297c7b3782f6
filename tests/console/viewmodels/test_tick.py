"""The one tick: a reader's fault stays its own."""

import pytest
from pytestqt.qtbot import QtBot

from console.domain.freshness import LinkStatus
from console.domain.picture import Changes, Picture
from console.state.store import Store
from console.viewmodels.tick import Tick


class _Reader:
    """Keeps what it was given; raises while ``is_broken``."""

    def __init__(self) -> None:
        self.given: list[Changes] = []
        self.is_broken = False

    def refresh(self, changes: Changes) -> None:
        self.given.append(changes)
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
