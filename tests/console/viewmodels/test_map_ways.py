import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.domain.units import Assignment, AssignmentState, Fix, Unit, UnitStatus
from console.mapping.source import MapFiles
from console.state.store import Store
from console.viewmodels.city_map import CityMap
from tests.desk import NOW, incident, store, unit

HERE, THERE = (76.9286, 43.2389), (76.9456, 43.2567)


def sent(unit_id: str = "U1", status: UnitStatus = UnitStatus.EN_ROUTE) -> Unit:
    task = Assignment("INC-1", AssignmentState.ACCEPTED, "serikova", NOW)
    return unit(unit_id, status, assignment=task, fix=Fix(unit_id, *HERE, 10.0, 90.0, NOW))


class Told:
    def __init__(self, known: Store, qtbot: QtBot) -> None:
        self.store, self.qtbot = known, qtbot
        self.map = CityMap(known, MapFiles())
        self.map.page.hello()
        self.ways: list[dict[str, Any]] = []
        self.map.page.told.connect(lambda message: self.ways.extend(json.loads(message).get("ways", [])))
        self.tick()

    def tick(self) -> None:
        self.map.refresh(self.store.take())

    def move(self, lon: float) -> None:
        self.store.place([Fix("U1", lon, HERE[1], 10.0, 90.0, NOW)])
        self.tick()
        self.map.beat()

    def wait(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.ways) >= count)


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[Told]:
    made = Told(store(units=[sent()], incidents=[incident("INC-1", lon=THERE[0], lat=THERE[1], units=("U1",))]), qtbot)
    yield made
    made.map.close()


def test_a_unit_on_its_way_is_led_by_the_streets(told: Told) -> None:
    told.wait(1)
    line = told.ways[0]["line"]
    assert told.ways[0]["unit"] == "U1"
    assert (tuple(line[0]), tuple(line[-1])) == (HERE, THERE)
    assert len(line) > 4
    assert json.loads(told.map.page.hello())["known"]["ways"] == told.ways


def test_tooltips_of_unit_and_incident_tell_the_time_of_arrival(told: Told) -> None:
    told.wait(1)
    assert told.map.layers.describe("unit", "U1")[-1].startswith("Arrives in ")
    assert told.map.layers.describe("incident", "INC-1")[-1].startswith("U1 · ")


def test_a_way_is_reckoned_anew_after_300_metres_and_not_before(told: Told) -> None:
    told.wait(1)
    told.move(HERE[0] + 0.002)
    told.map.close()
    assert len(told.ways) == 1
    told.move(HERE[0] + 0.005)
    told.wait(2)
    assert told.ways[1]["line"][0] == [HERE[0] + 0.005, HERE[1]]


def test_a_way_ends_when_the_unit_is_there(told: Told) -> None:
    told.wait(1)
    told.store.picture.units["U1"] = replace(told.store.picture.units["U1"], status=UnitStatus.ON_SCENE)
    told.map.beat()
    assert told.ways[1:] == [{"unit": "U1", "line": []}]
    assert told.map.ways.arrival_s("U1") is None
    assert not any("Arrives" in line for line in told.map.layers.describe("unit", "U1"))


def test_far_from_any_street_no_way_is_told(qtbot: QtBot) -> None:
    far = incident("INC-1", lon=80.0, lat=45.0, units=("U1",))
    made = Told(store(units=[sent()], incidents=[far]), qtbot)
    made.wait(1)
    assert made.ways == [{"unit": "U1", "line": []}]
    made.map.close()
