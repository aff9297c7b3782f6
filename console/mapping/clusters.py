"""Clusters of points for each zoom, chosen over the whole city at once: neither a lattice nor tile borders show.

At each zoom the busiest places become seeds, none closer to another than ``SPACING`` pixels; every point joins its
nearest seed, and the cluster stands at the centroid of its members. The clusters of a zoom are made from those of the
zoom above it, so each point has one chain of clusters and a change of its state touches one cluster per zoom.
"""

import hashlib
import logging
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

SPACING = 84.0
"""Least distance between the seeds of two clusters, pixels: some 250 marks on a screen of 1920 x 1080."""

CLOSE_SPACING = {16: 68.0, 17: 52.0}
"""At street zooms clusters are small, and may stand closer."""

FILES_KEPT = 12
"""Clusters that are kept on disk: those of two registries."""

_CELLS = 3
"""Places that are looked at as one: cells of ``SPACING / _CELLS``."""

_AROUND = _CELLS + 1


class Clusters:
    """The clusters of one zoom: ``x``, ``y`` world coordinates of the centroids, ``of`` the cluster of each point."""

    def __init__(self, x: Floats, y: Floats, weight: Floats, of: Rows) -> None:
        self.x, self.y, self.weight, self.of = x, y, weight, of

    def __len__(self) -> int:
        return len(self.x)


def pyramid(x: Floats, y: Floats, zooms: range) -> dict[int, Clusters]:
    """Clusters of the points for each zoom of ``zooms`` (a tile of zoom 0 is 256 px and holds the world)."""
    below = Clusters(x, y, np.ones(len(x)), np.arange(len(x)))
    levels = {}
    for zoom in reversed(zooms):
        joined = _join(below, CLOSE_SPACING.get(zoom, SPACING) / (256 * 2.0**zoom))
        levels[zoom] = below = joined
    return levels


class Pyramid:
    """The clusters of all zooms of ``zooms``: the chains of points are there, each zoom is put together when asked."""

    def __init__(self, x: Floats, y: Floats, zooms: range, chains: NDArray[np.int32]) -> None:
        self._x, self._y, self.zooms, self._chains = x, y, zooms, chains

    def __getitem__(self, zoom: int) -> Clusters:
        of = self._chains[self.zooms.index(zoom)].astype(np.intp)
        count = int(of.max(initial=-1)) + 1
        return Clusters(*_centroids(Clusters(self._x, self._y, np.ones(len(of)), of), of, count), of)


def kept_pyramid(x: Floats, y: Floats, zooms: range, folder: Path | None) -> Pyramid:
    """As ``pyramid``, from ``folder`` where the same points were clustered before.

    A damaged file is made anew; a folder that takes nothing costs time alone.
    """
    if folder is None or not zooms:
        return Pyramid(x, y, zooms, _chains(x, y, zooms))
    told = hashlib.blake2b(f"{zooms} {SPACING} {CLOSE_SPACING}".encode(), digest_size=12)
    told.update(np.ascontiguousarray(x).data)
    told.update(np.ascontiguousarray(y).data)
    kept = folder / f"clusters-{told.hexdigest()}.npy"
    try:
        chains = np.load(kept)
        if chains.shape == (len(zooms), len(x)):
            return Pyramid(x, y, zooms, chains)
    except (OSError, ValueError, EOFError):
        log.debug("clusters are made anew: %s", kept.name)
    chains = _chains(x, y, zooms)
    try:
        _keep(kept, chains)
    except OSError as fault:
        log.info("clusters are not kept: %s", fault)
    return Pyramid(x, y, zooms, chains)


def _chains(x: Floats, y: Floats, zooms: range) -> NDArray[np.int32]:
    """Of each point its cluster in each zoom."""
    levels = pyramid(x, y, zooms)
    return np.array([levels[zoom].of for zoom in zooms], np.int32).reshape(len(zooms), len(x))


def _keep(kept: Path, chains: NDArray[np.int32]) -> None:
    """Write the file whole or not at all, and let the oldest of many go."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    try:
        with part.open("wb") as file:
            np.save(file, chains)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(kept.parent.glob("clusters-*.npy"), key=lambda p: p.stat().st_mtime)[:-FILES_KEPT]:
        old.unlink(missing_ok=True)


def _join(below: Clusters, spacing: float) -> Clusters:
    """The clusters below, brought together so that seeds stand ``spacing`` world units apart."""
    if not len(below):
        return below
    places, place_of = _places(below, spacing / _CELLS)
    around = _neighbours(places, spacing)
    seed_of = _nearest_seed(places, around, _seeds(places, around))
    seeds, cluster_of_place = np.unique(seed_of, return_inverse=True)
    parent = cluster_of_place[place_of]
    x, y, weight = _centroids(below, parent, len(seeds))
    return Clusters(x, y, weight, parent[below.of])


class _Places:
    """Cells that hold something, in the order of their keys: centroid and weight of what they hold."""

    def __init__(self, key: NDArray[np.int64], x: Floats, y: Floats, weight: Floats) -> None:
        self.key, self.x, self.y, self.weight = key, x, y, weight


def _places(below: Clusters, cell: float) -> tuple[_Places, Rows]:
    column = np.floor(below.x / cell).astype(np.int64)
    row = np.floor(below.y / cell).astype(np.int64)
    key, inverse = np.unique((row << 32) | column, return_inverse=True)
    place_of: Rows = inverse
    return _Places(key, *_centroids(below, place_of, len(key))), place_of


def _centroids(below: Clusters, group: Rows, count: int) -> tuple[Floats, Floats, Floats]:
    weight: Floats = np.bincount(group, below.weight, count).astype(np.float64)
    x = np.bincount(group, below.x * below.weight, count) / weight
    y = np.bincount(group, below.y * below.weight, count) / weight
    return x, y, weight


def _neighbours(places: _Places, spacing: float) -> Rows:
    """For each place the places within ``spacing``, itself among them; shape (n, count), missing ones are ``n``."""
    count = len(places.key)
    columns = []
    for down in range(-_AROUND, _AROUND + 1):
        start = np.searchsorted(places.key, places.key + (down << 32) - _AROUND)
        end = places.key + (down << 32) + _AROUND
        for step in range(2 * _AROUND + 1):
            other = start + step
            known = np.minimum(other, count - 1)
            far = (places.x[known] - places.x) ** 2 + (places.y[known] - places.y) ** 2 >= spacing**2
            missing = (other >= count) | (places.key[known] > end) | far
            if missing.all():
                continue
            columns.append(np.where(missing, count, known))
    return np.stack(columns)


def _seeds(places: _Places, around: Rows) -> NDArray[np.bool_]:
    """Which places are seeds: again and again the busiest of those that no seed is near to yet."""
    count = len(places.key)
    busy = np.append(places.weight, 0.0)[around].sum(axis=0)
    rank = np.empty(count + 1, np.int64)
    rank[np.lexsort((places.x * 7919 % 1e-7, busy))] = np.arange(1, count + 1)
    rank[count] = 0
    seed = np.zeros(count + 1, np.bool_)
    while (free := np.flatnonzero(rank)).size:
        new = free[rank[around[:, free]].max(axis=0) == rank[free]]
        seed[new] = True
        rank[around[:, new]] = 0
    return seed[:count]


def _nearest_seed(places: _Places, around: Rows, seed: NDArray[np.bool_]) -> Rows:
    """For each place its nearest seed; one is always within reach."""
    x, y = np.append(places.x, 0.0)[around], np.append(places.y, 0.0)[around]
    distance = (x - places.x) ** 2 + (y - places.y) ** 2
    distance[~np.append(seed, False)[around]] = np.inf
    nearest: Rows = around[distance.argmin(axis=0), np.arange(len(places.key))]
    return nearest
