"""The clusters of one zoom as they are shown: by tile, counted by state, without what a filter hides.

Which points belong together is settled once for the whole city (``clusters``). What a filter leaves of a cluster
stands at the centroid of its shown members, and where one alone is left, the mark is that point itself.
"""

import numpy as np
from numpy.typing import NDArray

from console.mapping.clusters import Clusters, Floats, Rows

STATES = 4
NO_ROW = 0xFFFFFFFF

TILE = 512
"""Side of a tile in pixels."""

MARGIN = 32
"""How far beyond a tile's border the marks are that it carries, pixels: the largest mark."""

TileKey = tuple[int, int]


class Level:
    """Clusters of a zoom, in pixels of that zoom. ``x`` and ``y`` of one without shown members are where it was last.

    Sums by cluster and state are kept of what is needed to know a centroid and a single point: so a change of state
    costs the same in a small city as in a large one.
    """

    def __init__(self, clusters: Clusters, zoom: int) -> None:
        self._clusters = clusters
        self._scale = 256 * 2.0**zoom
        self.x, self.y = clusters.x * self._scale, clusters.y * self._scale
        self._x_before, self._y_before = self.x.copy(), self.y.copy()
        keys = _keys(self.x, self.y)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def count_all(
        self, x: Floats, y: Floats, state: NDArray[np.uint8], mask: NDArray[np.bool_] | None, states: NDArray[np.bool_]
    ) -> None:
        """Count anew under a filter: ``mask`` by point (None: all), ``states`` which states are shown."""
        of, rows = self._clusters.of, np.arange(len(x))
        if mask is not None:
            of, rows, x, y, state = of[mask], rows[mask], x[mask], y[mask], state[mask]
        place, size = of * STATES + state, len(self._clusters) * STATES
        self._counts = np.bincount(place, minlength=size)
        self._sums = np.stack([np.bincount(place, weights, size) for weights in (x, y, rows.astype(np.float64))])
        self._states, self._is_filtered = states, mask is not None or not states.all()
        self.x, self.y = self._clusters.x * self._scale, self._clusters.y * self._scale
        if self._is_filtered:
            self._settle(np.arange(len(self._clusters)))

    def change(self, rows: Rows, x: Floats, y: Floats, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Points under the mask have gone from one state to another."""
        of = self._clusters.of[rows]
        weights = np.stack([x, y, rows.astype(np.float64)])
        for state, step in ((before, -1), (after, 1)):
            place = of * STATES + state
            np.add.at(self._counts, place, step)
            for total, weight in zip(self._sums, weights, strict=True):
                np.add.at(total, place, step * weight)
        if self._is_filtered:
            self._settle(np.unique(of))

    def touched(self, rows: Rows) -> set[TileKey]:
        """The tiles that carry the clusters of ``rows``, where these stand and where they stood before."""
        of = np.unique(self._clusters.of[rows])
        keys = covering(self.x[of], self.y[of])
        return keys | covering(self._x_before[of], self._y_before[of]) if self._is_filtered else keys

    def counts(self, rows: Rows) -> tuple[Rows, NDArray[np.int64]]:
        """The clusters of ``rows``, by number, and how many points of each state they stand for, without a filter."""
        of = np.unique(self._clusters.of[rows])
        return of, self._counts.reshape(-1, STATES)[of]

    def tile(self, column: int, row: int) -> tuple[Floats, Floats, Rows, NDArray[np.uint32], NDArray[np.int64]]:
        """Marks of a tile: pixels of the tile, number, row of a single point or ``NO_ROW``, counts by state."""
        near = np.concatenate([self._order[self._run(column, row + down)] for down in (-1, 0, 1)])
        x, y = self.x[near] - column * TILE, self.y[near] - row * TILE
        counts = np.where(self._states, self._counts.reshape(-1, STATES)[near], 0)
        total = counts.sum(axis=1)
        here = (total > 0) & (x >= -MARGIN) & (x < TILE + MARGIN) & (y >= -MARGIN) & (y < TILE + MARGIN)
        alone = self._sums[2].reshape(-1, STATES)[near[here]] @ self._states
        point = np.where(total[here] == 1, np.rint(alone), NO_ROW).astype(np.uint32)
        return x[here], y[here], near[here], point, counts[here]

    def _run(self, column: int, row: int) -> slice:
        """Clusters of a tile and the two beside it: a mark that a filter moves stays within reach of its tile."""
        first, last = np.searchsorted(self._keys, [_key(column - 1, row), _key(column + 2, row)]).tolist()
        return slice(first, last)

    def _settle(self, clusters: Rows) -> None:
        """Move clusters to the centroid of their shown members."""
        self._x_before[clusters], self._y_before[clusters] = self.x[clusters], self.y[clusters]
        total = self._counts.reshape(-1, STATES)[clusters] @ self._states
        some = clusters[total > 0]
        for at, sums in ((self.x, self._sums[0]), (self.y, self._sums[1])):
            at[some] = sums.reshape(-1, STATES)[some] @ self._states / total[total > 0] * self._scale


def covering(x: Floats, y: Floats, margin: float = MARGIN) -> set[TileKey]:
    """The tiles that carry marks at these pixels: their own, and those whose border is near."""
    keys: set[TileKey] = set()
    for dx in (-margin, 0, margin):
        for dy in (-margin, 0, margin):
            columns = np.floor((x + dx) / TILE).astype(int)
            rows = np.floor((y + dy) / TILE).astype(int)
            keys.update(zip(columns.tolist(), rows.tolist(), strict=True))
    return keys


def _key(column: int, row: int) -> int:
    return (row << 32) + column


def _keys(x: Floats, y: Floats) -> NDArray[np.int64]:
    """Of each place the key of the tile that it lies in."""
    return (np.floor(y / TILE).astype(np.int64) << 32) + np.floor(x / TILE).astype(np.int64)
