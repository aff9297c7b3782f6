"""Who is logged in: accounts, short access tokens, refresh tokens that outlive a restart.

Passwords are kept as scrypt hashes, refresh tokens as SHA-256 (they are random, so a fast hash is enough); access
tokens live in memory only: after a restart the console renews. The demo accounts have a password that is printed
here, which is safe only because the embedded center listens on the loopback address and holds invented data.
"""

import asyncio
import hashlib
import hmac
import secrets
import sqlite3
from collections import OrderedDict

from msgspec import Struct

from console.center import problems
from console.center.log import Log
from console.clock import Clock, monotonic
from console.domain.session import DEMO_PASSWORD, Operator, Role, Session

ACCESS_S = 15 * 60.0
REFRESH_S = 30 * 24 * 3600.0
GRACE_S = 60.0
"""A refresh token may be used again for so long after it was used: its answer may have been lost on the way."""

FREE_ATTEMPTS = 5
LONGEST_WAIT_S = 60.0
_ATTEMPTS_KEPT = 1_000
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
"""16 MB and about 50 ms for each try (OWASP's smallest set that fits a busy control room's machine)."""

_DEMO = ((Role.DUTY_OFFICER, "А. Нурланова"), (Role.SUPERVISOR, "Б. Сейтқали"), (Role.TRAINER, "В. Петров"))


class _Access(Struct, frozen=True):
    operator: Operator
    until: float


class Attempts:
    """Wrong passwords by user name: after ``FREE_ATTEMPTS`` each try must wait twice as long as the one before."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def check(self, user: str) -> None:
        """Raises Refused (429) while the user has to wait."""
        count, at = self._wrong.get(user, (0, 0.0))
        if count < FREE_ATTEMPTS:
            return
        wait = at + min(LONGEST_WAIT_S, 2.0 ** (count - FREE_ATTEMPTS)) - monotonic()
        if wait > 0:
            raise problems.too_many_attempts(wait)

    def wrong(self, user: str) -> None:
        """Count a wrong password."""
        count, _ = self._wrong.pop(user, (0, 0.0))
        self._wrong[user] = (count + 1, monotonic())
        if len(self._wrong) > _ATTEMPTS_KEPT:
            self._wrong.popitem(last=False)

    def right(self, user: str) -> None:
        """Forget the wrong ones."""
        self._wrong.pop(user, None)


class Sessions:
    """Log in, renew, and tell whose an access token is."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._access: dict[bytes, _Access] = {}
        self._attempts = Attempts()
        self._hashing = asyncio.Semaphore(2)

    async def add_demo_accounts(self) -> None:
        """Make the demo accounts where they are missing."""
        known = {user for (user,) in self._log.rows("SELECT user FROM accounts")}
        for role, name in _DEMO:
            if str(role) not in known:
                await self._add(str(role), name, role, DEMO_PASSWORD)

    async def log_in(self, user: str, password: str) -> Session:
        """A new session. Raises Refused: wrong password, or too many attempts."""
        self._attempts.check(user)
        rows = self._log.rows("SELECT name, role, salt, hash FROM accounts WHERE user = ?", (user,))
        name, role, salt, known = rows[0] if rows else ("", "", b"nobody", b"")
        async with self._hashing:
            told = await asyncio.to_thread(_hash, password, salt)
        if not hmac.compare_digest(told, known):
            self._attempts.wrong(user)
            raise problems.wrong_password()
        self._attempts.right(user)
        return await self._session(Operator(user, name, Role(role)))

    async def renew(self, refresh_token: str) -> Session:
        """A new session for a refresh token, which ends soon after. Raises Refused when it is not valid."""
        sql = """SELECT user, name, role, expires FROM refresh_tokens JOIN accounts USING (user)
                 WHERE refresh_tokens.hash = ?"""
        rows = self._log.rows(sql, (_digest(refresh_token),))
        if not rows or rows[0][3] < self._clock.now():
            raise problems.not_logged_in("The session has ended. Log in again.")
        user, name, role, expires = rows[0]
        last_use = min(expires, self._clock.now() + GRACE_S)
        return await self._session(Operator(user, name, Role(role)), (last_use, _digest(refresh_token)))

    def operator(self, access_token: str) -> Operator:
        """Whose token it is. Raises Refused when it is unknown or has expired."""
        access = self._access.get(_digest(access_token))
        if access is None or access.until < monotonic():
            raise problems.not_logged_in("The access token is unknown or has expired.")
        return access.operator

    async def _session(self, operator: Operator, used: tuple[float, bytes] | None = None) -> Session:
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        now = self._clock.now()

        def write(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM refresh_tokens WHERE expires < ?", (now,))
            if used is not None:
                db.execute("UPDATE refresh_tokens SET expires = ? WHERE hash = ?", used)
            db.execute("INSERT INTO refresh_tokens VALUES (?, ?, ?)", (_digest(refresh), operator.id, now + REFRESH_S))

        await self._log.write(write)
        at = monotonic()
        self._access = {token: kept for token, kept in self._access.items() if kept.until > at}
        self._access[_digest(access)] = _Access(operator, at + ACCESS_S)
        return Session(access, refresh, ACCESS_S, operator)

    async def _add(self, user: str, name: str, role: Role, password: str) -> None:
        salt = secrets.token_bytes(16)
        row = (user, name, str(role), salt, await asyncio.to_thread(_hash, password, salt))

        def write(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", row)

        await self._log.write(write)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, dklen=32
    )
