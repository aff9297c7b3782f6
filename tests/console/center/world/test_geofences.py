"""Patrols of the demo city drive, and the watch tells exactly those whose way leads through a zone."""

from collections import defaultdict
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path

import pytest

from console.center.center import Center
from console.center.log import Log
from console.center.world.demo import DemoWorld
from console.domain import intents as i
from console.domain.alarms import AlarmKind
from console.domain.geo import METRES_PER_DEGREE_LAT, distance_m, metres_per_degree_lon
from console.domain.units import Fix
from console.domain.zones import Drawing, Watch, Way, ZoneKind
from tests.console.center.story import ANNA
from tests.console.center.world.conftest import FEW
from tests.console.center.world.control_room import NOON

RADIUS_M = 150.0
SECONDS = 120


class _Clock:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> float:
        return self.time


def _circle(lon: float, lat: float) -> Drawing:
    turns = [2 * pi * n / 60 for n in range(60)]
    per_lon = metres_per_degree_lon(lat)
    ring = tuple((lon + RADIUS_M * cos(t) / per_lon, lat + RADIUS_M * sin(t) / METRES_PER_DEGREE_LAT) for t in turns)
    return Drawing(ZoneKind.GEOFENCE, "Crossing", ring, Watch(Way.ENTER))


@pytest.mark.anyio
async def test_who_drives_into_a_zone_is_told_and_nobody_else(cache: Path, tmp_path: Path) -> None:
    clock = _Clock()
    log = Log(tmp_path / "center.sqlite")
    log.start()
    center = Center(log, clock, "test")
    world = DemoWorld(1, FEW, cache=cache, now=NOON)
    center.city.district_at = world.district_at
    await center.begin(world.units)
    homes = [unit.fix for unit in world.units if unit.fix]
    lon, lat = sum(f.lon for f in homes) / len(homes), sum(f.lat for f in homes) / len(homes)
    nearest = sorted(homes, key=lambda f: distance_m(f.lon, f.lat, lon, lat))[:40]
    for number, home in enumerate(nearest):
        # its edge runs through where the unit stands: within two minutes many drive in or out
        await center.carry_out(
            i.DrawZone(_circle(home.lon + RADIUS_M / metres_per_degree_lon(home.lat), home.lat)),
            ANNA,
            f"k{number}",
            None,
        )
    seen: dict[str, list[Fix]] = defaultdict(list)
    for _ in range(SECONDS):
        clock.time += 1
        step = world.step(clock.time, center.picture)
        step.signals.clear()
        await center.hear(step)
        for fix in step.fixes:
            seen[fix.unit].append(fix)
    told = {(a.source, a.crossing.zone) for a in center.picture.alarms.values() if a.crossing}
    assert {a.kind for a in center.picture.alarms.values()} == {AlarmKind.GEOFENCE}
    assert len({unit for unit, _ in told}) >= 3
    assert all(a.district for a in center.picture.alarms.values())
    drove_in = 0
    for zone in center.picture.zones.values():
        ring = zone.drawing.ring
        middle = (ring[0][0] + ring[30][0]) / 2, (ring[0][1] + ring[30][1]) / 2
        for unit, fixes in seen.items():
            inside = [RADIUS_M - distance_m(fix.lon, fix.lat, *middle) for fix in fixes]
            went_in = inside[0] < -12 and any(a > 12 and b > 12 for a, b in pairwise(inside))
            stayed = all(depth > 0.5 for depth in inside) or all(depth < -0.5 for depth in inside)
            drove_in += went_in
            assert not (went_in and (unit, zone.id) not in told)
            assert not (stayed and (unit, zone.id) in told)
    assert drove_in >= 3
    await log.stop()
