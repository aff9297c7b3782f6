"""What must be heard: which alarms ask for a sound, which sound was silenced, and when to ask again.

Silence stops this sound, not the next one; a return to normal silences the sound by itself; acknowledging ends it.
What comes while a sound is still in the ear is no sound of its own, unless it is more urgent: it is summed up in one
when the burst's time is over. A machine gun of tones says less than one, and makes people mute it.
"""

from collections import Counter

from PySide6.QtCore import QObject, Signal

from console.clock import monotonic
from console.domain.alarms import Alarm, AlarmState, Priority
from console.domain.changes import Changes
from console.settings import Nagging
from console.state.store import Store

BURST_S = {Priority.P1: 3.0, Priority.P2: 5.0, Priority.P3: 5.0, Priority.P4: 5.0}
"""After a sound of a priority, no other that is not more urgent comes for so long (a P1 sounds for 2.8 s itself)."""

FLOOD_BURST_S = 15.0
"""The same in a flood, for what is no emergency."""


class Annunciation(QObject):
    """Watches unacknowledged alarms. Faults make no sound: nobody is in danger."""

    sounded = Signal(object)
    """A sound of this Priority is due."""
    urgent = Signal()
    """A P1 has come, or an alarm has become one."""
    quieted = Signal()
    """Nothing asks for a sound any more."""
    summed = Signal(object)
    """The sound that is due next stands for several alarms: how many of each Priority (Counter)."""
    told = Signal(object)
    """Ids of the alarms that the last sound stands for, the most urgent first; a sound that asks again tells none."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._asking: dict[str, Priority] = {}
        self._silenced: dict[str, float] = {}
        self._last_p1 = float("-inf")
        self._last = Priority.P4, float("-inf")
        """Priority of the last sound, and when it was."""
        self._held: dict[str, Priority] = {}
        """What came since then and had no sound of its own."""
        self.nagging = Nagging()
        self.is_flood = False

    @property
    def is_asking(self) -> bool:
        """Whether an alarm asks for a sound that nobody silenced."""
        return bool(self._asking.keys() - self._silenced.keys())

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed: new and re-alarmed ones sound, the most urgent of them once."""
        alarms = self._store.picture.alarms
        touched = self._asking.keys() | alarms.keys() if changes.whole else changes.alarms
        was_asking = bool(self._asking)
        new: dict[str, Priority] = {}
        for alarm_id in touched:
            alarm = alarms.get(alarm_id)
            if alarm is None or not _asks(alarm):
                self._asking.pop(alarm_id, None)
                self._silenced.pop(alarm_id, None)
            elif self._asking.get(alarm_id, 99) > alarm.priority:
                self._asking[alarm_id] = alarm.priority
                self._silenced.pop(alarm_id, None)
                new[alarm_id] = alarm.priority
        if new:
            self._held.update(new)
            self._sound_held()
            if min(new.values()) is Priority.P1:
                self.urgent.emit()
        elif was_asking and not self._asking:
            self.quieted.emit()

    def beat(self) -> None:
        """A second has passed: a P1 that nobody has acknowledged is sounded again."""
        now = monotonic()
        self._sound_held()
        self._silenced = {i: at for i, at in self._silenced.items() if now - at < self.nagging.silenced_s}
        nags = any(p is Priority.P1 and i not in self._silenced for i, p in self._asking.items())
        if nags and now - self._last_p1 >= self.nagging.every_s:
            self._sound(Priority.P1)

    def silence(self) -> None:
        """Stop the sound of the alarms that ask now; the next alarm sounds again."""
        now = monotonic()
        self._silenced = dict.fromkeys(self._asking, now)
        self._held.clear()
        self._last = Priority.P4, float("-inf")
        self.quieted.emit()

    def _sound_held(self) -> None:
        """Sound what has come, once, unless the last sound is still in the ear."""
        if not self._held:
            return
        urgent, (last, at) = min(self._held.values()), self._last
        pause = FLOOD_BURST_S if self.is_flood and last is not Priority.P1 else BURST_S[last]
        if urgent >= last and monotonic() - at < pause:
            return
        held, self._held = self._held, {}
        if not self.is_asking:
            return  # all of it was answered meanwhile
        self._sound(urgent)
        if len(held) > 1:
            self.summed.emit(Counter(held.values()))
        self.told.emit(tuple(sorted(held.keys() & self._asking.keys(), key=held.__getitem__)))

    def _sound(self, priority: Priority) -> None:
        if priority is Priority.P1:
            self._last_p1 = monotonic()
        self._last = priority, monotonic()
        self.sounded.emit(priority)


def _asks(alarm: Alarm) -> bool:
    return alarm.state is AlarmState.UNACKNOWLEDGED and not alarm.is_fault
