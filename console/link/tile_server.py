"""The city's own server of map tiles: ``https://tiles.example/{z}/{x}/{y}.png`` (or .pbf) over HTTP.

Whatever it does, the map goes on: what does not come in time, or is no tile, is simply not there. A server that falls
silent or talks nonsense is told once, left alone, and asked again now and then until it is back.
"""

import asyncio
import hashlib
import logging
import re
import ssl
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from console.domain.map_tiles import (
    PACKED_LIMIT,
    VECTOR_PX,
    WORLD,
    BaseFacts,
    BaseKind,
    BaseUnusable,
    TileUnusable,
    checked,
)
from console.language import _
from console.link import address
from console.link.backoff import Backoff
from console.link.errors import CenterUnusable
from console.link.rest import httpx_library, new_client, tls_fault
from console.link.tile_store import Place, TileStore
from console.tasks import Tasks

if TYPE_CHECKING:
    from httpx import AsyncClient, Response

log = logging.getLogger(__name__)

PATIENCE_S = 8.0
"""Longest wait for a tile, seconds: whoever looks at a map has moved on by then."""

AT_ONCE = 6
"""Requests under way at a time; what a browser allows itself for one server."""

FRESH_S = 7 * 24 * 3600.0
"""How old a tile on disk may be before it is asked for anew, seconds; streets change by the month."""

NOTHING_FRESH_S = 24 * 3600.0
"""The same for a place that had no tile."""

REMEMBERED = 256
"""Tiles kept in memory: four screens of them."""

STRANGE_AT_MOST = 3
"""Answers without sense, one after the other, until a server is left alone."""

RASTER_LAST, VECTOR_LAST = 19, 14
"""The deepest zooms asked for: what public schemas and renderers make; deeper ones are drawn from these."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_VECTOR_SUFFIXES = (".pbf", ".mvt")
_MISSING = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})


class ServerUnusable(BaseUnusable):
    """An address is not that of a tile server."""


class _Silent(Exception):
    """Nobody answered, or not in time; ``sentence`` is for the operator."""

    def __init__(self, sentence: str, details: str) -> None:
        super().__init__(details)
        self.sentence = sentence


class _Strange(Exception):
    """Something answered that is no tile."""


class TileServer:
    """Tiles of one server. ``problem`` is a sentence while it is of no use, else ""; ``on_change`` is called with it.

    Args:
        template: the address with ``{z}``, ``{x}`` and ``{y}`` (``{-y}`` where rows count from the south). Raises
            ServerUnusable for anything else.
        folder: where tiles are kept; each server has a folder of its own in it.
        tasks: what asks a silent server again.
        patience: longest wait for a tile, seconds.
        backoff: how long to wait before a silent server is asked again.
    """

    def __init__(
        self,
        template: str,
        folder: Path,
        tasks: Tasks,
        *,
        patience: float = PATIENCE_S,
        backoff: Backoff | None = None,
    ) -> None:
        self._template = _checked(template)
        self.host = urlsplit(self._template).hostname or ""
        is_vector = urlsplit(self._template).path.endswith(_VECTOR_SUFFIXES)
        kind = BaseKind.VECTOR if is_vector else BaseKind.RASTER
        last, side = (VECTOR_LAST, VECTOR_PX) if is_vector else (RASTER_LAST, 256)
        self.facts = BaseFacts(kind, self.host, "", 0, last, WORLD, side, has_names=True)
        self.problem = ""
        self.on_change: Callable[[], None] = lambda: None
        mark = hashlib.blake2b(self._template.encode(), digest_size=8).hexdigest()
        self._store = TileStore(folder / mark)
        self._tasks, self._patience = tasks, patience
        self._backoff = backoff or Backoff()
        self._memory: OrderedDict[Place, bytes] = OrderedDict()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._opening = asyncio.Lock()
        self._client: AsyncClient | None = None
        self._strange = 0
        self._is_closed = False

    async def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """An unpacked tile, rows counted from the north; None where there is none, or none to be had now."""
        place = zoom, column, row
        if not (0 <= zoom <= self.facts.max_zoom and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
            return None
        if place in self._memory:
            self._memory.move_to_end(place)
            return self._memory[place] or None
        stored = await asyncio.to_thread(self._store.read, place)
        kept = self._sound(stored.data) if stored else None
        if stored and kept is not None and stored.age < (FRESH_S if kept else NOTHING_FRESH_S):
            return self._remember(place, kept)
        async with self._room:
            found = None if self.problem else await self._asked(place)
        if found is None:
            return kept or None
        return self._remember(place, found)

    async def close(self) -> None:
        """Let go of all connections."""
        self._is_closed = True
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _asked(self, place: Place) -> bytes | None:
        """The tile from the server, kept on disk; b"" where it has none, None where it said nothing of use."""
        try:
            packed = await self._exchange(place)
            found = checked(packed, self.facts.kind)
        except _Silent as fault:
            self._leave_alone(place, fault.sentence, str(fault))
            return None
        except (_Strange, TileUnusable) as fault:
            self._strange += 1
            log.warning("tile %s of %s: %s", place, self.host, fault)
            if self._strange >= STRANGE_AT_MOST:
                text = _("{host} answers, but not with map tiles; the schematic stands in.")
                self._leave_alone(place, text.format(host=self.host), str(fault))
            return None
        self._strange = 0
        await asyncio.to_thread(self._store.write, place, packed)
        return found

    def _leave_alone(self, place: Place, sentence: str, details: str) -> None:
        """Tell it once, and ask for the same tile again until it comes."""
        if self.problem or self._is_closed:
            return
        log.warning("tile server %s: %s", self.host, details)
        self.problem = sentence
        self.on_change()
        self._tasks.spawn(self._ask_again(place), f"ask tile server {self.host} again")

    async def _ask_again(self, place: Place) -> None:
        while not self._is_closed:
            await asyncio.sleep(self._backoff.delay())
            try:
                checked(await self._exchange(place), self.facts.kind)
            except (_Silent, _Strange, TileUnusable):
                continue
            self._backoff.reset()
            self._strange = 0
            self.problem = ""
            self.on_change()
            return

    async def _exchange(self, place: Place) -> bytes:
        """What the server has for a place, as it came; b"" where it has nothing. Raises _Silent or _Strange."""
        late = _("The map tiles of {host} do not come in time; the schematic stands in.").format(host=self.host)
        away = _("The tile server {host} cannot be reached; the schematic stands in.").format(host=self.host)
        try:
            client = self._client or await self._open()
        except (ImportError, ValueError) as fault:  # a proxy that cannot even be tried
            raise _Silent(away, repr(fault)) from fault
        httpx = httpx_library()
        try:
            async with asyncio.timeout(self._patience), client.stream("GET", self._address(place)) as response:
                return await self._read(response)
        except (TimeoutError, httpx.TimeoutException) as fault:
            raise _Silent(late, repr(fault)) from fault
        except (httpx.RemoteProtocolError, httpx.InvalidURL) as fault:
            raise _Strange(repr(fault)) from fault
        except httpx.TransportError as fault:
            if isinstance(tls_fault(fault), ssl.SSLCertVerificationError):
                away = _("The certificate of {host} is not trusted; the schematic stands in.").format(host=self.host)
            raise _Silent(away, repr(fault)) from fault

    async def _read(self, response: "Response") -> bytes:
        """The body as it was packed, never more than a tile has. Raises _Silent or _Strange."""
        status = response.status_code
        if status in _MISSING:
            return b""
        if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            text = _("The tile server {host} has a fault of its own; the schematic stands in.")
            raise _Silent(text.format(host=self.host), f"HTTP {status}")
        if status != HTTPStatus.OK:
            raise _Strange(f"HTTP {status}")
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind.startswith("text/") or kind.endswith(("html", "json", "xml")):
            raise _Strange(f"{kind} instead of a tile")
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_raw():
            size += len(part)
            if size > PACKED_LIMIT:
                raise _Strange(f"more than {PACKED_LIMIT} bytes")
            parts.append(part)
        return b"".join(parts)

    async def _open(self) -> "AsyncClient":
        async with self._opening:
            if self._client is None:
                base = f"{urlsplit(self._template).scheme}://{urlsplit(self._template).netloc}"
                self._client = await asyncio.to_thread(new_client, base, self._patience)
                self._client.headers.update({"Accept": "image/*, application/*", "Accept-Encoding": "gzip"})
            return self._client

    def _address(self, place: Place) -> str:
        zoom, column, row = place
        parts = {"{z}": zoom, "{x}": column, "{y}": row, "{-y}": 2**zoom - 1 - row}
        found = self._template
        for name, number in parts.items():
            found = found.replace(name, str(number))
        return found

    def _sound(self, data: bytes) -> bytes | None:
        """A tile from the disk, unpacked; None where it is damaged."""
        try:
            return checked(data, self.facts.kind)
        except TileUnusable:
            return None

    def _remember(self, place: Place, tile: bytes) -> bytes | None:
        self._memory[place] = tile
        if len(self._memory) > REMEMBERED:
            self._memory.popitem(last=False)
        return tile or None


def _checked(template: str) -> str:
    """The address, with ``https://`` where no scheme was typed. Raises ServerUnusable."""
    text = template.strip()
    text = text if "://" in text else f"https://{text}"
    names = sorted(name.lstrip("-") for name in _PLACEHOLDER.findall(text))
    start = text.partition("{")[0]
    if names != ["x", "y", "z"] or "/" not in start.partition("://")[2]:
        raise ServerUnusable(
            _("“{url}” is not the address of a tile server; it should look like {example}").format(
                url=template, example="https://tiles.example/{z}/{x}/{y}.png"
            )
        )
    try:
        address.checked(start)
    except CenterUnusable as fault:
        sentence = _("“{url}” is not the address of a tile server; it must begin with https:// and hold no password.")
        raise ServerUnusable(sentence.format(url=template), str(fault)) from fault
    return text
