"""The embedded center as a child process: ready, progress, an early end, an unexpected end, an end that is refused."""

import asyncio
import sys
import textwrap

import psutil
import pytest

from console import embedded, language
from console.embedded import EmbeddedCenter, EmbeddedFailed
from console.notices import Notice, Notices

pytestmark = pytest.mark.anyio

READY = 'print(\'{"ready": true, "url": "http://127.0.0.1:1", "epoch": "e", "pid": 1}\', flush=True)\n'
UNTIL_EOF = "import sys; sys.stdin.read()\n"


class _Told:
    def __init__(self) -> None:
        self.notices = Notices()
        self.now: dict[str, Notice] = {}
        self.all: list[Notice] = []
        self.notices.listen(self._hear)

    def _hear(self, notice: Notice | None, key: str) -> None:
        if notice is None:
            self.now.pop(key, None)
        else:
            self.now[key] = notice
            self.all.append(notice)


def _center(code: str, told: _Told | None = None) -> EmbeddedCenter:
    return EmbeddedCenter([sys.executable, "-c", textwrap.dedent(code)], (told or _Told()).notices)


async def test_it_is_ready_with_its_address_and_ends_when_told() -> None:
    center = _center(READY + UNTIL_EOF)
    assert await center.start() == "http://127.0.0.1:1"
    process = center._process
    assert process is not None
    await center.stop()
    assert process.returncode is not None
    assert not psutil.pid_exists(process.pid)
    await center.stop()


async def test_its_progress_is_told_until_it_is_done() -> None:
    told = _Told()
    code = """
    print('{"progress": "clips_sub", "done": 1, "total": 4}', flush=True)
    print('{"progress": "clips_main", "done": 0, "total": 4}', flush=True)
    print('{"progress": "clips_sub", "done": 4, "total": 4}', flush=True)
    print('not json', flush=True)
    """
    center = _center(textwrap.dedent(code) + READY + UNTIL_EOF, told)
    await center.start()
    await center.stop()
    assert told.all[0].text == "Drawing the demo cameras' pictures…"
    assert told.all[0].progress == 0.25
    assert list(told.now) == ["embedded-clips_main"]


async def test_an_early_end_is_told_with_its_own_sentence() -> None:
    center = _center("import sys; print('Port 80 cannot be used: no.', file=sys.stderr); sys.exit(1)")
    with pytest.raises(EmbeddedFailed, match=r"^The demo center ended: Port 80 cannot be used: no\.$"):
        await center.start()


async def test_an_end_without_a_word_is_told_with_its_code() -> None:
    with pytest.raises(EmbeddedFailed, match="with code 3"):
        await _center("import sys; sys.exit(3)").start()


async def test_one_killed_from_outside_is_told_so() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(EmbeddedFailed, match=r"it was killed from outside \(SIGKILL\)\.$"):
        await _center(code).start()


async def test_it_speaks_the_console_s_language() -> None:
    language.use("kk")
    with pytest.raises(EmbeddedFailed, match=r"kk$"):
        await _center("import os, sys; sys.exit(os.environ['LANGUAGE'])").start()


async def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(EmbeddedFailed, match="could not be started"):
        await EmbeddedCenter(["/nowhere/at/all"], Notices()).start()


async def test_an_unexpected_end_is_a_notice() -> None:
    told, ended = _Told(), asyncio.Event()
    center = _center(
        READY + "import sys; sys.stdin.readline(); print('Disk full.', file=sys.stderr); sys.exit(1)", told
    )
    center.on_end = ended.set
    await center.start()
    assert center._process is not None
    assert center._process.stdin is not None
    center._process.stdin.write(b"\n")
    center._process.stdin.flush()
    await asyncio.wait_for(ended.wait(), 10)
    assert told.now["embedded-end"].text.startswith("The demo center ended: Disk full. What waits")
    await center.stop()


async def test_one_that_never_becomes_ready_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "READY_S", 0.2)
    center = _center(UNTIL_EOF)
    with pytest.raises(EmbeddedFailed, match="did not become ready"):
        await center.start()
    assert center._process is None


async def test_one_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "END_S", 0.3)
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + READY + "time.sleep(60)"
    center = _center(stubborn)
    await center.start()
    process = center._process
    assert process is not None
    await center.stop()
    assert process.returncode == -9


async def test_a_start_that_is_cancelled_leaves_nothing_behind() -> None:
    center = _center(UNTIL_EOF)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await center.start()
    assert center._process is None
