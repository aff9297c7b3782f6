from collections import Counter

import pytest

from console.center.world.chronicle import Chronicle, Happening
from console.center.world.offences import HABITS, PER_HOUR, pools
from console.clock import local
from console.domain.alarms import AlarmKind
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.units import Agency, Unit, UnitStatus
from tests.console.center.world.control_room import NOON

MIDNIGHT = int(NOON // 60) - 12 * 60
DAYS = 4


@pytest.fixture(scope="module")
def chronicle(schematic: Schematic, registry: Registry) -> Chronicle:
    officer = Unit("U001", "P01", Agency.POLICE, 2, "", UnitStatus.ON_PATROL, 0.0)
    return Chronicle(5, registry, pools(schematic, registry, (officer,)))


@pytest.fixture(scope="module")
def days(chronicle: Chronicle) -> list[Happening]:
    return [event for minute in range(DAYS * 1440) for event in chronicle.minute(MIDNIGHT + minute)]


def test_a_minute_is_the_same_whenever_one_looks(chronicle: Chronicle) -> None:
    later = [chronicle.minute(MIDNIGHT + m) for m in range(600, 500, -1)]
    assert later[::-1] == [chronicle.minute(MIDNIGHT + m) for m in range(501, 601)]


def test_shares_add_up() -> None:
    assert sum(habit.share for habit in HABITS.values()) == pytest.approx(1.0, abs=0.01)
    told_otherwise = {AlarmKind.GEOFENCE, AlarmKind.MISSING_CHILD, AlarmKind.LOCKDOWN, AlarmKind.THREAT}
    assert set(HABITS) == set(AlarmKind) - told_otherwise, "zones make the first, people call for the others"


def test_the_rate_is_what_was_asked_for(days: list[Happening]) -> None:
    sources = {
        (e.source, e.kind, int(e.at // 1800)) for e in days if e.active and e.kind is not AlarmKind.CAMERA_OFFLINE
    }
    per_hour = len(sources) / (24 * DAYS)
    assert 0.8 * PER_HOUR < per_hour < 1.1 * PER_HOUR


def test_thefts_and_fraud_come_above_all(days: list[Happening]) -> None:
    kinds = Counter(event.kind for event in days if event.active and not event.kind.endswith(("offline", "forced")))
    assert [kind for kind, _ in kinds.most_common(2)] == [AlarmKind.THEFT, AlarmKind.FRAUD]


def test_fights_come_at_night_and_thefts_by_day(days: list[Happening]) -> None:
    def at(kind: AlarmKind, *hours: int) -> int:
        return sum(e.active and e.kind is kind and local(e.at).hour in hours for e in days)

    assert at(AlarmKind.FIGHT, 20, 21, 22, 23) > at(AlarmKind.FIGHT, 6, 7, 8, 9)
    assert at(AlarmKind.THEFT, 11, 12, 13, 14) > 1.5 * at(AlarmKind.THEFT, 1, 2, 3, 4)


def test_all_that_is_raised_is_cleared_in_the_end(days: list[Happening]) -> None:
    balance: Counter[tuple[str, AlarmKind]] = Counter()
    for event in sorted(days):
        balance[event.source, event.kind] += 1 if event.active else -1
    assert set(balance.values()) == {0}


def test_some_sources_chatter(days: list[Happening]) -> None:
    raised: dict[tuple[str, AlarmKind], list[float]] = {}
    for event in sorted(days):
        if event.active:
            raised.setdefault((event.source, event.kind), []).append(event.at)
    chattering = {kind for (_, kind), at in raised.items() if any(c - a < 60 for a, c in zip(at, at[2:], strict=False))}
    assert AlarmKind.TURNSTILE_FORCED in chattering
    assert AlarmKind.FIRE in chattering


def test_thefts_gather_at_hot_spots(days: list[Happening], registry: Registry) -> None:
    sites = {camera.id: camera.site for camera in registry.cameras}
    at_sites = [bool(sites[e.source]) for e in days if e.active and e.kind is AlarmKind.THEFT]
    share_of_cameras = sum(c.can_be_opened and bool(c.site) for c in registry.cameras) / sum(
        c.can_be_opened for c in registry.cameras
    )
    assert sum(at_sites) / len(at_sites) > 0.2
    assert share_of_cameras < 1


def test_a_failing_line_takes_cameras_of_its_district_with_it(days: list[Happening], registry: Registry) -> None:
    district_of = {camera.id: camera.district for camera in registry.cameras}
    failures = [event for event in days if event.active and event.source.startswith("feed-")]
    assert failures
    for failure in failures:
        gone = [
            event.source
            for event in days
            if event.active and event.kind is AlarmKind.CAMERA_OFFLINE and 0 < event.at - failure.at < 5
        ]
        assert sum(district_of[camera] == failure.source.removeprefix("feed-") for camera in gone) >= 4
