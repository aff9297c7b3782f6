"""The event stream: one websocket, authenticated by its first message, read in bounded batches.

Moving messages one by one through the GUI loop is slow (qasync), so one task reads frames as they come and the link
takes all that wait at once. When the link does not keep up, reading stops, the center notices and sends a reset.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.protocol import STREAM, Authenticate, CenterMessage, ConsoleMessage, Hello
from console.language import _
from console.link import address
from console.link.backend import Undecodable
from console.link.contract import check_contract
from console.link.errors import CenterUnreachable, CenterUnusable
from console.tasks import Tasks

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection
    from websockets.exceptions import ConnectionClosed

OPEN_S = 10.0
"""Longest wait for the handshake and for the center's hello, seconds."""

CLOSE_S = 1.0
"""Longest wait for the center to say good-bye, seconds."""

MESSAGE_LIMIT = 16 * 1024 * 1024
"""Largest message taken, bytes."""

WAITING_LIMIT = 32 * 1024 * 1024
"""Undecoded bytes that may wait before reading stops."""

BATCH_BYTES = 256 * 1024
"""Bytes decoded at one go: about 2 ms, less than the screen needs between two frames."""

SHOWN_BYTES = 2048
"""How much of a message that cannot be decoded is logged."""

UNAUTHORIZED = frozenset({1008, 3000, 4401})
"""Close codes that mean: this token is not (or no longer) good. 3000 is IANA's "Unauthorized"."""

_decoder: msgspec.json.Decoder[CenterMessage] = msgspec.json.Decoder(CenterMessage)
_encode = msgspec.json.encode


def decoded(raw: bytes) -> CenterMessage | Undecodable:
    """A frame as a message, or what was wrong with it."""
    try:
        return _decoder.decode(raw)
    except msgspec.DecodeError as fault:
        return Undecodable(raw[:SHOWN_BYTES], len(raw), str(fault))


class WebSocketStream:
    """An open ``Stream``; made by ``open_stream``."""

    hello: Hello

    def __init__(self, socket: "ClientConnection", url: str) -> None:
        self._socket = socket
        self._url = url
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._something = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._ended: Exception | None = None

    async def send(self, message: ConsoleMessage) -> None:
        """Say something to the center. Raises LinkError when the stream has ended."""
        from websockets.exceptions import ConnectionClosed

        try:
            await self._socket.send(_encode(message).decode())
        except ConnectionClosed as closed:
            raise self._why(closed) from closed

    async def batch(self, within: float) -> list[CenterMessage | Undecodable]:
        """All messages that have come, in order; waits at most ``within`` seconds for the first.

        Raises CenterUnreachable when the stream ends or nothing comes.
        """
        for _half in range(2):
            if self._waiting or self._ended is not None:
                break
            await self._wait(within / 2)
        if not self._waiting:
            raise self._ended or CenterUnreachable(_("The center has fallen silent."))
        return [decoded(raw) for raw in self._take()]

    async def _wait(self, seconds: float) -> None:
        """Wait for something. ``batch`` does it in two halves, lest a stall of our own loop pass for the center's."""
        self._something.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return

    def end(self, why: Exception) -> None:
        """Let ``batch`` raise ``why``, as if the stream had ended."""
        self._ended = why
        self._waiting.clear()
        self._something.set()

    def _take(self) -> list[bytes]:
        taken = 0
        frames = []
        while self._waiting and taken < BATCH_BYTES:
            frame = self._waiting.popleft()
            taken += len(frame)
            frames.append(frame)
        self._bytes -= taken
        if self._bytes < WAITING_LIMIT:
            self._room.set()
        return frames

    async def read(self) -> None:
        """Move frames from the socket to where ``batch`` takes them, until the stream ends."""
        from websockets.exceptions import ConnectionClosed

        try:
            while True:
                frame = await self._socket.recv(decode=False)
                self._waiting.append(frame)
                self._bytes += len(frame)
                self._something.set()
                if self._bytes >= WAITING_LIMIT:
                    self._room.clear()
                    await self._room.wait()
        except ConnectionClosed as closed:
            self._ended = self._why(closed)
            self._something.set()

    async def greet(self, token: str) -> None:
        """Authenticate and take the center's hello."""
        from websockets.exceptions import ConnectionClosed

        await self.send(Authenticate(token))
        try:
            first = decoded(await self._socket.recv(decode=False))
        except ConnectionClosed as closed:
            raise self._why(closed) from closed
        if not isinstance(first, Hello):
            raise CenterUnusable(
                _strange(self._url),
                f"instead of hello: {first!r:.500}",
            )
        check_contract(first.contract)
        self.hello = first

    def _why(self, closed: "ConnectionClosed") -> Exception:
        close = closed.rcvd or closed.sent
        code, reason = (close.code, close.reason) if close else (1006, "")
        if closed.rcvd is not None and code in UNAUTHORIZED:
            return Refused(Problem(ProblemType.NOT_LOGGED_IN, "Not logged in", 401, reason))
        if closed.rcvd is None and code == 1009:
            return CenterUnusable(
                _("{url} sends more than a center would; please check the address.").format(url=self._url), reason
            )
        return CenterUnreachable(_("The connection to {url} broke.").format(url=self._url), f"{code} {reason}".strip())


@asynccontextmanager
async def open_stream(url: str, token: str, tasks: Tasks) -> AsyncIterator[WebSocketStream]:
    """The event stream of the center at ``url``, greeted; closed on leaving.

    Raises Refused when the token is not good, else a LinkError.
    """
    socket = await _connect(url)
    try:
        stream = WebSocketStream(socket, url)
        try:
            async with asyncio.timeout(OPEN_S):
                await stream.greet(token)
        except TimeoutError as fault:
            raise CenterUnreachable(_("The center at {url} does not answer in time.").format(url=url)) from fault
        reading = tasks.spawn(stream.read(), "link: read stream")
        try:
            yield stream
        finally:
            reading.cancel()
            await asyncio.wait([reading])
    finally:
        await socket.close()


async def _connect(url: str) -> "ClientConnection":
    """A websocket to the center; redirects are not followed, so that the token goes where the operator sent it."""
    await asyncio.to_thread(import_module, "websockets.asyncio.client")  # 0.1 s
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidHandshake, InvalidProxy, InvalidStatus

    class Dial(connect):
        def process_redirect(self, exc: Exception) -> Exception | str:
            return exc

    try:
        return await Dial(
            f"ws{url.removeprefix('http')}{STREAM}",
            ssl=address.tls(url),
            proxy=None if address.is_loopback(url) else True,
            compression=None,
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            ping_interval=None,  # the center's heartbeat tells more
            max_size=MESSAGE_LIMIT,
            max_queue=1024,
            user_agent_header="kuzet-console",
        )
    except InvalidStatus as fault:
        raise _of_status(url, fault.response.status_code) from fault
    except (InvalidProxy, ImportError) as fault:  # a scheme nobody knows, SOCKS without its library
        raise address.bad_proxy(url, fault) from fault
    except InvalidHandshake as fault:
        raise CenterUnusable(_strange(url), str(fault)) from fault
    except ssl.SSLError as fault:
        raise address.untrusted(url, fault) from fault
    except (OSError, EOFError) as fault:
        raise CenterUnreachable(_("No center can be reached at {url}.").format(url=url), repr(fault)) from fault


def _of_status(url: str, status: int) -> Exception:
    """What a refused handshake means."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Refused(Problem(ProblemType.NOT_LOGGED_IN, "Not logged in", status))
    text = _("{url} gives no event stream; please check the address.").format(url=url)
    if status in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        return CenterUnreachable(text, f"HTTP {status}")
    return CenterUnusable(text, f"HTTP {status}")


def _strange(url: str) -> str:
    return _("{url} answers, but not as a center does; please check the address.").format(url=url)
