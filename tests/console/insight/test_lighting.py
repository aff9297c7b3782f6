"""Metres of street lit, out and without lamps; changes add up to what a fresh count says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT
from console.domain.lighting import LightingSegment, LightingState
from console.insight.lighting import Lighting, LightingShare

M = 1 / METRES_PER_DEGREE_LAT


def segment(
    name: str, metres: float, district: str = "a", *, has_lamps: bool = True, lat: float = 43.2
) -> LightingSegment:
    return LightingSegment(name, 76.9, lat, 76.9, lat + metres * M, district, "", has_lamps)


STREETS = [
    segment("L1", 100),
    segment("L2", 50),
    segment("L3", 50, has_lamps=False),
    segment("L4", 80, "b"),
]


def test_metres_are_counted_by_state_and_district() -> None:
    lighting = Lighting(STREETS, {"L2": Health.OUTAGE})
    assert lighting.by_district() == [LightingShare("a", 100.0, 50.0, 50.0), LightingShare("b", 80.0, 0.0, 0.0)]
    assert lighting.by_district()[0].share_lit == 0.5
    assert lighting.city() == LightingShare("", 180.0, 50.0, 50.0)


def test_a_fault_and_its_mending_change_one_district_and_leave_no_trace() -> None:
    lighting = Lighting(STREETS, {})
    before = lighting.by_district()
    assert lighting.update({"L4": Health.OUTAGE}, ["L4", "C1"]) == {"b"}
    assert lighting.by_district()[1] == LightingShare("b", 0.0, 80.0, 0.0)
    assert lighting.update({"L4": Health.OUTAGE}, ["L4"]) == set()
    assert lighting.update({}, ["L4"]) == {"b"}
    assert lighting.by_district() == before


def test_a_street_without_lamps_cannot_fail() -> None:
    lighting = Lighting(STREETS, {})
    assert lighting.update({"L3": Health.OUTAGE}, ["L3"]) == set()
    assert lighting.state_of("L3") is LightingState.UNLIT


def test_what_is_no_place_on_earth_does_not_count() -> None:
    nowhere = LightingSegment("L9", float("nan"), 43.2, 76.9, 43.2, "c", "", True)
    lighting = Lighting([nowhere], {"L9": Health.OUTAGE})
    assert lighting.by_district() == []
    assert lighting.city().share_lit is None
    assert lighting.update({}, ["L9"]) == set()


@given(st.lists(st.tuples(st.sampled_from(["L1", "L2", "L3", "L4"]), st.sampled_from(list(Health))), max_size=30))
def test_changes_lead_where_a_fresh_count_would(changes: list[tuple[str, Health]]) -> None:
    lighting = Lighting(STREETS, {})
    devices: dict[str, Health] = {}
    for name, health in changes:
        devices[name] = health
        lighting.update(devices, [name])
    fresh = Lighting(STREETS, devices)
    assert lighting.by_district() == fresh.by_district()
    assert lighting.city().length_m == pytest.approx(280.0, abs=0.5)
