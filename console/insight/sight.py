"""What can see a point: cameras by the pixels they put on a metre there (IEC 62676-4).

It is a line of sight without obstacles: no register of buildings, trees or walls is known here, nor the height of the
lens, so a camera of the list may have a house before it. Distances are along the ground.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np
from msgspec import Struct

from console.domain.cameras import OBSERVE_PX_PER_M, Camera, spread
from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, is_position, metres_per_degree_lon
from console.insight.grid import Floats, Mask

NEAREST_M = 2.0
"""Nearer than this nothing is reckoned: right below a lens its pixels would have no end."""


class SightClass(StrEnum):
    """What an operator can tell of a person (IEC 62676-4), best first."""

    IDENTIFY = "identify"
    RECOGNISE = "recognise"
    OBSERVE = "observe"
    DETECT = "detect"
    MONITOR = "monitor"


PX_PER_M: dict[SightClass, float] = {
    SightClass.IDENTIFY: 250.0,
    SightClass.RECOGNISE: 125.0,
    SightClass.OBSERVE: OBSERVE_PX_PER_M,
    SightClass.DETECT: 25.0,
    SightClass.MONITOR: 12.5,
}
"""Pixels per metre from which each class begins (IEC 62676-4)."""


class Sighting(Struct, frozen=True):
    """A camera that sees the point, or would.

    ``px_per_m`` is at the point, ``off_axis_deg`` between the middle of its picture and the point. ``must_turn``: it
    looks another way now, but is known to turn (PTZ).
    """

    camera: str
    sight_class: SightClass
    px_per_m: float
    distance_m: float
    off_axis_deg: float
    must_turn: bool


class Sight:
    """Where each camera that can be opened stands, looks and how sharply, as arrays; built once for a registry.

    A register that does not tell a camera's pixels still tells its reach, which they follow from.
    """

    def __init__(self, cameras: Iterable[Camera]) -> None:
        self._cameras = [c for c in cameras if c.can_be_opened and is_position(c.lon, c.lat)]
        self._row = {camera.id: row for row, camera in enumerate(self._cameras)}
        table = [(c.lon, c.lat, c.heading, c.view_angle, pixels_at_1_m(c), c.is_ptz) for c in self._cameras]
        self._lon, self._lat, self._heading, self._angle, self._sharpness, ptz = (
            np.array(table, dtype=np.float64).reshape(-1, 6).T
        )
        self._turns: Mask = ptz > 0
        self._works = np.ones(len(self._cameras), dtype=np.bool_)

    def update(self, devices: Mapping[str, Health], touched: Iterable[str] | None = None) -> None:
        """Take over the health of the devices ``touched`` (None: of all): a camera that is offline sees nothing."""
        if touched is None:
            self._works[:] = True
            touched = devices
        for name in touched:
            row = self._row.get(name)
            if row is not None:
                self._works[row] = devices.get(name, Health.OK) is not Health.OFFLINE

    def of(self, lon: float, lat: float, limit: int = 12) -> list[Sighting]:
        """Cameras that see the point at least to monitor it: those that look at it now, then those that could turn.

        Within each, the most pixels per metre first. Empty for what is no place on Earth.
        """
        if not self._cameras or not is_position(lon, lat):
            return []
        east = (lon - self._lon) * metres_per_degree_lon(lat)
        north = (lat - self._lat) * METRES_PER_DEGREE_LAT
        distance = np.hypot(east, north)
        sharp = self._sharpness / np.maximum(distance, NEAREST_M)
        off_axis = np.abs((np.degrees(np.arctan2(east, north)) - self._heading + 180) % 360 - 180)
        off_axis[distance < NEAREST_M] = 0.0
        looks = off_axis <= self._angle / 2
        able = np.flatnonzero(self._works & (sharp >= PX_PER_M[SightClass.MONITOR]) & (looks | self._turns))
        ranked = able[np.lexsort((-sharp[able], ~looks[able]))][:limit]
        return [
            Sighting(
                self._cameras[row].id,
                sight_class(float(sharp[row])),
                round(float(sharp[row]), 1),
                round(float(distance[row]), 1),
                round(float(off_axis[row]), 1),
                not looks[row],
            )
            for row in ranked.tolist()
        ]


def sight_class(px_per_m: float) -> SightClass:
    """The best class that so many pixels per metre allow. Raises LookupError below ``monitor``."""
    for of_class, least in PX_PER_M.items():
        if px_per_m >= least:
            return of_class
    raise LookupError(px_per_m)


def pixels_at_1_m(camera: Camera) -> float:
    """Pixels on a metre that is a metre away; at ``d`` metres it is the ``d``-th part: w / (2 d tan(a/2)).

    This is for the middle of the picture; a flat picture is sharper towards its edges, so nothing is promised that
    is not there.
    """
    if camera.width_px > 0:
        return camera.width_px / spread(camera.view_angle)
    return OBSERVE_PX_PER_M * camera.reach


def reaches(sharpness: Floats, of_class: SightClass) -> Floats:
    """Metres at which ``pixels_at_1_m`` still allow a class."""
    return sharpness / PX_PER_M[of_class]
