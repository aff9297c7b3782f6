"""The seams of sound: what reads a camera's microphone, and what makes it heard."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

RATE = 48_000
"""Samples a second of what a listener gets: 16 bits, mono."""

SAMPLE = 2
"""Bytes of a sample."""


class SoundState(StrEnum):
    """How a camera's sound stands."""

    OPENING = "opening"
    HEARD = "heard"
    ENDED = "ended"
    """It broke off, or cannot be reached."""
    NO_SOUND = "no_sound"
    """There is a stream, but no sound in it that can be played."""


class Sound(Protocol):
    """One microphone being read."""

    @property
    def state(self) -> SoundState:
        """How it stands now; never blocks."""
        ...

    def take(self, most: int) -> bytes:
        """What is to be heard next, at most so many bytes in whole samples; b"" while nothing has come."""
        ...

    def stop(self) -> None:
        """End it; returns at once."""
        ...


class Sounds(Protocol):
    """Where sounds come from."""

    def listen(self, address: str) -> Sound:
        """Read the sound of a stream; returns at once. The address holds a lease: it is shown and logged nowhere."""
        ...


class Loudspeaker(Protocol):
    """What makes one sound heard."""

    on_device: Callable[[], None]
    """Called when a device has come or gone."""

    @property
    def has_device(self) -> bool:
        """Whether there is anything to hear it from."""
        ...

    def play(self, sound: Sound, volume: int) -> None:
        """Let it be heard, instead of what was, at a volume of 0 to 100."""
        ...

    def set_volume(self, volume: int) -> None:
        """Louder or softer, 0 to 100."""
        ...

    def stop(self) -> None:
        """Be quiet at once."""
        ...
