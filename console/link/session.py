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
from console.link.errors import CenterUnreachable, LinkError, LogInNeeded
from console.tasks import Tasks

MARGIN_S = 60.0
"""A token is renewed so long before its end, or at four fifths of a short life."""

Found = TypeVar("Found")


class Account:
    """One operator's session at one center. ``on_ended`` is told, once, when only the operator can go on.

    ``secrets`` keeps it for the next start, in a task of its own: the session does not wait for a secret service.
    ``on_kept`` is told when that begins to fail (False), and when it works again.
    """

    def __init__(self, backend: Backend, secrets: SecretStore, tasks: Tasks) -> None:
        self._backend = backend
        self.secrets = secrets
        self._tasks = tasks
        self._keeping: asyncio.Task[None] | None = None
        self._is_kept = True
        self._who: LogIn | None = None
        self._session: Session | None = None
        self._ends = 0.0
        self._renew_at = 0.0
        self._has_ended = False
        self._lock = asyncio.Lock()
        self.on_ended: Callable[[str], None] = lambda text: None
        self.on_kept: Callable[[bool], None] = lambda is_kept: None

    @property
    def operator(self) -> Operator | None:
        """Who is logged in."""
        return None if self._session is None else self._session.operator

    async def log_in(self, user: str, password: str) -> Operator:
        """Open a session. Raises Refused for a wrong password, LinkError where the center cannot be asked."""
        who = LogIn(user, password)
        async with self._lock:
            self._take(await self._backend.log_in(who), user)
            self._who = who
        return self._known().operator

    async def log_in_again(self, user: str) -> Operator | None:
        """Go on with the session of an earlier run, where a secret service kept it; None when there is none."""
        kept = await self.secrets.get(self._secret_name(user))
        if kept is None:
            return None
        async with self._lock:
            try:
                self._take(await self._backend.renew(kept), user)
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
        """Ask the center with a token; when it does not know the token, renew it and ask once more.

        Raises Refused or LinkError; never Refused for want of a session, so that no intent is given up for that.
        """
        token = await self.token()
        try:
            return await ask(token)
        except Refused as refused:
            if refused.problem.type is not ProblemType.NOT_LOGGED_IN:
                raise
        await self.renew(token)
        try:
            return await ask(self._known().access_token)
        except Refused as refused:
            if refused.problem.type is not ProblemType.NOT_LOGGED_IN:
                raise
            text = _("The center does not know the session that it has just given.")
            raise CenterUnreachable(text, refused.problem.detail) from refused  # tried again, nothing is lost

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
            self._take(renewed, user)

    async def stay(self) -> None:
        """Renew in time for as long as this runs, so that a quiet console is not logged out."""
        while True:
            wait = self._renew_at - monotonic()
            await asyncio.sleep(max(1.0, wait))
            try:
                await self.token()
            except LinkError:
                await asyncio.sleep(LONGEST_S)

    async def settled(self) -> None:
        """Until the session is kept for the next start, or could not be."""
        if self._keeping is not None:
            await asyncio.wait([self._keeping])

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

    def _take(self, session: Session, user: str) -> None:
        now = monotonic()
        self._session = session
        self._has_ended = False
        self._ends = now + session.expires_in
        self._renew_at = self._ends - min(MARGIN_S, session.expires_in / 5)
        keep = self._keep(self._secret_name(user), session.refresh_token, self._keeping)
        self._keeping = self._tasks.spawn(keep, "link: keep session")

    async def _keep(self, name: str, secret: str, before: "asyncio.Task[None] | None") -> None:
        """Keep a refresh token, after the one before it."""
        if before is not None:
            await asyncio.wait([before])
        is_kept = await self.secrets.put(name, secret)
        if is_kept is not self._is_kept:
            self._is_kept = is_kept
            self.on_kept(is_kept)

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
