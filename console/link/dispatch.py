"""Intents go up: from the operator's key press through the outbox to the center, and its answer back in words.

One at a time and in order, because an incident is opened before a unit is sent to it. What is pending on the screen is
settled when its event is in the sink, not when the answer came: an operator never sees the old state once more.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from console.clock import Clock
from console.domain.errors import Refused
from console.domain.intents import Intent, subject, written
from console.domain.protocol import Outcome
from console.language import _
from console.link import words
from console.link.backend import Backend
from console.link.backoff import Backoff
from console.link.errors import CenterUnusable, LinkError, LogInNeeded, NotSent
from console.link.feed import Feed
from console.link.outbox import Doubt, Outbox, Queued
from console.link.session import Account
from console.link.sink import Sink
from console.notices import Notices

log = logging.getLogger(__name__)

FAULTS = 3
"""An intent over which the center fails so often in a row is held, so that those behind it go on."""


class Held(Struct, frozen=True):
    """An intent that waits for the operator's word: ``question`` says which and why; see ``Dispatch.decide``."""

    key: str
    intent: Intent
    question: str
    can_be_sent: bool


class Dispatch:
    """The way up. ``on_count`` is called when the number of unanswered intents changes, ``ask`` when one is held."""

    def __init__(
        self,
        account: Account,
        backend: Backend,
        feed: Feed,
        sink: Sink,
        notices: Notices,
        clock: Clock,
        folder: Path,
    ) -> None:
        self._account = account
        self._backend = backend
        self._feed = feed
        self._sink = sink
        self._notices = notices
        self._clock = clock
        self._outbox = Outbox(folder)
        self._is_open = False
        self._told_trouble = False
        self._answers: dict[str, asyncio.Future[Outcome]] = {}
        self._carried_out: dict[str, tuple[str, Outcome]] = {}
        self._followed: dict[tuple[str, str, int], int] = {}
        self._up = asyncio.Event()
        self._woken = asyncio.Event()
        self.on_count: Callable[[], None] = lambda: None
        self.ask: Callable[[Held], None] = lambda held: None

    def __len__(self) -> int:
        return len(self._outbox)

    @property
    def held(self) -> list[Held]:
        """All that wait for the operator's word."""
        doubts = self._outbox.held()
        return [self._as_held(q, doubts[q.key]) for q in self._outbox if q.key in doubts]

    async def open(self) -> None:
        """Read the outbox; what an earlier run left is pending again."""
        if self._is_open:
            return
        self._is_open = True
        await self._outbox.open()
        for queued in self._outbox:
            self._sink.await_answer(queued.key, queued.intent)
        for aside in self._outbox.set_aside:
            self._notices.warning(
                _("What waited to be sent could not be read. The damaged file is kept as {file}.").format(file=aside),
                key="outbox-damaged",
            )
        self._tell_trouble()
        self.on_count()

    async def close(self) -> None:
        """Let go of the outbox; what is in it is sent by the next run."""
        for answer in self._answers.values():
            answer.cancel()
        await self._outbox.close()

    async def send(self, intent: Intent, version: int | None) -> Outcome:
        """Have the center carry out ``intent``; returns when its event is in the sink.

        Raises Refused (``str`` is the reason in words; the operator has been told), LogInNeeded, or NotSent when the
        operator decided against an intent that was held.
        """
        operator = self._account.operator
        if operator is None:
            raise LogInNeeded(_("Please log in."))
        await self.open()
        key = uuid4().hex
        epoch = self._sink.picture.epoch
        version = self._followed.get((epoch, subject(intent), version or 0), version)
        queued = Queued(key, intent, version, self._clock.now(), operator.id, epoch)
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        self._sink.await_answer(key, intent)
        await self._outbox.put(queued)
        self._tell_trouble()
        self.on_count()
        return await answer

    async def decide(self, key: str, *, send: bool) -> None:
        """The operator's word on an intent that was held: send it in spite of all, or not at all."""
        doubt = self._outbox.held().get(key)
        if doubt is None:
            return
        self._notices.end(_notice(key))
        if send and doubt is not Doubt.OTHER_CENTER:
            self._outbox.approve(key)
            return
        queued = await self._outbox.remove(key)
        log.info("not sent, by the operator's decision: %r", queued)
        self._end(key, NotSent(_("It was not sent.")))

    def came_up(self) -> None:
        """The center is there."""
        self._up.set()
        self.wake()

    def wake(self) -> None:
        """Somebody has logged in, or the center is there again: do not wait for the next try."""
        self._woken.set()

    def went_down(self) -> None:
        """The center is gone."""
        self._up.clear()

    def settle(self) -> None:
        """Settle what is carried out and in the sink by now."""
        picture = self._sink.picture
        for key, (epoch, outcome) in list(self._carried_out.items()):
            if picture.seq >= outcome.seq or picture.epoch != epoch:
                del self._carried_out[key]
                self._end(key, outcome)
        self._followed = {
            about: seq for about, seq in self._followed.items() if about[0] == picture.epoch and seq > picture.seq
        }

    async def run(self) -> None:
        """Deliver for as long as this runs."""
        backoff = Backoff()
        faults = 0
        while True:
            queued = await self._outbox.next()
            await self._up.wait()
            if queued.key not in self._outbox:
                continue
            if (doubt := self._doubt(queued)) is not None:
                self._hold(queued, doubt)
                continue
            try:
                await self._deliver(queued)
                backoff.reset()
                faults = 0
            except LinkError as error:
                log.warning("%s is not delivered yet: %s %s", queued.key, error, error.details)
                faults = faults + 1 if isinstance(error, CenterUnusable) else 0
                if faults >= FAULTS:
                    self._hold(queued, Doubt.FAULT)
                    faults = 0
                await self._pause(backoff.delay())

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try; ``wake`` cuts it short."""
        self._woken.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _deliver(self, queued: Queued) -> None:
        """Ask once. Raises LinkError when no answer came, and the intent stays."""
        try:
            outcome = await self._account.call(
                lambda token: self._backend.submit(token, queued.key, queued.intent, queued.version)
            )
        except Refused as refused:
            await self._outbox.remove(queued.key)
            operator = self._account.operator
            text = words.refusal_of(queued, refused.problem, self._sink.picture, operator)
            details = "\n\n".join(part for part in (refused.problem.detail, written(queued.intent)) if part)
            self._notices.warning(text, key=_notice(queued.key), details=details)
            refused.args = (text,)
            self._end(queued.key, refused)
        else:
            await self._follow(queued, outcome)
            await self._outbox.remove(queued.key)
            self._carried_out[queued.key] = (queued.epoch, outcome)
            self.settle()
        self.on_count()

    async def _follow(self, queued: Queued, outcome: Outcome) -> None:
        """What was ordered on the same look builds on this change; nobody else's can have come in between.

        For the center took the version that ``queued`` was sent with, so it was the last before this one.
        """
        if queued.version is None or not (about := subject(queued.intent)):
            return
        self._followed[queued.epoch, about, queued.version] = outcome.seq
        for later in list(self._outbox):
            is_same = (later.epoch, later.version) == (queued.epoch, queued.version)
            if is_same and later.key != queued.key and subject(later.intent) == about:
                await self._outbox.renew(replace(later, version=outcome.seq))

    def _doubt(self, queued: Queued) -> Doubt | None:
        operator = self._account.operator
        if queued.epoch != self._feed.epoch:
            return Doubt.OTHER_CENTER
        if self._outbox.is_approved(queued.key):
            return None
        if operator is None or queued.operator != operator.id:
            return Doubt.OTHER_OPERATOR
        return Doubt.LATE if queued.is_late(self._clock.now()) else None

    def _hold(self, queued: Queued, doubt: Doubt) -> None:
        self._outbox.hold(queued.key, doubt)
        held = self._as_held(queued, doubt)
        self._notices.warning(held.question, key=_notice(queued.key))
        self.ask(held)

    def _as_held(self, queued: Queued, doubt: Doubt) -> Held:
        question = words.held(queued, doubt, self._sink.picture)
        return Held(queued.key, queued.intent, question, doubt is not Doubt.OTHER_CENTER)

    def _end(self, key: str, end: Outcome | Exception) -> None:
        self._sink.settle(key)
        answer = self._answers.pop(key, None)
        if answer is not None and not answer.done():
            if isinstance(end, Exception):
                answer.set_exception(end)
            else:
                answer.set_result(end)
        self.on_count()

    def _tell_trouble(self) -> None:
        if self._outbox.trouble:
            self._notices.error(
                _("This console cannot write to its disk. What you do is sent, but would be lost if the console ends."),
                key="outbox-disk",
                details=self._outbox.trouble,
            )
        elif self._told_trouble:
            self._notices.end("outbox-disk")
        self._told_trouble = bool(self._outbox.trouble)


def _notice(key: str) -> str:
    return f"intent-{key}"
