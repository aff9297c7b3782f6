"""Who has which camera open."""

from msgspec import Struct


class Viewing(Struct, frozen=True):
    """A camera that somebody has open, since when."""

    camera: str
    operator: str
    since: float
