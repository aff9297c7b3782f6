"""How the sink is kept at what the center's log says, through every break.

connect -> hello -> resume, or snapshot while entries wait -> follow -> a break -> wait -> connect ...
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from msgspec.structs import replace

from console.clock import monotonic
from console.domain.errors import Refused
from console.domain.freshness import LinkState, LinkStatus
from console.domain.protocol import CenterMessage, Hello, RegistryChanged
from console.language import _, ngettext
from console.link.asking import Asking
from console.link.backend import Backend, Stream, Undecodable
from console.link.backoff import LONGEST_S, Backoff
from console.link.dispatch import Dispatch
from console.link.enrolment import Enrolment
from console.link.errors import CenterUnreachable, CenterUnusable, LinkError, LogInNeeded
from console.link.feed import Feed
from console.link.session import Account
from console.link.sink import Sink
from console.notices import Notices

log = logging.getLogger(__name__)

BEATS_MISSED = 2.0
"""Silence of so many heartbeats is a break."""

RESYNCS = 3
RESYNC_WINDOW_S = 60.0
"""More snapshots than this within the window, on one stream, and the connection is given up; the next comes later."""


class Following:
    """One connection after the other; ``status`` says how it stands, and the sink hears of it.

    Args:
        account: the session; without one it waits until ``enter``.
        backend: the center.
        feed: puts what comes into order.
        sink: where facts go.
        dispatch: is told when the connection is up and down.
        enrolment: is told when there may be another registry.
        asking: says refusals in words.
        notices: where the operator is told.
    """

    def __init__(
        self,
        account: Account,
        backend: Backend,
        feed: Feed,
        sink: Sink,
        dispatch: Dispatch,
        enrolment: Enrolment,
        asking: Asking,
        notices: Notices,
    ) -> None:
        self._account, self._backend, self._feed, self._sink = account, backend, feed, sink
        self._dispatch, self._enrolment, self._asking, self._notices = dispatch, enrolment, asking, notices
        self.status = LinkStatus()
        self.stream: Stream | None = None
        """The one that is followed now."""
        self.on_greeted: list[Callable[[], None]] = []
        """Called at the beginning of each connection."""
        self._backoff = Backoff()
        self._retry = asyncio.Event()
        self._logged_in = asyncio.Event()
        self._resync = asyncio.Event()
        self._resyncs: deque[float] = deque(maxlen=RESYNCS)
        self._undecodable = 0

    def enter(self) -> None:
        """There is a session (again)."""
        self._logged_in.set()
        self.retry_now()

    def retry_now(self) -> None:
        """Do not wait for the next try."""
        self._retry.set()

    def end(self) -> None:
        """Nothing is followed any more."""
        self._say(LinkState.OFFLINE)

    def count(self) -> None:
        """Another number of intents waits."""
        self._say(self.status.state, self.status.reason, self.status.retry_at)

    async def run(self) -> None:
        """Follow for as long as this runs."""
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
                said = self._asking.in_words(error) if isinstance(error, Refused) else error
                await self._pause(self._backoff.delay(), str(said))

    async def load_when_lost(self) -> None:
        """Read a snapshot each time the feed is lost; a failure ends the stream it was read for."""
        while True:
            await self._resync.wait()
            self._resync.clear()
            if (stream := self.stream) is None or self._feed.lost is None:
                continue
            log.info("reading a snapshot: %s", self._feed.lost)
            try:
                self._count_resync()
                snapshot = await self._account.call(self._backend.snapshot)
            except (LinkError, Refused) as error:
                stream.end(error)
                continue
            if stream is not self.stream:
                self._resync.set()
            elif snapshot.epoch != stream.hello.epoch:
                stream.end(CenterUnreachable(_("The center begins anew.")))
            else:
                self._feed.load(snapshot)
                await self._drain()

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
                self.stream = stream
                await self._follow(stream)
        except Refused:
            await self._account.renew(token)
            raise
        finally:
            self.stream = None
            self._sink.attend(())  # nothing is known of the others now
            self._dispatch.went_down()

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
        for tell in self.on_greeted:
            tell()
        self._dispatch.came_up()

    async def _drain(self) -> None:
        """Bring all that waits into the sink, giving the window its turn in between; then say how it stands."""
        for _has_more in iter(self._feed.step, False):
            await asyncio.sleep(0)
        self._dispatch.settle()
        if self._feed.lost is not None:
            self._resync.set()
        if self.stream is not None:
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

    def _count_resync(self) -> None:
        now = monotonic()
        if len(self._resyncs) == RESYNCS and now - self._resyncs[0] < RESYNC_WINDOW_S:
            raise CenterUnusable(_("What the center sends does not fit together."), self._feed.lost or "")
        self._resyncs.append(now)

    def _say(self, state: LinkState, reason: str = "", retry_at: float | None = None) -> None:
        status = LinkStatus(state, self.status.mode, retry_at, reason, len(self._dispatch))
        if status != self.status:
            self.status = status
            self._sink.link(status)
