"""Where the units have been: the last hour of each, thinned to what a line on the map can show.

Kept in memory only; after a restart it is shorter, and ``Trail.since`` says so. A position is left out while the line
from the last kept one still passes within ``TOLERANCE_M`` of all that were left out since (the cone of directions that
does so gets narrower with each; Reumann and Witkam 1974, Zhao and Saalfeld 1997): constant work for each position.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from math import asin, atan2, hypot, pi, sqrt, tau

from console.domain.geo import METRES_PER_DEGREE_LAT, is_position, metres_per_degree_lon
from console.domain.protocol import Trail
from console.domain.units import Fix

KEPT_S = 3600.0
"""How long a position is kept, seconds."""

TOLERANCE_M = 8.0
"""How far the line may pass from where the unit was: half a street's width, twice a receiver's error."""

_SLACK_M = TOLERANCE_M / sqrt(2)
"""Across the line, and along it for who turns back a little: together no more than the tolerance."""

KEEP_EVERY_S = 60.0
"""A moving unit's position is kept at least so often, seconds, so that the age of each stretch is known."""

POINTS_AT_MOST = 2_000
"""Positions kept of one unit: an hour of sharp turns every 25 m at 50 km/h; 48 kB."""

_ROW = 3


class _Line:
    """One unit: rows of (time, lon, lat), the last of them the anchor of the cone, and the newest position."""

    def __init__(self, fix: Fix) -> None:
        self.rows = array("d", (fix.time, fix.lon, fix.lat))
        self.newest = fix
        self._from, self._to = -pi, pi
        self._reached = 0.0

    def take(self, fix: Fix) -> None:
        if not self._fits(fix):
            last = self.newest
            self.rows.extend((last.time, last.lon, last.lat))
            self._from, self._to, self._reached = -pi, pi, 0.0
            self._fits(fix)  # of a new anchor everything is within the cone
        self.newest = fix

    def forget(self, before: float) -> None:
        """Drop what is older, but the last such row, from which the line comes in."""
        old = bisect_left(self.rows[::_ROW], before) - 1
        if (doomed := max(old, len(self.rows) // _ROW - POINTS_AT_MOST)) > 0:
            del self.rows[: doomed * _ROW]

    def points(self, after: float) -> list[tuple[float, float, float]]:
        rows = [*zip(self.rows[::_ROW], self.rows[1::_ROW], self.rows[2::_ROW], strict=True)]
        if rows[-1][0] < self.newest.time:
            rows.append((self.newest.time, self.newest.lon, self.newest.lat))
        return [(round(time, 1), round(lon, 6), round(lat, 6)) for time, lon, lat in rows if time >= after]

    def _fits(self, fix: Fix) -> bool:
        """Whether the newest position can be left out when ``fix`` follows it; narrows the cone when so."""
        time, lon, lat = self.rows[-_ROW:]
        x = (fix.lon - lon) * metres_per_degree_lon(lat)
        y = (fix.lat - lat) * METRES_PER_DEGREE_LAT
        far = hypot(x, y)
        if far <= TOLERANCE_M:
            return self._reached <= TOLERANCE_M
        if far < self._reached - _SLACK_M or fix.time - time > KEEP_EVERY_S:
            return False
        ahead, half = atan2(y, x), asin(_SLACK_M / far)
        if self._reached <= TOLERANCE_M:
            self._from, self._to = ahead - half, ahead + half
        else:
            middle = (self._from + self._to) / 2
            ahead = middle + (ahead - middle + pi) % tau - pi
            if not self._from <= ahead <= self._to:
                return False
            self._from, self._to = max(self._from, ahead - half), min(self._to, ahead + half)
        self._reached = max(self._reached, far)
        return True


class Trails:
    """The lines of all units."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._swept = 0.0

    def take(self, fixes: Iterable[Fix]) -> None:
        """Take in positions; one that is no place, or not later than the unit's last one, is left out."""
        newest = self._swept
        for fix in fixes:
            line = self._lines.get(fix.unit)
            if not is_position(fix.lon, fix.lat) or (line is not None and not fix.time > line.newest.time):
                continue
            if line is None:
                self._lines[fix.unit] = _Line(fix)
            else:
                line.take(fix)
            newest = max(newest, fix.time)
        if newest - self._swept >= KEEP_EVERY_S:
            self._swept = newest
            for line in self._lines.values():
                line.forget(newest - KEPT_S)

    def of(self, unit: str, begin: float) -> Trail:
        """Where ``unit`` has been since ``begin`` (Unix seconds), as far as it is known."""
        line = self._lines.get(unit)
        if line is None:
            return Trail(unit, None, ())
        return Trail(unit, max(begin, line.rows[0]), tuple(line.points(begin)))
