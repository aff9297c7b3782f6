"""Gaps as files: polygons a map takes, a table a spreadsheet takes, nothing that runs, whole or not at all."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from shapely.geometry import shape

from console.domain.gaps import CoverageGap
from console.mapping.gap_files import COLUMNS, as_csv, as_geojson, save

RING = ((76.9, 43.3), (76.9, 43.2), (77.0, 43.2), (77.0, 43.3), (76.9, 43.3))
HOLE = ((76.94, 43.24), (76.94, 43.26), (76.96, 43.26), (76.96, 43.24), (76.94, 43.24))
GAP = CoverageGap(1, 76.95, 43.25, "751110000", 52500, 0.00115, 83, 46.8, 2, 0.729, (RING, HOLE))
UNLIT = replace(GAP, rank=2, district="", nearest_camera_m=None, share_lit=None, outline=(RING,))
NAMES = {"751110000": "Алмалинский"}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_map_file_holds_valid_polygons_with_the_outer_ring_counterclockwise() -> None:
    found: dict[str, Any] = json.loads(as_geojson([GAP, UNLIT], NAMES))
    assert found["type"] == "FeatureCollection"
    assert found["bbox"] == [76.9, 43.2, 77.0, 43.3]
    for feature in found["features"]:
        polygon = shape(feature["geometry"])
        assert polygon.is_valid
        assert polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)
    first, second = (feature["properties"] for feature in found["features"])
    assert tuple(first) == COLUMNS
    assert (first["district"], first["offences_recorded"]) == ("Алмалинский", 83)
    assert first["need_share_of_city_percent_estimate"] == 0.115
    assert (second["nearest_camera_m"], second["street_lit_percent"]) == (None, None)


def test_the_table_opens_in_a_spreadsheet() -> None:
    content = as_csv([GAP, UNLIT], NAMES)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    first, second = rows(content)
    assert tuple(first) == COLUMNS
    assert (first["rank"], first["longitude"], first["street_lit_percent"]) == ("1", "76.95", "72.9")
    assert (second["nearest_camera_m"], second["district_code"]) == ("", "")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_a_name_that_is_a_formula_stays_text(name: str) -> None:
    (row,) = rows(as_csv([GAP], {"751110000": name}))
    assert row["district"] == f"'{name}"


@pytest.mark.parametrize("name", ['a "quoted", name', "two\nlines", "<script>", "Ә ғ ң", ""])
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert rows(as_csv([GAP], {"751110000": name}))[0]["district"] == name
    assert json.loads(as_geojson([GAP], {"751110000": name}))["features"][0]["properties"]["district"] == name


def test_a_number_below_nothing_is_no_formula() -> None:
    assert rows(as_csv([replace(GAP, lon=-76.95)], NAMES))[0]["longitude"] == "-76.95"


def test_no_gaps_are_a_file_too() -> None:
    assert json.loads(as_geojson([], NAMES)) == {"type": "FeatureCollection", "features": []}
    assert rows(as_csv([], NAMES)) == []


@pytest.mark.parametrize(
    ("name", "start"), [("gaps.csv", b"\xef\xbb\xbfrank"), ("gaps.CSV", b"\xef"), ("g.geojson", b"{")]
)
def test_the_name_says_what_is_written(tmp_path: Path, name: str, start: bytes) -> None:
    save(tmp_path / name, [GAP], NAMES)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir() if path.name != "kuzet-home"] == [name]


def test_a_disk_that_is_full_leaves_the_older_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "gaps.csv"
    path.write_bytes(b"older")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(path, [GAP], NAMES)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.glob(".gaps*")) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save(tmp_path / "none" / "gaps.csv", [GAP], NAMES)
