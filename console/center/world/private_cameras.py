"""The private cameras: house by house along the streets, a quarter of them integrated with their owners' consent."""

import numpy as np
from numpy.typing import NDArray

from console.center.world.blocks import Frontage
from console.center.world.crowding import cameras_around
from console.center.world.ground import Ground
from console.center.world.stands import Stands, code, draw, stands
from console.domain.cameras import CameraOwner, Consent, Integration, PlaceKind
from console.domain.plane import Bools, Floats, Ints, to_plane
from console.domain.schematic import Land
from console.domain.sites import Site, SiteKind

INTEGRATED = 0.25
"""A quarter, as the city says."""

_CLOSELY = 1.6
"""Twice as closely built land has three times as many cameras."""

_PER_HOUSE = 0.4
"""Parameter of the geometric number of cameras of one owner: 2.5 on average."""

_GAP_GRID_M = 550.0
_KEEN = 0.9
"""How much quarters differ: standard deviation of the logarithm."""

_OF_LAND = {"centre": 2.4, "highrise": 1.6, "market": 2.5, "private": 0.8, "industry": 0.5}
"""How many cameras each kind of land has, compared at the same density; the demo's assumption."""

_SITE_CAMERAS = {
    SiteKind.SCHOOL: (5, 12, 55.0),
    SiteKind.HOSPITAL: (8, 18, 70.0),
    SiteKind.STATION: (40, 80, 130.0),
    SiteKind.AIRPORT: (150, 200, 260.0),
    SiteKind.MARKET: (30, 90, 190.0),
    SiteKind.MALL: (30, 60, 100.0),
    SiteKind.METRO: (14, 24, 60.0),
    SiteKind.STADIUM: (16, 30, 110.0),
    SiteKind.UNIVERSITY: (14, 30, 110.0),
    SiteKind.GOVERNMENT: (8, 16, 60.0),
}
"""Kind of site -> fewest and most cameras, and metres around its middle they stand in; the demo's assumption."""

_SITE_PLACE = {
    SiteKind.SCHOOL: PlaceKind.SCHOOL,
    SiteKind.HOSPITAL: PlaceKind.HOSPITAL,
    SiteKind.STATION: PlaceKind.STATION,
    SiteKind.AIRPORT: PlaceKind.AIRPORT,
    SiteKind.MARKET: PlaceKind.MARKET,
    SiteKind.MALL: PlaceKind.SHOP,
    SiteKind.METRO: PlaceKind.UNDERPASS,
    SiteKind.STADIUM: PlaceKind.PARKING,
    SiteKind.UNIVERSITY: PlaceKind.YARD,
    SiteKind.GOVERNMENT: PlaceKind.STREET,
}


def private_cameras(
    houses: Frontage,
    ground: Ground,
    bustle: Floats,
    sites: list[Site],
    lands: list[Land],
    count: int,
    rng: np.random.Generator,
) -> Stands:
    """``count`` cameras of shops, residents and institutions; exactly a quarter is integrated."""
    of_sites = _at_sites(sites, ground, rng)
    of_sites = of_sites.taken(np.arange(min(len(of_sites), count // 4)))
    of_houses = _at_houses(
        houses, ground, bustle, lands, count - len(of_sites), round(count * INTEGRATED) - len(of_sites), rng
    )
    return Stands.joined([of_sites, of_houses])


def _at_sites(sites: list[Site], ground: Ground, rng: np.random.Generator) -> Stands:
    """Cameras of the guarded places, around their buildings, all integrated."""
    fewest, most, reach = (np.array(column) for column in zip(*(_SITE_CAMERAS[s.kind] for s in sites), strict=True))
    number = np.repeat(np.arange(len(sites)), rng.integers(fewest, most + 1))
    x, y = to_plane(np.array([s.lon for s in sites]), np.array([s.lat for s in sites]))
    # A building of that size: cameras along its walls, which run with an axis of its own, most look outward.
    axis, around = rng.uniform(-0.3, 0.3, len(sites))[number], rng.uniform(0, 2 * np.pi, len(number))
    wall = reach[number] * np.sqrt(rng.uniform(0.04, 1.0, len(number)))
    square = wall / np.maximum(np.abs(np.sin(around)), np.abs(np.cos(around))) * 0.8
    outer_x, outer_y = x[number] + square * np.sin(around + axis), y[number] + square * np.cos(around + axis)
    outer_x, outer_y = ground.settled(outer_x, outer_y, x[number], y[number])
    kinds = np.array([code(_SITE_PLACE[s.kind]) for s in sites])[number]
    consent = np.where(rng.random(len(sites)) < 0.3, code(Consent.WITH_REASON), code(Consent.GIVEN))[number]
    return stands(
        rng,
        outer_x,
        outer_y,
        around + axis + rng.normal(0, 0.6, len(number)),
        owner=CameraOwner.INSTITUTION,
        integration=Integration.INTEGRATED,
        consent=consent,
        place_kind=kinds,
        site=number,
    )


def _at_houses(
    houses: Frontage,
    ground: Ground,
    bustle: Floats,
    lands: list[Land],
    count: int,
    integrated: int,
    rng: np.random.Generator,
) -> Stands:
    row, column = ground.pixel(houses.x, houses.y)
    busy = bustle[row, column]
    keen = np.array([*(_OF_LAND.get(land.kind, 1.0) for land in lands), 0.0])[ground.land[row, column]]
    built = np.where(ground.park[row, column], 0.0, keen ** (1 / _CLOSELY) * houses.density)
    # How many cameras an area has follows from how closely it is built, not from how many lanes cross it.
    lanes = 1 + cameras_around(houses.x, houses.y, houses.x, houses.y)
    weight = built**_CLOSELY / lanes * _patches(houses, rng) * (1 + 4 * busy) * np.where(houses.edge >= 0, 1.5, 1.0)
    chosen = draw(rng, weight, round(count * _PER_HOUSE * 1.05))
    sizes = np.minimum(rng.geometric(_PER_HOUSE, len(chosen)), 14)
    house = np.repeat(chosen, sizes)[:count]
    if len(house) < count:
        house = np.sort(np.concatenate([house, rng.choice(chosen, count - len(house))]))
    owner, yard = _owners(houses, busy, rng)
    x, y, heading = _walls(houses, house, yard, rng)
    x, y = ground.settled(x, y, houses.x[house], houses.y[house])
    chosen_first = _integrated(house, owner, integrated, rng)
    return stands(
        rng,
        x,
        y,
        heading,
        owner=owner[house],
        integration=np.where(chosen_first, code(Integration.INTEGRATED), code(Integration.NOT_INTEGRATED)),
        consent=_consents(house, chosen_first, rng),
        place_kind=_place_kinds(owner[house], yard[house], busy[house], rng),
        edge=houses.edge[house],
    )


def _patches(houses: Frontage, rng: np.random.Generator) -> Floats:
    """How keen each quarter is on cameras: a smooth random field, so that some have none (value noise)."""
    u, v = (houses.x - houses.x.min()) / _GAP_GRID_M, (houses.y - houses.y.min()) / _GAP_GRID_M
    grid = rng.normal(0, 1, (int(u.max()) + 2, int(v.max()) + 2))
    i, j = u.astype(int), v.astype(int)
    s, t = u - i, v - j
    low = grid[i, j] * (1 - s) + grid[i + 1, j] * s
    high = grid[i, j + 1] * (1 - s) + grid[i + 1, j + 1] * s
    field: Floats = np.exp(_KEEN * (low * (1 - t) + high * t))
    return field


def _owners(houses: Frontage, busy: Floats, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Who lives or works at each frontage, and whether the cameras stand in the yard behind it."""
    size, lot = len(houses), rng.random(len(houses))
    business = np.where(houses.edge >= 0, 0.62, 0.2) + 0.3 * np.minimum(busy, 1.0)
    owner = np.where(
        lot < business,
        code(CameraOwner.BUSINESS),
        np.where(lot < business + 0.06, code(CameraOwner.INSTITUTION), code(CameraOwner.RESIDENTS)),
    )
    lives = owner == code(CameraOwner.RESIDENTS)
    yard = lives & (rng.random(size) < 0.6 * houses.density)
    return owner, yard


def _walls(houses: Frontage, house: Ints, yard: Bools, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Places on the walls of the houses, and where the cameras look: along the street, at it, or into the yard."""
    size, frontages = len(house), len(houses)
    side = np.where(rng.random(frontages) < 0.5, 1.0, -1.0)
    back = np.where(houses.edge >= 0, rng.uniform(15, 30, frontages), rng.uniform(6, 13, frontages))
    back += np.where(yard, rng.uniform(16, 16 + 40 * houses.density), 0.0)
    off = side[house] * back[house] + rng.normal(0, 2.5, size)
    along = rng.uniform(-11, 11, size)
    bearing = houses.bearing[house]
    x = houses.x[house] + along * np.sin(bearing) + off * np.cos(bearing)
    y = houses.y[house] + along * np.cos(bearing) - off * np.sin(bearing)
    to_street = bearing - side[house] * np.pi / 2
    along_street = bearing + np.where(rng.random(size) < 0.5, 0.0, np.pi)
    lot = rng.random(size)
    look = np.where(lot < 0.4, along_street, np.where(lot < 0.8, to_street, to_street + np.pi))
    return x, y, look + rng.normal(0, 0.25, size)


def _integrated(house: Ints, owner: Ints, count: int, rng: np.random.Generator) -> Bools:
    """Which cameras reach the center: owner by owner, shops rather than residents, until ``count`` are."""
    houses, number = np.unique(house, return_inverse=True)
    keen = np.where(owner[houses] == code(CameraOwner.RESIDENTS), 0.6, 1.3)
    turn = rng.exponential(size=len(houses)) / keen
    order = np.argsort(turn[number], kind="stable")
    chosen = np.zeros(len(house), dtype=np.bool_)
    chosen[order[:count]] = True
    return chosen


def _consents(house: Ints, integrated: Bools, rng: np.random.Generator) -> Ints:
    _, number = np.unique(house, return_inverse=True)
    lot = rng.random(number.max() + 1)[number]
    given = np.where(lot < 0.3, code(Consent.WITH_REASON), code(Consent.GIVEN))
    return np.where(integrated, given, np.where(lot < 0.45, code(Consent.ASKED), code(Consent.WITHHELD)))


def _place_kinds(owner: Ints, yard: Bools, busy: Floats, rng: np.random.Generator) -> Ints:
    def lots(*shares: tuple[PlaceKind, float]) -> NDArray[np.int64]:
        kinds, weights = zip(*shares, strict=True)
        return np.array([code(kind) for kind in kinds])[rng.choice(len(kinds), len(owner), p=weights)]

    shop = lots((PlaceKind.SHOP, 0.62), (PlaceKind.PARKING, 0.2), (PlaceKind.STREET, 0.18))
    shop = np.where((busy > 0.7) & (shop == code(PlaceKind.SHOP)), code(PlaceKind.MARKET), shop)
    home = lots((PlaceKind.STREET, 0.45), (PlaceKind.YARD, 0.4), (PlaceKind.PARKING, 0.15))
    office = lots((PlaceKind.STREET, 0.6), (PlaceKind.PARKING, 0.4))
    kind = np.where(
        owner == code(CameraOwner.BUSINESS), shop, np.where(owner == code(CameraOwner.RESIDENTS), home, office)
    )
    return np.where(yard, code(PlaceKind.YARD), kind)
