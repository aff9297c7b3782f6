"""Which ground is seen: the fields of view of all cameras that work, as a raster that follows their health.

Ground counts as seen where a camera that can be opened puts at least 25 pixels on a metre, the class "detect" of
IEC 62676-4: an operator can tell that somebody is there. It is a line of sight without obstacles (no register of
buildings is known), so what is called seen may still lie behind a house; what is called unseen is unseen.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from console.domain.cameras import Camera
from console.domain.devices import Health
from console.domain.geo import is_position
from console.insight.grid import Floats, Grid, Mask, Rows
from console.insight.sight import SightClass, pixels_at_1_m, reaches

SAMPLES = 4
"""Samples along a side of a cell: in cells of 50 m one stands for 12.5 m, less than the shortest field of view."""

FARTHEST_M = 300.0
"""No sight counts farther: over a longer way something stands between, whatever the pixels say. Our assumption."""

_AT_ONCE = 2_000_000
"""Samples looked at in one go, so that a city does not take gigabytes."""


class SeenGround:
    """How many working cameras see each sample of a raster.

    Args:
        grid: its cells are cut into ``SAMPLES`` x ``SAMPLES``.
        cameras: of the registry; those that cannot be opened do not count.
        devices: health of what is not in order, as the picture has it.
    """

    def __init__(self, grid: Grid, cameras: Iterable[Camera], devices: Mapping[str, Health]) -> None:
        self._grid = grid.finer(SAMPLES)
        placed = [c for c in cameras if c.can_be_opened and is_position(c.lon, c.lat)]
        self._row = {camera.id: row for row, camera in enumerate(placed)}
        table = [(c.lon, c.lat, c.heading, c.view_angle, pixels_at_1_m(c)) for c in placed]
        lon, lat, heading, angle, sharpness = np.array(table, dtype=np.float64).reshape(-1, 5).T
        self.east, self.south = grid.metres(lon, lat)
        self._to_east, self._to_south = np.sin(np.radians(heading)), -np.cos(np.radians(heading))
        self._least_cosine = np.cos(np.radians(np.clip(angle, 0, 360) / 2))
        self._range = np.minimum(reaches(sharpness, SightClass.DETECT), FARTHEST_M)
        self.works: Mask = np.array([devices.get(c.id) is not Health.OFFLINE for c in placed], dtype=np.bool_)
        self._seen_by = np.zeros(self._grid.rows * self._grid.columns, dtype=np.int16)
        self._add(np.flatnonzero(self.works), 1)

    def update(self, devices: Mapping[str, Health], touched: Iterable[str] | None = None) -> bool:
        """Take over the health of the devices ``touched`` (None: of all); whether another ground is seen now."""
        came: set[int] = set()
        gone: set[int] = set()
        for name in self._row if touched is None else touched:
            row = self._row.get(name)
            if row is not None and self.works[row] == (devices.get(name) is Health.OFFLINE):
                (gone if self.works[row] else came).add(row)
        for rows, works in ((came, True), (gone, False)):
            cameras = np.array(sorted(rows), dtype=np.intp)
            self.works[cameras] = works
            self._add(cameras, 1 if works else -1)
        return bool(came or gone)

    def share(self) -> NDArray[np.float32]:
        """Seen part of each cell of the raster, 0..1."""
        rows, columns = self._grid.rows // SAMPLES, self._grid.columns // SAMPLES
        seen = (self._seen_by > 0).view(np.uint8).reshape(rows, SAMPLES, columns, SAMPLES)
        # Added by hand: numpy's sum over two short axes takes four times as long.
        across = seen[:, 0] + seen[:, 1] + seen[:, 2] + seen[:, 3]
        whole = across[..., 0] + across[..., 1] + across[..., 2] + across[..., 3]
        share: NDArray[np.float32] = whole.astype(np.float32) / np.float32(SAMPLES**2)
        return share

    def nearest_m(self, east: float, south: float) -> float | None:
        """Metres from a place (from the raster's corner) to the nearest camera that works; None: there is none."""
        distance = np.hypot(self.east[self.works] - east, self.south[self.works] - south)
        return float(distance.min()) if len(distance) else None

    def _add(self, cameras: Rows, times: int) -> None:
        """Let these cameras see, or see no more."""
        steps = np.ceil(self._range[cameras] / self._grid.cell_m).astype(np.intp)
        for reach in np.unique(steps).tolist():
            alike = cameras[steps == reach]
            portion = max(1, _AT_ONCE // (2 * reach + 1) ** 2)
            for start in range(0, len(alike), portion):
                np.add.at(self._seen_by, self._samples(alike[start : start + portion], reach), times)

    def _samples(self, cameras: Rows, reach: int) -> Rows:
        """Samples in the fields of view of cameras that reach no farther than so many samples; one for each sight."""
        size = np.float32(self._grid.cell_m)
        column = np.floor(self.east[cameras] / size).astype(np.intp)
        row = np.floor(self.south[cameras] / size).astype(np.intp)
        step = np.arange(-reach, reach + 1)
        # Metres from each camera to the middles of the samples of its square: one axis each, then all pairs.
        east = ((column[:, None] + step + 0.5) * size - self.east[cameras, None]).astype(np.float32)[:, None, :]
        south = ((row[:, None] + step + 0.5) * size - self.south[cameras, None]).astype(np.float32)[:, :, None]
        distance = np.sqrt(east**2 + south**2)
        ahead = _column(self._to_east, cameras) * east + _column(self._to_south, cameras) * south
        sees = (distance <= _column(self._range, cameras)) & (ahead >= distance * _column(self._least_cosine, cameras))
        rows, columns = (row[:, None] + step)[:, :, None], (column[:, None] + step)[:, None, :]
        sees &= (rows >= 0) & (rows < self._grid.rows) & (columns >= 0) & (columns < self._grid.columns)
        samples: Rows = (rows * self._grid.columns + columns)[sees]
        return samples


def _column(values: Floats, cameras: Rows) -> NDArray[np.float32]:
    return values[cameras].astype(np.float32)[:, None, None]
