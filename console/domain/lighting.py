"""Street lighting: segments of streets that are lit, dark by fault, or not lit at all."""

from enum import StrEnum

from msgspec import Struct

from console.domain.devices import Health


class LightingState(StrEnum):
    """How a segment is at night."""

    LIT = "lit"
    OUTAGE = "outage"
    UNLIT = "unlit"
    """No lamps stand there yet."""


class LightingSegment(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of street between two places, about 100 m."""

    id: str
    lon1: float
    lat1: float
    lon2: float
    lat2: float
    district: str
    street: str
    has_lamps: bool

    def state(self, health: Health) -> LightingState:
        """Lit, outage or unlit, given what the log last said of its lamps."""
        if not self.has_lamps:
            return LightingState.UNLIT
        return LightingState.LIT if health is Health.OK else LightingState.OUTAGE


class LightingShare(Struct, frozen=True):
    """Metres of street of a district in each state: metres, not lamps, since a long dark stretch is the worse one."""

    district: str
    lit_m: float
    outage_m: float
    unlit_m: float

    @property
    def length_m(self) -> float:
        """All of it."""
        return self.lit_m + self.outage_m + self.unlit_m

    @property
    def share_lit(self) -> float | None:
        """Lit part of all, 0..1; None where there is no street."""
        return self.lit_m / self.length_m if self.length_m else None
