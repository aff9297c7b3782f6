"""Secrets: a safe service where there is one, else memory; never a plain file."""

import threading
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError

from console.link import credentials
from console.link.credentials import Keyring, Memory, open_secrets

pytestmark = pytest.mark.anyio


class _Fake(KeyringBackend):
    """A secret service in memory; ``is_broken`` makes it fail."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_broken:
            raise KeyringError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class _PlaintextKeyring(_Fake):
    """As keyrings.alt has it."""


_Fake.__module__ = "keyring.backends.SecretService"
_PlaintextKeyring.__module__ = "keyrings.alt.file"


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


async def test_a_secret_service_keeps_secrets() -> None:
    fake = _Fake()
    keyring.set_keyring(fake)
    secrets = await open_secrets()
    assert secrets.lasts
    await secrets.put("aliya", "token")
    assert await secrets.get("aliya") == "token"
    await secrets.forget("aliya")
    assert fake.kept == {}


@pytest.mark.parametrize("backend", [fail.Keyring, _PlaintextKeyring])
async def test_without_a_safe_service_secrets_stay_in_memory(backend: type[KeyringBackend]) -> None:
    chosen = backend()
    keyring.set_keyring(chosen)
    secrets = await open_secrets()
    assert isinstance(secrets, Memory)
    assert not secrets.lasts
    await secrets.put("aliya", "token")
    assert await secrets.get("aliya") == "token"
    assert not getattr(chosen, "kept", {})


async def test_a_service_that_fails_is_as_good_as_none() -> None:
    fake = _Fake()
    fake.is_broken = True
    assert await Keyring(fake).get("aliya") is None


async def test_what_a_services_own_library_raises_is_no_answer() -> None:
    exceptions = pytest.importorskip("secretstorage.exceptions")

    class Gone(_Fake):
        def get_password(self, service: str, username: str) -> str | None:
            raise exceptions.SecretServiceNotAvailableException("gone")

        def set_password(self, service: str, username: str, password: str) -> None:
            raise exceptions.PromptDismissedException("dismissed")

        def delete_password(self, service: str, username: str) -> None:
            raise exceptions.ItemNotFoundException("no such object")

    secrets = Keyring(Gone())
    assert await secrets.get("aliya") is None
    assert await secrets.put("aliya", "token") is False
    await secrets.forget("aliya")


async def test_a_service_that_asks_somebody_who_is_not_there_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "ANSWER_S", 0.05)
    answer = threading.Event()

    class Asking(_Fake):
        def get_password(self, service: str, username: str) -> str | None:
            answer.wait(5)
            return "too late"

    assert await Keyring(Asking()).get("aliya") is None
    answer.set()
