"""What surrounds the tiles of a wall: what they share, and what is told to one of them from outside."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from msgspec import Struct

from console.clock import Clock, monotonic
from console.domain.playing import Players
from console.domain.protocol import Opening
from console.viewmodels.tile_archive import Footage

OpenCamera = Callable[[str, str], Awaitable[Opening]]
"""Ask the center for a camera's picture: ``(camera id, reason)``. Raises Refused, or OSError without a center."""


class TourNote(Struct, frozen=True):
    """What a tile says of the tour that plays in it: its name, the step from 1 of how many, and seconds to the next.

    ``note`` says in the operator's language what was left out last; "" where nothing was.
    """

    name: str
    step: int
    steps: int
    seconds: float
    is_paused: bool = False
    note: str = ""


class Hearing(StrEnum):
    """How the sound stands of a camera that is listened to."""

    OPENING = "opening"
    HEARD = "heard"
    BROKEN = "broken"
    """It cannot be had now; it is tried again."""
    NO_SOUND = "no_sound"
    """Its stream carries none."""
    NO_DEVICE = "no_device"
    """This computer has nothing to hear it from: nobody listens."""


class Listened(Struct, frozen=True):
    """What a tile says of being listened to; ``volume`` 0 to 100, ``note`` in the operator's language."""

    hearing: Hearing
    volume: int
    note: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What all tiles of a wall share.

    Attributes:
        players: where players come from.
        open_camera: asks the center for a lease.
        spawn: starts a named task (``Tasks.spawn``).
        on_frame: told from any thread that some player has a new frame.
        clock: the center's time, shown beside the picture.
        now: seconds of a clock that never jumps.
        chance: 0..1, for the jitter of retries.
        footage: what is asked of the center about a camera; None: there are no records.
        close: ends a lease that nobody needs any more.
    """

    players: Players
    open_camera: OpenCamera
    spawn: Callable[[Coroutine[Any, Any, Any], str], asyncio.Task[Any]]
    on_frame: Callable[[], None]
    clock: Clock
    now: Callable[[], float] = monotonic
    chance: Callable[[], float] = random.random
    footage: Footage | None = None
    close: Callable[[Opening], None] = lambda _opening: None
