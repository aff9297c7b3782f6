from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from console.center.world.crowding import cameras_around
from console.center.world.ground import Ground
from console.center.world.nature import Nature
from console.center.world.registry import build_registry, kept_registry
from console.domain.areas import district_of_points
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.plane import Floats, to_plane
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.sites import SiteKind, SystemKind
from console.insight.streets import StreetGraph
from tests.console.center.world.conftest import FEW


def places(rows: list[Camera]) -> tuple[Floats, Floats]:
    return to_plane(np.array([row.lon for row in rows]), np.array([row.lat for row in rows]))


def test_the_whole_city_has_what_the_city_says(schematic: Schematic, nature: Nature, graph: StreetGraph) -> None:
    city = build_registry(schematic, nature, graph, seed=3)
    counts = Counter((camera.owner is CameraOwner.CITY, camera.integration) for camera in city.cameras)
    assert counts == {
        (False, Integration.INTEGRATED): 32_000,
        (False, Integration.NOT_INTEGRATED): 96_000,
        (True, Integration.INTEGRATED): 6_000,
        (True, Integration.PLANNED): 20_000,
    }
    assert len(city.buttons) == 4_000
    assert len(city.lighting) == 20_000
    assert sum(segment.has_lamps for segment in city.lighting) == 19_200


def test_consent_fits_integration(registry: Registry) -> None:
    for camera in registry.cameras:
        if camera.owner is CameraOwner.CITY:
            assert camera.consent is Consent.NOT_NEEDED
        elif camera.integration is Integration.INTEGRATED:
            assert camera.consent in (Consent.GIVEN, Consent.WITH_REASON)
        else:
            assert camera.consent in (Consent.ASKED, Consent.WITHHELD)


def test_ids_are_unique(registry: Registry) -> None:
    rows = (registry.cameras, registry.buttons, registry.sites, registry.lighting, registry.service_centers)
    ids = [row.id for kind in rows for row in kind]
    ids += [system.id for site in registry.sites for system in site.systems]
    assert len(set(ids)) == len(ids)


def test_everything_stands_in_the_district_it_names(registry: Registry, schematic: Schematic) -> None:
    lon, lat = np.array([c.lon for c in registry.cameras]), np.array([c.lat for c in registry.cameras])
    codes = district_of_points(schematic.districts, lon, lat)
    outside = (codes < 0).sum()
    assert outside <= 3 * sum(site.kind is SiteKind.AIRPORT for site in registry.sites)
    named = [camera.district for camera in registry.cameras]
    assert all(schematic.districts[code].id == name for code, name in zip(codes, named, strict=True) if code >= 0)


def test_nothing_stands_in_water_on_rails_or_on_a_mountain(registry: Registry, ground: Ground) -> None:
    cameras = [camera for camera in registry.cameras if not camera.site]
    assert ground.free[ground.pixel(*places(cameras))].mean() == pytest.approx(1.0, abs=1e-4)


def test_cameras_of_crossings_and_streets_stand_at_them(registry: Registry, graph: StreetGraph) -> None:
    of_city = [c for c in registry.cameras if c.owner is CameraOwner.CITY and c.integration is Integration.INTEGRATED]
    at_crossings = [c for c in of_city if c.place_kind is PlaceKind.CROSSING]
    assert len(at_crossings) > 0.3 * len(of_city)
    for camera in at_crossings:
        x, y = to_plane(camera.lon, camera.lat)
        assert min(np.hypot(np.array(graph.xs) - x, np.array(graph.ys) - y)) < 20
        assert camera.street
        assert camera.cross
    for camera in [c for c in of_city if c.place_kind is PlaceKind.STREET][:200]:
        assert min(graph.nearest(*to_plane(camera.lon, camera.lat)).off, 20.0) < 20


def test_cameras_are_planned_where_few_stand(registry: Registry) -> None:
    standing = [c for c in registry.cameras if c.integration is not Integration.PLANNED]
    planned = [c for c in registry.cameras if c.integration is Integration.PLANNED]
    around_planned = cameras_around(*places(standing), *places(planned))
    around_standing = cameras_around(*places(standing), *places(standing))
    assert np.median(around_planned) < 0.25 * np.median(around_standing)


def test_the_centre_has_more_cameras_than_the_rim(registry: Registry, ground: Ground, schematic: Schematic) -> None:
    private = [camera for camera in registry.cameras if camera.owner is not CameraOwner.CITY]
    land = ground.land[ground.pixel(*places(private))]
    kinds = [drawn.kind for drawn in schematic.lands]

    def per_pixel(kind: str) -> float:
        those = [i for i, name in enumerate(kinds) if name == kind]
        return float(np.isin(land, those).sum() / np.isin(ground.land, those).sum())

    assert per_pixel("centre") > 2 * per_pixel("private") > 0


def test_guarded_places_have_their_passports(registry: Registry) -> None:
    kinds = Counter(site.kind for site in registry.sites)
    assert kinds[SiteKind.SCHOOL] == 220
    assert kinds[SiteKind.HOSPITAL] == 70
    assert {kind for kind in SiteKind if not kinds[kind]} == set()
    schools = [site for site in registry.sites if site.kind is SiteKind.SCHOOL]
    with_gate = sum(any(s.kind is SystemKind.TURNSTILE for s in school.systems) for school in schools)
    assert 0.7 * len(schools) < with_gate < len(schools)
    assert len({site.name for site in schools}) == len(schools)


def test_each_district_has_its_service_center(registry: Registry, schematic: Schematic) -> None:
    assert [center.district for center in registry.service_centers] == [d.id for d in schematic.districts]
    for center, district in zip(registry.service_centers, schematic.districts, strict=True):
        assert district.contains(center.lon, center.lat)


def test_the_same_seed_makes_the_same_city(
    registry: Registry, schematic: Schematic, nature: Nature, graph: StreetGraph
) -> None:
    assert build_registry(schematic, nature, graph, seed=1, cameras=FEW) == registry
    other = build_registry(schematic, nature, graph, seed=2, cameras=FEW)
    assert [c.lon for c in other.cameras[:50]] != [c.lon for c in registry.cameras[:50]]


def test_it_is_made_once_and_kept(
    schematic: Schematic, nature: Nature, graph: StreetGraph, registry: Registry, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    made = kept_registry(schematic, nature, graph, 1, FEW, folder)
    [path] = folder.iterdir()
    written = path.stat().st_mtime_ns
    assert kept_registry(schematic, nature, graph, 1, FEW, folder) == made == registry
    assert path.stat().st_mtime_ns == written


def test_a_damaged_registry_is_set_aside_and_made_anew(
    schematic: Schematic, nature: Nature, graph: StreetGraph, registry: Registry, tmp_path: Path
) -> None:
    kept_registry(schematic, nature, graph, 1, FEW, tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:5000])
    assert kept_registry(schematic, nature, graph, 1, FEW, tmp_path) == registry
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, f"{path.name}.damaged-1"]


def test_a_cache_that_cannot_be_written_costs_only_time(
    schematic: Schematic, nature: Nature, graph: StreetGraph, registry: Registry, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    assert kept_registry(schematic, nature, graph, 1, FEW, in_the_way) == registry
    assert in_the_way.read_text() == "no folder"
