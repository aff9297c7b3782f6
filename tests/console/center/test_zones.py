"""Zones at the center: who may draw what, everybody sees it, and a unit that crosses the edge raises an alarm."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from math import nan
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from console.center.annunciation import annunciate
from console.center.center import Center
from console.center.decisions import decide
from console.center.log import Log
from console.center.signals import Signal, Step
from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import CENTER, LogEntry
from console.domain.incidents import Disposition
from console.domain.picture import Picture
from console.domain.protocol import Fixes, Hello, Trail
from console.domain.session import Operator, Role
from console.domain.units import Fix
from console.domain.zones import ZONES_AT_MOST, Crossing, Drawing, Ring, Watch, Way, Zone, ZoneKind
from tests.console.center.conftest import Client
from tests.console.center.running import Running
from tests.console.center.story import ANNA, BOLAT, START
from tests.console.center.test_api import known, problem, wish
from tests.console.center.test_stream import console, token
from tests.console.center.town import LAT, LON, PLACE, Town, unit

TEACHER = Operator("trainer", "Trainer", Role.TRAINER)
DANA = Operator("dana", "Dana", Role.DUTY_OFFICER)
RING: Ring = ((LON + 0.01, LAT), (LON + 0.02, LAT), (LON + 0.02, LAT + 0.01), (LON + 0.01, LAT + 0.01))
INSIDE = LON + 0.015, LAT + 0.005
STADIUM = Drawing(ZoneKind.CORDON, "Stadium cordon", RING, Watch())


class Desk:
    """A picture and those who draw in it."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.now = START
        self.write([e.UnitAdded(unit("U0", START))])

    def write(self, events: list[e.Event], actor: str = CENTER) -> list[e.Event]:
        for event in events:
            self.picture.apply(LogEntry(self.picture.seq + 1, self.now, actor, event))
        return events

    def want(self, intent: i.Intent, actor: Operator = ANNA, if_match: int | None = None) -> list[e.Event]:
        return self.write(decide(self.picture, intent, actor, if_match, self.now), actor.id)

    def refusal(self, intent: i.Intent, actor: Operator = ANNA, if_match: int | None = None) -> Problem:
        before = self.picture.snapshot(0)
        with pytest.raises(Refused) as refused:
            self.want(intent, actor, if_match)
        assert self.picture.snapshot(0) == before
        return refused.value.problem

    def draw(self, drawing: Drawing = STADIUM, actor: Operator = ANNA) -> Zone:
        (drawn,) = self.want(i.DrawZone(drawing), actor)
        assert isinstance(drawn, e.ZoneDrawn)
        return self.picture.zones[drawn.zone.id]


def test_a_zone_is_kept_as_drawn_but_tidy() -> None:
    desk = Desk()
    zone = desk.draw(replace(STADIUM, name=" Stadium \n cordon", ring=(*RING, RING[0])))
    assert zone == Zone("Z2", STADIUM, "anna", START, 2)


@pytest.mark.parametrize(
    ("drawing", "kind", "status"),
    [
        (replace(STADIUM, name="  "), ProblemType.NAMELESS, 422),
        (replace(STADIUM, ring=(RING[0], RING[2], RING[1], RING[3])), ProblemType.CROSSES_ITSELF, 422),
        (replace(STADIUM, ring=((LON, LAT), (LON + 1e-5, LAT), (LON, LAT + 1e-5))), ProblemType.AREA_TOO_SMALL, 422),
        (replace(STADIUM, ring=((LON, LAT), (LON + 0.4, LAT), (LON, LAT + 0.4))), ProblemType.AREA_TOO_LARGE, 422),
        (replace(STADIUM, expires_at=START), ProblemType.ENDS_BEFORE_IT_BEGINS, 422),
        (replace(STADIUM, incident="I404"), ProblemType.NOT_FOUND, 404),
        (replace(STADIUM, watch=Watch(units=("U404",))), ProblemType.NOT_FOUND, 404),
    ],
)
def test_what_cannot_be_a_zone_is_refused_in_words(drawing: Drawing, kind: ProblemType, status: int) -> None:
    desk = Desk()
    refused = desk.refusal(i.DrawZone(drawing))
    assert (refused.type, refused.status) == (kind, status)
    assert refused.detail
    zone = desk.draw()
    assert desk.refusal(i.ChangeZone(zone.id, drawing)).type is kind


def test_there_are_never_too_many_zones() -> None:
    desk = Desk()
    for _ in range(ZONES_AT_MOST):
        desk.draw()
    assert desk.refusal(i.DrawZone(STADIUM)).type is ProblemType.TOO_MANY
    desk.want(i.RemoveZone(next(iter(desk.picture.zones))))
    desk.draw()


def test_trainers_draw_nothing_and_others_zones_are_for_supervisors() -> None:
    desk = Desk()
    zone = desk.draw()
    assert desk.refusal(i.DrawZone(STADIUM), TEACHER).type is ProblemType.FORBIDDEN
    assert desk.refusal(i.RemoveZone(zone.id), TEACHER).type is ProblemType.FORBIDDEN
    for intent in (i.RemoveZone(zone.id), i.ChangeZone(zone.id, STADIUM)):
        refused = desk.refusal(intent, DANA)
        assert (refused.type, refused.status, refused.by) == (ProblemType.FORBIDDEN, 403, "anna")
    desk.want(i.ChangeZone(zone.id, replace(STADIUM, name="Other")), BOLAT)
    assert desk.picture.zones[zone.id].drawn_by == "anna"
    desk.want(i.RemoveZone(zone.id))
    assert desk.refusal(i.RemoveZone(zone.id)).type is ProblemType.NOT_FOUND


def test_what_has_changed_since_it_was_seen_is_not_changed_blindly() -> None:
    desk = Desk()
    zone = desk.draw()
    desk.want(i.ChangeZone(zone.id, replace(STADIUM, name="Other")), BOLAT, zone.version)
    for intent in (i.RemoveZone(zone.id), i.ChangeZone(zone.id, STADIUM)):
        refused = desk.refusal(intent, ANNA, zone.version)
        assert (refused.type, refused.status, refused.current) == (ProblemType.CHANGED, 412, 3)
    desk.want(i.RemoveZone(zone.id), ANNA, 3)


def test_a_zone_outlives_its_incident_and_can_still_be_changed() -> None:
    desk = Desk()
    alarm = _crossing_alarm(desk, desk.draw())
    desk.want(i.OpenIncident((alarm,)))
    (incident,) = desk.picture.incidents
    zone = desk.draw(replace(STADIUM, incident=incident))
    desk.want(i.CloseIncident(incident, Disposition.MINOR))
    desk.want(i.ChangeZone(zone.id, replace(zone.drawing, name="Other")))
    assert desk.refusal(i.DrawZone(zone.drawing)).type is ProblemType.CONFLICT


def _crossing_alarm(desk: Desk, zone: Zone) -> str:
    signal = Signal("U0", AlarmKind.GEOFENCE, True, LON, LAT, "d", PLACE, crossing=Crossing(zone.id, Way.ENTER))
    (raised,) = desk.write(annunciate(desk.picture, signal, desk.now, None))
    assert isinstance(raised, e.AlarmRaised)
    return raised.alarm.id


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (lambda zone: i.RemoveZone(zone.id), True),
        (lambda zone: i.ChangeZone(zone.id, replace(STADIUM, ring=RING[:3])), True),
        (lambda zone: i.ChangeZone(zone.id, replace(STADIUM, watch=None)), True),
        (lambda zone: i.ChangeZone(zone.id, replace(STADIUM, name="Other", expires_at=START + 9)), False),
    ],
)
def test_what_a_zone_has_raised_ends_with_its_watch(change: Any, ends: bool) -> None:
    desk = Desk()
    zone = desk.draw()
    alarm, other = _crossing_alarm(desk, zone), _crossing_alarm(desk, desk.draw())
    desk.want(change(zone))
    over = AlarmState.RETURNED_UNACKNOWLEDGED if ends else AlarmState.UNACKNOWLEDGED
    assert desk.picture.alarms[alarm].state is over
    assert desk.picture.alarms[other].is_active


# The center itself, without a socket


class _At:
    """A clock that stands where it was put."""

    def __init__(self, time: float) -> None:
        self.time = time

    def now(self) -> float:
        return self.time


class Room:
    """A center and its clock; each ``drive`` is a second."""

    def __init__(self, path: Path) -> None:
        self.clock = _At(START)
        self.log = Log(path)
        self.log.start()
        self.center = Center(self.log, self.clock, "test")
        self.center.city.district_at = lambda lon, lat: "751310000" if lon > LON else ""

    async def drive(self, *places: tuple[float, float], name: str = "U0") -> None:
        for place in places:
            self.clock.time += 1
            await self.center.hear(Step(fixes=[Fix(name, *place, 8.0, 90.0, self.clock.time)]))

    async def draw(self, drawing: Drawing = STADIUM) -> str:
        outcome = await self.center.carry_out(i.DrawZone(drawing), ANNA, f"key{self.center.picture.seq}", None)
        return outcome.created


HOME = LON, LAT


@pytest.mark.anyio
async def test_a_unit_that_enters_raises_an_alarm_that_ends_when_it_leaves(tmp_path: Path) -> None:
    room = Room(tmp_path / "center.sqlite")
    await room.center.begin(Town(START).units)
    zone = await room.draw()
    assert room.center.picture.zones[zone].drawing == STADIUM
    await room.drive(HOME, HOME, INSIDE, INSIDE)
    (alarm,) = room.center.picture.alarms.values()
    assert (alarm.kind, alarm.priority, alarm.source) == (AlarmKind.GEOFENCE, Priority.P3, "U0")
    assert (alarm.place.en, alarm.district) == ("Stadium cordon", "751310000")
    assert (alarm.crossing.zone, alarm.crossing.way) == (zone, Way.ENTER) if alarm.crossing else False
    await room.drive(HOME, HOME)
    entered, left = room.center.picture.alarms.values()
    assert (entered.state, left.state) == (AlarmState.RETURNED_UNACKNOWLEDGED, AlarmState.UNACKNOWLEDGED)
    assert left.crossing
    assert left.crossing.way is Way.LEAVE
    await room.drive(INSIDE, INSIDE)
    again, over = room.center.picture.alarms.values()
    assert (again.occurrences, again.state, over.is_active) == (2, AlarmState.UNACKNOWLEDGED, False)
    await room.log.stop()


@pytest.mark.anyio
async def test_a_zone_whose_time_is_over_goes_and_takes_its_alarms_along(tmp_path: Path) -> None:
    room = Room(tmp_path / "center.sqlite")
    await room.center.begin(Town(START).units)
    await room.draw(replace(STADIUM, expires_at=START + 4.5))
    await room.drive(HOME, INSIDE, INSIDE)
    assert [a.is_active for a in room.center.picture.alarms.values()] == [True]
    await room.drive(INSIDE, HOME, HOME)
    assert not room.center.picture.zones
    assert [(a.is_active, a.crossing.way if a.crossing else None) for a in room.center.picture.alarms.values()] == [
        (False, Way.ENTER)
    ]
    await room.log.stop()


@pytest.mark.anyio
async def test_a_crossing_waits_for_the_disk_and_is_told_once(tmp_path: Path) -> None:
    room = Room(tmp_path / "center.sqlite")
    await room.center.begin(Town(START).units)
    await room.draw()
    await room.drive(HOME, INSIDE)
    room.clock.time += 1
    step = Step(fixes=[Fix("U0", *INSIDE, 8.0, 90.0, room.clock.time)])
    blocker = sqlite3.connect(tmp_path / "center.sqlite")
    blocker.execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END")
    for _ in range(2):
        with pytest.raises(Refused):
            await room.center.hear(step)
        assert not room.center.picture.alarms
        await asyncio.sleep(0)
    blocker.execute("DROP TRIGGER full")
    blocker.close()
    await room.center.hear(step)
    (alarm,) = room.center.picture.alarms.values()
    assert (alarm.occurrences, alarm.kind) == (1, AlarmKind.GEOFENCE)
    await room.log.stop()


@pytest.mark.anyio
async def test_a_place_that_is_none_reaches_neither_picture_nor_trail(tmp_path: Path) -> None:
    room = Room(tmp_path / "center.sqlite")
    await room.center.begin(Town(START).units)
    await room.drive(HOME, (nan, LAT), (LON, 91.0))
    fix = room.center.picture.units["U0"].fix
    assert fix is not None
    assert (fix.lon, fix.lat, fix.time) == (*HOME, START + 1)
    assert room.center.trails.of("U0", START) == Trail("U0", START + 1, ((START + 1, *HOME),))
    await room.log.stop()


@pytest.mark.anyio
async def test_after_a_restart_zones_stand_and_an_alarm_still_ends(tmp_path: Path) -> None:
    room = Room(tmp_path / "center.sqlite")
    await room.center.begin(Town(START).units)
    zone = await room.draw()
    await room.drive(HOME, INSIDE, INSIDE)
    await room.log.stop()
    again = Room(tmp_path / "center.sqlite")
    again.clock.time = START + 100
    assert again.center.picture.zones[zone].drawing == STADIUM
    await again.drive(HOME)
    assert again.center.trails.of("U0", START).since == START + 101
    assert [a.is_active for a in again.center.picture.alarms.values()] == [True]
    await again.drive(HOME)
    entered, _left = again.center.picture.alarms.values()
    assert not entered.is_active
    await again.log.stop()


# Over a real socket


def drawn(**fields: Any) -> dict[str, Any]:
    drawing: dict[str, Any] = msgspec.to_builtins(STADIUM)
    return {"type": "draw_zone", "drawing": drawing | fields}


@contextmanager
def two_consoles(center: Running, one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    with console(center, token(one)) as first, console(center, token(other)) as second:
        first.hear(Hello)
        second.hear(Hello)
        yield first, second


def test_two_consoles_see_one_zone_come_change_and_go(center: Running, client: Client) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    seq = known(officer).seq
    hostile = "<img src=x onerror=alert(1)>\u202e"
    with two_consoles(center, officer, supervisor) as consoles:
        created = wish(officer, drawn(name=hostile)).json()["created"]
        change = {"type": "change_zone", "zone": created, "drawing": drawn()["drawing"]}
        assert wish(supervisor, change, version=seq + 1).status_code == 200
        assert problem(wish(officer, change, version=seq + 1)).type is ProblemType.CHANGED
        assert wish(officer, {"type": "remove_zone", "zone": created}, version=seq + 2).status_code == 200
        told = [one.entries_until(seq + 3) for one in consoles]
    assert told[0] == told[1]
    first, second, third = (entry.event for entry in told[0])
    assert first.zone.drawing == replace(STADIUM, name=hostile)
    assert (second, third) == (e.ZoneChanged(created, STADIUM), e.ZoneRemoved(created))


def test_a_drawing_that_is_none_is_refused_and_writes_nothing(center: Running, client: Client) -> None:
    officer = client()
    before = len(center.entries())
    crossing = [RING[0], RING[2], RING[1], RING[3]]
    assert problem(wish(officer, drawn(ring=crossing))).type is ProblemType.CROSSES_ITSELF
    bad: list[Any] = [[], [[LON, LAT]] * 2, [[LON, LAT]] * 201, [[LON, 99.0]] * 3, "ring", [[LON, LAT, 0]] * 3, None]
    for ring in bad:
        assert problem(wish(officer, drawn(ring=ring))).type is ProblemType.MALFORMED
    for fields in ({"name": "x" * 81}, {"kind": "moat"}, {"watch": {"way": "under"}}, {"expires_at": -1}):
        assert problem(wish(officer, drawn(**fields))).type is ProblemType.MALFORMED
    assert problem(wish(client(Role.TRAINER), drawn())).type is ProblemType.FORBIDDEN
    assert len(center.entries()) == before + 1  # the trainer's log in


def test_a_unit_that_drives_into_a_zone_is_told_to_all_and_its_way_can_be_seen(center: Running, client: Client) -> None:
    officer = client()
    with console(center, token(officer)) as one:
        seq = one.hear(Hello).seq
        assert wish(officer, drawn()).status_code == 200
        for _ in range(2):  # it has been seen outside since the zone is there
            one.hear(Fixes)
        center.town.at["U0"] = INSIDE
        *_, raised = one.entries_until(seq + 2)
    assert raised.event.alarm.source == "U0"
    assert raised.event.alarm.crossing.way is Way.ENTER
    answer = officer.get("/units/U0/trail", params={"minutes": 5})
    trail = msgspec.json.decode(answer.content, type=Trail)
    assert [trail.points[0][1:], trail.points[-1][1:]] == [HOME, pytest.approx(INSIDE)]
    assert trail.since == pytest.approx(trail.points[0][0], abs=0.1)


@pytest.mark.parametrize("minutes", ["0", "-1", "61", "nan", "inf", "many"])
def test_a_trail_of_no_time_is_refused(visitor: Client, minutes: str) -> None:
    answer = visitor().get("/units/U0/trail", params={"minutes": minutes})
    assert (answer.status_code, problem(answer).type) == (400, ProblemType.MALFORMED)


def test_trails_are_of_units_and_for_those_who_are_logged_in(visitor: Client) -> None:
    assert problem(visitor().get("/units/U404/trail")).type is ProblemType.NOT_FOUND
    assert problem(visitor(None).get("/units/U0/trail")).type is ProblemType.NOT_LOGGED_IN
