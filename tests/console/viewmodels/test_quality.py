"""The quality policy: what a picture is worth, who gives way first, and how slowly it comes back."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from console.viewmodels.machine_load import MachineLoad
from console.viewmodels.quality import (
    LEAST,
    LONGEST_WAIT_S,
    LOOK_EVERY_S,
    Grade,
    Importance,
    Load,
    Standing,
    Viewed,
    grades,
    judged,
    worth,
)

BUSY, BETWEEN, IDLE = Load(1.0, 0.8), Load(0.8, 0.5), Load(0.3, 0.2)


def wall(count: int, width: int = 400, **special: Importance) -> list[Viewed]:
    """``count`` tiles ``c0`` ..., those named in ``special`` of another importance."""
    names = [f"c{n}" for n in range(count)]
    return [Viewed(name, special.get(name, Importance.VISIBLE), width) for name in names]


class Watch:
    """A policy at work: time goes on by looks of half a second."""

    def __init__(self, tiles: Sequence[Viewed]) -> None:
        self.tiles, self.now, self.standing = tiles, 100.0, Standing()

    def run(self, load: Load, seconds: float) -> dict[str, Grade]:
        for _ in range(round(seconds / LOOK_EVERY_S)):
            self.now += LOOK_EVERY_S
            self.standing = judged(self.standing, self.tiles, load, self.now)
        return self.grades

    @property
    def grades(self) -> dict[str, Grade]:
        return grades(self.standing, self.tiles)


@pytest.mark.parametrize(
    ("tile", "visible", "grade"),
    [
        (Viewed("c", Importance.VISIBLE, 400), 9, Grade.SUB),
        (Viewed("c", Importance.VISIBLE, 1200), 2, Grade.MAIN),
        (Viewed("c", Importance.VISIBLE, 700), 4, Grade.SUB),
        (Viewed("c", Importance.FOCUSED, 700), 4, Grade.MAIN),
        (Viewed("c", Importance.FOCUSED, 400), 4, Grade.SUB),
        (Viewed("c", Importance.FOCUSED, 400, is_maximised=True), 1, Grade.MAIN),
        (Viewed("c", Importance.VISIBLE, 1200), 17, Grade.SUB),
        (Viewed("c", Importance.ALARM, 1200), 17, Grade.MAIN),
        (Viewed("c", Importance.FOCUSED, 700, sub_width=1280), 4, Grade.SUB),
        (Viewed("c", Importance.VISIBLE, 700, sub_width=352), 4, Grade.MAIN),
    ],
)
def test_a_picture_is_worth_what_its_pixels_can_show(tile: Viewed, visible: int, grade: Grade) -> None:
    assert worth(tile, visible) is grade


def test_without_pressure_everything_has_its_worth() -> None:
    watch = Watch([*wall(3), Viewed("large", Importance.VISIBLE, 1500)])
    watch.run(BETWEEN, 60)
    assert watch.grades == {"c0": Grade.SUB, "c1": Grade.SUB, "c2": Grade.SUB, "large": Grade.MAIN}


def test_a_short_peak_changes_nothing() -> None:
    watch = Watch(wall(9))
    watch.run(IDLE, 5)
    watch.run(BUSY, 4)
    watch.run(IDLE, 5)
    assert not watch.standing.is_strained


def test_pressure_is_answered_after_5_s_by_a_quarter_of_the_tiles() -> None:
    watch = Watch(wall(16))
    watch.run(BUSY, 5)
    assert not watch.standing.is_strained
    assert sorted(watch.run(BUSY, 1).values()) == [Grade.KEYS] * 4 + [Grade.SUB] * 12


def test_twenty_five_tiles_are_all_slowed_within_half_a_minute() -> None:
    watch = Watch(wall(25))
    assert set(watch.run(BUSY, 30).values()) <= {Grade.KEYS, Grade.PAUSED}


def test_main_streams_go_before_any_picture_slows() -> None:
    watch = Watch([Viewed("pinned", Importance.PINNED, 1200), *wall(3)])
    watch.run(BUSY, 6)
    assert watch.grades == {"pinned": Grade.SUB, "c0": Grade.SUB, "c1": Grade.SUB, "c2": Grade.SUB}


def test_the_least_important_give_way_and_what_matters_keeps_every_frame() -> None:
    watch = Watch(wall(9, c0=Importance.FOCUSED, c1=Importance.ALARM, c2=Importance.PINNED))
    watch.run(BUSY, 120)
    assert [watch.grades[f"c{n}"] for n in range(9)] == [Grade.SUB, Grade.SUB, Grade.KEYS] + [Grade.PAUSED] * 6


def test_pinned_tiles_keep_their_rate_until_all_others_stand() -> None:
    watch = Watch(wall(9, c2=Importance.PINNED))
    while watch.grades["c2"] is Grade.SUB:
        watch.run(BUSY, LOOK_EVERY_S)
        assert watch.now < 300
    assert {grade for camera, grade in watch.grades.items() if camera != "c2"} == {Grade.PAUSED}


def test_smaller_tiles_give_way_first() -> None:
    watch = Watch([Viewed("large", Importance.VISIBLE, 600), Viewed("small", Importance.VISIBLE, 200)])
    assert watch.run(BUSY, 6) == {"large": Grade.SUB, "small": Grade.KEYS}


def test_focus_and_a_p1_alarm_lift_a_stopped_tile_at_once() -> None:
    watch = Watch(wall(9))
    watch.run(BUSY, 120)
    assert watch.grades["c3"] is Grade.PAUSED
    watch.tiles = wall(9, c3=Importance.FOCUSED, c4=Importance.ALARM)
    assert (watch.grades["c3"], watch.grades["c4"]) == (Grade.SUB, Grade.SUB)


def test_nothing_comes_back_between_70_and_90_per_cent() -> None:
    watch = Watch(wall(9))
    before = watch.run(BUSY, 30)
    assert watch.run(BETWEEN, 300) == before


def test_tiles_come_back_one_by_one_the_important_first() -> None:
    watch = Watch(wall(4, c3=Importance.PINNED))
    watch.run(BUSY, 120)
    assert watch.grades == {"c0": Grade.PAUSED, "c1": Grade.PAUSED, "c2": Grade.PAUSED, "c3": Grade.KEYS}
    back = []
    for _ in range(400):
        before = watch.grades
        after = watch.run(IDLE, LOOK_EVERY_S)
        back += [(camera, after[camera]) for camera in after if after[camera] != before[camera]]
    assert back[0] == ("c3", Grade.SUB)
    assert [grade for _, grade in back[1:]] == [Grade.KEYS] * 3 + [Grade.SUB] * 3
    assert not watch.standing.is_strained


def test_a_step_up_that_must_be_taken_back_doubles_the_wait() -> None:
    watch = Watch(wall(8))
    watch.run(BUSY, 20)
    waits = []
    for _ in range(6):
        low = watch.grades
        began = watch.now
        while watch.grades == low:
            watch.run(IDLE, LOOK_EVERY_S)
        waits.append(watch.now - began)
        risen = watch.standing.raised_at
        while watch.standing.changed_at == risen:
            watch.run(BUSY, LOOK_EVERY_S)
    assert waits == sorted(waits)
    assert waits[-1] > 5 * waits[0]
    assert waits[-1] <= LONGEST_WAIT_S + 5


def test_nothing_is_lowered_for_a_load_that_is_another_programs() -> None:
    watch = Watch(wall(9))
    watch.run(Load(1.0, 0.05), 60)
    assert not watch.standing.is_strained


def test_what_is_no_longer_shown_is_forgotten() -> None:
    watch = Watch(wall(9))
    watch.run(BUSY, 60)
    watch.run(BETWEEN, 10)
    assert watch.standing.is_strained
    watch.tiles = [Viewed("new", Importance.VISIBLE, 300)]
    watch.run(BETWEEN, LOOK_EVERY_S)
    assert not watch.standing.is_strained


tiles = st.lists(
    st.builds(Viewed, st.sampled_from("abcdefgh"), st.sampled_from(Importance), st.integers(2, 4000)),
    unique_by=lambda tile: tile.camera,
)
loads = st.builds(Load, st.floats(0, 1), st.floats(0, 1))


@given(st.lists(st.tuples(tiles, loads, st.floats(0.1, 20)), max_size=40))
def test_no_load_brings_a_tile_below_what_it_matters_or_above_its_worth(story: list) -> None:
    standing, now = Standing(), 0.0
    for shown, load, seconds in story:
        now += seconds
        standing = judged(standing, shown, load, now)
        given_now = grades(standing, shown)
        for tile in shown:
            assert min(worth(tile, len(shown)), LEAST[tile.importance]) <= given_now[tile.camera]
            assert given_now[tile.camera] <= worth(tile, len(shown))


def test_the_load_of_this_machine_is_shares() -> None:
    load = MachineLoad().look()
    assert 0 <= load.own <= 1
    assert 0 <= load.system <= 1
