"""Where the panic buttons stand: at guarded places, in frequented streets and squares, and where most is stolen."""

import numpy as np
from msgspec import Struct

from console.center.world.blocks import Frontage
from console.center.world.ground import Ground
from console.center.world.stands import draw
from console.domain.plane import Floats, Ints, to_plane
from console.domain.sites import Site, SiteKind

_AT_SITES = {
    SiteKind.STATION: 14,
    SiteKind.AIRPORT: 24,
    SiteKind.MARKET: 16,
    SiteKind.MALL: 8,
    SiteKind.METRO: 6,
    SiteKind.STADIUM: 6,
    SiteKind.UNIVERSITY: 5,
    SiteKind.HOSPITAL: 3,
    SiteKind.SCHOOL: 2,
    SiteKind.GOVERNMENT: 3,
}
"""Buttons per site of a kind; the demo's assumption."""


class Buttons(Struct, frozen=True):
    """Columns of equal length: metres, edge of a drawn street or -1, number of the site or -1."""

    x: Floats
    y: Floats
    edge: Ints
    site: Ints


def panic_buttons(
    houses: Frontage, ground: Ground, bustle: Floats, sites: list[Site], count: int, rng: np.random.Generator
) -> Buttons:
    """``count`` buttons."""
    number = np.repeat(np.arange(len(sites)), [_AT_SITES[site.kind] for site in sites])[: count // 2]
    x, y = to_plane(np.array([s.lon for s in sites])[number], np.array([s.lat for s in sites])[number])
    spread = np.array([22.0 if s.kind in (SiteKind.SCHOOL, SiteKind.HOSPITAL) else 70.0 for s in sites])[number]
    x, y = x + rng.normal(0, spread), y + rng.normal(0, spread)
    row, column = ground.pixel(houses.x, houses.y)
    busy = bustle[row, column]
    # In the street: beside drawn streets, the frequented ones above all, and never two at the same point.
    weight = np.where(houses.edge >= 0, (0.03 + busy) ** 1.6 * (0.1 + houses.density), 0.0)
    chosen = draw(rng, weight, count - len(number))
    side = np.where(rng.random(len(chosen)) < 0.5, 9.0, -9.0)
    bearing = houses.bearing[chosen]
    return Buttons(
        np.concatenate([x, houses.x[chosen] + side * np.cos(bearing)]),
        np.concatenate([y, houses.y[chosen] - side * np.sin(bearing)]),
        np.concatenate([np.full(len(number), -1), houses.edge[chosen]]),
        np.concatenate([number, np.full(len(chosen), -1)]),
    )
