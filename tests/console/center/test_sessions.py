"""Logging in, renewing, and what the wrong password costs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.center import sessions as module
from console.center.log import Log
from console.center.sessions import FREE_ATTEMPTS, GRACE_S, LONGEST_WAIT_S, REFRESH_S, Attempts, Sessions
from console.domain.errors import ProblemType, Refused
from console.domain.session import DEMO_PASSWORD, Role

pytestmark = pytest.mark.anyio


class HandClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    clock = HandClock()
    monkeypatch.setattr(module, "monotonic", clock.now)
    return clock


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[Log]:
    log = Log(tmp_path / "log")
    log.start()
    yield log
    await log.stop()


@pytest.fixture
async def sessions(log: Log, clock: HandClock) -> Sessions:
    sessions = Sessions(log, clock)
    await sessions.add_demo_accounts()
    return sessions


async def test_each_role_has_a_demo_account(sessions: Sessions) -> None:
    for role in Role:
        session = await sessions.log_in(role, DEMO_PASSWORD)
        assert session.operator.role is role
        assert sessions.operator(session.access_token) == session.operator


async def test_an_access_token_ends(sessions: Sessions, clock: HandClock) -> None:
    session = await sessions.log_in(Role.TRAINER, DEMO_PASSWORD)
    clock.time += session.expires_in + 1
    with pytest.raises(Refused, match="expired"):
        sessions.operator(session.access_token)


async def test_a_session_is_renewed_after_a_restart(sessions: Sessions, log: Log, clock: HandClock) -> None:
    before = await sessions.log_in(Role.SUPERVISOR, DEMO_PASSWORD)
    restarted = Sessions(log, clock)
    await restarted.add_demo_accounts()
    with pytest.raises(Refused):
        restarted.operator(before.access_token)
    after = await restarted.renew(before.refresh_token)
    assert restarted.operator(after.access_token).role is Role.SUPERVISOR


async def test_a_refresh_token_may_be_sent_again_soon_and_not_later(sessions: Sessions, clock: HandClock) -> None:
    session = await sessions.log_in(Role.SUPERVISOR, DEMO_PASSWORD)
    await sessions.renew(session.refresh_token)
    clock.time += GRACE_S - 1
    await sessions.renew(session.refresh_token)
    clock.time += 2
    with pytest.raises(Refused):
        await sessions.renew(session.refresh_token)


async def test_a_refresh_token_ends_of_itself(sessions: Sessions, clock: HandClock) -> None:
    session = await sessions.log_in(Role.SUPERVISOR, DEMO_PASSWORD)
    clock.time += REFRESH_S + 1
    with pytest.raises(Refused):
        await sessions.renew(session.refresh_token)


async def test_no_secret_is_on_disk(sessions: Sessions, log: Log) -> None:
    session = await sessions.log_in(Role.SUPERVISOR, DEMO_PASSWORD)
    files = b"".join(path.read_bytes() for path in log.path.parent.glob("log*"))
    for secret in (session.access_token, session.refresh_token, DEMO_PASSWORD):
        assert secret.encode() not in files


@pytest.mark.parametrize(("user", "password"), [("supervisor", "guess"), ("nobody", DEMO_PASSWORD), ("", "")])
async def test_user_and_password_must_belong_together(sessions: Sessions, user: str, password: str) -> None:
    with pytest.raises(Refused) as refusal:
        await sessions.log_in(user, password)
    assert refusal.value.problem.type is ProblemType.WRONG_PASSWORD


async def test_guessing_is_slowed_down_for_that_user_only(sessions: Sessions, clock: HandClock) -> None:
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(Refused):
            await sessions.log_in("trainer", "guess")
    with pytest.raises(Refused) as refusal:
        await sessions.log_in("trainer", DEMO_PASSWORD)
    assert refusal.value.problem.status == 429
    assert refusal.value.problem.retry_after
    await sessions.log_in("supervisor", DEMO_PASSWORD)
    clock.time += refusal.value.problem.retry_after + 0.1
    await sessions.log_in("trainer", DEMO_PASSWORD)


def test_the_wait_grows_to_a_limit(clock: HandClock) -> None:
    attempts, waits = Attempts(), []
    for _ in range(FREE_ATTEMPTS + 10):
        attempts.wrong("x")
    with pytest.raises(Refused) as refusal:
        attempts.check("x")
    waits.append(refusal.value.problem.retry_after)
    assert waits == [LONGEST_WAIT_S]


def test_who_is_remembered_is_bounded(clock: HandClock) -> None:
    attempts = Attempts()
    for number in range(5000):
        attempts.wrong(f"user{number}")
    assert len(attempts._wrong) <= 1000
