"""The websocket: who are you, where do you stand, then all that happens (``link.md``, start and resume)."""

import asyncio
from typing import Any

import msgspec
from litestar import WebSocket

from console.center.attendance import Seat
from console.center.center import Center
from console.center.fan_out import Reader, cut, logged, text
from console.center.sessions import Sessions
from console.clock import monotonic
from console.domain.errors import Refused
from console.domain.protocol import CONTRACT, Authenticate, ConsoleMessage, Heartbeat, Hello, Looking, Resume
from console.domain.session import Operator
from console.tasks import Tasks

AUTHENTICATE_S = 5.0
"""A console that has not said who it is by then is closed."""

HEARTBEAT_S = 2.0

RESUME_S = 0.25
"""After the hello, entries wait so long for a ``Resume``, so that what was missed comes before what is new."""

REPLAY_LIMIT = 200_000
"""More missed entries than this are quicker told by a snapshot."""

_REPLAY_STEP = 2_000

UNAUTHORIZED = 3000
"""Close code "Unauthorized" (IANA's WebSocket close code registry)."""
UNREADABLE = 1007
"""Close code of a message that is none (RFC 6455)."""
GOING_AWAY = 1001
"""Close code when the center ends (RFC 6455)."""

_decoder = msgspec.json.Decoder(ConsoleMessage)


class _Closed(Exception):
    """The conversation ends; ``code`` 0: the other side has left already."""

    def __init__(self, code: int = 0, reason: str = "") -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Stream:
    """One console's event stream, from its first message to its end."""

    def __init__(self, socket: "WebSocket[Any, Any, Any]", center: Center, sessions: Sessions) -> None:
        self._socket = socket
        self._center = center
        self._sessions = sessions
        self._resumes: asyncio.Queue[Resume] = asyncio.Queue(maxsize=4)

    async def run(self) -> None:
        """Talk until either side ends it."""
        await self._socket.accept()
        tasks = Tasks()
        try:
            operator = await self._authenticate()
            with self._center.attendance.seated(operator) as seat:
                listening = tasks.spawn(self._listen(seat), "stream: listen")
                speaking = tasks.spawn(self._speak(), "stream: speak")
                done, _ = await asyncio.wait({listening, speaking}, return_when=asyncio.FIRST_COMPLETED)
            if listening in done:
                raise listening.result()
        except _Closed as closed:
            if closed.code:
                await self._socket.close(closed.code, closed.reason)
        finally:
            await tasks.close()

    async def _authenticate(self) -> Operator:
        try:
            async with asyncio.timeout(AUTHENTICATE_S):
                first = await self._receive()
        except TimeoutError:
            raise _Closed(UNAUTHORIZED, f"Authenticate within {AUTHENTICATE_S:.0f} s.") from None
        if not isinstance(first, Authenticate):
            raise _Closed(UNAUTHORIZED, "The first message must be authenticate.")
        try:
            return self._sessions.operator(first.token)
        except Refused as refused:
            raise _Closed(UNAUTHORIZED, refused.problem.detail) from refused

    async def _receive(self) -> ConsoleMessage:
        event: Any = await self._socket.receive()
        if event["type"] != "websocket.receive":
            raise _Closed
        raw = event.get("text") or event.get("bytes") or b""
        try:
            message: ConsoleMessage = _decoder.decode(raw)
        except msgspec.DecodeError as error:
            raise _Closed(UNREADABLE, str(error)[:100]) from error
        return message

    async def _listen(self, seat: Seat) -> "_Closed":
        try:
            while True:
                message = await self._receive()
                match message:
                    case Resume():
                        await self._resumes.put(message)
                    case Looking(gaze=gaze):
                        seat.look(gaze, self._center.clock.now())
                    case Authenticate():
                        return _Closed(UNREADABLE, "You are authenticated already.")
        except _Closed as closed:
            return closed

    async def _speak(self) -> None:
        center = self._center
        reader = center.fan_out.join()
        try:
            now = center.clock.now()
            hello = Hello(CONTRACT, center.picture.epoch, reader.seq, now, HEARTBEAT_S, center.mode)
            await self._send(text(hello))
            try:
                resume = await asyncio.wait_for(self._resumes.get(), RESUME_S)
            except TimeoutError:
                pass  # a console that starts reads a snapshot instead
            else:
                await self._replay(resume, reader)
            await self._tell(reader)
        finally:
            center.fan_out.leave(reader)

    async def _tell(self, reader: Reader) -> None:
        beat_at = monotonic() + HEARTBEAT_S
        while True:
            while not self._resumes.empty():
                await self._replay(self._resumes.get_nowait(), reader)
            for message in reader.take():
                await self._send(message)
            if monotonic() >= beat_at:
                beat_at = monotonic() + HEARTBEAT_S
                await self._send(text(Heartbeat(reader.seq, self._center.clock.now())))
            try:
                async with asyncio.timeout(beat_at - monotonic()):
                    await reader.wait()
            except TimeoutError:
                continue

    async def _replay(self, resume: Resume, reader: Reader) -> None:
        """Send what was missed up to where ``reader`` stands now; what is in ``reader`` is among it."""
        center = self._center
        reader.take()
        last = reader.seq
        if resume.epoch != center.picture.epoch or not 0 <= resume.seq <= last or last - resume.seq > REPLAY_LIMIT:
            reader.reset("What you have is not of this log, or too old.")
            return
        after = resume.seq
        while after < last:
            rows = await center.log.read(after, min(_REPLAY_STEP, last - after))
            for part in cut([body for _, body in rows]):
                await self._send(logged(part))
            after = rows[-1][0]

    async def _send(self, message: str) -> None:
        await self._socket.send({"type": "websocket.send", "text": message, "bytes": None})
