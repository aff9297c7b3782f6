"""Where a session's refresh token is kept between two runs: the system's secret service, else memory; never a file."""

import asyncio
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

SERVICE = "kuzet"
ANSWER_S = 5.0
"""Longest wait for a secret service, seconds; a locked one may be asking somebody who is not there."""

SAFE = ("SecretService", "kwallet", "libsecret", "macOS", "Windows")
"""Modules of ``keyring.backends`` that keep secrets encrypted; others (plain text files) are not used."""


class SecretStore(Protocol):
    """Keeps secrets by name. ``lasts`` says whether they are still there at the next start."""

    lasts: bool

    async def get(self, name: str) -> str | None:
        """The secret, None where there is none."""
        ...

    async def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False where it could not be kept."""
        ...

    async def forget(self, name: str) -> None:
        """Keep it no longer."""
        ...


class Memory:
    """Keeps secrets until the program ends."""

    lasts = False

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        """The secret, None where there is none."""
        return self._secrets.get(name)

    async def put(self, name: str, secret: str) -> bool:
        """Keep a secret."""
        self._secrets[name] = secret
        return True

    async def forget(self, name: str) -> None:
        """Keep it no longer."""
        self._secrets.pop(name, None)


class Keyring:
    """Keeps secrets in the system's secret service; one that fails is as good as none."""

    lasts = True

    def __init__(self, backend: "KeyringBackend") -> None:
        self._backend = backend

    async def get(self, name: str) -> str | None:
        """The secret, None where there is none."""
        with suppress(_NoAnswer):
            return await self._ask("get_password", name)
        return None

    async def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False where the service did not take it."""
        with suppress(_NoAnswer):
            await self._ask("set_password", name, secret)
            return True
        return False

    async def forget(self, name: str) -> None:
        """Keep it no longer."""
        with suppress(_NoAnswer):
            await self._ask("delete_password", name)

    async def _ask(self, what: str, *about: str) -> str | None:
        """Raises _NoAnswer where the service fails, in whatever way."""
        try:
            async with asyncio.timeout(ANSWER_S):
                found: str | None = await asyncio.to_thread(getattr(self._backend, what), SERVICE, *about)
                return found
        except _faults() as fault:
            log.warning("secret service: %s: %r", what, fault)
            raise _NoAnswer from fault


class _NoAnswer(Exception):
    """The secret service failed."""


_FAULTS = (
    ("keyring.errors", "KeyringError"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
)
"""What the services' own libraries raise; keyring lets it through, e.g. when a service goes away or is locked."""


def _faults() -> tuple[type[BaseException], ...]:
    """All of those whose library is in use; one that was never imported has not raised anything."""
    loaded = [(sys.modules[module], name) for module, name in _FAULTS if module in sys.modules]
    return (OSError, TimeoutError, *(getattr(module, name) for module, name in loaded))


async def open_secrets() -> SecretStore:
    """The system's secret service where there is a safe one, else memory."""
    backend = await asyncio.to_thread(_safe_backend)
    return Memory() if backend is None else Keyring(backend)


def _safe_backend() -> "KeyringBackend | None":
    import keyring
    from keyring.backends import chainer

    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    return next((b for b in candidates if _is_safe(b)), None)


def _is_safe(backend: "KeyringBackend") -> bool:
    package, _dot, module = type(backend).__module__.partition("keyring.backends.")
    return not package and module.partition(".")[0] in SAFE
