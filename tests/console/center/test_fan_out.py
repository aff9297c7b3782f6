"""Many consoles: everyone gets every entry once and in order, and a slow one costs nobody anything."""

import asyncio
import json

import pytest

from console.center.fan_out import BUFFER_LIMIT, GROUP_S, MESSAGE_LIMIT, FanOut, Reader, cut
from console.domain.units import Fix

pytestmark = pytest.mark.anyio


def body(seq: int, size: int = 0) -> bytes:
    return json.dumps({"seq": seq, "text": "x" * size}).encode()


def kinds(messages: list[str]) -> list[str]:
    return [json.loads(message)["type"] for message in messages]


def seqs(messages: list[str]) -> list[int]:
    return [e["seq"] for m in map(json.loads, messages) if m["type"] == "logged" for e in m["entries"]]


async def test_the_first_entry_goes_at_once_and_those_right_after_it_together() -> None:
    fan_out = FanOut(0)
    reader = fan_out.join()
    fan_out.log([body(1)])
    assert seqs(reader.take()) == [1]
    fan_out.log([body(2)])
    fan_out.log([body(3)])
    assert reader.take() == []
    await asyncio.wait_for(reader.wait(), 10 * GROUP_S)
    (together,) = reader.take()
    assert seqs([together]) == [2, 3]
    assert reader.seq == fan_out.seq == 3


async def test_who_joins_is_told_nothing_twice_and_misses_nothing() -> None:
    fan_out = FanOut(0)
    first = fan_out.join()
    fan_out.log([body(1)])
    fan_out.log([body(2)])
    second = fan_out.join()
    assert second.seq == 2
    fan_out.log([body(3)])
    await asyncio.wait_for(second.wait(), 10 * GROUP_S)
    assert seqs(first.take()) == [1, 2, 3]
    assert seqs(second.take()) == [3]


async def test_who_does_not_read_is_reset_and_goes_on_without_a_gap() -> None:
    reader = Reader(0, limit=1000)
    for seq in range(1, 20):
        reader.put(json.dumps({"type": "logged", "entries": [{"seq": seq, "text": "x" * 100}]}), seq)
    messages = reader.take()
    assert kinds(messages)[0] == "reset"
    rest = seqs(messages)
    assert rest == list(range(20 - len(rest), 20))
    assert reader.seq == 19


async def test_what_waits_for_a_slow_reader_is_bounded() -> None:
    fan_out = FanOut(0)
    reader = fan_out.join()
    fan_out.log([body(1)])
    for seq in range(2, 400):
        fan_out.log([body(seq, 100_000)])
        fan_out._flush()
    assert sum(map(len, reader.take())) <= BUFFER_LIMIT


async def test_positions_that_wait_are_replaced() -> None:
    reader = Reader(0, BUFFER_LIMIT)
    for time in range(100):
        reader.place([Fix("U0", 76.9, 43.2, 0, 0, float(time)), Fix("U1", 76.9, 43.2, 0, 0, float(time))])
    (message,) = reader.take()
    assert [(fix[0], fix[-1]) for fix in json.loads(message)["fixes"]] == [("U0", 99.0), ("U1", 99.0)]
    assert reader.take() == []


async def test_a_new_registry_is_told() -> None:
    fan_out = FanOut(0)
    reader = fan_out.join()
    fan_out.registry_changed(8)
    assert [json.loads(m) for m in reader.take()] == [{"type": "registry_changed", "revision": 8}]
    fan_out.leave(reader)
    fan_out.registry_changed(9)
    assert reader.take() == []


def test_many_entries_travel_in_portions() -> None:
    bodies = [body(seq, 50_000) for seq in range(1, 40)]
    parts = [list(part) for part in cut(bodies)]
    assert [b for part in parts for b in part] == bodies
    assert all(sum(map(len, part)) <= MESSAGE_LIMIT for part in parts)
    assert len(parts) < len(bodies)


def test_an_entry_larger_than_a_message_travels_alone() -> None:
    bodies = [body(1), body(2, 2 * MESSAGE_LIMIT), body(3)]
    assert [len(part) for part in cut(bodies)] == [1, 1, 1]
    assert list(cut([])) == []
