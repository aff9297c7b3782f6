import json
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.devices import Health
from console.domain.events import DeviceChanged
from console.domain.geo import distance_m
from console.domain.lighting import LightingSegment, LightingState
from console.domain.registry import Registry
from console.domain.sites import ServiceCenter
from console.domain.text import NOWHERE
from console.mapping.source import MapFiles
from console.state.points import Layer, index
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_districts import lighting_shares, per_cent
from tests.desk import store, tell

MEDEU, ALMALY = "751710000", "751110000"
SEGMENTS = [
    LightingSegment(
        f"L{n}", 76.9, 43.2 + n / 500, 76.9 + n / 4000, 43.201 + n / 500, (MEDEU, ALMALY)[n % 2], "", n != 7
    )
    for n in range(40)
]
ILL = {"L3": Health.OUTAGE, "L4": Health.DEGRADED, "L7": Health.OUTAGE}
REGISTRY = Registry("almaty", 1, 0, [], [], [], SEGMENTS, [ServiceCenter("SC", NOWHERE, 76.95, 43.25, MEDEU)])


def test_the_map_counts_the_metres_that_stand_in_the_registry() -> None:
    def metres(district: str, state: LightingState) -> float:
        of_it = [s for s in SEGMENTS if s.district == district and s.state(ILL.get(s.id, Health.OK)) is state]
        return sum(distance_m(s.lon1, s.lat1, s.lon2, s.lat2) for s in of_it)

    counted = lighting_shares(index(REGISTRY, ILL)[Layer.LIGHTING])
    assert {share.district for share in counted} == {MEDEU, ALMALY}
    for share in counted:
        told = (share.lit_m, share.outage_m, share.unlit_m)
        assert told == pytest.approx([metres(share.district, state) for state in LightingState], rel=0.01)
        assert share.share_lit == pytest.approx(share.lit_m / sum(told))


def test_what_is_no_place_on_earth_has_no_length() -> None:
    nowhere = LightingSegment("L9", float("nan"), 43.2, 76.9, 43.2, "c", "", True)
    points = index(Registry("almaty", 1, 0, [], [], [], [nowhere], []), {}).get(Layer.LIGHTING)
    assert points is None or lighting_shares(points) == []


@pytest.mark.parametrize(("share", "told"), [(0.0, 0), (0.001, 1), (0.5, 50), (0.9999, 99), (1.0, 100)])
def test_a_per_cent_says_all_only_where_it_is_all(share: float, told: int) -> None:
    assert per_cent(share) == told


def test_the_page_hears_of_centers_and_of_light_when_it_changes(qtbot: QtBot) -> None:
    known = store()
    city = CityMap(known, MapFiles())
    known.enroll(REGISTRY)
    city.refresh(known.take())
    qtbot.waitUntil(lambda: Layer.LIGHTING in city.layers.points)
    hello = json.loads(city.page.hello())["known"]
    assert hello["centers"] == [{"district": MEDEU, "lon": 76.95, "lat": 43.25}]
    assert hello["lighting"][MEDEU] == {"share": 1.0, "label": "100 % lit"}
    told: list[dict[str, Any]] = []
    city.page.told.connect(lambda message: told.append(json.loads(message)))
    tell(known, DeviceChanged("L4", Health.OUTAGE))
    city.refresh(known.take())
    shares = [message["lighting"][MEDEU]["share"] for message in told if "lighting" in message]
    assert len(shares) == 1
    assert 0.9 < shares[0] < 1
    told.clear()
    city.passports.choose("center", "SC")
    assert {"district_chosen": MEDEU} in told
    city.close()
