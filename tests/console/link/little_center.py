"""A small real center for tests of the link: HTTP and websocket on a loopback port, with every trouble to order."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from http import HTTPStatus
from typing import Any

import msgspec
import uvicorn

from console.domain import protocol as p
from console.domain.devices import Health
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import DeviceChanged, Event, LogEntry
from console.domain.intents import Intent
from console.domain.picture import Picture
from console.domain.presence import Gaze
from console.domain.procedures import Procedure
from console.domain.registry import Registry
from console.domain.session import LogIn, Operator, Renewal, Role, Session
from console.tasks import Tasks

json = msgspec.json
Answer = tuple[int, str, bytes]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]

REPLAY_PORTION = 2_000
OPERATOR = Operator("aliya", "Aliya", Role.DUTY_OFFICER)
EMPTY_CITY = Registry("testville", 1, 0, [], [], [], [], [])


class LittleCenter:
    """Knobs are plain attributes; what it was asked is kept in ``asked``."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.picture.epoch = "e1"
        self.log: list[LogEntry] = []
        self.heartbeat_s = 0.5
        self.beats = True
        self.expires_in = 900.0
        self.passwords = {"aliya": "secret"}
        self.tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.registry = EMPTY_CITY
        self.etag = '"1"'
        self.offences = b""
        self.procedures: tuple[Procedure, ...] = ()
        self.recommended = p.Recommendations(0, 1000.0, ())
        self.gazes: list[Gaze | None] = []
        self.overrides: dict[str, Callable[[], Answer]] = {}
        self.on_intent: Callable[[Intent, int | None], Event] = lambda intent, version: DeviceChanged("x", Health.OK)
        self.outcomes: dict[str, p.Outcome] = {}
        self.executed: list[Intent] = []
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.on_asked: Callable[[], None] = lambda: None
        self.hello_contract = p.CONTRACT
        self.lose: set[int] = set()
        self.snapshot_gate = asyncio.Event()
        self.snapshot_gate.set()
        self.snapshot_asked = asyncio.Event()
        self.readers: set[asyncio.Queue[str | None]] = set()
        self._count = 0
        self._epochs = 1
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # What the test does to it

    def write(self, *events: Event, tell: bool = True) -> None:
        """Log events and tell all consoles (but entries in ``lose``)."""
        entries = []
        for event in events:
            entry = LogEntry(self.picture.seq + 1, 1000.0, "center", event)
            self.picture.apply(entry)
            self.log.append(entry)
            entries.append(entry)
        told = tuple(entry for entry in entries if entry.seq not in self.lose)
        if told and tell:
            self.say(p.Logged(told))

    def change(self, count: int = 1) -> None:
        """Log ``count`` changes of a device, one message each."""
        for _ in range(count):
            self.write(DeviceChanged(f"d{self.picture.seq % 7}", _HEALTHS[self.picture.seq % len(_HEALTHS)]))

    def say(self, message: p.CenterMessage) -> None:
        self.say_raw(json.encode(message).decode())

    def say_raw(self, text: str) -> None:
        for reader in self.readers:
            reader.put_nowait(text)

    def break_streams(self) -> None:
        for reader in self.readers:
            reader.put_nowait(None)

    def begin_anew(self) -> None:
        """Another epoch, as after a restored backup or a seek."""
        self._epochs += 1
        self.picture = Picture()
        self.picture.epoch = f"e{self._epochs}"
        self.log.clear()

    # Life

    async def start(self) -> None:
        config = uvicorn.Config(
            self, host="127.0.0.1", port=self.port, ws="websockets-sansio", lifespan="off", log_config=None
        )
        self._server = _Server(config)
        self._serving = Tasks().spawn(self._server.serve(), "little center")
        await self._server.listens.wait()
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """Vanish at once, connections cut."""
        assert self._server is not None
        assert self._serving is not None
        self.break_streams()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        self._server.should_exit = self._server.force_exit = True
        await self._serving
        self._server = None
        self.readers.clear()

    async def __aenter__(self) -> "LittleCenter":
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._server is not None:
            await self.kill()

    # ASGI

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._stream(receive, send)
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append(f"{scope['method']} {scope['path']}")
        self.headers.append(headers)
        self.on_asked()
        try:
            status, kind, answer = await self._answer(scope, headers, body)
        except Refused as refused:
            status, kind = refused.problem.status, p.PROBLEM_JSON
            answer = json.encode(refused.problem)
        sent = [(b"content-type", kind.encode()), (b"content-length", str(len(answer)).encode())]
        if scope["path"] in (p.REGISTRY, p.OFFENCES):
            sent.append((b"etag", self.etag.encode()))
        if 300 <= status < 400 and status != HTTPStatus.NOT_MODIFIED:
            sent.append((b"location", answer))
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, scope: dict[str, Any], headers: dict[str, str], body: bytes) -> Answer:
        path = scope["path"]
        if path in self.overrides:
            return self.overrides[path]()
        if path == p.ABOUT:
            return _ok(p.About(p.SERVICE, p.CONTRACT, "Testville", self.picture.epoch, p.Mode.LIVE))
        if path == p.SESSION:
            who = json.decode(body, type=LogIn)
            if self.passwords.get(who.user) != who.password:
                raise Refused(Problem(ProblemType.WRONG_PASSWORD, "Wrong", 401))
            return _ok(self._session())
        if path == p.RENEWAL:
            if json.decode(body, type=Renewal).refresh_token not in self.refresh_tokens:
                raise _unknown()
            return _ok(self._session())
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise _unknown()
        if path == p.SNAPSHOT:
            answer = _ok(self.picture.snapshot(1000.0))
            self.snapshot_asked.set()
            await self.snapshot_gate.wait()
            return answer
        if path == p.REGISTRY:
            return self._registry(scope["query_string"].decode(), headers)
        if path == p.OFFENCES and self.offences:
            is_same = headers.get("if-none-match") == self.etag
            return (304, "", b"") if is_same else (200, p.MSGPACK, self.offences)
        if path == p.PROCEDURES:
            return _ok(p.Procedures(self.procedures))
        if path == p.RECOMMENDATIONS:
            self.asked.append(scope["query_string"].decode())
            return _ok(self.recommended)
        if path == p.INTENTS:
            return _ok(self._carry_out(headers, json.decode(body, type=Intent)))
        if path.endswith("/opening"):
            camera = path.split("/")[2]
            return _ok(p.Opening(camera, "/video/L/live.ts", "/video/L/live.ts?quality=sub", "/video/L/archive.ts", 60))
        if path == p.SIGNALS:
            json.decode(body, type=p.Inject)
            return 204, "", b""
        return _problem(Problem(ProblemType.NOT_FOUND, "Not there", 404))

    def _registry(self, query: str, headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == self.etag:
            return 304, "", b""
        registry = self.registry
        if query == f"since={registry.revision}":
            registry = Registry(registry.city, registry.revision, registry.revision, [], [], [], [], [])
        return 200, p.MSGPACK, msgspec.msgpack.encode(registry)

    def _carry_out(self, headers: dict[str, str], intent: Intent) -> p.Outcome:
        key = headers["idempotency-key"]
        if key not in self.outcomes:
            version = headers.get("if-match")
            self.write(self.on_intent(intent, None if version is None else int(version.strip('"'))))
            self.executed.append(intent)
            self.outcomes[key] = p.Outcome(self.picture.seq)
        return self.outcomes[key]

    def _session(self) -> Session:
        self._count += 1
        access, refresh = f"access-{self._count}", f"refresh-{self._count}"
        self.tokens.add(access)
        self.refresh_tokens.add(refresh)
        return Session(access, refresh, self.expires_in, OPERATOR)

    async def _stream(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        first = json.decode((await receive())["text"], type=p.ConsoleMessage)
        if not isinstance(first, p.Authenticate) or first.token not in self.tokens:
            await send({"type": "websocket.close", "code": 3000, "reason": "who?"})
            return
        reader: asyncio.Queue[str | None] = asyncio.Queue()
        self.readers.add(reader)
        picture = self.picture
        hello = p.Hello(self.hello_contract, picture.epoch, picture.seq, 1000.0, self.heartbeat_s, p.Mode.LIVE)
        group = Tasks()
        ends = [
            group.spawn(self._listen(receive, reader), "listen"),
            group.spawn(self._tell(send, reader, json.encode(hello).decode()), "tell"),
        ]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.readers.discard(reader)
            await group.close()
        with contextlib.suppress(RuntimeError):
            await send({"type": "websocket.close", "code": 1012})

    async def _listen(self, receive: Receive, reader: "asyncio.Queue[str | None]") -> None:
        while (message := await receive())["type"] == "websocket.receive":
            resume = json.decode(message["text"], type=p.ConsoleMessage)
            if isinstance(resume, p.Looking):
                self.gazes.append(resume.gaze)
                self.on_asked()
                continue
            assert isinstance(resume, p.Resume)
            self.asked.append(f"resume {resume.epoch} {resume.seq}")
            if resume.epoch != self.picture.epoch or resume.seq > self.picture.seq:
                reader.put_nowait(json.encode(p.Reset("not of this log")).decode())
                continue
            missed = tuple(entry for entry in self.log if entry.seq > resume.seq)
            for start in range(0, len(missed), REPLAY_PORTION):
                portion = missed[start : start + REPLAY_PORTION]
                reader.put_nowait(json.encode(p.Logged(portion)).decode())

    async def _tell(self, send: Send, reader: "asyncio.Queue[str | None]", hello: str) -> None:
        await send({"type": "websocket.send", "text": hello})
        while True:
            try:
                async with asyncio.timeout(self.heartbeat_s):
                    text = await reader.get()
            except TimeoutError:
                if not self.beats:
                    continue
                text = json.encode(p.Heartbeat(self.picture.seq, 1000.0)).decode()
            if text is None:
                return
            await send({"type": "websocket.send", "text": text})


_HEALTHS = (Health.OFFLINE, Health.OK, Health.DEGRADED)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _ok(value: Any) -> Answer:
    return 200, "application/json", json.encode(value)


def _problem(problem: Problem) -> Answer:
    return problem.status, p.PROBLEM_JSON, json.encode(problem)


def _unknown() -> Refused:
    return Refused(Problem(ProblemType.NOT_LOGGED_IN, "Log in", 401))


@contextlib.asynccontextmanager
async def raw_server(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any], context: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """A server that is no center: ``serve`` does what it likes with each connection. Yields its address."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
