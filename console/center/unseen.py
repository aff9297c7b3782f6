"""What nobody may see on the demo's cameras: the doors and windows of homes."""

import zlib

from console.center.clips.window import Cover
from console.domain.cameras import Camera, CameraOwner, PlaceKind
from console.domain.streams import PrivacyMask

_DOORS = (
    PrivacyMask(((0.06, 0.08), (0.25, 0.05), (0.25, 0.30), (0.06, 0.32))),
    PrivacyMask(((0.40, 0.04), (0.56, 0.04), (0.56, 0.22), (0.40, 0.24))),
    PrivacyMask(((0.68, 0.10), (0.93, 0.16), (0.90, 0.44), (0.70, 0.34))),
)
_MASKED_ONE_IN = 2
"""Of the cameras at the entrances of residential houses."""

_COVERED_ONE_IN = 3
"""Of the cameras that turn."""

_FLATS = (Cover(0.04, 0.06, 0.24, 0.26), Cover(0.76, 0.0, 0.96, 0.30))
"""The storeys of two houses of the panorama in which people live."""


def masks(camera: Camera) -> tuple[PrivacyMask, ...]:
    """Those that the console has to draw."""
    is_entrance = camera.owner is CameraOwner.RESIDENTS and camera.place_kind is PlaceKind.YARD
    number = zlib.crc32(camera.id.encode())
    if not is_entrance or number % _MASKED_ONE_IN:
        return ()
    door = number // _MASKED_ONE_IN % len(_DOORS)
    return _DOORS[door : door + 1] if number % 5 else _DOORS[:2]


def covers(camera: Camera) -> tuple[Cover, ...]:
    """Those that are drawn into what a turning camera sees."""
    return _FLATS if zlib.crc32(camera.id.encode()) % _COVERED_ONE_IN == 0 else ()
