import pytest

from console.center.clips.catalogue import LOOKS, SCENES, VARIANTS, scene_for
from console.domain.cameras import PlaceKind


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_every_kind_of_place_has_a_scene_of_its_own(kind: PlaceKind) -> None:
    assert any(kind in scene.kinds for scene in SCENES)
    assert kind in scene_for("camera-1", kind).kinds


def test_a_camera_always_shows_the_same_scene() -> None:
    assert scene_for("C-0417", PlaceKind.YARD) is scene_for("C-0417", PlaceKind.YARD)


def test_neighbours_differ_where_there_is_a_choice() -> None:
    for number in range(20):
        here, there = (scene_for(f"C-{n:04d}", PlaceKind.STREET) for n in (number, number + 1))
        assert here is not there


def test_night_and_outage_are_seen() -> None:
    assert scene_for("C-0", PlaceKind.STREET, is_night=True, is_lit=False).id == "dark_street"
    assert not scene_for("C-1", PlaceKind.STREET, is_night=True, is_lit=False).is_lit
    for number in range(10):
        scene = scene_for(f"C-{number}", PlaceKind.CROSSING, is_night=True)
        assert scene.is_night
        assert scene.is_lit
        assert not scene_for(f"C-{number}", PlaceKind.CROSSING).is_night


def test_six_cameras_of_one_crossing_show_six_looks_by_day() -> None:
    looks = [scene_for(f"C{number:06d}", PlaceKind.CROSSING) for number in range(551, 557)]
    assert len({look.id for look in looks}) == 6
    assert {(look.base or look).id for look in looks} == {"crossing_day"}


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_no_kind_of_place_has_but_one_look(kind: PlaceKind) -> None:
    least = 4 if kind in {PlaceKind.STREET, PlaceKind.YARD, PlaceKind.SHOP, PlaceKind.PARKING} else 3
    for is_night in (False, True):
        assert len({scene_for(f"C{number}", kind, is_night=is_night).id for number in range(30)}) >= least


def test_a_variant_stands_for_what_its_scene_stands_for() -> None:
    assert len({look.id for look in LOOKS}) == len(LOOKS)
    for variant in VARIANTS:
        assert variant.base in SCENES
        assert variant.base is not None
        assert (variant.kinds, variant.is_night, variant.is_lit) == (
            variant.base.kinds,
            variant.base.is_night,
            variant.base.is_lit,
        )


def test_there_are_at_least_twelve_scenes_with_names_of_their_own() -> None:
    assert len({scene.id for scene in SCENES}) == len(SCENES) >= 12


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)
def test_every_scene_moves_and_repeats_after_the_minute(scene) -> None:  # type: ignore[no-untyped-def]
    drawing = scene.drawn()
    places = {tuple(round(part, 2) for part in strokes.place) for strokes in drawing.figures(7.0)}
    assert places
    assert places != {tuple(round(part, 2) for part in strokes.place) for strokes in drawing.figures(8.0)}
    last, first = (len(list(drawing.figures(second))) for second in (59 + 14 / 15, 0.0))
    assert abs(last - first) <= 3
