"""The guarded places of the demo city with their protection systems, and the eight police service centers.

Those that the schematic names stand where it says; the other schools and polyclinics are placed where people live.
"""

import re
from collections.abc import Iterable, Iterator
from random import Random

import numpy as np

from console.center.world.blocks import Frontage
from console.domain.areas import district_of_points
from console.domain.plane import Bools, to_degrees, to_plane
from console.domain.schematic import District, Place, Schematic
from console.domain.sites import ProtectionSystem, ServiceCenter, Site, SiteKind, SystemKind
from console.domain.text import LocalText

SCHOOLS, HOSPITALS = 220, 70
"""How many of each, named ones among them (about what the city has)."""

_KIND_OF = {
    "school": SiteKind.SCHOOL,
    "hospital": SiteKind.HOSPITAL,
    "station": SiteKind.STATION,
    "bus_station": SiteKind.STATION,
    "airport": SiteKind.AIRPORT,
    "market": SiteKind.MARKET,
    "mall": SiteKind.MALL,
    "metro": SiteKind.METRO,
    "stadium": SiteKind.STADIUM,
    "university": SiteKind.UNIVERSITY,
    "government": SiteKind.GOVERNMENT,
    "police": SiteKind.GOVERNMENT,
}
"""Which places of the schematic are guarded, and as what."""

_SCHOOL_NAMES = (
    LocalText("Школа № {}", "№ {} мектеп", "School No. {}"),
    LocalText("Школа № {}", "№ {} мектеп", "School No. {}"),
    LocalText("Школа № {}", "№ {} мектеп", "School No. {}"),
    LocalText("Гимназия № {}", "№ {} гимназия", "Gymnasium No. {}"),
    LocalText("Лицей № {}", "№ {} лицей", "Lyceum No. {}"),
)
_HOSPITAL_NAMES = (
    LocalText("Городская поликлиника № {}", "№ {} қалалық емхана", "City Polyclinic No. {}"),
    LocalText("Городская поликлиника № {}", "№ {} қалалық емхана", "City Polyclinic No. {}"),
    LocalText("Родильный дом № {}", "№ {} перзентхана", "Maternity Hospital No. {}"),
)
_CENTER_NAME = LocalText(
    "Сервисный центр полиции, {}", "Полицияның сервистік орталығы, {}", "Police Service Center, {}"
)
_METRO_NAME = LocalText("Станция метро «{}»", "«{}» метро станциясы", "{} metro station")

_SYSTEMS = {
    SystemKind.CAMERAS: ("cam", 1.0),
    SystemKind.PANIC_BUTTON: ("btn", 0.97),
    SystemKind.TURNSTILE: ("gate", 0.88),
    SystemKind.SECURITY_ALARM: ("guard", 0.96),
    SystemKind.FIRE_ALARM: ("fire", 0.98),
}
"""How a system's id ends, and the share of sites that have it."""

_OPEN_TO_ALL = frozenset({SiteKind.MARKET, SiteKind.MALL})
"""Kinds that have no turnstiles."""

_LAST_ROUND = 1_790_000_000.0
"""Unix seconds (2026-09-21) of the latest test of a protection system that the demo's register knows."""

_APART_M = 380.0
"""Two generated sites of one kind stand at least so far apart."""


def build_sites(schematic: Schematic, houses: Frontage, seed: int) -> list[Site]:
    """All sites, by kind and number; their district is found later, with everybody else's."""
    rng = Random(f"{seed}/sites")
    spots = iter(_spots(houses, rng))
    named: dict[SiteKind, list[tuple[LocalText, float, float]]] = {kind: [] for kind in SiteKind}
    for place in schematic.places:
        if place.kind in _KIND_OF:
            name = _called(_METRO_NAME, place.name) if place.kind == "metro" else place.name
            named[_KIND_OF[place.kind]].append((name, place.lon, place.lat))
    for kind, names, total in (
        (SiteKind.SCHOOL, _SCHOOL_NAMES, SCHOOLS),
        (SiteKind.HOSPITAL, _HOSPITAL_NAMES, HOSPITALS),
    ):
        missing = max(0, total - len(named[kind]))
        taken = {int(number) for name, *_ in named[kind] for number in re.findall(r"№ (\d+)", name.ru)}
        numbers = rng.sample([n for n in range(1, total + 20) if n not in taken], missing)
        named[kind] += [
            (_called(rng.choice(names), LocalText(*[str(number)] * 3)), *position)
            for number, position in zip(sorted(numbers), _apart(spots, missing), strict=False)
        ]
    return [_site(kind, number, about, rng) for kind in SiteKind for number, about in enumerate(named[kind], 1)]


def build_service_centers(schematic: Schematic, houses: Frontage) -> list[ServiceCenter]:
    """One for each district, at a main street beside its city hall, or amid its houses where none is drawn."""
    drawn = houses.taken(houses.edge >= 0)
    codes = district_of_points(schematic.districts, *to_degrees(drawn.x, drawn.y))
    return [
        _center(district, schematic.places, drawn, codes == number)
        for number, district in enumerate(schematic.districts)
    ]


def _center(district: District, places: list[Place], drawn: Frontage, own: Bools) -> ServiceCenter:
    halls = [p for p in places if p.kind == "government" and "akimat-" in p.id and district.contains(p.lon, p.lat)]
    x, y = to_plane(halls[0].lon, halls[0].lat) if halls else (np.median(drawn.x[own]), np.median(drawn.y[own]))
    distance = np.hypot(drawn.x - x, drawn.y - y)
    # Not in the city hall itself, but at the nearest street at least 150 m from it.
    i = int(np.argmin(np.where(own & (distance > 150), distance, np.inf)))
    side = drawn.bearing[i] + np.pi / 2
    lon_, lat_ = to_degrees(drawn.x[i] + 24 * np.sin(side), drawn.y[i] + 24 * np.cos(side))
    name = _called(_CENTER_NAME, district.name)
    return ServiceCenter(f"SC-{district.id}", name, round(float(lon_), 6), round(float(lat_), 6), district.id)


def _spots(houses: Frontage, rng: Random) -> list[tuple[float, float]]:
    """Places beside small streets, the densely built first more often."""
    draw = np.random.default_rng(rng.getrandbits(64))
    keys = draw.exponential(size=len(houses)) / np.maximum(houses.density, 0.05)
    chosen = np.argsort(np.where(houses.edge < 0, keys, np.inf))[:6000]
    side = houses.bearing[chosen] + np.pi / 2
    return list(
        zip(
            (houses.x[chosen] + 35 * np.sin(side)).tolist(),
            (houses.y[chosen] + 35 * np.cos(side)).tolist(),
            strict=True,
        )
    )


def _apart(spots: Iterable[tuple[float, float]], count: int) -> Iterator[tuple[float, float]]:
    """The first ``count`` of the spots that keep their distance, as longitude and latitude."""
    taken: dict[tuple[int, int], tuple[float, float]] = {}
    for x, y in spots:
        if len(taken) == count:
            return
        column, row = int(x // _APART_M), int(y // _APART_M)
        near = (taken.get((column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if all(other is None or np.hypot(other[0] - x, other[1] - y) >= _APART_M for other in near):
            taken[column, row] = (x, y)
            lon, lat = to_degrees(x, y)
            yield round(lon, 6), round(lat, 6)


def _called(pattern: LocalText, name: LocalText) -> LocalText:
    """The pattern with the name put in, language by language."""
    return LocalText(pattern.ru.format(name.ru), pattern.kk.format(name.kk), pattern.en.format(name.en))


def _site(kind: SiteKind, number: int, about: tuple[LocalText, float, float], rng: Random) -> Site:
    site_id = f"S-{kind}-{number:03d}"
    systems = tuple(
        ProtectionSystem(f"{site_id}-{ending}", system, _LAST_ROUND - 86400.0 * rng.randint(0, 400))
        for system, (ending, share) in _SYSTEMS.items()
        if rng.random() < share and not (system is SystemKind.TURNSTILE and kind in _OPEN_TO_ALL)
    )
    name, lon, lat = about
    return Site(site_id, kind, name, lon, lat, "", systems)
