"""Intents through a real link: pending, settled, refused in words, sent again, held when in doubt."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from console.clock import Clock
from console.domain import protocol as p
from console.domain.alarms import AlarmKind
from console.domain.devices import Health
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import DeviceChanged, Event
from console.domain.freshness import LinkState
from console.domain.intents import Acknowledge, AddNote, AssignUnit, Intent, SetUnitStatus
from console.domain.protocol import Outcome
from console.domain.session import Operator, Role
from console.domain.units import UnitStatus
from console.link.errors import LogInNeeded, NotSent
from console.link.outbox import Outbox, Queued
from console.tasks import Tasks
from tests.console.link import little_center
from tests.console.link.conftest import Desk

pytestmark = pytest.mark.anyio


def _send(desk: Desk, intent: Intent) -> "asyncio.Task[Outcome]":
    return cast("asyncio.Task[Outcome]", Tasks().spawn(_quiet(desk, intent), "send"))


async def _quiet(desk: Desk, intent: Intent) -> Outcome | Exception:
    try:
        return await desk.link.send(intent, 1)
    except (Refused, NotSent) as end:
        return end


async def test_an_intent_is_pending_until_its_event_is_in_the_store(desk: Desk) -> None:
    await desk.begin()
    desk.center.lose = {1}
    sending = _send(desk, Acknowledge("a"))
    await desk.store.until(lambda: "a" in desk.store.pending)
    outcome = await sending
    assert outcome.seq == 1
    assert desk.store.picture.seq >= 1
    assert desk.store.pending == {}
    assert desk.link.status.queued == 0


async def test_a_refusal_says_who_changed_what_and_when(desk: Desk) -> None:
    def refuse(_intent: Intent, _version: int | None) -> Event:
        at = 1_760_000_000.0
        raise Refused(Problem(ProblemType.CHANGED, "Changed", 412, "english", by="bolat", at=at, current=9))

    desk.center.on_intent = refuse
    await desk.begin()
    with pytest.raises(Refused) as refused:
        await desk.link.send(AssignUnit("I104", "U1"), 3)
    said = "Assign U1 to I104: bolat changed it at 13:53:20. Look at it again before you repeat."
    assert str(refused.value) == said
    assert said in [notice.text for notice in desk.told.values()]
    assert desk.store.pending == {}


async def test_the_words_of_a_note_that_was_refused_are_kept_in_the_notice(desk: Desk) -> None:
    def refuse(_intent: Intent, _version: int | None) -> Event:
        raise Refused(Problem(ProblemType.NOT_FOUND, "Not found", 404, "no incident I104"))

    desk.center.on_intent = refuse
    await desk.begin()
    with pytest.raises(Refused):
        await desk.link.send(AddNote("I104", "two men, one armed"))
    assert "no incident I104\n\ntwo men, one armed" in [notice.details for notice in desk.told.values()]


async def test_intents_keep_their_order(desk: Desk) -> None:
    await desk.begin()
    await asyncio.gather(*(desk.link.send(Acknowledge(f"a{i}")) for i in range(20)))
    assert desk.center.executed == [Acknowledge(f"a{i}") for i in range(20)]


async def test_an_intent_given_in_a_break_is_sent_after_it(desk: Desk) -> None:
    await desk.begin()
    await desk.center.kill()
    await desk.store.until_state(LinkState.OFFLINE)
    sending = _send(desk, Acknowledge("a"))
    await desk.store.until(lambda: desk.store.link_status.queued == 1)
    assert "a" in desk.store.pending
    await desk.center.start()
    desk.link.retry_now()
    assert (await sending).seq == 1


async def test_an_intent_whose_answer_was_lost_is_executed_once(desk: Desk) -> None:
    await desk.begin()
    answers = 0

    def lose_the_first_answer(intent: Intent, _version: int | None) -> Event:
        return DeviceChanged("x", Health.OFFLINE)

    plain = desk.center._answer

    async def answer(scope: dict[str, object], headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        nonlocal answers
        found = await plain(scope, headers, body)
        if scope["path"] == p.INTENTS:
            answers += 1
            if answers == 1:
                return 502, "text/html", b""
        return found

    desk.center.on_intent = lose_the_first_answer
    desk.center._answer = answer  # type: ignore[method-assign]
    outcome = await desk.link.send(Acknowledge("a"))
    assert answers == 2
    assert desk.center.executed == [Acknowledge("a")]
    assert outcome.seq == 1


async def test_an_intent_over_which_the_center_fails_is_held_and_others_go_on(desk: Desk) -> None:
    def fail(intent: Intent, _version: int | None) -> Event:
        if intent == Acknowledge("bad"):
            raise Refused(Problem(ProblemType.UNAVAILABLE, "Fault", 500))
        return DeviceChanged("x", Health.OFFLINE)

    desk.center.on_intent = fail
    await desk.begin()
    bad = _send(desk, Acknowledge("bad"))
    await desk.store.until(lambda: "bad" in desk.store.pending)
    assert (await desk.link.send(Acknowledge("good"))).seq == 1
    (held,) = desk.link.held
    assert "may or may not have done it" in held.question
    await desk.link.decide(held.key, send=False)
    assert isinstance(await bad, NotSent)


class _Later:
    """A clock that shows a later time than the wall."""

    def __init__(self, clock: Clock, by: float) -> None:
        self._clock = clock
        self._by = by

    def now(self) -> float:
        return self._clock.now() + self._by


async def _left_by_a_crash(desk: Desk, change: Callable[[Queued], Queued] = lambda queued: queued) -> None:
    """A console that ended with an intent in its outbox."""
    box = Outbox(desk.folder / "data")
    await box.open()
    queued = Queued("k1", AssignUnit("I1", "U1"), 1, desk.link.dispatch._clock.now(), "aliya", "e1")
    await box.put(change(queued))
    await box.close()


async def test_after_a_crash_the_outbox_is_sent(desk: Desk) -> None:
    await _left_by_a_crash(desk)
    await desk.begin()
    await desk.store.until(lambda: desk.store.settled)
    assert desk.center.executed == [AssignUnit("I1", "U1")]
    assert desk.link.status.queued == 0


async def test_an_old_dispatch_is_not_sent_without_asking(desk: Desk) -> None:
    await _left_by_a_crash(desk)
    desk.link.dispatch._clock = _Later(desk.link.dispatch._clock, 3600.0)
    asked = asyncio.Event()
    desk.link.ask_with(lambda held: asked.set())
    await desk.begin()
    await asyncio.wait_for(asked.wait(), 5)
    (held,) = desk.link.held
    assert "it was not sent so late. Send it now?" in held.question
    assert held.can_be_sent
    assert desk.center.executed == []
    assert desk.link.status.queued == 1
    await desk.link.decide(held.key, send=True)
    await desk.store.until(lambda: desk.store.settled)
    assert desk.center.executed == [AssignUnit("I1", "U1")]


class _Versions:
    """A center's rule of versions for one unit: ``If-Match`` has to be its last change."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.last = desk, 1
        self.sent: list[int | None] = []

    def __call__(self, intent: Intent, version: int | None) -> Event:
        self.sent.append(version)
        if version != self.last:
            raise Refused(Problem(ProblemType.CHANGED, "Changed", 412, by="aliya", current=self.last))
        self.last = self.desk.center.picture.seq + 1
        return DeviceChanged(f"x{self.last}", Health.OFFLINE)


def _orders() -> list[Intent]:
    return [AssignUnit("I1", "U1"), SetUnitStatus("U1", UnitStatus.EN_ROUTE), SetUnitStatus("U1", UnitStatus.ON_SCENE)]


async def test_orders_given_on_the_same_look_follow_each_other(desk: Desk) -> None:
    desk.center.change(6)
    await desk.begin()
    await desk.center.kill()
    await desk.store.until_state(LinkState.OFFLINE)
    desk.center.on_intent = versions = _Versions(desk)
    orders = [_send(desk, order) for order in (*_orders(), SetUnitStatus("U2", UnitStatus.BREAK))]
    await desk.store.until(lambda: desk.store.link_status.queued == 4)
    await desk.center.start()
    desk.link.retry_now()
    outcomes = [await order for order in orders]
    assert [o.seq for o in outcomes[:3]] == [7, 8, 9]
    assert versions.sent == [1, 7, 8, 1], "another unit keeps the version that was seen"
    assert isinstance(outcomes[3], Refused)


async def test_what_somebody_else_changed_in_between_is_still_told(desk: Desk) -> None:
    desk.center.change(6)
    await desk.begin()
    await desk.center.kill()
    await desk.store.until_state(LinkState.OFFLINE)
    versions = _Versions(desk)

    def and_bolat_is_quicker(intent: Intent, version: int | None) -> Event:
        done = versions(intent, version)
        versions.last = 100
        return done

    desk.center.on_intent = and_bolat_is_quicker
    orders = [_send(desk, order) for order in _orders()[:2]]
    await desk.store.until(lambda: desk.store.link_status.queued == 2)
    await desk.center.start()
    desk.link.retry_now()
    assert (await orders[0]).seq == 7
    assert isinstance(await orders[1], Refused)


async def test_an_order_given_before_the_last_ones_event_is_here_follows_it(desk: Desk) -> None:
    desk.center.change(6)
    await desk.begin()
    desk.center.on_intent = versions = _Versions(desk)
    desk.center.lose = {7}  # its entry comes later than the answer
    first = _send(desk, _orders()[0])
    await desk.store.until(lambda: desk.link.dispatch._followed)
    second = _send(desk, _orders()[1])
    await desk.store.until(lambda: len(versions.sent) == 2)
    assert versions.sent == [1, 7]
    desk.center.lose = set()
    desk.center.break_streams()
    desk.link.retry_now()
    assert [(await first).seq, (await second).seq] == [7, 8]
    assert desk.link.dispatch._followed == {}


async def test_what_waits_is_sent_at_once_after_a_log_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.link.dispatch.Backoff.delay", lambda self: 3600.0)
    await desk.begin()
    desk.center.tokens.clear()
    desk.center.refresh_tokens.clear()
    desk.center.passwords = {"aliya": "changed"}
    ended = asyncio.Event()
    desk.link.on_log_in_needed = ended.set
    sending = _send(desk, Acknowledge("a"))
    await asyncio.wait_for(ended.wait(), 5)
    await desk.link.log_in("aliya", "changed")
    assert (await asyncio.wait_for(sending, 5)).seq == 1


async def test_what_another_operator_left_is_not_sent_in_ones_name_without_asking(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _left_by_a_crash(desk)
    monkeypatch.setattr(little_center, "OPERATOR", Operator("bolat", "Bolat", Role.SUPERVISOR))
    asked = asyncio.Event()
    desk.link.ask_with(lambda held: asked.set())
    await desk.begin()
    await asyncio.wait_for(asked.wait(), 5)
    assert desk.center.executed == []
    assert "given by aliya" in desk.link.held[0].question


async def test_an_intent_made_for_another_epoch_is_never_sent(desk: Desk) -> None:
    await _left_by_a_crash(desk)
    desk.center.begin_anew()
    asked = asyncio.Event()
    desk.link.ask_with(lambda held: asked.set())
    await desk.begin()
    await asyncio.wait_for(asked.wait(), 5)
    (held,) = desk.link.held
    assert not held.can_be_sent
    await desk.link.decide(held.key, send=True)
    assert desk.link.held == []
    assert desk.center.executed == []
    assert desk.link.status.queued == 0


async def test_stopping_keeps_what_was_not_sent(desk: Desk) -> None:
    await desk.begin()
    await desk.center.kill()
    sending = _send(desk, Acknowledge("a"))
    await desk.store.until(lambda: desk.store.link_status.queued == 1)
    await desk.link.stop()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await desk.center.start()
    desk.fresh()
    await desk.begin()
    await desk.store.until(lambda: desk.store.settled)
    assert desk.center.executed == [Acknowledge("a")]


async def test_without_a_log_in_nothing_is_queued(desk: Desk) -> None:
    with pytest.raises(LogInNeeded):
        await desk.link.send(Acknowledge("a"))


async def test_a_full_disk_is_told_and_the_intent_is_sent(desk: Desk) -> None:
    (desk.folder / "data").write_text("in the way")
    await desk.begin()
    assert "outbox-disk" in desk.told
    assert (await desk.link.send(Acknowledge("a"))).seq == 1


async def test_injecting_is_for_those_who_may(desk: Desk) -> None:
    await desk.begin()
    await desk.link.inject("B1", AlarmKind.PANIC_BUTTON)
    assert desk.center.asked[-1] == "POST /signals"
    body = b'{"type":"forbidden","title":"","status":403}'
    desk.center.overrides[p.SIGNALS] = lambda: (403, p.PROBLEM_JSON, body)
    with pytest.raises(Refused, match=r"Your role may not do this\."):
        await desk.link.inject("B1", AlarmKind.PANIC_BUTTON)
