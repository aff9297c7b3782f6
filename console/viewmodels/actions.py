"""What an operator can ask for: the one way up. Widgets call it, the application carries it to the center."""

from collections.abc import Sequence
from typing import Protocol

from console.domain.alarms import AlarmKind
from console.domain.intents import Intent


class Actions(Protocol):
    """Intents and sights. Every call returns at once; what it leads to comes down as a change or a notice."""

    def want(self, intent: Intent, version: int | None = None) -> None:
        """Have the center carry out an intent. An incident that comes of it is chosen when it is there.

        ``version`` is of what the operator was asked about; None: of what it changes, as it is known now.
        """
        ...

    def assign(self, incident_id: str, unit_id: str) -> None:
        """Send the unit to the incident."""
        ...

    def assign_best(self, incident_id: str) -> None:
        """Send the free unit that the center ranks first."""
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
