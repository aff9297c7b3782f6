import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from console.domain.devices import Health
from console.mapping.cluster_level import MARGIN, NO_ROW, STATES, TILE
from console.mapping.point_tiles import FIRST_ZOOM, LAST_ZOOM, PointTiles
from console.state.points import Points

SINGLE_FROM = 17


class Tile:
    """A tile read back as the page reads it."""

    def __init__(self, body: bytes) -> None:
        n, states, self.revision = np.frombuffer(body, "<u4", 3).tolist()
        assert states == STATES
        columns = np.split(np.frombuffer(body, "u1", offset=16), np.cumsum([4 * n] * 4 + [16 * n] + [2 * n] * 3))
        self.x, self.y = columns[0].view("<f4"), columns[1].view("<f4")
        self.mark, self.row = columns[2].view("<u4"), columns[3].view("<u4")
        self.counts = columns[4].view("<u4").reshape(n, STATES)
        self.heading = columns[5].view("<u2")
        assert len(columns[8]) == n

    @property
    def own(self) -> np.ndarray:
        return (self.x >= 0) & (self.x < TILE) & (self.y >= 0) & (self.y < TILE)


def town(count: int, seed: int) -> Points:
    chance = np.random.default_rng(seed)
    return Points(
        [f"C{n}" for n in range(count)],
        chance.normal(76.92, 0.01, count),
        chance.normal(43.24, 0.01, count),
        heading=chance.integers(0, 360, count),
        reach=np.full(count, 30),
        base=chance.choice([0, 3], count),
    )


def all_tiles(points: Points, tiles: PointTiles, zoom: int) -> dict[tuple[int, int], Tile]:
    scale = 256 * 2.0**zoom / TILE
    columns = range(int(points.x.min() * scale) - 1, int(points.x.max() * scale) + 2)
    rows = range(int(points.y.min() * scale) - 1, int(points.y.max() * scale) + 2)
    return {(column, row): Tile(tiles.tile(zoom, column, row)) for column in columns for row in rows}


@pytest.mark.parametrize("zoom", [FIRST_ZOOM, 12, 14, 16, 17])
def test_the_tiles_of_a_zoom_count_every_point_once_by_state(zoom: int) -> None:
    points = town(400, zoom)
    counted = sum(
        tile.counts[tile.own].sum(axis=0) for tile in all_tiles(points, PointTiles(points, SINGLE_FROM), zoom).values()
    )
    assert counted.tolist() == points.counts()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 200), st.integers(0, 100))
def test_a_tile_of_single_points_holds_what_lies_in_it_and_what_reaches_into_it(count: int, seed: int) -> None:
    points = town(count, seed)
    zoom = 17
    scale = 256 * 2.0**zoom
    column, row = int(points.x[0] * scale // TILE), int(points.y[0] * scale // TILE)
    tile = Tile(PointTiles(points, SINGLE_FROM).tile(zoom, column, row))
    x, y = points.x * scale - column * TILE, points.y * scale - row * TILE
    near = (x >= -MARGIN) & (x < TILE + MARGIN) & (y >= -MARGIN) & (y < TILE + MARGIN)
    assert sorted(tile.row.tolist()) == np.flatnonzero(near).tolist()
    assert tile.heading.tolist() == points.heading[tile.row].tolist()
    assert np.allclose(tile.x, x[tile.row], atol=0.01)


def test_a_point_that_stands_alone_among_clusters_is_itself() -> None:
    points = Points(["A", "B"], [76.8, 77.0], [43.2, 43.3])
    for tile in all_tiles(points, PointTiles(points, SINGLE_FROM), 13).values():
        assert NO_ROW not in tile.row


@pytest.mark.parametrize("zoom", [11, 14, 16, 17, 18])
def test_a_change_touches_the_tiles_that_show_it_and_no_other(zoom: int) -> None:
    points = town(600, 7)
    tiles = PointTiles(points, SINGLE_FROM)
    before = {key: tiles.tile(zoom, *key) for key in all_tiles(points, tiles, zoom)}
    integrated = np.flatnonzero(points.base == 0)[[0, 100, -1]]
    rows = points.update({points.ids[n]: Health.OFFLINE for n in integrated})
    tiles.update(rows)
    assert sorted(rows) == sorted(integrated)
    changed = {key for key, body in before.items() if _marks(tiles.tile(zoom, *key)) != _marks(body)}
    assert changed
    assert changed <= tiles.touched(rows, zoom)
    assert len(tiles.touched(rows, zoom)) <= 9 * len(rows)


def test_counts_follow_states_there_and_back() -> None:
    points = town(300, 2)
    tiles = PointTiles(points, SINGLE_FROM)
    before = {zoom: _marks(tiles.tile(zoom, *_middle(zoom))) for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1)}
    for devices in ({id_: Health.OFFLINE for id_ in points.ids}, {}):
        tiles.update(points.update(devices))
    assert all(_marks(tiles.tile(zoom, *_middle(zoom))) == marks for zoom, marks in before.items())


@pytest.mark.parametrize("zoom", [FIRST_ZOOM, 14, 17, 18])
def test_a_tile_with_the_changes_since_its_revision_is_the_tile_as_it_is_now(zoom: int) -> None:
    points = town(500, 11)
    tiles = PointTiles(points, SINGLE_FROM)
    old = all_tiles(points, tiles, zoom)
    rows = points.update({points.ids[n]: Health.OFFLINE for n in np.flatnonzero(points.base == 0)[:50]})
    tiles.update(rows)
    told = tiles.changed(rows, zoom)
    assert told is not None
    counts = {mark: count for mark, *count in np.array(told[1]).reshape(-1, STATES + 1).tolist()}
    for key, now in all_tiles(points, tiles, zoom).items():
        assert (old[key].revision, now.revision) == (told[0] - 1, told[0])
        assert now.mark.tolist() == old[key].mark.tolist()
        taken = [counts.get(mark, list(was)) for mark, was in zip(now.mark, old[key].counts.tolist(), strict=True)]
        assert now.counts.tolist() == taken


def test_under_a_filter_no_change_is_told_without_its_place() -> None:
    points = town(50, 1)
    tiles = PointTiles(points, SINGLE_FROM)
    tiles.filter(None, [0])
    assert tiles.changed(np.arange(3), 12) is None


def test_sight_reaches_over_the_border_of_a_tile_at_street_zoom() -> None:
    points = Points(["C"], [76.9], [43.2], reach=[60], angle=[60])
    tiles = PointTiles(points, SINGLE_FROM)
    scale = 256 * 2.0**19 / TILE
    column, row = int(points.x[0] * scale), int(points.y[0] * scale)
    shown = [len(Tile(tiles.tile(19, column + dx, row + dy)).row) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    metres_per_pixel = 40_075_017 * np.cos(np.radians(43.2)) / (256 * 2.0**19)
    assert 60 / metres_per_pixel > MARGIN
    assert sum(shown) >= 2


def test_no_points_give_empty_tiles() -> None:
    tiles = PointTiles(Points([], [], []), SINGLE_FROM)
    assert len(Tile(tiles.tile(12, 1460, 748)).row) == len(Tile(tiles.tile(18, 0, 0)).row) == 0


def _middle(zoom: int) -> tuple[int, int]:
    scale = 256 * 2.0**zoom / TILE
    return int((76.92 / 360 + 0.5) * scale), int(0.36547 * scale)


@pytest.mark.parametrize("zoom", [FIRST_ZOOM, 13, 16, 17])
def test_a_filter_hides_points_and_their_counts_and_states_come_and_go_by_themselves(zoom: int) -> None:
    points = town(500, 3)
    tiles = PointTiles(points, SINGLE_FROM)
    mask = np.random.default_rng(5).random(500) < 0.3
    tiles.filter(mask, states=[0, 2])
    assert counted(points, tiles, zoom) == tiles.counts() == [int((mask & (points.state == 0)).sum()), 0, 0, 0]
    failed = np.flatnonzero(points.state == 0)[:40]
    tiles.update(points.update({points.ids[n]: Health.OFFLINE for n in failed}))
    shown = mask & ((points.state == 0) | (points.state == 2))
    assert tiles.shown.tolist() == shown.tolist()
    assert counted(points, tiles, zoom) == tiles.counts() == np.bincount(points.state[shown], minlength=STATES).tolist()
    tiles.update(points.update({points.ids[n]: Health.DEGRADED for n in failed}))
    tiles.filter(None)
    assert counted(points, tiles, zoom) == points.counts()


@pytest.mark.parametrize("states", [None, [0, 2]])
@pytest.mark.parametrize("zoom", [12, 14, 16, 18])
def test_under_a_filter_too_a_change_touches_all_tiles_that_show_it(zoom: int, states: list[int] | None) -> None:
    points = town(600, 7)
    tiles = PointTiles(points, SINGLE_FROM)
    tiles.filter(np.arange(600) % 3 > 0, states)
    before = {key: tiles.tile(zoom, *key) for key in all_tiles(points, tiles, zoom)}
    integrated = np.flatnonzero(points.base == 0)[:30]
    for health in (Health.OFFLINE, Health.DEGRADED, Health.OK):
        rows = points.update({points.ids[n]: health for n in integrated})
        tiles.update(rows)
        after = {key: tiles.tile(zoom, *key) for key in before}
        changed = {key for key, body in before.items() if _marks(after[key]) != _marks(body)}
        assert changed
        assert changed <= tiles.touched(rows, zoom)
        before = after


def test_what_a_filter_leaves_of_a_cluster_stands_at_the_middle_of_it_and_one_alone_is_itself() -> None:
    points = Points(list("ABC"), [76.9, 76.9002, 76.9004], [43.2, 43.2, 43.2], heading=[10, 20, 30])
    tiles = PointTiles(points, SINGLE_FROM)
    rows = {id_: row for row, id_ in enumerate(points.ids)}
    scale = 256 * 2.0**13 / TILE
    key = int(points.x[0] * scale), int(points.y[0] * scale)
    tiles.filter(np.array([id_ != "C" for id_ in points.ids]))
    pair = Tile(tiles.tile(13, *key))
    assert pair.row.tolist() == [NO_ROW]
    expected = (points.x[[rows["A"], rows["B"]]].mean() * scale - key[0]) * TILE
    assert pair.x[0] == pytest.approx(expected, abs=0.01)
    tiles.filter(np.array([id_ == "B" for id_ in points.ids]))
    one = Tile(tiles.tile(13, *key))
    assert (one.row.tolist(), one.heading.tolist()) == ([rows["B"]], [20])


def counted(points: Points, tiles: PointTiles, zoom: int) -> list[int]:
    return sum(tile.counts[tile.own].sum(axis=0) for tile in all_tiles(points, tiles, zoom).values()).tolist()


def _marks(body: bytes) -> list[object]:
    tile = Tile(body)
    return sorted(zip(tile.x.round(2).tolist(), tile.y.round(2).tolist(), tile.counts.tolist(), strict=True))
