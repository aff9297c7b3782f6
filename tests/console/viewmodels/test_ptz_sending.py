"""Orders to a camera: at most ten a second, the last wish wins, a stop is never lost."""

from itertools import pairwise

from hypothesis import given, strategies as st

from console.domain.ptz import PtzMove, PtzOrder, PtzRecall
from console.viewmodels.ptz_sending import AGAIN_S, BETWEEN_S, RUNS_S, TRIES, PtzSending, is_stop


def sent_over(sending: PtzSending, seconds: float, now: float = 0.0) -> list[PtzOrder]:
    """What goes out while nothing else happens and each order is answered at once."""
    orders = []
    for step in range(round(seconds / 0.01)):
        if (order := sending.due(now + step * 0.01)) is not None:
            orders.append(order)
            sending.answered(is_carried_out=True)
    return orders


def test_only_the_last_wish_is_sent() -> None:
    sending = PtzSending()
    for speed in (0.1, 0.4, 0.9):
        sending.move(speed, 0, 0)
    assert sending.due(0.0) == PtzMove(0.9, 0, 0, RUNS_S)
    assert sending.due(5.0) is None, "one is under way"


def test_a_hand_that_holds_on_renews_the_order_and_one_that_lets_go_stops_it_once() -> None:
    sending = PtzSending()
    sending.move(0.5, 0, 0)
    assert len(sent_over(sending, 3.0)) in range(9, 12)
    assert AGAIN_S + BETWEEN_S < RUNS_S, "a movement that is held on does not stutter"
    sending.move(0, 0, 0)
    assert sent_over(sending, 3.0, now=3.0) == [PtzMove(0, 0, 0, RUNS_S)]
    assert not sending.is_busy


@given(st.lists(st.tuples(st.floats(0, 0.2), st.floats(-1, 1)), max_size=60))
def test_never_more_than_ten_a_second_and_the_stop_is_the_last(wishes: list[tuple[float, float]]) -> None:
    sending, now, times, last = PtzSending(), 0.0, [], None
    for pause, speed in [*wishes, (0.05, 0.5), (0.0, 0.0)]:
        now += pause
        sending.move(speed, 0, 0)
        if (order := sending.due(now)) is not None:
            times.append(now)
            sending.answered(is_carried_out=True)
            last = order
    for _ in range(20):
        now += 0.05
        if (order := sending.due(now)) is not None:
            times.append(now)
            sending.answered(is_carried_out=True)
            last = order
    assert all(b - a >= BETWEEN_S for a, b in pairwise(times))
    assert isinstance(last, PtzMove)
    assert is_stop(last)
    assert not sending.is_busy


def test_a_stop_that_comes_while_an_order_is_under_way_goes_out_after_it() -> None:
    sending = PtzSending()
    sending.move(1, 0, 0)
    assert sending.due(0.0) is not None
    sending.move(0, 0, 0)
    assert sending.due(0.5) is None
    sending.answered(is_carried_out=True)
    order = sending.due(0.6)
    assert isinstance(order, PtzMove)
    assert is_stop(order)


def test_a_stop_that_is_not_answered_is_tried_again_a_few_times() -> None:
    sending, tries = PtzSending(), 0
    sending.move(0, 0, 0)
    for step in range(100):
        if sending.due(step * 0.1) is not None:
            tries += 1
            sending.answered(is_carried_out=False)
    assert tries == TRIES
    assert not sending.is_busy


def test_a_preset_waits_for_the_stop_and_is_sent_once() -> None:
    sending = PtzSending()
    sending.move(1, 0, 0)
    sending.due(0.0)
    sending.answered(is_carried_out=True)
    sending.ask(PtzRecall("gate"))
    assert sent_over(sending, 2.0, now=1.0) == [PtzMove(0, 0, 0, RUNS_S), PtzRecall("gate")]


def test_who_has_lost_the_camera_sends_nothing_more() -> None:
    sending = PtzSending()
    sending.move(1, 0, 0)
    sending.ask(PtzRecall("gate"))
    sending.give_up()
    assert sent_over(sending, 2.0) == []
