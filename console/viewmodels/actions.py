"""What an operator can ask for: the one way up. Widgets call it, the application carries it to the center."""

from collections.abc import Sequence
from typing import Protocol

from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.intents import Intent
from console.domain.units import UnitStatus
from console.domain.zones import Drawing


class Actions(Protocol):
    """Intents and sights. Every call returns at once; what it leads to comes down as a change or a notice."""

    def want(self, intent: Intent, version: int | None = None) -> None:
        """Have the center carry out an intent. An incident that comes of it is chosen when it is there.

        ``version`` is of what the operator was asked about; None: of what it changes, as it is known now.
        """
        ...

    def acknowledge(self, alarm_id: str) -> None:
        """I have seen this alarm and own it."""
        ...

    def take_over(self, alarm_id: str) -> None:
        """I own this alarm instead of its owner."""
        ...

    def open_incident(self, alarm_ids: Sequence[str]) -> None:
        """Open an incident from alarms."""
        ...

    def assign(self, incident_id: str, unit_id: str) -> None:
        """Send the unit to the incident."""
        ...

    def assign_best(self, incident_id: str) -> None:
        """Send the free unit that the center ranks first."""
        ...

    def set_status(self, unit_id: str, status: UnitStatus) -> None:
        """The unit told its status by voice."""
        ...

    def set_incident_status(self, incident_id: str, status: IncidentStatus) -> None:
        """Put the incident on hold, back in progress, or resolved."""
        ...

    def close(self, incident_id: str, disposition: Disposition, version: int) -> None:
        """Close the incident with what it turned out to be; ``version``: of what the operator was asked about."""
        ...

    def note(self, incident_id: str, text: str) -> None:
        """Write a line into the incident's log."""
        ...

    def draw_zone(self, drawing: Drawing) -> None:
        """Have the center keep a cordon or geofence; also to bring back one that was removed."""
        ...

    def change_zone(self, zone_id: str, drawing: Drawing, version: int) -> None:
        """The zone shall be as drawn."""
        ...

    def remove_zone(self, zone_id: str) -> None:
        """Take the zone away."""
        ...

    def inject(self, device: str, kind: AlarmKind) -> None:
        """Make a device raise an alarm (trainers)."""
        ...

    def go_to(self, alarm_id: str) -> None:
        """Fly the map to the alarm."""
        ...

    def open_cameras(self, alarm_id: str) -> None:
        """Open the cameras that see the alarm's place."""
        ...

    def open_camera(self, camera_id: str) -> None:
        """Open one camera in a tile."""
        ...

    def open_many(self, camera_ids: Sequence[str]) -> None:
        """Open several cameras, as many as there are tiles."""
        ...

    def look_at(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Fly the map to a place, as near as streets are read where no zoom is given."""
        ...
