from hypothesis import given, strategies as st

from console.video.timeline import CLOCK, FIRST_STEP, Timeline

STEP = CLOCK // 25


def run(times: list[int | None], *, pause_s: float = STEP / CLOCK) -> list[int]:
    """When packets with these times are shown that came ``pause_s`` apart."""
    timeline = Timeline()
    return [timeline.run_on(time, time, 100 + number * pause_s)[0] for number, time in enumerate(times)]


def test_times_begin_at_0_and_keep_their_distance() -> None:
    assert run([7_000_000, 7_000_000 + STEP, 7_000_000 + 3 * STEP]) == [0, STEP, 3 * STEP]


def test_a_jump_is_one_step_and_what_follows_keeps_its_distance() -> None:
    for leap in (3600 * CLOCK, -3600 * CLOCK, -2 * CLOCK, 1 << 33, -(1 << 33)):
        times = [0, STEP, leap + 2 * STEP, leap + 3 * STEP]
        assert run([time + (1 << 34) for time in times]) == [0, STEP, 2 * STEP, 3 * STEP]


def test_a_camera_that_says_no_time_gets_one() -> None:
    assert run([None, None, None]) == [0, FIRST_STEP, 2 * FIRST_STEP]
    assert run([None, 90_000, 90_000 + STEP]) == [0, FIRST_STEP, FIRST_STEP + STEP]


def test_a_slow_camera_is_no_jump() -> None:
    assert run([0, 5 * CLOCK, 10 * CLOCK], pause_s=5.0) == [0, 5 * CLOCK, 10 * CLOCK]


def test_frames_shown_in_another_order_are_no_jump() -> None:
    timeline = Timeline()
    shown = [0, 3, 1, 2, 6, 4, 5]
    pairs = [timeline.run_on(s * STEP, (n - 1) * STEP, n * 0.04) for n, s in enumerate(shown)]
    assert [pair[0] for pair in pairs] == [s * STEP for s in shown]


_TIMES = st.none() | st.integers(0, 1 << 33)


@given(st.lists(st.tuples(_TIMES, _TIMES, st.floats(0, 30)), max_size=40))
def test_whatever_comes_decoding_goes_on_and_nothing_is_shown_before_it(
    packets: list[tuple[int | None, int | None, float]],
) -> None:
    timeline, now, last = Timeline(), 0.0, -1
    for shown, decoded, pause in packets:
        now += pause
        at, decode_at = timeline.run_on(shown, decoded, now)
        assert at >= decode_at > last
        last = decode_at
