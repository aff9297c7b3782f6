"""The sound of the queue: plays what is asked for, can be silenced and muted, and says when it cannot play."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject

from console.domain.alarms import Priority
from console.language import _, ngettext
from console.notices import Notices
from console.viewmodels.annunciation import Annunciation
from console.viewmodels.status import SoundState, StatusView
from ui.alarms.spoken import Spoken

TOLD_FROM = 5
"""From so many alarms on, a sound that stands for several is put into words too."""


class Speaker(Protocol):
    """What makes a sound. ``on_device`` is called when ``has_device`` may be different."""

    on_device: Callable[[], None]

    @property
    def has_device(self) -> bool:
        """Whether anything would be heard."""
        ...

    @property
    def playing(self) -> Priority | None:
        """What is heard now."""
        ...

    def set_volume(self, priority: Priority, per_cent: int) -> None:
        """How loud the sound of a priority is from now on, 0 to 100."""
        ...

    def play(self, priority: Priority) -> None:
        """Play the sound of a priority from its beginning, instead of what plays; without a device, nothing."""
        ...

    def stop(self) -> None:
        """Be quiet at once."""
        ...


class SilentSpeaker:
    """For a console without a display or sound: nothing is heard, and it says so."""

    has_device = False
    playing = None

    def __init__(self) -> None:
        self.on_device: Callable[[], None] = lambda: None

    def set_volume(self, priority: Priority, per_cent: int) -> None:
        """Nothing."""

    def play(self, priority: Priority) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class Annunciator(QObject):
    """Joins what must be heard with a speaker; ``spoken`` says new alarms after their tone."""

    def __init__(
        self, asked: Annunciation, status: StatusView, speaker: Speaker, notices: Notices, spoken: Spoken
    ) -> None:
        super().__init__()
        self._asked = asked
        self._status = status
        self._speaker = speaker
        self._notices = notices
        self.spoken = spoken
        self._is_muted = False
        self._had_device = True
        asked.sounded.connect(self._sound)
        asked.quieted.connect(speaker.stop)
        asked.summed.connect(self._sum_up)
        speaker.on_device = self._tell
        self._tell()

    @property
    def is_muted(self) -> bool:
        """Whether the operator switched the sound off."""
        return self._is_muted

    def mute(self, is_muted: bool) -> None:
        """Switch the sound off or on; the status bar shows it."""
        self._is_muted = self.spoken.is_muted = is_muted
        if is_muted:
            self._speaker.stop()
            self.spoken.stop()
        self._tell()

    def silence(self) -> None:
        """Stop this sound, not the next one."""
        self._asked.silence()

    def set_volumes(self, volumes: Mapping[Priority, int]) -> None:
        """How loud each priority is, per cent."""
        for priority, per_cent in volumes.items():
            self._speaker.set_volume(priority, per_cent)
        self.spoken.volumes.update(volumes)

    def test(self, priority: Priority) -> None:
        """Let the sound of a priority be heard, also where the sound is off."""
        self._speaker.play(priority)
        self._tell()

    def _sum_up(self, held: Counter[Priority]) -> None:
        """One sound stands for many: say for which, where nobody can count the rows."""
        if held.total() >= TOLD_FROM:
            parts = ", ".join(f"P{priority:d} × {held[priority]}" for priority in sorted(held))
            alarms = ngettext("{n} new alarm", "{n} new alarms", held.total()).format(n=held.total())
            self._notices.info(f"{alarms}: {parts}", key="burst")

    def _sound(self, priority: Priority) -> None:
        """A sound never cuts off a more urgent one; a device that went away is noticed at the latest now."""
        if self._is_muted:
            return
        heard = [one for one in (self._speaker.playing, self.spoken.saying) if one is not None]
        if not heard or priority <= min(heard):
            self._speaker.play(priority)
            self._tell()

    def _tell(self) -> None:
        has_device = self._speaker.has_device
        if self._had_device and not has_device:
            self._notices.warning(_("There is no sound device: new alarms can only be seen, not heard."), key="sound")
        elif has_device and not self._had_device:
            self._notices.end("sound")
        self._had_device = has_device
        if not has_device:
            self._status.sound = SoundState.NO_DEVICE
        else:
            self._status.sound = SoundState.MUTED if self._is_muted else SoundState.ON
