"""What the events of cordons and geofences do to the picture."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain import zone_events as e
from console.domain.changes import Changes

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture


def fold(picture: "Picture", entry: "LogEntry", event: e.ZoneEvent) -> Changes:
    """Take in what happened to a zone."""
    match event:
        case e.ZoneDrawn(zone=zone):
            picture.zones[zone.id] = replace(zone, version=entry.seq)
            return Changes(zones={zone.id})
        case e.ZoneChanged(zone=id_, drawing=drawing):
            picture.zones[id_] = replace(picture.zones[id_], drawing=drawing, version=entry.seq)
        case e.ZoneRemoved(zone=id_):
            del picture.zones[id_]
    return Changes(zones={id_})
