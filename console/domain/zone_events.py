"""What happens to cordons and geofences."""

from console.domain.event import EventBase
from console.domain.zones import Drawing, Zone


class ZoneDrawn(EventBase, frozen=True, tag="zone_drawn"):
    """A new cordon or geofence."""

    zone: Zone


class ZoneChanged(EventBase, frozen=True, tag="zone_changed"):
    """The zone is now as drawn here."""

    zone: str
    drawing: Drawing


class ZoneRemoved(EventBase, frozen=True, tag="zone_removed"):
    """The zone is no more: an operator took it away, or its time ended."""

    zone: str


ZoneEvent = ZoneDrawn | ZoneChanged | ZoneRemoved
