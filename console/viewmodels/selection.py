"""What is selected, everywhere: queue, map, board and card show the same things as chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm
from console.domain.changes import Changes
from console.domain.incidents import Incident
from console.domain.units import Unit
from console.state.store import Store


class Selection(QObject):
    """Alarms, one incident, one unit and one camera; ``changed`` is emitted when any of them is another.

    Choosing alarms chooses their incident with them; choosing an incident lets the alarms go.
    """

    changed = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.alarm_ids: tuple[str, ...] = ()
        self.unit_id = ""
        self.camera_id = ""
        self._incident_id = ""
        self.latest = ("", "")
        """Kind and id of what was chosen last; two "" for nothing."""

    @property
    def alarm(self) -> Alarm | None:
        """The first of the chosen alarms that is still known."""
        alarms = self._store.picture.alarms
        return next((alarms[i] for i in self.alarm_ids if i in alarms), None)

    @property
    def alarms(self) -> list[Alarm]:
        """The chosen alarms that are still known."""
        alarms = self._store.picture.alarms
        return [alarms[i] for i in self.alarm_ids if i in alarms]

    @property
    def incident_id(self) -> str:
        """The chosen incident, or that of the chosen alarm; "" for none."""
        return self._incident_id or (self.alarm.incident if self.alarm else "")

    @property
    def at_work(self) -> tuple[tuple[str, ...], str]:
        """The alarms or the incident that were chosen by hand."""
        return self.alarm_ids, self._incident_id

    @property
    def incident(self) -> Incident | None:
        """The chosen incident, or that of the chosen alarm."""
        return self._store.picture.incidents.get(self.incident_id)

    @property
    def unit(self) -> Unit | None:
        """The chosen unit."""
        return self._store.picture.units.get(self.unit_id)

    def choose_alarms(self, alarm_ids: Sequence[str]) -> None:
        """Choose alarms, the current one first; none lets them go."""
        if tuple(alarm_ids) == self.alarm_ids:
            return
        self.alarm_ids = tuple(alarm_ids)
        if alarm_ids:
            self._incident_id = ""
        self.latest = ("alarm", alarm_ids[0]) if alarm_ids else ("", "")
        self.changed.emit()

    def choose_incident(self, incident_id: str) -> None:
        """Choose an incident; "" goes back to none."""
        self._incident_id = incident_id
        self.alarm_ids = ()
        self.latest = ("incident", incident_id)
        self.changed.emit()

    def choose_unit(self, unit_id: str) -> None:
        """Choose a unit; "" lets it go."""
        if unit_id != self.unit_id:
            self.unit_id = unit_id
            self.latest = ("unit", unit_id)
            self.changed.emit()

    def choose_camera(self, camera_id: str) -> None:
        """Choose a camera; "" lets it go."""
        if camera_id != self.camera_id:
            self.camera_id = camera_id
            self.latest = ("camera", camera_id)
            self.changed.emit()

    def choose_thing(self, kind: str, thing: str) -> None:
        """Choose anything else that stands on the map (a button, a site); two "" for nothing."""
        if (kind, thing) != self.latest:
            self.latest = (kind, thing)
            self.changed.emit()

    def refresh(self, changes: Changes) -> None:
        """Tell again where what is chosen has itself changed (its state decides what can be done)."""
        if (
            changes.whole
            or not changes.alarms.isdisjoint(self.alarm_ids)
            or self.incident_id in changes.incidents
            or self.unit_id in changes.units
        ):
            self.changed.emit()
