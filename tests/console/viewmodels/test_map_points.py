from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.domain.devices import Health
from console.mapping.point_tiles import PointTiles
from console.state.points import Layer, Points, State
from console.viewmodels.map_points import MapPoints
from tests.console.state.test_points import camera, registry

BOX = [(76.95, 43.1), (77.05, 43.1), (77.05, 43.3), (76.95, 43.3)]


@pytest.fixture
def city(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapPoints]:
    monkeypatch.setenv("KUZET_HOME", str(tmp_path))
    made = MapPoints(PointTiles)
    with qtbot.waitSignal(made.came):
        made.build(registry(tuple(camera(f"C{n}", 76.9 + n / 100) for n in range(10))), {"C7": Health.OFFLINE})
    yield made
    made.close()


def ids(points: Points, rows: np.ndarray) -> set[str]:
    return {points.ids[row] for row in rows.tolist()}


def test_a_filter_is_told_and_counted_and_outlives_a_change_of_state(city: MapPoints, qtbot: QtBot) -> None:
    cameras = city.layers[Layer.CAMERAS]
    mask = np.array([int(id_[1:]) >= 5 for id_ in cameras.ids])
    with qtbot.waitSignal(city.filtered) as told:
        city.filter(Layer.CAMERAS, mask, [State.OFFLINE])
    assert told.args == [Layer.CAMERAS]
    assert city.counts(Layer.CAMERAS) == [0, 0, 1, 0]
    city.update({"C7": Health.OFFLINE, "C8": Health.OFFLINE, "C1": Health.OFFLINE}, {"C8", "C1"}, 12)
    assert city.counts(Layer.CAMERAS) == [0, 0, 2, 0]
    city.filter(Layer.CAMERAS, None)
    assert city.counts(Layer.CAMERAS) == [7, 0, 3, 0]


def test_a_ring_holds_the_shown_points_inside_it(city: MapPoints) -> None:
    cameras = city.layers[Layer.CAMERAS]
    assert ids(cameras, city.within(BOX, [Layer.CAMERAS])[Layer.CAMERAS]) == {"C5", "C6", "C7", "C8", "C9"}
    city.filter(Layer.CAMERAS, None, [State.OFFLINE])
    assert ids(cameras, city.within(BOX, [Layer.CAMERAS])[Layer.CAMERAS]) == {"C7"}


def test_before_the_registry_there_is_nothing_to_filter() -> None:
    city = MapPoints(PointTiles)
    city.filter(Layer.CAMERAS, None)
    assert city.counts(Layer.CAMERAS) == []
    assert city.within(BOX, Layer) == {}


def test_what_is_told_while_points_are_made_is_not_lost(qtbot: QtBot) -> None:
    known = registry(tuple(camera(f"C{n}", 76.9 + n / 100) for n in range(3)))
    city = MapPoints(PointTiles)
    with qtbot.waitSignal(city.came):
        city.build(known, {"C0": Health.OFFLINE})
        city.update({"C1": Health.OFFLINE}, {"C0", "C1"}, None)
    assert city.counts(Layer.CAMERAS) == [2, 0, 1, 0], "as it was when they were begun"
    city.catch_up({"C1": Health.OFFLINE})
    offline = city.layers[Layer.CAMERAS].state == State.OFFLINE
    assert ids(city.layers[Layer.CAMERAS], np.flatnonzero(offline)) == {"C1"}
    city.close()


def test_a_whole_picture_told_while_points_are_made_heals_what_is_not_in_it(qtbot: QtBot) -> None:
    city = MapPoints(PointTiles)
    with qtbot.waitSignal(city.came):
        city.build(registry((camera("C0", 76.9),)), {"C0": Health.OFFLINE})
        city.update({}, None, None)
    city.catch_up({})
    assert city.counts(Layer.CAMERAS) == [1, 0, 0, 0]
    city.close()


def test_of_two_registries_in_a_row_the_later_one_stands(qtbot: QtBot) -> None:
    city = MapPoints(PointTiles)
    with qtbot.waitSignal(city.came):
        city.build(registry((camera("old", 76.9),)), {})
        city.build(registry((camera("new", 76.9),)), {})
    assert list(city.layers[Layer.CAMERAS].ids) == ["new"]
    city.close()
