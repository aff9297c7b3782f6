"""The record of the demo city: as much as a city has, thefts and fraud above all, at its markets and by its hours."""

from collections import Counter

import numpy as np
import pytest

from console.center.world.recorded import KEPT_DAYS, Recorded
from console.clock import local
from console.domain.areas import district_of_points
from console.domain.offences import KINDS, OffenceKind, Offences
from console.domain.plane import to_plane
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.sites import SiteKind

UNTIL = 1_795_003_200.0
DAY_S = 86_400.0


@pytest.fixture(scope="module")
def record(schematic: Schematic, registry: Registry) -> Offences:
    return Recorded(1, schematic, registry.cameras).between(UNTIL - 365 * DAY_S, UNTIL)


def counts(record: Offences) -> Counter[OffenceKind]:
    return Counter({kind: int((record.kind == code).sum()) for code, kind in enumerate(KINDS)})


def test_it_holds_ninety_days_of_a_city_in_order_of_time(record: Offences) -> None:
    assert 40_000 < len(record) < 60_000
    assert record.since == UNTIL - KEPT_DAYS * DAY_S
    assert record.at[0] >= record.since
    assert record.at[-1] < UNTIL
    assert (np.diff(record.at) >= 0).all()


def test_thefts_and_fraud_are_above_all(record: Offences) -> None:
    (first, most), (second, many), *_ = counts(record).most_common()
    assert (first, second) == (OffenceKind.THEFT, OffenceKind.FRAUD)
    assert most + many > 0.6 * len(record)
    assert min(counts(record).values()) > 0


def test_a_market_sees_many_times_more_than_its_share_of_the_ground(record: Offences, registry: Registry) -> None:
    x, y = to_plane(record.lon, record.lat)
    markets = [to_plane(s.lon, s.lat) for s in registry.sites if s.kind is SiteKind.MARKET]
    near = np.zeros(len(record), dtype=bool)
    for market_x, market_y in markets:
        near |= np.hypot(x - market_x, y - market_y) < 300
    ground = len(markets) * np.pi * 0.3**2 / 680
    assert near.mean() > 5 * ground


def test_fights_are_of_the_evening_and_fraud_is_of_the_day(record: Offences) -> None:
    hour = np.array([local(at).hour for at in record.at.tolist()])
    evening = (hour >= 18) | (hour < 2)
    fights, frauds = (record.kind == KINDS.index(kind) for kind in (OffenceKind.FIGHT, OffenceKind.FRAUD))
    assert evening[fights].mean() > 1.2 * evening[frauds].mean()


def test_each_lies_in_the_district_it_names(record: Offences, schematic: Schematic) -> None:
    part = record.taken(slice(0, 2_000))
    codes = district_of_points(schematic.districts, part.lon, part.lat)
    assert (codes == np.where(part.district == 255, -1, part.district)).all()
    assert record.districts == tuple(district.id for district in schematic.districts)


def test_a_day_is_the_same_whenever_it_is_asked_for(record: Offences, schematic: Schematic, registry: Registry) -> None:
    since = UNTIL - 10 * DAY_S
    alone = Recorded(1, schematic, registry.cameras).between(since, since + DAY_S)
    within = record.between(since, since + DAY_S)
    assert len(alone) == len(within) > 100
    assert (alone.at == within.at).all()
    assert (alone.lon == within.lon).all()
    other = Recorded(2, schematic, registry.cameras).between(since, since + DAY_S)
    assert len(other) != len(alone) or (other.at != alone.at).any()
