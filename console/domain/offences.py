"""Recorded offences: what was done, when and where. Facts of the past, by the ten thousand, so they are columns.

An alarm is what a device or a person calls out now; an offence is what the police has recorded afterwards. So the kinds
are the record's own; ``theft``, ``fraud`` and ``fight`` are the same words as an alarm's.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEGREE = 1_000_000
"""Positions travel as whole millionths of a degree (0.1 m)."""

NO_DISTRICT = 255
"""Code of an offence outside all districts."""


class OffencesDamaged(ValueError):
    """Columns that do not fit each other or make no sense; ``str`` says what is wrong, for the log."""


class OffenceKind(StrEnum):
    """What was done, as the record says."""

    THEFT = "theft"
    FRAUD = "fraud"
    ROBBERY = "robbery"
    """Robbery and hold-up."""
    FIGHT = "fight"
    """Fights, bodily harm, hooliganism."""
    BURGLARY = "burglary"
    VEHICLE_THEFT = "vehicle_theft"
    """Of and from vehicles."""
    OTHER = "other"
    """All else, and kinds that this program does not know yet."""


KINDS = tuple(OffenceKind)
"""The ``kind`` column of ``Offences`` is an index into this."""


class OffenceRecord(Struct, frozen=True):
    """Recorded offences of a city as they travel (msgpack), in order of time; 14 bytes for each.

    ``since`` and ``until`` are Unix seconds. The columns are little-endian and of equal length: ``kind`` (uint8, index
    into ``kinds``), ``district`` (uint8, index into ``districts``, 255: none), ``at`` (uint32, Unix seconds), ``lon``
    and ``lat`` (int32, millionths of a degree).
    """

    city: str
    since: float
    until: float
    kinds: tuple[str, ...]
    districts: tuple[str, ...]
    kind: bytes
    district: bytes
    at: bytes
    lon: bytes
    lat: bytes


class Offences:
    """Offences as columns of equal length, in order of time.

    ``kind`` is an index into ``KINDS``, ``at`` Unix seconds, ``lon`` and ``lat`` degrees, ``district`` an index into
    ``districts`` (``NO_DISTRICT``: none). They were recorded from ``since`` until ``until``.
    """

    def __init__(
        self,
        since: float,
        until: float,
        districts: Sequence[str],
        *,
        kind: NDArray[np.uint8],
        district: NDArray[np.uint8],
        at: Floats,
        lon: Floats,
        lat: Floats,
    ) -> None:
        self.since, self.until = since, until
        self.districts = tuple(districts)
        self.kind, self.district = kind, district
        self.at, self.lon, self.lat = at, lon, lat

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def days(self) -> float:
        """Length of the time they were recorded in."""
        return (self.until - self.since) / 86_400

    def taken(self, which: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "Offences":
        """Those that a mask, an index or a slice picks."""
        return Offences(
            self.since,
            self.until,
            self.districts,
            kind=self.kind[which],
            district=self.district[which],
            at=self.at[which],
            lon=self.lon[which],
            lat=self.lat[which],
        )

    def between(self, since: float, until: float) -> "Offences":
        """Those of ``since`` <= time < ``until``."""
        first, last = np.searchsorted(self.at, (since, until)).tolist()
        part = self.taken(slice(first, last))
        part.since, part.until = since, until
        return part

    def record(self, city: str) -> OffenceRecord:
        """As they travel."""
        return OffenceRecord(
            city,
            self.since,
            self.until,
            tuple(KINDS),
            self.districts,
            self.kind.tobytes(),
            self.district.tobytes(),
            self.at.astype("<u4").tobytes(),
            np.rint(self.lon * DEGREE).astype("<i4").tobytes(),
            np.rint(self.lat * DEGREE).astype("<i4").tobytes(),
        )


def none(since: float = 0.0, until: float = 0.0) -> Offences:
    """No offence."""
    codes, numbers = np.zeros(0, np.uint8), np.zeros(0)
    return Offences(since, until, (), kind=codes, district=codes, at=numbers, lon=numbers, lat=numbers)


def of_record(record: OffenceRecord) -> Offences:
    """What came, checked. A kind that is not known counts as ``other``.

    Raises:
        OffencesDamaged: columns of different length, codes without a meaning, places not on Earth, times not in order.
    """
    kind, district = np.frombuffer(record.kind, np.uint8), np.frombuffer(record.district, np.uint8)
    if {len(record.at), len(record.lon), len(record.lat)} != {4 * len(kind)} or len(district) != len(kind):
        raise OffencesDamaged("the columns are not of equal length")
    at = np.frombuffer(record.at, "<u4").astype(np.float64)
    lon, lat = (np.frombuffer(column, "<i4") / DEGREE for column in (record.lon, record.lat))
    if not (np.isfinite(record.since) and np.isfinite(record.until) and record.since <= record.until):
        raise OffencesDamaged(f"recorded from {record.since} until {record.until}")
    if (kind >= len(record.kinds)).any():
        raise OffencesDamaged("a kind without a name")
    if ((district >= len(record.districts)) & (district != NO_DISTRICT)).any():
        raise OffencesDamaged("a district without a name")
    if (np.abs(lon) > 180).any() or (np.abs(lat) > 90).any():
        raise OffencesDamaged("a place that is not on Earth")
    if (np.diff(at) < 0).any():
        raise OffencesDamaged("times that are not in order")
    known = {str(kind): code for code, kind in enumerate(KINDS)}
    codes = np.array([known.get(name, known["other"]) for name in record.kinds], np.uint8)
    return Offences(
        record.since, record.until, record.districts, kind=codes[kind], district=district, at=at, lon=lon, lat=lat
    )
