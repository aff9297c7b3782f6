"""The way down of recorded offences: asked for once an hour, checked, handed on whole."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from console.domain.errors import ProblemType, Refused
from console.domain.offences import OffenceRecord, Offences, OffencesDamaged, of_record
from console.language import _
from console.link.backend import Backend
from console.link.backoff import Backoff
from console.link.errors import CenterUnusable, LinkError
from console.link.session import Account

log = logging.getLogger(__name__)

DAYS = 90
"""How far back is asked for: a season, so that a rare kind still shows where it happens."""

ANEW_S = 3600.0
"""The center tells them until the last full hour."""


class Recording:
    """Keeps whoever listens at what the center has recorded; without a listener nothing is asked for."""

    def __init__(self, account: Account, backend: Backend, anew_s: float = ANEW_S) -> None:
        self._account = account
        self._backend = backend
        self._anew_s = anew_s
        self._etag = ""
        self._is_wanted = asyncio.Event()
        self._listeners: list[Callable[[Offences], None]] = []
        self._known: Offences | None = None

    def listen(self, tell: Callable[[Offences], None]) -> None:
        """Call ``tell`` with all of them: at once where they are here, and whenever they have changed."""
        self._listeners.append(tell)
        if self._known is not None:
            tell(self._known)
        self._is_wanted.set()

    async def run(self) -> None:
        """Ask for as long as this runs and somebody listens."""
        backoff = Backoff()
        while True:
            await self._is_wanted.wait()
            wait = self._anew_s
            try:
                await self._fetch()
                backoff.reset()
            except (LinkError, Refused) as error:
                log.warning("offences: %s", error)
                is_unknown = isinstance(error, Refused) and error.problem.type is ProblemType.NOT_FOUND
                wait = self._anew_s if is_unknown else backoff.delay()
            await asyncio.sleep(wait)

    async def _fetch(self) -> None:
        answer = await self._account.call(lambda token: self._backend.offences(token, DAYS, self._etag))
        if answer is None:
            return
        try:
            self._known = await asyncio.to_thread(decoded, answer.body)
        except (msgspec.DecodeError, OffencesDamaged) as fault:
            text = _("{url} answers, but not as a center does; please check the address.")
            raise CenterUnusable(text.format(url=self._backend.url), f"offences: {fault}") from fault
        self._etag = answer.etag
        for tell in self._listeners:
            tell(self._known)


def decoded(body: bytes) -> Offences:
    """Offences as they travel. Raises msgspec.DecodeError or OffencesDamaged."""
    return of_record(msgspec.msgpack.decode(body, type=OffenceRecord))
