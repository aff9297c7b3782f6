"""Who crosses the edge of a zone is told once, whatever the positions look like."""

from itertools import pairwise
from math import inf, nan

from hypothesis import given, strategies as st
from msgspec.structs import replace

from console.center.geofence import DWELL_S, MARGIN_M, GeofenceWatch
from console.center.signals import Signal
from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.geo import METRES_PER_DEGREE_LAT, metres_per_degree_lon
from console.domain.picture import Picture
from console.domain.units import Fix
from console.domain.zones import Crossing, Drawing, Ring, Watch, Way, Zone, ZoneKind
from tests.desk import NOW, unit

LON, LAT = 76.93, 43.24
SIDE_M = 500.0


def at(east_m: float, north_m: float = SIDE_M / 2) -> tuple[float, float]:
    """A place by its distance from the south-west corner of the square; 0 metres east is its western edge."""
    return LON + east_m / metres_per_degree_lon(LAT), LAT + north_m / METRES_PER_DEGREE_LAT


SQUARE: Ring = (at(0, 0), at(SIDE_M, 0), at(SIDE_M, SIDE_M), at(0, SIDE_M))


def zone(id_: str = "Z1", ring: Ring = SQUARE, watch: Watch | None = Watch()) -> Zone:  # noqa: B008 - frozen
    return Zone(id_, Drawing(ZoneKind.CORDON, "Stadium cordon", ring, watch), "anna", NOW, 1)


def city(*zones: Zone, units: tuple[str, ...] = ("M07",)) -> Picture:
    picture = Picture()
    picture.zones = {z.id: z for z in zones}
    picture.units = {u: unit(u) for u in units}
    return picture


def fix(east_m: float, time: float, name: str = "M07") -> Fix:
    return Fix(name, *at(east_m), 8.0, 90.0, NOW + time)


def seen(watch: GeofenceWatch, picture: Picture, *fixes: Fix) -> list[tuple[str, Way]]:
    """Whom the watch tells of, each position in a look of its own."""
    said = [s for one in fixes for s in watch.look(picture, [one]) if s.active]
    return [(s.source, s.crossing.way) for s in said if s.crossing]


def test_who_drives_through_has_entered_and_left() -> None:
    drive = [fix(x, n) for n, x in enumerate(range(-100, 700, 12))]
    assert seen(GeofenceWatch(), city(zone()), *drive) == [("M07", Way.ENTER), ("M07", Way.LEAVE)]


def test_an_alarm_says_who_crossed_what_and_where_and_going_back_ends_it() -> None:
    watch, picture = GeofenceWatch(), city(zone(watch=Watch(Way.ENTER)))
    (told,) = [s for n, x in enumerate((-50, -20, 20, 40)) for s in watch.look(picture, [fix(x, n)]) if s.active]
    assert (told.source, told.kind, told.crossing) == ("M07", AlarmKind.GEOFENCE, Crossing("Z1", Way.ENTER))
    assert (told.lon, told.lat) == at(40)
    assert told.place.ru == told.place.kk == told.place.en == "Stadium cordon"
    ended = [s for n, x in enumerate((-20, -40)) for s in watch.look(picture, [fix(x, 10 + n)])]
    assert ended == [replace(ended[0], active=False)]
    assert ended[0].crossing == Crossing("Z1", Way.ENTER)


def test_the_first_position_says_only_on_which_side_it_is() -> None:
    watch, picture = GeofenceWatch(), city()
    assert seen(watch, picture, fix(100, 0)) == []
    picture.zones["Z1"] = zone()  # drawn around a unit
    assert seen(watch, picture, fix(100, 1), fix(110, 2)) == []
    assert seen(watch, picture, fix(-20, 3), fix(-40, 4)) == [("M07", Way.LEAVE)]


@given(st.lists(st.floats(-MARGIN_M + 0.1, MARGIN_M - 0.1), max_size=60), st.sampled_from([-50.0, 50.0]))
def test_who_jitters_at_the_edge_crosses_nothing(offsets: list[float], start: float) -> None:
    """At one position each 2 s no run on one side gets as long as the dwell, the offsets being cut so."""
    watch, picture = GeofenceWatch(), city(zone())
    fixes, run = [fix(start, 0)], 0
    for n, x in enumerate(offsets, 1):
        run = run + 1 if (x > 0) is not (start > 0) else 0
        if run * 2 >= DWELL_S:
            run = 0
            x = start / 50
        fixes.append(fix(x, 2 * n))
    assert seen(watch, picture, *fixes) == []


@given(st.lists(st.tuples(st.floats(-300, 800), st.floats(-3, 40)), max_size=80))
def test_ways_take_turns_and_end_on_the_side_where_the_unit_is(story: list[tuple[float, float]]) -> None:
    """Whatever comes, late ones among it: enter, leave, enter..., and two certain positions in a row decide."""
    watch, picture = GeofenceWatch(), city(zone())
    time, fixes = 0.0, [fix(-100, 0)]
    for x, wait in story:
        time += wait
        fixes.append(fix(x, time))
    ways = [way for _unit, way in seen(watch, picture, *fixes)]
    assert all(one is not two for one, two in pairwise([Way.LEAVE, *ways]))
    last = max(f.time for f in fixes) - NOW
    seen_last = seen(watch, picture, fix(250, last + 1), fix(251, last + 2))
    is_in = bool(ways) and ways[-1] is Way.ENTER
    assert [way for _unit, way in seen_last] == ([] if is_in else [Way.ENTER])


def test_one_wild_position_is_nothing() -> None:
    watch, picture = GeofenceWatch(), city(zone())
    assert seen(watch, picture, fix(-100, 0), fix(250, 1), fix(-100, 2), fix(250, 3), fix(-90, 4)) == []


def test_late_repeated_and_unknown_positions_are_nothing() -> None:
    watch, picture = GeofenceWatch(), city(zone())
    assert seen(watch, picture, fix(-100, 10), fix(250, 11), fix(250, 11), fix(260, 5), fix(250, 3)) == []
    assert watch.look(picture, [fix(-100, 20, "X9"), fix(250, 21, "X9"), fix(250, 22, "X9")]) == []
    assert seen(watch, picture, fix(250, 12)) == [("M07", Way.ENTER)]


def test_who_waits_just_behind_the_line_has_crossed_it_in_the_end() -> None:
    watch, picture = GeofenceWatch(), city(zone())
    waits = [fix(4, n) for n in range(1, 40)]
    assert seen(watch, picture, fix(-30, 0), *waits[:19]) == []
    assert seen(watch, picture, *waits[19:]) == [("M07", Way.ENTER)]


def test_several_positions_of_a_unit_in_one_look_count_by_the_last() -> None:
    watch, picture = GeofenceWatch(), city(zone())
    assert watch.look(picture, [fix(-100, 0), fix(-90, 1)]) == []
    assert watch.look(picture, [fix(250, 3), fix(-100, 2)]) == []
    assert [s.active for s in watch.look(picture, [fix(251, 5), fix(250, 4)])] == [False, True]


def test_only_those_are_told_who_are_watched_that_way() -> None:
    watch = GeofenceWatch()
    picture = city(zone(watch=Watch(Way.LEAVE, units=("M07",))), units=("M07", "M08"))
    for n, x in enumerate((-50, -20, 20, 40)):
        assert not any(s.active for s in watch.look(picture, [fix(x, n), fix(x, n, "M08")]))
    out = [s for n, x in enumerate((-20, -40), 4) for s in watch.look(picture, [fix(x, n), fix(x, n, "M08")])]
    assert [s.source for s in out if s.active] == ["M07"]


def test_a_zone_with_another_ring_begins_anew_and_one_that_is_gone_is_not_watched() -> None:
    watch, picture = GeofenceWatch(), city(zone())
    assert seen(watch, picture, fix(-100, 0), fix(-90, 1)) == []
    picture.zones["Z1"] = zone(ring=(at(-200, 0), at(500, 0), at(500, 500), at(-200, 500)))
    assert seen(watch, picture, fix(-90, 2), fix(-90, 3), fix(-90, 4)) == []
    picture.zones["Z1"] = replace(picture.zones["Z1"], drawing=replace(picture.zones["Z1"].drawing, name="Other"))
    assert seen(watch, picture, fix(-250, 5), fix(-260, 6)) == [("M07", Way.LEAVE)]
    del picture.zones["Z1"]
    assert watch.look(picture, [fix(250, 7)]) == watch.look(picture, [fix(250, 8)]) == []


def test_after_a_restart_what_stands_in_the_log_is_known() -> None:
    picture = city(zone(watch=Watch(Way.ENTER)))
    stands = Alarm(
        "A1", AlarmKind.GEOFENCE, Priority.P3, AlarmState.ACKNOWLEDGED, "M07", *at(40), "", NOW, NOW,
        crossing=Crossing("Z1", Way.ENTER),
    )  # fmt: skip
    picture.alarms = {"A1": stands}
    watch = GeofenceWatch()
    assert watch.look(picture, [fix(-100, 0)]) == []
    (over,) = watch.look(picture, [fix(-110, 1)])
    assert (over.active, over.crossing) == (False, Crossing("Z1", Way.ENTER))


def test_places_that_are_none_disturb_nobody() -> None:
    watch, picture = GeofenceWatch(), city(zone(), units=("M07", "M08"))
    for n, x in enumerate((-50, -20, 20)):
        watch.look(picture, [fix(x, n), Fix("M08", nan, inf, 0.0, 0.0, NOW + n)])
    told: list[Signal] = watch.look(picture, [fix(40, 3), Fix("M08", nan, nan, 0.0, 0.0, NOW + 3)])
    assert [s.source for s in told if s.active] == ["M07"]
