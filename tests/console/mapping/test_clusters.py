from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from console.mapping.clusters import CLOSE_SPACING, SPACING, kept_pyramid, pyramid

ZOOMS = range(10, 18)
COUNTS = st.integers(0, 300)


def city(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of a town about 20 km wide, denser in its middle, some of them in the same place."""
    chance = np.random.default_rng(seed)
    x, y = 0.7136 + chance.normal(0, 1e-4, count), 0.3655 + chance.normal(0, 1e-4, count)
    x[: count // 5], y[: count // 5] = 0.7136, 0.3655
    return x, y


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.integers(0, 1000))
def test_every_point_is_in_one_cluster_whose_place_is_the_centroid_of_its_members(count: int, seed: int) -> None:
    x, y = city(count, seed)
    for clusters in pyramid(x, y, ZOOMS).values():
        members = np.bincount(clusters.of, minlength=len(clusters))
        assert members.sum() == count
        assert (members == clusters.weight).all()
        assert np.allclose(np.bincount(clusters.of, x, len(clusters)) / np.maximum(members, 1), clusters.x, atol=1e-12)
        assert np.allclose(np.bincount(clusters.of, y, len(clusters)) / np.maximum(members, 1), clusters.y, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.integers(0, 1000))
def test_a_cluster_of_a_zoom_is_made_of_whole_clusters_of_the_zoom_above(count: int, seed: int) -> None:
    levels = pyramid(*city(count, seed), ZOOMS)
    for zoom in list(ZOOMS)[:-1]:
        parents = {}
        for above, below in zip(levels[zoom + 1].of.tolist(), levels[zoom].of.tolist(), strict=True):
            assert parents.setdefault(above, below) == below


def test_members_are_within_reach_of_their_mark_and_marks_are_few() -> None:
    x, y = city(20_000, 1)
    for zoom, clusters in pyramid(x, y, ZOOMS).items():
        pixels = 256 * 2.0**zoom
        spacing = CLOSE_SPACING.get(zoom, SPACING)
        far = np.hypot(x - clusters.x[clusters.of], y - clusters.y[clusters.of]) * pixels
        assert far.max() < 4 * spacing
        screen = (np.abs(x - 0.7136) * pixels < 960) & (np.abs(y - 0.3655) * pixels < 540)
        assert len(np.unique(clusters.of[screen])) < 700


def test_no_lattice_shows() -> None:
    """Neighbouring marks stand in no preferred direction, as those of a grid would."""
    chance = np.random.default_rng(5)
    x, y = 0.71 + chance.random(40_000) * 6e-4, 0.36 + chance.random(40_000) * 6e-4
    clusters = pyramid(x, y, range(15, 16))[15]
    between = (clusters.x[:, None] - clusters.x) + 1j * (clusters.y[:, None] - clusters.y)
    np.fill_diagonal(between, np.inf)
    nearest = between[np.arange(len(clusters)), np.abs(between).argmin(axis=1)]
    turns = np.exp(4j * np.angle(nearest))
    assert abs(turns.mean()) < 0.2


def test_the_same_points_give_the_same_clusters() -> None:
    x, y = city(2000, 3)
    first, again = pyramid(x, y, ZOOMS), pyramid(x, y, ZOOMS)
    assert all((first[zoom].of == again[zoom].of).all() for zoom in ZOOMS)


def test_clusters_that_were_kept_are_those_that_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = city(2000, 3)
    made = kept_pyramid(x, y, ZOOMS, tmp_path)
    monkeypatch.setattr("console.mapping.clusters.pyramid", lambda *_args: pytest.fail("they were not kept"))
    kept = kept_pyramid(x, y, ZOOMS, tmp_path)
    for zoom in ZOOMS:
        assert (made[zoom].of == kept[zoom].of).all()
        assert np.allclose(made[zoom].x, kept[zoom].x, atol=1e-12)
        assert (made[zoom].weight == kept[zoom].weight).all()


@pytest.mark.parametrize("damage", [b"", b"no array", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    x, y = city(500, 3)
    kept_pyramid(x, y, ZOOMS, tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(damage)
    assert len(kept_pyramid(x, y, ZOOMS, tmp_path)[ZOOMS.start]) == len(pyramid(x, y, ZOOMS)[ZOOMS.start])
    assert len(file.read_bytes()) > 500
