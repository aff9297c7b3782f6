"""The center's process: prepares, serves on the loopback address, ends in order.

On stdout it says what it prepares and then, on one line, that it is ready; on stderr one sentence when it cannot be,
in the language of whoever started it (``console.language``).
"""

import asyncio
import contextlib
import gc
import ipaddress
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from litestar import Litestar

from console import paths
from console.center import history
from console.center.api.application import application
from console.center.api.service import Service
from console.center.beat import beat
from console.center.center import Center
from console.center.city import City
from console.center.external import FILE, Unreadable, read_external
from console.center.log import Damaged, Log, NotWritten
from console.center.openings import External, Pictures
from console.center.procedures import Book, read
from console.center.sessions import Sessions
from console.center.signals import World
from console.cli import CenterOptions
from console.clock import Clock, SteadyClock
from console.domain.errors import Refused
from console.language import _
from console.reasons import reason
from console.tasks import Tasks

GRACE_S = 3.0
"""How long open answers (video never ends) may go on when the center ends, seconds."""

SEND_BUFFER = 256 * 1024
"""Bytes that the system holds for each connection."""

STUCK_S = 10.0
"""When the parent is gone and the center has not ended after so many seconds, it ends at once (the log allows it)."""

_SERVE, _BEAT = "center: serve", "center: beat"

log = logging.getLogger(__name__)


class CannotRun(Exception):
    """The center cannot run; the text is one sentence for a person."""


Say = Callable[[dict[str, Any]], None]
MakeWorld = Callable[[CenterOptions, Clock, Say], World]
MakePictures = Callable[[World, Clock], Pictures]


class Ending:
    """The wish to end: of a signal, of the parent's end, or of a fault. May be told from any thread."""

    def __init__(self) -> None:
        self.fault = ""
        self._wanted = threading.Event()
        self._tell: Callable[[], None] = lambda: None

    def want(self, fault: str = "") -> None:
        """End as soon as possible; ``fault`` says why, where it is one."""
        self.fault = self.fault or fault
        self._wanted.set()
        self._tell()

    async def wait(self) -> None:
        """Until somebody wants the end."""
        event, loop = asyncio.Event(), asyncio.get_running_loop()

        def tell() -> None:
            loop.call_soon_threadsafe(event.set)

        self._tell = tell
        if not self._wanted.is_set():
            await event.wait()
        self._tell = lambda: None

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """A signal handler."""
        self.want()

    def watch_parent(self) -> None:
        """In a thread: until standard input is closed; then end, in order or not."""
        while os.read(0, 4096):
            pass
        self.want()
        threading.Event().wait(STUCK_S)
        os._exit(1)


def run(options: CenterOptions, make_world: MakeWorld | None = None, make_pictures: MakePictures | None = None) -> int:
    """Run the center until SIGTERM, SIGINT or the parent's end; the exit code (1: it could not, said on stderr)."""
    ending = Ending()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ending.on_signal)
    if options.end_with_parent:
        threading.Thread(target=ending.watch_parent, name="parent", daemon=True).start()
    try:
        asyncio.run(serve(options, say, ending, make_world, make_pictures))
    except CannotRun as cannot:
        print(cannot, file=sys.stderr, flush=True)
        return 1
    return 0


def say(line: dict[str, Any]) -> None:
    """One JSON line on stdout; a reader that has gone is no reason to end."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(line, ensure_ascii=False), flush=True)


async def serve(
    options: CenterOptions,
    say: Say,
    ending: Ending,
    make_world: MakeWorld | None = None,
    make_pictures: MakePictures | None = None,
) -> None:
    """Prepare, serve until ``ending``, end in order. Raises CannotRun with one sentence."""
    with contextlib.ExitStack() as held:
        listener = held.enter_context(_listener(options.host, options.port))
        path = _folder(options.data) / "center.sqlite"
        held.enter_context(_lock(path.with_suffix(".lock")))
        center_log = _open_log(path)
        clock = _clock(center_log)
        asyncio.get_running_loop().set_exception_handler(lambda _, context: _fault(context, ending))
        world = await asyncio.to_thread(make_world or _demo_world, options, clock, say)
        try:
            center = _center(center_log, clock, options)
            center.city = City(world.registry, _procedures().procedures, world.district_at)
            center_log.start()  # not before it is known that the file stays where it is
            center.on_broken = lambda why: ending.want(
                _("The log in {folder} cannot be read: {reason}.").format(folder=options.data, reason=why)
            )
            sessions = Sessions(center_log, clock)
            await sessions.add_demo_accounts()
            await center_log.forget_answers(clock.now())
            await history.begin(center, world, say)
            pictures = (make_pictures or _clip_pictures)(world, clock)
            external = _external(options.data)
            service = await asyncio.to_thread(Service, center, sessions, world, pictures, external)
            await _serve(listener, service, say, ending)
            await center.keep_fixes()
        except (NotWritten, Refused) as error:
            text = _("The center cannot write its log in {folder}: {reason}.")
            raise CannotRun(text.format(folder=options.data, reason=error.__cause__ or error)) from error
        finally:
            await center_log.stop()
    if ending.fault:
        raise CannotRun(ending.fault)


async def _serve(listener: socket.socket, service: Service, say: Say, ending: Ending) -> None:
    center, tasks = service.center, Tasks()
    server = _Server(application(service))
    try:
        tasks.spawn(service.openings.keep(), "center: openings")
        tasks.spawn(service.turning.keep(), "center: turning")
        tasks.spawn(service.records.read(), "center: records")
        serving = tasks.spawn(server.serve(sockets=[listener]), _SERVE)
        await server.listens.wait()
        tasks.spawn(beat(center, service.world), _BEAT)
        tasks.spawn(service.pictures.prepare(say), "center: pictures")
        gc.freeze()  # the city stays as it is; looking through it again and again would halt the loop for 0.1 s
        host, port = listener.getsockname()[:2]
        place = f"[{host}]" if ":" in host else host
        say({"ready": True, "url": f"http://{place}:{port}", "epoch": center.picture.epoch, "pid": os.getpid()})
        await ending.wait()
        server.should_exit = True
        await serving
    finally:
        await tasks.close()


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own, which says when it listens."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                ws="websockets-sansio",
                ws_max_size=64 * 1024,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=int(GRACE_S),
            )
        )
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _fault(context: dict[str, Any], ending: Ending) -> None:
    """One console's fault is logged; without its heart the center ends, so that nobody takes it for alive."""
    error, task = context.get("exception"), context.get("task")
    log.error("%s", context.get("message"), exc_info=error)
    if task is not None and task.get_name() in (_SERVE, _BEAT):
        ending.want(_("The center has a fault and ends: {fault}").format(fault=repr(error)))


@contextlib.contextmanager
def _listener(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket on the loopback address."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        text = _("{host} is not an address of this machine; use 127.0.0.1.")
        raise CannotRun(text.format(host=host)) from None
    if not address.is_loopback:
        text = _(
            "The embedded center listens on 127.0.0.1 only, not on {host}: "
            "its demo accounts are known to everybody and nothing is encrypted."
        )
        raise CannotRun(text.format(host=host))
    if not 0 <= port <= 65_535:
        text = _("{port} is not a port; take one from 1 to 65535, or 0 for any free one.")
        raise CannotRun(text.format(port=port))
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    # The protocol must be named: asyncio switches Nagle's delay (40 ms for each answer) off for named TCP only.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # What the system holds for a console that does not read is old news: less of it, and the reset comes sooner.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        try:
            listener.bind((str(address), port))
            listener.listen(256)
        except OSError as error:
            text = _("Port {port} cannot be used: {reason}. Another center may be running; --port 0 takes a free one.")
            raise CannotRun(text.format(port=port, reason=reason(error))) from error
        yield listener


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        text = _("The folder {folder} cannot be made: {reason}.")
        raise CannotRun(text.format(folder=path, reason=reason(error))) from error
    return path


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the folder: a lock of the system's on a small database, which ends with the process, however that ends."""
    try:
        db = _locked(path)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise CannotRun(_("Another center already works in {folder}.").format(folder=path.parent)) from error
        text = _("The folder {folder} cannot be written: {reason}.")
        raise CannotRun(text.format(folder=path.parent, reason=reason(error))) from error
    with contextlib.closing(db):
        yield


def _locked(path: Path) -> sqlite3.Connection:
    """The lock, held. A file that is no database is set aside: nobody can hold that."""
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        db.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        log.warning("%s is damaged, kept as %s", path, paths.set_aside(path))
        return _locked(path)
    return db


def _open_log(path: Path) -> Log:
    try:
        return Log(path)
    except Damaged as damage:
        raise CannotRun(_set_aside(path, damage)) from damage
    except OSError as error:
        raise CannotRun(
            _("The log {file} cannot be opened: {reason}.").format(file=path, reason=reason(error))
        ) from error


def _clock(center_log: Log) -> Clock:
    """Time goes on where the log ends, whatever the machine's clock says."""
    try:
        clock = SteadyClock(center_log.last_time())
    except Damaged as damage:
        raise CannotRun(_set_aside(center_log.path, damage)) from damage
    if clock.ahead_s > 0:
        log.warning("the machine's clock stands %.0f s before the end of the log; the center's does not", clock.ahead_s)
    return clock


def _center(center_log: Log, clock: Clock, options: CenterOptions) -> Center:
    try:
        return Center(center_log, clock, options.name, options.mode)
    except Damaged as damage:
        raise CannotRun(_set_aside(center_log.path, damage)) from damage


def _set_aside(path: Path, damage: Damaged) -> str:
    aside = paths.set_aside(path)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + suffix))
    text = _("The log {file} is damaged ({reason}); it was kept as {aside}. Start again to begin a new log.")
    return text.format(file=path, reason=damage, aside=aside.name)


def _demo_world(options: CenterOptions, clock: Clock, say: Say) -> World:
    from console.center.world.demo import DemoWorld
    from console.domain.schematic import SchematicError

    say({"progress": "city", "done": 0, "total": 1})
    try:
        world = DemoWorld(options.seed, options.cameras, cache=paths.cache() / "city", now=clock.now())
    except SchematicError as error:
        raise CannotRun(_("The schematic of the demo city is damaged: {reason}.").format(reason=error)) from error
    say({"progress": "city", "done": 1, "total": 1})
    return world


def _procedures() -> Book:
    """Those that ship with the program; a file that cannot be used is left out and told."""
    book = read(paths.RESOURCES / "procedures")
    for fault in book.faults:
        text = _("The procedure {file} cannot be used and is left out: {reason}.")
        print(text.format(file=fault.file, reason=fault.reason), file=sys.stderr, flush=True)
    return book


def _clip_pictures(world: World, clock: Clock) -> Pictures:
    from console.center.pictures import ClipPictures

    return ClipPictures(world.registry, world.heads, clock)


def _external(data: Path) -> dict[str, External]:
    try:
        return read_external(data)
    except Unreadable as fault:
        text = _("{file} cannot be used: {reason}.")
        raise CannotRun(text.format(file=data / FILE, reason=fault)) from fault
