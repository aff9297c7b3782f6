import pytest
from hypothesis import given, strategies as st

from console.viewmodels import tile_rules as rules
from console.viewmodels.tile_rules import TileState


@pytest.mark.parametrize(
    ("age", "is_playing", "is_waiting", "state"),
    [
        (None, True, False, TileState.CONNECTING),
        (None, False, True, TileState.LOST),
        (0.1, True, False, TileState.LIVE),
        (0.1, False, False, TileState.DEGRADED),
        (1.99, True, True, TileState.LIVE),
        (2.0, True, False, TileState.DEGRADED),
        (7.9, True, False, TileState.DEGRADED),
        (8.0, True, False, TileState.LOST),
    ],
)
def test_a_picture_is_live_for_2_s_degraded_until_8_and_then_lost(
    age: float | None, is_playing: bool, is_waiting: bool, state: TileState
) -> None:
    assert rules.state_by_age(age, is_playing=is_playing, is_waiting=is_waiting) is state


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_double_up_to_a_limit_and_are_jittered_downwards_by_half(failures: int, chance: float) -> None:
    limit = min(rules.LONGEST_RETRY_S, rules.FIRST_RETRY_S * 2 ** min(failures - 1, 20))
    assert limit / 2 <= rules.retry_after(failures, lambda: chance) <= limit


def test_small_changes_of_size_open_no_new_stream() -> None:
    assert not rules.is_off((310, 175), (300, 170))
    assert rules.is_off((400, 170), (300, 170))
    assert rules.is_off((300, 120), (300, 170))
