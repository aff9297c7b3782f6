"""From one log to many consoles: each message is encoded once, each console's buffer is bounded.

A console that does not read is not waited for: positions replace each other, and when its buffer of log messages is
full it is emptied and the console is told to read a snapshot (``Reset``). Nobody else notices.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

import msgspec

from console.clock import monotonic
from console.domain.presence import Present
from console.domain.protocol import CenterMessage, Fixes, Presences, RegistryChanged, Reset, Turned
from console.domain.ptz import PtzPosition
from console.domain.units import Fix

GROUP_S = 0.015
"""Entries that come within this time after a message went out travel together in the next one."""

MESSAGE_LIMIT = 256 * 1024
"""A message of the log is cut about here, bytes: well below the 1 MB at which WebSocket clients close."""

BUFFER_LIMIT = 8 * 1024 * 1024
"""What waits for one console at most, characters: about 10,000 entries."""

_encoder = msgspec.json.Encoder()


def text(message: CenterMessage) -> str:
    """A message as it travels."""
    return _encoder.encode(message).decode()


def logged(bodies: Sequence[bytes]) -> str:
    """A ``Logged`` message of entries that are JSON already."""
    return (b'{"type":"logged","entries":[' + b",".join(bodies) + b"]}").decode()


def cut(bodies: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    """Entries in portions of about ``MESSAGE_LIMIT``, in order."""
    start = size = 0
    for index, body in enumerate(bodies):
        if size and size + len(body) > MESSAGE_LIMIT:
            yield bodies[start:index]
            start, size = index, 0
        size += len(body)
    if start < len(bodies):
        yield bodies[start:]


class Reader:
    """What waits to be sent to one console. ``seq`` is the last entry that was put in (or is left to a replay)."""

    def __init__(self, seq: int, limit: int) -> None:
        self.seq = seq
        self._limit = limit
        self._messages: deque[str] = deque()
        self._size = 0
        self._fixes: dict[str, Fix] = {}
        self._turned: dict[str, PtzPosition] = {}
        self._presences = ""
        self._reset = ""
        self._something = asyncio.Event()

    def put(self, message: str, last: int) -> None:
        """A log message whose last entry is ``last``; replaces all that waits by a reset when it is too much."""
        self.seq = last
        self._messages.append(message)
        self._size += len(message)
        if self._size > self._limit:
            self.reset("You could not keep up; read a snapshot.")
        self._something.set()

    def place(self, fixes: Iterable[Fix]) -> None:
        """Positions; those that still wait are replaced."""
        self._fixes.update((fix.unit, fix) for fix in fixes)
        self._something.set()

    def turn(self, positions: Iterable[PtzPosition]) -> None:
        """Where cameras look; what still waits is replaced."""
        self._turned.update((position.camera, position) for position in positions)
        self._something.set()

    def attend(self, message: str) -> None:
        """Who is connected; what still waits is replaced."""
        self._presences = message
        self._something.set()

    def tell(self, message: str) -> None:
        """Something beside the log (the registry has changed)."""
        self._messages.append(message)
        self._size += len(message)
        self._something.set()

    def reset(self, reason: str) -> None:
        """Drop what waits and tell the console to read a snapshot; what comes later follows without a gap."""
        self._messages.clear()
        self._size = 0
        self._reset = reason
        self._something.set()

    async def wait(self) -> None:
        """Until something is there."""
        await self._something.wait()

    def take(self) -> list[str]:
        """All that is to be sent now, in order."""
        messages: list[str] = []
        if self._reset:
            messages.append(text(Reset(self._reset)))
        messages.extend(self._messages)
        if self._fixes:
            messages.append(text(Fixes(tuple(self._fixes.values()))))
        if self._turned:
            messages.append(text(Turned(tuple(self._turned.values()))))
        if self._presences:
            messages.append(self._presences)
        self._messages.clear()
        self._fixes.clear()
        self._turned.clear()
        self._size, self._reset, self._presences = 0, "", ""
        self._something.clear()
        return messages


class FanOut:
    """All consoles that listen. ``seq`` is the last entry that is on disk and was told."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        self._readers: set[Reader] = set()
        self._waiting: list[bytes] = []
        self._sent_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def join(self) -> Reader:
        """A new console; it is told all entries after ``reader.seq``."""
        self._flush()
        reader = Reader(self.seq, BUFFER_LIMIT)
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """A console is gone."""
        self._readers.discard(reader)

    def log(self, bodies: Sequence[bytes]) -> None:
        """Entries that are on disk now: told at once, or with others that follow within ``GROUP_S``."""
        self._waiting.extend(bodies)
        if self._timer is not None:
            return
        wait = self._sent_at + GROUP_S - monotonic()
        if wait <= 0:
            self._flush()
        else:
            self._timer = asyncio.get_running_loop().call_later(wait, self._flush)

    def place(self, fixes: Sequence[Fix]) -> None:
        """Positions."""
        for reader in self._readers:
            reader.place(fixes)

    def turn(self, positions: Sequence[PtzPosition]) -> None:
        """Where cameras look."""
        for reader in self._readers:
            reader.turn(positions)

    def attend(self, operators: tuple[Present, ...]) -> None:
        """Who is connected, and what they look at; whoever joins is told by their own coming."""
        message = text(Presences(operators))
        for reader in self._readers:
            reader.attend(message)

    def registry_changed(self, revision: int) -> None:
        """The registry has a newer revision."""
        message = text(RegistryChanged(revision))
        for reader in self._readers:
            reader.tell(message)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for part in cut(waiting):
            self.seq += len(part)
            message = logged(part)
            for reader in self._readers:
                reader.put(message, self.seq)
        self._sent_at = monotonic()
