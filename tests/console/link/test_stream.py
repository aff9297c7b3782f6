"""The event stream on real sockets: greeting, batches, and all that may be wrong with the other side."""

import asyncio

import pytest

from console.domain import protocol as p
from console.domain.errors import ProblemType, Refused
from console.link import stream as stream_module
from console.link.backend import Undecodable
from console.link.errors import CenterUnreachable, CenterUnusable
from console.link.stream import decoded, open_stream
from console.tasks import Tasks
from tests.console.link.little_center import LittleCenter, raw_server

pytestmark = pytest.mark.anyio


async def _fault_of(url: str, token: str = "t") -> Exception:
    with pytest.raises(Exception) as fault:  # noqa: PT011 - the caller looks at it
        async with open_stream(url, token, Tasks()):
            pass
    return fault.value


async def test_many_messages_are_taken_at_once(center: LittleCenter) -> None:
    center.tokens.add("t")
    async with open_stream(center.url, "t", Tasks()) as stream:
        center.change(500)
        taken = [len(await stream.batch(5.0))]
        while sum(taken) < 500:
            taken.append(len(await stream.batch(5.0)))
    assert max(taken) > 10


async def test_what_waits_is_bounded(center: LittleCenter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "WAITING_LIMIT", 10_000)
    center.tokens.add("t")
    async with open_stream(center.url, "t", Tasks()) as stream:
        center.change(2_000)
        got = 0
        while got < 2_000:
            got += len(await stream.batch(5.0))
            await asyncio.sleep(0)
            assert stream._bytes < 10_200


async def test_an_unknown_token_is_a_refusal(center: LittleCenter) -> None:
    fault = await _fault_of(center.url)
    assert isinstance(fault, Refused)
    assert fault.problem.type is ProblemType.NOT_LOGGED_IN


async def test_a_first_message_that_is_no_hello_is_no_center(
    center: LittleCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    center.tokens.add("t")
    monkeypatch.setattr(p, "Hello", lambda *args: p.Reset("hello"))
    assert isinstance(await _fault_of(center.url), CenterUnusable)


async def test_a_stream_that_breaks_says_so(center: LittleCenter) -> None:
    center.tokens.add("t")
    async with open_stream(center.url, "t", Tasks()) as stream:
        center.break_streams()
        with pytest.raises(CenterUnreachable):
            await stream.batch(5.0)


async def test_what_came_before_the_break_is_still_given(center: LittleCenter) -> None:
    center.tokens.add("t")
    async with open_stream(center.url, "t", Tasks()) as stream:
        center.change(3)
        center.break_streams()
        got = 0
        while got < 3:
            got += len(await stream.batch(5.0))
        with pytest.raises(CenterUnreachable):
            await stream.batch(5.0)


async def _silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_who_accepts_and_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "OPEN_S", 0.2)
    async with raw_server(_silent) as url:
        assert isinstance(await _fault_of(url), CenterUnreachable)


async def _redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /stream\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def _html(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")
    await writer.drain()


async def _noise(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP\r\n" * 3)
    await writer.drain()


@pytest.mark.parametrize("serve", [_redirect, _html, _noise])
async def test_what_is_no_event_stream_is_unusable_and_gets_no_token(serve: object) -> None:
    async with raw_server(serve) as url:  # type: ignore[arg-type]
        assert isinstance(await _fault_of(url), CenterUnusable)


async def test_nobody_there_is_unreachable() -> None:
    async with raw_server(_silent) as url:
        pass
    assert isinstance(await _fault_of(url), CenterUnreachable)


def test_what_cannot_be_decoded_keeps_its_first_bytes() -> None:
    raw = b'{"type":"logged","entries":' + b"x" * 10_000
    found = decoded(raw)
    assert isinstance(found, Undecodable)
    assert found.length == len(raw)
    assert raw.startswith(found.start)
    assert len(found.start) == stream_module.SHOWN_BYTES
