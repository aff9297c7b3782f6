"""The registry's way down: warm from the disk at once, then what changed since; big work in a thread."""

import asyncio
import logging

import msgspec

from console.clock import monotonic
from console.domain.errors import Refused
from console.domain.registry import Registry
from console.language import _
from console.link.backend import Backend, Download
from console.link.backoff import Backoff
from console.link.errors import CenterUnusable, LinkError
from console.link.registry import Cached, RegistryCache, WrongBase, decoded, merged
from console.link.session import Account
from console.link.sink import Sink
from console.notices import Notices
from console.tasks import Tasks

log = logging.getLogger(__name__)

NOTICE = "registry"
TELL_EACH_S = 0.2


class Enrolment:
    """Keeps the sink's registry at the center's revision."""

    def __init__(
        self,
        account: Account,
        backend: Backend,
        cache: RegistryCache,
        sink: Sink,
        notices: Notices,
        tasks: Tasks,
    ) -> None:
        self._account = account
        self._backend = backend
        self._cache = cache
        self._sink = sink
        self._notices = notices
        self._tasks = tasks
        self._cached: Cached | None = None
        self._warming: asyncio.Task[Cached | None] | None = None
        self._wanted = asyncio.Event()
        self._told_at = 0.0

    def warm(self) -> None:
        """Begin to read the cache; the sink gets it when ``run`` does, after the log in."""
        if self._warming is None:
            self._warming = self._tasks.spawn(asyncio.to_thread(self._cache.last), "link: read registry cache")

    def want(self) -> None:
        """The center may have a newer revision."""
        self._wanted.set()

    async def run(self) -> None:
        """Enrol for as long as this runs."""
        self.warm()
        if self._cached is None and self._warming is not None and (warm := await self._warming) is not None:
            self._cached = warm
            self._sink.enroll(warm.registry)
        backoff = Backoff()
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            is_here = False
            try:
                await self._refresh()
                is_here = True
                backoff.reset()
            except (LinkError, Refused) as error:
                log.warning("registry: %s", error)
                await asyncio.sleep(backoff.delay())
            finally:
                if not is_here:
                    self._wanted.set()
                self._notices.end(NOTICE)

    async def _refresh(self) -> None:
        try:
            await self._fetch(self._cached)
        except WrongBase as wrong:
            city = str(wrong)
            base = await asyncio.to_thread(self._cache.of_city, city) if city else None
            try:
                await self._fetch(base)
            except WrongBase:
                await self._fetch(None)

    async def _fetch(self, base: Cached | None) -> None:
        """Ask what changed since ``base`` and enrol the result. Raises WrongBase when it does not build on it."""
        since = base.registry.revision if base else 0
        etag = base.etag_at(self._backend.url) if base else ""
        answer = await self._account.call(lambda token: self._backend.registry(token, since, etag, self._show))
        if answer is None:
            news = base
        else:
            try:
                news = await asyncio.to_thread(self._merge, base, answer)
            except msgspec.DecodeError as fault:
                text = _("{url} answers, but not as a center does; please check the address.")
                raise CenterUnusable(text.format(url=self._backend.url), f"registry: {fault}") from fault
        if news is not None and news is not self._cached:
            if self._cached is None or news.registry is not self._cached.registry:
                self._sink.enroll(news.registry)
            self._cached = news

    def _merge(self, base: Cached | None, answer: Download) -> Cached:
        """What the answer makes of ``base``, kept on disk; runs in a thread."""
        news = decoded(answer.body)
        whole = merged(base.registry if base else None, news)
        cached = Cached(whole, answer.etag if news.since == 0 else "", self._backend.url)
        try:
            if base is not None and _is_same(whole, base.registry):
                cached = base
                self._cache.used(whole.city)
            else:
                self._cache.keep(cached)
        except OSError as fault:
            log.warning("registry cache: %s", fault)  # the next start asks the center for all of it
        return cached

    def _show(self, share: float) -> None:
        """Tell how much of a long download is here."""
        now = monotonic()
        if now - self._told_at < TELL_EACH_S:
            return
        self._told_at = now
        self._notices.info(_("Loading the registry of the city…"), key=NOTICE, progress=share)


def _is_same(whole: Registry, base: Registry) -> bool:
    return whole.city == base.city and whole.revision == base.revision
