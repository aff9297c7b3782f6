"""Cameras of the demo city tell pixels, angle and reach that fit each other; only the city's own are known to turn."""

from console.domain.cameras import CameraOwner, reach_m
from console.domain.registry import Registry


def test_a_reach_is_where_a_person_is_still_observed(registry: Registry) -> None:
    assert all(abs(c.reach - reach_m(c.width_px, c.view_angle)) <= 0.5 for c in registry.cameras)
    assert {c.width_px for c in registry.cameras} == {1280, 1920, 2560, 3840}


def test_some_of_the_citys_own_turn_and_no_others(registry: Registry) -> None:
    own = [c for c in registry.cameras if c.owner is CameraOwner.CITY]
    turning = [c for c in registry.cameras if c.is_ptz]
    assert 0.03 * len(own) < len(turning) < 0.3 * len(own)
    assert all(c.owner is CameraOwner.CITY for c in turning)
