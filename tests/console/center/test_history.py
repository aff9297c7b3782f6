"""Where an empty log of the demo center begins: with an earlier shift, as a control center looks at any time."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import hypot
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.center import history
from console.center.center import Center
from console.center.city import City
from console.center.log import Log
from console.center.procedures import read
from console.center.world.colleagues import TEAM, Colleagues
from console.center.world.demo import DemoWorld
from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.events import AlarmRaised, LogEntry
from console.domain.incidents import EntryKind, IncidentStatus
from console.domain.picture import Picture, Snapshot
from console.domain.plane import to_plane
from console.domain.schematic import load
from console.domain.units import UnitStatus
from console.insight.city import built_in
from console.insight.flood import FloodWatch
from console.insight.streets import StreetGraph
from console.paths import RESOURCES
from tests.console.center.town import Town
from tests.console.center.world.control_room import NOON

pytestmark = pytest.mark.anyio

FEW = 12_800
NAMES = {operator.id for operator in TEAM}


class Ticking:
    """A clock that goes on by ``each`` seconds whenever somebody looks at it."""

    def __init__(self, now: float, each: float = 0.0) -> None:
        self.at, self.each = now, each

    def now(self) -> float:
        self.at += self.each
        return self.at


class Begun:
    """A center after its begin, and what is on disk."""

    def __init__(self, center: Center, world: DemoWorld, entries: list[LogEntry]) -> None:
        self.center, self.world, self.entries = center, world, entries
        self.picture = center.picture

    def queue(self) -> list[Alarm]:
        return [a for a in self.picture.alarms.values() if a.state is not AlarmState.NORMAL]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city")


@asynccontextmanager
async def begun(
    path: Path, world: DemoWorld, clock: Ticking, say: Callable[[dict[str, Any]], None] = lambda line: None
) -> AsyncIterator[Begun]:
    log = Log(path / "center.sqlite")
    log.start()
    try:
        center = Center(log, clock, "test")
        center.city = City(world.registry, read(RESOURCES / "procedures").procedures, world.district_at)
        await history.begin(center, world, say)
        rows = await log.read(0, 1_000_000)
        yield Begun(center, world, [msgspec.json.decode(body, type=LogEntry) for _, body in rows])
    finally:
        await log.stop()


def without_fixes(picture: Picture) -> Snapshot:
    snapshot = picture.snapshot(0)
    units = tuple(msgspec.structs.replace(unit, fix=None) for unit in snapshot.units)
    return msgspec.structs.replace(snapshot, units=units)


@pytest.mark.parametrize(("seed", "hours"), [(1, 0.0), (2, 9.01), (3, 17.3)])
async def test_a_first_look_is_that_of_a_working_control_center(
    cache: Path, tmp_path: Path, seed: int, hours: float
) -> None:
    now = NOON + hours * 3600
    async with begun(tmp_path, DemoWorld(seed, FEW, cache=cache, now=now), Ticking(now)) as begin:
        queue, picture = begin.queue(), begin.picture
        new = [alarm for alarm in queue if alarm.is_unacknowledged]
        owned = [alarm for alarm in queue if alarm.owner]
        assert 12 <= len(queue) <= 18
        assert 4 <= len(new) <= 7
        assert len(owned) == len(queue) - len(new)
        assert {alarm.owner for alarm in owned} <= NAMES
        assert len({alarm.owner for alarm in owned}) >= 2

        priorities = Counter(alarm.priority for alarm in new)
        assert priorities[Priority.P1] == 1
        assert 1 <= priorities[Priority.P2] <= 2
        newest = min(new, key=lambda alarm: now - alarm.raised_at)
        assert newest.kind is AlarmKind.PANIC_BUTTON
        assert now - newest.raised_at < 30
        assert hypot(*to_plane(newest.lon, newest.lat)) < 3000

        ages = sorted(now - alarm.raised_at for alarm in queue)
        assert ages[0] < 30
        assert ages[-1] > 1800
        assert all(any(low <= age < high for age in ages) for low, high in ((30, 120), (120, 600), (600, 1800)))

        working = [incident for incident in picture.incidents.values() if incident.is_open]
        sent = Counter(picture.units[unit].status for incident in working for unit in incident.units)
        assert 3 <= len(working) <= 7
        assert any(incident.call is not None for incident in working), "somebody is at the telephone as well"
        assert sent[UnitStatus.EN_ROUTE] >= 1
        assert sent[UnitStatus.ON_SCENE] >= 1
        assert all(len(incident.log) >= 3 for incident in working)
        closed = [incident for incident in picture.incidents.values() if incident.status is IncidentStatus.CLOSED]
        assert len(closed) >= 3
        assert all(incident.disposition and not incident.units and not incident.missing for incident in closed)
        assert any(incident.steps for incident in closed), "by the procedures"
        notes = [line for i in picture.incidents.values() for line in i.log if line.kind is EntryKind.NOTE]
        assert len(notes) >= 6

        flood = FloodWatch()
        flood.add(entry.event.alarm.raised_at for entry in begin.entries if isinstance(entry.event, AlarmRaised))
        flood.look(now)
        assert not flood.is_flood


async def test_the_log_tells_what_the_picture_shows(cache: Path, tmp_path: Path) -> None:
    async with begun(tmp_path, DemoWorld(1, FEW, cache=cache, now=NOON), Ticking(NOON)) as begin:
        folded = Picture()
        folded.epoch = begin.picture.epoch
        times = [entry.time for entry in begin.entries]
        for entry in begin.entries:
            folded.apply(entry)
        assert without_fixes(folded) == without_fixes(begin.picture)
        assert times == sorted(times)
        assert times[0] == NOON - 3000
        assert times[-1] <= NOON
        assert {"serikova", "kim", "zhumabaev"} <= begin.picture.operators.keys()
        assert begin.picture.snapshot(0) == msgspec.structs.replace(begin.center.log.fold().snapshot(0))


async def test_the_same_seed_and_time_have_the_same_shift_however_long_it_takes(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    async with begun(tmp_path, DemoWorld(2, FEW, cache=cache, now=NOON), Ticking(NOON)) as quick:
        slow_world = DemoWorld(2, FEW, cache=cache, now=NOON - 77)

        def linger(line: dict[str, Any]) -> None:
            time.sleep(0.02)

        async with begun(tmp_path / "slow", slow_world, Ticking(NOON - 2.0, each=2.0), linger) as slow:
            assert slow.entries == quick.entries


async def test_nothing_is_on_disk_until_all_of_it_is(cache: Path, tmp_path: Path) -> None:
    path, told = tmp_path / "center.sqlite", []

    def look(line: dict[str, Any]) -> None:
        other = Log(path)
        told.append((line["done"], other.fold().seq))
        other.rows("SELECT 1")

    async with begun(tmp_path, DemoWorld(1, FEW, cache=cache, now=NOON), Ticking(NOON), look) as begin:
        assert [seq for done, seq in told if done < 1] == [0] * (len(told) - 1)
        assert len(told) > 5
        assert told[-1] == (1, begin.picture.seq)


async def test_a_restart_does_not_repeat_it_and_a_log_that_is_not_empty_is_left_alone(
    cache: Path, tmp_path: Path
) -> None:
    async with begun(tmp_path, DemoWorld(1, FEW, cache=cache, now=NOON), Ticking(NOON)) as first:
        pass
    later = NOON + 30
    async with begun(tmp_path, DemoWorld(1, FEW, cache=cache, now=later), Ticking(later)) as again:
        assert again.entries == first.entries
        step = again.world.step(later, again.picture)
        assert not [signal for signal in step.signals if signal.active]
        assert not step.devices


async def test_a_world_without_an_earlier_shift_begins_now(tmp_path: Path) -> None:
    log = Log(tmp_path / "center.sqlite")
    log.start()
    center = Center(log, Ticking(NOON), "test")
    await history.begin(center, Town(NOON), lambda line: pytest.fail("nothing to tell"))
    assert center.picture.seq == len(center.picture.units) == 8
    await log.stop()


async def test_the_world_goes_on_where_the_shift_ended(cache: Path, tmp_path: Path) -> None:
    async with begun(tmp_path, DemoWorld(1, FEW, cache=cache, now=NOON), Ticking(NOON)) as begin:
        graph = StreetGraph(load(RESOURCES / "city").streets)
        before = {unit.id: unit.fix for unit in begin.picture.units.values()}
        offline = [unit for unit in begin.picture.units.values() if unit.status_at(NOON) is UnitStatus.OFFLINE]
        assert len(offline) <= 2
        for second in range(1, 9):
            step = begin.world.step(NOON + second, begin.picture)
            begin.picture.place(step.fixes)
        assert len(step.fixes) >= 398
        for fix in step.fixes:
            old = before[fix.unit]
            assert old is not None
            (x, y), (old_x, old_y) = to_plane(fix.lon, fix.lat), to_plane(old.lon, old.lat)
            assert hypot(x - old_x, y - old_y) < 8 * 28 + 20
            assert fix.time == NOON + 8
            assert graph.nearest(x, y).off < 12


def test_colleagues_want_the_same_of_the_same_picture() -> None:
    shift, picture = Colleagues(1, NOON - 3000, NOON, built_in().graph), Picture()
    picture.alarms = {
        f"A{n}": Alarm(
            f"A{n}", kind, Priority.P2, AlarmState.UNACKNOWLEDGED, f"D{n}", 76.9, 43.2, "", NOON - 2000, NOON - 2000
        )
        for n, kind in enumerate(AlarmKind)
    }
    wishes = shift.wishes(NOON - 1900, picture)
    assert wishes == shift.wishes(NOON - 1900, picture)
    assert {wish.intent.alarm for wish in wishes} == picture.alarms.keys()  # type: ignore[union-attr]
    assert {wish.operator.id for wish in wishes} == NAMES
    assert not shift.wishes(NOON - 1, picture)
