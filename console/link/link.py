"""The link: one linear life between log in and stop, that keeps the sink at what the center's log says.

    connect -> hello -> resume, or snapshot while entries wait -> follow -> a break -> wait -> connect ...

Facts come down through ``Feed`` (order), intents go up through ``Dispatch`` (outbox), the registry goes its own way
(``Enrolment``). What is shown of all this is one ``LinkStatus``.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from console.clock import Clock, monotonic
from console.domain.alarms import AlarmKind
from console.domain.errors import Refused
from console.domain.freshness import LinkState, LinkStatus
from console.domain.intents import Intent
from console.domain.presence import Gaze
from console.domain.protocol import (
    CenterMessage,
    Hello,
    Inject,
    Looking,
    Opening,
    Outcome,
    Recommendations,
    RegistryChanged,
    Trail,
    Wanted,
)
from console.domain.session import Operator
from console.language import _, ngettext
from console.link import address, words
from console.link.backend import Backend, Stream, Undecodable
from console.link.backoff import LONGEST_S, Backoff
from console.link.cameras import Cameras
from console.link.credentials import Memory, open_secrets
from console.link.dispatch import Dispatch, Held
from console.link.enrolment import Enrolment
from console.link.errors import CenterNotReady, CenterUnreachable, CenterUnusable, LinkError, LogInNeeded
from console.link.feed import Feed
from console.link.offences import Recording
from console.link.registry import RegistryCache
from console.link.rest import Rest
from console.link.session import Account
from console.link.sink import Sink
from console.notices import Notices
from console.tasks import Tasks

log = logging.getLogger(__name__)

BEATS_MISSED = 2.0
"""Silence of so many heartbeats is a break."""

RESYNCS = 3
RESYNC_WINDOW_S = 60.0
"""More snapshots than this within the window, on one stream, and the connection is given up; the next comes later."""

ANEW_S = 2.0
"""Seconds until a part of the link that had a fault of its own begins anew."""

GAZE_EACH_S = 0.2
"""So seldom, at most, the others are told what this operator looks at."""

NOT_READY_S = 300.0
"""How long a log in waits for a center that is still preparing."""


class Link:
    """The console's side of the contract with the center at ``url``.

    Args:
        url: what the operator typed or the embedded center told. Raises CenterUnusable when it is no address.
        sink: where facts go (the store).
        notices: where the operator is told.
        tasks: where what runs is kept.
        clock: the wall; it stamps intents.
        data_dir: folder of the outbox.
        cache_dir: folder of the registry.
        backend: the center itself; tests give their own.
    """

    def __init__(
        self,
        url: str,
        sink: Sink,
        notices: Notices,
        tasks: Tasks,
        clock: Clock,
        data_dir: Path,
        cache_dir: Path,
        *,
        backend: Backend | None = None,
    ) -> None:
        self._sink = sink
        self._notices = notices
        self._tasks = tasks
        self._backend = backend or Rest(url, tasks)
        self.url = self._backend.url
        self._account = Account(self._backend, Memory(), tasks)
        self._account.on_ended = self._log_in_ended
        self._account.on_kept = self._tell_kept
        self.on_log_in_needed: Callable[[], None] = lambda: None
        """Called when the session has ended and only the operator can go on (a notice has told it)."""
        self._feed = Feed(sink)
        self._backoff = Backoff()
        self.status = LinkStatus()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._retry = asyncio.Event()
        self._logged_in = asyncio.Event()
        self._resync = asyncio.Event()
        self._greetings = asyncio.Event()
        self._gaze: Gaze | None = None
        self._gazes = asyncio.Event()
        self._stream: Stream | None = None
        self._resyncs: deque[float] = deque(maxlen=RESYNCS)
        self._undecodable = 0
        self.dispatch = Dispatch(self._account, self._backend, self._feed, sink, notices, clock, data_dir)
        self.dispatch.on_count = self._count
        cache = RegistryCache(cache_dir)
        self._enrolment = Enrolment(self._account, self._backend, cache, sink, notices, tasks)
        self.recording = Recording(self._account, self._backend)
        self.cameras = Cameras(self._backend, self._account, self._in_words)

    @property
    def operator(self) -> Operator | None:
        """Who is logged in."""
        return self._account.operator

    @property
    def held(self) -> list[Held]:
        """Intents that are too old, or another's, and wait for the operator's word (see ``decide``)."""
        return self.dispatch.held

    async def log_in(self, user: str, password: str) -> Operator:
        """Open a session at the center; also after one has ended, while all else goes on.

        Raises Refused for a wrong password, LinkError when the center cannot be asked; ``str`` of each is a sentence.
        """
        await self._prepare()
        try:
            operator = await self._account.log_in(user, password)
        except Refused as refused:
            raise self._in_words(refused) from refused
        return self._entered(operator)

    async def log_in_again(self, user: str) -> Operator | None:
        """Go on with the session of an earlier run, where the system's secret service kept it; else None."""
        await self._prepare()
        operator = await self._account.log_in_again(user)
        return None if operator is None else self._entered(operator)

    def start(self) -> None:
        """Begin to follow the center; needs a running loop. It goes on through every break until ``stop``.

        Called again (after another log in) it changes nothing.
        """
        if self._running:
            return
        self._run("link: live", self._live)
        self._run("link: snapshots", self._load_when_lost)
        self._run("link: registry", self._enrolment.run)
        self._run("link: offences", self.recording.run)
        self._run("link: intents", self.dispatch.run)
        self._run("link: session", self._account.stay)
        self._run("link: procedures", self._read_procedures)
        self._run("link: gaze", self._tell_gaze)

    async def stop(self) -> None:
        """End; what waits in the outbox stays on disk."""
        running, self._running = list(self._running.values()), {}
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        await self._account.settled()
        await self.dispatch.close()
        await self._backend.close()
        self._say(LinkState.OFFLINE)

    async def send(self, intent: Intent, version: int | None = None) -> Outcome:
        """Have the center carry out ``intent``; returns when its event is in the sink.

        ``version`` is that of what the operator saw. Raises Refused (``str`` is the reason in words; a notice has told
        it), LogInNeeded, or NotSent when the operator decided against an intent that was held.
        """
        return await self.dispatch.send(intent, version)

    def ask_with(self, ask: Callable[[Held], None]) -> None:
        """Have ``ask`` called for each intent that is held from now on (a notice tells it in any case)."""
        self.dispatch.ask = ask

    async def decide(self, key: str, *, send: bool) -> None:
        """The operator's word on an intent in ``held``."""
        await self.dispatch.decide(key, send=send)

    async def open_camera(self, camera_id: str, reason: str = "") -> Opening:
        """A lease on a camera's picture. Raises Refused or LinkError; ``str`` of each is a sentence."""
        return await self.cameras.open(camera_id, reason)

    async def trail(self, unit: str, minutes: float = 30.0) -> Trail:
        """Where a unit has been in the last minutes (at most 60), as far as the center knows.

        Raises Refused or LinkError; ``str`` of each is a sentence.
        """
        try:
            return await self._account.call(lambda token: self._backend.trail(token, unit, minutes))
        except Refused as refused:
            raise self._in_words(refused) from refused

    async def recommend(self, wanted: Wanted) -> Recommendations:
        """Whom to send to an incident or a place, as the center reckons it.

        Raises Refused or LinkError; ``str`` of each is a sentence.
        """
        try:
            return await self._account.call(lambda token: self._backend.recommendations(token, wanted))
        except Refused as refused:
            raise self._in_words(refused) from refused

    def looking(self, gaze: Gaze | None) -> None:
        """Tell the others what this operator looks at; now, and after each break."""
        if gaze != self._gaze:
            self._gaze = gaze
            self._gazes.set()

    async def inject(self, device: str, kind: AlarmKind) -> None:
        """Make a device speak (trainers). Raises Refused or LinkError; ``str`` of each is a sentence."""
        try:
            await self._account.call(lambda token: self._backend.inject(token, Inject(device, kind)))
        except Refused as refused:
            raise self._in_words(refused) from refused

    def retry_now(self) -> None:
        """Do not wait for the next try (the operator says so, or the network is back)."""
        self._retry.set()

    def _run(self, name: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Have ``work`` run until ``stop``; where it ends of a fault, the operator is told and it begins anew."""
        task = self._running[name] = self._tasks.spawn(work(), name)

        def ended(_task: object) -> None:
            if self._running.get(name) is not task or task.cancelled() or task.exception() is None:
                return
            text = _("Part of the connection to the center had a fault and begins anew. It was written into the log.")
            self._notices.error(text, key=name, details=repr(task.exception()))
            task.get_loop().call_later(ANEW_S, begin_anew)

        def begin_anew() -> None:
            if self._running.get(name) is task:
                self._notices.end(name)
                self._run(name, work)

        task.add_done_callback(ended)

    def _tell_kept(self, is_kept: bool) -> None:
        """The system's secret service begins to fail, or works again."""
        if is_kept:
            self._notices.end("secret-service")
            return
        text = _("The secret service of this machine does not answer: please log in again at the next start.")
        self._notices.warning(text, key="secret-service")

    async def _prepare(self) -> None:
        """Before the log in: is it a center, and is it ready?"""
        self._enrolment.warm()
        await self.dispatch.open()
        if not address.is_loopback(self.url) and isinstance(self._account.secrets, Memory):
            self._account.secrets = await open_secrets()
            if not self._account.secrets.lasts:
                self._notices.info(
                    _("This machine has no secret service: please log in at each start."), key="no-secret-service"
                )
        give_up_at = monotonic() + NOT_READY_S
        while True:
            try:
                await self._backend.about()
            except CenterNotReady as error:
                if monotonic() > give_up_at:
                    raise
                self._notices.info(str(error), key="not-ready")
                await asyncio.sleep(error.retry_after)
            else:
                self._notices.end("not-ready")
                return

    def _log_in_ended(self, text: str) -> None:
        self._notices.error(text, key="log-in")
        self.on_log_in_needed()

    def _entered(self, operator: Operator) -> Operator:
        self._sink.operator = operator
        self._notices.end("log-in")
        self._logged_in.set()
        self.dispatch.wake()
        self.retry_now()
        return operator

    async def _live(self) -> None:
        """One connection after the other."""
        while True:
            began = monotonic()
            try:
                await self._connection()
            except LogInNeeded as error:
                self._logged_in.clear()
                self._say(LinkState.OFFLINE, str(error))
                await self._logged_in.wait()
            except (LinkError, Refused) as error:
                details = error.details if isinstance(error, LinkError) else error.problem.detail
                log.warning("link: %s (%s)", error, details)
                if monotonic() - began > LONGEST_S:
                    self._backoff.reset()
                reason = (
                    words.sentence(error.problem, self._sink.picture, self.operator)
                    if isinstance(error, Refused)
                    else str(error)
                )
                await self._pause(self._backoff.delay(), reason)

    async def _pause(self, seconds: float, reason: str) -> None:
        """Wait before the next try; ``retry_now`` cuts it short."""
        self._retry.clear()
        self._say(LinkState.OFFLINE, reason, monotonic() + seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._retry.wait()
        except TimeoutError:
            return

    async def _connection(self) -> None:
        """Connect and follow until it breaks. Raises LinkError or Refused, always."""
        self._say(LinkState.CONNECTING)
        token = await self._account.token()
        try:
            async with self._backend.stream(token) as stream:
                self._stream = stream
                await self._follow(stream)
        except Refused:
            await self._account.renew(token)
            raise
        finally:
            self._stream = None
            self._sink.attend(())  # nothing is known of the others now
            self.dispatch.went_down()

    async def _follow(self, stream: Stream) -> None:
        hello = stream.hello
        resume = self._feed.greet(hello)
        self._greeted(hello)
        if resume is not None:
            await stream.send(resume)
        silence = max(1.0, BEATS_MISSED * hello.heartbeat_s)
        while True:
            await self._drain()
            messages = await stream.batch(silence)
            self._note(messages)
            self._feed.hear(messages)

    def _greeted(self, hello: Hello) -> None:
        self._sink.clock.tell(hello.server_time, hello.rate)
        self.status = replace(self.status, mode=hello.mode)
        self._resyncs.clear()
        self._say(LinkState.SYNCING)
        self._enrolment.want()
        self._greetings.set()
        if self._gaze is not None:
            self._gazes.set()
        self.dispatch.came_up()

    async def _drain(self) -> None:
        """Bring all that waits into the sink, giving the window its turn in between; then say how it stands."""
        for _has_more in iter(self._feed.step, False):
            await asyncio.sleep(0)
        self.dispatch.settle()
        if self._feed.lost is not None:
            self._resync.set()
        if self._stream is not None:
            self._say(LinkState.LIVE if self._feed.is_caught_up else LinkState.SYNCING)

    def _note(self, messages: list[CenterMessage | Undecodable]) -> None:
        for message in messages:
            if isinstance(message, RegistryChanged):
                self._enrolment.want()
            elif isinstance(message, Undecodable):
                self._undecodable += 1
                log.error(
                    "message %d of %d bytes: %s: %r", self._undecodable, message.length, message.fault, message.start
                )
                self._notices.warning(
                    ngettext(
                        "The center sent {count} message that this console could not read. Everything is read anew.",
                        "The center sent {count} messages that this console could not read. Everything is read anew.",
                        self._undecodable,
                    ).format(count=self._undecodable),
                    key="undecodable",
                    details=message.fault,
                )

    async def _load_when_lost(self) -> None:
        """Read a snapshot each time the feed is lost; a failure ends the stream it was read for."""
        while True:
            await self._resync.wait()
            self._resync.clear()
            if (stream := self._stream) is None or self._feed.lost is None:
                continue
            log.info("reading a snapshot: %s", self._feed.lost)
            try:
                self._count_resync()
                snapshot = await self._account.call(self._backend.snapshot)
            except (LinkError, Refused) as error:
                stream.end(error)
                continue
            if stream is not self._stream:
                self._resync.set()
            elif snapshot.epoch != stream.hello.epoch:
                stream.end(CenterUnreachable(_("The center begins anew.")))
            else:
                self._feed.load(snapshot)
                await self._drain()

    async def _read_procedures(self) -> None:
        """Once for each connection: they change only when the center begins anew."""
        while True:
            await self._greetings.wait()
            self._greetings.clear()
            try:
                book = await self._account.call(self._backend.procedures)
            except (LinkError, Refused) as error:
                log.warning("procedures are not read: %s", error)
            else:
                self._sink.follow(book.procedures)

    async def _tell_gaze(self) -> None:
        """The latest only: who runs through a list looks at none of its rows."""
        while True:
            await self._gazes.wait()
            self._gazes.clear()
            if self._stream is not None:
                with suppress(LinkError, Refused):  # a stream that has ended is begun anew elsewhere
                    await self._stream.send(Looking(self._gaze))
            await asyncio.sleep(GAZE_EACH_S)

    def _count_resync(self) -> None:
        now = monotonic()
        if len(self._resyncs) == RESYNCS and now - self._resyncs[0] < RESYNC_WINDOW_S:
            raise CenterUnusable(_("What the center sends does not fit together."), self._feed.lost or "")
        self._resyncs.append(now)

    def _in_words(self, refused: Refused) -> Refused:
        said = Refused(refused.problem)
        said.args = (words.sentence(refused.problem, self._sink.picture, self.operator),)
        return said

    def _count(self) -> None:
        self._say(self.status.state, self.status.reason, self.status.retry_at)

    def _say(self, state: LinkState, reason: str = "", retry_at: float | None = None) -> None:
        status = LinkStatus(state, self.status.mode, retry_at, reason, len(self.dispatch))
        if status != self.status:
            self.status = status
            self._sink.link(status)
