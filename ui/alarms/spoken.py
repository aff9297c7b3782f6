"""New alarms said aloud, where the operator wants it: after their tone, the emergencies first, a burst only summed up.

Silence stops it; what was answered before its turn came is not said any more. The engine is loaded when it is wanted.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from console import language
from console.domain.alarms import Alarm, Priority
from console.notices import Notices
from console.viewmodels import spoken_words
from console.viewmodels.annunciation import Annunciation
from console.viewmodels.desk import Desk
from ui.alarms import tones
from ui.alarms.voice import Voice, problem

_NOTICE = "speech"


class Spoken(QObject):
    """Joins what must be heard with a voice. ``make`` makes it; ``changed``: ``problem`` may be another."""

    changed = Signal()

    def __init__(self, desk: Desk, make: Callable[[], Voice], notices: Notices) -> None:
        super().__init__()
        self._desk, self._make, self._notices = desk, make, notices
        self._voice: Voice | None = None
        self._is_on = self.is_muted = False
        self.volumes: dict[Priority, int] = {}
        self._waiting: list[str] = []
        self._saying: Priority | None = None
        self._told = ""
        self._after_tone = QTimer(self, singleShot=True)
        self._after_tone.timeout.connect(self._go_on)
        asked: Annunciation = desk.annunciation
        asked.told.connect(self._take)
        asked.quieted.connect(self.stop)

    @property
    def is_on(self) -> bool:
        """Whether new alarms are to be said."""
        return self._is_on

    def use(self, is_on: bool) -> None:
        """Switch it on or off; what cannot be said is told once."""
        self._is_on = is_on
        if is_on:
            self.prepare()
        else:
            self.stop()
        self._tell()

    def prepare(self) -> None:
        """Load the engine, if that has not been done: ``problem`` is true from then on."""
        if self._voice is None:
            self._voice = self._make()
            self._voice.on_change = self._follow
            self.changed.emit()

    @property
    def problem(self) -> str:
        """Why nothing would be said, in words; "" where it would, or where nobody has asked yet."""
        return "" if self._voice is None else problem(self._voice.state(language.current()))

    @property
    def saying(self) -> Priority | None:
        """Priority of what is said now."""
        return self._saying if self._voice is not None and self._voice.is_speaking else None

    def test(self, per_cent: int) -> None:
        """Let the voice be heard, also where it is off."""
        self.prepare()
        assert self._voice is not None
        self._voice.say(spoken_words.sample(), language.current(), per_cent)
        self.changed.emit()

    def retranslate(self) -> None:
        """Another language may have no voice."""
        self._tell()

    def stop(self) -> None:
        """Be quiet at once, and forget what was to be said."""
        self._waiting.clear()
        self._after_tone.stop()
        if self._voice is not None:
            self._voice.stop()

    def _take(self, ids: Sequence[str]) -> None:
        """A sound for these begins: say them when it is over. What is less urgent gives way at once."""
        if not self._is_on or self.is_muted or self._voice is None or not ids:
            return
        self._waiting.extend(ids)
        urgent = min((alarm.priority for alarm in self._alarms(ids)), default=Priority.P4)
        if self.saying is not None and urgent < self.saying:
            self._voice.stop()
        self._after_tone.start(round(tones.length_s(urgent) * 1000))
        self._tell()

    def _go_on(self) -> None:
        """Say what waits: emergencies by themselves, all else together after them."""
        if self._voice is None or self._voice.is_speaking or self._after_tone.isActive():
            return
        new = [alarm for alarm in self._alarms(self._waiting) if alarm.is_unacknowledged]
        if not new:
            self._waiting.clear()
            return
        now = [alarm for alarm in new if alarm.priority is Priority.P1] or new
        taken = {alarm.id for alarm in now}
        self._waiting = [alarm.id for alarm in new if alarm.id not in taken]
        self._saying = min(alarm.priority for alarm in now)
        text = spoken_words.said(now, self._desk.alarms.words)
        self._voice.say(text, language.current(), self.volumes.get(self._saying, 100))

    def _alarms(self, ids: Sequence[str]) -> list[Alarm]:
        found = (self._desk.alarm(alarm_id) for alarm_id in dict.fromkeys(ids))
        return [alarm for alarm in found if alarm is not None]

    def _follow(self) -> None:
        self.changed.emit()
        if self._waiting:
            self._go_on()
        self._tell()

    def _tell(self) -> None:
        """Say once that nothing is said, as it is said of a sound device that is not there."""
        why = self.problem if self._is_on else ""
        if why and why != self._told:
            self._notices.warning(why, key=_NOTICE)
        elif self._told and not why:
            self._notices.end(_NOTICE)
        self._told = why
