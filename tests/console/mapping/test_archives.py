"""Archives of tiles: whole ones are read, and nothing foreign, cut or hostile does harm."""

import gzip
import random
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pmtiles.tile import Compression, TileType, deserialize_header, serialize_header

from console.domain.map_tiles import WORLD, BaseKind
from console.mapping.archives import Archive, ArchiveUnusable
from tests.archives_at_hand import image, mbtiles, pmtiles, vector_tile

HERE = (12, 2925, 1503)
RED = image((255, 0, 0))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A name that says nothing of what is in the file. All that a test opens is closed behind it."""
    opened: list[Archive] = []
    really = Archive.open

    def kept(path: Path) -> Archive:
        opened.append(really(path))
        return opened[-1]

    monkeypatch.setattr(Archive, "open", kept)
    yield tmp_path / "base map.bin"
    for archive in opened:
        archive.close()


def test_a_raster_mbtiles_is_read_with_rows_from_the_north(path: Path) -> None:
    told = {"name": "Almaty", "format": "png", "bounds": "76.7,43.1,77.2,43.4", "attribution": "City of Almaty"}
    archive = Archive.open(mbtiles(path, [(HERE, RED), ((13, 5850, 3006), RED)], **told))
    assert (archive.kind, archive.name, archive.attribution) == (BaseKind.RASTER, "Almaty", "City of Almaty")
    assert (archive.min_zoom, archive.max_zoom) == (12, 13)
    assert archive.bounds == (76.7, 43.1, 77.2, 43.4)
    assert archive.facts.tile_px == 256
    assert archive.tile(*HERE) == RED
    assert archive.tile(12, 2925, 1504) is None
    assert archive.problem == ""


@pytest.mark.parametrize(("kind", "has_names"), [("PNG", True), ("WEBP", True), ("JPEG", False)])
def test_photographs_bring_no_names(path: Path, kind: str, has_names: bool) -> None:
    archive = Archive.open(mbtiles(path, [(HERE, image(side=512, kind=kind))]))
    assert (archive.facts.has_names, archive.facts.tile_px) == (has_names, 512)


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_a_vector_mbtiles_is_read_packed_or_not(path: Path, pack: type[bytes]) -> None:
    tile = vector_tile()
    archive = Archive.open(mbtiles(path, [(HERE, pack(tile))]))
    assert (archive.kind, archive.name) == (BaseKind.VECTOR, "base map")
    assert archive.tile(*HERE) == tile


def test_tiles_that_are_a_view_are_read(path: Path) -> None:
    mbtiles(path, [(HERE, RED)])
    with sqlite3.connect(path) as file:
        file.execute("ALTER TABLE tiles RENAME TO images")
        file.execute("CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM images")
    file.close()
    assert Archive.open(path).tile(*HERE) == RED


def test_a_raster_pmtiles_is_read(path: Path) -> None:
    archive = Archive.open(pmtiles(path, [(HERE, RED), ((11, 1, 1), RED)], TileType.PNG, name="Almaty"))
    assert (archive.kind, archive.name, archive.min_zoom, archive.max_zoom) == (BaseKind.RASTER, "Almaty", 11, 12)
    assert archive.tile(*HERE) == RED
    assert archive.tile(12, 0, 0) is None


def test_a_vector_pmtiles_with_many_leaves_is_read(path: Path) -> None:
    """Random places and lengths make a directory that does not fit into the root."""
    some = random.Random(3)
    places = {(14, some.randrange(2**14), some.randrange(2**14)) for _ in range(9000)}
    tile = vector_tile()
    tiles = {place: tile + bytes([0x78, n % 120]) for n, place in enumerate(sorted(places))}
    archive = Archive.open(pmtiles(path, tiles.items(), TileType.MVT))
    with path.open("rb") as file:
        assert deserialize_header(file.read(127))["leaf_directory_length"] > 0
    for place in some.sample(sorted(places), 200):
        assert archive.tile(*place) == tiles[place]


def test_threads_may_ask_at_once(path: Path, tmp_path: Path) -> None:
    tiles = [((12, x, y), image((x % 256, y % 256, 7), 8)) for x in range(2900, 2910) for y in range(1500, 1520)]
    for archive in (
        Archive.open(mbtiles(path, tiles)),
        Archive.open(pmtiles(tmp_path / "b", tiles, TileType.PNG)),
    ):
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda told: archive.tile(*told[0]) == told[1], tiles * 3)) == [True] * 600  # noqa: B023
        archive.close()


def refused(path: Path) -> str:
    with pytest.raises(ArchiveUnusable) as told:
        Archive.open(path)
    return str(told.value)


def test_what_is_no_archive_is_refused_with_a_sentence(path: Path) -> None:
    assert "cannot be read" in refused(path)
    assert "cannot be read" in refused(path.parent)
    path.write_bytes(b"")
    assert "is empty" in refused(path)
    path.write_text("<html>Sign in</html>")
    assert "no archive of map tiles" in refused(path)
    path.write_bytes(RED)
    assert "no archive of map tiles" in refused(path)


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE people (name text)")
    file.close()
    assert "not of map tiles" in refused(path)
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE tiles (name text)")
    file.close()
    assert "damaged" in refused(path)


def test_archives_without_tiles_are_refused(path: Path) -> None:
    assert "holds no map tiles" in refused(mbtiles(path, []))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_is_cut_short_is_refused_or_does_without(path: Path, share: float) -> None:
    tiles = [((12, 2900 + n % 60, 1500 + n // 60), random.Random(n).randbytes(4000)) for n in range(60)]
    whole = mbtiles(path, [(place, RED + noise) for place, noise in tiles]).read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    archive = None
    with suppress(ArchiveUnusable):
        archive = Archive.open(path)
    if archive is not None:
        assert None in [archive.tile(*place) for place, _noise in tiles]
        assert "damaged" in archive.problem


def test_a_pmtiles_that_is_cut_short_is_refused(path: Path) -> None:
    whole = pmtiles(path, [(HERE, RED)], TileType.PNG).read_bytes()
    for size in (8, 60, 126, 140, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert "cut short" in refused(path)


def test_other_versions_and_kinds_of_pmtiles_are_named(path: Path) -> None:
    whole = pmtiles(path, [(HERE, RED)], TileType.PNG).read_bytes()
    path.write_bytes(whole[:7] + b"\x02" + whole[8:])
    assert "version 2" in refused(path)
    for change in ({"tile_type": TileType.AVIF}, {"tile_compression": Compression.BROTLI}):
        path.write_bytes(serialize_header(deserialize_header(whole[:127]) | change) + whole[127:])
        assert "cannot draw" in refused(path)
    path.write_bytes(whole[:99] + b"\xee" + whole[100:])
    assert "damaged" in refused(path)


def test_metadata_may_be_absurd(path: Path) -> None:
    hostile = '<a href="x">City</a> &copy; <script>alert(1)</script>of\u202e\x00 Almaty' + "x" * 10_000
    archive = Archive.open(
        mbtiles(path, [(HERE, RED)], name=hostile, attribution=hostile, bounds="nan,1,inf", minzoom="-9", maxzoom="1e9")
    )
    assert archive.name.startswith("City © of Almaty")
    assert len(archive.name) == 80
    assert len(archive.attribution) == 200
    assert (archive.bounds, archive.min_zoom, archive.max_zoom) == (WORLD, 12, 12)


@pytest.mark.parametrize("told", ["200,-99,500,99", "77,43,76,44", "", "a,b,c,d", "76,43,77"])
def test_bounds_that_make_no_sense_are_the_world(path: Path, told: str) -> None:
    assert Archive.open(mbtiles(path, [(HERE, RED)], bounds=told)).bounds == WORLD


def test_a_tile_that_unpacks_without_end_is_not_unpacked(path: Path) -> None:
    bomb = gzip.compress(bytes([0x1A]) + bytes(40_000_000))
    archive = Archive.open(mbtiles(path, [((11, 0, 0), vector_tile()), (HERE, bomb)]))
    assert archive.tile(*HERE) is None
    assert "damaged" in archive.problem


def test_a_directory_that_unpacks_without_end_is_refused(path: Path) -> None:
    whole = pmtiles(path, [(HERE, RED)], TileType.PNG).read_bytes()
    bomb = gzip.compress(bytes(40_000_000))
    header = deserialize_header(whole[:127]) | {"root_offset": len(whole), "root_length": len(bomb)}
    path.write_bytes(serialize_header(header) + whole[127:] + bomb)
    assert "damaged" in refused(path)


def test_a_view_without_end_is_given_up(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS zoom_level, 0 AS tile_column, 0 AS tile_row, zeroblob(i * 0) AS tile_data FROM n"
        )
    file.close()
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    "tile",
    [b"<html>no</html>", image(side=4096), RED[:20], gzip.compress(RED)[:-9], b"RIFF0000WEBP", b"\xff\xd8\xff\xe0"],
)
def test_what_is_no_tile_is_left_out_and_told_once(path: Path, tile: bytes) -> None:
    archive = Archive.open(mbtiles(path, [((11, 0, 0), RED), (HERE, tile)]))
    assert archive.tile(*HERE) is None
    assert archive.problem == "Some tiles of base map.bin are damaged; the schematic stands in for them."
    assert archive.tile(11, 0, 0) == RED


def test_places_outside_the_world_have_no_tile(path: Path) -> None:
    archive = Archive.open(mbtiles(path, [(HERE, RED)]))
    for place in ((12, -1, 0), (12, 4096, 0), (-1, 0, 0), (12, 0, 2**40), (60, 0, 0)):
        assert archive.tile(*place) is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), noise=st.binary(min_size=1, max_size=40), is_sqlite=st.booleans())
def test_no_damage_does_more_than_refuse(path: Path, at: int, noise: bytes, is_sqlite: bool) -> None:
    path.unlink(missing_ok=True)
    tiles = [((n, 0, 0), vector_tile()) for n in range(6)]
    made = mbtiles(path, tiles) if is_sqlite else pmtiles(path, tiles, TileType.MVT)
    whole = bytearray(made.read_bytes())
    at %= len(whole)
    whole[at : at + len(noise)] = noise
    path.write_bytes(whole)
    try:
        archive = Archive.open(path)
    except ArchiveUnusable:
        return
    for place, _tile in tiles:
        archive.tile(*place)
    archive.close()
