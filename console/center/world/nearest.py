"""Which street is nearest to each of very many places: good to about half a block, for naming, not for driving."""

import numpy as np

from console.domain.plane import Floats, Ints
from console.insight.streets import StreetGraph

_CELL_M = 90.0
_SEED_EACH_M = 45.0
_MARGIN_M = 3000.0
"""How far beyond the outermost streets the grid goes; what lies further counts as at its rim."""


class NearestEdges:
    """For each cell of a grid over a stretch of land the nearest edge (jump flooding; Rong and Tan 2006)."""

    def __init__(self, graph: StreetGraph) -> None:
        seed_x, seed_y, self._edge = _seeds(graph)
        self._west, self._south = seed_x.min() - _MARGIN_M, seed_y.min() - _MARGIN_M
        rows = int((seed_y.max() + _MARGIN_M - self._south) / _CELL_M) + 1
        columns = int((seed_x.max() + _MARGIN_M - self._west) / _CELL_M) + 1
        best = np.full((rows, columns), -1)
        best[self._cell(seed_y, self._south, rows), self._cell(seed_x, self._west, columns)] = np.arange(len(seed_x))
        x = self._west + (np.arange(columns) + 0.5)[None, :] * _CELL_M
        y = self._south + (np.arange(rows) + 0.5)[:, None] * _CELL_M
        gap = np.where(best >= 0, (seed_x[best] - x) ** 2 + (seed_y[best] - y) ** 2, np.inf)
        jump = 1 << (max(rows, columns) - 1).bit_length() - 1
        while jump:
            for up in (-jump, 0, jump):
                for right in (-jump, 0, jump):
                    _take_over(best, gap, up, right, seed_x, seed_y, x, y)
            jump //= 2
        self._best = best

    def of(self, x: Floats, y: Floats) -> Ints:
        """Index of the edge that is nearest to each place."""
        rows, columns = self._best.shape
        edges: Ints = self._edge[self._best[self._cell(y, self._south, rows), self._cell(x, self._west, columns)]]
        return edges

    @staticmethod
    def _cell(values: Floats, origin: float, count: int) -> Ints:
        return np.clip(((values - origin) / _CELL_M).astype(np.int64), 0, count - 1)


def _take_over(
    best: Ints, gap: Floats, up: int, right: int, seed_x: Floats, seed_y: Floats, centre_x: Floats, centre_y: Floats
) -> None:
    """Each cell asks the one that lies ``up`` and ``right`` of it whether its seed is nearer."""
    rows, columns = best.shape
    if (up == 0 and right == 0) or abs(up) >= rows or abs(right) >= columns:
        return
    here = np.s_[max(0, -up) : rows - max(0, up), max(0, -right) : columns - max(0, right)]
    there = np.s_[max(0, up) : rows + min(0, up), max(0, right) : columns + min(0, right)]
    theirs = best[there]
    new = (seed_x[theirs] - centre_x[:, here[1]]) ** 2 + (seed_y[theirs] - centre_y[here[0], :]) ** 2
    better = (theirs >= 0) & (new < gap[here])
    best[here] = np.where(better, theirs, best[here])
    gap[here] = np.where(better, new, gap[here])


def _seeds(graph: StreetGraph) -> tuple[Floats, Floats, Ints]:
    xs, ys, edges = [], [], []
    for edge in graph.edges:
        at = np.linspace(0, edge.length, int(edge.length / _SEED_EACH_M) + 2)
        xs.append(np.interp(at, edge.along, edge.xs))
        ys.append(np.interp(at, edge.along, edge.ys))
        edges.append(np.full(len(at), edge.index))
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(edges)
