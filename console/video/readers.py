"""Threads that wait for the data of many streams at once, and let each stream take in what has come for it.

Cameras send at the same moments. Nine threads that wake together, and each want Python's lock ten times for a frame,
wait for one another, and the window's thread for all of them: 12 changes of the thread a frame. A few threads that go
from stream to stream have nobody to wait for.
"""

import logging
import os
import socket
from collections.abc import Callable
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread
from typing import Protocol

import av

from console.clock import monotonic
from console.video.feed import SILENT_AFTER_S
from console.video.turns import DECODING

log = logging.getLogger(__name__)

AT_ONCE = max(1, min(4, os.cpu_count() or 1))
"""Threads. More would only wait for Python's lock; four decode 25 main streams."""

TOGETHER = 8
"""Streams that go through a step before the first of them goes on to the next one: more would wait for each other."""

LOOK_UP_S = 1.0
"""How often a thread looks which streams have been silent for too long."""


class Stream(Protocol):
    """What is read, step by step, in a reader's thread. A step is False where no more is wanted after it."""

    def gather(self) -> bool:
        """Take in what has come."""
        ...

    def decode(self) -> bool:
        """Decode what was gathered."""
        ...

    def show(self) -> bool:
        """Let what was decoded be seen."""
        ...

    def close(self) -> None:
        """It is read no more: no more was wanted, it broke, or nothing came for too long."""
        ...


def is_done(step: Callable[[], bool | None]) -> bool:
    """Take a step of a stream; False where no more is wanted, or where it broke, which must not end the others."""
    try:
        return step() is not False
    except (av.error.FFmpegError, OSError, ValueError) as error:
        log.info("a video stream broke: %s", type(error).__name__)  # never the error: it may carry an address
    except Exception:
        log.exception("%r failed", step)
    return False


class _Reader:
    """One thread and its streams."""

    def __init__(self) -> None:
        self.streams: dict[socket.socket, Stream] = {}
        self._heard: dict[socket.socket, float] = {}
        self._selector = DefaultSelector()
        self._bell, self._door = socket.socketpair()
        self._selector.register(self._door, EVENT_READ)
        self._looked_up = monotonic()
        Thread(target=self._live, name="video-reader", daemon=True).start()

    def add(self, waits_on: socket.socket, stream: Stream) -> None:
        """From any thread."""
        self.streams[waits_on] = stream
        self._heard[waits_on] = monotonic()
        self._selector.register(waits_on, EVENT_READ)
        self._bell.send(b"!")  # on some systems what is waited for is only looked at before the waiting

    def _live(self) -> None:
        while True:
            ready = self._selector.select(LOOK_UP_S if self.streams else None)
            self._hear([key.fileobj for key, _events in ready])  # type: ignore[misc]  # nothing but sockets is waited for
            if monotonic() - self._looked_up > LOOK_UP_S:
                self._look_up(monotonic())

    def _hear(self, ready: list[socket.socket]) -> None:
        """Each step is taken by many before the next: what decodes leaves nothing of the rest in the cache."""
        if self._door in ready:
            ready.remove(self._door)
            self._door.recv(64)
        now, streams = monotonic(), self.streams
        for waits_on in ready:
            self._heard[waits_on] = now
        heard = [waits_on for waits_on in ready if self._goes_on(waits_on, streams[waits_on].gather)]
        for first in range(0, len(heard), TOGETHER):
            group = heard[first : first + TOGETHER]
            with DECODING:
                group = [waits_on for waits_on in group if self._goes_on(waits_on, streams[waits_on].decode)]
                for waits_on in group:
                    self._goes_on(waits_on, streams[waits_on].show)

    def _goes_on(self, waits_on: socket.socket, step: Callable[[], bool]) -> bool:
        goes_on = is_done(step)
        if not goes_on:
            self._leave(waits_on)
        return goes_on

    def _look_up(self, now: float) -> None:
        self._looked_up = now
        for waits_on in [silent for silent, heard in list(self._heard.items()) if now - heard > SILENT_AFTER_S]:
            self._leave(waits_on)

    def _leave(self, waits_on: socket.socket) -> None:
        self._selector.unregister(waits_on)  # before it is closed: its number may be another's at once
        del self._heard[waits_on]
        is_done(self.streams.pop(waits_on).close)


class Readers:
    """All of them; a thread is started for each of the first streams."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._lock = Lock()
        self._readers: list[_Reader] = []

    def read(self, waits_on: socket.socket, stream: Stream) -> None:
        """Let the least busy thread read a stream whenever there is something to be read from its socket."""
        with self._lock:
            if len(self._readers) < self._at_once:
                self._readers.append(_Reader())
            min(self._readers, key=lambda reader: len(reader.streams)).add(waits_on, stream)


READERS = Readers()
"""Of all players together."""
