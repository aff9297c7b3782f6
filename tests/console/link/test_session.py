"""The session: renewed in time, renewed on 401, logged in again, and ended only when the center refuses all that."""

import asyncio
from pathlib import Path

import pytest

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.freshness import LinkState
from console.domain.intents import Acknowledge
from console.link.credentials import Memory
from console.link.errors import CenterUnreachable, LogInNeeded
from console.link.rest import Rest
from console.link.session import Account
from console.tasks import Tasks
from tests.console.link.conftest import Desk
from tests.console.link.little_center import OPERATOR, LittleCenter

pytestmark = pytest.mark.anyio


async def test_a_token_the_center_forgot_is_renewed_without_anybody_noticing(desk: Desk) -> None:
    await desk.begin()
    desk.center.tokens.clear()
    await desk.link.open_camera("C1")
    assert desk.center.asked.count("POST /session/renewal") == 1
    assert desk.center.asked.count("POST /session") == 1


async def test_many_calls_with_an_old_token_renew_once(desk: Desk) -> None:
    await desk.begin()
    desk.center.tokens.clear()
    await asyncio.gather(*(desk.link.open_camera(f"C{i}") for i in range(5)))
    assert desk.center.asked.count("POST /session/renewal") == 1


async def test_a_token_refused_as_soon_as_given_is_no_refusal_of_what_was_asked(desk: Desk) -> None:
    await desk.begin()
    unknown = Refused(Problem(ProblemType.NOT_LOGGED_IN, "Log in.", 401))

    async def ask(_token: str) -> None:
        raise unknown

    with pytest.raises(CenterUnreachable):
        await desk.link._account.call(ask)


async def test_a_center_that_forgot_everything_is_logged_in_to_again(desk: Desk) -> None:
    await desk.begin()
    desk.center.tokens.clear()
    desk.center.refresh_tokens.clear()
    await desk.link.open_camera("C1")
    assert desk.center.asked.count("POST /session") == 2


async def test_a_token_that_ends_soon_is_renewed_before_it_is_used(desk: Desk) -> None:
    desk.center.expires_in = 0.0
    await desk.begin()
    assert desk.center.asked.count("POST /session/renewal") >= 1


async def test_an_ended_session_waits_for_the_operator_and_loses_nothing(desk: Desk) -> None:
    desk.center.change(5)
    await desk.begin()
    desk.center.tokens.clear()
    desk.center.refresh_tokens.clear()
    desk.center.passwords = {"aliya": "changed"}
    desk.center.break_streams()
    await desk.store.until(lambda: "log in again" in desk.store.link_status.reason)
    assert desk.store.link_status.state is LinkState.OFFLINE
    assert desk.store.picture.seq == 5
    assert desk.link.operator == OPERATOR
    assert "log-in" in desk.told

    sending = Tasks().spawn(desk.link.send(Acknowledge("a")), "send")
    await desk.store.until(lambda: desk.store.link_status.queued == 1)
    await desk.link.log_in("aliya", "changed")
    assert (await sending).seq == 6
    await desk.live()
    assert "log-in" not in desk.told


async def test_a_session_kept_by_a_secret_service_needs_no_password(center: LittleCenter) -> None:
    rest, secrets = Rest(center.url, Tasks()), Memory()
    earlier = Account(rest, secrets, Tasks())
    await earlier.log_in("aliya", "secret")
    await earlier.settled()
    later = Account(rest, secrets, Tasks())
    assert await later.log_in_again("aliya") == OPERATOR
    assert await later.token() in center.tokens
    assert await later.log_in_again("somebody") is None
    await rest.close()


async def test_a_kept_session_that_the_center_refuses_is_forgotten(center: LittleCenter) -> None:
    rest, secrets = Rest(center.url, Tasks()), Memory()
    earlier = Account(rest, secrets, Tasks())
    await earlier.log_in("aliya", "secret")
    await earlier.settled()
    center.refresh_tokens.clear()
    assert await Account(rest, secrets, Tasks()).log_in_again("aliya") is None
    assert await secrets.get(f"aliya@{center.url}") is None
    await rest.close()


class _Stuck(Memory):
    """A secret service that asks somebody who is not there, and gives up when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.gives_up = asyncio.Event()

    async def put(self, name: str, secret: str) -> bool:
        await self.gives_up.wait()
        return False


async def test_a_session_does_not_wait_for_a_secret_service_and_says_when_that_fails(center: LittleCenter) -> None:
    rest, secrets = Rest(center.url, Tasks()), _Stuck()
    account = Account(rest, secrets, Tasks())
    told: list[bool] = []
    account.on_kept = told.append
    await account.log_in("aliya", "secret")
    first = await account.token()
    await account.renew(first)
    assert await account.token() != first
    assert told == []
    secrets.gives_up.set()
    await account.settled()
    assert told == [False]
    await rest.close()


async def test_without_a_log_in_there_is_no_token(tmp_path: Path, center: LittleCenter) -> None:
    rest = Rest(center.url, Tasks())
    with pytest.raises(LogInNeeded):
        await Account(rest, Memory(), Tasks()).token()
    await rest.close()
