from collections.abc import Callable
from itertools import pairwise
from math import hypot

import pytest

from console.center.world.drive import is_red
from console.domain.geo import distance_m
from console.domain.plane import to_plane
from console.domain.units import BUSY, FREE, Agency, Fix, Unit, UnitStatus
from console.insight.streets import StreetGraph
from tests.console.center.world.control_room import NOON, ControlRoom

Begin = Callable[..., ControlRoom]
FASTEST_M_S = 110 / 3.6


def nearest_free_car(room: ControlRoom, lon: float, lat: float) -> Unit:
    cars = [u for u in room.picture.units.values() if u.callsign.startswith("P") and u.status in FREE and u.fix]
    return min(cars, key=lambda u: distance_m(u.fix.lon, u.fix.lat, lon, lat) if u.fix else 0)


def send_a_car(room: ControlRoom) -> str:
    """Assign the nearest car to a panic button; cars may refuse, so until one accepts."""
    incident = room.open(room.press())
    for _ in range(5):
        car = nearest_free_car(room, incident.lon, incident.lat).id
        room.assign(car)
        room.play(12)
        if room.unit(car).assignment is not None:
            return car
    raise AssertionError("five cars refused")


def test_four_hundred_units_of_all_agencies_are_on_duty(control_room: Begin) -> None:
    units = control_room().world.units
    assert len(units) == len({u.id for u in units}) == len({u.callsign for u in units}) == 400
    assert {u.agency for u in units} == set(Agency)
    assert sum(u.agency is Agency.POLICE for u in units) > 200
    assert any(u.status not in FREE for u in units)
    assert sum(u.status in FREE for u in units) > 300


def test_they_stay_on_the_streets_and_obey_the_speed(control_room: Begin, graph: StreetGraph) -> None:
    room = control_room()
    last: dict[str, Fix] = {}
    moved = 0
    for step in room.play(120):
        for fix in step.fixes:
            assert graph.nearest(*to_plane(fix.lon, fix.lat)).off < 15
            before, last[fix.unit] = last.get(fix.unit), fix
            if before is not None:
                # A turn at a corner moves the kerb-side place by a few metres besides.
                way = distance_m(before.lon, before.lat, fix.lon, fix.lat)
                assert way <= FASTEST_M_S * (fix.time - before.time) + 15
            assert 0 <= fix.speed <= FASTEST_M_S
            moved += fix.speed > 1
    assert moved > 100 * 120


def test_patrols_in_cars_keep_to_the_limit(control_room: Begin, graph: StreetGraph) -> None:
    room = control_room()
    fixes = [fix for step in room.play(60) for fix in step.fixes]
    patrols = {u.id for u in room.picture.units.values() if u.status is UnitStatus.ON_PATROL}
    for fix in fixes:
        if fix.unit in patrols and fix.speed > 3:
            edge = graph.edges[graph.nearest(*to_plane(fix.lon, fix.lat)).edge]
            assert fix.speed <= max(edge.speed, 60 / 3.6) + 0.1


def test_fixes_come_once_a_second_however_often_one_looks(control_room: Begin) -> None:
    room = control_room()
    times = [step.fixes[0].time for step in room.play(10, each=0.2) if step.fixes]
    assert len(times) == 10
    assert [round(b - a, 6) for a, b in pairwise(times)] == [1.0] * 9


def test_an_assigned_car_answers_arrives_works_and_goes_on(control_room: Begin) -> None:
    room = control_room()
    room.play(10)
    car = send_a_car(room)
    assert room.unit(car).status is UnitStatus.EN_ROUTE
    incident = room.picture.incidents["I1"]
    seen = [room.unit(car).status]
    for _ in range(50):
        room.play(60, each=2)
        if room.unit(car).status is not seen[-1]:
            seen.append(room.unit(car).status)
            if seen[-1] is UnitStatus.ON_SCENE:
                fix = room.unit(car).fix
                assert fix is not None
                place = room.world._traffic._graph.nearest(*to_plane(incident.lon, incident.lat))
                at = to_plane(fix.lon, fix.lat)
                there = room.world._traffic._graph.place(place)
                assert hypot(at[0] - there[0], at[1] - there[1]) < 15
        if seen[-1] is UnitStatus.ON_PATROL:
            break
    assert [s for s in seen if s is not UnitStatus.TRANSPORTING][:2] == [UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE]
    assert seen[-1] is UnitStatus.ON_PATROL
    assert room.unit(car).assignment is None


def test_a_few_crews_refuse(control_room: Begin) -> None:
    room = control_room()
    room.play(10)
    room.open(room.press())
    cars = [u.id for u in room.picture.units.values() if u.callsign.startswith("P") and u.status in FREE]
    for car in cars:
        room.assign(car)
    room.play(12)
    refused = sum(room.unit(car).assignment is None for car in cars)
    assert 0 < refused < 0.15 * len(cars)


def test_what_an_operator_sets_is_obeyed(control_room: Begin) -> None:
    room = control_room()
    room.play(30)
    car = next(u.id for u in room.picture.units.values() if u.fix and u.fix.speed > 5)
    room.set_status(car, UnitStatus.BREAK)
    room.play(2)
    stopped = room.unit(car).fix
    room.play(1200, each=5)
    still = room.unit(car).fix
    assert stopped is not None
    assert still is not None
    assert (still.lon, still.lat, still.speed) == (stopped.lon, stopped.lat, 0.0)
    assert room.unit(car).status is UnitStatus.BREAK
    room.set_status(car, UnitStatus.AVAILABLE)
    room.play(300, each=5)
    assert room.unit(car).status is UnitStatus.ON_PATROL


def test_crews_have_work_of_their_own(control_room: Begin) -> None:
    room = control_room()
    reports = [report for step in room.play(900, each=3) for report in step.reports]
    statuses = {report.status for report in reports}
    assert {UnitStatus.ON_SCENE, UnitStatus.EN_ROUTE, UnitStatus.ON_PATROL} <= statuses
    assert sum(u.status in BUSY for u in room.picture.units.values()) > 5
    assert sum(u.status in FREE for u in room.picture.units.values()) > 300


def test_one_unit_has_not_been_heard_of_for_long(control_room: Begin) -> None:
    room = control_room()
    room.play(5)
    silent = [u for u in room.picture.units.values() if u.status_at(room.now) is UnitStatus.OFFLINE]
    assert 1 <= len(silent) <= 2


def test_after_a_restart_units_go_on_from_where_they_were(control_room: Begin) -> None:
    room = control_room()
    room.play(10)
    car = send_a_car(room)
    before = room.unit(car).fix
    again = ControlRoom(control_room(room.now).world, room.now, room.picture)
    again.play(3)
    after = again.unit(car).fix
    assert before is not None
    assert after is not None
    assert distance_m(before.lon, before.lat, after.lon, after.lat) < 60
    again.play(1500, each=5)
    assert again.unit(car).status is not UnitStatus.EN_ROUTE


def test_the_same_seed_drives_the_same_way(control_room: Begin) -> None:
    one, other = control_room(), control_room()
    assert [s.fixes for s in one.play(30)] == [s.fixes for s in other.play(30)]


@pytest.mark.parametrize("node", range(5))
def test_who_crosses_at_a_right_angle_never_has_green_together(node: int) -> None:
    lights = [(is_red(node, 0, NOON + t), is_red(node, 90, NOON + t)) for t in range(160)]
    has_light = any(red for pair in lights for red in pair)
    assert not has_light or all(north or east for north, east in lights)
    assert has_light == (node * 7 % 5 >= 2)


def test_walkers_walk(control_room: Begin) -> None:
    room = control_room()
    fixes = [fix for step in room.play(30) for fix in step.fixes]
    walkers = {u.id for u in room.world.units if u.callsign.startswith("N")}
    assert 0 < max(fix.speed for fix in fixes if fix.unit in walkers) < 3
