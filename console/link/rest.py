"""A center over HTTP: the only module that imports httpx, when first needed (0.45 s, in a thread).

Whatever comes back is either what the contract says, a problem document (``Refused``), or a sentence (``LinkError``).
"""

import asyncio
import ssl
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode, urljoin

import msgspec
from msgspec.structs import asdict, replace

from console.domain import protocol
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.intents import Intent
from console.domain.picture import Snapshot
from console.domain.protocol import (
    About,
    Inject,
    Opening,
    OpeningRequest,
    Outcome,
    Procedures,
    Quality,
    Recommendations,
    Trail,
    Wanted,
)
from console.domain.ptz import PtzOrder, PtzState
from console.domain.session import LogIn, Renewal, Session
from console.domain.streams import ArchiveRanges
from console.language import _
from console.link import address
from console.link.backend import Download, Progress, Still, Stream
from console.link.contract import check_contract
from console.link.errors import CenterNotReady, CenterUnreachable, CenterUnusable
from console.link.stream import open_stream
from console.tasks import Tasks

if TYPE_CHECKING:
    from httpx import AsyncClient, Response

CONNECT_S = 5.0
ANSWER_S = 15.0
"""Longest wait for a whole answer, seconds: ten times what a loaded center needs, short enough to say so."""

REGISTRY_S = 300.0
"""Longest download of a registry, seconds: 30 MB at 1 Mbit/s."""

OFFENCES_S = 60.0
"""Longest download of recorded offences, seconds: 1 MB at 1 Mbit/s takes 8."""

ANSWER_LIMIT = 64 * 1024 * 1024
REGISTRY_LIMIT = 512 * 1024 * 1024
"""Largest answers taken, bytes."""

_THREAD_FROM = 256 * 1024
"""Answers from this many bytes on are decoded in a thread."""

JSON, JPEG = "application/json", "image/jpeg"
Found = TypeVar("Found")


def _ignore(share: float) -> None:
    """Progress that nobody watches."""


class _Answer(msgspec.Struct, frozen=True):
    status: int
    kind: str
    headers: Mapping[str, str]
    body: bytes


class Rest:
    """The ``Backend`` that speaks REST and a websocket to ``url`` (checked; see ``address``).

    ``patience`` is the longest wait for a whole answer in seconds, ``limit`` the largest one in bytes.
    """

    def __init__(self, url: str, tasks: Tasks, patience: float = ANSWER_S, limit: int = ANSWER_LIMIT) -> None:
        self.url = address.checked(url)
        self._tasks = tasks
        self._patience = patience
        self._limit = limit
        self._client: AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def about(self) -> About:
        """Who answers there; raises CenterUnusable for another service or contract."""
        about = await self._ask("GET", protocol.ABOUT, About)
        if about.service != protocol.SERVICE:
            raise CenterUnusable(_("{url} is not a center; please check the address.").format(url=self.url))
        check_contract(about.contract)
        return about

    async def log_in(self, who: LogIn) -> Session:
        """Open a session."""
        return await self._ask("POST", protocol.SESSION, Session, who)

    async def renew(self, refresh_token: str) -> Session:
        """Go on with a session whose access token ends."""
        return await self._ask("POST", protocol.RENEWAL, Session, Renewal(refresh_token))

    async def snapshot(self, token: str) -> Snapshot:
        """The whole picture, now."""
        return await self._ask("GET", protocol.SNAPSHOT, Snapshot, token=token)

    async def registry(self, token: str, since: int, etag: str, progress: Progress) -> Download | None:
        """The registry as it changed since a revision (0: whole); None when ``etag`` still holds."""
        path = f"{protocol.REGISTRY}?since={since}" if since else protocol.REGISTRY
        headers = {"Accept": protocol.MSGPACK} | ({"If-None-Match": etag} if etag else {})
        answer = await self._exchange(
            "GET", path, headers, token=token, within=REGISTRY_S, limit=REGISTRY_LIMIT, progress=progress
        )
        return self._downloaded(answer, etag)

    async def offences(self, token: str, days: int, etag: str) -> Download | None:
        """Offences recorded in the last days; None when ``etag`` still holds."""
        headers = {"Accept": protocol.MSGPACK} | ({"If-None-Match": etag} if etag else {})
        path = f"{protocol.OFFENCES}?days={days}"
        return self._downloaded(await self._exchange("GET", path, headers, token=token, within=OFFENCES_S), etag)

    async def submit(self, token: str, key: str, intent: Intent, version: int | None) -> Outcome:
        """Have an intent carried out, once for each key."""
        headers = {protocol.IDEMPOTENCY_KEY: key}
        if version is not None:
            headers[protocol.IF_MATCH] = f'"{version}"'
        return await self._ask("POST", protocol.INTENTS, Outcome, intent, token=token, headers=headers)

    async def open_camera(self, token: str, camera: str, reason: str) -> Opening:
        """A lease on a camera's picture, with whole addresses."""
        path = protocol.OPENING.format(camera=quote(camera, safe=""))
        lease = await self._ask("POST", path, Opening, OpeningRequest(reason), token=token)
        base = f"{self.url}/"
        told = {name: getattr(lease, name) for name in ("main", "sub", "archive", "frame", "sound")}
        return replace(lease, **{name: urljoin(base, given.lstrip("/")) for name, given in told.items() if given})

    async def renew_lease(self, token: str, lease: str) -> None:
        """Keep a lease that is watched where the center cannot see it."""
        self._expect(await self._exchange("POST", _of(lease, protocol.LEASE_RENEWAL), {}, token=token))

    async def close_camera(self, token: str, lease: str) -> None:
        """End a lease; one that has ended is no fault."""
        try:
            self._expect(await self._exchange("DELETE", _of(lease, protocol.LEASE), {}, token=token))
        except Refused as refused:
            if refused.problem.type is not ProblemType.NOT_FOUND:
                raise

    async def listen(self, token: str, lease: str) -> None:
        """Hear the camera from now on."""
        self._expect(await self._exchange("POST", _of(lease, protocol.LISTENING), {}, token=token))

    async def stop_listening(self, token: str, lease: str) -> None:
        """Hear it no longer; a lease that has ended is no fault."""
        try:
            self._expect(await self._exchange("DELETE", _of(lease, protocol.LISTENING), {}, token=token))
        except Refused as refused:
            if refused.problem.type is not ProblemType.NOT_FOUND:
                raise

    async def still(self, lease: str, at: float, quality: Quality, width: int) -> Still:
        """The frame shown at a time, ``width`` pixels wide (0: as it is)."""
        path = f"{_of(lease, protocol.FRAME)}?at={at:.3f}&quality={quality}&width={width}"
        answer = await self._exchange("GET", path, {"Accept": JPEG})
        self._expect(answer, JPEG)
        try:
            taken_at = float(answer.headers[protocol.PICTURE_TIME])
        except (KeyError, ValueError) as fault:
            raise self._strange(f"a frame without its time: {fault!r}") from fault
        return Still(answer.body, taken_at)

    async def ranges(self, token: str, camera: str, since: float, until: float) -> ArchiveRanges:
        """What was recorded of a camera."""
        path = f"{protocol.RANGES.format(camera=quote(camera, safe=''))}?since={since:.3f}&until={until:.3f}"
        return await self._ask("GET", path, ArchiveRanges, token=token)

    async def ptz(self, token: str, camera: str) -> PtzState:
        """Where a camera looks, and who turns it."""
        return await self._ask("GET", protocol.PTZ.format(camera=quote(camera, safe="")), PtzState, token=token)

    async def order(self, token: str, camera: str, order: PtzOrder) -> PtzState:
        """Turn a camera, or ask for the turning of it."""
        path = protocol.PTZ.format(camera=quote(camera, safe=""))
        return await self._ask("POST", path, PtzState, order, token=token)

    async def trail(self, token: str, unit: str, minutes: float) -> Trail:
        """Where a unit has been."""
        path = f"{protocol.TRAIL.format(unit=quote(unit, safe=''))}?minutes={minutes:g}"
        return await self._ask("GET", path, Trail, token=token)

    async def procedures(self, token: str) -> Procedures:
        """Those that are followed there."""
        return await self._ask("GET", protocol.PROCEDURES, Procedures, token=token)

    async def recommendations(self, token: str, wanted: Wanted) -> Recommendations:
        """Whom to send."""
        told = {name: value for name, value in asdict(wanted).items() if value not in ("", None)}
        return await self._ask("GET", f"{protocol.RECOMMENDATIONS}?{urlencode(told)}", Recommendations, token=token)

    async def inject(self, token: str, signal: Inject) -> None:
        """Make a device speak (trainers)."""
        self._expect(await self._exchange("POST", protocol.SIGNALS, {}, signal, token=token))

    def stream(self, token: str) -> AbstractAsyncContextManager[Stream]:
        """Open the event stream."""
        return open_stream(self.url, token, self._tasks)

    async def close(self) -> None:
        """Let go of all connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _downloaded(self, answer: _Answer, etag: str) -> Download | None:
        if answer.status == HTTPStatus.NOT_MODIFIED and etag:
            return None
        self._expect(answer, protocol.MSGPACK)
        return Download(answer.body, answer.headers.get("etag", ""))

    async def _ask(
        self,
        method: str,
        path: str,
        kind: type[Found],
        body: Any = None,
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Found:
        answer = await self._exchange(method, path, {"Accept": JSON} | dict(headers or {}), body, token=token)
        self._expect(answer, JSON)
        try:
            if len(answer.body) >= _THREAD_FROM:
                return await asyncio.to_thread(msgspec.json.decode, answer.body, type=kind)
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError as fault:
            raise self._strange(f"{method} {path}: {fault}") from fault

    async def _exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any = None,
        *,
        token: str = "",
        within: float | None = None,
        limit: int | None = None,
        progress: Progress = _ignore,
    ) -> _Answer:
        client = self._client or await self._open()
        httpx = httpx_library()
        headers = dict(headers)
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = JSON
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with (
                asyncio.timeout(within or self._patience),
                client.stream(method, self.url + path, headers=headers, content=content) as response,
            ):
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                found = await self._read(response, limit or self._limit, progress)
                return _Answer(response.status_code, kind, response.headers, found)
        except (TimeoutError, httpx.TimeoutException) as fault:
            raise CenterUnreachable(
                _("The center at {url} does not answer in time.").format(url=self.url), repr(fault)
            ) from fault
        except httpx.RemoteProtocolError as fault:
            raise CenterUnusable(
                _("{url} answers, but not as a center does; please check the address.").format(url=self.url),
                str(fault),
            ) from fault
        except httpx.ConnectError as fault:
            if (refused := tls_fault(fault)) is not None:
                raise address.untrusted(self.url, refused) from fault
            raise CenterUnreachable(_("No center can be reached at {url}.").format(url=self.url), str(fault)) from fault
        except httpx.TransportError as fault:
            raise CenterUnreachable(_("The connection to {url} broke.").format(url=self.url), repr(fault)) from fault
        except (httpx.InvalidURL, httpx.DecodingError) as fault:
            raise self._strange(str(fault)) from fault

    async def _open(self) -> "AsyncClient":
        async with self._opening:
            if self._client is None:
                try:
                    self._client = await asyncio.to_thread(new_client, self.url, self._patience)
                except (ImportError, ValueError) as fault:  # SOCKS without its library, a scheme nobody knows
                    raise address.bad_proxy(self.url, fault) from fault
            return self._client

    async def _read(self, response: "Response", limit: int, progress: Progress) -> bytes:
        """The body, never more than ``limit`` bytes."""
        length = response.headers.get("content-length", "")
        whole = int(length) if length.isascii() and length.isdigit() else 0
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > limit:
                raise CenterUnusable(
                    _("{url} sends more than a center would; please check the address.").format(url=self.url),
                    f"more than {limit} bytes",
                )
            parts.append(part)
            if whole:
                progress(min(1.0, size / whole))
        return b"".join(parts)

    def _expect(self, answer: _Answer, kind: str = "") -> None:
        """Raise unless the answer is a success of this content type."""
        if answer.kind == protocol.PROBLEM_JSON:
            raise self._refusal(answer.body)
        if 300 <= answer.status < 400:
            raise CenterUnusable(
                _("{url} sends on to another address; please enter the center's own.").format(url=self.url),
                answer.headers.get("location", ""),
            )
        if answer.status in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
            raise CenterUnreachable(
                _("Something stands at {url}, but the center behind it does not answer.").format(url=self.url),
                f"HTTP {answer.status}",
            )
        if answer.status >= 500:
            raise self._fault(f"HTTP {answer.status}")
        if answer.status >= 400 or (kind and answer.kind != kind):
            raise self._strange(f"HTTP {answer.status} {answer.kind}: {answer.body[:200]!r}")

    def _refusal(self, body: bytes) -> Exception:
        """A problem document as what is to be raised; a center that still prepares has not refused anything."""
        try:
            problem = msgspec.json.decode(body, type=Problem)
        except msgspec.DecodeError as fault:
            return self._strange(f"problem document: {fault}")
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._fault(problem.detail)
        if problem.type is ProblemType.NOT_READY:
            return CenterNotReady(_("The center is still preparing."), problem.retry_after or 1.0)
        return Refused(problem)

    def _fault(self, details: str) -> CenterUnusable:
        return CenterUnusable(_("The center at {url} has a fault of its own.").format(url=self.url), details)

    def _strange(self, details: str) -> CenterUnusable:
        return CenterUnusable(
            _("{url} answers, but not as a center does; please check the address.").format(url=self.url), details
        )


def _of(lease: str, path: str) -> str:
    return path.format(lease=quote(lease, safe=""))


def preload() -> None:
    """Import what the first request will need; for a thread, while a window is being built."""
    import anyio._backends._asyncio  # noqa: F401 - imported by name at the first connection
    import websockets.asyncio.client  # noqa: F401

    httpx_library()


def httpx_library() -> Any:
    """The library, without its command line, whose libraries take longer to import than all the rest (0.3 of 0.5 s).

    WORKAROUND: ``httpx/__init__`` imports ``_main`` wherever click and rich happen to be installed.
    """
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    import httpx

    return httpx


def new_client(url: str, patience: float) -> "AsyncClient":
    """A client for one server, whose ``url`` was checked (see ``address``).

    Made in a thread, because the import and the certificates take their time.
    """
    httpx = httpx_library()
    client: AsyncClient = httpx.AsyncClient(
        verify=address.tls(url) or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # the latter trusts nobody
        timeout=httpx.Timeout(patience, connect=CONNECT_S),
        limits=httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=30.0),
        follow_redirects=False,
        trust_env=not address.is_loopback(url),
        headers={"User-Agent": "kuzet-console"},
    )
    return client


def tls_fault(fault: BaseException) -> ssl.SSLError | None:
    """What TLS had to say, where it was TLS that made a connection fail."""
    seen: BaseException | None = fault
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
