"""The link: one linear life between log in and stop; what the console asks of its center goes through it.

Facts come down through ``Following`` (connections) and ``Feed`` (order), intents go up through ``Dispatch`` (outbox),
the registry goes its own way (``Enrolment``). What is shown of all this is one ``LinkStatus``.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path

from console.clock import Clock, monotonic
from console.domain.alarms import AlarmKind
from console.domain.errors import Refused
from console.domain.freshness import LinkStatus
from console.domain.intents import Intent
from console.domain.presence import Gaze
from console.domain.protocol import Inject, Opening, Outcome, Recommendations, Trail, Wanted
from console.domain.session import Operator
from console.language import _
from console.link import address
from console.link.asking import Asking
from console.link.backend import Backend
from console.link.cameras import Cameras
from console.link.credentials import Memory, open_secrets
from console.link.dispatch import Dispatch, Held
from console.link.enrolment import Enrolment
from console.link.errors import CenterNotReady, LinkError
from console.link.feed import Feed
from console.link.following import Following
from console.link.gazing import Gazing
from console.link.offences import Recording
from console.link.registry import RegistryCache
from console.link.rest import Rest
from console.link.session import Account
from console.link.sink import Sink
from console.notices import Notices
from console.tasks import Tasks

log = logging.getLogger(__name__)

ANEW_S = 2.0
"""Seconds until a part of the link that had a fault of its own begins anew."""

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
        self._running: dict[str, asyncio.Task[None]] = {}
        account, center, feed = self._account, self._backend, Feed(sink)
        self.dispatch = Dispatch(account, center, feed, sink, notices, clock, data_dir)
        self._enrolment = Enrolment(account, center, RegistryCache(cache_dir), sink, notices, tasks)
        self._asking = Asking(account, sink)
        self._following = Following(account, center, feed, sink, self.dispatch, self._enrolment, self._asking, notices)
        self.dispatch.on_count = self._following.count
        self._gazing = Gazing(lambda: self._following.stream)
        self._greetings = asyncio.Event()
        self._following.on_greeted = [self._greetings.set, self._gazing.greet]
        self.recording = Recording(account, center)
        self.cameras = Cameras(center, self._asking)

    @property
    def status(self) -> LinkStatus:
        """How it stands."""
        return self._following.status

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
            raise self._asking.in_words(refused) from refused
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
        self._run("link: live", self._following.run)
        self._run("link: snapshots", self._following.load_when_lost)
        self._run("link: registry", self._enrolment.run)
        self._run("link: offences", self.recording.run)
        self._run("link: intents", self.dispatch.run)
        self._run("link: session", self._account.stay)
        self._run("link: procedures", self._read_procedures)
        self._run("link: gaze", self._gazing.run)

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
        self._following.end()

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
        return await self._asking.ask(lambda token: self._backend.trail(token, unit, minutes))

    async def recommend(self, wanted: Wanted) -> Recommendations:
        """Whom to send to an incident or a place, as the center reckons it.

        Raises Refused or LinkError; ``str`` of each is a sentence.
        """
        return await self._asking.ask(lambda token: self._backend.recommendations(token, wanted))

    def looking(self, gaze: Gaze | None) -> None:
        """Tell the others what this operator looks at; now, and after each break."""
        self._gazing.look(gaze)

    async def inject(self, device: str, kind: AlarmKind) -> None:
        """Make a device speak (trainers). Raises Refused or LinkError; ``str`` of each is a sentence."""
        await self._asking.ask(lambda token: self._backend.inject(token, Inject(device, kind)))

    def retry_now(self) -> None:
        """Do not wait for the next try (the operator says so, or the network is back)."""
        self._following.retry_now()

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
        self.dispatch.wake()
        self._following.enter()
        return operator

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
