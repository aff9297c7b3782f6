"""The life of the link: log in, snapshot, stream, breaks, gaps, resets, silence."""

import asyncio
import time
from pathlib import Path

import pytest

from console.domain import protocol as p
from console.domain.devices import Health
from console.domain.errors import ProblemType, Refused
from console.domain.events import DeviceChanged, LogEntry
from console.domain.freshness import LinkState, Source
from console.domain.intents import Acknowledge
from console.domain.ptz import Direction, PtzPosition
from console.domain.units import Fix
from console.link import link
from console.link.errors import CenterUnreachable, CenterUnusable
from tests.console.link.conftest import Desk
from tests.console.link.little_center import OPERATOR, LittleCenter

pytestmark = pytest.mark.anyio


def _states(desk: Desk) -> list[LinkState]:
    states: list[LinkState] = []
    for status in desk.store.statuses:
        if not states or states[-1] is not status.state:
            states.append(status.state)
    return states


async def test_goes_from_log_in_by_snapshot_to_live(desk: Desk) -> None:
    desk.center.change(5)
    await desk.begin()
    assert desk.link.operator == OPERATOR == desk.store.operator
    assert _states(desk) == [LinkState.CONNECTING, LinkState.SYNCING, LinkState.LIVE]
    assert desk.store.picture.devices == desk.center.picture.devices
    assert desk.store.clock.now() == pytest.approx(1000.0, abs=5.0)
    assert not desk.store.is_stale(Source.EVENTS)


async def test_events_reach_the_store_in_order(desk: Desk) -> None:
    await desk.begin()
    desk.center.change(2000)
    await desk.caught_up()
    assert desk.store.loaded == 1
    assert desk.store.applied == [("e1", seq) for seq in range(1, 2001)]


async def test_entries_that_come_while_the_snapshot_loads_are_neither_lost_nor_doubled(desk: Desk) -> None:
    desk.center.snapshot_gate.clear()
    await desk.link.log_in("aliya", "secret")
    desk.link.start()
    await asyncio.wait_for(desk.center.snapshot_asked.wait(), 5)
    desk.center.change(10)
    assert desk.store.link_status.state is LinkState.SYNCING
    desk.center.snapshot_gate.set()
    await desk.caught_up()
    assert [seq for _, seq in desk.store.applied] == list(range(1, 11))


async def test_a_break_is_resumed_without_a_new_snapshot(desk: Desk) -> None:
    await desk.begin()
    desk.center.break_streams()
    await desk.store.until_state(LinkState.OFFLINE)
    desk.center.change(50)
    desk.link.retry_now()
    await desk.caught_up()
    assert desk.store.loaded == 1
    assert "resume e1 0" in desk.center.asked
    assert [seq for _, seq in desk.store.applied] == list(range(1, 51))


async def test_a_killed_center_is_found_again(desk: Desk) -> None:
    await desk.begin()
    await desk.center.kill()
    await desk.store.until_state(LinkState.OFFLINE)
    offline = desk.store.link_status
    assert offline.retry_at is not None
    assert offline.reason
    assert desk.store.is_stale(Source.EVENTS)
    desk.center.change(3)
    await desk.center.start()
    desk.link.retry_now()
    await desk.caught_up()
    assert desk.store.loaded == 1


async def test_a_new_epoch_is_read_anew(desk: Desk) -> None:
    desk.center.change(5)
    await desk.begin()
    desk.center.begin_anew()
    desk.center.change(2)
    desk.center.break_streams()
    await desk.store.until_state(LinkState.OFFLINE)
    desk.link.retry_now()
    await desk.caught_up()
    assert desk.store.picture.epoch == "e2"
    assert desk.store.loaded == 2


async def test_a_gap_is_healed_by_a_snapshot_on_the_same_stream(desk: Desk) -> None:
    await desk.begin()
    desk.center.lose = {2}
    desk.center.change(3)
    await desk.caught_up()
    assert desk.store.loaded == 2
    assert LinkState.OFFLINE not in _states(desk)
    desk.center.change(1)
    await desk.caught_up()
    assert desk.store.applied[-1] == ("e1", 4)


async def test_an_entry_lost_in_silence_is_found_by_the_heartbeat(desk: Desk) -> None:
    desk.center.heartbeat_s = 0.1
    await desk.begin()
    desk.center.lose = {1}
    desk.center.change(1)
    await desk.caught_up()
    assert desk.store.loaded == 2


async def test_an_unknown_event_version_is_healed_by_a_snapshot(desk: Desk) -> None:
    await desk.begin()
    desk.center.lose = {1}
    desk.center.change(1)
    desk.center.say(p.Logged((LogEntry(1, 0.0, "center", DeviceChanged("d0", Health.OK), version=99),)))
    await desk.caught_up()
    assert desk.store.applied == []


async def test_a_reset_is_answered_by_a_snapshot(desk: Desk) -> None:
    await desk.begin()
    desk.center.lose = set(range(1, 5))
    desk.center.change(4)
    desk.center.say(p.Reset("too slow"))
    desk.center.change(1)
    await desk.caught_up()
    assert desk.store.loaded == 2


@pytest.mark.parametrize("garbage", ["{", '{"type":"nonsense"}', '{"type":"logged","entries":[{"seq":1}]}', "☂"])
async def test_what_cannot_be_decoded_is_told_and_healed(desk: Desk, garbage: str) -> None:
    await desk.begin()
    desk.center.say_raw(garbage)
    desk.center.change(1)
    await desk.store.until(lambda: desk.store.loaded == 2)
    await desk.caught_up()
    assert "undecodable" in desk.told


async def test_a_center_that_sends_only_garbage_is_given_up_with_pauses(desk: Desk) -> None:
    await desk.begin()
    while desk.store.link_status.state is not LinkState.OFFLINE:
        loaded = desk.store.loaded
        desk.center.say_raw("{")
        await desk.store.until(
            lambda loaded=loaded: desk.store.loaded > loaded or desk.store.link_status.state is LinkState.OFFLINE
        )
    assert desk.store.loaded <= 4
    assert desk.store.link_status.retry_at is not None


async def test_silence_of_two_beats_is_a_break(desk: Desk) -> None:
    desk.center.heartbeat_s = 0.6
    await desk.begin()
    desk.center.beats = False
    await desk.store.until_state(LinkState.OFFLINE)
    assert desk.store.link_status.reason == "The center has fallen silent."


async def test_a_stall_of_the_consoles_own_loop_is_no_silence_of_the_center(desk: Desk) -> None:
    await desk.begin()
    time.sleep(1.2)  # noqa: ASYNC251 - the stall
    desk.center.change(1)
    await desk.caught_up()
    assert LinkState.OFFLINE not in _states(desk)


async def test_positions_reach_the_store(desk: Desk) -> None:
    await desk.begin()
    desk.center.say(p.Fixes((Fix("nobody", 76.9, 43.2, 1.0, 2.0, 3.0),)))
    await desk.store.until(lambda: desk.store.age(Source.POSITIONS) is not None)


async def test_where_a_camera_looks_reaches_the_store(desk: Desk) -> None:
    await desk.begin()
    position = PtzPosition("C1", Direction(10.0, -5.0, 2.0), 3.0, is_moving=True)
    desk.center.say(p.Turned((position,)))
    await desk.store.until(lambda: desk.store.picture.turned)
    assert desk.store.picture.turned == {"C1": position}


async def test_a_message_too_large_ends_the_stream_and_the_link_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.link.stream.MESSAGE_LIMIT", 10_000)
    await desk.begin()
    desk.center.say_raw("x" * 20_000)
    await desk.store.until_state(LinkState.OFFLINE)
    desk.link.retry_now()
    await desk.live()


async def test_a_wrong_password_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.link.log_in("aliya", "wrong")
    assert refused.value.problem.type is ProblemType.WRONG_PASSWORD
    assert str(refused.value) == "User or password is wrong."


async def test_a_center_that_is_still_preparing_is_waited_for(desk: Desk) -> None:
    def not_ready() -> tuple[int, str, bytes]:
        if len(desk.center.asked) > 2:
            del desk.center.overrides["/"]
        return 503, p.PROBLEM_JSON, b'{"type":"not_ready","title":"","status":503,"retry_after":0.01}'

    desk.center.overrides["/"] = not_ready
    await desk.link.log_in("aliya", "secret")
    assert desk.link.operator == OPERATOR
    assert "not-ready" not in desk.told


async def test_nobody_there_is_one_sentence(tmp_path: Path, center: LittleCenter) -> None:
    desk = Desk(tmp_path, center)
    await center.kill()
    with pytest.raises(CenterUnreachable, match="No center can be reached"):
        await desk.link.log_in("aliya", "secret")
    await desk.link.stop()
    await center.start()


async def test_another_contract_in_the_hello_is_told_and_tried_again_later(desk: Desk) -> None:
    desk.center.hello_contract = p.CONTRACT + 1
    await desk.link.log_in("aliya", "secret")
    desk.link.start()
    await desk.store.until(lambda: desk.store.link_status.retry_at is not None)
    assert "newer contract" in desk.store.link_status.reason
    desk.center.hello_contract = p.CONTRACT
    desk.link.retry_now()
    await desk.live()


async def test_opening_a_camera_gives_whole_addresses(desk: Desk) -> None:
    await desk.begin()
    opening = await desk.link.open_camera("C 1", "because")
    assert opening.sub == f"{desk.center.url}/video/L/live.ts?quality=sub"
    assert opening.camera == "C 1"


async def test_stop_ends_everything(desk: Desk) -> None:
    await desk.begin()
    before = {t for t in asyncio.all_tasks() if t.get_name().startswith("link")}
    assert before
    await desk.link.stop()
    assert not {t for t in asyncio.all_tasks() if t.get_name().startswith("link")}
    assert desk.store.link_status.state is LinkState.OFFLINE


async def test_plain_http_to_another_machine_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CenterUnusable, match="https://"):
        Desk(tmp_path, _Elsewhere())


class _Elsewhere(LittleCenter):
    @property
    def url(self) -> str:
        return "http://center.example"


async def test_a_second_log_in_does_not_follow_the_center_twice(desk: Desk) -> None:
    await desk.begin()
    await desk.link.log_in("aliya", "secret")
    desk.link.start()
    desk.center.change(5)
    await desk.caught_up()
    await desk.link.send(Acknowledge("a"))
    assert len(desk.center.readers) == 1
    names = [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("link: ")]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("name", "call"), [("link: registry", "registry"), ("link: snapshots", "snapshot")])
async def test_a_part_that_had_a_fault_is_told_and_begins_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, call: str
) -> None:
    monkeypatch.setattr(link, "ANEW_S", 0.01)
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    told: list[str] = []
    desk.notices.listen(lambda notice, key: told.append(f"{key} {'ends' if notice is None else notice.details}"))
    works = getattr(desk.link._backend, call)
    faults = 0

    async def fails_once(*about: object) -> object:
        nonlocal faults
        faults += 1
        if faults == 1:
            raise RuntimeError("a slip of ours")
        return await works(*about)

    monkeypatch.setattr(desk.link._backend, call, fails_once)
    desk.center.heartbeat_s = 0.05
    await desk.begin()
    await desk.store.until(lambda: desk.store.registry is not None)
    assert f"{name} RuntimeError('a slip of ours')" in told
    assert f"{name} ends" in told
