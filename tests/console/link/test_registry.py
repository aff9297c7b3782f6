"""The registry: warm from the disk, refreshed by revision, a damaged file set aside, the wrong city never kept."""

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.protocol import RegistryChanged
from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.link.registry import PORTION, Cached, RegistryCache, WrongBase, decoded, merged
from tests.console.link.conftest import Desk


def _camera(number: int, heading: int = 0) -> Camera:
    return Camera(
        f"C{number}",
        76.9,
        43.2,
        "751110000",
        CameraOwner.CITY,
        Integration.INTEGRATED,
        Consent.NOT_NEEDED,
        PlaceKind.CROSSING,
        heading,
        90,
        40,
        "s1",
        "s2",
        "",
    )


def _registry(count: int, revision: int = 1, city: str = "testville") -> Registry:
    button = PanicButton("B1", 76.9, 43.2, "751110000", "s1", "s2", "")
    return Registry(city, revision, 0, [_camera(i) for i in range(count)], [button], [], [], [])


def test_a_registry_survives_the_wire_in_portions() -> None:
    registry = _registry(2 * PORTION + 1)
    assert decoded(msgspec.msgpack.encode(registry)) == registry


@pytest.mark.parametrize("count", [0, 1, PORTION, PORTION + 1])
def test_a_registry_survives_the_disk(tmp_path: Path, count: int) -> None:
    cached = Cached(_registry(count), '"tag"', "https://center.example")
    RegistryCache(tmp_path).keep(cached)
    assert RegistryCache(tmp_path).last() == cached
    assert RegistryCache(tmp_path).of_city("testville") == cached
    assert RegistryCache(tmp_path).of_city("elsewhere") is None


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_set_aside_and_never_believed(
    tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cached = Cached(_registry(60))
    RegistryCache(folder).keep(cached)
    (path,) = folder.iterdir()
    good = path.read_bytes()
    at = min(at, len(good) - len(noise))
    bad = good[:at] + noise + good[at + len(noise) :]
    path.write_bytes(bad)
    found = RegistryCache(folder).last()
    if bad == good:
        assert found == cached
    elif found is None:
        assert [p.read_bytes() for p in folder.iterdir()] == [bad]
        assert not path.exists()
    else:
        assert found.registry == cached.registry  # only the entity tag or address was hit


@pytest.mark.parametrize("keep", [0, 10, 40, 2000])
def test_a_file_cut_short_is_set_aside(tmp_path: Path, keep: int) -> None:
    RegistryCache(tmp_path).keep(Cached(_registry(100)))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:keep])
    assert RegistryCache(tmp_path).last() is None
    assert not path.exists()


def test_only_the_cities_used_last_stay(tmp_path: Path) -> None:
    cache = RegistryCache(tmp_path)
    for number in range(6):
        cache.keep(Cached(_registry(1, city=f"city/../{number}")))
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda p: p.name, reverse=True)):
            os.utime(path, (1000 - age, 1000 - age))
    assert len(list(tmp_path.iterdir())) == 4
    assert cache.of_city("city/../0") is None
    last = cache.last()
    assert last is not None
    assert last.registry.city == "city/../5"


def test_changes_are_merged_into_the_base() -> None:
    news = Registry("testville", 3, 1, [_camera(1, 90), _camera(7)], [], [], [], [], ["C2", "B1"])
    whole = merged(_registry(4), news)
    assert whole.cameras == [_camera(0), _camera(1, 90), _camera(3), _camera(7)]
    assert whole.buttons == []
    assert (whole.revision, whole.since, whole.removed) == (3, 0, [])


@pytest.mark.parametrize("base", [None, _registry(1, revision=2), _registry(1, city="elsewhere")])
def test_changes_of_something_else_are_not_merged(base: Registry | None) -> None:
    with pytest.raises(WrongBase, match="testville"):
        merged(base, Registry("testville", 3, 1, [], [], [], [], []))


def _asked(desk: Desk) -> int:
    return desk.center.asked.count("GET /registry")


@pytest.mark.anyio
async def test_the_first_start_downloads_the_next_one_reads_the_disk(desk: Desk) -> None:
    desk.center.registry = _registry(10)
    await desk.begin()
    await desk.store.until(lambda: desk.store.registry is not None)
    assert len(desk.store.cameras) == 10
    await desk.link.stop()

    desk.fresh()
    await desk.begin()
    await desk.store.until(lambda: _asked(desk) == 2)
    await desk.link.stop()
    assert len(desk.store.enrolled) == 1
    assert desk.center.headers[desk.center.asked.index("GET /registry")].get("if-none-match") is None
    assert '"1"' in [h.get("if-none-match") for h in desk.center.headers]


@pytest.mark.anyio
async def test_a_cache_that_cannot_be_written_does_not_stop_the_link(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.center.registry = _registry(10)
    RegistryCache(desk.folder / "cache").keep(Cached(_registry(10), "", desk.center.url))

    def fail(*_: object) -> None:
        raise PermissionError(13, "not yours")

    monkeypatch.setattr(os, "utime", fail)
    await desk.begin()
    await desk.store.until(lambda: _asked(desk) == 1)
    desk.center.registry = replace(_registry(12), revision=2)
    desk.center.etag = '"2"'
    desk.center.say(RegistryChanged(2))
    await desk.store.until(lambda: len(desk.store.cameras) == 12)
    assert desk.told == {}


@pytest.mark.parametrize("what", ["glob", "read_bytes", "rename"])
def test_a_cache_that_cannot_be_read_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    RegistryCache(tmp_path).keep(Cached(_registry(1)))
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"damaged")

    def fail(*_: object) -> None:
        raise PermissionError(13, "not yours")

    monkeypatch.setattr(Path, what, fail)
    assert RegistryCache(tmp_path).last() is None


@pytest.mark.anyio
async def test_a_new_revision_is_fetched_when_the_center_says_so(desk: Desk) -> None:
    desk.center.registry = _registry(10)
    await desk.begin()
    await desk.store.until(lambda: desk.store.registry is not None)
    desk.center.registry = replace(_registry(12), revision=2)
    desk.center.etag = '"2"'
    desk.center.say(RegistryChanged(2))
    await desk.store.until(lambda: len(desk.store.cameras) == 12)


@pytest.mark.anyio
async def test_the_cache_of_another_city_is_replaced(desk: Desk) -> None:
    RegistryCache(desk.folder / "cache").keep(Cached(_registry(3, city="elsewhere"), '"1"', "http://127.0.0.1:1"))
    desk.center.registry = _registry(5)
    await desk.begin()
    await desk.store.until(lambda: len(desk.store.cameras) == 5)
    assert desk.store.registry is not None
    assert desk.store.registry.city == "testville"


@pytest.mark.anyio
async def test_a_registry_that_cannot_be_read_does_not_stop_the_link(desk: Desk) -> None:
    desk.center.overrides["/registry"] = lambda: (200, "application/vnd.msgpack", b"garbage")
    await desk.begin()
    await desk.store.until(lambda: _asked(desk) >= 2)
    del desk.center.overrides["/registry"]
    await desk.store.until(lambda: desk.store.registry is not None)
