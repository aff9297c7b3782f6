"""What must be heard: which alarms ask for a sound, which sound was silenced, and when to ask again.

Silence stops this sound, not the next one; a return to normal silences the sound by itself; acknowledging ends it.
"""

from PySide6.QtCore import QObject, Signal

from console.clock import monotonic
from console.domain.alarms import Alarm, AlarmState, Priority
from console.domain.changes import Changes
from console.state.store import Store

NAG_EVERY_S = 12.0
"""An unacknowledged P1 is sounded again this often; a setting."""

SILENCED_FOR_S = 60.0
"""A silenced P1 that is still not acknowledged is sounded again after this time; a setting."""


class Annunciation(QObject):
    """Watches unacknowledged alarms. Faults make no sound: nobody is in danger."""

    sounded = Signal(object)
    """A sound of this Priority is due."""
    urgent = Signal()
    """A P1 has come, or an alarm has become one."""
    quieted = Signal()
    """Nothing asks for a sound any more."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._asking: dict[str, Priority] = {}
        self._silenced: dict[str, float] = {}
        self._last_p1 = float("-inf")

    @property
    def is_asking(self) -> bool:
        """Whether an alarm asks for a sound that nobody silenced."""
        return bool(self._asking.keys() - self._silenced.keys())

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed: new and re-alarmed ones sound, the most urgent of them once."""
        alarms = self._store.picture.alarms
        touched = self._asking.keys() | alarms.keys() if changes.whole else changes.alarms
        was_asking = bool(self._asking)
        new: list[Priority] = []
        for alarm_id in touched:
            alarm = alarms.get(alarm_id)
            if alarm is None or not _asks(alarm):
                self._asking.pop(alarm_id, None)
                self._silenced.pop(alarm_id, None)
            elif self._asking.get(alarm_id, 99) > alarm.priority:
                self._asking[alarm_id] = alarm.priority
                self._silenced.pop(alarm_id, None)
                new.append(alarm.priority)
        if new:
            self._sound(min(new))
            if min(new) is Priority.P1:
                self.urgent.emit()
        elif was_asking and not self._asking:
            self.quieted.emit()

    def beat(self) -> None:
        """A second has passed: a P1 that nobody has acknowledged is sounded again."""
        now = monotonic()
        self._silenced = {i: at for i, at in self._silenced.items() if now - at < SILENCED_FOR_S}
        nags = any(p is Priority.P1 and i not in self._silenced for i, p in self._asking.items())
        if nags and now - self._last_p1 >= NAG_EVERY_S:
            self._sound(Priority.P1)

    def silence(self) -> None:
        """Stop the sound of the alarms that ask now; the next alarm sounds again."""
        now = monotonic()
        self._silenced = dict.fromkeys(self._asking, now)
        self.quieted.emit()

    def _sound(self, priority: Priority) -> None:
        if priority is Priority.P1:
            self._last_p1 = monotonic()
        self.sounded.emit(priority)


def _asks(alarm: Alarm) -> bool:
    return alarm.state is AlarmState.UNACKNOWLEDGED and not alarm.is_fault
