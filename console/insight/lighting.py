"""Street lighting in metres: lit, dark by fault, and without lamps, for each district and the city.

The city asks for 100 % of streets and public spaces; the share counts metres of street, not lamps, because a dark
stretch of 140 m is worse than one of 40 m.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, is_position, metres_per_degree_lon
from console.domain.lighting import LightingSegment, LightingState

STATES = tuple(LightingState)


class LightingShare(Struct, frozen=True):
    """Metres of street in each state; ``district`` is empty for the whole city."""

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


class Lighting:
    """The segments of a registry and their state; a change costs what has changed, not the city.

    Args:
        segments: of the registry; one that is no place on Earth does not count.
        devices: health of what is not in order, as the picture has it.
    """

    def __init__(self, segments: Sequence[LightingSegment], devices: Mapping[str, Health]) -> None:
        placed = [s for s in segments if is_position(s.lon1, s.lat1) and is_position(s.lon2, s.lat2)]
        self.districts = sorted({segment.district for segment in placed})
        place_of = {district: place for place, district in enumerate(self.districts)}
        self._segments = {segment.id: segment for segment in placed}
        self._district = {segment.id: place_of[segment.district] for segment in placed}
        self._state: dict[str, LightingState] = {}
        self._metres = np.zeros((len(self.districts), len(STATES)))
        for segment in placed:
            self._settle(segment, segment.state(devices.get(segment.id, Health.OK)))

    def update(self, devices: Mapping[str, Health], touched: Iterable[str] | None = None) -> set[str]:
        """Take over the health of the devices ``touched`` (None: of all); returns the districts that have changed."""
        changed = set()
        for name in self._segments if touched is None else touched:
            segment = self._segments.get(name)
            if segment is not None:
                state = segment.state(devices.get(name, Health.OK))
                if state is not self._state[name]:
                    self._settle(segment, state)
                    changed.add(segment.district)
        return changed

    def by_district(self) -> list[LightingShare]:
        """Each district that has a segment, by id."""
        return [_share(id_, metres) for id_, metres in zip(self.districts, self._metres.tolist(), strict=True)]

    def city(self) -> LightingShare:
        """All districts together."""
        return _share("", self._metres.sum(axis=0).tolist())

    def state_of(self, segment: str) -> LightingState:
        """How a segment is. Raises KeyError for one that does not count."""
        return self._state[segment]

    def _settle(self, segment: LightingSegment, state: LightingState) -> None:
        metres, length = self._metres[self._district[segment.id]], length_m(segment)
        before = self._state.get(segment.id)
        if before is not None:
            metres[STATES.index(before)] -= length
        metres[STATES.index(state)] += length
        self._state[segment.id] = state


def length_m(segment: LightingSegment) -> float:
    """Length of a segment, metres; it is short enough to be reckoned on a plane."""
    east = (segment.lon2 - segment.lon1) * metres_per_degree_lon((segment.lat1 + segment.lat2) / 2)
    return float(np.hypot(east, (segment.lat2 - segment.lat1) * METRES_PER_DEGREE_LAT))


def _share(district: str, metres: Sequence[float]) -> LightingShare:
    lit, outage, unlit = (max(0.0, round(length, 1)) for length in metres)
    return LightingShare(district, lit, outage, unlit)
