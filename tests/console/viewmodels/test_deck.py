"""The playhead that several tiles follow."""

import pytest

from console.viewmodels import deck as rules
from console.viewmodels.deck import Deck


class FakeMember:
    """A tile that is ready, or late, when told."""

    def __init__(self) -> None:
        self.has_begun = False
        self.end: float | None = None
        self.begun: list[float] = []
        self.halts = 0
        self.collected: list[float] = []

    def collect(self, now: float) -> None:
        self.collected.append(now)

    def lasts_until(self, _now: float) -> float | None:
        return self.end

    def begin(self, now: float) -> None:
        self.begun.append(now)
        self.has_begun = False

    def halt(self) -> None:
        self.halts += 1


def running(*members: FakeMember, at: float = 1_000.0, now: float = 10.0) -> Deck:
    deck = Deck(at, now)
    for member in members:
        deck.join(member, now)
        member.has_begun = True
    deck.turn(now)
    return deck


def test_it_stands_until_all_have_their_first_picture_and_starts_for_all_at_once() -> None:
    one, other = FakeMember(), FakeMember()
    deck = Deck(1_000.0, 10.0)
    deck.join(one, 10.0)
    deck.join(other, 10.0)
    one.has_begun = True
    deck.turn(11.0)
    assert deck.playhead.at(12.0) == 1_000.0
    other.has_begun = True
    deck.turn(12.0)
    assert deck.playhead.at(13.0) == 1_000.0 + 1.0 - rules.HEADROOM_S


def test_it_does_not_wait_for_ever_for_one_that_shows_nothing() -> None:
    deck = Deck(1_000.0, 10.0)
    deck.join(FakeMember(), 10.0)
    deck.turn(10.0 + rules.BEGIN_WITHIN_S + 0.1)
    assert deck.playhead.at(20.0) > 1_000.0


def test_a_seek_makes_all_begin_anew_and_keeps_rate_and_pause() -> None:
    member = FakeMember()
    deck = running(member)
    deck.run_at(4.0, 11.0)
    deck.pause(12.0)
    deck.seek(500.0, 13.0)
    assert (deck.rate, deck.is_paused, deck.playhead.at(99.0)) == (4.0, True, 500.0)
    assert member.begun[-1] == 13.0


def test_it_stops_at_the_picture_that_is_shown_and_goes_on_from_it() -> None:
    member = FakeMember()
    deck = running(member)
    deck.pause(15.0, at=1_004.2)
    assert member.halts == 1
    assert deck.playhead.at(30.0) == 1_004.2
    deck.play(30.0)
    member.has_begun = True
    deck.turn(30.3)
    assert deck.playhead.at(31.3) == 1_004.2 + 1.0 - rules.HEADROOM_S


def test_it_never_goes_past_what_the_slowest_can_show() -> None:
    slow, fast = FakeMember(), FakeMember()
    deck = running(slow, fast)
    slow.end, fast.end = 1_002.0, 1_009.0
    deck.turn(14.0)
    assert deck.playhead.at(14.0) == pytest.approx(1_002.0)
    slow.end = 1_020.0
    deck.turn(15.0)
    assert deck.playhead.at(15.0) == pytest.approx(1_003.0), "it goes on from there, and does not leap"


def test_it_does_not_wait_for_one_that_shows_nothing() -> None:
    gone, fast = FakeMember(), FakeMember()
    deck = running(gone, fast)
    fast.end = 1_009.0
    deck.turn(14.0)
    assert deck.playhead.at(14.0) == pytest.approx(1_004.0 - rules.HEADROOM_S)


def test_who_joins_makes_all_wait_until_it_is_there() -> None:
    first, late = FakeMember(), FakeMember()
    deck = running(first)
    moment = deck.playhead.at(20.0)
    deck.join(late, 20.0)
    deck.turn(20.1)
    assert deck.playhead.at(20.5) == moment
    assert first.begun == [10.0], "its stream is not broken"
    late.has_begun = True
    deck.turn(20.6)
    assert deck.playhead.at(21.6) > moment


def test_a_twin_stands_where_it_stood() -> None:
    deck = running(FakeMember())
    deck.run_at(2.0, 12.0)
    deck.pause(12.0)
    deck.stops_at_end = True
    twin = deck.twin(13.0)
    assert (twin.playhead.at(50.0), twin.rate, twin.is_paused, twin.stops_at_end) == (
        deck.playhead.at(50.0),
        2.0,
        True,
        True,
    )


def test_what_has_come_is_taken_from_all_before_the_playhead_moves() -> None:
    one, other = FakeMember(), FakeMember()
    deck = running(one, other, now=10.0)
    deck.turn(11.5)
    assert one.collected[-1] == other.collected[-1] == 11.5
