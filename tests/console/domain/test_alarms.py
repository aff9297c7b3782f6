"""The life cycle of an alarm: every state that can be reached, and what may happen there."""

import pytest
from hypothesis import given, strategies as st

from console.domain.alarms import PRIORITY_OF, TRANSITIONS, Act, Alarm, AlarmKind, AlarmState, Priority

DAILY = (Act.RAISE, Act.ACKNOWLEDGE, Act.CLEAR)


def alarm(state: AlarmState, priority: Priority = Priority.P2, recent: tuple[float, ...] = ()) -> Alarm:
    return Alarm("A1", AlarmKind.FIRE, priority, state, "B1", 76.9, 43.2, "d", 0.0, 0.0, recent=recent)


def reachable() -> set[AlarmState]:
    seen, waiting = {AlarmState.NORMAL}, [AlarmState.NORMAL]
    while waiting:
        state = waiting.pop()
        new = {after for (before, _), after in TRANSITIONS.items() if before is state} - seen
        seen |= new
        waiting.extend(new)
    return seen


def test_every_state_is_reached_from_normal() -> None:
    assert reachable() == set(AlarmState)


@pytest.mark.parametrize("state", [s for s in AlarmState if s is not AlarmState.NORMAL])
def test_every_state_leads_back_to_normal(state: AlarmState) -> None:
    seen, waiting = {state}, [state]
    while waiting:
        before = waiting.pop()
        new = {after for (b, _), after in TRANSITIONS.items() if b is before} - seen
        seen |= new
        waiting.extend(new)
    assert AlarmState.NORMAL in seen


@given(st.sampled_from([s for s in AlarmState]))
def test_acknowledge_and_clear_give_the_same_end_in_either_order(state: AlarmState) -> None:
    def after(*acts: Act) -> AlarmState | None:
        now: AlarmState | None = state
        for act in acts:
            now = TRANSITIONS.get((now, act)) if now is not None else None
        return now

    one, other = after(Act.ACKNOWLEDGE, Act.CLEAR), after(Act.CLEAR, Act.ACKNOWLEDGE)
    if one is not None and other is not None:
        assert one is other is AlarmState.NORMAL


def test_an_unacknowledged_alarm_allows_both_orders() -> None:
    assert TRANSITIONS[AlarmState.UNACKNOWLEDGED, Act.CLEAR] is AlarmState.RETURNED_UNACKNOWLEDGED
    assert TRANSITIONS[AlarmState.RETURNED_UNACKNOWLEDGED, Act.ACKNOWLEDGE] is AlarmState.NORMAL
    assert TRANSITIONS[AlarmState.UNACKNOWLEDGED, Act.ACKNOWLEDGE] is AlarmState.ACKNOWLEDGED
    assert TRANSITIONS[AlarmState.ACKNOWLEDGED, Act.CLEAR] is AlarmState.NORMAL


@given(st.lists(st.sampled_from(DAILY), max_size=30))
def test_nobody_is_spared_a_look(acts: list[Act]) -> None:
    """After a raise, an alarm leaves the unacknowledged states by an acknowledgement only."""
    state = AlarmState.NORMAL
    for act in acts:
        after = TRANSITIONS.get((state, act))
        if after is None:
            continue
        if alarm(state).is_unacknowledged and not alarm(after).is_unacknowledged:
            assert act is Act.ACKNOWLEDGE
        state = after


@pytest.mark.parametrize("state", [AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED])
def test_an_emergency_cannot_be_shelved(state: AlarmState) -> None:
    assert not alarm(state, Priority.P1).can(Act.SHELVE)
    assert alarm(state, Priority.P2).can(Act.SHELVE)


def test_a_parked_alarm_stays_quiet_when_it_repeats() -> None:
    for parked in (AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE):
        assert TRANSITIONS[parked, Act.RAISE] is parked


def test_every_kind_has_a_priority() -> None:
    assert PRIORITY_OF.keys() == set(AlarmKind)


def test_three_within_a_minute_chatter() -> None:
    assert alarm(AlarmState.UNACKNOWLEDGED, recent=(0.0, 30.0, 60.0)).is_chattering
    assert not alarm(AlarmState.UNACKNOWLEDGED, recent=(0.0, 30.0, 61.0)).is_chattering
    assert not alarm(AlarmState.UNACKNOWLEDGED, recent=(0.0, 1.0)).is_chattering
