"""Which cameras are witnesses of an alarm: by one rule for a record's time line and for the marks of the wall."""

from math import atan2, degrees

from console.domain.alarms import Alarm
from console.domain.cameras import Camera
from console.domain.geo import METRES_PER_DEGREE_LAT, distance_m, metres_per_degree_lon

NEAR_M = 80.0
"""An alarm within so many metres is a camera's, wherever it looks: who leaves passes there."""


def witnesses(camera: Camera, alarm: Alarm) -> bool:
    """Whether an alarm is the camera's own, its site's, one whose place it sees, or one close by."""
    if alarm.source == camera.id or (alarm.site and alarm.site == camera.site):
        return True
    distance = distance_m(alarm.lon, alarm.lat, camera.lon, camera.lat)
    return distance <= NEAR_M or (distance <= camera.reach and looks_toward(camera, alarm.lon, alarm.lat))


def looks_toward(camera: Camera, lon: float, lat: float) -> bool:
    """Whether a place lies within its angle of view, however far."""
    east = (lon - camera.lon) * metres_per_degree_lon(lat)
    north = (lat - camera.lat) * METRES_PER_DEGREE_LAT
    off_axis = abs((degrees(atan2(east, north)) - camera.heading + 180) % 360 - 180)
    return off_axis <= camera.view_angle / 2
