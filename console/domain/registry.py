"""What stands in the city, versioned on its own: cached on the console's disk, refreshed by ``since=revision``."""

from msgspec import Struct

from console.domain.cameras import Camera
from console.domain.lighting import LightingSegment
from console.domain.sites import PanicButton, ServiceCenter, Site


class Registry(Struct, frozen=True):
    """The registry, or what changed in it since a revision.

    ``since`` is the revision it builds on (0: it is whole); ``removed`` are ids that are gone. Travels as msgpack
    (``application/vnd.msgpack``): 150,000 cameras are about 15 MB.
    """

    city: str
    revision: int
    since: int
    cameras: list[Camera]
    buttons: list[PanicButton]
    sites: list[Site]
    lighting: list[LightingSegment]
    service_centers: list[ServiceCenter]
    removed: list[str] = []
