"""The seam to the center: what the link asks of it. ``rest.Rest`` is the real one; tests have their own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from console.domain.intents import Intent
from console.domain.picture import Snapshot
from console.domain.protocol import (
    About,
    CenterMessage,
    ConsoleMessage,
    Hello,
    Inject,
    Opening,
    Outcome,
    Procedures,
    Quality,
    Recommendations,
    Trail,
    Wanted,
)
from console.domain.ptz import PtzOrder, PtzState
from console.domain.session import LogIn, Session
from console.domain.streams import ArchiveRanges


class Undecodable(Struct, frozen=True):
    """A message that is none of the contract: its first bytes, its whole length and what was wrong with it."""

    start: bytes
    length: int
    fault: str


class Download(Struct, frozen=True):
    """A registry (or what changed in it) or a record, still as msgpack; ``etag`` names it at this address."""

    body: bytes
    etag: str


Progress = Callable[[float], None]
"""Told how much of a download is here, 0..1."""


class Still(Struct, frozen=True):
    """A single frame: a JPEG, and when it was taken (Unix seconds)."""

    jpeg: bytes
    time: float


class Stream(Protocol):
    """An open event stream; the center has said hello."""

    hello: Hello

    async def send(self, message: ConsoleMessage) -> None:
        """Say something to the center. Raises LinkError when the stream has ended."""
        ...

    async def batch(self, within: float) -> list[CenterMessage | Undecodable]:
        """All messages that have come, in order; waits at most ``within`` seconds for the first.

        Raises CenterUnreachable when the stream ends or nothing comes.
        """
        ...

    def end(self, why: Exception) -> None:
        """Let ``batch`` raise ``why``, as if the stream had ended."""
        ...


class Backend(Protocol):
    """A center. Every call raises Refused for a problem document, else a LinkError."""

    url: str

    async def about(self) -> About:
        """Who answers there; raises CenterUnusable for another service or contract."""
        ...

    async def log_in(self, who: LogIn) -> Session:
        """Open a session."""
        ...

    async def renew(self, refresh_token: str) -> Session:
        """Go on with a session whose access token ends."""
        ...

    async def snapshot(self, token: str) -> Snapshot:
        """The whole picture, now."""
        ...

    async def registry(self, token: str, since: int, etag: str, progress: Progress) -> Download | None:
        """The registry as it changed since a revision (0: whole); None when ``etag`` still holds."""
        ...

    async def offences(self, token: str, days: int, etag: str) -> Download | None:
        """Offences recorded in the last days; None when ``etag`` still holds."""
        ...

    async def submit(self, token: str, key: str, intent: Intent, version: int | None) -> Outcome:
        """Have an intent carried out, once for each key."""
        ...

    async def open_camera(self, token: str, camera: str, reason: str) -> Opening:
        """A lease on a camera's picture, with whole addresses."""
        ...

    async def renew_lease(self, token: str, lease: str) -> None:
        """Keep a lease that is watched where the center cannot see it."""
        ...

    async def close_camera(self, token: str, lease: str) -> None:
        """End a lease; one that has ended is no fault."""
        ...

    async def listen(self, token: str, lease: str) -> None:
        """Hear a camera from now on."""
        ...

    async def stop_listening(self, token: str, lease: str) -> None:
        """Hear it no longer; a lease that has ended is no fault."""
        ...

    async def still(self, lease: str, at: float, quality: Quality, width: int) -> Still:
        """The frame shown at a time, ``width`` pixels wide (0: as it is)."""
        ...

    async def ranges(self, token: str, camera: str, since: float, until: float) -> ArchiveRanges:
        """What was recorded of a camera."""
        ...

    async def ptz(self, token: str, camera: str) -> PtzState:
        """Where a camera looks, and who turns it."""
        ...

    async def order(self, token: str, camera: str, order: PtzOrder) -> PtzState:
        """Turn a camera, or ask for the turning of it."""
        ...

    async def trail(self, token: str, unit: str, minutes: float) -> Trail:
        """Where a unit has been."""
        ...

    async def procedures(self, token: str) -> Procedures:
        """Those that are followed there."""
        ...

    async def recommendations(self, token: str, wanted: Wanted) -> Recommendations:
        """Whom to send."""
        ...

    async def inject(self, token: str, signal: Inject) -> None:
        """Make a device speak (trainers)."""
        ...

    def stream(self, token: str) -> AbstractAsyncContextManager[Stream]:
        """Open the event stream."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...
