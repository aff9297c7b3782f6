"""The embedded demo center as the console sees it: a child process that says in JSON lines how far it is.

It is started from an argument list and known only by what it prints (``progress`` lines, then one ``ready`` line with
its address; one sentence on stderr when it cannot run), so the console never imports it. It ends with the console in
every case: told to when the console ends in order, and by the end of its standard input when the console dies.
It speaks the console's language, because its sentences become the console's.
Threads read its pipes, because asyncio's own subprocesses need a child watcher that a Qt loop does not have.
"""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

import msgspec
from msgspec import Struct

from console import language
from console.language import N_, _
from console.notices import Notices

log = logging.getLogger(__name__)

READY_S = 300.0
"""Longest wait for a center that says nothing: a city is generated and a database folded in less."""

END_S = 8.0
"""How long it may take to end in order; then it is killed, which its log survives."""

STEPS = {
    "history": N_("Telling what happened in the demo city before…"),
    "clips_sub": N_("Drawing the demo cameras' pictures…"),
    "clips_main": N_("Drawing the demo cameras' large pictures…"),
}
"""What the center's progress lines speak of."""


class EmbeddedFailed(Exception):
    """The embedded center cannot run; ``str`` is one sentence, ``details`` the last lines that it wrote."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


class _Line(Struct, frozen=True):
    """A line on its stdout; which fields are there says what it is."""

    ready: bool = False
    url: str = ""
    progress: str = ""
    done: float = 0.0
    total: float = 0.0


class EmbeddedCenter:
    """A center as a child process.

    Args:
        argv: how it is started, for example ``[sys.executable, "main.py", "center", "--port", "0",
            "--end-with-parent"]``.
        notices: where its progress and an unexpected end are told.
    """

    def __init__(self, argv: Sequence[str], notices: Notices) -> None:
        self._argv = list(argv)
        self._notices = notices
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []
        self._errors: deque[str] = deque(maxlen=50)
        self._url: asyncio.Future[str] | None = None
        self._is_ending = False
        self.on_end: Callable[[], None] = lambda: None
        """Called when it ends without having been told to."""

    async def start(self) -> str:
        """Start it; its address when it is ready. Raises EmbeddedFailed with one sentence."""
        loop = asyncio.get_running_loop()
        self._url = loop.create_future()
        self._is_ending = False
        try:
            self._process = process = await asyncio.to_thread(self._spawn)
        except OSError as fault:
            raise EmbeddedFailed(_("The demo center could not be started."), str(fault)) from fault
        self._threads = [
            threading.Thread(target=self._read_errors, args=(process.stderr,), name="embedded: stderr", daemon=True),
            threading.Thread(target=self._read, args=(process, loop), name="embedded: stdout", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        try:
            async with asyncio.timeout(READY_S):
                return await self._url
        except TimeoutError as fault:
            await self.stop()
            raise EmbeddedFailed(_("The demo center did not become ready."), self._last_words()) from fault
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End it: asked first, killed when it does not answer. Returns when it is gone."""
        self._is_ending = True
        if self._process is None:
            return
        process, self._process = self._process, None
        process.terminate()
        await asyncio.to_thread(self._gone, process)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LANGUAGE": language.current(), "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
        )

    def _gone(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            log.warning("the embedded center did not end in %s s and is killed", END_S)
            process.kill()
            process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    def _read(self, process: "subprocess.Popen[bytes]", loop: asyncio.AbstractEventLoop) -> None:
        """In a thread: what it says until its end."""
        if process.stdout is None:
            return
        with suppress(RuntimeError):  # the loop is closed: nobody wants to know any more
            for raw in process.stdout:
                loop.call_soon_threadsafe(self._hear, raw)
            code = process.wait()
            self._threads[0].join()
            loop.call_soon_threadsafe(self._ended, code)

    def _read_errors(self, pipe: IO[bytes]) -> None:
        """In a thread: its complaints, for the log and for the sentence of a failure."""
        for raw in pipe:
            text = raw.decode("utf-8", "replace").rstrip()
            log.info("center: %s", text)
            self._errors.append(text)

    def _hear(self, raw: bytes) -> None:
        try:
            line = msgspec.json.decode(raw, type=_Line)
        except msgspec.DecodeError:
            log.warning("the embedded center said %r", raw[:200])
            return
        if line.ready and self._url is not None and not self._url.done():
            self._url.set_result(line.url)
        elif line.progress:
            self._show(line)

    def _show(self, line: _Line) -> None:
        key = f"embedded-{line.progress}"
        if line.done >= line.total:
            self._notices.end(key)
            return
        text = _(STEPS[line.progress]) if line.progress in STEPS else _("The demo center is preparing…")
        self._notices.info(text, key=key, progress=line.done / line.total)

    def _ended(self, code: int) -> None:
        if self._is_ending:
            return
        failure = EmbeddedFailed(
            _("The demo center ended: {reason}").format(reason=self._reason(code)), self._last_words()
        )
        log.error("%s", failure)
        if self._url is not None and not self._url.done():
            self._url.set_exception(failure)
            return
        text = _("{what} What waits to be sent is kept; start Kuzet again to go on.").format(what=failure)
        self._notices.error(text, key="embedded-end", details=failure.details)
        self.on_end()

    def _reason(self, code: int) -> str:
        """Its own sentence, else how it ended."""
        if code < 0:
            return _("it was killed from outside ({signal}).").format(signal=_signal_name(-code))
        said = next((line for line in reversed(self._errors) if line.strip()), "")
        return said or _("without a word, with code {code}.").format(code=code)

    def _last_words(self) -> str:
        return "\n".join(self._errors)


def _signal_name(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else str(number)
