"""The ranked coverage gaps as files for others: GeoJSON (RFC 7946) for a map, CSV for a spreadsheet.

Both say what is an estimate in the names of their columns. Names come from registers that are not ours, and a
spreadsheet takes a cell that begins with = + - @ for a formula and runs it: such text gets an apostrophe before it
(OWASP, "CSV Injection"). The columns are English and stay the same in every language, so that programs can read them.
"""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from console.domain.gaps import CoverageGap

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "rank",
    "longitude",
    "latitude",
    "district_code",
    "district",
    "unseen_area_m2",
    "need_share_of_city_percent_estimate",
    "offences_recorded",
    "nearest_camera_m",
    "planned_cameras",
    "street_lit_percent",
)


def save(path: Path, gaps: Sequence[CoverageGap], districts: Mapping[str, str]) -> None:
    """Write the gaps as the end of the name says: ``.csv``, else GeoJSON. The file is there whole or not at all.

    Args:
        path: an older file of that name is replaced.
        gaps: in the order of their rank.
        districts: names by district id, as the operator reads them.

    Raises:
        OSError: the disk does not take it; an older file is then as it was.
    """
    content = as_csv(gaps, districts) if path.suffix.lower() == ".csv" else as_geojson(gaps, districts)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def as_geojson(gaps: Sequence[CoverageGap], districts: Mapping[str, str]) -> bytes:
    """A FeatureCollection of polygons: outer rings counterclockwise, WGS84, with the box they lie in."""
    lons = [lon for gap in gaps for lon, _ in gap.outline[0]]
    lats = [lat for gap in gaps for _, lat in gap.outline[0]]
    collection = {
        "type": "FeatureCollection",
        **({"bbox": [min(lons), min(lats), max(lons), max(lats)]} if lons else {}),
        "features": [
            {
                "type": "Feature",
                "id": gap.rank,
                "properties": dict(zip(COLUMNS, _cells(gap, districts), strict=True)),
                "geometry": {"type": "Polygon", "coordinates": gap.outline},
            }
            for gap in gaps
        ],
    }
    return msgspec.json.encode(collection) + b"\n"


def as_csv(gaps: Sequence[CoverageGap], districts: Mapping[str, str]) -> bytes:
    """A table (RFC 4180) in UTF-8 with its mark, without which Excel misreads Cyrillic; decimal points."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([_guarded(cell) for cell in _cells(gap, districts)] for gap in gaps)
    return text.getvalue().encode("utf-8-sig")


def _cells(gap: CoverageGap, districts: Mapping[str, str]) -> list[str | float | None]:
    return [
        gap.rank,
        gap.lon,
        gap.lat,
        gap.district,
        districts.get(gap.district, ""),
        gap.area_m2,
        round(gap.demand * 100, 4),
        gap.offences,
        gap.nearest_camera_m,
        gap.planned,
        None if gap.share_lit is None else round(gap.share_lit * 100, 1),
    ]


def _guarded(cell: str | float | None) -> str | float | None:
    """Text that no spreadsheet takes for a formula; numbers are numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell
