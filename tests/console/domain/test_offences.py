"""Offences travel whole; columns that make no sense are refused."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from console.domain.offences import (
    KINDS,
    OffenceKind,
    OffenceRecord,
    Offences,
    OffencesDamaged,
    none,
    of_record,
)


def some(count: int = 3) -> Offences:
    codes = (np.arange(count) % len(KINDS)).astype(np.uint8)
    at = 1_790_000_000.0 + 60.0 * np.arange(count)
    return Offences(
        1_789_000_000.0,
        1_791_000_000.0,
        ("a", "b"),
        kind=codes,
        district=np.where(codes % 2 == 0, 255, 1).astype(np.uint8),
        at=at,
        lon=76.9 + 0.001 * np.arange(count),
        lat=43.2 - 0.001 * np.arange(count),
    )


@given(st.integers(0, 50))
def test_what_arrives_is_what_was_sent(count: int) -> None:
    sent = some(count)
    body = msgspec.msgpack.encode(sent.record("almaty"))
    come = of_record(msgspec.msgpack.decode(body, type=OffenceRecord))
    for name in ("kind", "district", "at"):
        assert (getattr(come, name) == getattr(sent, name)).all()
    assert np.allclose(come.lon, sent.lon, atol=1e-6)
    assert np.allclose(come.lat, sent.lat, atol=1e-6)
    assert (come.since, come.until, come.districts) == (sent.since, sent.until, sent.districts)


def test_no_offences_arrive_as_none() -> None:
    assert len(of_record(none().record("almaty"))) == 0


def test_a_kind_that_is_not_known_yet_counts_as_other() -> None:
    record = replace(some().record("almaty"), kinds=("cattle_theft", "theft", "fraud"))
    assert of_record(record).kind.tolist() == [KINDS.index(k) for k in (OffenceKind.OTHER, KINDS[0], KINDS[1])]


@pytest.mark.parametrize(
    "change",
    [
        {"at": b""},
        {"lon": b"\0" * 11},
        {"kind": b"\0\0"},
        {"district": b"\0\0\2"},
        {"kinds": ("theft",)},
        {"lat": np.array([0, 0, 91_000_000], "<i4").tobytes()},
        {"lon": np.array([0, -181_000_000, 0], "<i4").tobytes()},
        {"at": np.array([3, 2, 1], "<u4").tobytes()},
        {"since": float("nan")},
        {"until": 0.0},
    ],
)
def test_columns_that_make_no_sense_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(OffencesDamaged):
        of_record(replace(some().record("almaty"), **change))


def test_a_span_of_time_begins_where_it_says_and_ends_before_its_end() -> None:
    whole = some(4)
    part = whole.between(float(whole.at[1]), float(whole.at[3]))
    assert part.at.tolist() == whole.at[1:3].tolist()
    assert (part.since, part.until) == (whole.at[1], whole.at[3])
