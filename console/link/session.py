"""Who the operator is at the center: logs in, renews before the end, and again when the center no longer knows him."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from console.clock import monotonic
from console.domain.errors import ProblemType, Refused
from console.domain.session import LogIn, Operator, Session
from console.language import _
from console.link.backend import Backend
from console.link.backoff import LONGEST_S
from console.link.credentials import SecretStore
from console.link.errors import LinkError, LogInNeeded

MARGIN_S = 60.0
"""A token is renewed so long before its end, or at four fifths of a short life."""

Found = TypeVar("Found")


class Account:
    """One operator's session at one center. ``on_ended`` is told, once, when only the operator can go on."""

    def __init__(self, backend: Backend, secrets: SecretStore) -> None:
        self._backend = backend
        self.secrets = secrets
        self._who: LogIn | None = None
        self._session: Session | None = None
        self._ends = 0.0
        self._renew_at = 0.0
        self._has_ended = False
        self._lock = asyncio.Lock()
        self.on_ended: Callable[[str], None] = lambda text: None

    @property
    def operator(self) -> Operator | None:
        """Who is logged in."""
        return None if self._session is None else self._session.operator

    async def log_in(self, user: str, password: str) -> Operator:
        """Open a session. Raises Refused for a wrong password, LinkError where the center cannot be asked."""
        who = LogIn(user, password)
        async with self._lock:
            await self._take(await self._backend.log_in(who), user)
            self._who = who
        return self._known().operator

    async def log_in_again(self, user: str) -> Operator | None:
        """Go on with the session of an earlier run, where a secret service kept it; None when there is none."""
        kept = await self.secrets.get(self._secret_name(user))
        if kept is None:
            return None
        async with self._lock:
            try:
                await self._take(await self._backend.renew(kept), user)
            except Refused:
                await self.secrets.forget(self._secret_name(user))
                return None
        return self._known().operator

    async def token(self) -> str:
        """An access token that is good for some time. Raises LogInNeeded when only the operator can get one."""
        session = self._known()
        if monotonic() < self._renew_at:
            return session.access_token
        try:
            await self.renew(session.access_token)
        except LogInNeeded:
            raise
        except LinkError:
            if monotonic() >= self._ends:
                raise
        return self._known().access_token

    async def call(self, ask: Callable[[str], Awaitable[Found]]) -> Found:
        """Ask the center with a token; when it does not know the token, renew it and ask once more."""
        token = await self.token()
        try:
            return await ask(token)
        except Refused as refused:
            if refused.problem.type is not ProblemType.NOT_LOGGED_IN:
                raise
        await self.renew(token)
        return await ask(self._known().access_token)

    async def renew(self, instead_of: str) -> None:
        """Get another token than this one: by the refresh token, else by logging in again.

        Raises LogInNeeded when the center refuses both, LinkError where it cannot be asked; the session is kept then.
        """
        async with self._lock:
            session = self._known()
            if session.access_token != instead_of:
                return
            user = self._who.user if self._who else session.operator.id
            try:
                renewed = await self._backend.renew(session.refresh_token)
            except Refused:
                renewed = await self._enter_again()
            await self._take(renewed, user)

    async def stay(self) -> None:
        """Renew in time for as long as this runs, so that a quiet console is not logged out."""
        while True:
            wait = self._renew_at - monotonic()
            await asyncio.sleep(max(1.0, wait))
            try:
                await self.token()
            except LinkError:
                await asyncio.sleep(LONGEST_S)

    async def _enter_again(self) -> Session:
        try:
            if self._who is not None:
                return await self._backend.log_in(self._who)
        except Refused as refused:
            self._who = None
            raise self._end() from refused
        raise self._end()

    def _end(self) -> LogInNeeded:
        self._has_ended = True
        ended = _ended()
        self.on_ended(str(ended))
        return ended

    async def _take(self, session: Session, user: str) -> None:
        now = monotonic()
        self._session = session
        self._has_ended = False
        self._ends = now + session.expires_in
        self._renew_at = self._ends - min(MARGIN_S, session.expires_in / 5)
        await self.secrets.put(self._secret_name(user), session.refresh_token)

    def _known(self) -> Session:
        if self._session is None:
            raise LogInNeeded(_("Please log in."))
        if self._has_ended:
            raise _ended()
        return self._session

    def _secret_name(self, user: str) -> str:
        return f"{user}@{self._backend.url}"


def _ended() -> LogInNeeded:
    return LogInNeeded(
        _("Your session has ended. Please log in again; what is on the screen and what waits to be sent is kept.")
    )
