"""What the events of cameras do to the picture."""

from typing import TYPE_CHECKING

from console.domain import camera_events as e
from console.domain.changes import Changes
from console.domain.ptz import PtzLock
from console.domain.viewing import Viewing

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture


def fold(picture: "Picture", entry: "LogEntry", event: e.CameraEvent) -> Changes:
    """Take in what happened to a camera."""
    match event:
        case e.CameraOpened(camera=camera):
            picture.viewings[entry.seq] = Viewing(camera, entry.actor, entry.time)
        case e.CameraClosed(opening=opening):
            picture.viewings.pop(opening, None)
        case e.ConsentChanged(consent=consent):
            picture.consents[event.camera] = consent
        case e.PtzTaken(camera=camera, role=role):
            picture.locks[camera] = PtzLock(entry.actor, role, entry.time)
        case e.PtzReleased(camera=camera):
            picture.locks.pop(camera, None)
        case e.PresetSaved(camera=camera, name=name, direction=direction):
            picture.presets.setdefault(camera, {})[name] = direction
        case e.PresetDeleted(camera=camera, name=name):
            del picture.presets[camera][name]
    return Changes(cameras={event.camera})
