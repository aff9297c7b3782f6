"""A running center for the tests of this folder, and clients that are logged in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from console.domain.session import Role
from tests.console.center.picture_desk import Desk
from tests.console.center.running import Running, running

Client = Callable[..., httpx.Client]


@pytest.fixture
def desk() -> Desk:
    """A desk before a new picture."""
    return Desk()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A center that stays for all tests of a file: for those that must not change anything."""
    with running(tmp_path_factory.mktemp("standing") / "data") as center:
        yield center


@pytest.fixture(scope="module")
def visitor(standing: Running) -> Iterator[Client]:
    """Clients of the center that stays, one for each role."""
    clients: dict[Role | None, httpx.Client] = {}

    def visitor(role: Role | None = Role.DUTY_OFFICER) -> httpx.Client:
        if role not in clients:
            clients[role] = standing.client(role)
        return clients[role]

    yield visitor
    for one in clients.values():
        one.close()


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Running]:
    """A center of the town."""
    with running(tmp_path / "data") as center:
        yield center


@pytest.fixture
def client(center: Running) -> Iterator[Client]:
    """Clients by role."""
    clients: list[httpx.Client] = []

    def client(role: Role | None = Role.DUTY_OFFICER) -> httpx.Client:
        clients.append(center.client(role))
        return clients[-1]

    yield client
    for one in clients:
        one.close()
