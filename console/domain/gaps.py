"""Coverage gaps: ground that people and offences are on and no camera sees."""

from msgspec import Struct

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of the corners of an outline, closed: the last is the first."""


class CoverageGap(Struct, frozen=True):
    """One stretch of ground to think about; all but its counts are estimates (``console.insight.coverage``).

    Args:
        rank: 1 is the first to look at.
        lon: of its middle, degrees.
        lat: of its middle, degrees.
        district: id of the district, empty outside all.
        area_m2: ground that is not seen, square metres.
        demand: its share of what the whole city needs watched, 0..1.
        offences: recorded on its ground.
        nearest_camera_m: from its middle to the nearest camera that can be opened, metres; None: there is none.
        planned: planned cameras that stand on it or within a cell of it.
        share_lit: of its street lighting by length, 0..1; None where no street of the register runs through it.
        outline: its rings; the first goes round it counterclockwise, the others clockwise round holes in it.
    """

    rank: int
    lon: float
    lat: float
    district: str
    area_m2: float
    demand: float
    offences: int
    nearest_camera_m: float | None
    planned: int
    share_lit: float | None
    outline: tuple[Ring, ...]
