"""What says a text aloud: the seam, and the voice of a console that has none."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from console.language import N_, _


class VoiceState(StrEnum):
    """Whether a text in a language would be heard."""

    READY = "ready"
    NO_ENGINE = "no_engine"
    NO_VOICE = "no_voice"
    """There is an engine, but it does not speak this language."""


PROBLEMS = {
    VoiceState.NO_ENGINE: N_("This computer has no speech engine: new alarms are not said aloud."),
    VoiceState.NO_VOICE: N_("The speech engine has no voice for this language: new alarms are not said aloud."),
}


def problem(state: VoiceState) -> str:
    """Why nothing is said, in words; "" where it is."""
    return _(PROBLEMS[state]) if state in PROBLEMS else ""


class Voice(Protocol):
    """Says one text at a time. ``on_change`` is called when ``state`` or ``is_speaking`` may be different."""

    on_change: Callable[[], None]

    @property
    def is_speaking(self) -> bool:
        """Whether something is said now."""
        ...

    def state(self, language: str) -> VoiceState:
        """Whether a text in this language (``ru``, ``kk``, ``en``) would be heard."""
        ...

    def say(self, text: str, language: str, per_cent: int) -> None:
        """Say a text instead of what is being said, so loud (0 to 100); nothing where it cannot."""
        ...

    def stop(self) -> None:
        """Be quiet at once."""
        ...


class SilentVoice:
    """For a console without sound: nothing is said, and it says so."""

    is_speaking = False

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = lambda: None

    def state(self, language: str) -> VoiceState:
        """There is none."""
        return VoiceState.NO_ENGINE

    def say(self, text: str, language: str, per_cent: int) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""
