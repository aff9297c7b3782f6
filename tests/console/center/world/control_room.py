"""A center without sockets and disk: folds what the demo city tells by the center's own rules."""

from console.center.annunciation import Rows, annunciate, device_told, unit_told
from console.center.signals import Signal, Step
from console.center.world.demo import DemoWorld
from console.domain import events as e
from console.domain.alarms import Alarm, AlarmKind
from console.domain.incidents import Incident, IncidentStatus
from console.domain.picture import Picture
from console.domain.units import Unit, UnitStatus

NOON = 1_795_503_600.0
"""Unix seconds of 2026-11-24 12:00 in Almaty."""


class ControlRoom:
    """Plays the world second by second; ``steps`` is all it told."""

    def __init__(self, world: DemoWorld, now: float, picture: Picture | None = None) -> None:
        self.world = world
        self.now = now
        self.steps: list[Step] = []
        self.picture = Picture() if picture is None else picture
        self._rows = Rows(self.picture)
        if picture is None:
            self._fold(*(e.UnitAdded(unit) for unit in world.units))

    def play(self, seconds: float, each: float = 1.0) -> list[Step]:
        """Let time pass; what the world told."""
        end, told = self.now + seconds, []
        while self.now + each <= end + 1e-6:
            self.now += each
            told.append(self._take_in(self.world.step(self.now, self.picture)))
        self.steps += told
        return told

    def alarms(self) -> list[Alarm]:
        """All alarms that are raised."""
        return [alarm for alarm in self.picture.alarms.values() if alarm.is_active]

    def press(self, button: int = 7) -> Alarm:
        """Somebody presses a panic button."""
        device = self.world.registry.buttons[button].id
        self.hear(self.world.signal(device, AlarmKind.PANIC_BUTTON, active=True))
        return next(alarm for alarm in self.alarms() if alarm.source == device)

    def open(self, alarm: Alarm, incident: str = "I1") -> Incident:
        """Open an incident for an alarm."""
        a = alarm
        opened = Incident(
            incident, a.kind, a.priority, IncidentStatus.NEW, a.lon, a.lat, a.district, self.now, "t", a.place, (a.id,)
        )
        self._fold(e.IncidentOpened(opened))
        return self.picture.incidents[incident]

    def assign(self, unit: str, incident: str = "I1") -> None:
        """Propose the incident to the unit."""
        self._fold(e.UnitAssigned(unit, incident))

    def set_status(self, unit: str, status: UnitStatus) -> None:
        """What an operator sets."""
        self._fold(e.UnitStatusChanged(unit, status))

    def unit(self, unit: str) -> Unit:
        """The unit as it is known."""
        return self.picture.units[unit]

    def hear(self, signal: Signal) -> None:
        """A device speaks."""
        self._fold(*annunciate(self.picture, signal, self.now, self._rows.find(signal.source, signal.kind)))

    def _take_in(self, step: Step) -> Step:
        for signal in step.signals:
            self.hear(signal)
        for report in step.reports:
            self._fold(*unit_told(self.picture, report))
        for device in step.devices:
            self._fold(*device_told(self.picture, device))
        self.picture.place(step.fixes)
        return step

    def _fold(self, *events: e.Event) -> None:
        for event in events:
            self.picture.apply(e.LogEntry(self.picture.seq + 1, self.now, "center", event))
            self._rows.take(event)
