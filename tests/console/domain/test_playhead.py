import pytest
from hypothesis import given, strategies as st

from console.domain.alarms import AlarmKind, Priority
from console.domain.playhead import (
    PACES,
    Playhead,
    faster,
    gaps,
    mark_after,
    mark_before,
    recorded_from,
    slower,
    span_at,
)
from console.domain.streams import AlarmMark

SPANS = [(100.0, 200.0), (260.0, 400.0)]


def test_it_runs_at_its_rate_from_when_it_was_let_go() -> None:
    head = Playhead(1_000.0, 50.0, 4.0)
    assert head.at(50.0) == 1_000.0
    assert head.at(52.5) == 1_010.0
    assert head.at(49.0) == 1_000.0, "one that begins ahead stands until then"


def test_it_stands_where_it_was_held_and_goes_on_from_there() -> None:
    held = Playhead(1_000.0, 50.0, 2.0).held(60.0)
    assert held.at(99.0) == 1_020.0
    assert held.going(100.0).at(101.0) == 1_022.0


def test_later_is_how_much_everything_waits() -> None:
    assert Playhead(1_000.0, 50.0, 2.0).later(0.5).at(60.0) == 1_019.0


@given(st.floats(0.1, 16), st.floats(0, 1e5), st.floats(0, 1e5))
def test_holding_and_letting_go_loses_no_moment(rate: float, run: float, stood: float) -> None:
    head = Playhead(1_000.0, 0.0, rate)
    assert head.held(run).going(run + stood).at(run + stood) == pytest.approx(head.at(run))


def test_paces_go_up_and_down_and_stop_at_the_ends() -> None:
    assert [faster(p) for p in PACES] == [*PACES[1:], 16.0]
    assert [slower(p) for p in PACES] == [0.25, *PACES[:-1]]
    assert (faster(3.0), slower(3.0)) == (4.0, 2.0)


def test_a_moment_in_a_gap_leads_to_the_next_recorded_one() -> None:
    assert recorded_from(SPANS, 150.0) == 150.0
    assert recorded_from(SPANS, 230.0) == 260.0
    assert recorded_from(SPANS, 10.0) == 100.0
    assert recorded_from(SPANS, 400.0) is None
    assert span_at(SPANS, 399.9) == (260.0, 400.0)
    assert span_at(SPANS, 200.0) is None


def test_gaps_are_what_is_between() -> None:
    assert gaps(SPANS, 50.0, 500.0) == [(50.0, 100.0), (200.0, 260.0), (400.0, 500.0)]
    assert gaps(SPANS, 120.0, 180.0) == []
    assert gaps([], 0.0, 10.0) == [(0.0, 10.0)]
    assert gaps(SPANS, 220.0, 240.0) == [(220.0, 240.0)]


def test_marks_are_found_to_both_sides() -> None:
    marks = [AlarmMark(time, f"a{time:.0f}", AlarmKind.PANIC_BUTTON, Priority.P1) for time in (110.0, 150.0, 300.0)]
    assert mark_before(marks, 150.0) == marks[0]
    assert mark_after(marks, 150.0) == marks[2]
    assert mark_before(marks, 100.0) is None
    assert mark_after(marks, 300.0) is None
