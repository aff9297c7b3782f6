"""The registry on the console's disk: what stands in the city, known at once at the next start.

One file for each city, msgpack in portions: 150,000 cameras decode in 0.13 s, and between two portions (4 ms) the
window may draw, which one long call of the decoder would not allow (it keeps the interpreter's lock). A file that is
damaged is set aside; the center has the registry still.
"""

import gc
import logging
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Raw, Struct

from console import paths
from console.domain.cameras import Camera
from console.domain.lighting import LightingSegment
from console.domain.registry import Registry
from console.domain.sites import PanicButton, ServiceCenter, Site

log = logging.getLogger(__name__)

PORTION = 4_000
"""Cameras decoded at one go."""

KEPT = 4
"""How many cities stay on the disk."""

_MAGIC = b"kuzet-registry-1\n"
_ARRAY32 = b"\xdd"
_encoder = msgspec.msgpack.Encoder()
_cameras = msgspec.msgpack.Decoder(list[Camera])

Item = TypeVar("Item", Camera, PanicButton, Site, LightingSegment, ServiceCenter)


class WrongBase(Exception):
    """What changed since another revision, or in another city, than the one at hand; ``str`` is the city."""


class Damaged(Exception):
    """A cache file that cannot be read."""


class Cached(Struct, frozen=True):
    """A whole registry, with the entity tag it has at ``url``."""

    registry: Registry
    etag: str = ""
    url: str = ""

    def etag_at(self, url: str) -> str:
        """The entity tag to ask ``url`` with; it says nothing at another address."""
        return self.etag if url == self.url else ""


class _Wire(Struct, frozen=True):
    """A registry whose cameras are not decoded yet; the rest is small."""

    city: str
    revision: int
    since: int
    cameras: list[Raw]
    buttons: list[PanicButton]
    sites: list[Site]
    lighting: list[LightingSegment]
    service_centers: list[ServiceCenter]
    removed: list[str] = []


class _Head(Struct, frozen=True):
    """First part of a cache file: how long the portions are that follow (the rest first), and their checksum."""

    lengths: list[int]
    checksum: int
    etag: str
    url: str


_wire = msgspec.msgpack.Decoder(_Wire)
_rest = msgspec.msgpack.Decoder(Registry)
_head = msgspec.msgpack.Decoder(_Head)


def decoded(body: bytes) -> Registry:
    """A registry as it travels. Raises msgspec.DecodeError."""
    cameras: list[Camera] = []
    with _not_collecting():
        wire = _wire.decode(body)
        for start in range(0, len(wire.cameras), PORTION):
            part = wire.cameras[start : start + PORTION]
            cameras += _cameras.decode(_ARRAY32 + struct.pack(">I", len(part)) + b"".join(part))
        wire.cameras.clear()
    return Registry(
        wire.city,
        wire.revision,
        wire.since,
        cameras,
        wire.buttons,
        wire.sites,
        wire.lighting,
        wire.service_centers,
        wire.removed,
    )


@contextmanager
def _not_collecting() -> Iterator[None]:
    """No garbage collection: 150,000 short-lived raw cameras set off one over everything there is (0.12 s)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def merged(base: Registry | None, news: Registry) -> Registry:
    """The whole registry after ``news``. Raises WrongBase when they do not follow each other."""
    if news.since == 0:
        return news
    if base is None or base.city != news.city or base.revision != news.since:
        raise WrongBase(news.city)
    gone = set(news.removed)
    return Registry(
        news.city,
        news.revision,
        0,
        _after(base.cameras, news.cameras, gone),
        _after(base.buttons, news.buttons, gone),
        _after(base.sites, news.sites, gone),
        _after(base.lighting, news.lighting, gone),
        _after(base.service_centers, news.service_centers, gone),
    )


def _after(before: list[Item], news: list[Item], gone: set[str]) -> list[Item]:
    if not news and not gone:
        return before
    items = {item.id: item for item in before if item.id not in gone}
    items.update((item.id, item) for item in news)
    return list(items.values())


class RegistryCache:
    """The files of registries below ``folder``. All calls are for a thread: they read, decode and write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self) -> Cached | None:
        """The registry used last, None where there is none or it cannot be read."""
        try:
            files = self._files()
        except OSError as fault:
            log.warning("registry cache %s: %s", self._folder, fault)
            return None
        return self._read(files[0]) if files else None

    def of_city(self, city: str) -> Cached | None:
        """The registry kept of one city."""
        return self._read(self._path(city))

    def keep(self, cached: Cached) -> None:
        """Write a registry in place of the older one of its city. Raises OSError where the disk does not take it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(cached.registry.city)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                file.writelines(_written(cached))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)

    def used(self, city: str) -> None:
        """Note that this city's registry is the one to begin with next time. Raises OSError like ``keep``."""
        with suppress(FileNotFoundError):
            os.utime(self._path(city))

    def _read(self, path: Path) -> Cached | None:
        try:
            data = path.read_bytes()
            try:
                return _parsed(memoryview(data))
            except (Damaged, msgspec.DecodeError) as fault:
                log.warning("registry cache %s is damaged (%s), kept as %s", path, fault, paths.set_aside(path))
        except FileNotFoundError:
            pass
        except OSError as fault:
            log.warning("registry cache %s: %s", path, fault)
        return None

    def _files(self) -> list[Path]:
        """Those used last first."""
        return sorted(self._folder.glob("registry-*.msgpack"), key=lambda p: p.stat().st_mtime_ns, reverse=True)

    def _path(self, city: str) -> Path:
        return self._folder / f"registry-{quote(city, safe='')[:100]}.msgpack"


def _written(cached: Cached) -> Iterator[bytes]:
    registry = cached.registry
    portions = [_encoder.encode(msgspec.structs.replace(registry, cameras=[], removed=[]))]
    portions += (
        _encoder.encode(registry.cameras[start : start + PORTION]) for start in range(0, len(registry.cameras), PORTION)
    )
    head = _encoder.encode(_Head([len(p) for p in portions], _checksum(portions), cached.etag, cached.url))
    yield _MAGIC
    yield struct.pack(">I", len(head))
    yield head
    yield from portions


def _parsed(data: memoryview) -> Cached:
    start = len(_MAGIC) + 4
    if bytes(data[: len(_MAGIC)]) != _MAGIC or len(data) < start:
        raise Damaged("not a registry")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    head = _head.decode(data[start : start + length])
    start += length
    portions: list[memoryview] = []
    for size in head.lengths:
        portions.append(data[start : start + size])
        start += size
    if not portions or start != len(data) or _checksum(portions) != head.checksum:
        raise Damaged("its checksum does not fit")
    registry = _rest.decode(portions[0])
    for portion in portions[1:]:
        registry.cameras.extend(_cameras.decode(portion))
    return Cached(registry, head.etag, head.url)


def _checksum(portions: Iterable[bytes | memoryview]) -> int:
    value = 0
    for portion in portions:
        value = zlib.crc32(portion, value)
    return value
