"""A server of map tiles, and all that may answer in its place."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from console.domain.map_tiles import PACKED_LIMIT, BaseKind
from console.link import tile_server
from console.link.backoff import Backoff
from console.link.tile_server import ServerUnusable, TileServer
from console.link.tile_store import TileStore
from console.tasks import Tasks
from tests.archives_at_hand import image, vector_tile
from tests.console.link.little_center import raw_server

pytestmark = pytest.mark.anyio

HERE = (12, 2925, 1503)
RED = image((255, 0, 0))
WITHIN_S = 10.0


class Town:
    """A little tile server that answers as it is told, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_once = self.most = 0
        self.answer: Callable[[], bytes | None] = lambda: http(RED)
        """None: hang."""
        self.gate: asyncio.Event | None = None
        self.is_full = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            self.asked.append(line.split()[1].decode())
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            if self.at_once == tile_server.AT_ONCE:
                self.is_full.set()
            if self.gate is not None:
                await self.gate.wait()
            if (answer := self.answer()) is None:
                await asyncio.Event().wait()
            writer.write(answer or b"")
            self.at_once -= 1
            await writer.drain()


def http(body: bytes, status: str = "200 OK", kind: str = "image/png", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


@pytest.fixture
async def town() -> Town:
    return Town()


@asynccontextmanager
async def opened(
    town: Town, folder: Path, *, patience: float = 5.0, path: str = "/{z}/{x}/{y}.png", wait: float = 0.0
) -> AsyncIterator[TileServer]:
    tasks = Tasks()
    async with raw_server(town.serve) as url:
        server = TileServer(url + path, folder, tasks, patience=patience, backoff=Backoff(lambda _low, _high: wait))
        try:
            yield server
        finally:
            await tasks.close()
            await server.close()


async def test_a_tile_is_fetched_once_and_kept_over_a_restart(town: Town, tmp_path: Path) -> None:
    async with opened(town, tmp_path) as server:
        assert await server.tile(*HERE) == RED
        assert await server.tile(*HERE) == RED
    assert town.asked == ["/12/2925/1503.png"]
    tasks = Tasks()
    gone = TileServer(server._template, tmp_path, tasks, backoff=Backoff(lambda _low, _high: 60.0))
    assert await gone.tile(*HERE) == RED, "from the disk, without a server"
    assert await gone.tile(12, 0, 0) is None
    assert "cannot be reached" in gone.problem
    await tasks.close()
    await gone.close()


async def test_a_vector_server_is_known_by_its_address(town: Town, tmp_path: Path) -> None:
    town.answer = lambda: http(
        gzip.compress(vector_tile()), kind="application/x-protobuf", more="Content-Encoding: gzip\r\n"
    )
    async with opened(town, tmp_path, path="/{z}/{x}/{-y}.pbf?key=1") as server:
        assert (server.facts.kind, server.facts.max_zoom) == (BaseKind.VECTOR, 14)
        assert await server.tile(*HERE) == vector_tile()
        assert await server.tile(15, 0, 0) is None
    assert town.asked == ["/12/2925/2592.pbf?key=1"]


@pytest.mark.parametrize("status", ["404 Not Found", "204 No Content", "410 Gone"])
async def test_a_place_without_a_tile_is_no_problem(town: Town, tmp_path: Path, status: str) -> None:
    town.answer = lambda: http(b"" if "204" in status else b"<html>", status, "text/html")
    async with opened(town, tmp_path) as server:
        assert await server.tile(*HERE) is None
        assert await server.tile(*HERE) is None
        assert server.problem == ""
    assert len(town.asked) == 1


async def settled(server: TileServer, condition: Callable[[], bool]) -> None:
    """Wait until the server's problem has become what is wanted."""
    moved = asyncio.Event()
    server.on_change = moved.set
    async with asyncio.timeout(WITHIN_S):
        while not condition():
            await moved.wait()
            moved.clear()


async def test_a_server_that_hangs_is_told_once_left_alone_and_found_again(town: Town, tmp_path: Path) -> None:
    town.answer = lambda: None
    told: list[str] = []
    async with opened(town, tmp_path, patience=0.2, wait=0.05) as server:
        server.on_change = lambda: told.append(server.problem)
        tiles = await asyncio.gather(*(server.tile(12, 2900 + n, 1500) for n in range(20)))
        assert tiles == [None] * 20
        assert len(told) == 1
        assert "do not come in time" in told[0]
        asked = set(town.asked)
        assert len(asked) <= tile_server.AT_ONCE, "the others were not even tried"
        town.answer = lambda: http(RED)
        await settled(server, lambda: server.problem == "")
        assert await server.tile(*HERE) == RED


@pytest.mark.parametrize(
    "answer",
    [
        http(b"<html>Sign in</html>", kind="text/html"),
        http(b"<html>Sign in</html>", kind="image/png"),
        http(b'{"error": 1}', kind="application/json"),
        http(b"", "302 Found", more="Location: https://elsewhere.example/\r\n"),
        http(b"no", "403 Forbidden", "text/plain"),
        http(vector_tile(), kind="application/octet-stream"),
        http(image(side=4096)),
        http(RED[:20]),
        http(bytes(PACKED_LIMIT + 1)),
        http(gzip.compress(bytes(40_000_000))),
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    ],
    ids=["html", "html as png", "json", "sent on", "forbidden", "vector", "huge", "cut", "too large", "bomb", "ssh"],
)
async def test_what_is_no_tile_is_refused_and_told_once(town: Town, tmp_path: Path, answer: bytes) -> None:
    town.answer = lambda: answer
    told: list[str] = []
    async with opened(town, tmp_path, wait=60.0) as server:
        server.on_change = lambda: told.append(server.problem)
        for n in range(8):
            assert await server.tile(12, 2900 + n, 1500) is None
        assert told == ["127.0.0.1 answers, but not with map tiles; the schematic stands in."]
        assert len(town.asked) == tile_server.STRANGE_AT_MOST
        assert server._store.read((12, 2900, 1500)) is None


async def test_one_strange_tile_among_good_ones_is_only_left_out(town: Town, tmp_path: Path) -> None:
    async with opened(town, tmp_path) as server:
        for n in range(6):
            good = n % 2 == 0
            town.answer = lambda good=good: http(RED if good else b"<html>")  # type: ignore[misc]
            assert await server.tile(12, 2900 + n, 1500) == (RED if good else None)
        assert server.problem == ""


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Busy", "429 Too Many Requests"])
async def test_a_server_with_a_fault_is_asked_again_later(town: Town, tmp_path: Path, status: str) -> None:
    town.answer = lambda: http(b"", status)
    async with opened(town, tmp_path, wait=0.02) as server:
        assert await server.tile(*HERE) is None
        assert "has a fault" in server.problem
        town.answer = lambda: http(RED)
        await settled(server, lambda: server.problem == "")
        assert await server.tile(*HERE) == RED


async def test_no_more_than_some_requests_are_under_way(town: Town, tmp_path: Path) -> None:
    town.gate = asyncio.Event()
    async with opened(town, tmp_path) as server:
        asking = asyncio.gather(*(server.tile(12, 2900 + n, 1500) for n in range(30)))
        async with asyncio.timeout(WITHIN_S):
            await town.is_full.wait()
        town.gate.set()
        assert await asking == [RED] * 30
    assert town.most == tile_server.AT_ONCE


async def test_an_old_tile_is_better_than_none(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_server, "FRESH_S", -1.0)
    monkeypatch.setattr(tile_server, "REMEMBERED", 0)
    async with opened(town, tmp_path, wait=60.0) as server:
        assert await server.tile(*HERE) == RED
        blue = image((0, 0, 255))
        town.answer = lambda: http(blue)
        assert await server.tile(*HERE) == blue, "it was asked for anew"
        town.answer = lambda: http(b"", "500 No")
        assert await server.tile(*HERE) == blue


@pytest.mark.parametrize(
    "template",
    [
        "", "tiles.example", "https://tiles.example/{z}/{x}.png", "https://tiles.example/{z}/{x}/{y}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png", "https://tiles{z}/{x}/{y}", "http://tiles.example/{z}/{x}/{y}.png",
        "https://me:secret@tiles.example/{z}/{x}/{y}.png", "file:///{z}/{x}/{y}.png", "javascript:{z}{x}{y}",
    ],
)  # fmt: skip
async def test_other_addresses_are_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(ServerUnusable) as told:
        TileServer(template, tmp_path, Tasks())
    assert "is not the address of a tile server" in str(told.value)


async def test_the_disk_is_bounded_and_the_oldest_go(tmp_path: Path) -> None:
    import os

    store = TileStore(tmp_path, budget=10_000)
    for n in range(12):
        store.write((14, n, 0), bytes(1000))
        os.utime(tmp_path / "14" / str(n) / "0", (n, n))
    kept = [n for n in range(12) if store.read((14, n, 0))]
    assert len(kept) <= 10
    assert kept[-1] == 11
    assert store.read((14, 0, 0)) is None


async def test_a_disk_that_takes_nothing_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = TileStore(tmp_path / "file")
    store.write(HERE, RED)
    assert store.read(HERE) is None
