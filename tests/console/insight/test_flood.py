from console.insight.flood import FloodWatch


def test_a_flood_begins_above_ten_in_ten_minutes_and_ends_below_five() -> None:
    watch = FloodWatch()
    watch.add([100.0 * n for n in range(5)] + [450.0 + n for n in range(5)])
    watch.look(500)
    assert (watch.recent, watch.is_flood) == (10, False)

    watch.add([480.0])
    watch.look(500)
    assert watch.is_flood

    watch.look(1000)
    assert watch.recent == 6
    assert watch.is_flood, "between 5 and 10 a flood goes on"

    watch.look(1054)
    assert watch.recent < 5
    assert not watch.is_flood


def test_a_new_epoch_forgets() -> None:
    watch = FloodWatch()
    watch.add([1.0] * 20)
    watch.look(2)

    watch.clear()
    watch.look(2)

    assert (watch.recent, watch.is_flood) == (0, False)


def test_what_two_can_answer_is_no_flood_for_them() -> None:
    watch = FloodWatch()
    watch.add(range(15))

    watch.look(20, operators=2)
    assert not watch.is_flood

    watch.look(20, operators=1)
    assert watch.is_flood


def test_an_alarm_that_claims_to_come_from_the_future_counts_when_its_time_has_come() -> None:
    watch = FloodWatch()
    watch.add([1000.0] * 20)

    watch.look(500)
    assert (watch.recent, watch.is_flood) == (0, False)
